"""The file a line names, as the terminal brings it: its bytes when it is on this machine, else only its name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.channels.base import Upload
from bot.channels.terminal import LIMITS
from bot.channels.terminal.parse import Line
from flows.model import Media


def brought(line: Line) -> tuple[Line, Upload | None]:
    """Return a line with the bytes of its file, when there is one and it is not too large."""
    path = Path(line.path)
    if not line.path or not isinstance(line.body, Media) or not path.is_file():
        return line, None
    most = LIMITS.file_in_max or 0
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError:
        return line, None
    if len(data) > most:
        return replace(line, body=replace(line.body, heavy=True)), None
    return replace(line, body=replace(line.body, held=True)), Upload(data)
