"""A CV as plain text, to paste into a form or send in a message.

One thing a line, a heading alone on its line, a blank line between parts. The text holds nothing that is not seen:
no mark of direction, no blank of a special width. So a telephone stands alone on its line, where every program shows
it from left to right, whatever the language around it.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.documents import Cv
from flows.model import Translate
from renderers import outline
from renderers.words import plain

BULLET = "- "


def render(document: Cv, t: Translate) -> bytes:
    """The text in UTF-8, lines ended by a line feed."""
    groups = ("\n".join(group) for group in _groups(document, t))
    return ("\n\n".join(group for group in groups if group) + "\n").encode()


def _groups(cv: Cv, t: Translate) -> Iterator[list[str]]:
    """The lines, group by group; what turned out empty is left out."""
    head = [plain(cv.name), *map(plain, outline.reach(cv))]
    yield [line for line in head if line]
    yield [plain(t(cv.title.phrase))] if cv.title else []
    for part in outline.parts(cv):
        body = [line for row in outline.rows(cv, part) if (line := _line(row, t))]
        yield [plain(t(outline.heading(part))), *body] if body else []


def _line(row: outline.Row, t: Translate) -> str:
    """A line: what heads others as it is, with its time; one thing of a list after a dash."""
    said = plain(t(row.line.phrase))
    if row.entry is None:
        return f"{BULLET}{said}" if said else ""
    return ", ".join(filter(None, (said, *(plain(t(part.phrase)) for part in outline.around(row.entry)))))
