"""The notice on Telegram: named before anything is agreed to, said by its word, with who carries the messages."""

from __future__ import annotations

from pathlib import Path

from bot.settings import Secret
from flows import notice
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import at_home, meet
from tests.doubles.telegram import Telegram

PUBLIC = "https://cv.example.org"


async def test_the_first_question_names_it_and_it_comes_a_section_a_bubble(tg: Telegram, tmp_path: Path) -> None:
    told = {"telegram_token": Secret("1:a"), "public_url": PUBLIC, "operator": "Ville d'Exemple"}
    async with at_home(tg, tmp_path, HastyClock(), **told) as house:
        chat = meet(tg, house)
        *_, first = await chat.after(chat.person.says("/start"))
        assert "« notice »" in first.text.replace("\u00a0", " ")
        *said, page, asked = await chat.after(chat.person.says("notice"))
        assert len(said) == len(notice.SECTIONS)
        assert said[0].text.startswith("Ville d'Exemple")
        assert sum("Telegram" in one.text for one in said) == 2  # who sees it, and where it goes
        assert page.text.endswith(f"{PUBLIC}/notice")
        assert [row.labels for row in (first, asked)] == [first.labels, first.labels]
