"""A model in a folder keeps the contract of `test_ears.py`, in its real process, whatever the library in it does."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import SettingError, read
from bot.voice import chosen, whisper
from bot.voice.base import Heard, VoiceError, silence
from bot.voice.whisper import Whisper
from tests.bot.voice.whispering import Model, installation

LATE = 15.0  # seconds after which nobody waits for one that hangs any more: its process begins in one, or in five
TEN_MINUTES = "Прибираю у великому будинку щоранку. " * 320  # as fast as somebody speaks


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> str:
    return installation(tmp_path_factory.mktemp("installed") / "venv")


@pytest.fixture
def pair(python: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Model, Whisper]]:
    monkeypatch.setattr(sys, "executable", python)
    monkeypatch.setenv("ATOUT_WHATSAPP_TOKEN", "not for a library")
    model = Model(tmp_path / "model")
    yield model, Whisper(model.folder)
    assert model.wrong == []


@pytest.mark.parametrize("lang", ["fr", "en", "ar", "uk"])
async def test_words_come_back_in_the_language_of_the_talk(pair: tuple[Model, Whisper], lang: str) -> None:
    model, who = pair
    model.plans([[" je fais le ménage", " chez une dame. "]])
    assert await who.transcribe(silence(), lang) == Heard("je fais le ménage chez une dame.", lang, 1)
    (asked,) = model.seen("asked")
    assert (asked["lang"], asked["seconds"]) == (lang, 1)


@pytest.mark.parametrize("fault", ["damaged", "raises", "hangs", "memory", "killed", "half", "ends", "noise"])
async def test_one_that_fails_is_given_up_and_the_next_note_is_heard(pair: tuple[Model, Whisper], fault: str) -> None:
    model, who = pair
    model.plans([["oui"]], [fault])
    with pytest.raises(VoiceError) as told:
        await (Whisper(model.folder, LATE) if fault == "hangs" else who).transcribe(silence(), "fr")
    assert (told.value.verdict, len(model.seen("begins"))) == ("away", 1)
    with pytest.raises(ProcessLookupError):
        os.kill(model.seen("begins")[0]["pid"], 0)
    assert (await who.transcribe(silence(), "fr")).text == "oui"


async def test_nothing_that_was_heard_is_no_error(pair: tuple[Model, Whisper]) -> None:
    assert await pair[1].transcribe(silence(), "fr") == Heard("", "fr", 1)


async def test_ten_minutes_of_words_come_back_and_endless_ones_do_not(pair: tuple[Model, Whisper]) -> None:
    model, who = pair
    model.plans([[TEN_MINUTES], ["ну " * 100_000]])
    assert (await who.transcribe(silence(), "uk")).text == TEN_MINUTES.strip()
    with pytest.raises(VoiceError):
        await who.transcribe(silence(), "uk")


async def test_one_note_is_heard_at_a_time(pair: tuple[Model, Whisper]) -> None:
    model, who = pair
    model.plans([["un"], ["deux"]])
    heard = await asyncio.gather(*(who.transcribe(silence(), "fr") for _ in range(2)))
    assert [one.text for one in heard] == ["un", "deux"]
    assert [note["event"] for note in model.notes] == ["begins", "asked", "ends"] * 2


async def test_who_waits_no_more_leaves_no_process(pair: tuple[Model, Whisper]) -> None:
    model, who = pair
    model.plans([["oui"]], ["hangs"])
    waits = asyncio.create_task(who.transcribe(silence(), "fr"))
    await asyncio.to_thread(model.waits_for, "asked")
    waits.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waits
    with pytest.raises(ProcessLookupError):
        os.kill(model.seen("begins")[0]["pid"], 0)
    assert (await who.transcribe(silence(), "fr")).text == "oui"


@pytest.mark.parametrize("gone", ["model.bin", "config.json", "tokenizer.json"])
def test_a_folder_that_lacks_a_file_is_no_model(tmp_path: Path, gone: str) -> None:
    folder = Model(tmp_path / "model").folder
    (folder / gone).unlink()
    with pytest.raises(SettingError, match=f"ATOUT_HEAR.*{gone}"):
        chosen.ears(read({"ATOUT_HEAR": str(folder)}))


@pytest.mark.skipif(not whisper.MISSING, reason="faster-whisper is installed")
def test_where_the_package_is_absent_it_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"ATOUT_HEAR needs .*faster-whisper"):
        chosen.ears(read({"ATOUT_HEAR": str(Model(tmp_path / "model").folder)}))
