"""Answers to "what do you do there?" and "what else?": what is sure of them counts, what is guessed is asked."""

from __future__ import annotations

from dataclasses import replace

from flows.content import Parsed, Parser, Reading
from flows.discovery import guess, rules
from flows.model import Kind, Value


def read_acts(reading: Reading) -> Parsed | None:
    """Read acts told or chosen by numbers, and those only a dictionary made out apart."""
    return _read(rules.read_acts, reading, "guess")


def read_more(reading: Reading) -> Parsed | None:
    """Read what else was done in the same way."""
    return _read(rules.read_words, reading, "hint")


def _read(read: Parser, reading: Reading, note: str) -> Parsed | None:
    """Return what is sure of an answer with what was guessed of it; words that are an act then are no line."""
    sure, found = read(guess.without(reading)), guess.beside(reading, note)
    if not found:
        return sure
    whole, sure = read(reading), sure or Parsed(Value(Kind.TEXT, text=reading.text))
    lines = tuple(pair for pair in whole.also if pair[0].endswith("/tidy")) if whole else ()
    rest = tuple(pair for pair in sure.also if not pair[0].endswith("/tidy"))
    return replace(sure, also=(*rest, *lines, *found))
