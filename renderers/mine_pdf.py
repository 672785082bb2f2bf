"""What is kept of a person, as pages of PDF to be read: a heading a chapter, a line an answer.

It has as many pages as it needs: nothing is left out. A long text stands in several paragraphs, because none goes over
two pages.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

from flows.documents import Chapter, Owned
from flows.model import Phrase, Translate
from renderers import outline
from renderers.layout import ACCENT, INK, Block, Setting, Size, draw, paged
from renderers.page import Page, bound
from renderers.shaping import Shaper
from renderers.textlayer import Colour, Span, paragraph, printable, writable

LONG = 900  # letters of a paragraph: a third of a page
BEFORE_CHAPTER, BEFORE_LINE = 16.0, 3.0


def render(document: Owned, t: Translate) -> bytes:
    """The PDF, without the words that no font can write."""
    paper = _Paper(document.lang, t, Shaper(document.lang))
    pages: list[Page] = []
    for sheet in paged([block for block in paper.blocks(document) if block.text.width], Setting()):
        pages.append(pages[-1].another() if pages else Page())
        draw(pages[-1], sheet, rtl=outline.is_rtl(document.lang))
    return bound(pages, lang=document.lang, title=printable(t(Phrase("mine.page"))))


@dataclass(frozen=True, slots=True)
class _Paper:
    """Makes the blocks of the pages. Its `shaper` is the document's own: no word outlives it."""

    lang: str
    t: Translate
    shaper: Shaper

    def blocks(self, told: Owned) -> Iterator[Block]:
        """From the title to the last line."""
        yield self._block(self.t(Phrase("mine.page")), "H1", Size.LONG_NAME, bold=True, colour=ACCENT)
        for chapter in told.chapters:
            yield from self._chapter(chapter)

    def _chapter(self, chapter: Chapter) -> Iterator[Block]:
        yield self._block(self.t(chapter.heading), "H2", Size.HEADING, bold=True, before=BEFORE_CHAPTER)
        for line in chapter.lines:
            for part in textwrap.wrap(writable(self.t(line)), LONG):
                yield self._block(part, before=BEFORE_LINE)

    def _block(
        self,
        text: str,
        role: str = "P",
        size: Size = Size.BODY,
        *,
        bold: bool = False,
        colour: Colour = INK,
        before: float = 0.0,
    ) -> Block:
        """A paragraph of a page."""
        said = paragraph(self.shaper, [Span(writable(text), bold=bold, colour=colour)], rtl=outline.is_rtl(self.lang))
        return Block(role, said, size, before)
