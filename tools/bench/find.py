"""How well and how fast occupations are found, beside what a search engine and a spelling matcher find alone.

The phrases are those of tests/finding that nothing was tuned on. All three sides know the same names: everyday names
and titles of the project, and the titles of the ROME where its file lies beside the project. The other sides are given
each phrase as it is; ours has its lexicon besides, which is what the difference shows.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot import content
from bot.app import finder, hinter
from bot.finding import lexicon
from bot.finding.titles import names
from flows.memory import forget
from flows.model import State, Text
from flows.reading import tokens
from flows.words import fold
from tests.finding.phrases import PHRASES, Phrase
from tools.bench.figure import QUICK, ROOT, Figure, processor

ROME = ROOT.parent / "shared" / "data" / "rome_v460_occupations.jsonl.gz"
LANGUAGES = ("fr", "en", "ar", "uk", "es")
FIRST, FIVE = 1, 5
FTS, FUZZY = "FTS5 alone, bm25 over the same names", "rapidfuzz alone, token_set_ratio over the same names"
Side = Callable[[Phrase], Sequence[str]]  # codes, best first


@dataclass(frozen=True, slots=True)
class Score:
    """Percent of phrases with a good answer first, and among the first five; milliseconds a phrase."""

    first: float
    five: float
    ms: float


def main() -> None:
    """Ask all three sides the same."""
    known = list(dict.fromkeys(titles()))
    sides = {"": ours(), FTS: engine(known), FUZZY: fuzzy(known)}
    held = [phrase for phrase in PHRASES if phrase.held_out][:: 8 if QUICK else 1]
    for lang in LANGUAGES:
        phrases = [phrase for phrase in held if phrase.lang == lang]
        scores = {name: asked(side, phrases) for name, side in sides.items()}
        mine = scores.pop("")
        for name, other in scores.items():
            note = f"first: {mine.first:.0f} % and {other.first:.0f} %, of {len(phrases)} phrases; {len(known)} names"
            Figure(f"{lang}: found among the first five", mine.five, "%", name, other.five, note).tell()
            Figure(f"{lang}: time of a phrase", mine.ms, "ms", name, other.ms).tell()


def asked(side: Side, phrases: Sequence[Phrase]) -> Score:
    """Return how one side did."""
    side(phrases[0])  # a language is made ready when it is first spoken
    found: list[Sequence[str]] = []

    def ask() -> None:
        forget()
        found[:] = [side(phrase) for phrase in phrases]

    seconds = processor(ask) / len(phrases)
    pairs = list(zip(phrases, found, strict=True))
    good = {n: sum(bool({*codes[:n]} & p.accept) for p, codes in pairs) / len(pairs) * 100 for n in (FIRST, FIVE)}
    return Score(good[FIRST], good[FIVE], seconds * 1000)


def titles() -> Iterator[tuple[str, str]]:
    """Yield the names all sides know, folded, with their codes."""
    known = content.load()
    yield from ((name.folded, name.code) for name in names(known, lexicon.load(known.words)))
    if ROME.exists():
        with gzip.open(ROME, "rt", encoding="utf-8") as file:
            for one in map(json.loads, file):
                yield from ((fold(title[1]), one["code"]) for title in one["titles"])


def ours() -> Side:
    """Return what finds as the program does, without an import."""
    known = content.load()
    find, hint = finder(known), hinter(known)

    def side(phrase: Phrase) -> Sequence[str]:
        hints = hint(Text(phrase.text), State(lang=phrase.lang))
        return [found.code for found in find(hints.written or phrase.text, phrase.lang, hints.spelling)]

    return side


def engine(known: Sequence[tuple[str, str]]) -> Side:
    """Return SQLite's search engine."""
    db = sqlite3.connect(":memory:")
    db.execute('CREATE VIRTUAL TABLE name USING fts5 (folded, code UNINDEXED, tokenize = "unicode61")')
    db.executemany("INSERT INTO name VALUES (?, ?)", known)
    search = "SELECT code FROM name WHERE name MATCH ? ORDER BY bm25(name) LIMIT 50"

    def side(phrase: Phrase) -> Sequence[str]:
        match = " OR ".join(f'"{token}"' for token in tokens(fold(phrase.text)))
        return list(dict.fromkeys(code for (code,) in db.execute(search, (match,))))

    return side


def fuzzy(known: Sequence[tuple[str, str]]) -> Side:
    """Return the nearest names by their spelling."""
    texts, codes = [text for text, _ in known], [code for _, code in known]

    def side(phrase: Phrase) -> Sequence[str]:
        near = process.extract(fold(phrase.text), texts, scorer=fuzz.token_set_ratio, limit=50)
        return list(dict.fromkeys(codes[place] for _, _, place in near))

    return side


if __name__ == "__main__":
    main()
