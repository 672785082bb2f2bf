"""The bus that is there without anything more: LISTEN and NOTIFY of the database, outside of what is written.

Inside a transaction NOTIFY takes a lock that all of them wait for (PostgreSQL, NOTIFY, "Notes"); here each message is
one of its own, on a connection that does nothing else.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, Final

import psycopg

from bot.bus.carrying import BrokenError, Carrying
from bot.store.line import told
from bot.store.reasons import refusal

CHANNEL: Final = "atout"
LATE: Final = "PostgreSQL: it does not answer in time"
TAKEN: Final = 3.0  # seconds for a message to be taken; to let go of it takes five more (`AsyncConnection.wait`)


class PostgresBus(Carrying):
    """Words through the database."""

    def __init__(self, url: str, name: str) -> None:
        """Hold the address; nothing is opened yet."""
        super().__init__(name)
        self._url = url
        self._line: psycopg.AsyncConnection[Any] | None = None

    async def _send(self, message: str) -> None:
        try:
            if self._line is None:
                self._line = await self._connected()
            async with asyncio.timeout(TAKEN):
                await self._line.execute("SELECT pg_notify(%s, %s)", (CHANNEL, message))
        except (psycopg.Error, TimeoutError) as error:
            await self._hang_up()
            raise BrokenError(refusal(error) if isinstance(error, psycopg.Error) else LATE) from None

    async def _messages(self) -> AsyncIterator[str]:
        try:
            async with await self._connected() as line:
                await line.execute(f"LISTEN {CHANNEL}")
                yield ""
                async for notify in line.notifies():
                    yield notify.payload
        except psycopg.Error as error:
            raise BrokenError(refusal(error)) from None

    async def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(psycopg.Error):
                await line.close()

    async def _connected(self) -> psycopg.AsyncConnection[Any]:
        return await psycopg.AsyncConnection.connect(told(self._url, "atout bus"), autocommit=True)
