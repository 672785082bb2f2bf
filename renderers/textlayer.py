"""Text set in lines: which glyphs stand where, measured before anything is drawn.

A paragraph is made of spans (words of one look). It is cleaned, its directions are worked out once for the whole
(`renderers.bidi`), then it is cut into words, and each word into pieces of one direction, one font and one look.
Lines are filled word by word and their pieces put in the order they are seen. All lengths of a paragraph are in
thousandths of its size, so trying another size costs nothing.

The characters that only command (isolates, marks of direction) have done their work here and are not drawn: as glyphs
of no width they broke lines when read back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from unicodedata import category

from renderers import bidi, fonts
from renderers.shaping import Cell, Shape, Shaper, shape_of
from renderers.words import JOINERS, NO_BREAK, bonds, clean, isolated

Colour = tuple[float, float, float]
BLACK: Colour = (0.0, 0.0, 0.0)
THOUSAND = 1000
LEFT_OUT = "…"


@dataclass(frozen=True, slots=True)
class Span:
    """Words of one look."""

    text: str
    bold: bool = False
    colour: Colour = BLACK


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs of one direction, font and look, at `place` in reading order."""

    shape: Shape
    level: int
    span: Span
    place: int


@dataclass(frozen=True, slots=True)
class Word:
    """What a line may not break, and the blank after it, with their widths."""

    pieces: tuple[Piece, ...]
    width: float
    blank: tuple[Piece, ...] = ()
    after: float = 0.0

    @classmethod
    def of(cls, pieces: tuple[Piece, ...], blank: tuple[Piece, ...] = ()) -> Word:
        """A word and the blank after it."""
        return cls(pieces, _width(pieces), blank, _width(blank))


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces from left to right. `tone` is that of its most demanding script."""

    pieces: tuple[Piece, ...]
    width: float
    tone: fonts.Tone


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words in reading order; `rtl` is the direction of the whole."""

    words: tuple[Word, ...]
    rtl: bool

    @property
    def width(self) -> float:
        """The width on one line, in thousandths of the size."""
        return sum(word.width + word.after for word in self.words)

    def lines(self, width: float) -> tuple[Line, ...]:
        """The lines, none wider than `width` unless a single letter is."""
        rows = _fill([part for word in self.words for part in _cut(word, width)], width)
        return tuple(_line(row) for row in _without_lone_word(rows, width))


def paragraph(shaper: Shaper, spans: Sequence[Span], *, rtl: bool, lang: str = "") -> Paragraph:
    """The spans as words ready to fill lines. `rtl` is the direction of the document or of the spans' language.

    The letters have the last word: a text with none of that direction gets the direction of its own.
    """
    ready = [(span, _joined(span.text)) for span in spans]
    text = "".join(part for _, part in ready)
    base = bidi.base_of(text, rtl=rtl)
    looks = [span for span, part in ready for _ in part]
    chosen = [face for span, part in ready for face in fonts.choose(part, bold=span.bold)]
    setting = _Setting(shaper, text, looks, chosen, bidi.levels(text, base), lang)
    return Paragraph(tuple(setting.words()), rtl=bool(base))


def printable(text: str) -> str:
    """What of the text would be printed: no commands, no signs without a font. Letters without a font are kept."""
    return "".join(char for char in clean(text) if not fonts.droppable(char)).strip()


def writable(text: str) -> str:
    """What would be printed, with "…" for the letters that no font can write: what is around them is not lost."""
    groups = groupby(printable(text), key=lambda char: bool(fonts.unprintable(char)))
    return "".join(LEFT_OUT if odd else "".join(chars) for odd, chars in groups)


def _joined(text: str) -> str:
    """The text ready to set; a blank at an end joins two spans and is kept."""
    body = isolated(printable(text))
    if not body:
        return " " if text.isspace() else ""
    return _edge(text[0]) + body + _edge(text[-1])


def _edge(char: str) -> str:
    """The blank to keep at an end of a span."""
    return char if char in NO_BREAK else " " * char.isspace()


@dataclass(slots=True)
class _Setting:
    """A paragraph while it is cut into words."""

    shaper: Shaper
    text: str
    looks: Sequence[Span]
    faces: Sequence[fonts.Face]
    levels: Sequence[int]
    lang: str

    def words(self) -> Iterator[Word]:
        """The words, cut at the blanks where a line may break."""
        kept = [at for at, char in enumerate(self.text) if char in JOINERS or category(char) != "Cf"]
        bound = bonds(self.text)
        word: list[int] = []
        for at in kept:
            if self.text[at] == " " and at not in bound:
                yield Word.of(self._pieces(word), self._pieces([at]))
                word = []
            else:
                word.append(at)
        yield Word.of(self._pieces(word))

    def _pieces(self, places: Sequence[int]) -> tuple[Piece, ...]:
        """The places grouped by direction, font and look."""
        groups: list[list[int]] = []
        for at in places:
            if groups and self._alike(groups[-1][-1], at):
                groups[-1].append(at)
            else:
                groups.append([at])
        return tuple(self._piece(group) for group in groups)

    def _alike(self, one: int, two: int) -> bool:
        return (
            self.levels[one] == self.levels[two]
            and self.faces[one] is self.faces[two]
            and self.looks[one] is self.looks[two]
        )

    def _piece(self, places: Sequence[int]) -> Piece:
        first, text = places[0], "".join(self.text[at] for at in places)
        shape = self.shaper.shape(text, self.faces[first], rtl=bool(self.levels[first] % 2), lang=self.lang)
        return Piece(shape, self.levels[first], self.looks[first], first)


def _width(pieces: Iterable[Piece]) -> float:
    return sum(piece.shape.width for piece in pieces)


def _fill(words: Iterable[Word], width: float) -> list[list[Word]]:
    """Words on lines, as many as each line holds."""
    rows: list[list[Word]] = [[]]
    used = 0.0
    for word in words:
        if rows[-1] and used + word.width > width:
            rows.append([])
            used = 0.0
        rows[-1].append(word)
        used += word.width + word.after
    return rows


def _without_lone_word(rows: list[list[Word]], width: float) -> list[list[Word]]:
    """The same lines, the last one given company when it holds one short word."""
    few, enough = 1, 4
    if len(rows) > 1 and len(rows[-1]) == few and len(rows[-2]) >= enough and rows[-1][0].width < width / 5:
        rows[-1].insert(0, rows[-2].pop())
    return rows


def _cut(word: Word, width: float) -> list[Word]:
    """The word, or its parts when it is wider than a whole line (an endless address)."""
    if word.width <= width:
        return [word]
    parts: list[list[Piece]] = [[]]
    for piece in (part for whole in word.pieces for part in _letters(whole)):
        if parts[-1] and _width(parts[-1]) + piece.shape.width > width:
            parts.append([])
        parts[-1].append(piece)
    return [*(Word.of(tuple(part)) for part in parts[:-1]), Word.of(tuple(parts[-1]), word.blank)]


def _letters(piece: Piece) -> Iterator[Piece]:
    """A piece cut into its letters, in reading order, keeping their joined forms."""
    shape, rtl = piece.shape, bool(piece.level % 2)
    groups: dict[int, list[Cell]] = {}
    for cell in shape.cells:
        groups.setdefault(cell.start, []).append(cell)
    for start, group in sorted(groups.items()):
        text = "".join(cell.text for cell in (reversed(group) if rtl else group))
        letter = shape_of(text, shape.face, group, rtl=rtl)
        yield replace(piece, shape=letter, place=piece.place + start)


def _line(row: Sequence[Word]) -> Line:
    """A line in the order it is seen. The blank at its end is dropped."""
    pieces = [piece for word in row for piece in (*word.pieces, *word.blank)]
    while pieces and pieces[-1].shape.text == " ":
        pieces.pop()
    order = bidi.visual([piece.level for piece in pieces])
    tones = (piece.shape.face.tone for piece in pieces)
    tone = max(tones, key=lambda tone: tone.leading, default=fonts.PLAIN)
    return Line(tuple(pieces[at] for at in order), _width(pieces), tone)
