"""A yes with something behind it: "yes, but it is 4 years, not 3", "yes, and the ironing too".

It is no yes to what is shown as it stands. What follows is read by itself, as a correction or as more to tell; what is
understood changes the answer and shows it again. Who objects to something that is not understood is asked which one it
is: nothing is made as if all was right. A yes before words that change nothing stays one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

from flows import acts, controls, reading, times
from flows.amend import hoped, lives_told, names_job, of_no_work, righted
from flows.contact import without_contact
from flows.live import Slot
from flows.lives import known_acts
from flows.model import How, Kind, Span, Value
from flows.removal import by_words
from flows.spans import put_right
from flows.turn import Turn
from flows.words import Words, fold

Reader: TypeAlias = "Callable[[Turn, str, str, How], bool]"
CARD: Final = "confirm_skill"
SAYS: Final = 14  # words of a message that only says when
YES: Final = 6  # words of the longest way to agree
OPENS: Final = 3  # words of the longest way to object


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a message says after its yes, and whether a "but" stands before it."""

    said: str
    objects: bool


def beyond(text: str, words: Words) -> Beyond | None:
    """Return what a message that opens with a yes says after it; None when it opens with none, or says no more."""
    said = text.split()
    rest = _after_yes(said, words)
    if len(rest) == len(said):
        return None
    at, size = next(((i, n) for i in range(len(rest)) if (n := _objecting(rest[i:], words))), (-1, 0))
    left = " ".join(rest[at + size :] if size else rest)
    nothing = not _after_yes(left.split(), words) or reading.exactly(fold(left), words) in {"done", "all"}
    return None if nothing else Beyond(left, objects=size > 0)


def _after_yes(said: Sequence[str], words: Words) -> list[str]:
    """Return what stands after all the yes a message opens with: "ok, it is right, but ..."."""
    rest = list(said)
    while rest:
        sizes = range(min(YES, len(rest)), 0, -1)
        size = next((n for n in sizes if reading.exactly(fold(" ".join(rest[:n])), words) == "yes"), 0)
        if not size:
            break
        del rest[:size]
    return rest


def _objecting(said: Sequence[str], words: Words) -> int:
    """Return how many words say "but" at the front of some; 0 for none."""
    ways = _objections(words)
    return next((n for n in range(min(OPENS, len(said)), 0, -1) if fold(" ".join(said[:n])) in ways), 0)


@lru_cache(maxsize=reading.LANGUAGES)
def _objections(words: Words) -> frozenset[str]:
    return frozenset(words.small.get("objecting", ()))


def more_than_yes(turn: Turn, text: str) -> bool:
    """Whether a message says more than its yes: an objection, an act, another time."""
    found = beyond(text, turn.words)
    if found is None:
        return False
    return found.objects or names_job(turn, found.said) or _other_time(turn, found.said) is not None


def objected(turn: Turn, text: str, how: How, readers: Sequence[Reader]) -> bool:
    """Read what stands behind a yes to what can be changed; ask which one it is, when that is not understood."""
    slot, found = turn.cur(), beyond(text, turn.words)
    if slot is None or found is None or not more_than_yes(turn, text):
        return False
    said, span = fold(found.said), _other_time(turn, found.said)
    if not changeable(turn, slot):
        if span and slot.question.topic == CARD:
            turn.keep(f"exp/{slot.item}/when", Value(Kind.TIME, span=span), found.said, how)
        return False  # a yes to the skill all the same
    if (span and _retimed(turn, span, found.said, how)) or any(one(turn, found.said, said, how) for one in readers):
        return True
    asks = found.objects or span is not None
    if asks and not controls.change_named(turn, reading.name_in(said, turn.words)):
        controls.change(turn)
    return asks


def retimed(turn: Turn, text: str) -> bool:
    """Whether a message is nothing but another time than the one told, said where it is asked what should change."""
    span = _other_time(turn, text)
    return span is not None and _retimed(turn, span, text, How.TEXT)


def says_when(turn: Turn, text: str) -> tuple[Slot, Span] | None:
    """Return the time of a life that a message tells or puts right where all is read back: "a teacher until 2022"."""
    slot, folded = turn.cur(), fold(text)
    told = acts.told(text, turn.state.lang, turn.content, turn.event.hints.spelling)
    span = times.read(without_contact(text), turn.words, turn.event.at)
    if (slot and not changeable(turn, slot)) or span is None or not (span.start or span.end):
        return None
    if len(reading.tokens(folded)) > SAYS or of_no_work(folded, turn.words) or hoped(turn, text):
        return None
    items = _meant(turn, folded, {one.act.split(".")[0] for one in told}, span)
    when = turn.trace.slot(f"exp/{items[0]}/when") if len(items) == 1 else None
    had = turn.trace.live.value(when.qid) if when else None
    found = put_right(had.span, span) if had and had.span else span
    return None if when is None or (had and had.span and _told(had.span) == _told(found)) else (when, found)


def _meant(turn: Turn, folded: str, fields: set[str], span: Span) -> list[str]:
    """Return the lives whose time a message may tell: by their words, by what was done, or by how their time ends."""
    told, live = lives_told(turn), turn.trace.live
    if fields:
        return [i for i in told if fields <= {name.split(".")[0] for name in known_acts(live, i)}]
    named = by_words(turn, [w for w in reading.tokens(folded) if not times.only(w, turn.words, turn.event.at)], told)
    if named or not _puts_right(turn, folded):
        return named
    if len(told) == 1:
        return told
    had = {i: value.span for i in told if (value := live.value(f"exp/{i}/when")) and value.span}
    return [i for i, one in had.items() if one.ongoing == span.ongoing]


def _puts_right(turn: Turn, folded: str) -> bool:
    """Whether a message says that something told is wrong; "I came here in 2022" tells of no life."""
    return righted(turn, folded) or not {*turn.words.negations}.isdisjoint(reading.tokens(folded))


def redated(turn: Turn, text: str, _folded: str, how: How) -> bool:
    """Give a life the time that a message tells of it, where all that was told is read back."""
    found = says_when(turn, text)
    if found is None:
        return False
    _keep(turn, *found, text, how)
    return True


def _keep(turn: Turn, slot: Slot, span: Span, text: str, how: How) -> None:
    """Keep a time as it is put right, say so, and ask what was open."""
    turn.keep(slot.qid, Value(Kind.TIME, span=span), text, how)
    turn.first("changed", what=controls.label(slot))
    turn.ask()


def changeable(turn: Turn, slot: Slot) -> bool:
    """Whether a question shows what was said for a yes or a change, and takes no other no."""
    offered = {one.id for one in slot.question.choices(turn.content, turn.trace.live, slot.item)}
    return "change" in offered and "no" not in offered


def _other_time(turn: Turn, text: str) -> Span | None:
    """Return the time a text is nothing but, "it is" before it aside; None when it is more, or when it is known."""
    words = turn.words
    ways = (*words.small.get("but", ()), *words.cues.get("is", ()), *words.corrections, *words.articles)
    small, said = {part for way in ways for part in way.split()}, text.split()
    while said and {*reading.tokens(fold(said[0]))} <= small:
        said.pop(0)
    left = without_contact(" ".join(said))
    span = times.read(left, words, turn.event.at) if left and times.only(left, words, turn.event.at) else None
    known = (turn.trace.live.value(f"exp/{item}/when") for item in lives_told(turn))
    same = span and any(one and one.span and _told(one.span) == _told(span) for one in known)
    return None if same else span


def _told(span: Span) -> tuple[object, ...]:
    return span.start, span.end, span.months


def _retimed(turn: Turn, span: Span, text: str, how: How) -> bool:
    """Give the one life that was told another time; of several lives it is asked which one is meant."""
    told = lives_told(turn)
    slot = turn.trace.slot(f"exp/{told[0]}/when") if len(told) == 1 else None
    if slot is None:
        return False
    _keep(turn, slot, span, text, how)
    return True
