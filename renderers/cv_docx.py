"""A CV as a Word file, for who wants to change it: the same lines, headings that are headings, lists that are lists.

A telephone has a paragraph that reads from left to right. How a Word file is made is not here (`wordfile.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from flows.documents import Cv
from flows.model import Translate
from renderers import outline
from renderers.wordfile import paragraph, written
from renderers.words import isolated


def render(document: Cv, t: Translate) -> bytes:
    """The file."""
    return written(_paragraphs(document, t), outline.title(document, t), document.lang)


def _paragraphs(cv: Cv, t: Translate) -> Iterator[str]:
    """The paragraphs from the name to the last line, without what turned out empty."""
    rtl = outline.is_rtl(cv.lang)
    yield from paragraph("Title", [(cv.name, False)], cv.lang, rtl=rtl)
    for row in outline.contact(cv):
        yield from paragraph("Normal", [(isolated(outline.SEPARATOR.join(row)), False)], "", rtl=rtl)
    if cv.title:
        yield from paragraph("Subtitle", [(t(cv.title.phrase), False)], cv.title.lang or cv.lang, rtl=rtl)
    for part in outline.parts(cv):
        body = [found for row in outline.rows(cv, part) for found in _row(row, cv.lang, t)]
        heading = paragraph("Heading1", [(t(outline.heading(part)), False)], cv.lang, rtl=rtl) if body else []
        yield from (*heading, *body)


def _row(row: outline.Row, lang: str, t: Translate) -> list[str]:
    """A line with a bullet, or one that heads others, with its time."""
    around = outline.around(row.entry) if row.entry else ()
    said = [(t(row.line.phrase), False), *((f"{outline.comma(lang)} {t(line.phrase)}", True) for line in around)]
    style = "ListBullet" if row.entry is None else "Heading2"
    return paragraph(style, said, row.line.lang or lang, rtl=outline.is_rtl(lang))
