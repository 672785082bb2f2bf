"""Whoever hears keeps one contract: words out of real samples, and one error whatever the other side does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from functools import cache
from pathlib import Path

import pytest

from bot import app
from bot.settings import SettingError, read
from bot.voice.base import Heard, Sound, Transcriber, VoiceError
from bot.voice.chosen import ears
from bot.voice.decoder import decode
from bot.voice.mistral import Mistral
from bot.voice.openai import Server
from bot.voice.speakers import mouth
from tests.bot.voice import sounds
from tests.doubles.hearing import KEY, Hearing, hearing

SOON = 0.01  # seconds before another try
LATE = 3.0  # seconds after which nobody waits any more for one that hangs
LONG = 30.0  # and for any other: the machine of a test may be busy
MAKERS: dict[str, Callable[[str, float], Transcriber]] = {
    "a server": lambda at, late: Server(at, "whisper-1", KEY, SOON, late),
    "a server named whole": lambda at, late: Server(f"{at}/v1/", "whisper-1", KEY, SOON, late),
    "Mistral": lambda at, late: Mistral("", KEY, at, SOON, late),
}


@pytest.fixture(params=MAKERS)
async def pair(request: pytest.FixtureRequest) -> AsyncIterator[tuple[Hearing, Transcriber]]:
    async with hearing() as server:
        hangs = request.node.callspec.params.get("fault") == "hang"
        made = MAKERS[request.param](server.at, LATE if hangs else LONG)
        yield server, made
        assert server.wrong == []
        await made.close()


@cache
def note() -> Sound:
    found = asyncio.run(decode(sounds.note(2.0)))
    assert found is not None
    return found


async def sound() -> Sound:
    return await asyncio.to_thread(note)


@pytest.mark.parametrize("lang", ["fr", "en", "ar", "uk"])
async def test_words_come_back_in_the_language_of_the_talk(pair: tuple[Hearing, Transcriber], lang: str) -> None:
    server, who = pair
    server.says = [" je fais le ménage "]
    assert await who.transcribe(await sound(), lang) == Heard("je fais le ménage", lang, 2)
    (sent,) = server.sent
    assert (sent.lang, round(sent.seconds)) == (lang, 2)


@pytest.mark.parametrize("fault", ["429", "500", "503", "half"])
async def test_a_server_that_is_busy_or_breaks_is_asked_again(pair: tuple[Hearing, Transcriber], fault: str) -> None:
    server, who = pair
    server.faults, server.says = [fault, fault], ["oui"]
    assert (await who.transcribe(await sound(), "fr")).text == "oui"
    assert server.asked == 3


@pytest.mark.parametrize("fault", ["429", "500", "half", "drop"])
async def test_one_that_stays_so_is_given_up(pair: tuple[Hearing, Transcriber], fault: str) -> None:
    server, who = pair
    server.faults = ["500" if fault == "drop" else fault] * 9
    with pytest.raises(VoiceError) as told:
        await who.transcribe(await sound(), "fr")
    assert (told.value.verdict, server.asked) == ("away", 3)
    assert KEY not in repr(told.value)


@pytest.mark.parametrize("fault", ["hang", "401", "404", "noise", "list", "shape"])
async def test_what_another_try_does_not_mend_is_said_at_once(pair: tuple[Hearing, Transcriber], fault: str) -> None:
    server, who = pair
    server.faults = [fault] * 9
    with pytest.raises(VoiceError) as told:
        await who.transcribe(await sound(), "fr")
    assert (told.value.verdict, server.asked) == ("away", 1)


async def test_a_server_that_is_not_there_is_away() -> None:
    for make in MAKERS.values():
        who = make("http://127.0.0.1:9", LATE)
        with pytest.raises(VoiceError):
            await who.transcribe(await sound(), "fr")
        await who.close()


def test_nobody_hears_until_somebody_is_named() -> None:
    assert ears(read({})) is None
    assert ears(read({"ATOUT_HEAR": "none"})) is None


def test_who_hears_is_told_by_the_setting(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(f"{KEY}\n", encoding="utf-8")
    key.chmod(0o600)
    named = {"ATOUT_HEAR_KEY_FILE": str(key)}
    assert isinstance(ears(read({"ATOUT_HEAR": "http://127.0.0.1:9", **named})), Server)
    assert isinstance(ears(read({"ATOUT_HEAR": "mistral", **named})), Mistral)
    assert isinstance(ears(read({"ATOUT_HEAR": "mistral+http://127.0.0.1:9", **named})), Mistral)


@pytest.mark.parametrize(("hear", "key"), [
    ("mistral", ""), ("/nowhere", ""), ("openai", ""), ("http://127.0.0.1:9", "/nowhere/key"),
])  # fmt: skip
def test_what_cannot_be_used_is_named(hear: str, key: str) -> None:
    with pytest.raises(SettingError, match="ATOUT_HEAR"):
        ears(read({"ATOUT_HEAR": hear, "ATOUT_HEAR_KEY_FILE": key}))


@pytest.mark.parametrize("address", ["http://[bad", "https://", "http://voice.example.org:99999999", "http:///v1"])
def test_an_address_that_is_none_is_named_at_the_start(address: str) -> None:
    told = {"ATOUT_HEAR": address, "ATOUT_SPEAK": address, "ATOUT_SPEAK_LANGUAGES": "fr"}
    settings = read(told)
    app.load_content(settings)
    for made, name in ((ears, "ATOUT_HEAR"), (mouth, "ATOUT_SPEAK")):
        with pytest.raises(SettingError, match=f"{name}: .* is no address"):
            made(settings)
