"""Gives one parser bytes for so many minutes, and says how many it was given and which of them broke it.

Atheris leads where it is installed: it sees which lines are reached and keeps what reaches more. Elsewhere Hypothesis
draws. A crash does not end the search: the first bytes for each place that breaks are written down, and it goes on.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

LONGEST = 16 * 1024  # bytes: what is longer is refused at the doors, or is more of the same
TOLD_EVERY = 20  # seconds: what was seen so far is told, so that an end of any kind loses little


@dataclass
class Tally:
    """What was seen."""

    name: str
    engine: str
    executions: int = 0
    seconds: float = 0.0
    slowest: float = 0.0  # seconds of one
    crashes: dict[str, str] = field(default_factory=dict)  # where it breaks: the file of the bytes


class Driver:
    """Gives bytes to one parser and keeps count."""

    def __init__(self, name: str, takes: Callable[[bytes], None], engine: str, crashes: Path) -> None:
        self.tally = Tally(name, engine)
        self._takes, self._crashes = takes, crashes

    def give(self, data: bytes) -> None:
        """Give it these bytes."""
        began = time.process_time()
        try:
            self._takes(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what we look for
            self._broke(error, data)
        self.tally.executions += 1
        self.tally.slowest = max(self.tally.slowest, time.process_time() - began)

    def _broke(self, error: Exception, data: bytes) -> None:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} {Path(last.filename).name}:{last.lineno}"
        if place not in self.tally.crashes:
            file = self._crashes / f"{self.tally.name.replace(' ', '-')}-{sha256(data).hexdigest()[:10]}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
            self.tally.crashes[place] = file.name


def searched(name: str, seconds: float, crashes: Path) -> Tally:
    """Search for so long, in this process; return what was seen."""
    engine = "atheris" if find_spec("atheris") else "hypothesis"
    if engine == "atheris":
        atheris = import_module("atheris")
        with atheris.instrument_imports(include=["bot", "flows", "locales"], enable_loader_override=False):
            from tests.fuzz.parsers import PARSERS  # noqa: PLC0415 - after what sees its lines
    else:
        from tests.fuzz.parsers import PARSERS  # noqa: PLC0415 - the same
    parser = PARSERS[name]
    driver = Driver(name, parser.takes, engine, crashes)
    for data in parser.seeds:
        driver.give(data)
    began, end = time.monotonic(), time.monotonic() + seconds
    (_led if engine == "atheris" else _drawn)(driver, parser.seeds, end, crashes)
    driver.tally.seconds = round(time.monotonic() - began, 1)
    return driver.tally


class _OverError(BaseException):
    """The time is over."""


def _led(driver: Driver, seeds: tuple[bytes, ...], end: float, room: Path) -> None:
    """Let Atheris lead; it ends the process by itself, so the time is looked at here."""
    atheris = import_module("atheris")
    corpus = room / f"corpus-{os.getpid()}"
    corpus.mkdir(parents=True, exist_ok=True)
    for n, data in enumerate(seeds):
        (corpus / str(n)).write_bytes(data)

    began = told = time.monotonic()

    def take(data: bytes) -> None:
        nonlocal told
        driver.give(data)
        now = time.monotonic()
        if now > end or now > told + TOLD_EVERY:
            told = now
            _say(driver.tally, began)
        if now > end:
            os._exit(0)

    words = [sys.argv[0], str(corpus), f"-max_len={LONGEST}", "-timeout=60", "-rss_limit_mb=2048", "-verbosity=0"]
    atheris.Setup(words, take)
    atheris.Fuzz()


def _drawn(driver: Driver, seeds: tuple[bytes, ...], end: float, _room: Path) -> None:
    """Draw bytes, and pieces of what is read well."""
    from hypothesis import HealthCheck, given, settings  # noqa: PLC0415 - only where it is the one that leads
    from hypothesis import strategies as st  # noqa: PLC0415 - the same

    pieces = st.sampled_from([seed[at : at + 40] for seed in seeds for at in range(0, max(len(seed), 1), 20)])
    mixed = st.lists(st.one_of(pieces, st.binary(max_size=20)), max_size=12).map(b"".join)

    @settings(max_examples=500, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(mixed, st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
    def some(data: bytes) -> None:
        if time.monotonic() > end:
            raise _OverError
        driver.give(data)

    while time.monotonic() < end:
        try:
            some()
        except _OverError:
            return


def _say(tally: Tally, began: float) -> None:
    told = replace(tally, seconds=round(time.monotonic() - began, 1), slowest=round(tally.slowest, 3))
    sys.stdout.write(json.dumps(asdict(told)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    started = time.monotonic()
    found = searched(sys.argv[1], float(sys.argv[2]), Path(sys.argv[3]))
    _say(found, started)
