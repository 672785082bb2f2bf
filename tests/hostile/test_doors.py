"""Every HTTP door, found from its routes: whatever comes, no fault, no trace, the same dress, and no body without end.

A route that is added is walked as well, by nobody at all, by somebody with a cookie, and by who may most at the desk.
"""

from __future__ import annotations

import gzip
import os
import random
import re
from collections.abc import AsyncIterator, Callable, Iterable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.pages.security import HEADERS
from bot.store.staff import Role
from tests.hostile.asking import MOST, Answer, Head, ask, endless
from tests.hostile.whole import HOST, OURS, Whole, whole

TIMES = 60 if os.environ.get("CI") == "true" else 8  # a door and a visitor
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "G\x00T")
TRACE = re.compile(r"Traceback|File \"|\b[A-Z]\w+(?:Error|Exception)\b|sqlite3|site-packages")
BUSY = 503  # said in words: what is needed for it is not there now
WORDS = (
    "x", "", "..", "%00", "%ff", "%2e%2e%2f%2e%2e%2fetc%2fpasswd", "%F0%9F%92%A9", "%ED%A0%80", "a" * 5000, "-1",
    "1e9", "%0d%0aSet-Cookie:%20a=b", "<script>1</script>", "{{7*7}}", "';--", "\\\\host\\share", "nan", "١٢",
    "%25%32%66",
)  # fmt: skip
QUERIES = (
    "", "lang=fr", "lang=%00", "lang=../../etc", "after=%ff", "view=x&view=mine", "q=" + "z" * 5000, "format=exe",
    "n=99999999999999999999", "=&&&=", "%", "hub.mode=subscribe&hub.verify_token=%ff&hub.challenge=" + "9" * 900,
    "next=//evil.example", "&".join(f"f{n}={n}" for n in range(3000)),
)  # fmt: skip
KINDS = (
    b"application/json", b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=x", b"text/plain", b"",
    b"application/json; charset=utf-16", b"application/octet-stream", b"\xe9\xff", b"audio/ogg",
)  # fmt: skip
BODIES = (
    b"", b"{}", b"[]", b"null", b"{" * 5000, b"[" * 200_000, b'{"id": "aaaaaaaaaaaaaaaa", "text": "oui"}',
    b'{"id": NaN}', b'{"id": "a", "id": "b"}', b'{"text": "\\ud800"}', b'{"id": 1e999, "text": 1}', b"\xff\xfe\xfd",
    b"text=oui&n=1&key=a", b"text=%00&n=-1", b"&".join(b"f%d=1" % n for n in range(3000)), b"text=" + b"%F0%9F" * 900,
    gzip.compress(b"a" * 1_000_000), b'--x\r\nContent-Disposition: form-data; name="f"; filename="../a"\r\n\r\nz\r\n',
    b"\0" * 5000, "é".encode() * 40_000, b"x" * 300_000,
)  # fmt: skip
MORE: tuple[tuple[Head, ...], ...] = (
    (), ((b"content-encoding", b"gzip"),), ((b"transfer-encoding", b"chunked"),), ((b"content-length", b"-1"),),
    ((b"content-length", b"99999999999"),), ((b"cookie", b"atout=" + b"\xff" * 43),), ((b"cookie", b"a=b; " * 2000),),
    ((b"range", b"bytes=0-,5-,5-,5-"),), ((b"if-none-match", b"*"),), ((b"accept-language", b"fr;q=nan, \xff"),),
    ((b"x-forwarded-for", b"evil, \xff"), (b"x-forwarded-host", b"evil.example")), ((b"accept", b"text/event-stream"),),
    ((b"x-http-method-override", b"DELETE"),), ((b"origin", b"https://evil.example"),), ((b"last-event-id", b"\xff"),),
    ((b"x-hub-signature-256", b"sha256=\xff"),), ((b"x-telegram-bot-api-secret-token", b"\xe9"),), ((b"expect", b"x"),),
    ((b"sec-fetch-site", b"cross-site"),), ((b"host", b"evil.example"),), ((b"te", b"trailers"),),
)  # fmt: skip


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Whole]:
    async with whole(tmp_path) as there:
        yield there


def wrong(answer: Answer, *, strict: bool = False) -> list[str]:
    """What no answer may be or lack."""
    text = answer.body.decode("utf-8", "replace")
    found = [f"status {answer.status}"] * (not 200 <= answer.status < 500 and answer.status != BUSY)
    found += [f"{name}: {answer.headers.get(name.lower())}" for name, value in HEADERS.items()
              if answer.headers.get(name.lower()) != value]  # fmt: skip
    found += ["kept by browsers"] * ("cache-control" not in answer.headers)
    found += [f"shows {match[0]}" for match in TRACE.finditer(text)]
    there = urlsplit(answer.headers.get("location", ""))._replace(query="").geturl()  # their query may go along
    heads = f"{answer.headers | {'location': there}}"
    found += ["a header of theirs"] * ("evil.example" in heads or answer.headers.get("set-cookie") == "a=b")
    return found + ["took too much"] * (strict and answer.taken >= MOST)


async def strangely(house: Whole, path: str, chance: random.Random, who: Iterable[Head]) -> tuple[str, list[str]]:
    """Ask at a door in one strange way; return the way, and what was wrong."""
    door = re.sub(r"{\w+}", lambda _: chance.choice(WORDS), path)
    method, query, kind = (
        chance.choice(("GET", "POST") if chance.random() < 0.7 else METHODS),
        chance.choice(QUERIES),
        chance.choice(KINDS),
    )
    body, more = chance.choice(BODIES), chance.choice(MORE) if chance.random() < 0.4 else ()
    if chance.random() < 0.3:
        at = chance.randrange(len(body) + 1)
        body = body[:at] + chance.randbytes(chance.randrange(40)) + body[at:]
    headers = [HOST, *(() if chance.random() < 0.1 else (OURS,)), (b"content-type", kind), *who, *more]
    said = f"{method} {door[:60]} ?{query[:30]} {kind!r} {body[:30]!r} {more}"
    parts = [body[at : at + 65_536] for at in range(0, len(body), 65_536)] or [b""]
    answer = await ask(house.app, method, door, query, headers, parts)
    return said, wrong(answer)


async def test_no_door_has_a_fault_a_trace_or_another_dress(
    house: Whole, record_property: Callable[[str, object], None]
) -> None:
    found, asked = list[str](), 0
    for path in sorted({route.path for route in house.routes}):
        for name in ("nobody", "lead", "operator"):
            chance = random.Random(f"{path} {name}")
            for _ in range(TIMES):
                who = () if name == "nobody" else (await house.cookie(Role(name)),)
                said, bad = await strangely(house, path, chance, who)
                found += [f"{name} {said}: {bad}"] * bool(bad)
                asked += 1
    record_property("requests", asked)
    assert found == []


async def test_no_door_takes_a_body_without_end(house: Whole, record_property: Callable[[str, object], None]) -> None:
    cookie, found = await house.cookie(Role.LEAD), []
    record_property("bodies without end", len(list(house.paths())) * 4)
    for _, path in house.paths():
        for kind in KINDS[:4]:
            headers = [HOST, OURS, cookie, (b"content-type", kind)]
            bad = wrong(await ask(house.app, "POST", path, "", headers, endless()), strict=True)
            found += [f"{path} {kind!r}: {bad}"] * bool(bad)
    assert found == []


async def test_behind_tls_every_page_says_so(house: Whole) -> None:
    for _, path in house.paths():
        answer = await ask(house.app, "GET", path, "", [(b"host", b"cv.example.org")])
        assert wrong(answer) == [], path
        assert path.startswith("/hooks/") or answer.headers["strict-transport-security"], path


async def test_the_doors_are_all_there(house: Whole) -> None:
    paths = {route.path for route in house.routes}
    assert {"/", "/say", "/events", "/print", "/desk/queue", "/hooks/telegram", "/hooks/whatsapp"} <= paths
    assert len(paths) > 50
