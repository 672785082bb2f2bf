"""A practice that is open when the server stops, in the real program: it stops at once, and leaves no file."""

from __future__ import annotations

import subprocess
import threading
from contextlib import closing
from pathlib import Path

import httpx2

from tests.bot.desk.program import joined
from tests.bot.desk.test_practice import CANARY, PRACTICE
from tests.bot.test_serve import serving, stopped
from tests.patience import BUSY


def watching(http: httpx2.Client) -> threading.Thread:
    """The page of the invented case, open in a browser: what it is told while it is."""

    def watch() -> None:
        where = http.base_url.join(f"{PRACTICE}/case/events")
        asked = {"Accept": "text/event-stream", "Cookie": f"atout-desk={http.cookies['atout-desk']}"}
        with httpx2.stream("GET", where, headers=asked) as answer:
            for _ in answer.iter_bytes():
                heard.set()

    heard = threading.Event()
    thread = threading.Thread(target=watch)
    thread.start()
    assert heard.wait(BUSY)
    return thread


def test_the_server_stops_while_a_practice_is_open_and_nothing_is_left(tmp_path: Path) -> None:
    there = tmp_path / "tmp"
    there.mkdir()
    with serving(tmp_path, TMPDIR=str(there)) as (process, at), closing(joined(tmp_path, at, "Anna")) as http:
        http.post(f"{PRACTICE}/begin", data={"lang": "ar"})
        case = http.post(f"{PRACTICE}/claim", follow_redirects=True).text
        number = case.split('name="n" value="')[1].split('"')[0]
        http.post(f"{PRACTICE}/case/say", data={"n": number, "text": f"Bonjour {CANARY}", "key": "k"})
        page = watching(http)
        (folder,) = there.glob("atout-practice-*")
        assert any(folder.iterdir())
        stopped(process)
        page.join(BUSY)
        assert not page.is_alive()
        assert list(there.iterdir()) == []
        told = said(process)
    assert "Traceback" not in told
    assert '"level":"error"' not in told.lower().replace(" ", "")
    kept = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert kept
    assert not [path for path in kept if CANARY.encode() in path.read_bytes()]
    assert CANARY not in told


def said(process: subprocess.Popen[str]) -> str:
    """All the program logged."""
    return process.communicate(timeout=BUSY)[1]
