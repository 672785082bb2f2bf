"""A desk nobody is served, and a Telegram, as the tests beside have them."""

from __future__ import annotations

from tests.bot.desk.conftest import town
from tests.bot.telegram.conftest import tg

__all__ = ["tg", "town"]
