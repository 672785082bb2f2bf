"""The fonts inside the file: codes, glyphs made of several, and what readers are told."""

from __future__ import annotations

import re
import struct

import uharfbuzz as hb  # type: ignore[import-untyped]

from renderers import fonts
from renderers.embed import Embedded, to_unicode
from renderers.glyf import Added, with_glyphs
from renderers.shaping import Cell, Shaper

ARABIC = next(face for face in fonts.faces(bold=False) if "Arabic" in face.name)


def test_one_drawing_with_two_meanings_has_two_codes() -> None:
    font = Embedded(ARABIC, "F1")
    one, two = (Cell(((5, 0, 0),), text, 600, 600) for text in "اأ")
    assert (font.code(one), font.code(two), font.code(one)) == (1, 2, 1)


def test_every_code_has_a_meaning_even_the_empty_one() -> None:
    table = to_unicode({((), "", 100): 1, ((), "é", 100): 2, ((), "𝄞", 100): 3}).decode()
    assert "<0001> <200B>" in table
    assert "<0002> <00E9>" in table
    assert "<0003> <D834DD1E>" in table


def test_a_table_has_at_most_a_hundred_lines_a_block() -> None:
    table = to_unicode({((), "a", width): width for width in range(1, 251)}).decode()
    assert re.findall(r"(\d+) beginbfchar", table) == ["100", "100", "50"]


def made() -> tuple[hb.Face, int]:
    """The Arabic font with the letter beh made one glyph, and how many glyphs it had before."""
    (cell,) = Shaper("ar").shape("ب", ARABIC, rtl=True).cells
    font = ARABIC.file.blob.data
    return hb.Face(hb.Blob(with_glyphs(font, [Added(cell.parts, cell.width), Added((), 77)]))), ARABIC.file.glyph_count


def test_glyphs_are_added_after_those_of_the_font() -> None:
    face, before = made()
    assert face.glyph_count == before + 2
    assert hb.Font(face).get_glyph_h_advance(before + 1) == 77


def test_a_made_glyph_covers_all_its_parts() -> None:
    face, before = made()
    (cell,) = Shaper("ar").shape("ب", ARABIC, rtl=True).cells
    box = hb.Font(face).get_glyph_extents(before)
    parts = [(ARABIC.shaper.get_glyph_extents(gid), dy) for gid, _, dy in cell.parts]
    assert box.y_bearing + box.height == min(part.y_bearing + part.height + dy for part, dy in parts)
    assert box.y_bearing == max(part.y_bearing + dy for part, dy in parts)


def test_the_sum_of_a_font_file_is_the_one_the_format_asks_for() -> None:
    face, _ = made()
    data = face.blob.data
    data += bytes(-len(data) % 4)
    assert sum(struct.unpack(f">{len(data) // 4}I", data)) & 0xFFFFFFFF == 0xB1B0AFBA
