"""A folder with a house, copies of it, and the commands that make them, as an operator runs them."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest

from bot.cli import main
from tests.bot.little import Clock, Outside, Person, open_house

T = TypeVar("T")
WORDS = "Canarinette"
OTHERS = "Mirabelline"


class Town:
    """A folder with a house, its master key, and a place for copies; commands run as an operator runs them."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.home, self.copies, self.key = home, home / "copies", home / "recovery.key"
        self._environ, self._capsys = monkeypatch, capsys
        self.at(home)

    @property
    def data(self) -> Path:
        return self.home / "data"

    def at(self, home: Path) -> None:
        self.home = home
        self._environ.setenv("ATOUT_DATA", str(home / "data"))
        self._environ.setenv("ATOUT_KEY_FILE", str(home / "master.key"))

    def elsewhere(self, name: str = "elsewhere") -> None:
        """Go on on another machine, which has the master key and nothing else."""
        there = self.home / name
        there.mkdir()
        shutil.copy(self.home / "master.key", there / "master.key")
        self.at(there)

    def does(self, *words: str | Path) -> tuple[int, str]:
        self._capsys.readouterr()
        code = main([str(word) for word in words])
        said = self._capsys.readouterr()
        return code, said.out + said.err

    def makes_key(self) -> str:
        self._capsys.readouterr()
        assert main(["backup", "--new-key"]) == 0
        self.key.touch(mode=0o600)
        self.key.write_text(self._capsys.readouterr().out, encoding="ascii")
        return self.key.read_text(encoding="ascii")

    def backs_up(self) -> tuple[Path, Path]:
        code, said = self.does("backup", self.copies)
        assert code == 0, said
        return max(self.copies.glob("words-*")), max(self.copies.glob("keys-*"))

    def restores(self, *words: str | Path) -> tuple[int, str]:
        return self.does("restore", *words, "--key", self.key)

    def lives(self, life: Callable[[Person, Person], Awaitable[T]], prefix: str) -> T:
        """Open the house, let two people live in it, and close it."""

        async def run() -> T:
            house = open_house(self.home, Clock(), Outside(), prefix)
            try:
                return await life(Person(house), Person(house, address="bo"))
            finally:
                await house.stop()

        return asyncio.run(run())


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Town:
    made = Town(tmp_path, monkeypatch, capsys)
    made.makes_key()
    return made


async def tell(ana: Person, bo: Person) -> None:
    for person, words in ((ana, WORDS), (bo, OTHERS)):
        await person.agrees()
        await person.says(words)


async def known(ana: Person, bo: Person) -> tuple[list[str], list[str]]:
    return await ana.raws(), await bo.raws()


async def erases(ana: Person, _bo: Person) -> None:
    assert await ana.house.forget("push", "ana")
