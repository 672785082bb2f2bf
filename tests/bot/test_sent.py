"""A file in the real house: kept sealed until it is read, read once, gone after it; through crashes as well."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bot.channels.base import Arrival, FetchError, Upload
from bot.files import found
from bot.house import House
from bot.store.files import UPLOADS
from flows.model import Body, Media, Open, Tap, Text
from tests.bot import papers
from tests.bot.little import Clock, Ids, Outside, open_store
from tests.bot.sweep.casts import real
from tests.bot.test_private import count, holds

NAME = "Canarinette-Dupont.pdf"
LINE = "Menage au chateau de Canarigny"
SENT = Media("file", NAME, held=True)
PAPER = Upload(papers.pdf(("Awa Diop", "2015", LINE, "Cuisine dans une cantine")))
Read = Callable[[bytes, str], Awaitable[found.Found | None]]


@dataclass
class Home:
    """One person and the house in a folder, which may be opened again."""

    folder: Path
    house: House
    clock: Clock
    outside: Outside
    opened: int = 0
    said: int = 0

    async def does(self, body: Body, upload: Upload | None = None, *, settle: bool = True, again: bool = False) -> None:
        self.said += not again
        ext = f"u{self.said}"
        await self.house.receive([Arrival("push", "ana", ext, body, said_id=ext, lang="fr", upload=upload)])
        if settle:
            await self.house.settle()

    async def asks_for_a_cv(self) -> None:
        await self.does(Open("fr"))
        known = await self.house.peek("push", "ana")
        assert known is not None
        assert known[0].asked is not None
        await self.does(Tap(known[0].asked.id, "0"))
        await self.does(Text("mon ancien cv"))

    async def fact(self, qid: str) -> str:
        known = await self.house.peek("push", "ana")
        return next((f.value.text for f in reversed(known[1]) if f.qid == qid), "") if known else ""

    async def wakes(self, read: Read | None = None) -> None:
        """Close what is open, as a crash leaves it, and open it again."""
        await self.house.stop()
        self.opened += 1
        self.house = opened(self.folder, self.clock, self.outside, f"h{self.opened}", read)

    @property
    def last(self) -> str:
        return self.outside.texts()[-1]


def opened(folder: Path, clock: Clock, outside: Outside, ids: str, read: Read | None) -> House:
    parts = real(clock, outside, Ids(ids))
    return House(open_store(folder, clock), replace(parts, read=read) if read else parts)


@pytest.fixture
async def home(tmp_path: Path, clock: Clock, outside: Outside) -> Home:
    made = Home(tmp_path, opened(tmp_path, clock, outside, "h", None), clock, outside)
    await made.asks_for_a_cv()
    return made


async def test_it_is_read_and_gone_and_nothing_of_it_is_in_clear(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await home.does(SENT, PAPER, settle=False)
    assert count(home.folder, "upload") == 1
    await home.house.settle()
    assert count(home.folder, "upload") == 0
    assert LINE in await home.fact("former/found")
    assert LINE in home.last
    for word in ("Canari", "%PDF", "Menage"):
        assert holds(home.folder, word) == []
        assert word not in caplog.text
    await home.house.stop()


async def test_a_file_that_was_acknowledged_is_read_by_the_next_house(home: Home) -> None:
    await home.does(SENT, PAPER, settle=False)
    await home.wakes()
    await home.does(SENT, PAPER, settle=False, again=True)  # as a platform that was not answered in time does
    await home.house.settle()
    assert LINE in home.last
    assert sum("Je lis" in text for text in home.outside.texts()) == 1
    await home.house.stop()


async def test_a_file_that_ends_its_reader_is_given_up_after_two(home: Home) -> None:
    calls = []

    async def falls(data: bytes, _lang: str) -> None:
        calls.append(len(data))

    await home.wakes(falls)
    await home.does(SENT, PAPER)
    assert calls == [len(PAPER.data)] * 2
    assert "deux fois" in home.last
    assert count(home.folder, "upload") == 0
    await home.does(Text("cuisine dans une cantine en 2015"))
    assert "cantine" in home.last
    await home.house.stop()


async def test_a_house_that_dies_while_it_reads_does_not_do_so_for_ever(home: Home) -> None:
    begun = []
    now = asyncio.Event()

    async def hangs(_data: bytes, _lang: str) -> found.Found:
        begun.append(1)
        now.set()
        await asyncio.sleep(3600)
        raise AssertionError

    await home.wakes(hangs)
    await home.does(SENT, PAPER, settle=False)
    for _ in range(2):
        now.clear()
        settling = asyncio.create_task(home.house.settle())
        await now.wait()
        settling.cancel()
        await home.wakes(hangs)
    await home.house.settle()
    assert len(begun) == 2
    assert "deux fois" in home.last
    await home.house.stop()


async def test_it_goes_with_the_person(home: Home) -> None:
    await home.does(SENT, PAPER, settle=False)
    await home.house.forget("push", "ana")
    assert count(home.folder, "upload") == 0
    await home.house.settle()
    assert not any(LINE in text for text in home.outside.texts())
    await home.house.stop()


async def test_only_the_last_few_wait(home: Home) -> None:
    for _ in range(UPLOADS + 2):
        home.clock.move(1000)
        await home.does(SENT, PAPER, settle=False)
    assert count(home.folder, "upload") == UPLOADS
    await home.house.settle()
    assert count(home.folder, "upload") == 0
    await home.house.stop()


async def test_a_file_the_platform_has_is_fetched_when_it_is_read(home: Home) -> None:
    home.outside.files["F1"] = PAPER.data
    await home.does(SENT, Upload(ref="F1"))
    assert LINE in home.last
    await home.house.stop()


@pytest.mark.parametrize(("reason", "says"), [("gone", "n'ai plus"), ("heavy", "10 Mo"), ("away", "n'arrive pas")])
async def test_a_file_the_platform_does_not_give_is_said(
    home: Home, monkeypatch: pytest.MonkeyPatch, reason: str, says: str
) -> None:
    asked = []

    async def fetch(ref: str, _most: int) -> bytes:
        asked.append(ref)
        raise FetchError(reason)

    monkeypatch.setattr(home.outside, "fetch", fetch)
    monkeypatch.setattr("bot.files.job.WAIT", 0.01)
    await home.does(SENT, Upload(ref="F1"))
    assert says in home.last
    assert len(asked) == (3 if reason == "away" else 1)
    await home.house.stop()


async def test_numbers_a_cv_never_needs_are_covered(home: Home) -> None:
    await home.does(SENT, Upload(papers.pdf((LINE, "Cuisine, repas", "2 85 05 78 006 084 36"))))
    assert "006 084" not in await home.fact("former/text")
    assert "•••" in await home.fact("former/text")
    await home.house.stop()


LOCKED, SCANNED = papers.locked, papers.scanned


@pytest.mark.parametrize(("make", "says"), [
    (LOCKED, "mot de passe"), (SCANNED, "image"), (papers.program, "programme"), (papers.bomb, "sans fin"),
    (lambda: papers.by_office("doc"), "ancien"), (lambda: papers.open_text("x", kind="spreadsheet"), "LibreOffice"),
    (lambda: papers.pdf()[:600], "abîmé"), (lambda: b"", "vide"), (papers.image, "photo"),
    (lambda: bytes(range(256)) * 20, "ne connais pas"),
])  # fmt: skip
async def test_each_trap_has_a_sentence_and_a_way_out(home: Home, make: Callable[[], bytes], says: str) -> None:
    await home.does(SENT, Upload(make()))
    assert says in home.last
    assert "Le texte collé suffit" in home.last
    assert count(home.folder, "upload") == 0
    await home.does(Text("cuisine dans une cantine en 2015"))
    assert "cantine" in home.last
    await home.house.stop()
