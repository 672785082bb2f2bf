"""The few strings WhatsApp needs beside the conversation: the button that opens a list, and the titles in it.

The words are in `locales/<code>/whatsapp.po`; this module only names their keys.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from flows.model import Translate

Words: TypeAlias = Callable[[str], Translate]  # a language -> what says a phrase in it

OPEN_LIST = "whatsapp.list"  # at most 20 characters
ANSWERS = "whatsapp.answers"  # above the answers in a list: at most 24 characters
MENU = "menu"  # the payload of a button that says its own label: a word that works everywhere
ALSO = "whatsapp.also"  # above the words that are the same under every question: at most 24 characters
