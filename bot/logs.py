"""Log lines: one JSON object each, with the name of what happened and short ids. Never a word of a person.

An exception may carry what a person wrote in its message, so only its type and the places in our code are written.
The ids in a line are cut from random ones and say nothing outside this house. Lines of libraries are kept from
WARNING up, as their template without arguments, because the arguments may be words.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import TextIO

OURS = "bot"
ROOT = Path(__file__).parent.parent
SHORT = 6
FRAMES = 6


def note(log: logging.Logger, level: int, what: str, *, error: BaseException | None = None, **ids: str | float) -> None:
    """Write one line: what happened, to which ids, and where in the code an error came from."""
    found: dict[str, object] = dict(ids)
    if error is not None:
        found |= {"error": type(error).__name__, "at": places(error)}
    log.log(level, "%s", what, extra={"found": found})


def short(ident: str) -> str:
    """Return an id as it may stand in a log."""
    return ident[:SHORT]


def places(error: BaseException) -> list[str]:
    """Return the last places in our own code an error went through."""
    found, trace = [], error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.is_relative_to(ROOT):
            found.append(f"{file.relative_to(ROOT)}:{trace.tb_lineno}")
        trace = trace.tb_next
    return found[-FRAMES:]


class Lines(logging.Formatter):
    """Writes a record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {"time": self.formatTime(record), "level": record.levelname, "from": record.name}
        found = getattr(record, "found", None)
        if isinstance(found, dict):
            line |= {"what": record.getMessage(), **found}
        else:
            line["what"] = str(record.msg)
            if record.exc_info and record.exc_info[1] is not None:
                line |= {"error": type(record.exc_info[1]).__name__, "at": places(record.exc_info[1])}
        return json.dumps(line, ensure_ascii=True)


class Plain(Lines):
    """Writes the same as one line to be read: what happened, then each thing beside it by its name."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line = json.loads(super().format(record))
        first = [str(line.pop(name)) for name in ("time", "level", "from", "what")]
        return " ".join([*first, *(f"{name}={json.dumps(value)}" for name, value in line.items())])


class Quiet(logging.Filter):
    """Lets our own lines through, and of libraries only what is a warning."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        return record.levelno >= logging.WARNING or record.name.partition(".")[0] == OURS


def start(level: int = logging.INFO, stream: TextIO | None = None, *, plain: bool = False) -> None:
    """Make this the only way anything is logged; `plain`: for eyes, not for a program."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Plain() if plain else Lines())
    handler.addFilter(Quiet())
    logging.basicConfig(handlers=[handler], level=level, force=True)
