"""Bubbles read aloud: by espeak-ng, a folder of Piper voices or a server; as a note that plays in each app."""

from __future__ import annotations

import asyncio
import re
import shutil
import stat
from html import escape
from http import HTTPStatus
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.parts import DrawError
from bot.settings import SettingError, Settings
from bot.voice.base import SOUND, VoiceError
from bot.voice.decoder import decode
from bot.voice.espeak import PROGRAM, Espeak
from bot.voice.mouth import KEPT, Mouth
from bot.voice.piper import Piper
from bot.voice.speakers import mouth
from flows.model import Phrase
from flows.purposes import ANSWERS
from locales.translate import translator
from tests.bot.telegram.conftest import HastyClock
from tests.bot.telegram.test_conversation import Chat
from tests.bot.telegram.test_conversation import at_home as on_telegram
from tests.bot.test_serve import browser, say, serving
from tests.bot.whatsapp.conftest import Chat as Phone
from tests.bot.whatsapp.conftest import at_home as on_whatsapp
from tests.doubles.graph import graph as a_graph
from tests.doubles.hearing import KEY, hearing, hearing_beside
from tests.doubles.telegram import telegram
from tests.doubles.wire import served

SPOKEN = pytest.mark.skipif(not shutil.which(PROGRAM), reason=f"no {PROGRAM} on this machine")
WORDS = {
    "fr": "Qu'avez-vous déjà fait ?",
    "en": "What have you done?",
    "ar": "ماذا عملت من قبل؟",
    "uk": "Що ви робили?",
}
ALOUD = {"speak_languages": ("fr", "ar")}


def _script(at: Path, body: str) -> Path:
    at.write_text(f"#!/bin/sh\n{body}\n")
    at.chmod(at.stat().st_mode | stat.S_IEXEC)
    return at


@SPOKEN
@pytest.mark.parametrize("lang", WORDS)
async def test_words_become_a_note_that_can_be_heard(lang: str) -> None:
    note = await Mouth(Espeak())(WORDS[lang], lang)
    assert note.startswith(b"OggS")
    assert b"OpusHead" in note[:64]
    heard = await decode(note)
    assert heard is not None
    assert (heard.verdict, heard.seconds > 0) == (SOUND, True)
    assert max(heard.wav[44:]) > 0, "it is no silence"


@SPOKEN
async def test_a_long_text_takes_the_time_it_takes_and_words_that_look_like_options_are_words() -> None:
    spoken = Mouth(Espeak())
    assert len(await spoken("mot " * 5_000, "fr")) < 1_000_000
    for text in ("--help", "-v ar", "<speak>un</speak>", "$(id)", "\0 a"):
        assert (await spoken(text, "fr")).startswith(b"OggS")


async def test_no_word_is_in_a_list_of_processes(tmp_path: Path) -> None:
    """The program is given the language by its arguments, and the words by its input alone."""
    script = _script(tmp_path / "speaks", f'echo "$@" > {tmp_path}/argued; cat > {tmp_path}/said; printf RIFF')
    with pytest.raises(DrawError):  # that is no sound
        await Mouth(Espeak(str(script)))("mon secret", "fr")
    assert "secret" not in (tmp_path / "argued").read_text()
    assert (tmp_path / "said").read_text() == "mon secret\n"


@pytest.mark.parametrize("body", ["exit 1", "printf nothing", "kill -9 $$", "true"])
async def test_a_program_that_fails_is_said_to(tmp_path: Path, body: str) -> None:
    with pytest.raises(VoiceError):
        await Espeak(str(_script(tmp_path / "speaks", body))).speech("un", "fr")
    with pytest.raises(VoiceError):
        await Espeak(str(tmp_path / "nowhere")).speech("un", "fr")


async def test_a_program_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.voice.espeak.PATIENCE", 0.3)
    with pytest.raises(VoiceError):
        await Espeak(str(_script(tmp_path / "speaks", "exec sleep 60"))).speech("un", "fr")


@SPOKEN
async def test_a_folder_of_voices_speaks_the_languages_it_has(tmp_path: Path) -> None:
    """Piper's own command line, with a voice of this machine behind it."""
    for name in ("fr_FR-siwis-medium", "uk_UA-ukrainian_tts-medium"):
        (tmp_path / f"{name}.onnx").touch()
    _script(tmp_path / "piper", f'[ "$1 $3 $4" = "-m -f -" ] && [ -f "$2" ] && exec {PROGRAM} --stdin --stdout')
    piper = Piper(tmp_path)
    assert piper.there
    assert piper.languages == frozenset({"fr", "uk"})
    assert (await Mouth(piper)("un\ndeux", "fr")).startswith(b"OggS")
    with pytest.raises(VoiceError):
        await piper.speech("un", "ar")


@SPOKEN
async def test_a_server_is_asked_as_it_is_written_and_its_failures_are_said(tmp_path: Path) -> None:
    wav, asked, answers = await Espeak().speech("bonjour", "fr"), [], [200, 500, 429]

    async def speech(request: Request) -> Response:
        asked.append((request.headers.get("authorization"), await request.json()))
        status = answers[0]
        return Response(wav if status == 200 else b"no", status)

    (tmp_path / "key").write_text("a key\n".replace(" ", "-"))
    (tmp_path / "key").chmod(0o600)
    async with served([Route("/v1/audio/speech", speech, methods=["POST"])]) as url:
        known = Settings(speak=url, speak_languages=("fr",), speak_voice="marie", speak_key_file=str(tmp_path / "key"))
        speaks = mouth(known)
        assert speaks is not None
        assert (await speaks("Bonjour.", "fr")).startswith(b"OggS")
        (told,) = asked
        assert told == (
            "Bearer a-key", {"model": "tts-1", "input": "Bonjour.", "voice": "marie", "response_format": "wav"}
        )  # fmt: skip
        answers.pop(0)
        with pytest.raises(DrawError):
            await speaks("Au revoir.", "fr")


class _Counting:
    """A voice that counts how often it speaks."""

    def __init__(self, wav: bytes) -> None:
        self.wav, self.count = wav, 0

    async def speech(self, _text: str, _lang: str) -> bytes:
        self.count += 1
        return self.wav


@SPOKEN
async def test_the_same_words_are_spoken_once_and_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    voice = _Counting(await Espeak().speech("un", "fr"))
    speaks = Mouth(voice)
    note = await speaks("un", "fr")
    assert await speaks("un", "fr") == note
    assert voice.count == 1
    await speaks("un", "uk")
    assert voice.count == 2, "another language is another sound"
    monkeypatch.setattr("bot.voice.mouth.KEPT", len(note))
    assert len(note) < KEPT
    await speaks("deux", "fr")
    await speaks("un", "fr")
    assert voice.count == 4


def test_a_setting_that_cannot_be_kept_says_why(tmp_path: Path) -> None:
    assert mouth(Settings()) is None, "off, unless a language is named"
    for more, says in (
        ({"speak": str(tmp_path), "speak_languages": ("fr",)}, str(tmp_path)),
        ({"speak": "https://x.example", "speak_languages": ("fr",), "speak_key_file": str(tmp_path / "no")}, "no"),
    ):
        with pytest.raises(SettingError, match=says):
            mouth(Settings(**more))  # type: ignore[arg-type] # as they are named


@SPOKEN
async def test_on_telegram_a_voice_note_comes_after_the_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    say = translator("fr")
    async with telegram() as tg, on_telegram(tg, tmp_path, HastyClock(), **ALOUD) as house:
        chat = Chat(tg.person(7), house, tg)
        await chat.agrees()
        *_, words, note = await chat.after(chat.person.says("écouter"))
        assert (note.kind, note.text) == ("voice", say(Phrase("aloud.robot")))
        assert words.labels
        assert [one.kind for one in await chat.after(chat.person.says("toujours écouter"))][-1] == "voice"
        monkeypatch.setattr("bot.voice.espeak.PATIENCE", 0.0)
        *_, failed = await chat.after(chat.person.says("je fais le ménage chez une dame"))
        assert (failed.kind, failed.text) == ("text", say(Phrase("aloud.failed")))
        assert [one.kind for one in await chat.after(chat.person.says("sans voix"))].count("voice") == 0


@SPOKEN
async def test_on_whatsapp_it_is_a_voice_note_too(tmp_path: Path) -> None:
    async with a_graph() as graph, on_whatsapp(graph, tmp_path, speak_languages=("fr",)) as house:
        phone = Phone(graph.person(), house)
        await phone.says("bonjour", "oui")
        *_, note = await phone.says("écouter")
        assert (note.kind, note.voice, note.data[:4]) == ("audio", True, b"OggS")


@SPOKEN
async def test_a_voice_elsewhere_is_sent_nothing_before_a_yes_to_it(tmp_path: Path) -> None:
    say = translator("fr")
    (tmp_path / "voice").write_text(KEY)
    (tmp_path / "voice").chmod(0o600)
    known = {**ALOUD, "speak_key_file": str(tmp_path / "voice")}
    async with hearing() as server, telegram() as tg:
        server.speech = await Espeak().speech("bonjour", "fr")
        elsewhere = server.at.replace("127.0.0.1", "0.0.0.0")  # noqa: S104 - not the name of this machine
        async with on_telegram(tg, tmp_path, HastyClock(), speak=elsewhere, **known) as house:
            chat = Chat(tg.person(7), house, tg)
            await chat.agrees()
            *_, asked = await chat.after(chat.person.says("écouter"))
            assert "0.0.0.0" in asked.text  # noqa: S104 - whose voice it is
            assert asked.labels[:2] == [say(Phrase(f"choice.consent.{answer}")) for answer in ANSWERS]
            await chat.after(chat.person.says("non"))
            assert server.spoken == []
            await chat.after(chat.person.says("mes accords"))
            await chat.after(chat.person.says(say(Phrase("choice.allow.speaking"))))
            await chat.after(chat.person.says("oui"))
            assert [one.kind for one in await chat.after(chat.person.says("écouter"))][-1] == "voice"
            assert server.spoken


@SPOKEN
def test_on_the_page_a_voice_elsewhere_is_sent_nothing_without_a_yes(tmp_path: Path) -> None:
    (tmp_path / "voice").write_text(KEY)
    (tmp_path / "voice").chmod(0o600)
    said: list[str] = []

    def heard(page: str) -> int:
        """Press the button under the first bubble of an answer."""
        found = re.search(r'class="b bot[^>]*id="l-(\w+)"', page)
        assert found, page
        return http.get(f"/doc/{found[1]}").status_code

    def says(text: str) -> str:
        said.append(text)
        return say(http, len(said), text=text)

    with hearing_beside() as server:
        server.speech = asyncio.run(Espeak().speech("bonjour", "fr"))
        at = server.at.replace("127.0.0.1", "0.0.0.0")  # noqa: S104 - not the name of this machine
        told = {"ATOUT_SPEAK": at, "ATOUT_SPEAK_LANGUAGES": "fr", "ATOUT_SPEAK_KEY_FILE": str(tmp_path / "voice")}
        with serving(tmp_path, **told) as (_, page), browser(page) as http:
            first = says("bonjour")
            assert heard(first) == HTTPStatus.NOT_FOUND
            says("oui")
            says("écouter")
            assert heard(first) == HTTPStatus.NOT_FOUND
            assert server.spoken == []
            assert escape(translator("fr")(Phrase("aloud.refused"))) in http.get("/").text, "the page says why"
            says("oui")
            assert heard(first) == HTTPStatus.OK
            assert server.spoken
            says("mes accords")
            says(translator("fr")(Phrase("choice.allow.speaking")))
            last = says("non")
            spoken = len(server.spoken)
            assert (heard(first), heard(last)) == (HTTPStatus.NOT_FOUND,) * 2
            assert len(server.spoken) == spoken
