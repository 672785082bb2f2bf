"""`atout doctor` asks for the web chat where people do: through whatever stands in front of the real program."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.bot.test_doctor import ran, wrong
from tests.bot.test_serve import serving


@asynccontextmanager
async def in_front(of: str, host: str) -> AsyncIterator[str]:
    """A server in front that asks the program under another Host, as one does that was not told to pass it on."""

    async def passes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith((b"host:", b"connection:"))]
        asked = b"\r\n".join([lines[0], f"Host: {host}".encode(), b"Connection: close", *lines[1:]])
        answers, door = await asyncio.open_connection("127.0.0.1", int(of.rpartition(":")[2]))
        door.write(asked)
        writer.write(await answers.read())
        door.close()
        writer.close()

    server = await asyncio.start_server(passes, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    server.close()


async def test_the_chat_is_asked_for_at_the_address_people_type(tmp_path: Path) -> None:
    with serving(tmp_path, ATOUT_PORT="0") as (_, at):
        code, said = await ran(tmp_path, {"ATOUT_PUBLIC_URL": at})
        assert (code, f"The web chat answers at {at}." in said) == (0, True)


@pytest.mark.parametrize("host", ["coach.example.org", "inside:8000"])
async def test_a_web_server_that_passes_on_another_host_is_wrong(tmp_path: Path, host: str) -> None:
    with serving(tmp_path, ATOUT_PORT="0") as (_, at):
        async with in_front(at, host) as public:
            code, said = await ran(tmp_path, {"ATOUT_PUBLIC_URL": public})
    assert code == 1
    assert ["Host" in line and "machine.md" in line for line in wrong(said)] == [True]


async def test_an_address_that_does_not_answer_yet_is_advice(tmp_path: Path) -> None:
    async with in_front("http://127.0.0.1:9", "localhost") as public:
        pass  # nobody listens there any more
    code, said = await ran(tmp_path, {"ATOUT_PUBLIC_URL": public})
    assert code == 0
    assert f"advice  {public} does not answer from here" in said


async def test_another_program_at_that_address_is_advice(tmp_path: Path) -> None:
    async def another(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 7\r\nConnection: close\r\n\r\nWelcome")
        writer.close()

    server = await asyncio.start_server(another, "127.0.0.1", 0)
    public = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    code, said = await ran(tmp_path, {"ATOUT_PUBLIC_URL": public})
    server.close()
    assert code == 0
    assert f"advice  At {public} something else answers (200)" in said
