"""The picture of a letter for the chat, drawn from its PDF."""

from __future__ import annotations

from flows.documents import Letter
from flows.model import Translate
from renderers import letter_pdf
from renderers.cv_png import picture


def render(document: Letter, t: Translate) -> bytes:
    """The picture, as PNG. Raises what the PDF raises."""
    return picture(letter_pdf.render(document, t))
