"""Pages: lines of text and rules put at their places, each tagged as it is drawn.

What is drawn stands in the order it is read, for readers that know no geometry. Everything is either inside an element
of the structure or marked as an artifact. Text is shown by one operator a passage, always on its baseline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from renderers import tags
from renderers.embed import Embedded
from renderers.file import File, number, string
from renderers.fonts import Face
from renderers.passages import Passage, passages
from renderers.shaping import Cell
from renderers.textlayer import THOUSAND, Colour, Line

A4 = (595.276, 841.89)
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
    number: int = 0

    def another(self) -> Page:
        """The page after this one: of the same document, with the same fonts."""
        return Page(self.width, self.height, self.root, [], self.fonts, number=self.number + 1)

    @contextmanager
    def inside(self, element: tags.Element) -> Iterator[None]:
        """What is drawn meanwhile belongs to the element."""
        element.kids.append(self.marks)
        element.page = self.number
        self.operators.append(f"/{element.role} <</MCID {self.marks}>> BDC")
        self.marks += 1
        yield
        self.operators.append("EMC")

    def line(self, line: Line, x: float, baseline: float, size: float) -> None:
        """Draws a line of text from its left end."""
        self.operators.append("BT")
        for passage in passages(line.pieces):
            self._passage(passage, x + passage.start() * size / THOUSAND, self.height - baseline, size)
        self.operators.append("ET")

    def rule(self, x: float, y: float, width: float, weight: float, colour: Colour) -> None:
        """Draws a horizontal rule, which is not read."""
        bottom = self.height - y - weight / 2
        box = " ".join(map(number, (x, bottom, width, weight)))
        self.operators.append(f"/Artifact BMC {_paint(colour)} {box} re f EMC")

    def _passage(self, passage: Passage, x: float, y: float, size: float) -> None:
        """Shows a passage."""
        face = passage.face
        font = self.fonts.setdefault(face, Embedded(face, f"F{len(self.fonts) + 1}"))
        height = size * face.tone.scale
        place = f"/{font.label} {number(height)} Tf 1 0 0 1 {number(x)} {number(y)} Tm"
        shown = f"{_paint(passage.span.colour)} {place} {_show(font, passage.cells())}"
        if passage.lossy:
            shown = f"/Span <</ActualText {string(passage.text)}>> BDC {shown} EMC"
        self.operators.append(shown)

    def pdf(self, *, lang: str, title: str) -> bytes:
        """The file of this one page."""
        return bound([self], lang=lang, title=title)


def bound(pages: Sequence[Page], *, lang: str, title: str) -> bytes:
    """The file of these pages. It says its language and title, and nothing else of its making."""
    file, first = File(lang), pages[0]
    places = [file.reserve() for _ in pages]
    fonts = " ".join(f"/{font.label} {font.write(file)}" for font in first.fonts.values())
    contents = ["\n".join(page.operators).encode("ascii") for page in pages]
    for page, place, content in zip(pages, places, contents, strict=True):
        box = f"/MediaBox [0 0 {number(page.width)} {number(page.height)}]"
        drawn = f"/Resources << /Font << {fonts} >> >> /Contents {file.stream(content)}"
        about = f"/StructParents {page.number} /Tabs /S"
        file.page(f"<< /Type /Page /Parent {file.pages} {box} {drawn} {about} >>", place)
    file.catalog(
        MarkInfo="<< /Marked true >>",
        StructTreeRoot=tags.write(file, first.root, places),
        # No /Direction: it is about turning pages, and PDFium would read every telephone of the page backwards.
        ViewerPreferences="<< /DisplayDocTitle true >>",
    )
    return file.finish(title, b"\n".join(contents) + lang.encode())


def _show(font: Embedded, cells: Iterable[Cell]) -> str:
    """The operator that shows cells, moved where kerning wants them."""
    parts: list[str] = []
    away = 0.0
    for cell in cells:
        if abs(away) > A_HAIR:
            parts.append(number(-away))
            away = 0.0
        parts.append(f"<{font.code(cell):04X}>")
        if cell.advance != cell.width:
            away += font.face.units(cell.advance - cell.width)
    return f"[{''.join(parts).replace('><', '')}] TJ"


def _paint(colour: Colour) -> str:
    return f"{' '.join(map(number, colour))} rg"
