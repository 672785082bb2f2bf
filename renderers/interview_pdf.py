"""A practice interview as one A4 page of PDF, to read again before a real one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows.documents import Interview, Practised
from flows.model import Phrase, Translate
from renderers import outline
from renderers.errors import TooLongError
from renderers.layout import ACCENT, GREY, INK, Block, Sheet, Size, draw, fitted
from renderers.page import Page
from renderers.shaping import Shaper
from renderers.textlayer import Colour, Span, paragraph, printable, writable

BEFORE_TITLE, BEFORE_QUESTION, BEFORE_LINE = 6.0, 16.0, 4.0


def render(document: Interview, t: Translate) -> bytes:
    """The PDF, without the words that no font can write. Raises TooLongError.

    Where it does not fit, the longest answer gives way to its quote, then the next; the short ones stay whole.
    """
    paper = _Paper(document.lang, t, Shaper(document.lang))
    sheet, longest = paper.sheet(document), sorted(document.answers, key=lambda one: -len(one.answer))
    while sheet is None and longest:
        cut = longest.pop(0)
        document = replace(document, answers=tuple(_shorter(one) if one == cut else one for one in document.answers))
        sheet = paper.sheet(document)
    if sheet is None:
        raise TooLongError(())
    page = Page()
    draw(page, sheet, rtl=outline.is_rtl(document.lang))
    return page.pdf(lang=document.lang, title=printable(t(Phrase("interview.page"))))


def _shorter(one: Practised) -> Practised:
    return replace(one, answer=one.short)


@dataclass(frozen=True, slots=True)
class _Paper:
    """Makes the blocks of the page. Its `shaper` is the document's own: no word outlives it."""

    lang: str
    t: Translate
    shaper: Shaper

    def sheet(self, told: Interview) -> Sheet | None:
        """All of it on one page; None where it does not fit."""
        return fitted([block for block in self.blocks(told) if block.text.width])

    def blocks(self, told: Interview) -> Iterator[Block]:
        """From the title to the last line."""
        yield from self._block(self.t(Phrase("interview.page")), "H1", Size.LONG_NAME, bold=True, colour=ACCENT)
        about = [text for text in (told.name, self.t(told.job) if told.job else "") if text]
        yield from self._block(" · ".join(about), before=BEFORE_TITLE)
        for one in told.answers:
            yield from self._answer(one)

    def _answer(self, one: Practised) -> Iterator[Block]:
        asked = self.t(one.question)
        yield from self._block(asked, "H2", Size.HEADING, bold=True, colour=INK, before=BEFORE_QUESTION)
        answer = self.t(Phrase("interview.well.line", {"quote": one.answer}))
        yield from self._block(answer, colour=INK, before=BEFORE_LINE)

    def _block(
        self,
        text: str,
        role: str = "P",
        size: Size = Size.BODY,
        *,
        bold: bool = False,
        colour: Colour = GREY,
        before: float = 0.0,
    ) -> Iterator[Block]:
        """A line of the page."""
        said = paragraph(self.shaper, [Span(writable(text), bold=bold, colour=colour)], rtl=outline.is_rtl(self.lang))
        yield Block(role, said, size, before)
