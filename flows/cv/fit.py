"""When one page does not hold a whole life: which experience stands aside, and who says so.

Only the drawing knows that a page is full; it tells how many experiences are too many, and that is kept (`cv/long`).
The person is then asked, oldest first, which one the CV can do without. Nothing is lost: what stands aside is still a
fact. If every one should stay, the oldest stand aside all the same, because paper is paper, and that is said by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows import lives as life
from flows import spans
from flows.content import Content, Parsed, Reading
from flows.live import Live
from flows.model import Arg, Choice, Kind, Moment, Phrase, Span, Value
from flows.reading import yes_or_no

MONTHS: Final = 12


def in_order(live: Live) -> tuple[str, ...]:
    """Return the experiences in the order they are printed: newest first if all are dated, otherwise as told."""
    items = tuple(i for i in live.items() if life.stands(live, i))
    spans = {i: span(live, i) for i in items}
    if not all(one and one.start for one in spans.values()):
        return items
    return tuple(sorted(items, key=lambda i: _newest(spans[i]), reverse=True))


def span(live: Live, item: str) -> Span | None:
    """Return the time of an experience, as it was said."""
    value = live.value(life.at(item, "when"))
    return value.span if value else None


def _newest(told: Span | None) -> tuple[bool, int, int]:
    if told is None or told.start is None:
        return False, 0, 0
    return told.ongoing, month(told.end or told.start), month(told.start)


def month(moment: Moment) -> int:
    """Return a month to compare with; a season is its middle, a year alone its end."""
    return moment.year * MONTHS + (moment.month or (3 * moment.season - 1 if moment.season else MONTHS))


def story(content: Content, live: Live, item: str) -> Phrase:
    """Return an experience in a few words: its title, and its time if said."""
    told = span(live, item)
    when, head = spans.phrase(told) if told else None, life.title_of(content, live, item, live.lang)
    return Phrase("fact.story", {"title": head, "time": when}) if when else head


# ---------------------------------------------------------------- what stands aside


def _many(live: Live) -> int:
    """Return how many experiences are more than a page holds."""
    return next((int(n) for n in live.ids("cv/long") if n.isdecimal()), 0)


def _agreed(live: Live) -> tuple[str, ...]:
    return tuple(i for i in oldest_first(live) if live.ids(life.at(i, "fit")) == ("yes",))


def oldest_first(live: Live) -> tuple[str, ...]:
    """Return the experiences as they are proposed to stand aside; one always stays."""
    return in_order(live)[:0:-1]


def proposed(live: Live) -> tuple[str, ...]:
    """Return the experiences to ask about: none while no page was full."""
    return oldest_first(live) if live.value("cv/long") else ()


def asking(live: Live, _item: str) -> bool:
    """Ask about one more experience while too few stand aside."""
    return live.ids("cv/more") == ("go",) and len(_agreed(live)) < _many(live)


def unasked(live: Live) -> tuple[str, ...]:
    """Return the experiences that stand aside without a yes: the person was asked about all, or cannot be asked yet."""
    agreed, rest = _agreed(live), [i for i in oldest_first(live) if i not in _agreed(live)]
    if asking(live, "") and any(live.value(life.at(i, "fit")) is None for i in rest):
        return ()
    return tuple(rest[: max(0, _many(live) - len(agreed))])


def aside(live: Live) -> tuple[str, ...]:
    """Return the experiences that are not printed because the page is full."""
    return (*_agreed(live), *unasked(live))


# ---------------------------------------------------------------- what is said


def yes_no(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Leave it out, or keep it."""
    return tuple(Choice(name, Phrase(f"button.{name}")) for name in ("yes", "no"))


def read(reading: Reading) -> Parsed | None:
    """Read yes or no."""
    said = yes_or_no(reading.folded, reading.words)
    return Parsed(Value(Kind.CHOICE, ids=(said,))) if said else None


def arguments(content: Content, live: Live, item: str) -> Mapping[str, Arg]:
    """The experience that is proposed."""
    return {"story": story(content, live, item)}


def report(content: Content, live: Live, _item: str) -> Phrase | None:
    """Say by name what is not on the page although nobody agreed to it."""
    left = tuple(story(content, live, item) for item in unasked(live))
    return Phrase("cv.left", {"left": left}) if left else None
