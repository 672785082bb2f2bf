"""Set up Telegram and WhatsApp: asks, checks each answer at once, and writes the settings into a file.

What the environment sets already is not asked. What is typed is shown nowhere but in the file, which is written whole,
at the end, for its owner alone; also where something does not work yet, which is said then. What it says is for the
operator. It shows the numbers people in danger would be told, too, and asks whether somebody looked at them; and what
the law allows it by.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import shlex
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import fields, replace
from getpass import getpass
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import locales
from bot import logs
from bot.commands._found import WRONG, Found
from bot.commands._numbers import due, listed, today
from bot.commands.doctor import on_telegram, on_whatsapp, public, shown
from bot.settings import PREFIX, WHATSAPP, Secret, SettingError, Settings, from_environment, is_set, read, unset

FAILED: Final = 1
REFUSED: Final = 2  # exit code: something must be set first
STOPPED: Final = 130  # the input ended: as after Ctrl-C
FILE: Final = "./atout.env"
NOTHING: Final = (
    "atout setup asks in a terminal, and there is none. Set ATOUT_TELEGRAM_TOKEN (from @BotFather), or the four "
    "ATOUT_WHATSAPP_... settings, and run it again (docs/operators.md)."
)
QUESTIONS: Final = {
    "telegram_token": "Token of the Telegram bot, from @BotFather (nothing: no Telegram): ",
    "contact": "Whom a person can reach: name, telephone, address and hours (nothing: nobody): ",
    "operator": "Who answers for this, said in the greeting (nothing: nobody): ",
    "public_url": "Address of the web chat from outside, https://... (nothing: this machine alone): ",
    "whatsapp_phone": "Phone number id, on Meta's page under WhatsApp, API Setup: ",
    "whatsapp_token": "Token of a system user: ",
    "whatsapp_secret": "App secret, under Settings, Basic: ",
}
BEFORE: Final = (
    "WhatsApp: Meta bills each message; `atout doctor --cost` counts those of a first CV.\n"
    "Its rules bind you, and it lets the bot write for 24 hours after a person did (docs/operators.md, WhatsApp)."
)
AFTER: Final = (
    "On Meta's page, WhatsApp, Configuration, subscribe to `messages` and paste\n"
    "  Callback URL  {address}\n"
    "  Verify token  {verify}"
)
NUMBERS: Final = (
    "Numbers for who is in danger in {country} (ATOUT_COUNTRY): they are told once you say that somebody checked them."
)
MISSION: Final = (
    "What the law allows it by, as the notice and the papers say it (ATOUT_BASIS): the person's agreement alone, or,\n"
    "for a public service, the mission a text of law gives it. People are asked for their agreement either way."
)
LATER: Final = "Once more, or Enter alone to leave it for later."
LEFT: Final = "Not working yet (atout doctor says it again, and once all is well):"


class WrongError(Exception):
    """Something is wrong, was said, and nobody is there to ask again."""


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--file", default="", help=f"where the settings are written; none: it is asked, {FILE}")


def run(args: Namespace) -> int:
    """Ask, check, write."""
    logs.start(logging.ERROR)
    try:
        settings = _basis(_numbers(_whatsapp(_basics(_telegram(_given())))))
        _finish(settings, args.file)
        return _left(settings)
    except SettingError as error:
        print(error, file=sys.stderr)
        return REFUSED
    except WrongError:
        return FAILED
    except EOFError:
        return STOPPED


def _given() -> Settings:
    """Return what the environment sets. Raises `SettingError`, too where that is nothing and nobody can be asked."""
    given = from_environment()
    if not _terminal() and not given.telegram_token and _no_whatsapp(given):
        raise SettingError(NOTHING)
    return given


def _no_whatsapp(settings: Settings) -> bool:
    return len(unset(settings, WHATSAPP)) == len(WHATSAPP)


def _terminal() -> bool:
    return sys.stdin.isatty()


# ---------------------------------------------------------------- the parts


def _telegram(settings: Settings) -> Settings:
    """Return the settings with a token Telegram knows, and let the bot introduce itself."""

    def first(now: Settings) -> Coroutine[Any, Any, Sequence[Found]]:
        return on_telegram(replace(now, telegram_more=Secret()), alone=False)

    settings = _checked(settings, ("telegram_token",), first)
    if settings.telegram_token:
        doctor = import_module("bot.channels.telegram.doctor")
        langs = settings.languages or locales.languages()
        token, api = settings.telegram_token.value, settings.telegram_api
        done = asyncio.run(doctor.presented(token, api, locales.translator, langs))
        print("Its commands and descriptions are set." if done else "Its commands will be set when it starts.")
    return settings


def _basics(settings: Settings) -> Settings:
    async def look(now: Settings) -> Sequence[Found]:
        return (*shown(now), public(now))

    return _checked(settings, ("contact", "operator", "public_url"), look)


def _whatsapp(settings: Settings) -> Settings:
    """Return the settings with an account Meta knows, where it is wanted."""
    if _no_whatsapp(settings):
        if not _terminal():
            return settings
        print(BEFORE)
        if not _yes("Set up WhatsApp?"):
            return settings
    verify = settings.whatsapp_verify or Secret(secrets.token_urlsafe(24))

    def first(now: Settings) -> Coroutine[Any, Any, Sequence[Found]]:
        return on_whatsapp(replace(now, whatsapp_more=()))

    return _checked(replace(settings, whatsapp_verify=verify), (*WHATSAPP[:3], "public_url"), first)


def _numbers(settings: Settings) -> Settings:
    """Return the settings with the day of today, where somebody says that the numbers of the country are right.

    Nobody is asked who looked at them within a year. Without a yes none of them is told to anybody.
    """
    if not _terminal() or not due(settings, today()):
        return settings
    print("\n".join((NUMBERS.format(country=settings.country), *listed(settings))))
    looked = _yes("Did somebody of yours call or look up each of them, and are they right?")
    return replace(settings, numbers_checked=today().isoformat()) if looked else settings


def _basis(settings: Settings) -> Settings:
    """Return the settings with what the law allows it by. Nobody is asked where the environment says it."""
    if not _terminal() or is_set("basis"):
        return settings
    print(MISSION)
    return replace(settings, basis="mission" if _yes("Are you a public service with such a mission?") else "consent")


def _finish(settings: Settings, wanted: str) -> None:
    path = _place(wanted)
    if path:
        _write(path, lines(settings))
        named = str(path) if os.sep in str(path) else f"{os.curdir}{os.sep}{path}"  # a shell looks for a name in PATH
        print(f"Written for you alone: {path}. Start with: . {shlex.quote(named)} && make run")
    else:
        print("Nothing was written: --file names a file for the settings.")
    if settings.whatsapp_phone:
        hook = import_module("bot.channels.whatsapp.webhook")
        address = settings.public_url.rstrip("/") + hook.PATH
        print(AFTER.format(address=address, verify=settings.whatsapp_verify.value))


def _left(settings: Settings) -> int:
    """Say what does not work yet with what was written; return the exit code."""

    async def looked() -> Sequence[Found]:
        return (
            *shown(settings),
            public(settings),
            *await on_telegram(settings, alone=False),
            *await on_whatsapp(settings),
        )

    wrong = [one.text for one in asyncio.run(looked()) if one.how == WRONG]
    if wrong:
        print("\n  ".join((LEFT, *wrong)))
    return FAILED if wrong else 0


# ---------------------------------------------------------------- asking


def _checked(
    settings: Settings, names: Sequence[str], look: Callable[[Settings], Awaitable[Sequence[Found]]]
) -> Settings:
    """Ask for what is not set, look, and ask again for what is wrong, until it is right or is left for later.

    Raises `WrongError` where nobody can be asked.
    """

    async def seen() -> Sequence[Found]:
        return await look(settings)

    asked, again = [name for name in names if not getattr(settings, name)], False
    while True:
        typed = [_typed(settings, name) for name in asked] if _terminal() else []
        for name, text in zip(asked, typed, strict=False):
            if text or not (again and name in WHATSAPP):  # what was typed before is kept, right or not
                settings = _with(settings, name, text)
        found = asyncio.run(seen())
        for one in found:
            print(f"{one.how:<7} {one.text}", flush=True)
        asked = [one.of for one in found if one.how == WRONG and one.of]
        if not asked or (again and not any(typed)):
            return settings
        if not _terminal():
            raise WrongError
        print(LATER)
        again = True


def _value(settings: Settings, name: str) -> object:
    return getattr(settings, name)


def _typed(settings: Settings, name: str) -> str:
    return _ask(QUESTIONS[name], secret=isinstance(_value(settings, name), Secret))


def _with(settings: Settings, name: str, text: str) -> Settings:
    value = Secret(text) if isinstance(_value(settings, name), Secret) else text
    return replace(settings, **{name: value})  # type: ignore[arg-type] # texts and secrets, as they were


def _ask(question: str, *, secret: bool = False) -> str:
    return (getpass(question) if secret else input(question)).strip()


def _yes(question: str) -> bool:
    return _ask(f"{question} [yes/no] ").lower() in {"y", "yes", "o", "oui"}


# ---------------------------------------------------------------- writing


def lines(settings: Settings) -> str:
    """Return what is set otherwise than without any setting, as a shell reads it."""
    plain = read({})
    changed = [one.name for one in fields(Settings) if _value(settings, one.name) != _value(plain, one.name)]
    return "".join(f"export {PREFIX}{name.upper()}={shlex.quote(_text(_value(settings, name)))}\n" for name in changed)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Secret):
        return value.value
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _place(wanted: str) -> Path | None:
    """Return where to write: nothing is written over without a yes. None where nobody can be asked."""
    while _terminal():
        path = Path(wanted or _ask(f"File for the settings [{FILE}]: ") or FILE).expanduser()
        if not path.exists() or _yes(f"{path} is there. Write over it?"):
            return path
        wanted = ""
    path = Path(wanted).expanduser()
    if wanted and path.exists():
        print(f"{path} is there, and is not written over.", file=sys.stderr)
        raise WrongError
    return path if wanted else None


def _write(path: Path, text: str) -> None:
    """Write the file whole or not at all, for its owner alone."""
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")  # 0600 from the beginning
    except OSError as error:
        print(f"{path} cannot be written: {error.strerror}.", file=sys.stderr)
        raise WrongError from None
    half = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
