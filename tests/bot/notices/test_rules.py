"""Whom to tell of who waits: the promises, over offices and days that are made up, and the cases people meet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.notices.base import Kind
from bot.notices.hours import DAY, MINUTE, Hours, parse
from bot.notices.rules import APART, NIGHT, ORDER, Member, Plan, Quiet, Telling, Told, Waiting, Way, on_duty, plan

PARIS = ZoneInfo("Europe/Paris")
HOURS = parse("mon-fri 09:00-12:30 13:30-17:00", PARIS)
ALWAYS = parse("", PARIS)


def at(text: str) -> int:
    return int(datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=PARIS).timestamp()) * 1000


MONDAY = at("2026-11-23 10:00")
SATURDAY = at("2026-11-28 11:00")


def ways(account: str, *kinds: str) -> tuple[Way, ...]:
    return tuple(Way(f"{account}-{kind}-{n}", kind, f"to {account} by {kind}") for n, kind in enumerate(kinds))


AMINA = Member("amina", "fr", ways=ways("amina", "telegram", "mail"))
BILAL = Member("bilal", "ar", ways=ways("bilal", "push", "push"))
CHLOE = Member("chloe", "en", lead=True, ways=ways("chloe", "mail"))


@dataclass
class Notebook:
    """What was told so far, and a clock."""

    now: int
    hours: Hours = HOURS
    told: list[Told] = field(default_factory=list)
    tellings: list[tuple[int, Telling]] = field(default_factory=list)

    def look(self, staff: Sequence[Member], waiting: Sequence[Waiting]) -> Plan:
        """Look, and tell whom is to be told."""
        found = plan(self.now, waiting, staff, self.told, self.last, self.hours)
        for one in found.tellings:
            self.tellings.append((self.now, one))
            self.told += [Told(one.account, new.case, new.since, new.n, self.now) for new in one.about]
        return found

    @property
    def last(self) -> Mapping[str, int]:
        return {one.account: one.at for one in sorted(self.told, key=lambda one: one.at)}

    def heard(self) -> list[tuple[str, Kind]]:
        return [(one.account, one.kind) for _, one in self.tellings]


def test_each_on_duty_is_told_once_by_the_first_way_that_works_on_all_its_devices() -> None:
    book = Notebook(MONDAY)
    for _ in range(3):
        book.look([AMINA, BILAL, CHLOE], [Waiting("c", MONDAY, 1)])
    assert [(one.account, [way.kind for way in one.ways], one.kind) for _, one in book.tellings] == [
        ("amina", ["telegram"], Kind.WAITS),
        ("bilal", ["push", "push"], Kind.WAITS),
        ("chloe", ["mail"], Kind.WAITS),
    ]


def test_who_is_away_is_not_told_and_a_silenced_way_is_passed_over() -> None:
    telegram, mail = AMINA.ways
    quieter = replace(AMINA, ways=(replace(telegram, silenced=True), mail))
    book = Notebook(MONDAY)
    book.look([quieter, replace(BILAL, away=True)], [Waiting("c", MONDAY, 1)])
    assert [(one.account, one.ways) for _, one in book.tellings] == [("amina", (mail,))]


def test_requests_within_five_minutes_are_one_notice_and_none_is_forgotten() -> None:
    book, first = Notebook(MONDAY), Waiting("a", MONDAY, 1)
    assert book.look([AMINA], [first]).tellings
    book.now += MINUTE
    more = [first, Waiting("b", book.now, 1), Waiting("c", book.now, 1)]
    found = book.look([AMINA], more)
    assert (found.tellings, found.again) == ((), MONDAY + APART)
    book.now = MONDAY + APART
    assert [one.about for one in book.look([AMINA], more).tellings] == [tuple(more[1:])]


def test_what_was_taken_in_between_is_not_told() -> None:
    book = Notebook(MONDAY)
    book.look([AMINA], [Waiting("a", MONDAY, 1)])
    book.now += APART
    assert book.look([AMINA], []) == Plan()


def test_who_comes_back_to_the_queue_is_told_again_as_such() -> None:
    book = Notebook(MONDAY)
    book.look([AMINA], [Waiting("a", MONDAY, 1)])
    book.now += 40 * MINUTE
    book.look([AMINA, BILAL], [Waiting("a", MONDAY, 3)])
    assert book.heard() == [("amina", Kind.WAITS), ("amina", Kind.RETURNED), ("bilal", Kind.RETURNED)]
    book.now += 40 * MINUTE
    book.look([AMINA], [Waiting("a", book.now, 5)])  # asked anew
    assert book.heard()[-1] == ("amina", Kind.WAITS)


def test_with_nobody_on_duty_the_lead_is_told_once_whatever_comes() -> None:
    book = Notebook(SATURDAY)
    for n in (1, 1, 3):
        book.look([AMINA, BILAL, CHLOE], [Waiting("a", SATURDAY, n)])
        book.now += 10 * MINUTE
    assert book.heard() == [("chloe", Kind.NOBODY)]


def test_at_night_the_lead_is_told_when_the_quiet_hours_end() -> None:
    night = at("2026-11-28 02:00")
    book = Notebook(night)
    found = book.look([AMINA, CHLOE], [Waiting("a", night, 1)])
    assert (found.tellings, found.again) == ((), at("2026-11-28 08:00"))
    book.now = at("2026-11-28 08:00")
    book.look([AMINA, CHLOE], [Waiting("a", night, 1)])
    assert book.heard() == [("chloe", Kind.NOBODY)]


def test_who_sits_at_the_desk_at_night_is_on_duty_and_is_not_rung() -> None:
    night = at("2026-11-28 02:00")
    book = Notebook(night)
    book.look([replace(AMINA, here=True), CHLOE], [Waiting("a", night, 1)])
    assert book.heard() == []


def test_a_way_that_rests_gives_its_place_to_the_next_kind() -> None:
    telegram, mail = AMINA.ways
    tired = replace(AMINA, ways=(replace(telegram, rests=MONDAY + MINUTE), mail))
    book = Notebook(MONDAY)
    book.look([tired], [Waiting("a", MONDAY, 1)])
    assert [one.ways for _, one in book.tellings] == [(mail,)]
    alone = replace(AMINA, ways=(replace(telegram, rests=MONDAY + MINUTE),))
    found = Notebook(MONDAY).look([alone], [Waiting("a", MONDAY, 1)])
    assert (found.tellings, found.again) == ((), MONDAY + MINUTE)


# ---------------------------------------------------------------- over offices and days that are made up

MINUTES = st.integers(0, DAY - 1)
QUIETS = st.one_of(st.none(), st.just(NIGHT), st.builds(Quiet, MINUTES, MINUTES))


@st.composite
def members(draw: st.DrawFn) -> list[Member]:
    staff = []
    for number in range(draw(st.integers(0, 4))):
        kinds = draw(st.lists(st.sampled_from(ORDER), max_size=3))
        own = tuple(replace(way, silenced=draw(st.booleans())) for way in ways(f"m{number}", *kinds))
        lead, away, here = draw(st.booleans()), draw(st.booleans()), draw(st.booleans())
        staff.append(Member(f"m{number}", "fr", lead, away, here, draw(QUIETS), own))
    return staff


# What happens: somebody asks, is taken, comes back to the queue, somebody goes away or comes; and time passes.
HAPPENINGS = st.lists(
    st.tuples(st.sampled_from(["ask", "take", "back", "away", "here", "pass"]), st.integers(0, 5), st.integers(0, 400)),
    max_size=30,
)


@given(members(), HAPPENINGS, st.sampled_from([HOURS, ALWAYS]), MINUTES)
def test_the_promises(staff: list[Member], happenings: list[tuple[str, int, int]], hours: Hours, start: int) -> None:
    book, queue = Notebook(MONDAY + start * MINUTE, hours), dict[str, Waiting]()
    taken: dict[str, Waiting] = {}
    for what, which, minutes in happenings:
        book.now += minutes * MINUTE
        case = f"c{which}"
        if what == "ask" and case not in queue:
            queue[case] = Waiting(case, book.now, taken.pop(case).n + 2 if case in taken else 1)
        elif what == "take" and case in queue:
            taken[case] = queue.pop(case)
        elif what == "back" and case in taken:
            queue[case] = replace(taken[case], n=taken.pop(case).n + 2)
        elif what in {"away", "here"} and which < len(staff):
            now = staff[which]
            staff[which] = replace(now, away=not now.away) if what == "away" else replace(now, here=not now.here)
        seen = len(book.tellings)
        found = book.look(staff, list(queue.values()))
        assert found.again is None or found.again > book.now
        _holds(book, staff, seen, hours)
        assert not book.look(staff, list(queue.values())).tellings  # a second look tells nobody
        _nothing_before(book, staff, list(queue.values()))
    told = [(one.account, new) for _, one in book.tellings for new in one.about]
    assert len(told) == len(set(told))  # never two for the same thing
    nobody = [
        (one.account, new.case, new.since) for _, one in book.tellings if one.kind is Kind.NOBODY for new in one.about
    ]
    assert len(nobody) == len(set(nobody))


def _holds(book: Notebook, staff: Sequence[Member], seen: int, hours: Hours) -> None:
    """What holds for everything that was told just now."""
    by = {member.account: member for member in staff}
    duty = [member for member in staff if on_duty(member, book.now, hours)]
    for when, one in book.tellings[seen:]:
        member = by[one.account]
        assert one.ways
        assert not any(way.silenced for way in one.ways)
        assert len({way.kind for way in one.ways}) == 1
        assert member.quiet is None or not member.quiet.covers(when, hours)
        assert (one.kind is Kind.NOBODY) == (not duty)
        assert member.lead if not duty else member in duty
        before = [at for at, other in book.tellings[:seen] if other.account == one.account]
        assert all(when - at >= APART for at in before)


def _nothing_before(book: Notebook, staff: Sequence[Member], waiting: Sequence[Waiting]) -> None:
    """Until it is said to look again, there is nothing to be found."""
    again = plan(book.now, waiting, staff, book.told, book.last, book.hours).again
    ahead = (again or book.now + 20 * DAY * MINUTE) - book.now
    for part in (1, 3, 7, 8):
        assert plan(book.now + (ahead - 1) * part // 8, waiting, staff, book.told, book.last, book.hours).tellings == ()


@given(members(), st.sampled_from([HOURS, ALWAYS]), MINUTES)
def test_nobody_who_can_be_told_is_forgotten(staff: list[Member], hours: Hours, start: int) -> None:
    """Followed from look to look, each lead or each on duty with a way that is on hears of it within a week."""
    book = Notebook(MONDAY + start * MINUTE, hours)
    waiting = [Waiting("c", book.now, 1)]
    able = [one for one in staff if not one.away and any(not way.silenced for way in one.ways)]
    end = book.now + 7 * DAY * MINUTE
    for _ in range(200):
        found = book.look(staff, waiting)
        if found.again is None or found.again > end:
            break
        book.now = found.again
    heard = {account for account, _ in book.heard()}
    for member in able:
        quiet = member.quiet
        free = quiet is None or not all(quiet.covers(MONDAY + n * MINUTE, hours) for n in range(0, DAY, 10))
        if free and (member.here or hours is ALWAYS):
            assert member.account in heard
    assert all(count == 1 for count in map([account for account, _ in book.heard()].count, heard))


@given(st.builds(Quiet, MINUTES, MINUTES), st.integers(29_000_000, 30_000_000))
def test_quiet_hours_end_when_they_say(quiet: Quiet, minute: int) -> None:
    now = minute * MINUTE
    ends = quiet.ends(now, ALWAYS)
    assert (ends > now) == quiet.covers(now, ALWAYS)
    assert not quiet.covers(ends, ALWAYS)
    turns = quiet.turns(now, ALWAYS)
    assert turns is None or turns > now
    assert (turns is None) == (quiet.begin == quiet.end)
