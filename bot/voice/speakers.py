"""Which voice an operator chose, out of one setting: espeak-ng, a folder of Piper voices, or a server.

A language is spoken only when it is named: a robot's voice is not for every team.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from bot.secrets import secret
from bot.settings import PREFIX, SettingError, Settings
from bot.voice import decoder
from bot.voice.chosen import EXTRA, WEB, reachable
from bot.voice.espeak import PROGRAM, Espeak
from bot.voice.mouth import Mouth, Speaker
from bot.voice.piper import Piper

if TYPE_CHECKING:
    from bot.voice.openai import Server

ESPEAK: Final = "espeak"


def mouth(settings: Settings) -> Mouth | None:
    """Return who reads aloud, None where no language is named. Raises `SettingError`."""
    if not settings.speak_languages:
        return None
    if decoder.MISSING:
        raise SettingError(EXTRA.format(name=f"{PREFIX}SPEAK_LANGUAGES", package="av"))
    return Mouth(_speaker(settings))


def _speaker(settings: Settings) -> Speaker:
    where, name = settings.speak, f"{PREFIX}SPEAK"
    if where == ESPEAK:
        if not Espeak().there:
            raise SettingError(f"{name}=espeak needs the program {PROGRAM}: sudo apt install {PROGRAM}")
        return Espeak()
    if where.startswith(WEB):
        from bot.voice.openai import Server  # noqa: PLC0415 - its client is loaded only where it is used

        reachable(name, where)
        key = secret(f"{name}_KEY_FILE", settings.speak_key_file)
        return _Rented(Server(where, settings.speak_model or "tts-1", key), settings.speak_voice or "alloy")
    piper = Piper(Path(where).expanduser())
    none = [lang for lang in settings.speak_languages if lang not in piper.languages]
    if not piper.there or none:
        missing = f"no voice for {', '.join(none)}" if piper.languages and none else "no piper with voices"
        raise SettingError(f"{name} takes espeak, an address or a folder with Piper's voices; {where}: {missing}")
    return piper


class _Rented:
    """A server, and the voice it is asked for."""

    def __init__(self, server: Server, voice: str) -> None:
        self._server = server
        self._voice = voice

    async def speech(self, text: str, lang: str) -> bytes:
        """Return spoken words as WAV. Raises `VoiceError`."""
        return await self._server.speech(text, lang, self._voice)
