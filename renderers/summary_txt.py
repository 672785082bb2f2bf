"""A summary as plain text, to be copied into a file or a message: each line, and below it the date and the address.

Both are of the newest message it rests on: an address for each of them would be longer than what is said.

The text holds nothing that is not seen: no mark of direction, no blank of a special width. So a date stands alone on
its line, where it keeps its order whatever letters the words before it are in.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.documents import Summary
from flows.model import Phrase, Translate
from renderers.words import plain

BULLET, BELOW = "- ", "  "


def render(document: Summary, t: Translate) -> bytes:
    """The text in UTF-8, lines ended by a line feed."""
    return "\n".join([plain(t(Phrase("summary.title"))), "", *_lines(document, t), ""]).encode()


def _lines(told: Summary, t: Translate) -> Iterator[str]:
    """Each line, then the day and the address of its newest message; none below what is so without being told."""
    for point in told.points:
        yield BULLET + plain(t(point.phrase))
        if point.day:
            yield BELOW + plain(t(point.day))
        yield from (BELOW + link for link in point.links[-1:])
