"""Whether an answer has anything to do with work: who is far from it is asked for the link, and never told so.

The theory. What belongs to work is known widely (CONTENT.md 8): an act our words-to-skills rules hear, whoever did it;
a word of the occupation, of its tools and of what its interviews ask; a thing of `[telling]`; a stem of work at large.
One of them is enough, so that somebody who answers in words of their own is nearly never asked. Days, ways to come and
qualities vouch only where they were asked for, and an act told in a sentence on a cat or a film vouches for nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from flows import acts as catalog
from flows.content import Content
from flows.interview.things import is_thing
from flows.reading import LANGUAGES, fold, single, tokens
from flows.words import Words

ASKED_OF_ONESELF: Final = "me"
ASKED_OF_HOURS: Final = "practical"
VOUCHES: Final = {ASKED_OF_HOURS: ("way",), ASKED_OF_ONESELF: ("way", "traits")}  # beside what vouches everywhere
KINDS: Final = 5 * LANGUAGES  # kinds of questions, in each language
FEW: Final = 2  # occupations that share a word of their questions
TOLD: Final = 4  # letters of a word of a question or a tool that says something


@dataclass(frozen=True, slots=True)
class _Stems:
    begins: tuple[str, ...]
    whole: frozenset[str]

    def holds(self, token: str) -> bool:
        """Whether a word, however its letters are doubled and whatever is glued to it, is one of these."""
        ways = catalog.variants(token, {})
        return not self.whole.isdisjoint(ways) or any(way.startswith(self.begins) for way in ways)


def is_near(text: str, lang: str, content: Content, code: str, kind: str) -> bool:
    """Return whether an answer to a question of a kind holds anything of work; `code` is the occupation, or ""."""
    words, plain = content.words[lang], fold(text)
    for way in words.telling["named"]:
        plain = plain.replace(way, " ")
    said = tokens(plain)
    known = (_at_work(words), _of_occupation(content, lang, code), _asked_for(words, kind))
    vouched = any(stems.holds(token) for token in said for stems in known)
    return vouched or any(_is_work(token, words) for token in said) or _tells_an_act(text, lang, content)


def is_of_life(said: Sequence[str], kind: str, words: Words) -> bool:
    """Return whether an answer names a cat or a film, or several days, ways or qualities that were not asked for."""
    told = words.telling
    if not frozenset(told["life"]).isdisjoint(said):
        return True
    apart = _stems(stem for key in ("way", "traits") if key not in VOUCHES.get(kind, ()) for stem in told[key])
    return sum(apart.holds(token) for token in said) > 1


def _is_work(token: str, words: Words) -> bool:
    """Whether a word is a thing of work: no bus, no song, and no verb that is written as one."""
    told = words.telling
    apart = token in told["past"] or token in told["life"] or _asked_for(words, ASKED_OF_HOURS).holds(token)
    return not apart and is_thing(token, words)


def _tells_an_act(text: str, lang: str, content: Content) -> bool:
    """Whether an act is told, by whomever, in a sentence that is not one of one's own life."""
    life = frozenset(content.words[lang].telling["life"])
    read = catalog.read(text, lang, content)
    return any(hits and life.isdisjoint(tokens(fold(clause.sentence))) for clause, hits in read)


@lru_cache(maxsize=LANGUAGES)
def _at_work(words: Words) -> _Stems:
    return _stems(words.telling["work"])


@lru_cache(maxsize=LANGUAGES)
def _of_occupation(content: Content, lang: str, code: str) -> _Stems:
    """Return the words of an occupation: its names and tools, and of its questions those few others have."""
    one = content.occupations.get(code)
    words = one.words.get(lang) if one else None
    if words is None:
        return _stems(())
    named, asked = _long((*words.names, *words.tools)), _long(words.questions)
    shared = _shared(content, lang)
    return _stems(f"{token}{catalog.STEM_END}" for token in (*named, *(t for t in asked if shared[t] <= FEW)))


@lru_cache(maxsize=LANGUAGES)
def _shared(content: Content, lang: str) -> Mapping[str, int]:
    """Return in the questions of how many occupations each word stands: "when" and "before" are of no work."""
    every = (one.words[lang].questions for one in content.occupations.values() if lang in one.words)
    return Counter(token for questions in every for token in frozenset(_long(questions)))


def _long(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the words of texts that are long enough to say something."""
    return tuple(token for token in tokens(fold(" ".join(texts))) if len(token) > TOLD)


@lru_cache(maxsize=KINDS)
def _asked_for(words: Words, kind: str) -> _Stems:
    return _stems(stem for key in VOUCHES.get(kind, ()) for stem in words.telling[key])


def _stems(ways: Iterable[str]) -> _Stems:
    """Return ways of writing words, "$" at the end of those that are whole."""
    every = tuple(ways)
    begins = (single(way) for way in every if not way.endswith(catalog.STEM_END))
    return _Stems(tuple(begins), frozenset(single(way.removesuffix(catalog.STEM_END)) for way in every))
