"""Words into cells: what is drawn in one place, and the letters a reader must get back from it.

HarfBuzz does the shaping, and gives *glyphs* in the order they are seen: in Arabic the last letter comes first. A
letter is often several glyphs: a body, its dots, a vowel mark, each a little up or aside. Readers of PDFs sort what
they find by height and place, so dots drawn on their own tear the line apart. We therefore join a body and all that
sits on it into one *cell*, later one glyph of the embedded font, and nothing is ever drawn above or below the line.

Readers turn right-to-left passages round again, cell by cell, so each of these must carry exactly one letter. Where a
cell shows several (a ligature, a letter and its vowel mark) they are shared out: the cell takes the last of them and
its share of the width, blank cells after it take the others, in the order they are seen. Left-to-right letters stay
together on their cell, and the shape is marked `lossy`: it gets an ActualText.

Ligatures of taste (fi) are off, because some readers give them back as one sign. Those a script needs are on.
A `Shaper` lives as long as one document, so that no one's words are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias
from unicodedata import category

import uharfbuzz as hb  # type: ignore[import-untyped]

from renderers.fonts import Face

FEATURES = {"liga": False, "clig": False, "dlig": False, "rlig": True, "calt": True, "ccmp": True}
Part: TypeAlias = tuple[int, int, int]  # a glyph, how far right, how far up, in units of the font


@dataclass(frozen=True, slots=True)
class Glyph:
    """A glyph as the shaper gives it, in units of the font. `cluster` is where its letter begins in the text."""

    gid: int
    cluster: int
    advance: int
    dx: int = 0
    dy: int = 0


@dataclass(frozen=True, slots=True)
class Cell:
    """What is drawn in one place and the letters it stands for; a blank has no parts.

    `width` is what the font says, `advance` how far the pen moves: they differ by the kerning. In units of the font.
    """

    parts: tuple[Part, ...]
    text: str
    width: int
    advance: int
    start: int = 0  # its place in the text of the shape


@dataclass(frozen=True, slots=True)
class Shape:
    """A piece of text in one font and one direction, as cells from left to right."""

    text: str
    face: Face
    cells: tuple[Cell, ...]
    width: float  # thousandths of the size of the line, the font's own scale included
    lossy: bool = False


@dataclass(slots=True)
class Shaper:
    """Shapes words once each. `lang` is the language of the document."""

    lang: str
    known: dict[tuple[str, Face, bool, str], Shape] = field(default_factory=dict)

    def shape(self, text: str, face: Face, *, rtl: bool, lang: str = "") -> Shape:
        """The cells of a word, or of a blank."""
        key = (text, face, rtl, lang or self.lang)
        if key not in self.known:
            found = _run(text, face, rtl=rtl, lang=lang or self.lang)
            self.known[key] = shape_of(text, face, cells(found, text, face, rtl=rtl), rtl=rtl)
        return self.known[key]


def shape_of(text: str, face: Face, found: Sequence[Cell], *, rtl: bool) -> Shape:
    """Cells and what is known of them together."""
    width = face.units(sum(cell.advance for cell in found)) * face.tone.scale
    return Shape(text, face, tuple(found), width, lossy=not rtl and any(len(cell.text) != 1 for cell in found))


def _run(text: str, face: Face, *, rtl: bool, lang: str) -> list[Glyph]:
    """The glyphs as HarfBuzz gives them."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.language = lang
    buffer.guess_segment_properties()
    buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.flags = hb.BufferFlags.REMOVE_DEFAULT_IGNORABLES | hb.BufferFlags.DO_NOT_INSERT_DOTTED_CIRCLE
    hb.shape(face.shaper, buffer, FEATURES)
    placed = zip(buffer.glyph_infos, buffer.glyph_positions, strict=True)
    return [Glyph(info.codepoint, info.cluster, at.x_advance, at.x_offset, at.y_offset) for info, at in placed]


def cells(found: Sequence[Glyph], text: str, face: Face, *, rtl: bool) -> list[Cell]:
    """The glyphs joined into cells, each with its letters. Letters that nothing shows (joiners) are left out."""
    alone = len({glyph.cluster for glyph in found}) == len(found) == len(text)
    if alone and all(glyph.advance for glyph in found):  # a glyph a letter: most words
        return [
            Cell(((glyph.gid, glyph.dx, glyph.dy),), _letter(text[at]), face.advance(glyph.gid), glyph.advance, at)
            for glyph in found
            for at in (glyph.cluster,)
        ]
    groups = _groups(found)
    ends = dict(zip(groups, [*list(groups)[1:], len(text)], strict=True))
    result: list[Cell] = []
    for start, group in reversed(groups.items()) if rtl else groups.items():
        letters = [_letter(char) for char in text[start : ends[start]] if category(char) != "Cf"]
        result += _joined(group, face, start, letters, rtl=rtl)
    return result


def _groups(found: Sequence[Glyph]) -> dict[int, list[Glyph]]:
    """The glyphs by the letter they belong to, in reading order: what takes no room joins the letter before it."""
    clusters: dict[int, list[Glyph]] = {}
    for glyph in found:
        clusters.setdefault(glyph.cluster, []).append(glyph)
    groups: dict[int, list[Glyph]] = {}
    for cluster, group in sorted(clusters.items()):
        if groups and not any(glyph.advance for glyph in group):
            last = next(reversed(groups))
            before = groups[last]
            groups[last] = [*group, *before] if found.index(group[0]) < found.index(before[0]) else [*before, *group]
        else:
            groups[cluster] = group
    return groups


def _joined(group: Sequence[Glyph], face: Face, start: int, letters: Sequence[str], *, rtl: bool) -> list[Cell]:
    """One cell of a letter's glyphs, each where the shaper put it; more if it holds letters to be shared out."""
    parts: list[Part] = []
    pen = width = 0
    for glyph in group:
        parts.append((glyph.gid, pen + glyph.dx, glyph.dy))
        pen += glyph.advance
        width += face.advance(glyph.gid) if glyph.advance else 0
    if not rtl or len(letters) <= 1:
        return [Cell(tuple(parts), "".join(letters), width, pen, start)]
    share, rest = divmod(pen, len(letters))
    head = Cell(tuple(parts), letters[-1], share + rest, share + rest, start)
    return [head, *(Cell((), letter, share, share, start) for letter in reversed(letters[:-1]))]


def _letter(char: str) -> str:
    """A no-break blank is read as a blank: "06 12" must be found by whoever looks for it."""
    return " " if category(char) == "Zs" else char
