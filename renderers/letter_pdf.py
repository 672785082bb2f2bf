"""A letter as one A4 page of PDF, by the same text layer as the CV: the same letters, tags and readers.

Raises NoFontError before anything is drawn; a letter of 150 words always fits its page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.documents import Letter, Line
from flows.model import Phrase, Translate
from renderers import clair, outline
from renderers.errors import TooLongError
from renderers.layout import ACCENT, INK, Block, Size, draw, fitted
from renderers.page import Page
from renderers.shaping import Shaper
from renderers.textlayer import Span, paragraph, printable

BETWEEN_PARTS, BETWEEN_BLOCKS = 22.0, 9.0


def render(document: Letter, t: Translate) -> bytes:
    """The PDF. Raises NoFontError or TooLongError."""
    paper = _Paper(document.lang, t, Shaper(document.lang))
    sheet = fitted([block for block in paper.blocks(document) if block.text.width])
    if sheet is None:
        raise TooLongError(())
    page = Page()
    draw(page, sheet, rtl=outline.is_rtl(document.lang))
    return page.pdf(lang=document.lang, title=printable(document.name) or t(Phrase("letter.greeting")))


@dataclass(frozen=True, slots=True)
class _Paper:
    """Makes the blocks of a letter. Its `shaper` is the document's own: no word outlives it."""

    lang: str
    t: Translate
    shaper: Shaper

    def blocks(self, letter: Letter) -> Iterator[Block]:
        """From the name at the top to the name at the end."""
        contact = [text for text in (letter.phone, letter.email, letter.town) if text]
        yield self._block("H1", Span(letter.name, bold=True, colour=ACCENT), size=Size.LONG_NAME)
        yield self._block("P", *clair.separated(contact))
        if letter.employer:
            yield self._said("letter.to", BETWEEN_PARTS, employer=letter.employer)
        yield self._said("letter.greeting", BETWEEN_PARTS)
        for lines in letter.blocks:
            yield from self._paragraph(lines)
        yield self._said("letter.close", BETWEEN_PARTS)
        yield self._block("P", Span(letter.name, colour=INK), before=BETWEEN_BLOCKS)

    def _paragraph(self, lines: tuple[Line, ...]) -> Iterator[Block]:
        """Sentences one after the other; one in another language stands by itself, for it has its own direction."""
        own = [line for line in lines if line.lang in {"", self.lang}]
        spans = [Span(" ".join(self.t(line.phrase) for line in own), colour=INK)]
        yield self._block("P", *spans, before=BETWEEN_BLOCKS)
        for line in lines:
            if line not in own:
                span = Span(self.t(line.phrase), colour=INK)
                yield self._block("P", span, before=BETWEEN_BLOCKS, lang=line.lang)

    def _said(self, key: str, before: float, **args: str) -> Block:
        return self._block("P", Span(self.t(Phrase(key, args)), colour=INK), before=before)

    def _block(self, role: str, *spans: Span, size: Size = Size.BODY, before: float = 0.0, lang: str = "") -> Block:
        rtl = outline.is_rtl(lang or self.lang)
        return Block(role, paragraph(self.shaper, spans, rtl=rtl, lang=lang), size, before, lang)
