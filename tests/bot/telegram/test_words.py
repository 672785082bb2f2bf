"""The words Telegram shows beside the conversation are there in each language, and fit."""

from __future__ import annotations

import pytest

from bot.channels.telegram.words import ABOUT, ABOUT_SHORT, COMMAND, COMMANDS, SHARE
from flows.model import Phrase
from flows.words import fold
from locales import languages, load_words, translator

SPOKEN = ("fr", "en", "ar", "uk")


@pytest.mark.parametrize("lang", SPOKEN)
@pytest.mark.parametrize(
    ("key", "most"),
    [(SHARE, 20), (ABOUT, 512), (ABOUT_SHORT, 120), *((COMMAND + name, 60) for name in COMMANDS)],
)
def test_each_string_fits_where_it_is_shown(lang: str, key: str, most: int) -> None:
    assert 1 <= len(translator(lang)(Phrase(key))) <= most


@pytest.mark.parametrize("lang", languages())
def test_the_command_menu_is_understood_in_each_language(lang: str) -> None:
    assert fold("menu") in load_words(lang).commands["menu"]
