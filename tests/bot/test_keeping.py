"""How long answers are kept: told a month before, forgotten at the end, moved by any word. The clock is moved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.app import load_content, open_house
from bot.channels.base import Limits
from bot.house import House
from bot.keeping import DAY, MONTH, WEEK
from bot.settings import SettingError, Settings
from bot.settings import read as settings_of
from bot.store import ledger
from flows.model import Open, Phrase
from locales import languages, translator
from tests.bot.little import HOUR, Clock, Ids, Outside, Person
from tests.bot.test_private import count

BOTH_STORES = True

DATA = {"fr": "mes données", "en": "my data", "ar": "بياناتي", "uk": "мої дані"}
QUIET = {"fr": "pause", "en": "pause", "ar": "توقف", "uk": "пауза"}
ISOLATES = re.compile("[\u2066-\u2069]")


def settings(home: Path, months: int = 6) -> Settings:
    paths = {"ATOUT_DATA": str(home / "data"), "ATOUT_KEY_FILE": str(home / "master.key")}
    return settings_of({**paths, "ATOUT_KEEP_MONTHS": str(months)})


class Town:
    """A whole house with a platform that is pushed to and a page that is read."""

    def __init__(self, home: Path, clock: Clock, months: int = 6, window: int | None = None, prefix: str = "i") -> None:
        self.clock = clock
        self.outside = Outside("telegram", Limits(window=window))
        known = settings(home, months)
        self.house: House = open_house(
            known, content=load_content(known), channels={"telegram": self.outside}, clock=clock, ids=Ids(prefix)
        ).house

    async def somebody(self, lang: str = "fr", channel: str = "telegram", address: str = "ana") -> Person:
        person = Person(self.house, channel, address)
        await person.does(Open(lang))
        await person.taps(0)
        return person

    async def moves(self, ms: int) -> None:
        """Let time go by, the last night of it by the hour: what comes by itself waits for the morning."""
        night = min(ms // HOUR, 16)
        self.clock.move(ms - night * HOUR)
        for _ in range(night):
            await self.house.settle()
            self.clock.move(HOUR)
        await self.house.settle()


def says(key: str, lang: str = "fr", n: int = 0) -> set[str]:
    """What a key says in every form of address."""
    return {
        ISOLATES.sub("", translator(lang, address)(Phrase(key, {"n": n} if n else {}))) for address in ("vous", "tu")
    }


def told(lines: Sequence[str], wanted: set[str]) -> int:
    return sum(any(one in ISOLATES.sub("", line) for one in wanted) for line in lines)


@pytest.mark.parametrize("channel", ["telegram", "web"])
@pytest.mark.parametrize("lang", languages())
async def test_it_is_told_once_a_month_before_and_then_all_is_forgotten(
    tmp_path: Path, clock: Clock, lang: str, channel: str
) -> None:
    town = Town(tmp_path, clock)
    ana = await town.somebody(lang, channel)
    await town.moves(5 * MONTH - 3 * HOUR)
    assert told(await ana.lines(), says("keeping.month", lang)) == 0
    await town.moves(DAY)
    assert told(await ana.lines(), says("keeping.month", lang)) == 1
    assert told(town.outside.texts(), says("keeping.month", lang)) == (channel == "telegram")
    await town.moves(MONTH - 3 * DAY)
    assert told(await ana.lines(), says("keeping.month", lang)) == 1
    assert count(tmp_path, "fact") > 0
    await town.moves(3 * DAY)
    assert (count(tmp_path, "person"), count(tmp_path, "fact"), count(tmp_path, "message")) == (0, 0, 0)
    assert len(ledger.read(tmp_path / "data" / ledger.NAME)) == 1
    await town.house.stop()


async def test_any_word_moves_the_end(tmp_path: Path, clock: Clock) -> None:
    town = Town(tmp_path, clock)
    ana = await town.somebody()
    for number in (1, 2):
        await town.moves(5 * MONTH + DAY)
        assert told(await ana.lines(), says("keeping.month")) == number
        await ana.says("bonjour")
    await town.moves(5 * MONTH - DAY)
    assert count(tmp_path, "person") == 1
    assert told(await ana.lines(), says("keeping.month")) == 2
    await town.house.stop()


async def test_what_comes_by_itself_moves_nothing(tmp_path: Path, clock: Clock) -> None:
    town = Town(tmp_path, clock)
    await town.somebody()
    await town.moves(5 * MONTH + DAY)
    await town.house.stop()
    town = Town(tmp_path, clock, prefix="j")  # a new start neither
    await town.moves(MONTH)
    assert count(tmp_path, "person") == 0
    await town.house.stop()


async def test_a_month_is_told_a_week_before(tmp_path: Path, clock: Clock) -> None:
    town = Town(tmp_path, clock, months=1)
    ana = await town.somebody()
    await town.moves(MONTH - WEEK - 3 * HOUR)
    assert told(await ana.lines(), says("keeping.week")) == 0
    await town.moves(DAY)
    assert told(await ana.lines(), says("keeping.week")) == 1
    await town.moves(WEEK)
    assert count(tmp_path, "person") == 0
    await town.house.stop()


async def test_a_shorter_setting_forgets_nobody_who_was_not_told(tmp_path: Path, clock: Clock) -> None:
    town = Town(tmp_path, clock, months=24)
    ana = await town.somebody()
    await town.moves(12 * MONTH)
    assert told(await ana.lines(), says("keeping.month")) == 0
    await town.house.stop()
    town = Town(tmp_path, clock, prefix="j")
    ana = Person(town.house, "telegram")
    await town.moves(DAY)
    assert told(await ana.lines(), says("keeping.month")) == 1
    await town.moves(MONTH - 2 * DAY)
    assert count(tmp_path, "person") == 1
    await town.moves(2 * DAY)
    assert count(tmp_path, "person") == 0
    await town.house.stop()


async def test_where_the_platform_lets_nobody_write_nothing_is_sent_and_the_end_comes_all_the_same(
    tmp_path: Path, clock: Clock
) -> None:
    town = Town(tmp_path, clock, window=24 * 60 * 60)
    await town.somebody()
    before = len(town.outside.seen)
    await town.moves(5 * MONTH + DAY)
    assert len(town.outside.seen) == before
    await town.moves(MONTH)
    assert count(tmp_path, "person") == 0
    await town.house.stop()


async def test_who_refused_is_told_nothing_and_gone_after_a_day(tmp_path: Path, clock: Clock) -> None:
    town = Town(tmp_path, clock)
    ana = Person(town.house, "telegram")
    await ana.does(Open("fr"))
    await ana.taps(1)
    await ana.says("mes données")
    assert told(await ana.lines(), says("keeping.until", n=6)) == 0
    await town.moves(DAY)
    assert count(tmp_path, "person") == 0
    await town.house.stop()


async def test_it_is_told_after_silence_too(tmp_path: Path, clock: Clock) -> None:
    town = Town(tmp_path, clock)
    ana = await town.somebody()
    await ana.says(QUIET["fr"])
    await town.moves(5 * MONTH + DAY)
    assert told(await ana.lines(), says("keeping.month")) == 1
    await town.house.stop()


@pytest.mark.parametrize("months", [1, 6, 24])
@pytest.mark.parametrize("lang", languages())
async def test_my_data_says_for_how_long(tmp_path: Path, clock: Clock, lang: str, months: int) -> None:
    town = Town(tmp_path, clock, months)
    ana = await town.somebody(lang)
    await ana.says(DATA[lang])
    assert told(await ana.lines(), says("keeping.until", lang, months)) == 1
    await town.house.stop()


@pytest.mark.parametrize("months", ["0", "25", "-1", "six"])
def test_no_other_time_can_be_set(months: str) -> None:
    with pytest.raises(SettingError, match="ATOUT_KEEP_MONTHS"):
        settings_of({"ATOUT_KEEP_MONTHS": months})
