"""The real house on Telegram, a process of its own that a test can kill: `python serving.py ADDRESS TOKEN FOLDER`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.app import open_house
from bot.channels.telegram import channel
from bot.settings import Settings
from locales import translator


async def serve(address: str, token: str, folder: Path) -> None:
    bot = channel(token, translator, address)
    settings = Settings(data=folder / "data", key_file=folder / "master.key", dictionaries=folder / "nowhere")
    house = open_house(settings, channels={bot.name: bot}).house
    await house.start()
    await bot.run(house)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
