"""One page of PDF: lines of text and rules put at their places, tagged as they are drawn, and the file around them.

ReportLab gives the objects of the file (`pdfdoc`) and nothing else: its own text path loses letters and order in most
scripts, and its canvas begins each page with a font that is not embedded. What is drawn stands in the order it is read.
Everything is either inside a structure element or marked as an artifact. No clock: the same page gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from reportlab.pdfbase.pdfdoc import (
    PDFArrayCompact,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFString,
)

from renderers import tags
from renderers.embed import Embedded, stream
from renderers.fonts import Face
from renderers.shaping import Cell
from renderers.textlayer import THOUSAND, Colour, Line, Piece

A4 = (595.276, 841.89)
VERSION = (1, 7)  # ActualText needs 1.5, /Tabs /S 1.5
PDF_TRUE = "true"  # Python's True would be written "True", which is no PDF
A_HAIR = 0.5  # thousandths of the size: smaller moves are not worth writing


@dataclass(slots=True)
class Page:
    """A page being drawn. Places are in points from the top left corner."""

    width: float = A4[0]
    height: float = A4[1]
    root: tags.Element = field(default_factory=lambda: tags.Element("Document"))
    operators: list[str] = field(default_factory=list)
    fonts: dict[Face, Embedded] = field(default_factory=dict)
    marks: int = 0

    @contextmanager
    def inside(self, element: tags.Element) -> Iterator[None]:
        """What is drawn meanwhile belongs to the element."""
        element.kids.append(self.marks)
        self.operators.append(f"/{element.role} <</MCID {self.marks}>> BDC")
        self.marks += 1
        yield
        self.operators.append("EMC")

    def line(self, line: Line, x: float, baseline: float, size: float) -> None:
        """Draws a line of text from its left end."""
        self.operators.append("BT")
        for left, group in _groups(line.pieces):
            self._group(group, x + left * size / THOUSAND, self.height - baseline, size)
        self.operators.append("ET")

    def rule(self, x: float, y: float, width: float, weight: float, colour: Colour) -> None:
        """Draws a horizontal rule, which is not read."""
        bottom = self.height - y - weight / 2
        box = " ".join(map(_number, (x, bottom, width, weight)))
        self.operators.append(f"/Artifact BMC {_paint(colour)} {box} re f EMC")

    def _group(self, pieces: Sequence[Piece], x: float, y: float, size: float) -> None:
        """Pieces of one font and look, drawn in one go."""
        first = pieces[0]
        face = first.shape.face
        font = self.fonts.setdefault(face, Embedded(face, f"F{len(self.fonts) + 1}"))
        height = size * face.tone.scale
        shown = _show(font, [cell for piece in pieces for cell in piece.shape.cells])
        place = f"1 0 0 1 {_number(x)} {_number(y)} Tm"
        drawn = f"{_paint(first.span.colour)} /{font.label} {_number(height)} Tf {place} {shown}"
        if any(piece.shape.lossy for piece in pieces):
            text = "".join(piece.shape.text for piece in pieces).encode("utf-16-be").hex().upper()
            drawn = f"/Span <</ActualText <FEFF{text}>>> BDC {drawn} EMC"
        self.operators.append(drawn)

    def pdf(self, *, lang: str, title: str, rtl: bool) -> bytes:
        """The file. Its only metadata are the language and the title."""
        document = PDFDocument(compression=1, invariant=1, pdfVersion=VERSION, lang=lang)
        document.info = PDFDictionary({"Title": PDFString(title)})
        content = "\n".join(self.operators).encode("ascii")
        page = self._page(document, content)
        self._catalog(document, page, rtl=rtl)
        document.updateSignature(content + title.encode() + lang.encode())
        return bytes(document.format())

    def _page(self, document: PDFDocument, content: bytes) -> PDFObjectReference:
        """The page and what it needs."""
        fonts = {font.label: font.write(document) for font in self.fonts.values()}
        page = PDFDictionary(
            {
                "Type": PDFName("Page"),
                "Parent": document.Reference(document.Pages),
                "MediaBox": PDFArrayCompact([0, 0, self.width, self.height]),
                "Resources": PDFDictionary({"Font": PDFDictionary(fonts)}),
                "Contents": stream(document, content),
                "StructParents": 0,
                "Tabs": PDFName("S"),
            }
        )
        document.Pages.addPage(page)
        return document.Reference(page)

    def _catalog(self, document: PDFDocument, page: Any, *, rtl: bool) -> None:  # noqa: ANN401 - ReportLab is untyped
        """The root of the file: tagged, titled, without an outline."""
        catalog = document.Catalog
        catalog.Outlines = None
        catalog.MarkInfo = PDFDictionary({"Marked": PDF_TRUE})
        catalog.StructTreeRoot = tags.write(document, self.root, page)
        catalog.ViewerPreferences = PDFDictionary(
            {"DisplayDocTitle": PDF_TRUE, "Direction": PDFName("R2L" if rtl else "L2R")}
        )


def _groups(pieces: Sequence[Piece]) -> list[tuple[float, list[Piece]]]:
    """Neighbours of one font, level and look, each with its left end, in reading order.

    A blank at the edge of a group stands alone: inside a right-to-left one it would be read on the wrong side of it.
    """
    found: list[tuple[float, list[Piece]]] = []
    left = 0.0
    for _, group in groupby(pieces, key=lambda piece: (piece.shape.face.name, piece.level, id(piece.span))):
        for part in _edges(list(group)):
            found.append((left, part))
            left += sum(piece.shape.width for piece in part)
    return sorted(found, key=lambda part: min(piece.place for piece in part[1]))


def _edges(pieces: list[Piece]) -> Iterator[list[Piece]]:
    """The blanks at both ends and what is between them."""
    start, stop = 0, len(pieces)
    while start < stop and pieces[start].shape.text.isspace():
        start += 1
    while stop > start and pieces[stop - 1].shape.text.isspace():
        stop -= 1
    yield from (part for part in (pieces[:start], pieces[start:stop], pieces[stop:]) if part)


def _show(font: Embedded, cells: Sequence[Cell]) -> str:
    """The operator that shows cells, moved where kerning wants them."""
    parts: list[str] = []
    away = 0.0
    for cell in cells:
        if abs(away) > A_HAIR:
            parts.append(_number(-away))
            away = 0.0
        parts.append(f"<{font.code(cell):04X}>")
        away += font.face.units(cell.advance - cell.width)
    return f"[{''.join(parts).replace('><', '')}] TJ"


def _paint(colour: Colour) -> str:
    return f"{' '.join(map(_number, colour))} rg"


def _number(value: float) -> str:
    """A number as PDF writes it, short."""
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
