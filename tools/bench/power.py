"""A disk whose power can be cut: what was not synced is gone. `power.c` does the work, and says what is kept."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

SOURCE: Final = Path(__file__).with_suffix(".c")
COMPILER: Final = "cc"


def missing() -> bool:
    """Whether there is no C compiler on this system."""
    return shutil.which(COMPILER) is None


def compiled(folder: Path) -> Path:
    """Return what is preloaded, made in this folder, where programs of other users find it too."""
    made = folder / "power.so"
    subprocess.run([COMPILER, "-shared", "-fPIC", "-O2", "-Wall", "-o", str(made), str(SOURCE)], check=True)
    folder.chmod(0o755)  # for who runs PostgreSQL
    return made


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder, and beside it the platter that has what was synced of it."""

    watched: Path
    platter: Path

    @classmethod
    def of(cls, watched: Path) -> Disk:
        """Return the disk of a folder as it is now, all of it synced."""
        disk = cls(watched.resolve(), watched.resolve().with_name(f"{watched.name}-platter"))
        _copied(disk.watched, disk.platter)
        return disk

    def environ(self, shim: Path) -> Mapping[str, str]:
        """Return what a program is to be started with."""
        return {"LD_PRELOAD": str(shim), "POWER_WATCHED": str(self.watched), "POWER_PLATTER": str(self.platter)}

    def cut(self) -> None:
        """Leave in the folder what was synced. No program of it may run any more."""
        self._names()
        shutil.rmtree(self.watched)
        _copied(self.platter, self.watched)

    def _names(self) -> None:
        """Put each name on the platter of which nothing was ever synced, with nothing in it: names are in a journal."""
        for folder, folders, files in os.walk(self.watched):
            for name in (*folders, *files):
                here = Path(folder, name)
                there = self.platter / here.relative_to(self.watched)
                if there.exists() or not (here.is_dir() or here.is_file()):
                    continue
                there.mkdir() if here.is_dir() else there.touch()
                shutil.copymode(here, there)
                os.chown(there, here.stat().st_uid, here.stat().st_gid)


def _copied(this: Path, there: Path) -> None:
    """Copy a folder with the owners and rights of its files."""
    words = ["cp", "-a", str(this), str(there)]
    subprocess.run(words, check=True)
