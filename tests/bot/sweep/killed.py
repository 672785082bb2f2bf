"""A house that dies by its own hand, at one of the instants at which a crash matters.

The store and the channels are the real ones; around the calls that matter stands a counter that knows each instant by
its name. Nothing of this is in the product.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
from aiogram.methods import TelegramMethod

from bot.channels.base import Bubble, Ours, Receipt, freely
from bot.channels.telegram.client import TelegramChannel
from bot.channels.whatsapp.client import WhatsAppChannel
from bot.store.base import Who
from bot.store.database import Args, Sqlite
from bot.store.keys import Pepper
from bot.store.rows import After, Fate
from bot.store.session import SqlSession
from bot.store.sqlite import SqliteStore
from tests.bot.little import Outside

# What a commit is called by: the first of these that was among its statements.
COMMITS = {
    "forget_person": "erasing",
    "consent": "consent",
    "enter": "inbox",
    "take": "job",
    "sent": "receipt",
    "again": "receipt",
    "claim": "claim",
    "held": "file taken up",
}


class Killer:
    """Counts the instants and ends the process at one of them."""

    def __init__(self, at: int) -> None:
        self._at = at
        self.passed: list[str] = []

    def point(self, name: str) -> None:
        self.passed.append(name)
        if len(self.passed) == self._at:
            os.kill(os.getpid(), signal.SIGKILL)


class NotedSession(SqlSession):
    """A session that knows which statements it ran since the last commit."""

    def __init__(self, *parts: Any) -> None:  # noqa: ANN401 - what the session takes
        super().__init__(*parts)
        self.ran: set[str] = set()

    def _run(self, name: str, args: Args) -> Any:  # noqa: ANN401 - a cursor
        self.ran.add(name)
        return super()._run(name, args)


class KilledStore(SqliteStore):
    """The store, killed around its commits and around what happens to keys."""

    def __init__(self, folder: Path, master: bytes, now: Callable[[], int], killer: Killer) -> None:
        super().__init__(folder, master, now)
        self._killer = killer
        self._noted = self._session = NotedSession(Sqlite(self._db), self._keys, Pepper(self._keys.root), 1)
        self._changes = self._db.total_changes

    def _commit(self) -> None:
        ran, self._noted.ran = self._noted.ran, set()
        if self._db.total_changes == self._changes:
            super()._commit()
            return
        name = next((COMMITS[one] for one in COMMITS if one in ran), "commit")
        self._killer.point(f"before {name}")
        super()._commit()
        self._killer.point(f"after {name}")
        self._changes = self._db.total_changes

    def _keep(self, persons: list[Who]) -> None:
        if persons:
            self._killer.point("before key kept")
        super()._keep(persons)
        if persons:
            self._killer.point("after key kept")

    def _let_go(self, after: After) -> None:
        some = bool(after.of(Fate.HIDE) or after.of(Fate.DESTROY))
        if some:
            self._killer.point("before key destroyed")
        super()._let_go(after)
        if some:
            self._killer.point("after key destroyed")


class Screen(Outside):
    """A screen that outlives the process: what arrived is in a file."""

    def __init__(self, path: Path, killer: Killer) -> None:
        super().__init__()
        self._path = path
        self._killer = killer

    async def send(self, call: tuple[str, Bubble, bytes | None], ours: Ours = freely) -> Receipt:
        ours()
        self._killer.point("before send")
        bubble = call[1]
        line = bubble.text or (bubble.file.name if bubble.file else "")
        with self._path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
        self._killer.point("after send")
        return Receipt("")

    async def close(self) -> None:
        pass


class KilledTelegram(TelegramChannel):
    """The real channel of Telegram, killed around each request."""

    killer: Killer

    async def _send(self, chat: str, call: Any) -> Receipt:  # noqa: ANN401 - one of its calls
        self.killer.point("before send")
        receipt = await super()._send(chat, call)
        self.killer.point("after send")
        return receipt

    def hint(self, method: TelegramMethod[bool]) -> None:
        """Leave out what nobody misses: it would come in between."""


class KilledWhatsApp(WhatsAppChannel):
    """The real channel of WhatsApp, killed around each request."""

    killer: Killer

    async def _post(self, what: str, **sent: Any) -> httpx2.Response:  # noqa: ANN401 - the client's own arguments
        name = "upload" if what == "media" else "send"
        self.killer.point(f"before {name}")
        answer = await super()._post(what, **sent)
        self.killer.point(f"after {name}")
        return answer
