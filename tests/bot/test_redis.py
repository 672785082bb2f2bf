"""Redis between workers, on a real server: words, a pace in common, speech; emptied, killed and started again."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from bot.bus import redis as bus_of
from bot.bus.base import Kind, Word
from bot.bus.redis import RedisBucket, RedisBus, RedisShelf, refusal
from bot.channels.base import Beat
from bot.settings import SettingError, read
from bot.voice.shelf import Shelved
from tests.bot.test_postgres import atout
from tests.bot.test_workers import Page, town
from tests.patience import patient
from tests.servers import postgres, redis
from tests.servers.tls import certified

KEY = bytes(range(32))
SAID = "Vous gardez les enfants à Pétaouchnie."


@pytest.fixture
def server() -> Iterator[redis.Server]:
    if not redis.there():
        pytest.skip("redis-server is not installed (as root, tools/system.sh installs it)")
    with redis.server() as running:
        yield running


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for what a busy machine answers late."""
    monkeypatch.setattr(bus_of, "BOOKING", 60.0)
    monkeypatch.setattr(bus_of, "PATIENCE", 60.0)


async def until(true: Callable[[], object], seconds: float = 30.0) -> None:
    async with asyncio.timeout(seconds):
        while not true():  # noqa: ASYNC110 - it is another process that changes it
            await asyncio.sleep(0.02)


# ---------------------------------------------------------------- words


async def test_a_word_reaches_the_others_and_not_who_said_it(server: redis.Server) -> None:
    heard: dict[str, list[Word]] = {"a": [], "b": []}
    buses = {name: RedisBus(server.url, name) for name in heard}
    for name, bus in buses.items():
        bus.start(heard[name].append)
    await until(lambda: all(heard.values()))  # each began to listen: whatever was said before is to be looked for
    buses["a"].tell(Word(Kind.RING, "conversation m"))
    buses["a"].tell(Word(Kind.RING, "conversation m"))
    await until(lambda: len(heard["b"]) > 1)
    assert heard == {"a": [Word(Kind.ANY)], "b": [Word(Kind.ANY), Word(Kind.RING, "conversation m")]}
    server.stop()
    buses["a"].tell(Word(Kind.DUE))
    server.start()
    await until(lambda: heard["b"].count(Word(Kind.ANY)) > 1)  # looks at everything: words may have been lost
    buses["a"].tell(Word(Kind.JOBS))
    await until(lambda: Word(Kind.JOBS) in heard["b"])
    for bus in buses.values():
        await bus.close()


async def test_that_redis_is_away_is_said_once_with_the_reason_and_once_that_it_is_back(
    server: redis.Server, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Word] = []
    bus, bucket = RedisBus(server.url, "a"), RedisBucket(server.url)
    caplog.set_level(logging.INFO)
    bus.start(heard.append)
    await until(lambda: heard)
    assert caplog.messages == []
    server.stop()
    assert await bucket.book("bot:1", Beat(1, burst=1)) is None
    await asyncio.sleep(3)
    server.start()
    await until(lambda: "the line to the other programs is back" in caplog.messages)
    await asyncio.sleep(2.5)  # more is heard
    said = [(one.getMessage(), getattr(one, "found", {}).get("why", "")) for one in caplog.records]
    assert sorted(what for what, _ in said) == [
        "redis does not answer",
        "the line to the other programs broke",
        "the line to the other programs is back",
    ]
    assert {why.partition(":")[0] for _, why in said} == {"Redis", ""}
    assert redis.PASSWORD not in str(said)
    await bus.close()
    await bucket.close()


async def test_what_a_stranger_says_there_is_no_word(server: redis.Server) -> None:
    heard: list[Word] = []
    bus = RedisBus(server.url, "a")
    bus.start(heard.append)
    await until(lambda: heard)
    for message in ("", "{", '["b", [["due"]]]', '["b", [["erase", "all"]]]', "[" * 5000, '["b", [["due", ""]]]'):
        server.root().publish("atout", message)
    await until(lambda: Word(Kind.DUE) in heard)
    assert set(heard) == {Word(Kind.ANY), Word(Kind.DUE)}
    await bus.close()


@pytest.mark.usefixtures("unhurried")
async def test_with_tls_it_is_told_by_its_certificate_and_nobody_else_is_spoken_to(tmp_path: Path) -> None:
    if not redis.there():
        pytest.skip("redis-server is not installed (as root, tools/system.sh installs it)")
    stranger = tmp_path / "stranger.pem"
    stranger.write_bytes(certified("somebody.else")[1])
    with redis.server(tls=True) as running:
        assert not refusal(running.trusted())
        bucket = RedisBucket(running.trusted())
        assert await bucket.book("bot:1", Beat(1, burst=1)) == 0.0
        await bucket.close()
        heard: dict[str, list[Word]] = {"a": [], "b": []}
        buses = {name: RedisBus(running.trusted(), name) for name in heard}
        for name, bus in buses.items():
            bus.start(heard[name].append)
        await until(lambda: all(heard.values()))
        buses["a"].tell(Word(Kind.DUE))
        await until(lambda: Word(Kind.DUE) in heard["b"])
        for bus in buses.values():
            await bus.close()
        assert "certificate" in refusal(running.trusted(stranger))
        assert refusal(running.trusted().replace("rediss://", "redis://").partition("?")[0])
        other = RedisBucket(running.trusted(stranger))
        assert await other.book("bot:1", Beat(1, burst=1)) is None
        await other.close()


# ---------------------------------------------------------------- a pace


@pytest.mark.usefixtures("unhurried")
async def test_programs_that_book_in_one_bucket_keep_to_the_pace_together(server: redis.Server) -> None:
    beat, buckets = Beat(1 / 50, burst=5), [RedisBucket(server.url) for _ in range(3)]
    began = time.monotonic()
    waits = await asyncio.gather(*(bucket.book("bot:1", beat) for bucket in buckets for _ in range(20)))
    took = time.monotonic() - began
    due = sorted(wait for wait in waits if wait is not None)
    assert len(due) == 60
    assert due[:5] == [0.0] * 5
    assert due[-1] >= (60 - 5) / 50 - took - 0.05  # 60 messages, five at once, the others a fiftieth of a second apart
    assert due[-1] <= (60 - 5) / 50 + 0.05
    other = await buckets[0].book("bot:2", beat)
    assert other == 0.0
    for bucket in buckets:
        await bucket.close()


@pytest.mark.usefixtures("unhurried")
async def test_a_clock_that_was_set_back_moves_what_is_booked_with_it(server: redis.Server) -> None:
    beat, bucket, root = Beat(1 / 2, burst=5), RedisBucket(server.url), server.root()
    for _ in range(60):
        await bucket.book("bot:1", beat)
    for name in root.scan_iter("atout:pace:*"):  # what was a minute and an hour ago is ahead of the clock now
        moment: Any = root.get(name)
        root.set(name, f"{float(moment) + 3_660_000:.3f}", keepttl=True)
    wait = await bucket.book("bot:1", beat)
    assert wait is not None
    assert 5 < wait <= (61 - 5) / 2 + 0.05  # those sixty still leave before it
    assert all(0 < int(str(root.ttl(name))) <= 33 for name in root.scan_iter("atout:pace:*"))
    await bucket.close()


@pytest.mark.usefixtures("unhurried")
async def test_without_an_answer_nobody_waits_for_it(server: redis.Server) -> None:
    bucket = RedisBucket(server.url)
    assert await bucket.book("bot:1", Beat(1, burst=1)) == 0.0
    server.stop()
    assert await bucket.book("bot:1", Beat(1, burst=1)) is None
    began = time.monotonic()
    for _ in range(100):
        assert await bucket.book("bot:1", Beat(1, burst=1)) is None
    assert time.monotonic() - began < patient(5)
    await bucket.close()


# ---------------------------------------------------------------- speech


async def test_what_was_read_aloud_is_not_read_again_by_another_program_and_lies_there_sealed(
    server: redis.Server,
) -> None:
    asked: list[str] = []

    async def speak(words: str, lang: str) -> bytes:
        asked.append(f"{lang} {words}")
        return f"OggS {words}".encode()

    first, second, other = (Shelved(speak, RedisShelf(server.url), key) for key in (KEY, KEY, bytes(32)))
    assert await first(SAID, "fr") == await second(SAID, "fr") == f"OggS {SAID}".encode()
    assert len(asked) == 1
    root = server.root()
    for name in root.scan_iter():
        assert b"taouchnie" not in name + root.dump(name)
        assert 0 < int(str(root.ttl(name))) <= 24 * 60 * 60
    assert await other(SAID, "fr") == f"OggS {SAID}".encode()  # another key: what lies there is not for them
    assert len(asked) == 2
    for name in list(root.scan_iter()):
        root.set(name, b"x" * 100)
    assert await first(SAID, "fr") == f"OggS {SAID}".encode()
    root.flushall()
    assert await first(SAID, "fr") == f"OggS {SAID}".encode()
    server.stop()
    assert await first(SAID, "fr") == f"OggS {SAID}".encode()
    assert len(asked) == 5


# ---------------------------------------------------------------- the whole


def test_redis_is_emptied_and_killed_under_load_and_nothing_is_lost(server: redis.Server, tmp_path: Path) -> None:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (as root, tools/system.sh installs it)")
    with postgres.postgres() as rows, town(tmp_path, rows.database(tmp_path), ATOUT_REDIS=server.url) as running:
        running.shared_by(3)
        people = [Page(running.at) for _ in range(6)]

        def talks(one: Page) -> None:
            one.begins()
            for number in range(30):
                one.says(text=f"mot-{number}.")

        shown = atout(tmp_path, running.url, "doctor", ATOUT_REDIS=server.url)[1]
        assert re.search(r"Of 256 slots of people, (worker \d+ holds 8[56](, |\.)){3}", shown), shown
        assert "Redis answers." in shown
        wrong = server.url.replace(redis.PASSWORD, "canari")
        shown = atout(tmp_path, running.url, "doctor", ATOUT_REDIS=wrong)[1]
        assert "Redis: it does not take the user or the password of ATOUT_REDIS. The workers do without it" in shown
        assert "canari" not in shown
        shown = atout(tmp_path, running.url, "doctor", ATOUT_REDIS="redis://canari:canari@127.0.0.1:canari/0")[1]
        assert "Settings: ATOUT_REDIS cannot be read" in shown
        assert "canari" not in shown

        with ThreadPoolExecutor(len(people)) as pool:
            talking = [pool.submit(talks, one) for one in people]
            time.sleep(1)
            server.root().flushall()
            time.sleep(1)
            server.stop()
            time.sleep(1)
            server.start()
            server.root().flushall()
            for one in talking:
                one.result()
        assert all(one.in_order() for one in people)
        assert redis.PASSWORD not in running.log()
    assert running.process.returncode == 0


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"ATOUT_REDIS": "http://canari"}, "ATOUT_REDIS takes an address"),
        ({"ATOUT_REDIS": "redis://canari"}, "need ATOUT_STORE"),
    ],
)
def test_what_must_be_set_otherwise_is_said_without_the_address(settings: dict[str, str], why: str) -> None:
    with pytest.raises(SettingError, match=why) as caught:
        read(settings)
    assert "canari" not in str(caught.value)


def test_why_redis_does_not_answer_is_told_apart(server: redis.Server) -> None:
    where = f"@{server.folder}/redis.sock"
    assert refusal(server.url) == ""
    assert "the user or the password" in refusal(f"unix://{redis.USER}:canari{where}")
    assert "the user or the password" in refusal(f"unix://{where}")
    server.stop()
    assert "nobody answers there" in refusal(server.url)
    assert "nobody answers there" in refusal("redis://127.0.0.1:1/0")
    assert "the host in ATOUT_REDIS is not known" in refusal("redis://canari.invalid/0")


@pytest.mark.parametrize(("more", "workers"), [(":canari/0", "1"), (":99999/0", "2"), ("/0?canari=1", "1")])
def test_an_address_of_redis_that_cannot_be_read_is_refused_at_the_start(
    tmp_path: Path, more: str, workers: str
) -> None:
    nobody, address = "postgresql://127.0.0.1:1/coach", f"redis://127.0.0.1{more}"
    code, said = atout(tmp_path, nobody, "serve", "--workers", workers, ATOUT_REDIS=address, ATOUT_PORT="0")
    assert code == 2
    assert said.startswith("SettingError: ATOUT_REDIS cannot be read")
    assert "canari" not in said
