"""People at the page of the web chat, over real HTTP: each from a network address of their own, as at home.

They say the first conversation, the same words each, and must be told the same. How long an answer takes is from when
somebody sends a line until a bubble that follows it is in what the server gives.
"""

from __future__ import annotations

import asyncio
import random
import re
import ssl
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from html import unescape

import httpx2

from tools.bench.served import Served
from tools.converse import EXPRESS

# The first conversation, without the last yes: a document is drawn after it, which is measured elsewhere.
SAID = tuple(said if isinstance(said, str) else "oui" for said in EXPRESS[:-1])
HEAD = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "fr"}
LINES_KEPT = httpx2.Limits(keepalive_expiry=2.0)  # the server ends a line after five silent seconds
ARTICLE = re.compile(r'<article class="(b [^"]*)" id="l-([^"]+)"(.*?)</article>', re.DOTALL)
WORDS = re.compile(r"<p[^>]*>(.*?)</p>", re.DOTALL)
THEIRS = "b me"
SECRET = 43  # characters of what a browser holds
BLOCK = 250  # addresses of a network
AGAIN = 0.02  # seconds between two looks for an answer that is not there yet
PATIENCE = 60.0  # seconds for one


class LostError(RuntimeError):
    """Somebody was told nothing, or something else than they should be."""


class Person:
    """One of them. `waits`: the milliseconds each answer took; `told`: what was said to them so far."""

    def __init__(self, at: str, number: int, tls: ssl.SSLContext | None = None, secret: str = "") -> None:
        self.name = secret or f"somebody-{number}-".ljust(SECRET, "x")
        self.waits: list[float] = []
        self.told: list[str] = []
        self._last = ""
        self._count = 0
        self._here = f"127.7.{number // BLOCK}.{number % BLOCK + 1}"
        self._tls = tls or ssl.create_default_context()
        self._http = self._client(at)

    def _client(self, at: str) -> httpx2.AsyncClient:
        way = httpx2.AsyncHTTPTransport(verify=self._tls, local_address=self._here, limits=LINES_KEPT)
        headers = {**HEAD, "Cookie": f"atout={self.name}"}
        return httpx2.AsyncClient(base_url=at, headers=headers, transport=way, timeout=PATIENCE)

    async def moves(self, at: str) -> None:
        """Go on at another address of the server."""
        await self._http.aclose()
        self._http = self._client(at)

    async def says(self, text: str, *, again: bool = False) -> None:
        """Say something and wait for the answer; `again`: what was said last, which may not have arrived."""
        self._count += not again
        began = time.perf_counter()
        body = {"id": f"said-{self._count:08}", "text": text}
        found = _read(await self._http.post("/say", params={"after": self._last}, json=body))
        while not _answered(found):
            if time.perf_counter() - began > PATIENCE:
                raise LostError("no answer came")
            await asyncio.sleep(AGAIN)
            found = _read(await self._http.get("/lines", params={"after": self._last}))
        self.waits.append((time.perf_counter() - began) * 1e3)
        self._last = found[-1][1]
        self.told += [words for kind, _, words in found if kind != THEIRS]

    async def page(self) -> list[tuple[str, str, str]]:
        """Return all lines that stand on their page: whose, their id, their words."""
        return _read(await self._http.get("/"))

    async def leaves(self) -> None:
        """Close the connection."""
        await self._http.aclose()


def _read(answer: httpx2.Response) -> list[tuple[str, str, str]]:
    """Return the lines in an answer. Raises `LostError`."""
    if answer.status_code != httpx2.codes.OK:
        raise LostError(f"{answer.request.url.path}: {answer.status_code}")
    return [(kind, ident, _text(inner)) for kind, ident, inner in ARTICLE.findall(answer.text)]


def bubbles(page: str) -> list[str]:
    """Return what was said to the person of a page."""
    return [_text(inner) for kind, _, inner in ARTICLE.findall(page) if kind != THEIRS]


def _text(inner: str) -> str:
    return "\n".join(unescape(words) for words in WORDS.findall(inner))


def _answered(found: Sequence[tuple[str, str, str]]) -> bool:
    """Whether something of ours stands after what the person said."""
    return any(kind == THEIRS for kind, _, _ in found) and found[-1][0] != THEIRS


@asynccontextmanager
async def at_home(server: Served, numbers: Sequence[int]) -> AsyncIterator[list[Person]]:
    """Let people come to the page; they leave at the end."""
    tls = ssl.create_default_context()
    people = [Person(server.address, number, tls) for number in numbers]
    try:
        yield people
    finally:
        await asyncio.gather(*(one.leaves() for one in people))


async def alone(person: Person, said: Sequence[str] = SAID) -> list[str]:
    """Let one hold the conversation with nobody else there; return what they were told."""
    for text in said:
        await person.says(text)
    return person.told


async def all_talk(people: Sequence[Person], every: float, said: Sequence[str] = SAID) -> list[float]:
    """Let everybody hold it at once, a line every so many seconds; return the milliseconds each answer took."""

    async def talks(person: Person) -> None:
        await asyncio.sleep(random.Random(person.name).uniform(0, every))  # noqa: S311 - the same each run # nosec B311
        for text in said:
            began = time.perf_counter()
            await person.says(text)
            await asyncio.sleep(max(0.0, began + every - time.perf_counter()))

    await asyncio.gather(*map(talks, people))
    return [wait for person in people for wait in person.waits]


def the_same(people: Sequence[Person], told: Sequence[str]) -> None:
    """Look whether each was told the same, once and in this order. Raises `LostError`."""
    other = [person for person in people if person.told != list(told)]
    if other:
        raise LostError(f"{len(other)} of {len(people)} were told something else than one who talked alone")
