"""What an operator sees of `atout serve`: whether work can be sent there, and figures, read by Prometheus's own parser.

The program is a process of its own; people are on the page and on Telegram. No word, address or id of theirs is seen.
"""

from __future__ import annotations

import asyncio
import io
import json
import logging
import re
import sqlite3
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot import logs
from bot.commands._disk import judged
from bot.house import House
from bot.loop import WAITING_MAX
from bot.settings import SettingError, read
from tests.bot.little import Clock
from tests.bot.test_disk import file_of
from tests.bot.test_serve import PATIENCE, browser, logged, press, say, serving
from tests.doubles.telegram import TOKEN, telegram

CANARY = "Canarinette"
STRANGE = f"{CANARY} zzxqk vbrrt"  # in no language
SECRET = "only-who-watches-knows-it"
HERE = {"ATOUT_METRICS": "127.0.0.1:0"}
FAILED, DELIVERED = "atout_events_failed_total", "atout_deliveries_total"
NONE_YET = {
    *((FAILED, name) for name in ("web", "job", "telegram")),
    *((DELIVERED, "telegram", name) for name in ("refused", "given up")),
}

Seen = Mapping[tuple[str, ...], float]  # a name and the values of its labels


def port(process: subprocess.Popen[str]) -> tuple[str, str]:
    """Where figures are told, and what was logged until then."""
    told = logged(process, '"metrics"')
    found = re.search(r'"port": (\d+)', told)
    assert found
    return f"http://127.0.0.1:{found[1]}/metrics", told


def scraped(at: str, **headers: str) -> tuple[str, Seen]:
    """All that is told, and what a parser makes of it."""
    answer = httpx2.get(at, headers=headers)
    assert answer.status_code == 200
    samples = [one for family in text_string_to_metric_families(answer.text) for one in family.samples]
    return answer.text, {(one.name, *one.labels.values()): one.value for one in samples}


def visits(at: str, number: int) -> None:
    """Somebody agrees, and says what nobody understands."""
    with browser(at) as http:
        page = say(http, 1, open="fr")
        say(http, 2, press=press(page, "agree"))
        say(http, 3, text=f"{STRANGE} {number}")


def test_figures_tell_what_was_done_and_nothing_of_fewer_than_ten(tmp_path: Path) -> None:
    with serving(tmp_path, **HERE) as (process, at):
        watched, _ = port(process)
        for number in range(5):  # as many as may begin in a minute from one place
            visits(at, number)
        _, seen = scraped(watched)
        assert seen["atout_events_folded_total", "web"] == 15
        assert seen["atout_commit_seconds_count",] >= 10
        assert seen["atout_commit_pieces_sum",] >= seen["atout_commit_pieces_count",]
        assert seen["atout_ready",] == 1
        assert seen["atout_writer_waiting",] == 0
        assert seen["process_resident_memory_bytes",] > 0
        assert [key for key in seen if key[0].startswith("atout_question")] == []


async def test_figures_hold_no_word_no_address_and_no_id_of_a_person(tmp_path: Path) -> None:
    async with telegram() as api:
        settings = {**HERE, "ATOUT_TELEGRAM_TOKEN": TOKEN, "ATOUT_TELEGRAM_API": api.url}
        with serving(tmp_path, **settings) as (process, _):
            watched, told = await asyncio.to_thread(port, process)
            people = [api.person(730_051_000 + number, lang="fr") for number in range(12)]
            for one in people:
                await one.starts()
                await one.sees(1, PATIENCE)
                for _ in range(2):
                    await one.says(STRANGE)
                await one.sees(3, PATIENCE)
            text, seen = await asyncio.to_thread(scraped, watched)
            assert seen["atout_events_folded_total", "telegram"] == 36
            assert seen["atout_deliveries_total", "telegram", "sent"] >= 36
            assert seen["atout_question_reached_total", "charter/consent"] == 10  # of twelve
            assert seen["atout_question_missed_total", "charter/consent"] == 20  # of twenty-four
            assert ("atout_question_answered_total", "charter/consent") not in seen
            process.terminate()
            _, rest = await asyncio.to_thread(process.communicate, timeout=PATIENCE)
            for secret in (CANARY, "73005", TOKEN):
                assert secret not in text + told + rest


async def test_what_cannot_be_sent_is_seen_to_wait(tmp_path: Path) -> None:
    async with telegram() as api:
        settings = {**HERE, "ATOUT_TELEGRAM_TOKEN": TOKEN, "ATOUT_TELEGRAM_API": api.url}
        with serving(tmp_path, **settings) as (process, _):
            watched, _ = await asyncio.to_thread(port, process)
            _, seen = await asyncio.to_thread(scraped, watched)
            first = {key: value for key, value in seen.items() if key[0] in {FAILED, DELIVERED}}
            assert first == dict.fromkeys(NONE_YET, 0)  # so that the first of each is a rise
            for _ in range(3):
                api.fail("sendMessage", 500)
            await api.person(7, lang="fr").starts()
            async with asyncio.timeout(PATIENCE):
                while True:
                    _, seen = await asyncio.to_thread(scraped, watched)
                    if any(seen[key] for key in seen if key[:2] == ("atout_deliveries_total", "telegram")):
                        break
                    await asyncio.sleep(0.05)
            assert sum(seen["atout_outbox_waiting", status] for status in ("due", "sending", "unsure")) >= 1
            assert ("atout_deliveries_total", "telegram", "sent") not in seen


def test_figures_are_not_told_where_people_come(tmp_path: Path) -> None:
    with serving(tmp_path, **HERE) as (process, at):
        watched, _ = port(process)
        assert httpx2.get(f"{at}/metrics").status_code == 404
        assert httpx2.get(watched).status_code == 200


def test_each_of_several_processes_tells_its_own_at_a_port_of_its_own(tmp_path: Path) -> None:
    with serving(tmp_path / "one", **HERE) as (first, at):
        watched, _ = port(first)
        same = {"ATOUT_METRICS": watched.removeprefix("http://").removesuffix("/metrics")}
        with serving(tmp_path / "two", **same) as (second, _):
            other, _ = port(second)
            assert other != watched
            visits(at, 1)
            assert scraped(watched)[1]["atout_events_folded_total", "web"] == 3
            assert ("atout_events_folded_total", "web") not in scraped(other)[1]


def test_a_token_is_asked_for_where_one_is_set(tmp_path: Path) -> None:
    with serving(tmp_path, **HERE, ATOUT_METRICS_TOKEN=SECRET) as (process, _):
        watched, _ = port(process)
        for shown in ("", "Bearer", f"Bearer {SECRET[:-1]}", f"Basic {SECRET}"):
            answer = httpx2.get(watched, headers={"Authorization": shown})
            assert (answer.status_code, answer.text) == (401, "")
        scraped(watched, Authorization=f"Bearer {SECRET}")


@pytest.mark.parametrize("place", ["0.0.0.0:9464", "192.0.2.7:9464", "[::]:9464"])
def test_figures_are_told_to_other_machines_only_with_a_token(place: str) -> None:
    with pytest.raises(SettingError, match="ATOUT_METRICS_TOKEN of 20 letters"):
        read({"ATOUT_METRICS": place, "ATOUT_METRICS_TOKEN": "short"})
    assert read({"ATOUT_METRICS": place, "ATOUT_METRICS_TOKEN": SECRET}).metrics == place


@pytest.mark.parametrize("place", ["9464", ":9464", "127.0.0.1:", "127.0.0.1:99999", "127.0.0.1:http"])
def test_a_place_is_an_address_and_a_port(place: str) -> None:
    with pytest.raises(SettingError, match=r"such as 127\.0\.0\.1:9464"):
        read({"ATOUT_METRICS": place})


def until_ready(at: str) -> None:
    """Ask until a row was written within the second that it may take."""
    until = time.monotonic() + PATIENCE
    while (answer := httpx2.get(f"{at}/ready")).status_code != 200:
        assert time.monotonic() < until, answer.text
    assert answer.text == "ready"


def test_a_server_that_writes_is_ready_and_tells_no_figures_unless_asked(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, at):
        until_ready(at)
        with sqlite3.connect(tmp_path / "data" / "atout.db") as db:  # a row was written, and is gone
            assert db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'inbox'").fetchall() >= [(1,)]
            assert db.execute("SELECT count(*) FROM inbox").fetchone() == (0,)
        assert httpx2.get(f"{at}/metrics").status_code == 404


def test_a_store_that_does_not_write_is_alive_and_not_ready_until_it_does(tmp_path: Path) -> None:
    with serving(tmp_path) as (_, at):
        with sqlite3.connect(tmp_path / "data" / "atout.db", isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")  # nobody else writes now
            answer = httpx2.get(f"{at}/ready")
            assert (answer.status_code, answer.text) == (503, "slow")
            assert httpx2.get(f"{at}/health").text == "ok"
            other.execute("ROLLBACK")
        until_ready(at)


async def test_a_disk_that_takes_nothing_is_not_ready_and_no_figure_of_the_store_is_told(
    house: House, clock: Clock
) -> None:
    db = file_of(house)
    db.execute("PRAGMA query_only = ON")
    pulse = await house.ready.pulse()
    assert (pulse.reason, pulse.waits) == ("disk", None)
    db.execute("PRAGMA query_only = OFF")
    assert await house.ready.reason() == "disk"  # for a second all are told the same
    clock.move(1_000)
    assert await house.ready.reason() == ""


async def test_a_house_in_which_too_many_wait_is_not_ready(house: House, clock: Clock) -> None:
    free = threading.Event()
    first = asyncio.create_task(house.run(lambda _: free.wait()))
    rest = [asyncio.create_task(house.run(lambda _: None)) for _ in range(WAITING_MAX + 1)]
    await asyncio.sleep(0)
    clock.move(3_000)
    pulse = await house.ready.pulse()
    assert (pulse.reason, pulse.waiting >= WAITING_MAX, pulse.oldest) == ("full", True, 3_000)
    free.set()
    await asyncio.gather(first, *rest)
    pulse = await house.ready.pulse()
    assert (pulse.reason, pulse.oldest) == ("", 0)


def test_lines_of_the_log_are_json_or_plain() -> None:
    stream = io.StringIO()
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    try:
        for plain in (False, True):
            logs.start(stream=stream, plain=plain)
            logs.note(logging.getLogger("bot.here"), logging.INFO, "something happened", conversation="abcdef")
    finally:
        root.handlers[:], root.level = before
    first, second = stream.getvalue().splitlines()
    assert json.loads(first)["conversation"] == "abcdef"
    assert second.endswith('INFO bot.here something happened conversation="abcdef"')


@pytest.mark.parametrize(("middle", "how"), [(0.9, "ok"), (5.0, "ok"), (5.1, "advice"), (40.0, "advice")])
def test_a_slow_disk_is_told(middle: float, how: str) -> None:
    found = judged(middle, 61.2)
    assert found.how == how
    assert f"{middle:.1f} ms (p50), 61.2 ms (p99)" in found.text
