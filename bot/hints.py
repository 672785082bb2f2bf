"""What a library knows about a message, worked out before the core decides and kept with the event.

Today: the word of our own vocabulary that a misspelt word most probably is, and what Ukrainian in Latin letters says.
The core works without it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.arabizi import Arabizi
from bot.ear import key
from bot.letters import in_its_letters
from flows.content import Content
from flows.model import Body, Edit, Hints, State, Text, Voice
from flows.reading import by_way, fold, tokens

SHORTEST = 5  # letters: shorter words are too near to each other
NEAR = 0.8  # similarity under which a word stays as it is (measured on misspelt French job words)
BY_EAR = frozenset({"fr"})  # languages whose sounds `bot/ear.py` knows
BY_LETTER = frozenset({"uk"})  # languages that `bot/letters.py` reads in Latin letters
AS_TYPED = frozenset({"cv/name", "cv/town"})  # questions whose answer is printed in the letters it came in
SHORTEST_SOUND = 4  # letters of a sound: shorter ones are many words
ALIKE = 0.85  # similarity of two sounds under which a word stays as it is
MOST = 60  # words of a message that are looked at


class Hinter:
    """Knows the vocabulary of each language and finds the nearest word in it."""

    def __init__(self, content: Content, vocabulary: Mapping[str, Sequence[str]]) -> None:
        self._content = content
        self._stems = {code: _stems(content, code) for code in content.words}
        self._words = {code: sorted({w for w in words if len(w) >= SHORTEST}) for code, words in vocabulary.items()}
        self._known = {code: frozenset(words) for code, words in self._words.items()}
        self._sounds_of = {key(w): w for code in BY_EAR for w in reversed(self._words.get(code, []))}
        self._sounds = list(self._sounds_of)
        heard = {key(stem): stem for code in BY_EAR for stem in sorted(self._stems.get(code, ()))}
        self._begins_of = {sound: stem for sound, stem in heard.items() if len(sound) > SHORTEST_SOUND}
        self._arabizi = Arabizi(_every_stem(content, "ar"))
        self._respelt = {code: by_way(words.spellings) for code, words in content.words.items()}

    def __call__(self, body: Body, state: State) -> Hints:
        """Return what is known about a message."""
        text = body.text if isinstance(body, Text | Edit) else body.transcript if isinstance(body, Voice) else ""
        lang = state.lang
        if not text or lang not in self._words:
            return Hints()
        written = self._written(text, state)
        said = dict.fromkeys(tokens(fold(written or text))[:MOST])
        found = {t: near for t in said if (near := self._respelt[lang].get(t) or self._nearest(lang, t))}
        return Hints(spelling=found, written=written)

    def _written(self, text: str, state: State) -> str:
        """Return what a message in foreign letters says in its own; "" for a name or a town, which stay as typed."""
        if state.asked and state.asked.qid in AS_TYPED:
            return ""
        if state.lang == "ar":
            return self._arabizi(text)
        if state.lang not in BY_LETTER:
            return ""
        return in_its_letters(text, self._content.words[state.lang], lambda word: self._begun(state.lang, word))

    def _begun(self, lang: str, word: str) -> bool:
        """Whether a word begins with a stem that proves an act."""
        return not self._stems[lang].isdisjoint(_beginnings(word))

    def _nearest(self, lang: str, token: str) -> str:
        short = len(token) < SHORTEST or not token.isalpha()
        if short or token in self._known[lang] or self._begun(lang, token):
            return ""
        hit = process.extractOne(token, self._words[lang], scorer=OSA.normalized_similarity, score_cutoff=NEAR)
        near = str(hit[0]) if hit else self._sounding(lang, token)
        return "" if near in {f"{token}s", token.removesuffix("s")} else near  # one and several are no mistake

    def _sounding(self, lang: str, token: str) -> str:
        """Return the word that sounds like this one, where people are known to write by ear."""
        heard = key(token)
        if lang not in BY_EAR or len(heard) < SHORTEST_SOUND:
            return ""
        begun = next((sound for sound in _beginnings(heard) if sound in self._begins_of), "")
        if begun:
            return self._begins_of[begun]
        hit = process.extractOne(heard, self._sounds, scorer=OSA.normalized_similarity, score_cutoff=ALIKE)
        return self._sounds_of[str(hit[0])] if hit else ""


def _beginnings(text: str) -> list[str]:
    """Return every beginning of a text, the longest first."""
    return [text[:end] for end in range(len(text), 0, -1)]


def _stems(content: Content, code: str) -> frozenset[str]:
    return frozenset(s for s in _every_stem(content, code) if len(s) >= SHORTEST)


def _every_stem(content: Content, code: str) -> frozenset[str]:
    ways = content.triggers.get(code, {}).values()
    stems = (s for way in ways for trigger in way for place in trigger for s in place.split("|"))
    return frozenset(s for s in stems if "$" not in s)
