"""One bubble read aloud, that the person points at: by a word written under it, at the real doors."""

from __future__ import annotations

import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import now
from bot.channels.texts import HEAR
from bot.sim import desk
from bot.voice.espeak import PROGRAM
from flows.model import Phrase
from locales.translate import translator
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import CLEANING, Chat
from tests.bot.telegram.test_conversation import at_home as on_telegram
from tests.bot.telegram.test_counsellor import taken_over
from tests.bot.whatsapp.conftest import Chat as Phone
from tests.bot.whatsapp.conftest import at_home as on_whatsapp
from tests.doubles.graph import graph as a_graph
from tests.doubles.telegram import Shown, telegram

pytestmark = pytest.mark.skipif(not shutil.which(PROGRAM), reason=f"no {PROGRAM} on this machine")
LANGS = ("fr", "en", "ar", "uk")
HELLO = {"fr": ("bonjour", "oui"), "en": ("hello", "yes"), "ar": ("مرحبا", "نعم"), "uk": ("добрий день", "так")}
STOP = {"fr": "sans voix", "en": "no voice", "ar": "بدون صوت", "uk": "без голосу"}
LISTEN = {"fr": "écouter", "en": "listen", "ar": "استمع", "uk": "слухати"}


@dataclass
class Voices:
    """A folder of voices that keeps what each was asked to read."""

    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir()
        for lang in LANGS:
            (self.folder / f"{lang}_XX-some-low.onnx").touch()
        script = self.folder / "piper"
        script.write_text(f'#!/bin/sh\necho >>"{self._said}"\ntee -a "{self._said}" | {PROGRAM} --stdin --stdout\n')
        script.chmod(script.stat().st_mode | stat.S_IEXEC)

    @property
    def _said(self) -> Path:
        return self.folder / "said"

    @property
    def told(self) -> dict[str, Any]:
        return {"speak": str(self.folder), "speak_languages": LANGS}

    def read(self) -> list[str]:
        """Return what was read aloud, one text after the other."""
        texts = self._said.read_text().split("\n\n") if self._said.exists() else []
        return [text.strip() for text in texts if text.strip()]


@pytest.fixture
def voices(tmp_path: Path) -> Voices:
    return Voices(tmp_path / "voices")


@pytest.mark.parametrize("lang", LANGS)
async def test_on_telegram_the_bubble_under_which_the_word_is_written_is_read(
    tmp_path: Path, voices: Voices, lang: str
) -> None:
    async with telegram() as tg, on_telegram(tg, tmp_path, HastyClock(), **voices.told) as house:
        chat = Chat(tg.person(7, lang=lang), house, tg)
        await chat.agrees()
        first, before = chat.person.shown[0], chat.last
        how, note = await chat.after(chat.person.says(LISTEN[lang], first))
        assert how.text == translator(lang)(Phrase("aloud.how"))
        assert (note.kind, note.text) == ("voice", translator(lang)(Phrase("aloud.robot")))
        (read,) = voices.read()
        assert read[:20] in first.text
        (again,) = await chat.after(chat.person.says(LISTEN[lang], first))
        (same,) = await chat.after(chat.person.says(LISTEN[lang], note))
        assert (again.data, same.data) == (note.data, note.data)
        assert voices.read() == [read], "the second time it is at hand"
        said = await chat.after(chat.person.taps(before.labels[0], before))
        assert said[-1].kind == "text", "what was open is open"


@pytest.mark.parametrize("lang", LANGS)
async def test_on_whatsapp_too(tmp_path: Path, voices: Voices, lang: str) -> None:
    async with a_graph() as graph, on_whatsapp(graph, tmp_path, **voices.told) as house:
        phone = Phone(graph.person(), house)
        await phone.says(*HELLO[lang])
        await phone.says(CLEANING[lang][0])
        first = phone.person.shown[0]
        *_, note = await phone.after(phone.person.says(LISTEN[lang], first))
        assert (note.kind, note.voice, note.data[:4]) == ("audio", True, b"OggS")
        (read,) = voices.read()
        assert read[:20] in first.text
        (again,) = await phone.after(phone.person.says(LISTEN[lang], note))
        assert again.data == note.data
        assert voices.read() == [read]
        assert graph.wrong == []


async def test_what_is_not_ours_is_not_read_the_open_question_is(tmp_path: Path, voices: Voices) -> None:
    """Under words of their own, or a message nobody knows: as if the word had been written alone."""
    async with telegram() as tg, on_telegram(tg, tmp_path, HastyClock(), **voices.told) as house:
        chat = Chat(tg.person(7), house, tg)
        await chat.agrees()
        *_, words, note = await chat.after(chat.person.says("écouter", Shown(10**6, "Bonjour")))
        assert note.kind == "voice"
        assert words.labels
        assert words.text.splitlines()[-1] in " ".join(voices.read())


async def test_a_counsellors_bubble_is_read_to_who_asks_and_the_bot_says_nothing_else(
    tmp_path: Path, voices: Voices
) -> None:
    async with telegram() as tg, on_telegram(tg, tmp_path, HastyClock(), **voices.told) as house:
        chat = await taken_over(tg, house)
        await desk.act(house, "Amina says Venez demain à neuf heures.", now())
        await house.settle()
        label, note = await chat.after(chat.person.says("écouter", chat.last))
        assert (label.text, note.kind, note.text) == (translator("fr")(Phrase("aloud.robot")), "voice", "")
        assert voices.read() == ["Venez demain à neuf heures."]
        assert await chat.after(chat.person.says("écouter")) == [], "alone it is a message for her"
        await desk.act(house, "Amina returns", now())
        await house.settle()
        how, note = await chat.after(chat.person.says("écouter", chat.person.shown[0]))
        assert (how.text, note.kind) == (translator("fr")(Phrase("aloud.how")), "voice")


@pytest.mark.parametrize("lang", LANGS)
async def test_on_telegram_a_button_offers_it_first_and_stays_for_who_listens(
    tmp_path: Path, voices: Voices, lang: str
) -> None:
    """Under the greeting for everybody; then for who pressed it, under all that is said, until they want no voice."""
    button, stop = _button(lang), STOP[lang]
    async with telegram() as tg, on_telegram(tg, tmp_path, HastyClock(), **voices.told) as house:
        chat = Chat(tg.person(7, lang=lang), house, tg)
        greeting = await chat.after(chat.person.starts())
        assert all(shown.labels[-1] == button for shown in greeting)
        said = await chat.after(chat.person.taps(greeting[-1].labels[0]))
        assert not any(button in shown.labels for shown in said), "who does not listen sees no more of it"
        *_, note = await chat.after(chat.person.taps(button, greeting[0]))
        assert note.kind == "voice"
        (read,) = voices.read()
        assert read[:20] in greeting[0].text
        (again,) = await chat.after(chat.person.taps(button, greeting[0], old=True))
        assert (again.data, voices.read()) == (note.data, [read])
        act, _ = CLEANING[lang]
        said = await chat.after(chat.person.says(act))
        assert all(shown.labels[-1] == button for shown in said)
        assert all(times == 1 for times in tg.answered.values())
        said = await chat.after(chat.person.says(stop))
        assert not any(button in shown.labels for shown in said)


async def test_on_whatsapp_the_button_is_there_where_there_is_room(tmp_path: Path, voices: Voices) -> None:
    """A button or a row; beside three buttons there is none, and the reply does it."""
    async with a_graph() as graph, on_whatsapp(graph, tmp_path, **voices.told) as house:
        phone = Phone(graph.person(), house)
        await phone.says("bonjour", "oui")
        first, *_ = await phone.says("écouter")
        assert translator("fr")(Phrase("aloud.how.reply")) in first.text
        for text in ("je fais le ménage chez une dame", "mes données", "menu", "pause"):
            await phone.says(text)
        seen = [shown for shown in phone.person.shown[phone.person.shown.index(first) :] if shown.kind != "audio"]
        assert {shown.kind for shown in seen} == {"button", "list"}
        for shown in seen:
            full = shown.kind == "button" and len(shown.labels) == 3
            assert (_button("fr") == shown.labels[-1]) is not full, shown
        for shown in (seen[-1], seen[-2]):
            (note,) = await phone.after(phone.person.taps(_button("fr"), shown))
            assert (note.kind, note.voice) == ("audio", True)
            assert voices.read()[-1][:20] in shown.text
        assert graph.wrong == []


def _button(lang: str) -> str:
    return f"{HEAR} {translator(lang)(Phrase('button.listen'))}"
