"""The words we understand, as plain data, and the one way a text is folded before it is compared.

A `Words` holds everyday ways to write a thing, already folded, longest first, so that the first match is the best.
It is filled from `locales/<code>/words.toml` by `locales`; nothing here opens a file or knows a language.
Folding is for comparing only: what a person wrote is kept and shown as written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from flows.memory import remembered

Ways: TypeAlias = Mapping[str, tuple[str, ...]]  # a stable id, and the ways people write it
Sizes: TypeAlias = Mapping[str, int]  # a way to write it, and the number it stands for

# One letter for the letters that are typed one for the other: Arabic hamza seats, alef maksura, ta marbuta, letters
# that dialects say as their neighbours, the Persian keyboard's kaf and ya, Russian yo. Ukrainian letters stay apart:
# they carry meaning.
_SAME_LETTER: Final = str.maketrans(
    {
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ؤ": "و", "ئ": "ي", "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ـ": None,
        "ث": "ت", "ذ": "د", "ظ": "ض",
        "ё": "е", "œ": "oe", "æ": "ae", "ß": "ss", "،": ",", "؛": ";", "؟": "?", "…": "...",
        "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "ʹ": "'", "«": '"', "»": '"', "“": '"', "”": '"', "„": '"',
    }
)  # fmt: skip
_SKIN: Final = re.compile("[\U0001f3fb-\U0001f3ff\u200d\ufe0e\ufe0f\u2640\u2642]")
_INSIDE_CYRILLIC: Final = re.compile(r"(?<=[\u0400-\u052f])['\"](?=[\u0400-\u052f])")
_JOIN: Final = re.compile(r"(?<=[^\W\d_])['\u2010\u2011-](?=[^\W\d_])|'")
_EDGES: Final = " \t\n.,;:!?\"'()[]*_~-–—"


_SAID: Final = re.compile(r"[^\W_]")


class _Letters(dict[int, str | None]):
    """What each character becomes where no mark stands on it; a mark becomes `_MARK`. Filled as they come."""

    def __missing__(self, code: int) -> str | None:
        self[code] = letter = _MARK if unicodedata.combining(chr(code)) else _spaced(_bare(_digits(chr(code)))) or None
        return letter


_MARK: Final = "\0"  # no text holds it: control characters are taken out
_LETTERS: Final = _Letters()


def _digits(text: str) -> str:
    """`text` with ASCII digits, without what cannot be seen."""
    seen = [char for char in text if unicodedata.category(char) not in {"Cf", "Cc"} or char in "\n\t"]
    return "".join(char if (digit := unicodedata.decimal(char, None)) is None else str(digit) for char in seen)


def _spaced(text: str) -> str:
    """`text` with a space for each symbol."""
    return "".join(" " if _is_symbol(char) else char for char in text)


def _bare(text: str) -> str:
    """`text` without accents and vowel signs on Latin and Arabic letters; й, ї and the like keep theirs."""
    kept: list[str] = []
    base = ""
    for char in unicodedata.normalize("NFD", text.translate(_SAME_LETTER)):
        if not unicodedata.combining(char):
            base = char
        elif not "\u0400" <= base <= "\u052f" or char == "\u0301":  # a stress mark is not part of a letter
            continue
        kept.append(char)
    return unicodedata.normalize("NFC", "".join(kept)).translate(_SAME_LETTER)


def _is_symbol(char: str) -> bool:
    return unicodedata.category(char) in {"So", "Sk"}


@remembered
def fold(text: str) -> str:
    """`text` as it is compared: lower case, no accents, one kind of digit and apostrophe, no punctuation at its edges.

    A text of nothing but signs ("?", "...", a thumb) folds to that sign alone.
    """
    if text.isascii() and text.isalnum():
        return text.lower()
    text = text.lower() if text.isascii() else _SKIN.sub("", unicodedata.normalize("NFKC", text)).lower()
    plain = text.translate(_LETTERS)
    if _MARK in plain or not _SAID.search(plain):
        text = _bare(_digits(text))
        if not _SAID.search(text):
            return _sign(text)
        plain = _spaced(text)
    if plain.isalnum():
        return plain
    plain = _JOIN.sub(" ", plain if plain.isascii() else _INSIDE_CYRILLIC.sub("", plain))
    return " ".join(plain.split()).strip(_EDGES)


def _sign(text: str) -> str:
    """A text without a letter or digit, reduced to one sign: its first symbol, else "?", "...", or its first sign."""
    text = "".join(text.split())
    symbols = [char for char in text if _is_symbol(char)]
    if symbols:
        return symbols[0]
    if "?" in text:
        return "?"
    return "..." if ".." in text else text[:1]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """What people write in one language. Every text is folded; in a `Ways` and in a tuple the longest comes first.

    It equals itself alone, so that tables made of it can be kept. `commands` and `answers` match a whole message.
    `corrections` open one. The rest is looked for inside one.
    """

    lang: str
    commands: Ways
    answers: Ways
    corrections: tuple[str, ...]  # "non", "en fait": what follows replaces what was said
    edits: Ways  # add, remove: verbs that open a change; off: those of remove that are seldom work; detail: what is no
    # whole experience ("the months"), exact, mail: which one; around: what names nothing beside an order; meant: what
    # stands before an answer said better; paid, unpaid; indeed: what says that something else was true, said: what
    # repeats the former answer; wrong, right: what is said of one without saying it
    numbers: Sizes
    dozens: Sizes  # "une dizaine": about so many
    fractions: Ways  # half, and_half, one_and_half
    months: Sizes
    seasons: Sizes  # 1 spring .. 4 winter
    units: Ways  # year, month, week, day, hour
    duals: Ways  # one word for two of a unit, as in Arabic
    ones: Ways  # units that alone say one of it, as in Arabic; not: what stands beside them and says otherwise, before:
    # what does so only before them
    times: Ways  # since, ago, from, to, until, around, now, same, start, end, last, this; age: how old somebody is;
    # aged: was, which says when, as when and turned do ("when I was"); parted: "a year", after the length of a part;
    # of_child: before how old a child is ("a son, 14 years")
    rhythms: Ways
    negations: tuple[str, ...]
    affirming: tuple[str, ...]  # ways that hold a negation and deny nothing: "not only", "I still do"
    exceptions: tuple[str, ...]
    hopes: Ways  # wish: opens what is looked for now; unreal: what was only thought of, hated, asked of others, will
    # be; sends, and sent: who called somebody of a trade did not do their work; trained: what was learnt; if: nothing
    # after it in the sentence was done; told: what only looks so ("I would like to say"); whole: a word or, in endings
    # (past are those of what was done), the end of one that makes its clause unreal; bare: begins a sentence of what
    # one is to be, unless bare_but follows
    joints: Ways  # small words between and in clauses, by what they do; `flows/joints.py` says which
    small: Ways  # words one reader alone looks for; each key stands in every language, empty where it has none
    tidy: Ways  # words of talk a line of a CV does without; `flows/talk.py` says which
    shares: Ways  # who did it is said in a roundabout way: helps ("I helped her"), did ("but I did it"), through ("my
    # boss had me clean")
    degrees: Ways  # how far it was the person's own: helps ("I helped"), to, with, my, elders, peers, some ("a bit"),
    # unless (what only looks like it); see `flows.levels`
    first: tuple[str, ...]  # the person speaks of themselves
    third: tuple[str, ...]  # pronouns of somebody else
    possessives: tuple[str, ...]
    articles: tuple[str, ...]  # "the" before a person who is not the one who speaks: "the nurse washed her"
    kin: tuple[str, ...]
    persons: tuple[str, ...]  # people who are not kin: a boss, a neighbour
    people: Ways  # what numbers count
    doubts: tuple[str, ...]  # heavy words about oneself: warmth, never a hotline
    languages: Ways
    levels: Ways
    licences: Ways
    hello: tuple[str, ...]
    thanks: tuple[str, ...]
    for_whom: Ways
    workplaces: Ways  # places of work a title names, by how they are said among the ways of "company"
    sectors: Ways  # fields and places one works in, by the domains of the acts that are offered then
    questions: Ways  # what is asked, by the last part of its id, as people name it ("my town", "the dates")
    sides: Ways  # known questions of the person: robot, price, readers, sanction ...
    cues: Ways  # is: between the name of an answer and the answer; advert: how offers of work speak, own_wish: what
    # is in none; name, town: what stands before one when it is asked; called, lives: when it is told on the way;
    # speaks: "I speak"; unnamed: what no name holds; nowhere: what is no town there, for_now: what is said after one,
    # street: what stands beside one in an address; misheard: denies only what was said or understood; unwell: of
    # oneself, and no work; idle, standing, later, parent: how one lives, and no work; passes_on, authority: "will you
    # tell the job centre?"; same: "the one I gave"; that: what follows "add"
    doors: Ways  # kinds of life, by the ids of the doors
    trade_endings: tuple[str, ...]  # how the names of trades end
    being: tuple[str, ...]  # what stands before the name of one's trade: "I was a", "worked as"
    staying: tuple[str, ...]  # what stands after it: "at", "for", "since"
    trades: Ways  # trades as a French CV prints them, and how they are written; in other languages, of one gender only
    studies: Ways  # schools and diplomas; undone: what says that one was not finished
    subjects: Ways  # what is studied
    verbs: Ways  # an infinitive as it is written, and how it is said of oneself; where lines are made of it
    latin: Ways  # a word, and how it is typed in Latin letters where the language has others
    spellings: Ways  # a word, and how people write it by ear or in a short message ("people": "ppl")
    letter: Ways  # what is told for a letter, by the choice it is: where an offer was seen, why there, when one begins
    interview: Ways  # what is said for a choice of a practice interview, as a whole message: "next", "an example"
    telling: Ways  # how an answer of an interview is told; each key stands in every language, empty where it has none.
    # I: me; small (between it and its verb), being (what is no act after it), been, having, had (what is had), went
    # ("je suis allé": an act); past, mine (verbs of "I" that no shape tells), no_verb (what only has the shape), alone
    # ("myself"), maghreb. Others: everybody (we, one must), does, was, may, to_me. Around: lead (opens, says nothing),
    # before (no quote ends with it), beside (if, because), never. situation (when, where), result (what came of it),
    # things. bare, worked: to come, to be employed; unfit, undone: never quoted. work, way, traits, life: stems of what
    # is near work, where hours are asked, where one is asked of oneself; what is far; named: "is called"
    courtesies: tuple[str, ...]  # small words around an answer that say nothing: "yes please", "none, sir"
    secrets: tuple[str, ...]  # private by default: detention, health, faith, status
    danger: Ways  # read before anything else; `flows/danger.py` says how a way is written. a: now, b: need, calm: what
    # only sounds so, emphasis: small words between the others that change nothing there ("just", "really")


def uncourteous(said: Sequence[str], words: Words) -> list[str]:
    """Return the words of a short message without the small polite ones around them; all of them if nothing is left."""
    kept = list(said)
    while kept and fold(kept[-1]) in words.courtesies:
        kept.pop()
    while kept and fold(kept[0]) in words.courtesies:
        kept.pop(0)
    return kept or list(said)


@lru_cache(maxsize=8)
def or_else(words: Words) -> tuple[str, ...]:
    """Return how a question ends that is no answer: "are you human or what" ends as a yes does in Egyptian."""
    said = [way for name in ("yes", "no") for way in words.answers.get(name, ())]
    return tuple(f" {either} {way}" for either in words.small.get("or", ()) for way in said)
