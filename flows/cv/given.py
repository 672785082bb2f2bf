"""What is a name, and what is talk, in a message that answers "which name?": "I did not understand. Sylvie".

A message may say more than a name: a sentence of its own, a telephone, "but they call me Fifi". What is talk is left
out; a message that is nothing else holds no name.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from flows.contact import PHONE, ascii_digits
from flows.content import Reading
from flows.joints import joints
from flows.reading import answer_word, exactly, fold, grieves, polite, sentences
from flows.then import only_trades
from flows.words import Words

PAUSES: Final = re.compile(r"[,;\n،؛]")
AND: Final = {"et", "and", "і", "й", "та", "y"}
MINE: Final = "ي"  # ends a word of kin of one's own
SOME: Final = 2  # letters of a word that is no initial: "G Martin"


def sayings(reading: Reading) -> str:
    """Return the sentences of a message that may hold a name, without a telephone and what else has digits in it."""
    said = sentences(PHONE.sub(", ", ascii_digits(reading.text)))
    if len(said) > 1:
        said = [one for one in said if not _kind_or_no(one, reading.words) and not talk(_plain(one), reading.words)]
    pieces = [[part for part in PAUSES.split(one) if part.strip() and not _counted(part)] for one in said]
    return " ".join(",".join(_of_oneself(parts, reading.words)) for parts in pieces if parts).strip()


def _of_oneself(parts: Sequence[str], words: Words) -> list[str]:
    """Return the parts without who is named after oneself: "Fatima, my daughter is Nour", "Ali and my son Adam"."""
    first, *others = [(part, _kin_at(part, words)) for part in parts]
    kept = [first, *((part, at) for part, at in others if at != 0)]  # one that opens so names nobody else
    return [" ".join(part.split()[:at]) if at else part for part, at in kept]


def _kin_at(part: str, words: Words) -> int | None:
    """Return the place of the word that opens who is one's own, an "and" before it included; None where none is."""
    said, people = part.split(), {*words.kin, *words.persons}
    folded = [fold(word) for word in said]
    for i, (word, one, then) in enumerate(zip(said, folded, [*folded[1:], ""], strict=True)):
        mine = word == one and one in words.possessives and then in people
        if mine or (then and one.endswith(MINE) and one.removeprefix("و") in words.kin):
            return i - (i > 0 and folded[i - 1] in AND)
    return None


def _counted(part: str) -> bool:
    return any(char.isdigit() for char in part)


def _plain(text: str) -> list[str]:
    return [word.strip(".,;:!?،") for word in text.split()]


def _kind_or_no(text: str, words: Words) -> bool:
    """Whether a sentence is a yes, a no, a greeting or thanks."""
    folded = fold(text)
    return bool(answer_word(folded, words) == "no" or exactly(folded, words) or polite(folded, words))


def talk(said: Sequence[str], words: Words) -> bool:
    """Whether words are talk and hold no name: "no name please", "why do you ask", "my husband died"."""
    folded = [fold(word) for word in said if word]
    if not folded or grieves(" ".join(folded), words):
        return bool(folded)
    unnamed = bool({*folded} & {*words.cues.get("unnamed", ())})
    nobody = {*words.third, *words.possessives, *words.first} >= {*folded}
    if folded[0] in words.negations or unnamed or nobody or _of_kin(folded, words):
        return True
    text = " ".join(folded)
    if any(text.startswith(f"{way} ") for way in words.answers.get("unknown", ()) if len(way) > SOME):
        return True  # "jsp trop"
    small = (*words.small.get("one", ()), *words.small.get("or", ()))
    thing = len(said) > 1 and any(
        fold(word) in small for word in said if word == word.lower()
    )  # "un truc calme", "warehouse or shop"
    told = _denies(said, words) or _of_me(said, words) or _placed(said, words)
    return thing or told or only_trades(" ".join(said), words)


def _of_kin(folded: Sequence[str], words: Words) -> bool:
    """Whether somebody of one's own is named: "my husband", "wait my daughter cries"."""
    people = {*words.kin, *words.persons}
    opens = folded[0] in words.possessives and bool({*folded} & people)
    return opens or any(one in words.possessives and then in people for one, then in pairwise(folded))


def _placed(said: Sequence[str], words: Words) -> bool:
    """Whether a small word says where or with whom: "chez Leclerc", "for a family"; not an initial, "jean a dupont"."""
    ways = {*words.small.get("with", ()), *words.tidy.get("place", ())}
    small = (word for word in said[:-1] if word == word.lower() and (len(word) >= SOME or not word.isascii()))
    return any(fold(word) in ways for word in small)


def _denies(said: Sequence[str], words: Words) -> bool:
    """Whether a small word that denies stands inside, in small letters: it is no name there."""
    parts = [part for word in said if word == word.lower() for part in fold(word).split()]
    return any(part in words.negations and len(part) >= SOME for part in parts)


def _of_me(said: Sequence[str], words: Words) -> bool:
    """Whether somebody speaks of themselves: "I forgot", "j'ai compris"; not with an initial, "G Martin"."""
    first = [i for i, word in enumerate(said) if (fold(word).split() or [""])[0] in words.first]
    return any(len(fold(said[i])) >= SOME or any(w[:1].islower() for w in said[i + 1 : i + 2]) for i in first)


def alone(said: Sequence[str], words: Words) -> list[str]:
    """Return a name without what is told after it: "Fatou, but they call me Fifi"."""
    ends = {*joints(words).but, *(way for way in words.first if len(way) >= SOME)}
    return list(said[: next((i for i, w in enumerate(said) if i and (fold(w).split() or [""])[0] in ends), len(said))])
