"""The real house on Telegram, a process of its own that a test can kill.

`python serving.py ADDRESS TOKEN FOLDER LANGUAGES...`: the last are those that are read aloud.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from bot.app import open_house
from bot.channels.telegram import channel
from bot.settings import Settings
from locales import translator


async def serve(address: str, token: str, folder: Path, spoken: tuple[str, ...]) -> None:
    bot = channel(token, translator, address)
    places: dict[str, Any] = {
        "data": folder / "data",
        "key_file": folder / "master.key",
        "dictionaries": folder / "nowhere",
    }
    settings = Settings(**places, speak_languages=spoken)
    house = open_house(settings, channels={bot.name: bot}).house
    await house.start()
    await bot.run(house)


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], sys.argv[2], Path(sys.argv[3]), tuple(sys.argv[4:])))
