"""The real house on Telegram, as a process of its own that a test can kill: `python serving.py ADDRESS FOLDER`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.app import open_house
from bot.channels.telegram import channel
from bot.settings import Settings
from locales import translator
from tests.doubles.telegram import TOKEN


async def serve(address: str, folder: Path) -> None:
    bot = channel(TOKEN, translator, address)
    settings = Settings(data=folder / "data", key_file=folder / "master.key")
    house = open_house(settings, channels={bot.name: bot}).house
    await house.start()
    await bot.run(house)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2])))
