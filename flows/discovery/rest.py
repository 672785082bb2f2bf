"""The acts told beside the one of the card: shown together, kept all at once or one by one (CONTENT.md 4).

Three at most; what was told beyond them stands as it was told. Who told several acts is not offered a list of more.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows import acts as catalog
from flows.content import Content, Parsed, Reading
from flows.discovery.asked import TOGETHER
from flows.discovery.rules import NAMED, answered, goes_on
from flows.discovery.telling import another_life, beside, told_on_the_way
from flows.live import Live
from flows.lives import CHOOSE, at, best, skill
from flows.lives import others as shown
from flows.model import Arg, Choice, Kind, Phrase, Value
from flows.reading import answer_word, fold, keeps, opens_unknown, pick_several, sentences, tokens, yes_or_no

FEW: Final = 2  # as many as the plain words name
LETTERS: Final = "abc"


def others(content: Content, live: Live, item: str) -> tuple[tuple[str, Value], ...]:
    """Return the other acts told in words, to be kept with the card's answer; the sharper of two of one kind."""
    told, qid = live.ids(at(item, "told")), at(item, "others")
    card = best(content, live, item)
    names = tuple(n for n in catalog.without_base(content, told) if n != card and "." in n)[:TOGETHER]
    return ((qid, Value(Kind.CHOICE, ids=names)),) if names or live.fact(qid) else ()


def arguments(content: Content, live: Live, item: str) -> Mapping[str, Arg]:
    """The other skills."""
    return dict(zip(LETTERS, (skill(content, live, item, n) for n in shown(live, item)), strict=False))


def variant(live: Live, item: str) -> str:
    """How many there are."""
    many = len(shown(live, item))
    return "" if many == FEW else f".{many}"


def choices(_content: Content, live: Live, item: str) -> tuple[Choice, ...]:
    """Keep all or choose; one alone is kept or not."""
    if len(shown(live, item)) == 1:
        return (Choice("yes", Phrase("button.yes")), Choice("no", Phrase("button.no")))
    return (Choice("yes", Phrase("button.keep_all")), Choice(CHOOSE, Phrase("button.choose")))


def acts(_content: Content, live: Live, item: str) -> tuple[Choice, ...]:
    """The other acts, to be picked from; who picks none leaves them all."""
    return (*_acts(live, item), Choice("done", Phrase("button.none")))


def _acts(live: Live, item: str) -> tuple[Choice, ...]:
    return tuple(Choice(name, Phrase(f"act.{name}")) for name in shown(live, item))


def read(reading: Reading) -> Parsed | None:
    """Read all, none, or which: by numbers, or by their names; what else is told is kept, and takes nothing back."""
    names, word = shown(reading.live, reading.item), answer_word(reading.folded, reading.words)
    first = fold(next(iter(sentences(reading.text)), ""))
    if word is None and answer_word(first, reading.words) == "all":
        word = "all"  # "keep all. can you also write that ...?"
    which = _named(reading)
    if which is not None:
        return _chosen(reading.item, which)
    said = "yes" if word == "all" else keeps(reading.folded, reading.words)
    if said == "no" and word != "none" and len(names) > 1:
        said = CHOOSE  # "keep all?" - "no"
    if not said and opens_unknown(reading.folded, reading.words):
        return None
    if not said and (another := another_life(reading)):
        return another
    also = beside(reading) if said else told_on_the_way(reading)
    lowered = () if any(qid.endswith("/told") for qid, _ in also) else answered(reading, names)
    said = "yes" if lowered else said or ("yes" if goes_on(also) else None)
    return Parsed(Value(Kind.CHOICE, ids=(said,)), (*also, *lowered)) if said else None


def _chosen(item: str, which: tuple[str, ...]) -> Parsed:
    """Return that only some stay."""
    kept = Value(Kind.CHOICE, ids=which or ("done",))
    return Parsed(Value(Kind.CHOICE, ids=(CHOOSE,)), ((at(item, "kept"), kept),))


def _named(reading: Reading) -> tuple[str, ...] | None:
    """Return which acts a message keeps: those it numbers or names, or all but those it denies; None for no such."""
    names, spelling = shown(reading.live, reading.item), reading.hints.spelling
    if answer_word(reading.folded, reading.words) is None:
        picked = pick_several(reading.folded, _acts(reading.live, reading.item), (), reading.words)
        if picked:
            return picked
    denied = set(catalog.denied(reading.text, reading.lang, reading.content, spelling)) & set(names)
    if denied:
        return tuple(name for name in names if name not in denied)
    told = {one.act for one in catalog.told(reading.text, reading.lang, reading.content, spelling)}
    only = told and told <= set(names) and len(tokens(reading.folded)) <= NAMED  # a longer answer tells more of it
    agreed = yes_or_no(reading.folded, reading.words) == "yes"
    return tuple(name for name in names if name in told) if only and not agreed else None


def read_kept(reading: Reading) -> Parsed | None:
    """Read which of them stay."""
    picked = pick_several(reading.folded, reading.choices, (), reading.words)
    if not picked and yes_or_no(reading.folded, reading.words) == "yes":
        picked = shown(reading.live, reading.item)
    which = picked or _named(reading)
    return Parsed(Value(Kind.CHOICE, ids=which or ("done",))) if which is not None else None
