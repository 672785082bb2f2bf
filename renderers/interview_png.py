"""The picture of the page of a practice interview, drawn from its PDF."""

from __future__ import annotations

from flows.documents import Interview
from flows.model import Translate
from renderers import interview_pdf
from renderers.cv_png import picture


def render(document: Interview, t: Translate) -> bytes:
    """The picture, as PNG. Raises what the PDF raises."""
    return picture(interview_pdf.render(document, t))
