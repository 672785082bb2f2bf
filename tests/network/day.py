"""A day of use in a network of its own: Telegram, a CV, a file, a voice note, a reminder, page, desk, terminal.

`unshare --net python -m tests.network.day FOLDER` prints what was done, and all that was seen on the wire. With `out`
in place of the folder it tries to leave, in Python and beneath it, so that one can see that this would be seen.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Awaitable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx2

from tests.bot import papers
from tests.bot.desk.program import joined
from tests.bot.storm.server import ROOT, Server
from tests.doubles.telegram import TOKEN, Person, Telegram, telegram
from tests.network.capture import Capture

OUTSIDE = "93.184.215.14"  # an address of somebody
TOLD = (
    "je fais le ménage chez une dame", "oui", "1 3 4", "3 ans", "1", "Awa Diallo", "06 39 98 10 01", "Nantes", "oui",
    "oui", "oui",
)  # fmt: skip
TALK = "import sys; from atout import main; sys.exit(main())"
BENEATH = (  # the C library alone: no audit hook of Python sees it
    "import ctypes; c = ctypes.CDLL(None); s = c.socket(2, 1, 0);"
    "c.connect(s, bytes([2, 0, 0, 80, 9, 9, 9, 9]) + bytes(8), 16)"
)
FROM_PAGE = {"Sec-Fetch-Site": "same-origin"}


class Day:
    """One person's, and what was done in it."""

    def __init__(self, tg: Telegram, home: Path) -> None:
        self.tg, self.home, self.did = tg, home, dict[str, bool]()
        self.awa: Person = tg.person(7, "Awa")

    async def after(self, act: Awaitable[object]) -> list[str]:
        """Let her act a little later; return the kinds of what was shown to her."""
        self.tg.date += 10
        before = len(self.awa.shown)
        await act
        await self.tg.until(lambda: len(self.awa.shown) > before and not self.tg.queue, 60)
        await asyncio.sleep(1)  # whatever comes with it
        return [shown.kind for shown in self.awa.shown[before:]]

    async def on_telegram(self) -> None:
        await self.after(self.awa.starts())
        await self.after(self.awa.taps(next(shown for shown in self.awa.shown if shown.labels).labels[0]))
        for text in TOLD:
            kinds = await self.after(self.awa.says(text))
            if "document" in kinds:
                break
        await self.tg.until(lambda: any(shown.kind == "document" for shown in self.awa.shown), 60)
        self.did["a CV"] = True
        await self.after(self.awa.says("mon ancien CV"))
        self.tg.files["documents/D0"] = papers.pdf(("Awa Diop", "2015", "Ménage au château", "Cuisine"))
        file = {"file_id": "D0", "file_unique_id": "D0", "file_name": "cv.pdf", "file_size": 900}
        await self.after(self.awa.sends(document=file))
        await self.tg.until(lambda: any("château" in shown.text for shown in self.awa.shown), 60)
        self.did["a file"] = True
        voice = {"file_id": "V0", "file_unique_id": "V0", "duration": 3, "mime_type": "audio/ogg"}
        self.did["a voice note"] = bool(await self.after(self.awa.sends(voice=voice)))

    async def reminded(self) -> None:
        """Go on later, and let later come."""
        await self.after(self.awa.says("plus tard"))
        if any("rappel" in shown.text.lower() for shown in self.awa.shown[-2:]):
            await self.after(self.awa.says("oui"))
        before = len(self.awa.shown)
        with sqlite3.connect(self.home / "data" / "atout.db") as db:
            self.did["something to come"] = db.execute("UPDATE job SET due = 0 WHERE status = 'due'").rowcount > 0
        await self.tg.until(lambda: len(self.awa.shown) > before, 60)
        self.did["a reminder"] = True

    def on_the_page(self, at: str) -> None:
        with httpx2.Client(base_url=at, headers={"Accept-Language": "fr", **FROM_PAGE}) as http:
            for path in ("/", "/health", "/worker.js", "/blank", "/print"):
                http.get(path)
            for n, said in enumerate(({"open": "fr"}, {"text": "oui"}, {"text": "je fais le menage chez une dame"})):
                http.post("/say", json={"id": f"{n:032}", **said})
            self.did["the page"] = "menage" in http.get("/lines").text

    def at_the_desk(self, at: str) -> None:
        anna = joined(self.home, at, "Anna")
        self.did["the desk"] = all(anna.get(f"/desk/{page}").status_code == 200 for page in ("queue", "replies"))

    def in_a_terminal(self) -> None:
        words = [sys.executable, "-c", TALK, "talk", "--lang", "fr", "--db", str(self.home / "talk")]
        said = subprocess.run(
            words, input="oui\nje fais le ménage\n", capture_output=True, text=True, cwd=ROOT, check=False
        )
        self.did["a terminal"] = said.returncode == 0 and bool(said.stdout)


async def day(home: Path) -> Mapping[str, object]:
    """Live it; return what was done, and where the doubles and the program were."""
    async with telegram() as tg:
        server = Server(home, {"ATOUT_TELEGRAM_TOKEN": TOKEN, "ATOUT_TELEGRAM_API": tg.url})
        server._environ["ATOUT_DICTIONARIES"] = "/usr/share/hunspell"
        await server.start()
        one = Day(tg, home)
        try:
            await one.on_telegram()
            await one.reminded()
            await asyncio.to_thread(one.on_the_page, server.at)
            await asyncio.to_thread(one.at_the_desk, server.at)
            await asyncio.to_thread(one.in_a_terminal)
        finally:
            server.kill()
        return {"did": one.did, "ours": [urlsplit(url).port for url in (tg.url, server.at)]}


def leave() -> Mapping[str, object]:
    """Try to go out: by name, by address, and by the C library alone in a process of its own."""
    with suppress(OSError):
        socket.getaddrinfo("example.org", 443)
    with suppress(OSError), socket.create_connection((OUTSIDE, 443), 1):
        pass
    subprocess.run([sys.executable, "-c", BENEATH], check=False, timeout=60)
    return {"did": {}, "ours": []}


if __name__ == "__main__":
    capture = Capture()
    capture.start()
    told = leave() if sys.argv[1] == "out" else asyncio.run(day(Path(sys.argv[1])))
    sys.stdout.write(json.dumps({**told, "packets": capture.packets, "seen": sorted(capture.seen)}) + "\n")
