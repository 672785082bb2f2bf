"""Which occupations words name, by the names people give them: "aide-soignante", "кухар", "kitchen porter".

What somebody is near to is not worked out here (`ranking.py`), nor what a CV prints.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from flows import acts as catalog
from flows.clauses import clauses
from flows.content import Content, Reading
from flows.live import CONTENTS
from flows.model import Choice, Phrase
from flows.reading import beside_bare, fold, named_in
from flows.then import without_any
from flows.words import Ways

OTHER_LETTERS: Final = frozenset({"ar", "uk"})  # languages not written in Latin letters
PRINTED: Final = "fr"  # the language of the work around them


def alike(content: Content, text: str, lang: str, code: str) -> frozenset[str]:
    """Return the occupations that words for one may mean as well: "seller" is also a seller of clothes.

    Those of which a name holds the name that is said; where none is, those of the field that a general act belongs to.
    """
    if lang not in content.words:
        return frozenset()
    names = _names(content, lang)
    said = [way for _, found, way in named_in(beside_bare(fold(text)), names) if found == code]
    if said:
        return frozenset(c for c, ways in names.items() for way in ways if f" {said[0]} " in f" {way} ") - {code}
    acts = [found for name in catalog.named(text, lang, content) if (found := catalog.act(content, name))]
    general = [one.id.partition(".")[0] for one in acts if not one.occupations]
    sharp = any(code in one.occupations for one in acts)
    return frozenset() if sharp else frozenset(c for field in general for c in content.domains[field].occupations)


def choices(codes: Iterable[str], *others: Choice) -> tuple[Choice, ...]:
    """Return occupations to choose from, by the names they have in every language, and what else can be tapped."""
    return (*(Choice(code, Phrase(f"job.{code}")) for code in codes), *others)


def named(reading: Reading) -> tuple[str, ...]:
    """Return the occupations the person names and does not turn down, in the order of the words.

    The longest name counts: "cuisinière dans une école" is no "cuisinière".
    """
    wanted = [c.text for c in clauses(reading.text, reading.words) if c.mine and not c.denied]
    return _named(reading.content, reading.lang, ", ".join(wanted))


def only_named(reading: Reading) -> bool:
    """Whether nothing but an occupation is named, in small letters: "warehouse worker", "a cleaner or anything"."""
    names, said = _names(reading.content, reading.lang), without_any(reading.folded, reading.words)
    return not reading.text.strip()[:1].isupper() and any(said in ways for ways in names.values())


def of_name(content: Content, title: str) -> tuple[str, ...]:
    """Return the occupations that a title as it is printed names."""
    return _named(content, PRINTED, title)


def of_trade(content: Content, trade: str) -> tuple[str, ...]:
    """Return the occupations that are the same as a trade: the first one its name says, and those called so."""
    known = content.trades.get(trade)
    return (*of_name(content, trade)[:1], *(known.jobs if known else ()))


def _named(content: Content, lang: str, text: str) -> tuple[str, ...]:
    found = sorted(named_in(beside_bare(fold(text)), _names(content, lang)))
    ways = {way for _, _, way in found}
    within = {way for way in ways if any(way != other and way in other for other in ways)}
    return tuple(dict.fromkeys(code for _, code, way in found if way not in within))


def says_more(reading: Reading, trade: Iterable[str]) -> bool:
    """Whether an occupation is named by more of the words than a trade: "seller of clothes" is more than "seller".

    Where the work is around them a trade is printed as it is named.
    """
    if reading.lang == PRINTED:
        return False
    said = beside_bare(reading.folded)
    ways = (way for _, _, way in named_in(said, _names(reading.content, reading.lang)))
    mine = (len(way) for way in map(fold, trade) if f" {way} " in f" {said} ".replace(",", " ,"))
    return max(map(len, ways), default=0) > max(mine, default=0)


@lru_cache(maxsize=CONTENTS)
def _names(content: Content, lang: str) -> Ways:
    """Return the everyday names of each occupation in a language, as a text is folded.

    Who writes in other letters than ours may still name a job in French ("chauffeur livreur"): no word is both.
    """
    langs = (lang, PRINTED) if lang in OTHER_LETTERS else (lang,)
    known = ((code, [one.words[of] for of in langs if of in one.words]) for code, one in content.occupations.items())
    return {code: tuple(fold(name) for one in every for name in one.names) for code, every in known}
