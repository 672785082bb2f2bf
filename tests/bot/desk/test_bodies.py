"""Bodies, headers and paths nobody sends by hand: each is refused in words, or harmless, and nothing breaks."""

from __future__ import annotations

import re
import socket

import pytest

from tests.bot.desk.full import Full
from tests.bot.desk.walk import paths
from tests.patience import BUSY

FORM = "application/x-www-form-urlencoded"
BIG = "é" * 100_000  # 200 kB, and three times as much in a form
BODIES = (
    b"\xff\xfe\xfd",
    b"text=%ZZ%1&n=%",
    b"text=%00%00a",
    b"text=%ED%A0%80%ED%B0%80",  # lone surrogates
    b"text=%F0%9F%98",  # half of a letter
    b"&&&===&;;",
    b"text=" + b"%F0%9F%92%A9" * 100,
    "text=\u202e\u2066".encode(),
    b"&".join(b"n=1" for _ in range(99)),
    b"&".join(b"f%d=1" % n for n in range(10_000)),
    b"text=a&text=b&n=1&n=2&key=&key=x",
    b"n=99999999999999999999999999&text=a",
    b"n=-1&text=a",
    "n=١٢&text=a".encode(),
    b"{}",
    b"",
)
KINDS = ("", "text/plain", "multipart/form-data; boundary=x", "application/json", FORM + "x", "\xe9")
TRICKS = (
    "/desk//queue", "/desk/./queue", "/desk/../desk/queue", "/desk/%2e%2e/desk/staff", "/desk%2fqueue", "/desk/queue/",
    "/desk/case/..%2f..%2fqueue", "/desk/case/%00", "/desk/case/%ff", "/desk/case/%F0%9F%92%A9/say", "/DESK/queue",
    "/desk/case/" + "a" * 8000, "/desk/static/..%2f..%2fapp.py", "/desk/static/../app.py", "/desk/static/%2e%2e/web.py",
    "/desk;x=1", "/desk/case/x%0d%0aSet-Cookie:%20a=b", "/desk/queue?view=%00&view=mine", "/desk/log?before=1e9",
    "/desk/queue?lang=%0d%0a", "/desk/sign-in?next=//evil.example", "/desk/sign-in?next=/desk/../..//evil.example",
    "/desk/sign-in?next=javascript:1", "/desk/sign-in?next=%0d%0aLocation:%20x", "/desk/%25%32%66", "/desk/queue%20",
)  # fmt: skip


def test_no_body_breaks_any_page(full: Full) -> None:
    skip = ("/sign-out", "/desk/together", "/give-back", "/close", "/transfer", "/account/sessions")
    filling = {"case": [full.cases["agreed"]], "line": ["x"], "secret": ["A" * 43]}
    for path in paths(full.office.app, filling):
        if path.endswith(skip):
            continue
        for body in BODIES:
            answer = full.staff["Anna"].http.post(path, content=body, headers={"Content-Type": FORM})
            assert answer.status_code != 500, (path, body[:40])
        for kind in KINDS:
            sent = {"Content-Type": kind.encode("latin-1")}
            answer = full.staff["Anna"].http.post(path, content=b"text=zzqkind&n=1", headers=sent)  # type: ignore[arg-type]
            assert answer.status_code != 500, (path, kind)
    assert "zzqkind" not in full.staff["Anna"].http.get(f"/desk/case/{full.cases['agreed']}").text


def test_a_body_of_200_kb_is_refused_in_words_and_nothing_saved_is_lost(full: Full) -> None:
    anna, path = full.staff["Anna"].http, f"/desk/case/{full.cases['agreed']}"
    full.office.clock.ahead += 60_000  # what was sent before was more than hands do in a minute
    before = anna.get("/desk/replies").text
    assert anna.post(f"{path}/draft", data={"text": "Zzqheldkept"}).status_code == 303
    for where in ("/desk/replies", f"{path}/say", f"{path}/note", f"{path}/draft", f"{path}/suggest"):
        for _ in range(3):
            answer = anna.post(where, data={"text": BIG, "text.fr": BIG, "shortcut": "gros", "id": "new", "n": "1"})
            assert answer.status_code == 413
            assert "trop long" in answer.text
    assert "Zzqheldkept</textarea>" in anna.get(path).text
    ids = re.compile(r'(id|for)="\w+"')
    assert ids.sub("", anna.get("/desk/replies").text) == ids.sub("", before)


def test_a_body_sent_slowly_and_never_ended_holds_nobody_up(full: Full) -> None:
    host, port = "localhost", int(full.office.at.rpartition(":")[2])
    cookie = full.staff["Anna"].http.cookies["atout-desk"]
    head = (
        f"POST /desk/replies HTTP/1.1\r\nHost: {host}\r\nCookie: atout-desk={cookie}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Content-Type: {FORM}\r\nContent-Length: 1000\r\n\r\ntext.fr=half"
    )
    with socket.create_connection((host, port)) as held:
        held.sendall(head.encode())
        assert full.staff["Anna"].http.get("/desk/queue").status_code == 200
    assert "half" not in full.staff["Anna"].http.get("/desk/replies").text


def test_the_greatest_reply_that_is_allowed_is_kept_in_every_language(full: Full) -> None:
    letters = {"fr": "é", "en": "e", "ar": "ع", "uk": "ї"}
    texts = {f"text.{lang}": letter * 4000 for lang, letter in letters.items()}
    anna = full.staff["Anna"].http
    answer = anna.post("/desk/replies", data={"id": "new", "shortcut": "grand", **texts})
    assert answer.status_code == 303
    page = anna.get("/desk/replies").text
    assert all(text in page for text in texts.values())


def raw(full: Full, path: str, *headers: str) -> str:
    """Ask with a path and headers as they are, which no client would send so."""
    host, port = full.office.at.removeprefix("http://").split(":")
    cookie = full.staff["Anna"].http.cookies["atout-desk"]
    lines = [f"GET {path} HTTP/1.1", f"Cookie: atout-desk={cookie}", "Connection: close", *headers]
    if not any(line.lower().startswith("host:") for line in headers):
        lines.append(f"Host: {host}:{port}")
    with socket.create_connection((host, int(port)), timeout=BUSY) as line:
        line.sendall("\r\n".join([*lines, "", ""]).encode("latin-1"))
        return b"".join(iter(lambda: line.recv(65536), b"")).decode("utf-8", "replace")


def status(answer: str) -> int:
    return int(answer.split(" ")[1])


@pytest.mark.parametrize("path", TRICKS)
def test_no_way_round_a_path(full: Full, path: str) -> None:
    answer = raw(full, path)
    assert status(answer) < 500
    head, _, body = answer.partition("\r\n\r\n")
    assert "set-cookie" not in head.lower()
    assert "import annotations" not in body
    assert "evil.example" not in answer
    assert "javascript:1" not in body
    if "static" in path or status(answer) in {303, 307}:
        assert status(answer) in {303, 404}


@pytest.mark.parametrize(
    "headers",
    [
        ("Accept-Language: " + ",".join(f"x{n};q=0.{n}" for n in range(5000)),),
        ("Accept-Language: fr;q=nan, ar;q=inf, uk;q=-1, en;q=1e999",),
        ("Accept-Language: \xe9\xff",),
        ("User-Agent: " + "Mozilla" * 2000,),
        ("X-Forwarded-Host: evil.example", "X-Forwarded-Proto: https", "X-Original-URL: /desk/staff"),
        ("X-HTTP-Method-Override: POST", "Content-Length: 0"),
        ("Forwarded: for=1.2.3.4;host=evil.example",),
        ("Accept: application/json, text/html",),
        ("Range: bytes=0-,5-,5-,5-",),
        ("If-None-Match: *",),
    ],
)
def test_odd_headers_change_nothing(full: Full, headers: tuple[str, ...]) -> None:
    answer = raw(full, "/desk/queue", *headers)
    assert status(answer) in {200, 400, 431}
    assert "evil.example" not in answer


STRANGE = ("evil.example", "localhost@evil.example", "localhost:80@evil.example", "", "localhost evil", "[::1", "::1")


@pytest.mark.parametrize("host", STRANGE)
def test_another_host_is_not_answered_however_it_is_written(full: Full, host: str) -> None:
    answer = raw(full, "/desk/queue", f"Host: {host}")
    assert status(answer) in {400, 421}
    assert "Anna" not in answer


def test_two_hosts_are_none(full: Full) -> None:
    answer = raw(full, "/desk/queue", "Host: localhost", "Host: evil.example")
    assert status(answer) in {400, 421}
