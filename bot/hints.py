"""What a library knows about a message, worked out before the core decides and kept with the event.

Today: the word of our own vocabulary that a misspelt word most probably is. The core works without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from flows.content import Content
from flows.model import Body, Edit, Hints, State, Text, Voice
from flows.reading import fold, tokens

SHORTEST = 5  # letters: shorter words are too near to each other
NEAR = 0.8  # similarity under which a word stays as it is (measured on misspelt French job words)
MOST = 60  # words of a message that are looked at


class Hinter:
    """Knows the vocabulary of each language and finds the nearest word in it."""

    def __init__(self, content: Content, vocabulary: Mapping[str, Sequence[str]]) -> None:
        self._stems = {code: _stems(content, code) for code in content.words}
        self._words = {code: sorted({w for w in words if len(w) >= SHORTEST}) for code, words in vocabulary.items()}
        self._known = {code: frozenset(words) for code, words in self._words.items()}
        self._near = lru_cache(maxsize=10_000)(self._nearest)

    def __call__(self, body: Body, state: State) -> Hints:
        """Return what is known about a message."""
        text = body.text if isinstance(body, Text | Edit) else body.transcript if isinstance(body, Voice) else ""
        lang = state.lang
        if not text or lang not in self._words:
            return Hints()
        said = dict.fromkeys(t for t in tokens(fold(text))[:MOST] if len(t) >= SHORTEST and t.isalpha())
        found = {t: near for t in said if (near := self._near(lang, t))}
        return Hints(spelling=found)

    def _nearest(self, lang: str, token: str) -> str:
        if token in self._known[lang] or any(token.startswith(stem) for stem in self._stems[lang]):
            return ""
        hit = process.extractOne(token, self._words[lang], scorer=OSA.normalized_similarity, score_cutoff=NEAR)
        return str(hit[0]) if hit else ""


def _stems(content: Content, code: str) -> frozenset[str]:
    ways = content.triggers.get(code, {}).values()
    stems = (s for way in ways for trigger in way for place in trigger for s in place.split("|"))
    return frozenset(s for s in stems if len(s) >= SHORTEST and "$" not in s)
