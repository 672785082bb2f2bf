"""A house that can be killed, restarted and given other content, while the person keeps talking.

The theory. What survives a SIGKILL is what the files hold at that moment. So a kill is an image: the folder is copied
while the house still runs, and a new house wakes up on the copy; whatever the old one did afterwards never happened.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from bot.house import House
from bot.sim.desk import act
from flows.content import Content

Opener = Callable[[Path, Content], House]  # a folder and what to ask there


class Life:
    """One installation, through all that happens to it."""

    def __init__(self, home: Path, opener: Opener, content: Content) -> None:
        self._home = home
        self._opener = opener
        self._count = 0
        self._folder = home / "0"
        self.content = content
        self.house = opener(self._folder, content)

    async def restart(self, content: Content | None = None) -> None:
        """Stop in order and start again, with other content when it is given (a deploy)."""
        await self.house.stop()
        self.content = content or self.content
        self.house = self._opener(self._folder, self.content)

    async def desk(self, line: str, now: int) -> None:
        """Let somebody at the desk do what a line says."""
        await act(self.house, line, now)

    def image(self) -> Path:
        """Return a copy of the files as they are now: what a kill at this moment leaves behind."""
        self._count += 1
        copy = self._home / str(self._count)
        shutil.copytree(self._folder, copy, ignore=shutil.ignore_patterns("*.lock"))
        return copy

    async def wake(self, image: Path) -> None:
        """Start again from an image; what happened after it is gone with the old house."""
        await self.house.stop()
        self._folder = image
        self.house = self._opener(image, self.content)

    async def end(self) -> None:
        """Stop for good."""
        await self.house.stop()
