"""What puts an answer right: "not 2009, 2019", "I meant 3 years", "take the garage off".

Words in, words out: whose answer it is, others decide.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from flows.joints import joints
from flows.reading import JOINERS, SMALL, TO, numeric, putting_right, sentences, spot, tokens
from flows.words import Words, fold

AND: Final = "و"  # glued to "not"
BACK: Final = 4  # words from a denial back to the number it is said of: "14 years, but"
REPLACED: Final = 12  # words of an order to put one thing in the place of another
OPENS: Final = 6  # words of the longest way that opens a correction


@dataclass(frozen=True, slots=True)
class Order:
    """What is ordered off: the words that name it, whether it opens the message, and by a verb seldom of work."""

    named: list[str]
    opens: bool
    plain: bool


def correction(text: str, words: Words) -> tuple[str, str, str] | None:
    """Return (old, new, the rest) of "not 2009, 2019" or "2019 pas 2009"; None when it is no correction."""
    parts = sentences(text)
    for i, part in enumerate(parts):
        found = _pair(part, words)
        if found:
            return (*found, " ".join(parts[:i] + parts[i + 1 :]))
    return None


def meant(text: str, words: Words) -> str:
    """Return what follows "I meant" at the front of a message, as it was written; "" when it does not begin so."""
    said = text.split()
    folded = [fold(word).strip(",") for word in said[:OPENS]]
    opens = {" ".join(folded[:end]): end for end in range(1, min(OPENS, len(said) - 1) + 1)}
    way = next((way for way in words.edits.get("meant", ()) if way in opens), "")
    return " ".join(said[opens[way] :]) if way else ""


def ordered(text: str, words: Words) -> str:
    """Return what a message asks to be written down, as it was said: "Leeds" of "can you put Leeds"; else the message.

    What is to be added keeps its "add", which says that it is no answer.
    """
    rest = _behind(text.split(), words.cues.get("asked_of_you", ()))
    if not rest:
        return text
    if _behind(rest, words.edits.get("add", ())):
        return " ".join(rest)
    told = _behind(rest, words.cues.get("written_down", ()))
    return " ".join(told) if told and fold(told[0]) not in joints(words).me else text


def _behind(said: list[str], ways: Collection[str]) -> list[str]:
    """Return the words behind the longest of these ways that opens some; none where no way does, or nothing follows."""
    ends = (end for end in range(min(OPENS, len(said) - 1), 0, -1) if fold(" ".join(said[:end])) in ways)
    return said[next(ends, len(said)) :]


def _pair(sentence: str, words: Words) -> tuple[str, str] | None:
    said = re.findall(r"[^\s,;:.!?؟]+|,", sentence.replace("،", " , "))
    folded, but = [fold(w) for w in said], words.small.get("but", ())
    for i, token in enumerate(folded):
        if not {token, token.removeprefix(AND)} & {*words.negations} or i + 1 >= len(said):
            continue
        small = said[i + 1] != "," and len(folded[i + 1]) <= SMALL  # "not in 2009"
        place = i + 1 + (small and any(numeric(w, words) for w in said[i + 2 : i + 3]))
        old = said[place]
        after = [w for w in said[place + 1 : place + 5] if w != "," and fold(w) not in but]
        before = "" if _other_unit(said[:i], said[place + 1 : place + 2], words) else _number_before(said[:i], words)
        if before and not _not(folded[:i], token, words):
            continue
        numbers = [w for w in after[:2] if numeric(w, words)]
        if numeric(old, words) and (numbers or before):
            return old, numbers[0] if numbers else before
        if _plain(said, folded, i, words) and after:
            return old, " ".join(after)
    return None


def _not(before: list[str], token: str, words: Words) -> bool:
    """Whether a negation says "not": in "3 years, no, 4" it says no, and the later number is meant."""
    linked = bool(before) and before[-1] in JOINERS  # "3 years and no 4"
    return linked or token not in putting_right(words)


def _other_unit(before: list[str], after: list[str], words: Words) -> bool:
    """Whether a number is denied of another unit than the one before: "8 years and not one day late"."""
    of = {way: name for name, ways in words.units.items() for way in ways}
    said, denied = ({of[fold(word)] for word in some if fold(word) in of} for some in (before[-BACK:], after))
    return bool(said and denied) and said.isdisjoint(denied)


def _number_before(said: list[str], words: Words) -> str:
    """Return the number at the end of some words, also with its unit: "14 years, and" not 10; "" when none is there."""
    small = {*words.small.get("but", ()), *JOINERS, *(way for ways in words.units.values() for way in ways), ","}
    for word in said[: -BACK - 1 : -1]:
        if numeric(word, words):
            return word
        if fold(word) not in small and word != ",":
            break
    return ""


def replacing(text: str, words: Words) -> tuple[str, str] | None:
    """Return (old, new) of "change the first to the second", when that is the whole message; None for no such order."""
    said = text.strip(" .!").split()
    folded = [fold(word) for word in said]
    opens = next((n for n, word in enumerate(folded) if word not in _small(words)), len(said))
    if opens == len(said) or folded[opens] not in words.edits.get("replace", ()) or len(said) > REPLACED:
        return None
    into = words.edits.get("into", ())
    at = next((n for n in range(len(said) - 2, opens + 1, -1) if folded[n] in into), 0)
    small = {*words.articles, *words.possessives}
    first = next((n for n in range(opens + 1, at) if folded[n] not in small), at)
    return (" ".join(said[first:at]), " ".join(said[at + 1 :])) if first < at else None


def _plain(said: list[str], folded: list[str], i: int, words: Words) -> bool:
    """Whether a short sentence is nothing but "not X, Y"."""
    named = {part for ways in words.questions.values() for way in ways for part in way.split()}
    but = words.small.get("but", ())
    small = {*words.corrections, *words.possessives, *words.articles, *TO, *but, *named, ","}
    opens = all(w in small for w in folded[:i])  # "no", "the town is"
    return opens and len(said) - i <= 5 and any(w == "," or w in but for w in folded[i + 2 : i + 3])  # noqa: PLR2004


def contains(text: str, word: str) -> bool:
    """Whether a text holds a word, both folded."""
    return fold(word) in tokens(fold(text))


def put(text: str, old: str, new: str) -> str:
    """Return the text with a few words replaced, whatever their accents; "" where they are not in it."""
    said, size = text.split(), len(old.split())
    wanted = fold(old)
    starts = (n for n in range(len(said) - size + 1) if fold(" ".join(said[n : n + size])) == wanted)
    at = next(starts, -1)
    return " ".join((*said[:at], new, *said[at + size :])) if size and at >= 0 else ""


def swap(text: str, old: str, new: str) -> str:
    """Return the text with a word replaced, whatever its accents."""
    return " ".join(new if fold(w) == fold(old) else w for w in text.split())


def ordered_off(folded: str, words: Words) -> Order | None:
    """Return what is ordered off; None when nothing is ("I take off old paint", "I never forget").

    It is plain when nothing stands before it and its verb is seldom one of work.
    """
    folded, ways = whole(folded, words), words.edits.get("remove", ())
    way = next((way for way in ways if way in folded and spot(folded, way) >= 0), "")
    if not way:
        return None
    place = spot(folded, way)
    before, after = tokens(folded[:place]), tokens(folded[place + len(way) :])
    mine = not {*words.first}.isdisjoint(before)
    if before and (before[-1] in words.first or (mine and before[-1] in words.negations)):
        return None
    end = next((n for n, word in enumerate(after) if word in words.first), len(after))
    small = _small(words)
    named = [w for w in after[:end] or before if w not in small]
    opens = not any(w not in small for w in before)
    return Order(named, opens=opens, plain=opens and way in words.edits.get("off", ()))


def whole(folded: str, words: Words) -> str:
    """Return an order with its verb in one piece: "take my number off" takes off my number."""
    said = [w for w in tokens(folded) if w not in words.courtesies]
    small = {*words.articles, *words.possessives}
    ways = (way.split() for way in words.edits.get("remove", ()) if way.count(" ") == 1)
    for verb, part in ways:
        if said[:1] == [verb] and part in said[2 : 2 + BACK] and part not in small:
            at = said.index(part, 2)
            return " ".join((verb, part, *said[1:at], *said[at + 1 :]))
    return folded


def _small(words: Words) -> set[str]:
    """Return the words that name nothing beside an order."""
    return {
        *words.possessives, *words.articles, *words.courtesies, *words.corrections, *words.negations, *TO,
        *words.small.get("but", ()), *words.edits.get("around", ()), *words.hello, *words.thanks,
    }  # fmt: skip
