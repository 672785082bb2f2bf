"""Talk to Atout here in the terminal; --jsonl for machines, one JSON a line.

The same house as everywhere, with a clock that a "wait" line can move. docs/talk.md is the contract of the lines.
"""

from __future__ import annotations

import asyncio
import io
import json
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from bot.app import Made, fresh_id, now, open_house
from bot.channels.base import Bubble, Shown
from bot.channels.screen import screen
from bot.channels.terminal import LIMITS, NAME
from bot.channels.terminal.brought import brought
from bot.channels.terminal.parse import Line, LineError, arrival, bubble_line, parse
from bot.settings import Secret, SettingError, from_environment
from bot.store.base import StoreError
from bot.store.database import unusable
from bot.store.imported import Imported
from bot.store.keys import KeyFileError
from flows.live import coming, trace
from flows.model import Media, Open, State, Text

ROOTED = ("/", "~/", "./", "../", "file:///")  # how a path begins that is no word of a person
NOT_STARTED = 2  # the exit code when the house cannot open


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("--jsonl", action="store_true", help="one JSON a line, in and out")
    parser.add_argument("--db", type=Path, help="a folder that keeps the conversation; none: forgotten at the end")
    parser.add_argument("--person", default="me", help="who is talking")
    parser.add_argument("--lang", default="", help="the language to start in")


def run(args: Namespace) -> int:
    """Talk until the end of the input."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="surrogateescape")  # whatever the machine's locale is
    try:
        return _talk(args)
    except (SettingError, KeyFileError, StoreError) as error:
        print(f"atout talk: {error}", file=sys.stderr)
        return NOT_STARTED


def _talk(args: Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="atout-") as scratch:
        home = args.db or Path(scratch) / "data"
        real = from_environment()
        settings = replace(real, data=home, key_file=home / "master.key", store=Secret(), redis=Secret())
        settings = replace(settings, telegram_token=Secret(), telegram_more=Secret())
        try:
            home.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise unusable(home, error, "--db") from None
        clock = Clock()
        made = open_house(settings, clock=clock, imported=Imported(real.data))
        spoken = made.content.languages
        if args.lang and args.lang not in spoken:
            here = f"it begins in {spoken[0]}, and speaks {', '.join(spoken)}"
            print(f"atout talk: {args.lang} is not spoken here: {here}", file=sys.stderr)
        talk = Talk(made, clock, args, Path(scratch))
        return asyncio.run(talk.serve())


class Clock:
    """The time, and what "wait" lines added to it."""

    def __init__(self) -> None:
        self.ahead = 0

    def __call__(self) -> int:
        """Return the time in milliseconds."""
        return now() + self.ahead


class Talk:
    """One person at a terminal."""

    def __init__(self, made: Made, clock: Clock, args: Namespace, scratch: Path) -> None:
        self._made, self._house, self._clock, self._args = made, made.house, clock, args
        self._scratch = scratch
        self._last = ""
        self._shown: list[Bubble] = []
        self._count = 0
        self._follows = False

    async def serve(self) -> int:
        """Read lines until there are no more."""
        show = self._json if self._args.jsonl else self._plain
        for line in await self._house.transcript(NAME, self._args.person):
            self._seen(line)
        if self._args.jsonl:
            await self._idle()
        else:
            await self._take(Line(Open(self._args.lang)))
            await self._flush(show)
        while raw := await asyncio.to_thread(sys.stdin.readline):
            if raw.strip():
                await self._one(raw, show)
        if self._follows:  # "the next one comes at once", and then nothing came
            await self._flush(show)
            await self._idle()
        await self._house.stop()
        return 0

    async def _one(self, raw: str, show: Callable[[Shown], object]) -> None:
        if not self._args.jsonl:
            await self._take(_typed(raw.strip()))
            await self._flush(show)
            return
        try:
            line = parse(raw, self._shown)
        except LineError as error:
            _print({"error": str(error)})
            await self._idle()
            return
        if line.body is None:
            self._clock.ahead += line.wait
        else:
            await self._take(line)
        self._follows = line.next
        if not line.next:
            await self._flush(show)
            await self._idle()

    async def _take(self, line: Line) -> None:
        self._count += 1
        number = f"{fresh_id()}-{self._count}"
        line, upload = await asyncio.to_thread(brought, line)
        came = arrival(line, self._args.person, number, self._args.lang, follows=self._follows, upload=upload)
        await self._house.receive([came])

    async def _flush(self, show: Callable[[Shown], object]) -> None:
        """Do what is due and show what is new."""
        await self._house.settle()
        for line in await self._house.transcript(NAME, self._args.person, self._last):
            self._seen(line)
            if line.bubble is not None:
                show(line)
                if line.bubble.file is not None:
                    await self._file(line)

    def _seen(self, line: Shown) -> None:
        self._last = line.id
        if line.bubble is not None:
            self._shown.append(line.bubble)

    def _json(self, line: Shown) -> None:
        if line.bubble is not None and line.bubble.file is None:
            _print(bubble_line(line.bubble))

    def _plain(self, line: Shown) -> None:
        if line.bubble is None or line.bubble.file is not None:
            return
        sys.stdout.write(f"\n{screen(line.bubble, line.bubble.text, LIMITS).text}\n")
        sys.stdout.flush()

    async def _file(self, line: Shown) -> None:
        found = await self._house.document(NAME, self._args.person, line.id)
        if found is None:
            return
        file, data = found
        folder = self._args.db or Path(tempfile.gettempdir())
        path = folder / f"{fresh_id()}.{file.format}"
        path.write_bytes(data)
        path.chmod(0o600)
        if self._args.jsonl:
            _print({"file": str(path), "name": file.name, "mime": file.mime})
        else:
            sys.stdout.write(f"\n{file.name}: {path}\n")

    async def _idle(self) -> None:
        peek = await self._house.peek(NAME, self._args.person)
        state, facts = peek or (State(), ())
        answered = trace(self._made.content, facts, state.dossier).answered()
        left = coming(self._made.content, facts, state.dossier)
        _print({"idle": True, "progress": {"answered": len(answered), "left": len(left)}})


def _typed(text: str) -> Line:
    """Return what was typed: words, or the path of a file that is here, as a terminal writes one that is dropped."""
    path = Path(text.strip("'\"").removeprefix("file://")).expanduser()
    if text.strip("'\"").startswith(ROOTED) and path.is_file():
        return Line(Media("file", path.name), path=str(path))
    return Line(Text(text))


def _print(line: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
    sys.stdout.flush()
