"""Answers to "what do you do there?" and "what else?": what is sure of them counts, what is guessed is asked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from flows.acts import named
from flows.content import Parsed, Parser, Reading
from flows.discovery import guess, rules
from flows.discovery.telling import told_beside
from flows.model import Kind, Value, counted
from flows.reading import JOINERS, all_but, fold

AND: Final = "و"
PIECE: Final = re.compile(r"\d+|[^\W\d_]+|[^\w\s]")  # a number, a word, or a sign between them


def read_acts(reading: Reading) -> Parsed | None:
    """Read acts told or chosen by numbers, or both at once, and those only a dictionary made out apart."""
    but = _all_but(reading)
    if but:
        return Parsed(Value(Kind.CHOICE, ids=but))
    picked, rest = _chosen_and_told(reading)
    said = replace(reading, text=rest, folded=fold(rest)) if picked else reading
    parsed = _read(rules.read_acts, said, "guess")
    if not picked:
        return parsed
    told = parsed.value.ids if parsed and parsed.value and parsed.value.kind is Kind.CHOICE else ()
    acts = tuple(one for one in told if "." in one)
    return Parsed(Value(Kind.CHOICE, ids=tuple(dict.fromkeys((*picked, *acts)))), parsed.also if parsed else ())


def _shown(reading: Reading) -> tuple[str, ...]:
    ids = [one.id for one in reading.choices]
    return tuple(ids[: counted(ids)])


def _all_but(reading: Reading) -> tuple[str, ...]:
    """Return the acts on screen without those an answer leaves out by name: "all of it but the windows"."""
    but = all_but(reading.folded, reading.words)
    left = {*named(but, reading.lang, reading.content, reading.hints.spelling)} if but else set[str]()
    shown = _shown(reading)
    return tuple(one for one in shown if one not in left) if left & {*shown} else ()


def _chosen_and_told(reading: Reading) -> tuple[tuple[str, ...], str]:
    """Return the acts that an answer opens with by number, and what it tells after them: "1 and 3, and I sort clothes".

    A number counts something else when no "and" and no new sentence parts it from the words behind it: "2 rooms".
    """
    shown, pieces = _shown(reading), PIECE.findall(reading.text)
    picked, ends, parted = list[str](), 0, False
    for at, piece in enumerate(pieces):
        said = fold(piece)
        if said.isdecimal() and 1 <= int(said) <= len(shown):
            picked.append(shown[int(said) - 1])
            ends, parted = at + 1, False
        elif said in JOINERS or not said.isalnum():
            parted = True
        else:
            parted = parted or said in _parting(reading) or _and_an_act(reading, piece, picked)
            break
    rest = reading.text[_end_of(reading.text, ends) :].strip(" ,.;،؛") if picked and parted else ""
    return (tuple(dict.fromkeys(picked)), rest) if rest else ((), "")


def _parting(reading: Reading) -> frozenset[str]:
    """Return the words no number counts: "I", "but", "also"."""
    words = reading.words
    return frozenset((*words.first, *words.small.get("objecting", ()), *words.times.get("also", ())))


def _and_an_act(reading: Reading, piece: str, picked: list[str]) -> bool:
    """Whether an "and" is glued to what is told after several numbers, as Arabic does: "1 و 3 وأكوي"."""
    told = reading.text[reading.text.find(piece) + 1 :] if piece.startswith(AND) and len(picked) > 1 else ""
    return bool(told and named(told, reading.lang, reading.content, reading.hints.spelling))


def _end_of(text: str, pieces: int) -> int:
    """Return where the first so many pieces of a text end."""
    return [found.end() for found in PIECE.finditer(text)][pieces - 1]


def read_more(reading: Reading) -> Parsed | None:
    """Read what else was done in the same way; another life that is told there is one of its own."""
    return told_beside(reading) or _read(rules.read_words, reading, "hint")


def _read(read: Parser, reading: Reading, note: str) -> Parsed | None:
    """Return what is sure of an answer with what was guessed of it; words that are an act then are no line."""
    sure, found = read(guess.without(reading)), guess.beside(reading, note)
    if not found:
        return sure
    whole, sure = read(reading), sure or Parsed(Value(Kind.TEXT, text=reading.text))
    lines = tuple(pair for pair in whole.also if pair[0].endswith("/tidy")) if whole else ()
    rest = tuple(pair for pair in sure.also if not pair[0].endswith("/tidy"))
    return replace(sure, also=(*rest, *lines, *found))
