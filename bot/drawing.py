"""Facts into the bytes of a document: the core says what is on it, a renderer draws it, the catalogs word it.

Renderers are found by name: `renderers/<document>_<format>.py` offers `render(document, t)`. One is loaded when the
first document is drawn with it, so that a start does not wait for it. Nothing is kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, TypeAlias, TypeVar, cast

import renderers
from bot.parts import DrawError, Translator
from bot.say import address_form
from flows.content import Content
from flows.cv.anonymous import build as build_anonymous
from flows.cv.document import build
from flows.cv.fit import aside
from flows.cv.second import build as build_second
from flows.documents import Cv, Interview, Letter, Owned, Summary
from flows.engine import FULL
from flows.interview.document import build as build_interview
from flows.letter.document import build as build_letter
from flows.live import trace
from flows.memory import forget
from flows.model import Facts, Translate
from renderers.errors import NoFontError, TooLongError

SCRIPT = "script"  # the reason the core knows: no font for these letters
FORMATS = ("pdf", "png", "docx", "txt", "json")
TYPED = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")  # printed French has a curved one; a name keeps that of its bearer

T = TypeVar("T")

Document: TypeAlias = Cv | Letter | Interview
Render = Callable[[Any, Translate], bytes]  # each renderer takes the document it is named for
BUILDERS: dict[str, Callable[[Content, Facts, int], Document]] = {
    "cv": build,
    "anonymous": build_anonymous,
    "letter": build_letter,
    "interview": build_interview,
    "second": build_second,
}
DRAWN_AS = {"anonymous": "cv", "second": "cv"}  # documents that have the renderers of another one
NAMES = {
    "cv": "CV",
    "letter": "Lettre",
    "interview": "Entretien",
    "mine": "Mes-donnees",
}  # how the file begins: French, in ASCII, for an employer reads it
NAMELESS = frozenset({"anonymous", "mine"})  # documents whose file says no name either


class _Renderer(Protocol):
    render: Render


class Press(Protocol):
    """Does what takes long, here or elsewhere."""

    def __call__(self, draw: Callable[..., T], *about: object) -> T:
        """Return what `draw` returns of these."""
        ...


class Drawing:
    """Draws what the content knows to say about facts. `press`: where what takes long is done; as it is by itself."""

    def __init__(self, content: Content, translator: Translator, press: Press | None = None) -> None:
        self._content = content
        self._translator = translator
        self._press = press or _here
        self._renderers = _renderers()

    def __call__(self, document: str, format: str, facts: Facts, lang: str) -> bytes:  # noqa: A002, ARG002 - as `Draw` says
        """Return the bytes of a document. Raises `DrawError`."""
        if document not in BUILDERS:
            raise DrawError
        name = self._known(DRAWN_AS.get(document, document), format)
        built = self._built(document, facts)
        try:
            return self._press(_rendered, name, built, self._translator, built.lang, address_form(facts))
        except NoFontError:
            raise DrawError(SCRIPT) from None  # its message may hold no word, and neither does ours
        except TooLongError as error:
            raise DrawError(f"{FULL}{len(error.experiences) + self._aside(facts)}") from None

    def summary(self, told: Summary, format: str) -> bytes:  # noqa: A002 - as above
        """Return a summary as a file, in the language of who reads it: no person asks for it in the chat.

        Raises `DrawError`.
        """
        return _rendered(self._known("summary", format), told, self._translator, told.lang)

    def owned(self, told: Owned) -> bytes:
        """Return what is kept of a person as a page to be read, in the language of their conversation.

        Raises `DrawError`.
        """
        return _renderer(self._known("mine", "pdf"))(told, self._translator(told.lang, "vous"))

    def _known(self, document: str, form: str) -> str:
        """Return the name of what draws a document in this format. Raises `DrawError` when nothing does."""
        name = f"{document}_{form}"
        if name not in self._renderers:
            raise DrawError
        return name

    def name(self, document: str, format: str, facts: Facts, lang: str) -> str:  # noqa: A002, ARG002 - as `Parts` says
        """Return the name of the file as the person sees it: what it is and their first name, in ASCII."""
        first = "" if document in NAMELESS else (self._built("cv", facts).name.split() or [""])[0]
        plain = "".join(c for c in unicodedata.normalize("NFKD", first) if c.isascii() and (c.isalnum() or c == "-"))
        begins = NAMES[DRAWN_AS.get(document, document)]
        return f"{begins}-{plain}.{format}" if plain else f"{begins}.{format}"

    def _aside(self, facts: Facts) -> int:
        """Return how many experiences stand aside already."""
        try:
            return len(aside(trace(self._content, facts, facts[-1].dossier).live)) if facts else 0
        finally:
            forget()

    def _built(self, document: str, facts: Facts) -> Document:
        dossier = facts[-1].dossier if facts else 1
        try:
            return BUILDERS[document](self._content, facts, dossier)
        finally:
            forget()


def _here(draw: Callable[..., T], *about: object) -> T:
    return draw(*about)


def _renderer(name: str) -> Render:
    return cast("_Renderer", import_module(f"renderers.{name}")).render


def _rendered(name: str, built: object, translator: Translator, lang: str, address: str = "vous") -> bytes:
    """Return what a renderer draws, in words as they are printed."""
    translate = translator(lang, address)
    return _renderer(name)(built, lambda phrase: TYPED.sub("’", translate(phrase)))


def picture(pdf: bytes) -> bytes:
    """Return the picture of a PDF that was drawn here."""
    drawn: bytes = import_module("renderers.cv_png").picture(pdf)
    return drawn


def _renderers() -> frozenset[str]:
    """Return the names of the renderers there are: `<document>_<format>`."""
    names = (entry.name for entry in iter_modules(renderers.__path__))
    return frozenset(name for name in names if name.rpartition("_")[2] in FORMATS)
