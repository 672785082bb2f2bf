"""Times as people say them: read beside what was said, never filled in, never computed further.

"January 19" is a year and a month; "2 years" is a duration and stays one; "since 2009" goes on; "every Saturday" is a
rhythm. An end is never derived from a start (notes: one year told is not "2014 to 2014").
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import pairwise
from typing import Final

from flows.ages import AGED, is_age, is_of_now, near, since_age, was_then
from flows.memory import remembered
from flows.model import Moment, Span
from flows.reading import LANGUAGES, by_way, fold, has_any, named_in, number, number_at, put_anew, putting_right
from flows.words import Words

OLDEST: Final = 1940  # nobody who looks for work today began earlier
SHORT_YEARS: Final = (40, 99)  # of the last century, said without it
YEAR: Final = 12  # months
HALF: Final = 6
SEASON: Final = 3
WINTER: Final = 4  # among the seasons
PRONOUNS: Final = ("moi",)  # a unit as people spell it, and a word of its own when no number stands before it
ENDING: Final = 7  # words from "till" to the year: "till I came here in 2022"
NEXT: Final = 2  # words from the years to the months of one duration
ARABIC_GLUED: Final = ("و", "ل", "ب")
DOTTED: Final = re.compile(r"(?:\d{1,2}[./])?(\d{1,2})[./](\d{4})")
TOKEN: Final = re.compile(r"\d{1,2},5(?!\d)|\d+[./]\d+(?:[./]\d+)?|\d+|[^\W\d_]+|-")
PIECE: Final = re.compile(r"[^\W\d_]+|\d+")  # of a token
ORDINAL: Final = {"го", "му", "ого", "й"}  # glued to a number: "до 22го"
AND_HALF: Final = re.compile(r"(\d{1,2})[.,]5")  # "2,5 years"
LONGEST: Final = 60  # years
NEAR: Final = 4  # words from "since" to what it says
PANDEMIC: Final = "2020"  # the year in which most shut down
LAST_CENTURY: Final = "60"  # two digits after "since" that can only be a year


@dataclass(frozen=True, slots=True)
class _Found:
    """A moment and the place of its first and last token."""

    moment: Moment
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Length:
    """A duration, and the places of its number and of its unit."""

    months: int
    unit: str
    start: int
    end: int
    alone: bool = False  # a unit without a number


def year_of(at: int) -> int:
    """Return the year of a time in milliseconds."""
    return datetime.fromtimestamp(at / 1000, UTC).year


@remembered
def read(text: str, words: Words, at: int) -> Span | None:
    """Return the time a text tells; None when it tells none."""
    said = _settled(_with_pandemic(_whole_years(TOKEN.findall(fold(text)), words), words), words)
    moments = _since_then(_moments(said, words, at), said, words)
    months, used = _duration(said, words, {i for m in moments for i in range(m.start, m.end + 1)})
    rhythm = _rhythm(" ".join(said), words)
    parted = _parted(said, words)
    months = None if parted else months
    vague = any(_has(said, words.times.get(name, ())) for name in ("vague", "child", "every"))  # as it was said
    vague = vague or parted or was_then(said, words) or _says_when(said, words)
    if vague:
        rhythm = tuple(name for name in rhythm if name != "always")
    if len(moments) == 1 and moments[0].start and _until(said, moments[0].start, words):
        moments, vague = [], True  # "since I was 15, till I came here in 2022" does not begin then
    if not moments and months is None and not rhythm and not vague:
        return None
    ago = months is not None and _ago(said, used, words)
    ends = len(moments) == 1 and not ago and _ends(said, moments[0].start, words)
    since = bool(moments) and near(said, moments[0].start, words.times.get("since", ()))
    now = _has(said, words.times.get("now", ()))
    return Span(
        said=" ".join(text.split()),
        start=moments[0].moment if moments and not ends else None,
        end=moments[-1].moment if len(moments) > 1 or ends else None,
        ongoing=bool(moments) and len(moments) == 1 and not ends and (since or now),
        months=None if ago else months,
        rhythm=rhythm,
    )


def _since_then(moments: list[_Found], said: list[str], words: Words) -> list[_Found]:
    """Return the moments without one before a "since": "I came in 2016, and since 2017 I cook" does not end in 2017."""
    begins = words.times.get("since", ())
    later = len(moments) > 1 and moments[1].start - moments[0].end > 1 and _one_of(said[moments[1].start - 1], begins)
    return moments[1:] if later and said[moments[1].start - 1] not in words.times.get("to", ()) else moments


def _until(said: list[str], place: int, words: Words) -> bool:
    """Whether a moment is when something ended, with words between: "till I came here in 2022"."""
    before = said[max(0, place - ENDING) : max(0, place - NEXT)]
    return has_any(" ".join(before), words.times.get("until", ()))


def _ends(said: list[str], place: int, words: Words) -> bool:
    """Whether a moment is when something ended, said right before it: "four years, left in March 2020"."""
    ways = tuple(way.split() for way in words.times.get("until", ()))
    return any(said[max(0, place - len(way)) : place] == way for way in ways)


def _parted(said: list[str], words: Words) -> bool:
    """Whether a length is that of each year or month: "2 months a year" is not how long it went on."""
    parts = words.times.get("parted", ())
    units = (i for i, token in enumerate(said) if any(_unit(token, of) in {"month", "week"} for of in _units(words)))
    return any(has_any(" ".join(said[i + 1 : i + 4]), parts) for i in units)


def _says_when(said: list[str], words: Words) -> bool:
    """Whether a text is made of nothing but words of time, whatever it says with them: "in May", "two summers"."""
    small = (*words.first, *words.possessives, *words.articles)
    known = {*small, *_parts(words.times.get("aged", ()))} | _told_with(words, AGED | {"age"})
    if is_of_now(said, words) or not all(_one_of(t, known) or number(t, words) is not None or t == "-" for t in said):
        return False
    duals, units = ({way for way, name in of.items() if name != "hour"} for of in _units(words))
    counted = any(_one_of(said[i], units) and number(said[i - 1], words) is not None for i in range(1, len(said)))
    named = any(t in words.months or t in words.seasons or _one_of(t, duals) for t in said)
    of_two = any(" ".join(pair) in words.seasons for pair in pairwise(said))
    return counted or named or of_two or since_age(said, words)


def _whole_years(said: list[str], words: Words) -> list[str]:
    """Return "85 to 92" with whole years, when a text is nothing but that."""
    times = words.times
    small = {*times.get("to", ()), *times.get("from", ()), *times.get("around", ()), *times.get("since", ())}
    small |= {*words.negations, *words.corrections, *words.first}
    years = [t for t in said if t.isdecimal()]
    old = len(years) > 1 and all(SHORT_YEARS[0] <= int(y) <= SHORT_YEARS[1] for y in years) and years[0] < years[1]
    return [f"19{t}" if t.isdecimal() else t for t in said] if old and {*said} <= {*small, *years} else said


def _with_pandemic(said: list[str], words: Words) -> list[str]:
    """Return a text with the year that "since the lockdown" is."""
    named, begins = words.times.get("pandemic", ()), words.times.get("since", ())
    here = {i for i, t in enumerate(said) if t in named and near(said, i, begins)}
    other = {i for i in here if near(said, i, words.times.get("before", ()))}  # "since before covid"
    other |= {i for i in here if any(t.isdecimal() for t in said[max(0, i - NEAR) : i])}  # "since 2019, with covid"
    return [PANDEMIC if i in here - other else t for i, t in enumerate(said)]


def corrects(text: str, words: Words) -> bool:
    """Whether a text puts a year of its own right: "since 2017, sorry not 2017, 2018"."""
    said = TOKEN.findall(fold(text))
    return _settled(said, words) != said


def _settled(said: list[str], words: Words) -> list[str]:
    """Return what is left of "2003 to 2013, not 2003, 2004" once it is put right."""
    for i, token in enumerate(said):
        old, new = "".join(said[i + 1 : i + 2]), next((t for t in said[i + 2 : i + 4] if t.isdecimal()), "")
        if token in words.negations and old.isdecimal() and new and old in said[:i]:
            after = said.index(new, i + 2) + 1
            kept = [new if t == old else t for t in said[:i]]
            while kept and kept[-1] in words.corrections:
                kept.pop()
            return [*kept, *said[after:]]
    return said


def restates(text: str, months: int, words: Words, at: int) -> bool:
    """Whether a text repeats a length and puts it right: "4 years, no, 3", of who had said 4."""
    said = TOKEN.findall(fold(text))
    first = next(_lengths(said, words, set()), None)
    span = read(text, words, at)
    return first is not None and span is not None and first.months == months != span.months


def only(text: str, words: Words, at: int) -> bool:
    """Whether a text is nothing but a time: "from 2001 to 2013", "3 years", "every Saturday"."""
    span = read(text, words, at)
    if span is None or not (span.timed or span.rhythm):
        return False
    known = _told_with(words) | _parts((*words.articles, *(way for ways in words.rhythms.values() for way in ways)))
    said = TOKEN.findall(fold(text))
    return all(not token[0].isalpha() or number(token, words) is not None or token in known for token in said)


@lru_cache(maxsize=LANGUAGES)
def _told_with(words: Words, left: frozenset[str] = AGED) -> frozenset[str]:
    """Return the words a time is told with, but for those of some kinds."""
    named = {name: said for name, said in words.times.items() if name not in left}
    of = (named, words.units, words.duals, words.fractions)
    ways = (*words.months, *words.seasons, *(way for section in of for said in section.values() for way in said))
    return _parts(ways)


@lru_cache(maxsize=LANGUAGES)
def _parts(ways: tuple[str, ...]) -> frozenset[str]:
    """Return the words that ways of saying are made of."""
    return frozenset(part for way in ways for part in way.split())


def _moments(said: list[str], words: Words, at: int) -> list[_Found]:
    found: list[_Found] = []
    year_now = year_of(at)
    i = 0
    named = _named(words)
    while i < len(said):
        hit = _moment(said, i, words, year_now) if said[i] in named or said[i][0].isdecimal() else None
        hit = hit or _last_season(said, i, words, at) or (_end(said, i, words, year_now) if len(found) == 1 else None)
        if hit:
            about = near(said, i, words.times.get("around", ()))
            moment = hit.moment
            told = _Found(Moment(moment.year, moment.month, moment.season, about), hit.start, hit.end)
            found.append(told)
            i = hit.end
        i += 1
    return _put_right(found, said, words) or _since_month(said, words, at)


def _corrects(between: list[str], words: Words) -> bool:
    """Whether nothing but "no, sorry" stands between two moments: the later one is meant."""
    text = f" {' '.join(between)} "
    for way in words.corrections:
        text = text.replace(f" {way} ", " ")
    said = " ".join(between)
    left = set(text.split()) - {w for name in ("to", "until", "from", "since") for w in words.times.get(name, ())}
    return bool(between) and not left and text.strip() != said  # "no, to July": something corrects, and nothing else


def _since_month(said: list[str], words: Words, at: int) -> list[_Found]:
    """Return the month or season of "since September": the last one there was."""
    now = datetime.fromtimestamp(at / 1000, UTC)
    since = words.times.get("since", ())
    for i, token in enumerate(said[1:], start=1):
        month = words.months.get(token)
        ends = said[i + 1 : i + 2] and said[i + 1] in words.times.get("to", ())  # "from May to September"
        if month and ends:
            return []
        if month and said[i - 1] in since and not "".join(said[i + 1 : i + 2]).isdecimal():
            return [_Found(Moment(now.year - (month > now.month), month=month), i, i)]
    return []


def _put_right(found: list[_Found], said: list[str], words: Words) -> list[_Found]:
    """Return a beginning and an end, those after a correction: "2017 to 2019, no, 2018 to 2019"."""
    for i in range(len(found) - 1, 0, -1):
        between = said[found[i - 1].end + 1 : found[i].start]
        ends = i == 1 and has_any(" ".join(between), (*words.times.get("to", ()), *words.times.get("until", ())))
        if _corrects(between, words) and not ends:
            before, after = found[:i][:2], found[i:][:2]
            if len(before) == 2 and len(after) == 1 and _nearer_start(before, after[0]):  # noqa: PLR2004 - both ends
                return [after[0], before[1]]
            return [*before[: max(0, len(before) - len(after))], *after]
    return found[:2]


def _nearer_start(before: list[_Found], then: _Found) -> bool:
    """Whether a year that puts one right is nearer to the beginning: "2013 to 2026, no, 2014"."""
    start, end = (abs(one.moment.year - then.moment.year) for one in before)
    return start < end


@lru_cache(maxsize=LANGUAGES)
def _named(words: Words) -> frozenset[str]:
    """Return the words that begin the name of a month or a season."""
    return frozenset(name.split()[0] for name in (*words.months, *words.seasons))


def _moment(said: list[str], i: int, words: Words, year_now: int) -> _Found | None:
    token = said[i]
    dotted = DOTTED.fullmatch(token)
    if dotted and 1 <= int(dotted[1]) <= YEAR and _year(dotted[2], year_now):
        return _Found(Moment(int(dotted[2]), month=int(dotted[1])), i, i)
    for n in (2, 1):
        named = " ".join(said[i : i + n])
        month, season = words.months.get(named), words.seasons.get(named)
        if month is None and season is None:
            continue
        after = said[i + n] if i + n < len(said) else ""
        told, size = _near_year(said, i + n, words, year_now)
        if told:
            return _Found(Moment(told, month=month, season=season), i, i + n + size - 1)
        year = _year(after, year_now, short=True)
        if year:
            return _Found(Moment(year, month=month, season=season), i, i + n)
    if token in words.months or token in words.seasons:
        return None
    opened = i > 0 and said[i - 1] in {*words.times.get("since", ()), *words.times.get("from", ())}
    aged = said[max(i - 1, 0)] in words.small.get("of", ()) and _one_of("".join(said[i + 1 : i + 2]), _units(words)[1])
    opened = opened and not aged  # "of 80 years"
    year = _year(token, year_now, short=opened and len(token) == 2 and token >= LAST_CENTURY)  # noqa: PLR2004 - "з 98"
    return _Found(Moment(year), i, i) if year else None


def _end(said: list[str], i: int, words: Words, year_now: int) -> _Found | None:
    """Return the year that two digits stand for at the end of a time: "2004 to 22", "с 2004 по 22-й"."""
    after = said[i + 1 : i + 2]
    last = not after or after[0] in {"-", *ORDINAL, *words.units.get("year", ())}
    ends = i > 0 and said[i - 1] in {*words.times.get("to", ()), *words.times.get("until", ())}
    year = _year(said[i], year_now, short=len(said[i]) == 2) if last and ends else None  # noqa: PLR2004
    return _Found(Moment(year), i, i) if year else None


def _last_season(said: list[str], i: int, words: Words, at: int) -> _Found | None:
    """Return the season of "last summer"; none right after one, which may be meant or not, nor for winter."""
    size = next((n for n in (2, 1) if " ".join(said[i : i + n]) in words.seasons), 0)
    season = words.seasons.get(" ".join(said[i : i + size]), WINTER)
    if season == WINTER or {*words.times.get("last", ())}.isdisjoint((*said[max(i - 1, 0) : i], *said[i + size :][:1])):
        return None
    now, end = datetime.fromtimestamp(at / 1000, UTC), season * SEASON + 2  # the month it ends with
    return None if now.month == end + 1 else _Found(Moment(now.year - (now.month <= end), season=season), i, i + size)


def _near_year(said: list[str], i: int, words: Words, year_now: int) -> tuple[int, int]:
    """Return the year that "last year" or "this year" names at a place, and its length in words; (0, 0) for none."""
    for name, year in (("last", year_now - 1), ("this", year_now)):
        for way in words.times.get(name, ()):
            size = way.count(" ") + 1
            if size > 1 and " ".join(said[i : i + size]) == way:
                return year, size
    return 0, 0


def _year(token: str, year_now: int, *, short: bool = False) -> int | None:
    """Return the year a number stands for; two digits count only after a month or a season."""
    if not token.isdecimal():
        return None
    value = int(token[:6])
    if short and len(token) == 2:  # noqa: PLR2004
        value += 2000 if value <= (year_now + 1) % 100 else 1900
    return value if OLDEST <= value <= year_now + 1 and len(token) in {2, 4} else None


def _duration(said: list[str], words: Words, taken: set[int]) -> tuple[int | None, int]:
    """Return a duration in months and the place of its number: the first, with the months right after its years."""
    lengths = list(_lengths(said, words, taken))
    first = lengths[0] if lengths else None
    if _has(said, words.fractions.get("half_year", ())) and (first is None or first.alone or first.months == YEAR):
        return HALF, -1
    if first is None:
        return None, -1
    anew = put_anew(said[first.end + 1 :], words)
    if anew is not None and len(lengths) == 1:
        return _months(anew, first.unit), first.start
    for then in lengths[1:]:
        between = said[first.end + 1 : then.start]
        close = len(between) <= NEXT and has_any(" ".join(between), putting_right(words))  # "1 year, well, 8 months"
        if close or _denied_before(said, then.start, words):
            first = then
            continue
        more = first.unit == "year" and then.unit == "month" and then.start - first.end <= NEXT
        return first.months + (then.months if more else 0), first.start
    return first.months, first.start


def _denied_before(said: list[str], place: int, words: Words) -> bool:
    """Whether a "no" stands right before a length, however far what it puts right: "3 years, 2008 to 2012. No, 4"."""
    before = place
    while before and said[before - 1] in words.corrections:
        before -= 1
    return not {*said[before:place]}.isdisjoint(words.answers.get("no", ()))


def _lengths(said: list[str], words: Words, taken: set[int]) -> Iterator[_Length]:
    """Yield each duration that is told."""
    duals, units = _units(words)
    for i, token in enumerate(said):
        dual = _unit(token, duals)
        unit = dual or _unit(token, units)
        if unit not in {"year", "month", "week"}:
            continue
        size, place = (2, i) if dual else _size(said, i, words, taken)
        if is_age(said, place, i, words):
            continue
        if unit == "year" and size in {None, 1} and _one_and_half(said, i, words):
            yield _Length(YEAR + HALF, unit, i, i)
            continue
        if unit == "year" and (point := AND_HALF.fullmatch(said[max(0, i - 1)])):
            yield _Length(int(point[1]) * YEAR + HALF, unit, i - 1, i)
            continue
        alone = size is None and _one(said, i, words, taken)
        size = 1 if alone else size
        if size is not None and (unit != "year" or size <= LONGEST):
            half = HALF if unit == "year" and _halves(said, i, words) else 0
            yield _Length(_months(size, unit) + half, unit, place, i, alone=alone)


@lru_cache(maxsize=LANGUAGES)
def _units(words: Words) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the units that words stand for: two of them, and as many as a number says."""
    return by_way(words.duals), by_way(words.units)


def _unit(token: str, units: Mapping[str, str]) -> str | None:
    return (units.get(token) or units.get(token[1:])) if _one_of(token, units) else None


def _one_of(token: str, ways: Container[str]) -> bool:
    """Whether a word is one of these, also with an Arabic "and", "for" or "in" glued to it."""
    return token in ways or (token[:1] in ARABIC_GLUED and token[1:] in ways)


def _one(said: list[str], i: int, words: Words, taken: set[int]) -> bool:
    """Whether a unit alone says one of it, as in Arabic, and not "each year", "this month" or "the year 2015"."""
    one = any(_one_of(said[i], ways) for name, ways in words.ones.items() if name not in {"not", "before"})
    after = said[i + 1] if i + 1 < len(said) else ""
    near = {after, said[i - 1] if i else ""}
    other = (
        near & {*words.ones.get("not", ())}
        or said[max(i - 1, 0)] in words.ones.get("before", ())
        or after in words.months
        or number(after, words) not in {None, 1}
    )
    return one and not other and not {i - 1, i + 1} & taken


def _size(said: list[str], i: int, words: Words, taken: set[int]) -> tuple[int | None, int]:
    """Return the number of a unit ("3 years", "2 and a half years", "років п'ять"), and its place."""
    half = _half_before(said, i, words)
    for j in (i - 1 - half, i - 2 - half, *_after(said, i, words)):
        if not 0 <= j < len(said) or j in taken:
            continue
        found = number_at(said, j, words)
        if found is None:
            found = words.dozens.get(said[j])
        if found is not None and 0 < found <= (LONGEST * YEAR if j < i else LONGEST):
            return found, j
    return (1 if _alone(said, i, words) or _a_single(said, i, words) else None), i


def _a_single(said: list[str], i: int, words: Words) -> bool:
    """Whether a unit with an article is one of it: "for a year", "like a year", and not "twice a year"."""
    before = {*words.times.get("around", ()), "for"}
    return i > 1 and said[i - 1] in words.articles and said[i - 2] in before


def _half_before(said: list[str], i: int, words: Words) -> int:
    """Return how many words say "and a half" right before a unit."""
    ways = (way.split() for way in words.fractions.get("and_half", ()))
    return max((len(way) for way in ways if said[max(0, i - len(way)) : i] == way), default=0)


def _after(said: list[str], i: int, words: Words) -> tuple[int, ...]:
    """Return where the number may stand after its unit, which in Ukrainian says "about": "років п'ять"."""
    if not "\u0400" <= said[i][0] <= "\u04ff":
        return ()
    about = said[i + 1 : i + 2]
    if i + 2 < len(said) and " ".join(said[i + 1 : i + 3]) in words.numbers:  # "років двадцять п'ять"
        return (i + 2,)
    return (i + 1, i + 2) if about and about[0] in words.times.get("around", ()) else (i + 1,)


def _alone(said: list[str], i: int, words: Words) -> bool:
    """Whether a text is nothing but a unit: "a year", "nearly a year"."""
    small = {*words.times.get("around", ()), *words.articles, "for"}
    if said[i] in PRONOUNS:
        return False
    return all(token in small for j, token in enumerate(said) if j != i)


def _one_and_half(said: list[str], i: int, words: Words) -> bool:
    """Whether it is a year and a half, in the ways that name no number."""
    near = " ".join(said[max(0, i - 3) : i + 4])
    return has_any(near, words.fractions.get("one_and_half", ()))


def _months(size: int, unit: str) -> int:
    if unit == "year":
        return size * YEAR
    return size if unit == "month" else max(1, round(size / 4))


def _halves(said: list[str], i: int, words: Words) -> bool:
    tail = " ".join(said[i + 1 : i + 4])
    near = " ".join(said[max(0, i - 3) : i])
    after = (*words.fractions.get("and_half", ()), *words.fractions.get("half", ()))
    begins = any(tail == w or tail.startswith(w + " ") for w in after)
    return begins or has_any(near, words.fractions.get("and_half", ()))


def since(text: str, words: Words) -> bool:
    """Whether a text says that something goes on: "for 3 years now", "since 2019"."""
    return any(_has(TOKEN.findall(fold(text)), words.times.get(name, ())) for name in ("since", "now"))


def _ago(said: list[str], place: int, words: Words) -> bool:
    """Whether a duration is a distance in time: "3 years ago", "il y a 3 ans"."""
    ways = words.times.get("ago", ())
    after = " ".join(said[place + 1 : place + 5])
    return near(said, place, ways) or has_any(after, ways)


def _rhythm(folded: str, words: Words) -> tuple[str, ...]:
    found = [(at, name) for at, name, _ in named_in(folded, words.rhythms)]
    said = [(at, name) for at, name in found if folded[:at].split()[-1:] not in [[no] for no in words.negations]]
    return tuple(dict.fromkeys(name for _, name in sorted(said)))[:2]  # "not every day" says none


def rhythmic(text: str, words: Words) -> bool:
    """Whether all words of a way to say how often are in a text: else it says none, whatever is left out of it."""
    said = {*PIECE.findall(fold(text))}
    return any(way <= said for first in ("", *said) for way in _rhythmic(words).get(first, ()))


@lru_cache(maxsize=LANGUAGES)
def _rhythmic(words: Words) -> Mapping[str, Sequence[frozenset[str]]]:
    """Return the words of each way to say how often, by the first of them; "" for a way of signs alone."""
    table: dict[str, list[frozenset[str]]] = {}
    for way in (way for ways in words.rhythms.values() for way in ways):
        pieces = PIECE.findall(way)
        table.setdefault("".join(pieces[:1]), []).append(frozenset(pieces))
    return table


def _has(said: list[str], ways: tuple[str, ...]) -> bool:
    return has_any(" ".join(said), ways)
