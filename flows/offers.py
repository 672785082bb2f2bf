"""An offer somebody pasted: the occupations it may be for, and the acts it names. Nothing in it is the person's own."""

from __future__ import annotations

from flows import acts as catalog
from flows.content import Parsed, Reading
from flows.model import Kind, Value
from flows.reading import answer_word, declines, fold, has_any, pick, tokens

PRINTED = "fr"  # the language offers are mostly written in, and letters by default
OFFERED = 4  # occupations shown for an offer
FITS = 2  # acts of an occupation that an offer must name for it to be that one
WORDS = 3  # an offer is at least so long


def read(reading: Reading) -> Parsed | None:
    """Read an offer that was pasted, or that there is none: the jobs it may be for, and the acts it names."""
    picked = pick(reading.folded, reading.choices, (), reading.words)
    none = answer_word(reading.folded, reading.words) in {"no", "none"}
    lacks = has_any(reading.folded, reading.words.cues.get("an_offer", ())) and declines(reading.folded, reading.words)
    if picked == "without" or none or lacks:
        return Parsed(Value(Kind.CHOICE, ids=("without",)))
    if len(tokens(reading.folded)) < WORDS:
        return None
    return Parsed(Value(Kind.TEXT, ids=(*jobs_in(reading), *acts_in(reading)), text=reading.text))


def acts_in(reading: Reading) -> tuple[str, ...]:
    """Return the acts an offer names, in the language of the conversation or of the country."""
    langs = dict.fromkeys((reading.lang, PRINTED))
    found = (n for lang in langs if lang in reading.content.words for n in mentioned(reading, lang))
    return tuple(dict.fromkeys(found))


def mentioned(reading: Reading, lang: str) -> tuple[str, ...]:
    """Return the acts some words name, whoever does them."""
    read = catalog.read(reading.text, lang, reading.content, reading.hints.spelling)
    return tuple(hit.act for clause, hits in read if not clause.denied for hit in hits if not hit.where)


def jobs_in(reading: Reading) -> tuple[str, ...]:
    """Return the occupations an offer may be for: by an everyday name it begins with, then by the acts it names."""
    named: list[tuple[int, str]] = []
    acts_named = set(acts_in(reading))
    for code, one in reading.content.occupations.items():
        names = [fold(n) for lang in {reading.lang, PRINTED} if lang in one.words for n in one.words[lang].names]
        places = [f" {reading.folded} ".find(f" {name}") for name in names]
        first = min((p for p in places if p >= 0), default=-1)
        if first >= 0:
            named.append((first, code))
    by_acts = sorted(
        (-len(acts_named & set(one.acts)), code)
        for code, one in reading.content.occupations.items()
        if len(acts_named & set(one.acts)) >= FITS
    )
    hinted = (code for code in reading.hints.occupations if code in reading.content.occupations)  # those we describe
    codes = dict.fromkeys([*(c for _, c in sorted(named)), *hinted, *(c for _, c in by_acts)])
    return tuple(list(codes)[: OFFERED - 1])
