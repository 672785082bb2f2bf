"""What is asked of the desk at another program than the first, while that one sleeps, wakes, ends or only takes long.

Two real stores on a real database in one process; the first's door is a real socket, behind which somebody sleeps.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import uvicorn

from bot import relay
from bot.app import now
from bot.store.postgres import PostgresStore
from tests.servers import postgres

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SOON = 20.0  # seconds, fewer than an answer has to begin
NAMES = {"http.response.start", "http.response.body"}


@dataclass
class Browser:
    """One request, what came of it, and whether who made it is still there."""

    method: str = "GET"
    said: bytes = b""
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    got: list[Message] = field(default_factory=list)
    told: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def scope(self) -> Scope:
        headers = [(b"content-length", str(len(self.said)).encode())] if self.said else []
        return {
            "type": "http", "method": self.method, "path": "/desk", "raw_path": b"/desk", "query_string": b"",
            "headers": headers, "scheme": "http", "server": ("atout", 80), "client": ("127.0.0.1", 50_000),
        }  # fmt: skip

    async def receive(self) -> Message:
        if not self.told.is_set():
            self.told.set()
            return {"type": "http.request", "body": self.said, "more_body": False}
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def heard(self) -> None:
        """Wait until what they send was read, to be handed to the first."""
        await asyncio.wait_for(self.told.wait(), SOON)

    async def send(self, message: Message) -> None:
        assert message["type"] in NAMES
        self.got.append(message)

    @property
    def status(self) -> int | None:
        return self.got[0]["status"] if self.got else None

    @property
    def text(self) -> bytes:
        return b"".join(message["body"] for message in self.got[1:])

    @property
    def ended(self) -> bool:
        return len(self.got) > 1 and not self.got[-1].get("more_body", False)


async def here(scope: Scope, receive: Receive, send: Send) -> None:
    """The desk of the program that passes on, for when it is the first itself."""
    said = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"here " + said["body"], "more_body": False})


async def away(_: Scope, receive: Receive, send: Send) -> None:
    """What answers in place of a first that says nothing, with what was handed to it."""
    said = await receive()
    await send({"type": "http.response.start", "status": 503, "headers": []})
    await send({"type": "http.response.body", "body": b"away " + said["body"], "more_body": False})


@dataclass
class Both:
    """The first of two programs, the other one, and what passes on at that one."""

    first: PostgresStore
    other: PostgresStore
    relay: relay.Relay
    door: socket.socket
    left: bool = False

    def asks(self, browser: Browser) -> asyncio.Task[None]:
        return asyncio.create_task(self.relay(browser.scope, browser.receive, browser.send))

    async def first_ends(self) -> None:
        """Have the other one be the first; who slept behind the door sleeps on."""
        self.left = True
        await self.first.close()
        async with asyncio.timeout(SOON):
            while not self.other.held.first:  # noqa: ASYNC110 - by a thread of its own
                await asyncio.sleep(0.05)


@pytest.fixture(scope="module")
def server() -> Iterator[postgres.Server]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (as root, tools/system.sh installs it)")
    with postgres.postgres() as running:
        yield running


@pytest.fixture
async def both(server: postgres.Server, tmp_path: Path) -> AsyncIterator[Both]:
    memory, url = tmp_path / "memory", server.database(tmp_path)
    first, other = (PostgresStore(url, tmp_path / "data", bytes(32), now, memory=memory) for _ in range(2))
    assert first.held.first
    assert not other.held.first
    with relay.opened(memory, first.held.worker) as door:
        made = Both(first, other, relay.Relay(here, away, other, memory), door)
        yield made
        await other.close()
        if not made.left:
            await first.close()


@asynccontextmanager
async def awake(door: socket.socket, desk: ASGIApp) -> AsyncIterator[None]:
    """Somebody behind the door."""
    serving = uvicorn.Server(uvicorn.Config(desk, lifespan="off", ws="none", log_config=None))
    task = asyncio.create_task(serving.serve(sockets=[door]))
    try:
        yield
    finally:
        serving.should_exit = serving.force_exit = True
        await task


async def within(seconds: float, task: asyncio.Task[None]) -> None:
    async with asyncio.timeout(seconds):
        await task


@pytest.mark.parametrize("browser", [Browser(), Browser("POST", b"n=1")], ids=["page", "form"])
async def test_a_browser_that_left_is_not_asked_for_any_more(both: Both, browser: Browser) -> None:
    task = both.asks(browser)
    await browser.heard()
    assert not task.done()
    browser.gone.set()
    await within(SOON, task)
    assert browser.got == []


async def test_a_page_that_the_sleeping_first_did_not_answer_is_answered_by_the_next(both: Both) -> None:
    browser = Browser()
    task = both.asks(browser)
    await browser.heard()
    await both.first_ends()
    await within(SOON, task)
    assert (browser.status, browser.text, browser.ended) == (200, b"here ", True)


async def test_a_form_that_was_handed_over_is_not_handed_over_twice_but_handed_back(both: Both) -> None:
    browser = Browser("POST", b"n=1")
    task = both.asks(browser)
    await browser.heard()
    await both.first_ends()
    await within(SOON, task)
    assert (browser.status, browser.text, browser.ended) == (503, b"away n=1", True)


async def ends_once(door: socket.socket) -> None:
    """Somebody behind the door who ends as they are asked."""
    door.settimeout(0)
    line, _ = await asyncio.get_running_loop().sock_accept(door)
    await asyncio.get_running_loop().sock_recv(line, 4096)
    line.close()


async def test_a_page_whose_program_ends_in_the_middle_is_asked_for_once_more_and_a_form_is_handed_back(
    both: Both,
) -> None:
    for browser, wanted in ((Browser("POST", b"n=1"), (503, b"away n=1")), (Browser(), (200, b"here "))):
        task = both.asks(browser)
        await ends_once(both.door)
        if browser.method == "GET":
            async with awake(both.door, here):
                await within(SOON, task)
        await within(SOON, task)
        assert (browser.status, browser.text) == wanted


async def test_a_page_that_ends_whoever_draws_it_does_not_end_them_all(both: Both) -> None:
    browser = Browser()
    task = both.asks(browser)
    for _ in range(2):
        await ends_once(both.door)
    await within(SOON, task)
    assert (browser.status, browser.text) == (503, b"away ")


async def test_who_is_the_first_and_does_not_begin_to_answer_is_not_waited_for(
    both: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(relay, "BEGINS", 0.5)
    for browser in (Browser(), Browser("POST", b"n=1")):
        await within(SOON, both.asks(browser))
        assert (browser.status, browser.ended) == (503, True)


async def test_a_stream_goes_on_for_as_long_as_it_is_asked_for(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "BEGINS", 2.0)
    left = asyncio.Event()

    async def streams(_: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for number in range(100):
            await send({"type": "http.response.body", "body": b"%d " % number, "more_body": True})
            with suppress(TimeoutError):
                async with asyncio.timeout(1.0):
                    while (await receive())["type"] != "http.disconnect":
                        pass
                    left.set()
                    return

    async with awake(both.door, streams):
        browser, other = Browser(), Browser()
        task, more = both.asks(browser), both.asks(other)
        async with asyncio.timeout(SOON):
            while not browser.text.startswith(b"0 1 2 3 "):  # noqa: ASYNC110 - it is told to `send`
                await asyncio.sleep(0.05)
        assert not browser.ended
        browser.gone.set()
        await within(SOON, task)
        await asyncio.wait_for(left.wait(), SOON)  # it ends at who answers as well
        await both.first_ends()
        await within(SOON, more)
    assert other.ended


def test_programs_that_begin_at_the_same_time_leave_each_other_their_doors(tmp_path: Path) -> None:
    for turn in range(20):
        (folder := tmp_path / str(turn)).mkdir()
        with ThreadPoolExecutor(4) as pool:
            doors = list(pool.map(partial(relay.opened, folder), range(24)))
        assert all(relay.address(folder, worker).exists() for worker in range(24))
        relay.closed([door.getsockname() for door in doors])
        assert list(folder.iterdir()) == []
        for door in doors:
            door.close()
