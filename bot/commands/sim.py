"""Play a journey written as text: the transcript, the messages and the minutes.

The real house, in a folder that is thrown away, with a clock that is moved. Exit code 1 when an expectation of the
journey does not hold, 2 when the file cannot be read. docs/talk.md tells how a journey is written.
"""

from __future__ import annotations

import asyncio
import tempfile
from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from bot.app import Asked, House, load_content, open_house
from bot.settings import Secret, Settings, read
from bot.sim.chat import Chat, Clock, Ids
from bot.sim.life import Life
from bot.sim.play import Played, Write, play
from bot.sim.script import Script, ScriptError
from bot.sim.script import read as read_script
from flows.content import Content

UNREADABLE = 2


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="journeys, as text")
    parser.add_argument("--lang", default="", help="only in this language; none: in each the journey names")
    parser.add_argument("--quiet", action="store_true", help="only the result of each")


def run(args: Namespace) -> int:
    """Play each journey in each of its languages."""
    failed = False
    for path in args.files:
        try:
            script = read_script(path.read_text(encoding="utf-8"))
            for lang in (args.lang,) if args.lang else script.languages:
                failed = _one(path.stem, script, lang, _silent if args.quiet else print) or failed
        except OSError as error:
            print(f"{path}: {error.strerror}")
            return UNREADABLE
        except (UnicodeDecodeError, ScriptError) as error:
            print(f"{path}: {error}")
            return UNREADABLE
    return int(failed)


def _silent(_line: str) -> None:
    """Say nothing."""


def _one(name: str, script: Script, lang: str, write: Write) -> bool:
    """Play one journey in one language and print how it went; True when it failed."""
    write(f"--- {name} ({lang})")
    played = asyncio.run(journey(script, lang, write))
    chat = played.chat
    first = chat.papers[0] if chat.papers else None
    done = f", first PDF after {first.messages} messages and {first.minutes:.1f} minutes" if first else ""
    print(f"{name} ({lang}): {chat.messages} messages, {chat.minutes:.1f} minutes{done}")
    for failure in played.failures:
        print(f"  {failure}")
    return bool(played.failures)


async def journey(script: Script, lang: str, write: Write, settings: Settings | None = None) -> Played:
    """Play a journey in a house of its own. Raises `ScriptError`."""
    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        chat = begin(Path(home), lang, settings)
        try:
            return await play(script, chat, write)
        finally:
            await chat.life.end()


def begin(home: Path, lang: str = "fr", settings: Settings | None = None, asked: Asked | None = None) -> Chat:
    """Return somebody who can talk to a house in this folder. `settings` are those of an installation on no other.

    `asked` is the model that house asks, in place of the one in its settings.
    """
    clock, ids = Clock(), Ids()
    base = replace(settings or read({}), key_file=home / "master.key", telegram_token=Secret(), telegram_more=Secret())
    base = replace(base, store=Secret(), redis=Secret())

    def opener(folder: Path, content: Content) -> House:
        return open_house(replace(base, data=folder), content=content, clock=clock, ids=ids, asked=asked).house

    return Chat(Life(home, opener, load_content(base)), clock, lang)
