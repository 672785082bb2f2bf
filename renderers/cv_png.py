"""The picture of a CV for the chat: our own PDF, as a screen would show it.

The picture goes first and the file after, so the person sees at once what they got. It is drawn from the PDF and not
beside it, so the two cannot differ. PDFium must not be used by two threads at once, hence the one lock. Only our own
bytes ever come here: a PDF that a person sends is never opened.
"""

from __future__ import annotations

from io import BytesIO
from threading import Lock

import pypdfium2  # type: ignore[import-untyped]

from flows.documents import Cv
from flows.model import Translate
from renderers import cv_pdf

SCALE = 1.6  # 953 x 1348: sharp on a phone, about 120 kB

_pdfium = Lock()


def render(document: Cv, t: Translate) -> bytes:
    """The picture, as PNG. Raises what the PDF raises."""
    return picture(cv_pdf.render(document, t))


def picture(pdf: bytes, scale: float = SCALE) -> bytes:
    """The first page of our own PDF, as PNG."""
    with _pdfium:
        opened = pypdfium2.PdfDocument(pdf)
        try:
            image = opened[0].render(scale=scale).to_pil()
        finally:
            opened.close()
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
