"""Several workers on one database: what a person says goes to one of them, whoever takes it in; killed, asleep, woken.

Real processes on one socket, a real PostgreSQL server, pages over HTTP and a small Telegram of our own. How soon it all
happens is for a machine with nothing else to do (tools/bench/herd.py): here it is waited for.
"""

from __future__ import annotations

import asyncio
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path

import httpx2
import psycopg
import pytest

from bot.app import now
from bot.store.base import Who
from bot.store.fleeting import place
from bot.store.lease import change
from bot.store.slots import FIRST, SLOTS, slot
from tests.bot.test_serve import FROM_PAGE, PATIENCE, ROOT, answering, press
from tests.doubles.telegram import TOKEN, Person, Telegram, telegram
from tests.servers import postgres
from tools.converse import EXPRESS

RUN = "from atout import main; raise SystemExit(main())"
NEXT = """
from bot.commands import serve
from bot.sim.deploys import deployed
today = serve.load_content
serve.load_content = lambda settings: deployed(today(settings))
"""  # the version after this one: a question more, one renamed, one gone
PROFILE = {"setMyCommands", "setMyDescription", "setMyShortDescription", "deleteWebhook", "getWebhookInfo"}
SHORT = """
import os
from itertools import count
forks, fork = count(1), os.fork
def short():
    if next(forks) in {4, 5}:
        raise BlockingIOError(11, "Resource temporarily unavailable")
    return fork()
os.fork = short
"""  # a machine on which the fourth process and the fifth cannot be begun
ASLEEP = 30.0  # seconds for which one is stopped
COMES_AGAIN = {429, 503}  # too many a minute for the worker that took it in, which others may not be; or it is busy
OWED = """
SELECT (SELECT count(*) FROM outbox WHERE status IN ('due', 'sending', 'unsure')) + (SELECT count(*) FROM arrival)
    + (SELECT count(*) FROM job WHERE status = 'due' AND due <= %(now)s)
"""


# ---------------------------------------------------------------- who holds what


def settled(living: list[int], held: dict[int, int]) -> dict[int, int]:
    """What is held once every worker has looked again and again, in any order."""
    lots = random.Random(3)
    for _ in range(6):
        for worker in lots.sample(living, len(living)):
            take, give = change(worker, living, held)
            held |= dict.fromkeys(give, 0) | {one: worker for one in take if held[one] not in living}
    return held


def shares(held: dict[int, int]) -> dict[int, int]:
    return {worker: list(held.values()).count(worker) for worker in set(held.values())}


def test_whoever_comes_and_goes_every_slot_is_held_and_all_have_the_same_share() -> None:
    held, living = dict.fromkeys(range(SLOTS), 0), [1]
    assert shares(settled(living, held)) == {1: SLOTS}
    for living in ([1, 2], [1, 2, 3], [2, 3], [2, 3, 4, 5, 6, 7, 8], [8]):
        counts = shares(settled(living, held))
        assert set(counts) == set(living)
        assert max(counts.values()) - min(counts.values()) <= 1


def test_who_is_the_first_stays_it_while_it_lives() -> None:
    held = settled([4], dict.fromkeys(range(SLOTS), 0))
    for living in ([4, 5], [3, 4, 5], [2, 3, 4, 5, 6]):
        assert settled(living, held)[FIRST] == 4
    assert settled([2, 3], held)[FIRST] in {2, 3}


def test_people_fall_into_all_slots() -> None:
    lots = random.Random(5)
    counts = [0] * SLOTS
    for _ in range(SLOTS * 100):
        counts[slot(Who(1, "".join(lots.choices("abcdefghijklmnopqrstuvwxyz234567", k=20))))] += 1
    assert min(counts) > 50
    assert max(counts) < 160


# ---------------------------------------------------------------- through the real door


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (as root, tools/system.sh installs it)")
    with postgres.postgres(*postgres.DURABLE) as running:
        yield running


class Town:
    """`atout serve --workers` as it runs, and the pages of the people in it."""

    def __init__(self, process: subprocess.Popen[str], home: Path, at: str, url: str) -> None:
        self.process, self.home, self.at, self.url = process, home, at, url

    def children(self) -> list[int]:
        words = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(word) for word in words.split()]

    def held(self) -> dict[int, int]:
        """How many slots each living worker holds."""
        with psycopg.connect(self.url) as db:
            rows = db.execute("SELECT worker, count(*) FROM lease l JOIN worker w ON w.id = l.worker GROUP BY worker")
            return {int(worker): int(count) for worker, count in rows}

    def first(self) -> tuple[int, int]:
        """The process and the number of the worker that does what is done once."""
        with psycopg.connect(self.url) as db:
            row = db.execute("SELECT worker FROM lease WHERE slot = %s", (FIRST,)).fetchone()
        assert row is not None
        begun = re.findall(r'"what": "worker begins", "worker": (\d+), "process": (\d+)', self.log())
        return {int(worker): int(process) for worker, process in begun}[row[0]], int(row[0])

    def owes(self) -> int:
        """How much was decided and is not known to have been said, or waits for a worker."""
        with psycopg.connect(self.url) as db:
            row = db.execute(OWED, {"now": now()}).fetchone()
        assert row is not None
        return int(row[0])

    def log(self) -> str:
        return (self.home / "log").read_text(encoding="utf-8")

    def logs(self, what: str) -> None:
        """Wait until something is in the log."""
        until = time.monotonic() + PATIENCE
        while what not in self.log():
            assert time.monotonic() < until, self.log()
            time.sleep(0.1)

    def gone(self, worker: int) -> None:
        """Wait until the others hold what a worker held."""
        until = time.monotonic() + PATIENCE
        while worker in (held := self.held()) or sum(held.values()) < SLOTS:
            assert time.monotonic() < until, held
            time.sleep(0.1)

    def shared_by(self, count: int) -> None:
        """Wait until so many workers hold all of it in equal shares."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            held = self.held()
            if len(held) == count and sum(held.values()) == SLOTS and max(held.values()) - min(held.values()) <= 1:
                return
            time.sleep(0.1)
        pytest.fail(f"held: {self.held()}")

    def kills(self, child: int) -> None:
        """Kill a worker, and wait until others hold what it held."""
        before, until = set(self.held()), time.monotonic() + PATIENCE
        os.kill(child, signal.SIGKILL)
        while before <= set(self.held()) or sum(self.held().values()) < SLOTS:
            assert time.monotonic() < until, self.held()
            time.sleep(0.1)


@contextmanager
def town(home: Path, url: str, workers: int = 3, program: str = RUN, **settings: str) -> Iterator[Town]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("ATOUT_")}
    environ = {
        **known,
        "ATOUT_PORT": "0",
        "ATOUT_DATA": str(home / "data"),
        "ATOUT_KEY_FILE": str(home / "master.key"),
        "ATOUT_DICTIONARIES": str(home / "nowhere"),
        "ATOUT_STORE": url,
        **settings,
    }
    words = [sys.executable, "-c", program, "serve", "--workers", str(workers)]
    home.mkdir(exist_ok=True)
    with (home / "log").open("a") as log:
        process = subprocess.Popen(words, cwd=ROOT, env=environ, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found, (home / "log").read_text(encoding="utf-8")
        answering(found[0])
        yield Town(process, home, found[0], url)
    finally:
        for child in Town(process, home, "", "").children() if process.poll() is None else ():
            os.kill(child, signal.SIGCONT)
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=PATIENCE)
        finally:
            process.kill()
            process.wait()


def memory_of(home: Path) -> Path:
    found = place(home / "data")
    assert found is not None
    return found


class Page:
    """Somebody with the page open, at a network address of their own; each request may be taken by any worker."""

    homes = count(1)

    def __init__(self, at: str) -> None:
        self.here = f"127.0.2.{next(self.homes)}"
        self.at, self.cookies, self.number = at, httpx2.Cookies(), 0
        self.said: list[str] = []

    def _ask(self, method: str, path: str, **more: object) -> httpx2.Response:
        """A connection for each request, so that whichever worker is quickest takes it."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                way, head = httpx2.HTTPTransport(local_address=self.here), {"Accept-Language": "fr"}
                with httpx2.Client(base_url=self.at, cookies=self.cookies, headers=head, transport=way) as http:
                    answer = http.request(method, path, **more)  # type: ignore[arg-type]
                    self.cookies.update(http.cookies)
            except httpx2.TransportError:
                answer = None
            if answer is not None and answer.status_code not in COMES_AGAIN:
                return answer
            assert time.monotonic() < until, "nobody answers"
            time.sleep(0.1)

    def opens(self) -> str:
        return self._ask("GET", "/").text

    def says(self, **fields: str) -> str:
        self.number += 1
        body = {"id": f"message-{self.number}", **fields}
        answer = self._ask("POST", "/say", json=body, headers=FROM_PAGE)
        assert answer.status_code == 200, answer.text
        if "text" in fields:
            self.said.append(fields["text"])
        return answer.text

    def gets(self, path: str) -> httpx2.Response:
        return self._ask("GET", path)

    def posts(self, path: str, **fields: str) -> httpx2.Response:
        return self._ask("POST", path, data=fields, headers=FROM_PAGE)

    def begins(self) -> None:
        self.opens()
        page = self.says(open="fr")
        self.says(press=press(page, "agree"))

    def lines(self) -> list[str]:
        """What they said, as the page shows it."""
        mine = re.findall(r'<article class="b me[^"]*"[^>]*>(.*?)</article>', self.opens(), re.DOTALL)
        return [re.sub(r"<[^>]+>", " ", one) for one in mine]

    def in_order(self) -> bool:
        """Whether all they said is there, once, in order."""
        text = "\n".join(self.lines())
        places = [text.find(word) for word in self.said]
        return -1 not in places and places == sorted(places) and all(text.count(word) == 1 for word in self.said)


def test_whoever_takes_a_message_in_the_conversation_goes_on(server: postgres.Server, tmp_path: Path) -> None:
    with town(tmp_path, server.database(tmp_path)) as running:
        running.shared_by(3)
        people = [Page(running.at) for _ in range(8)]
        for one in people:
            one.begins()
            page = one.says(text="je fais le ménage chez une dame")
            assert "je fais le ménage chez une dame" in page
        for number in range(4):
            for one in people:
                one.says(text=f"et encore {number} jardins")
        assert all(one.in_order() for one in people)
        with psycopg.connect(running.url) as db:
            assert db.execute("SELECT count(*) FROM arrival").fetchall() == [(0,)]
            slots = {slot(Who(1, name)) for (name,) in db.execute("SELECT id FROM person").fetchall()}
        assert len(slots) > 1
    assert (tmp_path / "log").read_text(encoding="utf-8").count("ERROR") == 0
    assert running.process.returncode == 0


def test_a_page_hears_what_another_worker_folds(server: postgres.Server, tmp_path: Path) -> None:
    with town(tmp_path, server.database(tmp_path)) as running:
        running.shared_by(3)
        one = Page(running.at)
        one.begins()
        for number in range(6):  # the stream is at one worker, each message at whichever
            with (
                httpx2.Client(base_url=running.at, cookies=one.cookies) as http,
                http.stream("GET", "/events", timeout=PATIENCE) as stream,
            ):
                lines = stream.iter_lines()
                assert next(lines).startswith("retry")
                one.says(text=f"canari-{number}")
                assert any(f"canari-{number}" in line for line in lines)


def test_who_did_not_agree_is_understood_by_every_worker_and_gone_with_the_last(
    server: postgres.Server, tmp_path: Path
) -> None:
    url = server.database(tmp_path)
    with town(tmp_path, url) as running:
        running.shared_by(3)
        one = Page(running.at)
        one.opens()
        one.says(open="fr")
        for number in range(5):
            one.says(text=f"je garde des enfants {number}")
        assert one.in_order()
        running.kills(running.children()[0])
        one.says(text="et des chats")
        assert one.in_order()
        os.kill(running.children()[0], signal.SIGKILL)  # nor is one that was killed as the others end the last
    assert not memory_of(tmp_path).exists()
    with town(tmp_path, url) as again:
        one.at = again.at
        assert "je garde des enfants" not in one.opens()


def test_a_worker_that_is_killed_is_followed_by_the_others_and_begun_again(
    server: postgres.Server, tmp_path: Path
) -> None:
    with town(tmp_path, server.database(tmp_path)) as running:
        running.shared_by(3)
        people = [Page(running.at) for _ in range(6)]
        for one in people:
            one.begins()
        for turn in range(2):
            with ThreadPoolExecutor() as pool:
                dies = pool.submit(running.kills, running.children()[turn])
                for number in range(5):
                    for one in people:
                        one.says(text=f"mot-{turn}-{number}")
                dies.result()
            running.shared_by(3)
        assert all(one.in_order() for one in people)
        assert running.log().count("workers have ended") == 2  # it was seen, and not told by their silence


def test_a_machine_that_is_short_of_processes_for_a_moment_has_all_workers_again(
    server: postgres.Server, tmp_path: Path
) -> None:
    with town(tmp_path, server.database(tmp_path), program=SHORT + RUN) as running:
        running.shared_by(3)
        running.kills(running.children()[0])
        running.shared_by(3)
        assert running.process.poll() is None
    assert running.log().count("no worker could be begun yet") == 2


def test_the_database_is_started_again_and_all_go_on(server: postgres.Server, tmp_path: Path) -> None:
    with town(tmp_path, server.database(tmp_path)) as running:
        running.shared_by(3)
        people = [Page(running.at) for _ in range(4)]
        for one in people:
            one.begins()
            one.says(text="avant")
        server.stop(signal.SIGQUIT)
        server.start()
        for one in people:
            one.says(text="ensuite")
        assert all(one.in_order() for one in people)
        running.shared_by(3)


def test_the_next_version_comes_beside_this_one_and_goes_again(server: postgres.Server, tmp_path: Path) -> None:
    url = server.database(tmp_path)
    said = [text if isinstance(text, str) else "oui" for text in EXPRESS[2:]]
    parts = iter((said[:2], said[2:4], said[4:6], said[6:]))

    def go_on() -> None:
        for text in next(parts):
            for one in people:
                one.says(text=text)

    with ExitStack() as new:
        with town(tmp_path, url, 2) as old:
            old.shared_by(2)
            people = [Page(old.at) for _ in range(6)]
            for one in people:
                one.begins()
            go_on()
            running = new.enter_context(town(tmp_path, url, 2, NEXT + RUN))
            running.shared_by(4)  # each version folds some of them, whoever takes a message in
            for number, one in enumerate(people):
                one.at = (old.at, running.at)[number % 2]
            go_on()
        for one in people:
            one.at = running.at
        running.shared_by(2)
        go_on()
        back = new.enter_context(town(tmp_path, url, 2))
        running.process.send_signal(signal.SIGTERM)
        running.process.wait(timeout=PATIENCE)
        back.shared_by(2)
        for one in people:
            one.at = back.at
        go_on()
        for one in people:
            mine = [line for line in one.lines() if "Vous" in line][1:]  # the last one is for who has no script
            assert [text in line for text, line in zip(said, mine, strict=True)] == [True] * len(said), mine
            until = time.monotonic() + PATIENCE
            while 'class="file"' not in one.opens():  # it is drawn beside
                assert time.monotonic() < until
                time.sleep(0.2)
    assert (tmp_path / "log").read_text(encoding="utf-8").count("ERROR") == 0


# ---------------------------------------------------------------- on Telegram


@asynccontextmanager
async def on_telegram(home: Path, url: str) -> AsyncIterator[tuple[Town, Telegram]]:
    async with telegram() as api:
        opened = town(home, url, ATOUT_TELEGRAM_TOKEN=TOKEN, ATOUT_TELEGRAM_API=api.url)
        running = await asyncio.to_thread(opened.__enter__)
        try:
            await asyncio.to_thread(running.shared_by, 3)
            yield running, api
        finally:
            await asyncio.to_thread(opened.__exit__, None, None, None)
        assert api.wrong == []


GOES_ON = ("je fais le ménage", "et le jardin", "et la cuisine")


async def begun(api: Telegram, running: Town, count: int = 8) -> list[Person]:
    people = [api.person(number, lang="fr") for number in range(1, count + 1)]
    for one in people:
        await one.starts()
    for one in people:
        assert "programme" in (await one.sees(3, PATIENCE))[0].text
    await heard(api, running)  # who wrote before it is known that they saw it would add to what they said
    return people


async def heard(api: Telegram, running: Town) -> None:
    """Wait until all that was written was taken in and all that is to be said was, what may have been lost too."""
    async with asyncio.timeout(PATIENCE):
        while api.queue or await owed(running):  # noqa: ASYNC110 - what left the queue is in the rows
            await asyncio.sleep(0.1)


async def owed(running: Town) -> int:
    return await asyncio.to_thread(running.owes)


def told(api: Telegram) -> list[list[str]]:
    """What each was told since they began, doubled or not."""
    return [[one.text for one in chat.shown[3:]] for chat in api.chats.values()]


def in_line(one: list[str], all_of_it: list[str]) -> bool:
    """Whether somebody was told all of it in that order, some of it perhaps twice."""
    rest = iter(one)
    return all(any(line == wanted for line in rest) for wanted in all_of_it) and set(one) <= set(all_of_it)


UNDISTURBED: list[str] = []


async def undisturbed(home: Path, url: str) -> list[str]:
    """What somebody is told who says the same while nothing happens; found out once."""
    if not UNDISTURBED:
        async with on_telegram(home, url) as (running, api):
            (alone,) = await begun(api, running, 1)
            for text in GOES_ON:
                await alone.says(text)
                await heard(api, running)
            UNDISTURBED.extend(told(api)[0])
    return UNDISTURBED


async def test_on_telegram_workers_die_one_after_the_other_and_all_is_said_in_order(
    server: postgres.Server, tmp_path: Path
) -> None:
    wanted = await undisturbed(tmp_path / "a", server.database(tmp_path / "a"))
    async with on_telegram(tmp_path / "b", server.database(tmp_path / "b")) as (running, api):
        people = await begun(api, running)
        for child, text in zip(running.children(), GOES_ON, strict=True):
            dies = asyncio.create_task(asyncio.to_thread(running.kills, child))
            for one in people:
                await one.says(text)
            await dies
            await heard(api, running)
        assert all(in_line(one, wanted) for one in told(api)), told(api)
        doubled = sum(len(one) - len(wanted) for one in told(api))
        assert doubled <= len(people)
    log = (tmp_path / "b" / "log").read_text(encoding="utf-8")
    assert "another program asks for the messages" not in log


async def test_what_was_written_before_the_answer_came_is_read_with_it_whoever_took_it_in(
    server: postgres.Server, tmp_path: Path
) -> None:
    async with on_telegram(tmp_path, server.database(tmp_path)) as (running, api):
        people = await begun(api, running)
        for one in people:
            await one.says("oui")
        await heard(api, running)
        written = [one.message(text="je fais le ménage") for one in people]
        api.date += 2
        for message in written:
            await api.push(message=message)
        await heard(api, running)
        for one in people:
            await api.push(message={**one.message(text="chez une dame"), "date": api.date - 1})
        await heard(api, running)
        assert all("je fais le ménage chez une dame" in one[-1] for one in told(api)), told(api)


async def test_a_worker_that_sleeps_is_followed_and_says_and_writes_nothing_when_it_wakes(
    server: postgres.Server, tmp_path: Path
) -> None:
    wanted = await undisturbed(tmp_path / "a", server.database(tmp_path / "a"))
    async with on_telegram(tmp_path / "b", server.database(tmp_path / "b")) as (running, api):
        people = await begun(api, running)
        sleeper, worker = running.first()
        for one in people:
            await one.says(GOES_ON[0])
        os.kill(sleeper, signal.SIGSTOP)
        asleep = time.monotonic()
        await asyncio.to_thread(running.gone, worker)
        for one in people:
            await one.says(GOES_ON[1])
        await heard(api, running)
        await asyncio.sleep(max(0.0, ASLEEP - (time.monotonic() - asleep)))
        calls = len(api.calls)
        said = told(api)
        os.kill(sleeper, signal.SIGCONT)
        await asyncio.to_thread(running.logs, "AsleepError")  # it ended
        assert told(api) == said
        assert {call.method for call in api.calls[calls:]} <= {"getUpdates", "getMe"} | PROFILE
        for one in people:
            await one.says(GOES_ON[2])
        await heard(api, running)
        assert all(in_line(one, wanted) for one in told(api)), told(api)
        assert running.process.poll() is None
        await asyncio.to_thread(running.shared_by, 3)
    log = (tmp_path / "b" / "log").read_text(encoding="utf-8")
    assert "AsleepError: this program was taken for dead" in log
    assert "Look at the disk" not in log  # it is well
    assert "another program asks for the messages" not in log
