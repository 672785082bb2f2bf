"""A small mail server of our own, over real sockets: it takes mail, and refuses, delays and drops as servers do.

It is written from RFC 5321, 3207 and 4954 and knows nothing of our code. `Smtp` is the server and its memory.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.servers.tls import certified

NAME = "mail.example.org"
USER, PASSWORD = "atout", "canary-of-a-mail-password"


@dataclass(slots=True)
class Letter:
    """A message that was taken."""

    sender: str
    to: list[str]
    raw: bytes
    secure: bool

    @property
    def read(self) -> EmailMessage:
        """The message as a mail program reads it."""
        found = message_from_bytes(self.raw, policy=default)
        assert isinstance(found, EmailMessage)
        return found


@dataclass(slots=True)
class Smtp:
    """The server's memory. `faults`: what is answered to a command in place of the truth, once each.

    "hang" never answers, "drop" ends the connection. The greeting is the command "".
    """

    port: int = 0
    tls: bool = True  # STARTTLS is offered
    whole: bool = False  # TLS from the first byte
    letters: list[Letter] = field(default_factory=list)
    said: list[str] = field(default_factory=list)  # every command
    faults: list[tuple[str, str]] = field(default_factory=list)
    asks: bool = False  # for a user and a password

    def fail(self, command: str, answer: str, times: int = 1) -> None:
        """Let a command be answered so, next time."""
        self.faults += [(command, answer)] * times


class _Dropped(Exception):  # noqa: N818 - the line is what dropped
    pass


@dataclass(slots=True)
class _Talk:
    """One connection."""

    server: Smtp
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    secure: bool
    known: bool = False
    sender: str = ""
    to: list[str] = field(default_factory=list)

    async def run(self) -> None:
        with suppress(_Dropped, ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            await self.says("", f"220 {NAME} ESMTP")
            while line := await self.reader.readline():
                text = line.decode("utf-8", "replace").rstrip("\r\n")
                self.server.said.append(text)
                word = text.split(" ")[0].upper()
                if word == "QUIT":
                    await self.says(word, "221 bye")
                    break
                await self.answers(word, text)
        self.writer.close()

    async def answers(self, word: str, text: str) -> None:
        match word:
            case "EHLO":
                offers = [
                    NAME,
                    *(["STARTTLS"] if self.server.tls and not self.secure else []),
                    "AUTH PLAIN LOGIN",
                    "8BITMIME",
                ]
                lines = [f"250-{offer}" for offer in offers[:-1]] + [f"250 {offers[-1]}"]
                await self.says(word, "\r\n".join(lines))
            case "STARTTLS":
                await self.says(word, "220 go ahead")
                await self.writer.start_tls(context()[0])
                self.secure = True
            case "AUTH":
                given = base64.b64decode(text.rpartition(" ")[2]).split(b"\0")[1:]
                self.known = given == [USER.encode(), PASSWORD.encode()]
                await self.says(word, "235 2.7.0 welcome" if self.known else f"535 5.7.8 not {USER}")
            case "MAIL":
                if self.server.asks and not self.known:
                    await self.says(word, "530 5.7.0 authentication required")
                    return
                self.sender, self.to = _within(text), []
                await self.says(word, "250 2.1.0 ok")
            case "RCPT":
                if await self.says(word, "250 2.1.5 ok"):
                    self.to.append(_within(text))
            case "DATA":
                if await self.says(word, "354 go on"):
                    await self.takes()
            case "RSET" | "NOOP":
                await self.says(word, "250 2.0.0 ok")
            case _:
                await self.says(word, "500 5.5.1 what?")

    async def takes(self) -> None:
        raw = (await self.reader.readuntil(b"\r\n.\r\n"))[:-3].replace(b"\r\n..", b"\r\n.")
        if await self.says(".", "250 2.0.0 queued"):
            self.server.letters.append(Letter(self.sender, self.to, raw, self.secure))

    async def says(self, command: str, answer: str) -> bool:
        """Answer, or do what goes wrong; whether it was the truth."""
        fault = next((one for one in self.server.faults if one[0] == command), None)
        if fault is not None:
            self.server.faults.remove(fault)
            answer = fault[1]
        if answer == "drop":
            raise _Dropped
        if answer == "hang":
            await self.reader.read()  # until the other side lets go
            raise _Dropped
        self.writer.write(answer.encode() + b"\r\n")
        await self.writer.drain()
        return fault is None


def _within(text: str) -> str:
    return text.partition("<")[2].partition(">")[0]


@asynccontextmanager
async def smtp(**settings: bool) -> AsyncIterator[Smtp]:
    """Serve on a free port of this machine for the length of a block."""
    double = Smtp(**settings)  # type: ignore[arg-type]
    talks: set[asyncio.Task[None]] = set()

    async def met(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        talks.add(task)
        task.add_done_callback(talks.discard)
        await _Talk(double, reader, writer, double.whole).run()

    server = await asyncio.start_server(met, "127.0.0.1", 0, ssl=context()[0] if double.whole else None)
    double.port = server.sockets[0].getsockname()[1]
    try:
        yield double
    finally:
        server.close()
        for task in tuple(talks):
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


@cache
def context() -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What the server proves itself with, and a client's trust in it: a certificate made here."""
    private, certificate = certified(NAME)
    with TemporaryDirectory() as folder:
        both = Path(folder) / "both.pem"
        both.write_bytes(private + certificate)
        serves = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        serves.load_cert_chain(both)
    trusts = ssl.create_default_context(cadata=certificate.decode())
    return serves, trusts
