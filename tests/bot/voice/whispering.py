"""An installation of its own where a model can be heard: a Python that finds our double of faster-whisper first."""

from __future__ import annotations

import json
import sysconfig
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from venv import EnvBuilder

from tests.doubles.installed import faster_whisper as double

INSTALLED = Path(double.__file__).parent


def installation(place: Path) -> str:
    """Make it, and return its Python: what is installed here is there too, behind the double."""
    EnvBuilder(symlinks=True, with_pip=False).create(place)
    (found,) = place.glob("lib/python*/site-packages")
    (found / "all.pth").write_text(f"{INSTALLED}\n{sysconfig.get_path('purelib')}\n", "utf-8")
    return str(place / "bin" / "python")


@dataclass
class Model:
    """The folder of a model: what will be heard in it, and what it was asked."""

    folder: Path

    def __post_init__(self) -> None:
        self.folder.mkdir()
        for name in double.NEEDED:
            (self.folder / name).write_text("{}", "utf-8")
        self.plans()

    def plans(self, says: Sequence[Sequence[str]] = (), faults: Sequence[str] = ()) -> None:
        """Hear these segments a note, after these faults."""
        told = {"says": [*map(list, says)], "faults": [*faults]}
        (self.folder / double.SCRIPT).write_text(json.dumps(told), "utf-8")

    @property
    def notes(self) -> list[Mapping[str, Any]]:
        """All that happened in it."""
        kept = self.folder / double.ASKED
        return [json.loads(line) for line in kept.read_text("utf-8").splitlines()] if kept.exists() else []

    def seen(self, event: str) -> list[Mapping[str, Any]]:
        """What happened of one kind."""
        return [note for note in self.notes if note["event"] == event]

    def waits_for(self, event: str) -> None:
        """Come back once it happened."""
        while not self.seen(event):
            time.sleep(0.05)

    @property
    def wrong(self) -> list[str]:
        """What the real one would have refused."""
        return [name for note in self.notes for name in note["wrong"]]
