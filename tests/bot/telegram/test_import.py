"""Without a token nobody pays for Telegram's library."""

from __future__ import annotations

import subprocess
import sys

CODE = """
import sys
import bot.channels.telegram as door
print("aiogram" in sys.modules, "pydantic" in sys.modules)
door.channel("42:x", lambda lang: None)
print("aiogram" in sys.modules)
"""


def test_the_library_comes_with_the_first_channel() -> None:
    run = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False", "True"]
