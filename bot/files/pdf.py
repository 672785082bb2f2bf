"""The text of a PDF, by PDFium, page after page, in the order in which it was written.

Runs in the reader's own process alone: PDFium is C++, and the file is a stranger's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from contextlib import closing
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from bot.files import found

PAGES: Final = 30  # looked at (notes of OWASP ASVS 5.1.1: a documented size)
LETTERS: Final = 12  # fewer in all of it, and it is a picture with a stamp
BREAK: Final = re.compile("[\x02\ufffe\u00ad](?:\r?\n)?")  # how PDFium tells a hyphen at the end of a line
SHAPES: Final = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]+")  # letters as they are drawn: ligatures, joined Arabic


def text(data: bytes) -> str:
    """Return the text. Raises `UnreadableError`."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == pdfium.FPDF_ERR_PASSWORD
        raise found.UnreadableError(found.LOCKED if locked else found.BROKEN) from None
    with closing(document):
        said = "\n".join(_pages(document))
    if sum(map(str.isalnum, said[: found.TEXT_MOST])) < LETTERS:
        raise found.UnreadableError(found.PICTURE)
    return said


def _pages(document: pypdfium2.PdfDocument) -> Iterator[str]:
    left = found.TEXT_MOST + 1
    for place in range(min(len(document), PAGES)):
        said = _page(document, place, left)
        left -= len(said)
        yield said
        if left <= 0:
            return


def _page(document: pypdfium2.PdfDocument, place: int, most: int) -> str:
    """Return the text of a page; nothing of a damaged one: its neighbours may be well."""
    try:
        lines = document[place].get_textpage()
        said: str = lines.get_text_range(0, min(lines.count_chars(), most))
    except pypdfium2.PdfiumError:
        return ""
    return SHAPES.sub(lambda drawn: unicodedata.normalize("NFKC", drawn[0]), BREAK.sub("", said))
