"""What a library knows about a message, worked out before the core decides and kept with the event.

Today: the word of our own vocabulary that a misspelt word most probably is, what Ukrainian in Latin letters says, and
Arabic in them whichever language is spoken, and the occupations that an answer about work, or a wish, is near to. The
core works without it. Which suggestion of a dictionary is a word of ours is said here as well; the dictionary itself is
asked elsewhere, for it takes long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.arabizi import Arabizi, likely
from bot.ear import SOUNDS, key
from bot.letters import in_its_letters
from flows.acts import UNLESS
from flows.clauses import WISH, wishes
from flows.content import Content
from flows.corrections import correction, meant
from flows.model import Body, Craft, Edit, Hints, Result, State, Tap, Text, Voice
from flows.project.ranking import known
from flows.reading import by_way, fold, single, tokens
from flows.words import Words

WANTED = "project/"  # questions about the work that is looked for
OFFERED = ("letter/", "interview/offer")  # questions about the work that is offered
PRACTISED = ("interview/job", "interview/go")  # questions about the work a practice interview is for
OF_WORK = (WANTED, *OFFERED, *PRACTISED, "menu/")  # when words may be near occupations; behind a menu a question waits
SHORTEST = 5  # letters: shorter words are too near to each other
NEAR = 0.8  # similarity under which a word stays as it is (measured on misspelt French job words)
STEMS_ARE_WORDS = frozenset({"en"})  # languages whose stems are words, most of them
ARABIC = "ar"  # the language that `bot/arabizi.py` reads in Latin letters, whichever is spoken
BY_LETTER = frozenset({"uk"})  # languages that `bot/letters.py` reads in Latin letters
AS_TYPED = frozenset({"cv/name", "cv/town"})  # questions whose answer is printed in the letters it came in
SHORTEST_SOUND = 4  # letters of a sound: shorter ones are many words
ALIKE = 0.85  # similarity of two sounds under which a word stays as it is
SHORT = 6  # letters of a word that one other consonant makes another word
SILENT = frozenset("hw")  # letters that are forgotten at the front of a word
VOWELS = frozenset("aeiouyаеиіоуєюяїыэё")
ALIKE_LETTERS = {(a, b) for pair in ("sz", "sc", "ck", "cq", "kq", "gj", "mn", "vw") for a in pair for b in pair}
MOST = 60  # words of a message that are looked at
STRANGE = 5  # words of a message a dictionary is asked about
LIKELY = 0.65  # similarity under which what a dictionary suggests is another word (docs/decisions/spelling.md)
WORD = re.compile(r"[^\W\d_]+")
SPLIT = re.compile(r"[\s-]")  # a suggestion that only cuts the word in two
SHOWN = 4  # occupations a person can choose from at once

Crafts = Callable[[str, str], Sequence[Craft]]  # text, language: occupations outside our own that are named in it


class Near(Protocol):
    """Finds the occupations that words are near to."""

    def __call__(self, text: str, lang: str, spelling: Mapping[str, str], *, wanted: bool) -> Sequence[str]:
        """Return codes, best first; `wanted`: the words say which work is looked for."""
        ...


def near_none(text: str, lang: str, spelling: Mapping[str, str], *, wanted: bool) -> Sequence[str]:
    """Return no occupation."""
    return ()


def no_crafts(_text: str, _lang: str) -> Sequence[Craft]:
    """Return no occupation: none was imported."""
    return ()


YES = 3  # words of a yes to what was read back, at most


class Hinter:
    """Knows the vocabulary of each language and finds the nearest word in it.

    A language is made ready when somebody first writes in it, so that a start waits for none.
    """

    def __init__(
        self,
        content: Content,
        vocabulary: Callable[[str], Sequence[str]],
        near: Near = near_none,
        crafts: Crafts = no_crafts,
        spelling: Collection[str] = (),
    ) -> None:
        self._content = content
        self._spelling = frozenset(spelling)
        self._crafts = crafts
        self._vocabulary = vocabulary
        self._near = near
        self._tongues: dict[str, _Tongue] = {}

    def __call__(self, body: Body, state: State) -> Hints:
        """Return what is known about a message, or about the words that waited for the dictionary that comes back."""
        text, heard = _text(body, state), _heard(body, state)
        if heard:
            text, state = heard, replace(state, asked=state.behind)
        if not text or state.lang not in self._content.languages:
            return Hints()
        as_typed = state.asked and state.asked.qid in AS_TYPED
        lang = state.lang if as_typed or heard else self._typed_in(text, state.lang)
        tongue, state = self._tongue(lang), replace(state, lang=lang)
        written = "" if as_typed or heard else tongue.latin(text)
        said = dict.fromkeys(tokens(fold(written or text))[:MOST])
        spelling = {t: near for t in said if (near := tongue.nearest(t))}
        strange = tongue.strange(written or text, spelling) if state.lang in self._spelling else ()
        spelling |= _lines(body.text) if isinstance(body, Result) else {}
        crafts = () if as_typed else tuple(self._crafts(written or text, state.lang))
        occupations = () if as_typed else self._occupations(written or text, body, state, spelling)
        return Hints(spelling=spelling, strange=strange, written=written, occupations=occupations, crafts=crafts)

    @cached_property
    def _typed(self) -> Mapping[str, str]:
        """Everyday words of Arabic as they are typed in Latin letters."""
        return by_way(self._content.words[ARABIC].latin)

    def _typed_in(self, text: str, lang: str) -> str:
        """Return the language a message is in: Arabic in Latin letters, else the one that is spoken."""
        if lang == ARABIC or ARABIC not in self._content.languages:
            return lang
        may_be = likely(text, self._typed, self._tongue(lang).known)
        return ARABIC if may_be and self._tongue(ARABIC).latin(text) else lang

    def mended(self, lang: str, word: str, suggested: Sequence[str]) -> str:
        """Return which of the words a dictionary suggests was meant, if it is one of ours; "" when it is not."""
        return self._tongue(lang).mended(fold(word), suggested)

    def _occupations(self, text: str, body: Body, state: State, spelling: Mapping[str, str]) -> tuple[str, ...]:
        """Return the occupations to choose from that a message is near to where it speaks of work to come, else none.

        All of it where that is asked or put right; elsewhere what it wishes for. To find them takes long.
        """
        words = self._content.words[state.lang]
        whole = isinstance(body, Edit) or _asked(state, OF_WORK) or correction(text, words) or meant(text, words)
        about = text if whole else _wish(text, state, words)
        if not any(char.isalpha() for char in about):  # a number is that of one on screen
            return ()
        near = self._near(about, state.lang, spelling, wanted=not _asked(state, OFFERED))
        return tuple([code for code in near if code in known(self._content)][:SHOWN])

    def _tongue(self, lang: str) -> _Tongue:
        if lang not in self._tongues:
            self._tongues[lang] = _ready(self._content, lang, self._vocabulary(lang))
        return self._tongues[lang]


@dataclass(frozen=True, slots=True)
class _Tongue:
    """One language: the stems that prove acts, our own words, and how both sound where people write by ear.

    `latin` returns what a message in Latin letters says in those of the language, "" where it is no such message.
    """

    lang: str
    stems: frozenset[str]
    words: Sequence[str]
    known: frozenset[str]
    respelt: Mapping[str, str]
    sounds: Mapping[str, str]  # how a word sounds, and the word
    begins: Mapping[str, str]  # how a stem sounds, and the stem
    latin: Callable[[str], str]

    def nearest(self, token: str) -> str:
        """Return the word of ours that a misspelt one most probably is; "" when it is none."""
        if token in self.respelt:
            return self.respelt[token]
        if len(token) < SHORTEST or not token.isalpha() or token in self.known or _tells(token, self.stems):
            return ""
        hit = process.extractOne(token, self.words, scorer=OSA.normalized_similarity, score_cutoff=NEAR)
        near = str(hit[0]) if hit and not _another(token, str(hit[0])) else self._sounding(token)
        return "" if near in {f"{token}s", token.removesuffix("s")} else near  # one and several are no mistake

    def strange(self, text: str, spelling: Mapping[str, str]) -> tuple[str, ...]:
        """Return words as they were typed that are neither ours nor near to one."""
        typed = {fold(word): word for word in WORD.findall(text)}
        return tuple(
            [word for folded, word in typed.items() if folded not in spelling and self._none(folded)][:STRANGE]
        )

    def _none(self, token: str) -> bool:
        ours = token in self.known or token in self.respelt or _tells(token, self.stems)
        return len(token) >= SHORTEST and token.isalpha() and not ours

    def mended(self, token: str, suggested: Sequence[str]) -> str:
        """Return the suggestion that is meant: alike in sound, else in its consonants, else in its letters.

        The one that is most alike is meant, whether it is ours or not: a word of ours that is less so is an invention.
        """
        words = [fold(word) for word in suggested if not SPLIT.search(word)]
        ranked = [(*self._unlike(token, word), place) for place, word in enumerate(words)]
        unlike = [rank for rank in ranked if not rank[0] or -rank[2] >= LIKELY]
        meant = words[min(unlike)[-1]] if unlike else ""
        parts = [part for part in tokens(meant) if part in self.known or _tells(part, self.stems)]
        return meant if parts else ""

    def _unlike(self, token: str, word: str) -> tuple[bool, bool, float]:
        """Return how a word differs: in sound, in its consonants, and by how little in its letters."""
        joined = word.replace(" ", "")
        heard = bool(self.sounds) and key(token, self.lang) == key(joined, self.lang)
        return not heard, _bones(token) != _bones(joined), -OSA.normalized_similarity(token, joined)

    def _sounding(self, token: str) -> str:
        """Return the word that sounds like this one, where people are known to write by ear."""
        heard = key(token, self.lang) if self.sounds else ""
        if len(heard) < SHORTEST_SOUND:
            return ""
        begun = next((sound for sound in _beginnings(heard) if sound in self.begins), "")
        if begun:
            return self.begins[begun]
        hit = process.extractOne(heard, self.sounds.keys(), scorer=OSA.normalized_similarity, score_cutoff=ALIKE)
        return self.sounds[str(hit[0])] if hit else ""


def _text(body: Body, state: State) -> str:
    if isinstance(body, Result):
        return state.waits.text if state.waits else ""
    return body.text if isinstance(body, Text | Edit) else body.transcript if isinstance(body, Voice) else ""


def _heard(body: Body, state: State) -> str:
    """Return what was read back, where this may be the yes to it: those words are read then."""
    heard, asked = state.notes.get("heard", ""), state.asked
    short = isinstance(body, Tap) or (isinstance(body, Text | Voice) and len(tokens(fold(_text(body, state)))) <= YES)
    return heard if heard and short and asked is not None and asked.qid == "menu/heard" else ""


def mended_lines(found: Mapping[str, str]) -> str:
    """Return what a dictionary found as the text of a result: a line for each word that is mended."""
    return "\n".join(f"{fold(word)}={near}" for word, near in found.items())


def _lines(text: str) -> dict[str, str]:
    return dict(line.split("=", 1) for line in text.split("\n") if "=" in line)


def _bones(word: str) -> str:
    """Return a word without its vowels, each consonant once: people who misspell keep those."""
    return single("".join(char for char in word if char not in VOWELS))


def _asked(state: State, begins: tuple[str, ...]) -> bool:
    """Whether such a question is open, or was where the words before were read: these may go on with them."""
    asks = (state.asked, state.said.asked if state.said else None)
    return any(ask.qid.startswith(begins) for ask in asks if ask)


def _wish(text: str, state: State, words: Words) -> str:
    """Return what a message wishes for, with the words it may go on from."""
    before = state.said.text if state.said else ""
    said = fold(before)
    begun = bool(said) and any(way in said for way in words.hopes.get(WISH, ()))
    return wishes(text, words) or (wishes(f"{before} {text}", words) if begun else "")


def _another(token: str, near: str) -> bool:
    """Whether two words begin otherwise, or short ones differ by one consonant: "titres" and "vitres" are two words."""
    begins = (token[0], near[0])
    if token[0] != near[0] and begins not in ALIKE_LETTERS and SILENT.isdisjoint(begins):
        return True  # "lives" is no "olives"
    differ = [pair for pair in zip(token, near, strict=False) if pair[0] != pair[1]]
    short = len(token) == len(near) <= SHORT and len(differ) == 1
    return short and not VOWELS & {*differ[0]} and differ[0] not in ALIKE_LETTERS


def _ready(content: Content, lang: str, vocabulary: Sequence[str]) -> _Tongue:
    """Return what is known of a language."""
    stems = frozenset(stem for stem in _every_stem(content, lang) if len(stem) >= SHORTEST)
    whole = _whole_stems(content, lang)
    looked_for = (whole | stems) if lang in STEMS_ARE_WORDS else ()
    words = sorted({word for word in (*vocabulary, *looked_for) if len(word) >= SHORTEST})
    by_ear = lang in SOUNDS
    begins = {key(stem, lang): stem for stem in sorted(stems)} if by_ear else {}
    return _Tongue(
        lang,
        stems,
        words,
        whole.union(words),
        by_way(content.words[lang].spellings),
        {key(word, lang): word for word in reversed(words)} if by_ear else {},
        {sound: stem for sound, stem in begins.items() if len(sound) > SHORTEST_SOUND},
        _latin(content, lang, stems),
    )


def _latin(content: Content, lang: str, stems: frozenset[str]) -> Callable[[str], str]:
    """Return what reads a language in Latin letters; what reads nothing where that is not known, or is its own."""
    if lang == ARABIC:
        return Arabizi(_every_stem(content, lang), by_way(content.words[lang].latin))
    if lang in BY_LETTER:
        return lambda text: in_its_letters(text, content.words[lang], lambda word: _tells(word, stems))
    return lambda _text: ""


def _tells(word: str, stems: frozenset[str]) -> bool:
    """Whether a word begins with a stem that proves an act."""
    return not stems.isdisjoint(_beginnings(word))


def _beginnings(text: str) -> list[str]:
    """Return every beginning of a text, the longest first."""
    return [text[:end] for end in range(len(text), 0, -1)]


def _whole_stems(content: Content, code: str) -> frozenset[str]:
    """Return the words that are looked for as they stand: they are spelled right."""
    ways = content.triggers.get(code, {}).values()
    stems = (s for way in ways for trigger in way for place in trigger for s in place.removeprefix(UNLESS).split("|"))
    return frozenset(s.removesuffix("$") for s in stems if s.endswith("$") and "_" not in s)


def _every_stem(content: Content, code: str) -> frozenset[str]:
    ways = content.triggers.get(code, {}).values()
    places = (place for way in ways for trigger in way for place in trigger if not place.startswith(UNLESS))
    stems = (s for place in places for s in place.split("|"))
    return frozenset(s for s in stems if "$" not in s)
