"""Names of persons and towns in the letters an employer in France reads: what may be proposed, never what is true.

The theory. A CV in French is read, searched and dialled from by people who know the Latin alphabet, and the papers of
a person bear their name in it; only they know which spelling. So a name typed in other letters gets one proposal, from
the table of its script (`locales/<lang>/letters.toml`): a name or a town that is known there, else letter by letter.
Where vowels are not written, as in Arabic, one is put between two consonants that open a syllable, and after a closed
one there is none: k-r-i-m is Karim, m-n-s-ou-r is Mansour. What no table covers gets no proposal. Who says yes, and
what is then printed, is no business of this module.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flows.words import fold

LONGEST: Final = 3  # words of a name that is known as a whole: "عبد الرحمن"
APOSTROPHES: Final = re.compile("['’ʼ`]")
SHORTEST: Final = 2  # letters after an article


@dataclass(frozen=True, slots=True, eq=False)
class Letters:
    """One script. `names` and `towns` are by their folded spelling; `first` is how a letter begins a word.

    A glide is a vowel or a consonant; its two spellings stand in that order. `short` are the vowels nobody writes: the
    usual one, and the one after a long a. Both are empty where vowels are written.
    """

    letters: Mapping[str, str]
    first: Mapping[str, str]
    vowels: Mapping[str, str]
    glides: Mapping[str, tuple[str, str]]
    names: Mapping[str, str]
    towns: Mapping[str, str]
    article: tuple[str, str]
    short: tuple[str, str]
    soft: frozenset[str]

    def covers(self, word: str) -> bool:
        """Whether each letter of a word has a spelling."""
        return all(c in self.letters or c in self.vowels or c in self.glides or c == "-" for c in word)


def is_latin(text: str) -> bool:
    """Whether an employer in France can read it: no letter of another alphabet."""
    return not any(c.isalpha() and not unicodedata.name(c, "").startswith(("LATIN", "MODIFIER")) for c in text)


def alphabet(text: str) -> str:
    """Return the alphabet a text begins in, as Unicode names it: latin, arabic, cyrillic; "" without letters."""
    return next((unicodedata.name(c, "").split(" ")[0].lower() for c in text if c.isalpha()), "")


def name(text: str, tables: Sequence[Letters]) -> str:
    """Return a name in Latin letters; "" when no table covers it."""
    return _latin(text, tables, [t.names for t in tables])


def town(text: str, tables: Sequence[Letters]) -> str:
    """Return a town as the French write it, else in Latin letters; "" when no table covers it."""
    return _latin(text, tables, [t.towns for t in tables])


def _latin(text: str, tables: Sequence[Letters], known: Sequence[Mapping[str, str]]) -> str:
    words, found = unicodedata.normalize("NFKC", text).split(), list[str]()
    while words:
        run = next((n for n in range(LONGEST, 0, -1) if _known(words[:n], known)), 0)
        latin = _known(words[:run], known) if run else _word(words[0], tables, known)
        if not latin:
            return ""
        found.append(latin)
        words = words[run or 1 :]
    return " ".join(found)


def _known(words: Iterable[str], known: Sequence[Mapping[str, str]]) -> str:
    folded = fold(" ".join(words))
    return next((table[folded] for table in known if folded in table), "")


def _word(word: str, tables: Sequence[Letters], known: Sequence[Mapping[str, str]]) -> str:
    """Return one word in Latin letters; one that is in them already is left alone."""
    if is_latin(word):
        return word
    plain = "".join(c for c in APOSTROPHES.sub("", word.lower()) if unicodedata.category(c) != "Mn")
    table = next((t for t in tables if t.covers(plain)), None)
    if table is None:
        return ""
    article, written = table.article
    if article and plain.startswith(article) and len(plain) > len(article) + SHORTEST - 1:
        rest = plain.removeprefix(article)
        return f"{written} {_known((rest,), known) or _capital(_spelled(rest, table))}"
    return "-".join(_capital(_spelled(part, table)) for part in plain.split("-") if part)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


@dataclass(frozen=True, slots=True)
class _Sound:
    """One letter as it sounds."""

    text: str
    vowel: bool
    long: bool = False


def _spelled(part: str, table: Letters) -> str:
    """Return a part of a word, letter by letter."""
    sounds = [sound for sound in _sounds(part, table) if sound.text]
    return "".join(_voiced(sounds, table.short)) if table.short[0] else "".join(sound.text for sound in sounds)


def _sounds(part: str, table: Letters) -> list[_Sound]:
    found: list[_Sound] = []
    at = 0
    while at < len(part):
        step = 2 if part[at : at + 2] in table.letters else 1
        piece = part[at : at + step]
        if piece in table.glides:
            found.append(_glide(part, at, found, table))
        elif piece in table.vowels:
            found.append(_Sound(table.vowels[piece], vowel=True, long=piece not in table.soft))
        else:
            first = table.first.get(piece) if at == 0 else None
            found.append(_Sound(table.letters[piece] if first is None else first, vowel=False))
        at += step
    return found


def _glide(part: str, at: int, before: list[_Sound], table: Letters) -> _Sound:
    """Return a glide: a vowel between consonants, a consonant at the beginning and beside a vowel."""
    vowel, consonant = table.glides[part[at]]
    after = part[at + 1 : at + 2]
    opens = bool(after) and (after in table.vowels or after in table.glides)
    beside = not before or (before[-1].vowel and (opens or not after or part[at - 1] not in table.soft))
    return _Sound(consonant, vowel=False) if beside or opens else _Sound(vowel, vowel=True)


def _voiced(sounds: list[_Sound], short: tuple[str, str]) -> Iterable[str]:
    """Yield the sounds with the vowels that are not written."""
    opened = long = False  # whether a vowel stands before, and whether it is a long a
    for at, sound in enumerate(sounds):
        yield sound.text
        rest = sounds[at + 1 : at + 3]
        if sound.vowel:
            opened, long = True, sound.long and sound.text == short[0]
        elif rest and not rest[0].vowel and not (opened and len(rest) > 1):  # else an open syllable, or a closed one
            yield short[1] if opened and long else short[0]
            opened, long = True, False
        else:
            opened = False
