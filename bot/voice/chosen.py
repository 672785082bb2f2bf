"""Which ears an operator chose, out of one setting: none, a server, Mistral, or a folder with a model."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from bot.secrets import secret
from bot.settings import PREFIX, SettingError, Settings
from bot.voice import decoder, mistral, whisper
from bot.voice.base import Transcriber
from bot.voice.mistral import Mistral
from bot.voice.whisper import Whisper

NONE, MISTRAL = "none", "mistral"
HERE = frozenset({"127.0.0.1", "localhost", "::1"})
WEB = ("http://", "https://")
EXTRA = "{name} needs a package that is not here: .venv/bin/pip install {package}"


def ears(settings: Settings) -> Transcriber | None:
    """Return who hears voice notes, None for nobody. Raises `SettingError`."""
    where, name = settings.hear, f"{PREFIX}HEAR"
    if where in {"", NONE}:
        return None
    if decoder.MISSING:
        raise SettingError(EXTRA.format(name=name, package="av"))
    key = secret(f"{name}_KEY_FILE", settings.hear_key_file)
    if where.startswith(WEB):
        from bot.voice.openai import Server  # noqa: PLC0415 - its client is loaded only where it is used

        reachable(name, where)
        return Server(where, settings.hear_model or "whisper-1", key)
    brand, _, server = where.partition("+")
    if brand == MISTRAL:
        if server:
            reachable(name, server)
        return _mistral(name, settings.hear_model, key, server)
    return _whisper(name, Path(where).expanduser())


def outside(where: str) -> str:
    """Return who hears or helps outside this machine, as a person would call it; "" for nobody."""
    brand, _, server = where.partition("+")
    address = server or where
    if address.startswith(WEB):
        host = _host(address)
        return "" if host in HERE else host
    return brand.capitalize() if brand == MISTRAL else ""


def reachable(name: str, address: str) -> None:
    """Raise `SettingError` for an address that names no server."""
    if not address.startswith(WEB) or not _host(address):
        raise SettingError(f"{name}: {address} is no address")


def _host(address: str) -> str:
    """Return the host of an address, "" for none."""
    with suppress(ValueError):
        parts = urlsplit(address)
        if parts.port != 0:
            return parts.hostname or ""
    return ""


def _mistral(name: str, model: str, key: str, server: str) -> Mistral:
    if mistral.MISSING:
        raise SettingError(EXTRA.format(name=name, package="mistralai"))
    if not key:
        raise SettingError(f"{name}=mistral needs {name}_KEY_FILE")
    return Mistral(model, key, server)


def _whisper(name: str, folder: Path) -> Whisper:
    if not folder.is_dir():
        raise SettingError(f"{name} takes none, mistral, an address or the folder of a model, not {folder}")
    lacking = [file for file in whisper.NEEDED if not (folder / file).is_file()]
    if lacking:
        raise SettingError(f"{name}: a model for faster-whisper has {', '.join(lacking)} too, and {folder} has not")
    if whisper.MISSING:
        raise SettingError(EXTRA.format(name=name, package="faster-whisper"))
    return Whisper(folder)
