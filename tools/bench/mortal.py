"""Programs that are killed, alone or with all they keep things in as the power is cut, and started again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from bot.settings import Secret, Settings
from tests.doubles.telegram import TOKEN
from tests.servers import postgres
from tools.bench.figure import ROOT, clean_environment
from tools.bench.polled import SERVES
from tools.bench.power import Disk
from tools.bench.redis_server import command, free_port, wait

GONE: Final = 10.0  # seconds for what was killed to be gone
LOOK: Final = 0.005  # seconds between two looks
SEGMENTS: Final = ("--wal-segsize=1",)  # MB: each commit is compared with the platter, the whole file


class Mortal(Protocol):
    """Something that can be killed and started again."""

    def start(self) -> None: ...  # noqa: D102 - a word says it
    def family(self) -> list[int]:
        """Return its processes, so that none can be added any more."""

    def buried(self) -> None:
        """Take note that it is dead."""


@dataclass
class Program:
    """One of them, a process of its own. `ready` returns when it can be asked."""

    command: Sequence[str]
    environ: Mapping[str, str]
    log: Path
    ready: Callable[[], None] = lambda: None
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it."""
        with self.log.open("ab") as log:
            environ = clean_environment(**self.environ)
            self.process = subprocess.Popen(self.command, cwd=ROOT, env=environ, stdout=log, stderr=log)
        self.ready()

    def family(self) -> list[int]:
        """Return its processes."""
        return family(self.process.pid) if self.process is not None else []

    def buried(self) -> None:
        """Take note that it is dead."""
        if self.process is not None:
            self.process.wait()
            self.process = None


@dataclass
class Postgres:
    """A PostgreSQL server, killed as a whole."""

    server: postgres.Server

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.server.start()

    def family(self) -> list[int]:
        """Return its processes."""
        return family(self.server.pid) if self.server.process is not None else []

    def buried(self) -> None:
        """Take note that it is dead."""
        if self.server.process is not None:
            self.server.process.send_signal(signal.SIGCONT)  # who started it as another user stopped with it
            self.server.process.wait()
            self.server.process = None


@dataclass
class Side:
    """What answers people. `servers`: what it keeps things in; `disks`: what is cut. `settings`: to read ours."""

    bot: Mortal
    servers: Sequence[Mortal] = ()
    disks: Sequence[Disk] = ()
    settings: Settings | None = None
    _struck: list[int] = field(default_factory=list)

    def strike(self, *, cut: bool) -> None:
        """Kill the program; with a cut, its servers in the same moment."""
        dying = [self.bot, *(self.servers if cut else ())]
        self._struck = [pid for one in dying for pid in one.family()]
        for pid in self._struck:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def again(self, *, cut: bool) -> None:
        """Start what was killed; after a cut, on what the disks have."""
        for one in [self.bot, *(self.servers if cut else ())]:
            one.buried()
        until = time.monotonic() + GONE
        while any(map(_alive, self._struck)) and time.monotonic() < until:
            time.sleep(LOOK)
        if cut:
            for disk in self.disks:
                disk.cut()
            for server in self.servers:
                server.start()
        self.bot.start()

    def ends(self) -> None:
        """Kill the program for good; its servers go on."""
        self.strike(cut=False)
        self.bot.buried()


def family(first: int) -> list[int]:
    """Return a process and all below it, each stopped, so that it starts no other."""
    found = [first]
    for pid in found:
        with suppress(OSError):
            os.kill(pid, signal.SIGSTOP)
            for task in Path(f"/proc/{pid}/task").glob("*/children"):
                found += map(int, task.read_text(encoding="ascii").split())
    return found


def _alive(pid: int) -> bool:
    """Whether a process still holds anything: one that only waits to be taken note of does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False


# ---------------------------------------------------------------- the sides


def ours(home: Path, platform: Mapping[str, str], shim: Path | None, url: str = "") -> Side:
    """Return what `atout serve` starts, but for the pace that Telegram asks for."""
    kept = home / "kept"
    kept.mkdir()
    disks = [Disk.of(kept)] if shim else []
    settings = Settings(
        data=kept / "data", key_file=kept / "master.key", dictionaries=home / "nowhere", store=Secret(url)
    )
    environ = {
        "ATOUT_PORT": "0",
        "ATOUT_DATA": str(settings.data),
        "ATOUT_KEY_FILE": str(settings.key_file),
        "ATOUT_DICTIONARIES": str(settings.dictionaries),
        **({"ATOUT_STORE": url} if url else {}),
        **platform,
        **(disks[0].environ(shim) if shim else {}),
    }
    return Side(Program((sys.executable, "-c", SERVES), environ, home / "log"), (), disks, settings)


@contextmanager
def on_sqlite(home: Path, platform: Mapping[str, str], shim: Path | None) -> Iterator[Side]:
    """Give ours on its file."""
    yield ours(home, platform, shim)


@contextmanager
def on_postgres(home: Path, platform: Mapping[str, str], shim: Path | None) -> Iterator[Side]:
    """Give ours on a server, whose data folder is on a disk of its own."""
    with postgres.postgres(*postgres.DURABLE, made_with=SEGMENTS) as server:
        disks = []
        if shim:
            server.stop()
            disks = [Disk.of(server.folder / "data")]
            server.more = disks[0].environ(shim)
            server.start()
        side = ours(home, platform, shim, server.database(home))
        yield Side(side.bot, [Postgres(server)], [*side.disks, *disks], side.settings)


@contextmanager
def aiogram(home: Path, platform: Mapping[str, str], shim: Path | None) -> Iterator[Side]:
    """Give aiogram as its users start it, on a Redis server that writes to the disk before it answers."""
    kept, port = home / "kept", free_port()
    kept.mkdir()
    disks = [Disk.of(kept)] if shim else []
    environ = disks[0].environ(shim) if shim else {}
    server = Program(command(port, str(kept), "always"), environ, home / "redis.log", lambda: wait(port))
    server.start()
    words = ("-m", "tools.bench.polls", "aiogram", platform["ATOUT_TELEGRAM_API"], TOKEN, str(port))
    try:
        yield Side(Program((sys.executable, *words), {}, home / "log"), [server], disks)
    finally:
        if server.process is not None:
            server.process.kill()
            server.buried()
