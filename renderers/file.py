"""The file itself: objects in the words of PDF, numbered, listed and closed.

ReportLab keeps the numbers, the table of places and the trailer; this is the only module that knows it. Of its own
drawing nothing is used: its text path loses letters and order in most scripts, and its canvas begins every page with
a font that is not embedded. No clock: `invariant` and an identity made of the content give the same bytes for the
same page.
"""

from __future__ import annotations

from typing import Any, TypeAlias
from zlib import compress

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFObject

Place: TypeAlias = str  # how others in the file point to an object: "12 0 R"

VERSION = (1, 7)  # tagged files and ActualText need 1.5


class _Object(PDFObject):
    """An object already in the words of PDF. It may be numbered first and written later."""

    body: bytes = b""

    def format(self, document: Any) -> bytes:  # noqa: ANN401, ARG002 - ReportLab asks every object this way
        return self.body


class File:
    """A file being written."""

    def __init__(self, lang: str) -> None:
        document: Any = PDFDocument(compression=1, invariant=1, pdfVersion=VERSION, lang=lang)
        self._document = document
        self._document.Catalog.Outlines = None
        self._reserved: dict[Place, _Object] = {}

    def reserve(self) -> Place:
        """A place that others may point to before it is written."""
        thing = _Object()
        place = str(self._document.Reference(thing).format(self._document), "ascii")
        self._reserved[place] = thing
        return place

    def put(self, words: str, place: Place = "") -> Place:
        """Writes an object, at a reserved place or a new one."""
        place = place or self.reserve()
        self._reserved.pop(place).body = words.encode("ascii")
        return place

    def stream(self, content: bytes, words: str = "") -> Place:
        """Writes a compressed stream, its dictionary completed by `words`."""
        packed = compress(content, 9)
        head = f"<< /Filter /FlateDecode /Length {len(packed)} {words} >>\nstream\n"
        place = self.reserve()
        self._reserved.pop(place).body = head.encode("ascii") + packed + b"\nendstream\n"
        return place

    @property
    def pages(self) -> Place:
        """The parent of every page."""
        return str(self._document.Reference(self._document.Pages).format(self._document), "ascii")

    def page(self, words: str, place: Place) -> None:
        """Writes a page at its reserved place and adds it to the file."""
        self._document.Pages.addPage(self._reserved[place])
        self.put(words, place)

    def catalog(self, **words: str) -> None:
        """Adds keys to the root of the file."""
        for key, value in words.items():
            setattr(self._document.Catalog, key, value)

    def finish(self, title: str, identity: bytes) -> bytes:
        """The bytes of the file. The title is its only metadata: no author, no program, no time."""
        self._document.info = _Object()
        self._document.info.body = f"<< /Title {string(title)} >>".encode("ascii")
        self._document.updateSignature(identity)
        return bytes(self._document.format())


def string(text: str) -> str:
    """A text as PDF writes it, in any script."""
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def number(value: float) -> str:
    """A number as PDF writes it, short."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
