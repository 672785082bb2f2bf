"""A CV as one A4 page of PDF.

The page is fitted, never cut: when the tightest setting is still too long, `TooLongError` names the experiences to ask
the person about, and nothing is left out in silence. Letters without a font are found before anything is drawn. The
bytes hang on the document and the words of `t` alone, so "nothing has changed" is known without sending.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from flows.documents import PREUVES, Cv
from flows.model import Translate
from renderers import fonts, outline
from renderers.clair import Clair
from renderers.errors import NoFontError, TooLongError
from renderers.layout import Sheet, draw, fitted
from renderers.page import Page
from renderers.preuves import Preuves
from renderers.shaping import Shaper
from renderers.textlayer import printable


@dataclass(frozen=True, slots=True)
class Fit:
    """How a CV fits its page: how full it is, at what size of body.

    `overflow` are the places of the experiences to leave out, oldest first; none when all fits.
    """

    fill: float
    body: float
    overflow: tuple[int, ...] = ()


def render(document: Cv, t: Translate) -> bytes:
    """The PDF. Raises NoFontError or TooLongError."""
    template = template_of(document)(document.lang, t, Shaper(document.lang))
    sheet = _sheet(template, document)
    if sheet is None:
        raise TooLongError(_overflow(template, document))
    page = Page()
    draw(page, sheet, rtl=template.rtl)
    return page.pdf(lang=document.lang, title=outline.title(document, t))


def fit(document: Cv, t: Translate) -> Fit:
    """How the CV fits, without drawing it. Raises NoFontError."""
    template = template_of(document)(document.lang, t, Shaper(document.lang))
    sheet = _sheet(template, document)
    if sheet is None:
        return Fit(1.0, 0.0, _overflow(template, document))
    return Fit(sheet.fill, sheet.setting.body)


def template_of(document: Cv) -> type[Clair]:
    """The template that draws it."""
    return Preuves if document.template == PREUVES else Clair


def unprintable(document: Cv, t: Translate) -> frozenset[str]:
    """The names of the alphabets in the CV that we have no font for."""
    return fonts.unprintable("".join(map(printable, outline.texts(document, t))))


def _sheet(template: Clair, document: Cv) -> Sheet | None:
    """The page laid out, if it holds. Letters without a font are named all together, not only the first that is met."""
    try:
        return fitted(template.blocks(document)) or fitted(replace(template, compact=True).blocks(document))
    except NoFontError as error:
        raise NoFontError(unprintable(document, template.t)) from error


def _overflow(template: Clair, document: Cv) -> tuple[int, ...]:
    """The fewest last experiences without which the page holds, or all of them."""
    count = len(document.experiences)
    for kept in range(count - 1, -1, -1):
        shorter = replace(document, experiences=document.experiences[:kept])
        if _sheet(template, shorter):
            return tuple(range(count - 1, kept - 1, -1))
    return tuple(range(count - 1, -1, -1))
