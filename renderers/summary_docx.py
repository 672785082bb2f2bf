"""A summary as a Word file: a list of the same lines, and below each the date of what it rests on.

A line leads to its newest message; where it rests on several, each has a number of its own below.

The date is a paragraph of its own, for beside words in other letters its numbers would change places. The file is
called what it is: it names nobody, neither in its title nor in what it says of itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.documents import Summary
from flows.model import Phrase, Translate
from renderers import outline
from renderers.wordfile import numbers, paragraph, written


def render(document: Summary, t: Translate) -> bytes:
    """The file."""
    title = t(Phrase("summary.title"))
    return written(_paragraphs(document, title, t), title, document.lang)


def _paragraphs(told: Summary, title: str, t: Translate) -> Iterator[str]:
    """The heading, then each line with its date below it, and a number for each message where there are several."""
    rtl = outline.is_rtl(told.lang)
    yield from paragraph("Title", [(title, False)], told.lang, rtl=rtl)
    for point in told.points:
        newest = point.links[-1] if point.links else ""
        yield from paragraph("ListBullet", [(t(point.phrase), False)], told.lang, rtl=rtl, link=newest)
        if point.day:
            yield from paragraph("ListContinue", [(t(point.day), True)], told.lang, rtl=rtl)
        if len(point.links) > 1:
            yield numbers("ListContinue", point.links, told.lang, rtl=rtl)
