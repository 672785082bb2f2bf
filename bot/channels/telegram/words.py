"""The few strings Telegram needs beside the conversation: the key that shares a number, the commands, the profile.

The words themselves are in `locales/<code>/telegram.po`; this module only names their keys and their limits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from flows.model import Translate

Words: TypeAlias = Callable[[str], Translate]  # a language -> what says a phrase in it

SHARE = "telegram.share"  # a key of the keyboard: 20 characters, as every button
COMMANDS = ("start", "menu", "language")  # a name is 1-32 of a-z, 0-9 and _, so it is the same in every language
COMMAND = "telegram.command."  # and the command's name: 1-256 characters
ABOUT = "telegram.about"  # shown in an empty chat, 0-512 characters (Bot API, setMyDescription)
ABOUT_SHORT = "telegram.about_short"  # shown on the profile and when shared, 0-120 (setMyShortDescription)
