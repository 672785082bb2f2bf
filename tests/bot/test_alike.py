"""The same conversation on the page, on Telegram and on WhatsApp: the same words and choices, as far as each can go."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot import say
from bot.app import House, open_house
from bot.channels.base import Arrival, Bubble
from bot.channels.whatsapp.words import MENU
from bot.settings import Settings
from flows.model import Open, Phrase, Text
from locales import translator
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import at_home as on_telegram
from tests.bot.whatsapp.conftest import at_home as on_whatsapp
from tests.doubles.graph import graph
from tests.doubles.graph_people import Shown as Seen
from tests.doubles.telegram import telegram

SAID = {
    "fr": ("je fais le ménage chez une dame", "oui", "1 3 4", "retour", "garder", "3 ans", "1", "Awa Diallo", "aide",
           "06 39 98 10 01", "Nantes", "oui", "oui", "pourquoi", "je ne sais pas", "menu", "pause", "bonjour"),
    "en": ("I clean the house of an old lady", "yes", "1 3 4", "back", "keep", "3 years", "1", "Awa Diallo", "help",
           "06 39 98 10 01", "Nantes", "yes", "yes", "why", "I don't know", "menu", "pause", "hello"),
    "ar": ("أنظف بيت سيدة مسنة", "نعم", "1 3 4", "رجوع", "إبقاء", "3 سنوات", "1", "آوا", "مساعدة",
           "06 39 98 10 01", "نانت", "نعم", "نعم", "لماذا", "لا أعرف", "القائمة", "توقف", "مرحبا"),
    "uk": ("прибираю у старшої жінки", "так", "1 3 4", "назад", "залишити", "3 роки", "1", "Ава", "допомога",
           "06 39 98 10 01", "Нант", "так", "так", "чому", "не знаю", "меню", "пауза", "привіт"),
}  # fmt: skip
FIRST = {"fr": ("bonjour", "oui"), "en": ("hello", "yes"), "ar": ("مرحبا", "نعم"), "uk": ("привіт", "так")}
Turn = list[tuple[str, list[str], str]]  # of each message: its words, its choices, the kind of file it shows


def shown(text: str) -> str:
    """The words without what a channel adds or leaves out around them."""
    return text.strip("\u200e\u200f \n")


def elsewhere(text: str, lang: str) -> str:
    """The words as they are said where a file is sent on by the app itself, and not from a page."""
    for key, ways in say.OWN_WORDS.items():
        for wording, address in ((n, form) for n in (1, 2, 3) for form in ("vous", "tu")):
            there, here = (translator(lang, address)(Phrase(one, {}, wording)) for one in (ways.get("web", key), key))
            text = text.replace(there, here)
    return text


def of_bubbles(bubbles: list[Bubble]) -> Turn:
    return [
        (
            shown(elsewhere(b.text, b.lang)),
            [button.label for button in b.buttons],
            b.file.mime.partition("/")[0] if b.file else "",
        )
        for b in bubbles
    ]


async def page(folder: Path, lang: str, phone: str = "") -> list[list[Bubble]]:
    """What is said on the page, turn by turn."""
    settings = Settings(data=folder / "data", key_file=folder / "key", dictionaries=folder / "nowhere")
    house: House = open_house(settings).house
    turns, last = [], ""
    for number, text in enumerate((*FIRST[lang], *SAID[lang])):
        body = Text(text) if number else Open(lang)
        await house.receive([Arrival("web", "awa", f"m{number}", body, lang=lang, phone=phone)])
        await house.settle()
        lines = await house.transcript("web", "awa", last)
        last = lines[-1].id
        turns.append([line.bubble for line in lines if line.bubble])
    await house.stop()
    return turns


@pytest.mark.parametrize("lang", SAID)
async def test_the_same_conversation_on_three_channels(tmp_path: Path, lang: str) -> None:
    turns = await page(tmp_path / "web", lang)
    kinds = {"photo": "image", "document": "application", "text": ""}
    async with telegram() as api, on_telegram(api, tmp_path / "telegram", HastyClock()) as house:
        person = api.person(7, "Awa", lang)
        for number, (text, expected) in enumerate(zip((*FIRST[lang], *SAID[lang]), turns, strict=True)):
            before = len(person.shown)
            await (person.says(text) if number else person.starts())
            await api.until(lambda: not api.queue)
            await house.settle()
            asked = [one.labels or [key["text"] for key in one.keyboard if "request_contact" not in key]
                     for one in person.shown[before:]]  # fmt: skip
            seen = [(shown(one.text), labels, kinds[one.kind])
                    for one, labels in zip(person.shown[before:], asked, strict=True)]  # fmt: skip
            assert seen == of_bubbles(expected)
        assert api.wrong == []
    async with graph() as meta, on_whatsapp(meta, tmp_path / "whatsapp") as house:
        awa = meta.person()
        turns = await page(tmp_path / "called", lang, f"+{awa.wa_id}")  # whose number the app shows
        for text, expected in zip((*FIRST[lang], *SAID[lang]), turns, strict=True):
            before = len(awa.shown)
            await awa.says(text)
            await house.settle()
            await asyncio.sleep(0)
            whole = of_bubbles(list(say.whole(expected)))
            seen = [(shown(one.text), _own(one), {"document": "application"}.get(one.file_kind, one.file_kind))
                    for one in awa.shown[before:]]  # fmt: skip
            assert seen == whole
        assert meta.wrong == []


def _own(one: Seen) -> list[str]:
    """The choices of a message without the menu that WhatsApp adds where there is room for it."""
    return [choice["title"] for choice in one.choices if choice["id"] != MENU]
