"""A line cut into passages: what one operator shows, in the order it is read.

Readers disagree about blanks. pypdf knows no geometry and needs a blank between any two words; it reads a blank at
the left end of a right-to-left passage before that passage. PDFium may see the end of a line in a blank that stands
alone. So a blank between two passages joins one of them: a left-to-right one if there is one, on the side where it is
read and not where it is seen (it shows nothing), else the right-to-left one that follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from renderers import bidi
from renderers.fonts import Face
from renderers.shaping import Cell
from renderers.textlayer import Piece, Span


@dataclass(slots=True)
class Passage:
    """Pieces of one font, level and look, seen together; `left` is their left end in thousandths of the size."""

    pieces: list[Piece]
    left: float
    leads: list[Piece] = field(default_factory=list)  # blanks read before them
    trails: list[Piece] = field(default_factory=list)  # blanks read after them

    @property
    def face(self) -> Face:
        """The font."""
        return self.pieces[0].shape.face

    @property
    def span(self) -> Span:
        """The look."""
        return self.pieces[0].span

    @property
    def place(self) -> int:
        """Where it is read."""
        return min(piece.place for piece in self.pieces)

    @property
    def straight(self) -> bool:
        """Whether it holds no right-to-left letters."""
        turned = self.pieces[0].level % 2 == bidi.RIGHT
        return not (turned and any(bidi.RIGHT in bidi.sides(piece.shape.text) for piece in self.pieces))

    @property
    def text(self) -> str:
        """What it says, left to right."""
        return "".join(piece.shape.text for piece in (*self.leads, *self.pieces, *self.trails))

    @property
    def lossy(self) -> bool:
        """Whether its letters do not follow from its glyphs."""
        return any(piece.shape.lossy for piece in self.pieces)

    def start(self) -> float:
        """Where showing begins, in thousandths of the size."""
        return self.left - sum(piece.shape.width for piece in self.leads) * self.straight

    def cells(self) -> Iterator[Cell]:
        """What is shown: a straight passage between its blanks, another with its first blank at its right end."""
        order = (*self.leads, *self.pieces, *self.trails) if self.straight else (*self.pieces, *self.leads)
        for piece in order:
            yield from piece.shape.cells if piece.shape.face is self.face else [self._blank(piece)]

    def _blank(self, piece: Piece) -> Cell:
        """A blank of another font, as wide in this one."""
        width = round(piece.shape.width / self.face.tone.scale * self.face.upem / 1000)
        return Cell((), " ", width, width)


def passages(pieces: Sequence[Piece]) -> list[Passage]:
    """The passages of a line, in reading order."""
    found: list[Passage] = []
    waiting: list[Piece] = []
    left = 0.0
    for piece in pieces:
        if _blank(piece):
            waiting.append(piece)
        elif found and _alike(found[-1].pieces[-1], piece):
            found[-1].pieces += [*waiting, piece]
            waiting = []
        else:
            found.append(Passage([piece], left))
            if len(found) > 1:
                _join(found[-2], found[-1], waiting)
            waiting = []
        left += piece.shape.width
    return sorted(found, key=lambda passage: passage.place)


def _join(one: Passage, two: Passage, blanks: list[Piece]) -> None:
    """Gives the blanks between two neighbours to one of them."""
    later = max(one, two, key=lambda passage: passage.place)
    owner = next((passage for passage in (one, two) if passage.straight), later)
    for blank in blanks:
        (owner.leads if blank.place < owner.place else owner.trails).append(blank)


def _blank(piece: Piece) -> bool:
    return piece.shape.text == " "


def _alike(one: Piece, two: Piece) -> bool:
    return one.shape.face is two.shape.face and one.level == two.level and one.span is two.span
