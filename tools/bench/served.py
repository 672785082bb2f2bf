"""The real program and the bare server, each started as a process of its own, and asked over HTTP."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tools.bench.figure import ROOT, clean_environment

ATOUT = (sys.executable, "-c", "import sys; from atout import main; sys.exit(main())", "serve")
BARE = (sys.executable, "-m", "tools.bench.bare")
PATIENCE = 60  # seconds for a slow machine to start


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answered: its process, its address, how many seconds the first 200 took, and when it was begun."""

    pid: int
    address: str
    seconds: float
    began: float


@contextmanager
def served(command: Sequence[str]) -> Iterator[Served]:
    """Start a server in an empty folder and wait for the first 200 on /health. Raises `RuntimeError`."""
    with tempfile.TemporaryDirectory(prefix="atout-") as home, serving(command, Path(home)) as found:
        yield found


@contextmanager
def serving(command: Sequence[str], home: Path, more: Mapping[str, str] | None = None) -> Iterator[Served]:
    """Do the same over what is in this folder, with more settings."""
    began = time.perf_counter()
    with _process(command, home, more or {}) as process:
        line = process.stdout.readline() if process.stdout else ""
        address = re.search(r"http://\S+", line)
        if address is None:
            raise RuntimeError(f"{command[-1]} did not start")
        with urlopen(f"{address[0]}/health", timeout=PATIENCE) as answer:  # noqa: S310 - our own address # nosec B310
            answer.read()  # the socket listens before the program is ready: the request waits in its queue
        yield Served(process.pid, address[0], time.perf_counter() - began, began)


@contextmanager
def _process(command: Sequence[str], home: Path, more: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    mine = {"ATOUT_PORT": "0", "ATOUT_DATA": str(home / "data"), "ATOUT_KEY_FILE": str(home / "master.key")}
    environment = clean_environment(**mine, **more)
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.terminate()
