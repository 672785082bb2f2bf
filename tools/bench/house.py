"""Our side: the real house on real files, every answer committed to the disk before anybody hears of it.

usage: python -m tools.bench.house busy|calm|open-RATE [postgres] [/FOLDER]. In the folder there is a store already.

The chats do what the web chat does: they hand an arrival in, and listen.
At the end the files are opened again, and every answer that was said to be received must be there.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path

import uvloop

from bot.app import House, fresh_id, open_house, settle
from bot.channels.base import Arrival, Bubble, Shown, tapped
from bot.settings import Secret, Settings, read
from flows.model import Body, Text
from tests.servers.postgres import DURABLE, postgres
from tools.bench.chats import POSTGRES, SAID, Ear, all_talk

CHANNEL = "bench"
AGREED = 2  # answers after which a person's key is kept
Counts = dict[str, int]  # how many answers of each address were said to be received


def main() -> None:
    """Let people talk."""
    there = next((word for word in sys.argv[1:] if word.startswith("/")), "")
    with tempfile.TemporaryDirectory(prefix="atout-") as fresh:
        home = there or fresh
        settings = replace(read({}), data=Path(home) / "data", key_file=Path(home) / "master.key")
        if POSTGRES in sys.argv:
            with postgres(*DURABLE) as server:
                uvloop.run(measured(replace(settings, store=Secret(server.database(Path(home))))))
        else:
            uvloop.run(measured(settings))


async def measured(settings: Settings) -> None:
    """Measure, and look whether all is there."""
    made, received, name = open_house(settings), Counts(), fresh_id()
    house = made.house
    await house.start()
    settle(made.content)
    await all_talk(lambda number, ear: talks(house, f"{name}-{number}", ear, received))
    await house.stop()
    await nothing_is_lost(settings, received)


async def talks(house: House, name: str, ear: Ear, received: Counts) -> None:
    """Hold the first conversation again and again, each time as somebody new."""
    for life in count():
        address = f"{name}-{life}"
        person = Person(house, address)
        for number, said in enumerate(SAID, start=1):
            await ear.answer(person.says(said, number))
            received[address] = number
            if ear.over:
                return


class Person:
    """One address, and the question that is open there."""

    def __init__(self, house: House, address: str) -> None:
        self._house, self._address = house, address
        self._heard: AsyncIterator[object] = house.listen(CHANNEL, address)
        self._open: Bubble | None = None

    async def says(self, said: str | Sequence[str], number: int) -> None:
        """Say or press, and wait for the question that follows."""
        body = Text(said) if isinstance(said, str) else self.press(said)
        await self._house.receive([Arrival(CHANNEL, self._address, str(number), body, lang="fr")])
        async for line in self._heard:
            if isinstance(line, Shown) and line.bubble is not None and line.bubble.ask:
                self._open = line.bubble
                return

    def press(self, words: Sequence[str]) -> Body:
        """Return a press of the button of one of these words. Raises `RuntimeError` when there is none."""
        buttons = self._open.buttons if self._open else ()
        found = next((tapped(button.payload) for button in buttons if button.id in words), None)
        if found is None:
            raise RuntimeError(f"no button called {words}")
        return found


async def nothing_is_lost(settings: Settings, received: Counts) -> None:
    """Open the files again and count. Raises `RuntimeError` when an answer is missing."""
    house = open_house(settings).house
    for address, number in received.items():
        lines = await house.transcript(CHANNEL, address) if number >= AGREED else ()
        kept = sum(line.by == "person" for line in lines)
        if number >= AGREED and kept < number:
            raise RuntimeError(f"{number} answers were received, {kept} are there")
    await house.stop()


if __name__ == "__main__":
    main()
