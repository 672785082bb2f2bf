"""Whom to tell now, by which way, and when to look again. Pure: what is known comes in, what is to be done goes out.

The theory. A request is a person who asked at a moment; it waits under a number that grows when it comes back to the
queue. Somebody is told once of a request under a number, however often this is asked, for what was told is part of what
comes in. Nothing is planned ahead: a request that somebody took meanwhile does not come in any more, so nobody is told
of it; a quiet hour or a silenced way holds at each look, so it holds for what is tried again, too.

Of the ways somebody has, the first kind that works is used, on all the devices it reaches. The others stand behind it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.notices.base import Kind
from bot.notices.hours import DAY, MINUTE, Hours

APART: Final = 5 * MINUTE  # requests so close together are one notice
ORDER: Final = ("telegram", "push", "mail")  # what rings a phone before what is read at a desk


@dataclass(frozen=True, slots=True)
class Waiting:
    """A person who waits: which case, since when they asked, and under which number of the floor."""

    case: str
    since: int
    n: int


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody was told of a request, or is being told."""

    account: str
    case: str
    since: int
    n: int
    at: int


@dataclass(frozen=True, slots=True)
class Way:
    """A way to somebody. `rests`: nothing is tried there before this moment, `tries` times it did not work."""

    id: str
    kind: str
    to: str
    silenced: bool = False
    rests: int = 0
    tries: int = 0


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which somebody is not told anything: minutes of a day, across midnight where `end` is first."""

    begin: int
    end: int

    def covers(self, at: int, hours: Hours) -> bool:
        """Whether a moment is in them, by the office's clocks."""
        return any(begin <= at < end for begin, end in self._spans(at, hours))

    def ends(self, at: int, hours: Hours) -> int:
        """Return when those that cover a moment end; the moment itself when none do."""
        return next((end for begin, end in self._spans(at, hours) if begin <= at < end), at)

    def turns(self, at: int, hours: Hours) -> int | None:
        """Return when they next begin or end."""
        return min((edge for span in self._spans(at, hours) for edge in span if edge > at), default=None)

    def _spans(self, at: int, hours: Hours) -> Iterator[tuple[int, int]]:
        """Yield them around a moment; none where they begin when they end."""
        if self.begin == self.end:
            return
        today = hours.here(at).date()
        until = self.end + (DAY if self.end < self.begin else 0)
        for day in (today + timedelta(days=more) for more in (-1, 0, 1)):
            yield hours.moment(day, self.begin), hours.moment(day, until)


NIGHT: Final = Quiet(20 * 60, 8 * 60)  # for who did not say otherwise


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the staff who may be told. `here`: at the desk just now. `quiet`: None for no quiet hours."""

    account: str
    lang: str
    lead: bool = False
    away: bool = False
    here: bool = False
    quiet: Quiet | None = NIGHT
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Telling:
    """One notice for one account, by all these ways, about all these requests."""

    account: str
    lang: str
    kind: Kind
    ways: tuple[Way, ...]
    about: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done now, and when to look again; None: when something changes.

    Until then, whoever looks finds nothing to do, as long as who waits and the staff are as they are.
    """

    tellings: tuple[Telling, ...] = ()
    again: int | None = None


def on_duty(member: Member, now: int, hours: Hours) -> bool:
    """Whether somebody is there for people: at the desk, or expected to be."""
    if member.away:
        return False
    return member.here or (hours.open(now) and not _quiet(member, now, hours))


def plan(
    now: int,
    waiting: Sequence[Waiting],
    staff: Sequence[Member],
    told: Collection[Told],
    last: Mapping[str, int],
    hours: Hours,
) -> Plan:
    """Return whom to tell of who waits. `last`: when each account was last told of anything."""
    if not waiting:
        return Plan()
    duty = [member for member in staff if on_duty(member, now, hours)]
    audience = duty or [member for member in staff if member.lead]
    tellings: list[Telling] = []
    looks = [*_edges(now, staff, hours)]
    heard: dict[str, list[Told]] = {}
    for one in told:
        heard.setdefault(one.account, []).append(one)
    for member in audience:
        news = _untold(waiting, heard.get(member.account, ()), nobody=not duty)
        if not news:
            continue
        quiet = member.quiet.ends(now, hours) if member.quiet else now
        ready = max(last.get(member.account, now - APART) + APART, quiet)
        if ready > now:
            looks.append(ready)
        elif ways := _ways(member, now):
            tellings.append(Telling(member.account, member.lang, _kind(news, told, nobody=not duty), ways, news))
        looks += [way.rests for way in member.ways if not way.silenced and way.rests > now]
    return Plan(tuple(tellings), min((at for at in looks if at > now), default=None))


def _untold(waiting: Sequence[Waiting], heard: Sequence[Told], *, nobody: bool) -> tuple[Waiting, ...]:
    """Return what somebody was not told of. That nobody is there is said once a request, whatever its number."""
    known = {(one.case, one.since, 0 if nobody else one.n) for one in heard}
    return tuple(one for one in waiting if (one.case, one.since, 0 if nobody else one.n) not in known)


def _kind(news: Sequence[Waiting], told: Collection[Told], *, nobody: bool) -> Kind:
    if nobody:
        return Kind.NOBODY
    before = {(one.case, one.since): one.n for one in sorted(told, key=lambda one: -one.n)}  # the first number of each
    again = all(before.get((new.case, new.since), new.n) < new.n for new in news)
    return Kind.RETURNED if again else Kind.WAITS


def _ways(member: Member, now: int) -> tuple[Way, ...]:
    """Return the ways of the first kind that works."""
    ready = [way for way in member.ways if not way.silenced and way.rests <= now]
    kind = next((kind for kind in ORDER if any(way.kind == kind for way in ready)), None)
    return tuple(way for way in ready if way.kind == kind)


def _quiet(member: Member, now: int, hours: Hours) -> bool:
    return member.quiet is not None and member.quiet.covers(now, hours)


def _edges(now: int, staff: Sequence[Member], hours: Hours) -> Iterator[int]:
    """Yield when who is on duty changes by itself."""
    turns = [hours.turns(now), *(member.quiet.turns(now, hours) for member in staff if member.quiet)]
    yield from (turn for turn in turns if turn is not None)
