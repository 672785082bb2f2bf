"""Cells: what is drawn in one place, and the letters it carries for readers."""

from __future__ import annotations

import pytest

from renderers import fonts
from renderers.shaping import Glyph, Shape, Shaper, cells

LATIN = fonts.faces(bold=False)[0]
ARABIC = next(face for face in fonts.faces(bold=False) if "Arabic" in face.name)


def shape(text: str, face: fonts.Face = LATIN, *, rtl: bool = False) -> Shape:
    return Shaper("fr").shape(text, face, rtl=rtl)


def letters(found: Shape) -> list[str]:
    return [cell.text for cell in found.cells]


@pytest.mark.parametrize("text", ["office", "Zoë", "Işık", "об’єкт", "AVATAR", "fi ffl"])
def test_each_latin_letter_is_a_cell_and_fi_stays_two(text: str) -> None:
    assert letters(shape(text)) == list(text)
    assert not shape(text).lossy


def test_kerning_moves_the_pen_but_not_the_width_of_a_letter() -> None:
    first = shape("AV").cells[0]
    assert first.advance < first.width


@pytest.mark.parametrize("text", ["بيت", "الإصغاء", "لا", "لأ", "لإ", "لى", "شركة", "محمد"])
def test_each_arabic_letter_is_a_cell_seen_from_left_to_right(text: str) -> None:
    assert letters(shape(text, ARABIC, rtl=True)) == list(reversed(text))


@pytest.mark.parametrize("text", ["مُحَمَّد", "لَّا", "شهرًا"])
def test_vowel_marks_get_a_cell_of_their_own_without_ink(text: str) -> None:
    found = shape(text, ARABIC, rtl=True)
    assert letters(found) == list(reversed(text))
    assert sum(cell.advance for cell in found.cells) == pytest.approx(
        shape("".join(c for c in text if c not in "ُحَّ" or c == "ح"), ARABIC, rtl=True).width / ARABIC.tone.scale, rel=0.2
    )


def test_dots_are_drawn_with_their_letter() -> None:
    (cell,) = shape("ب", ARABIC, rtl=True).cells
    assert len(cell.parts) == 2


def test_a_right_to_left_ligature_is_shared_out() -> None:
    found = cells([Glyph(5, 0, 600)], "لا", ARABIC, rtl=True)
    assert [(cell.text, cell.advance, bool(cell.parts)) for cell in found] == [("ا", 300, True), ("ل", 300, False)]


def test_a_ligature_of_three_keeps_its_whole_width() -> None:
    found = cells([Glyph(5, 0, 1000)], "لله", ARABIC, rtl=True)
    assert [cell.text for cell in found] == ["ه", "ل", "ل"]
    assert sum(cell.advance for cell in found) == 1000


def test_a_left_to_right_ligature_keeps_its_letters_and_says_so() -> None:
    (cell,) = cells([Glyph(5, 0, 600)], "ffi", LATIN, rtl=False)
    assert cell.text == "ffi"
    assert shape("ӂ\u0301").lossy


def test_a_joiner_is_not_read() -> None:
    assert letters(shape("می\u200cدانم", ARABIC, rtl=True)) == list(reversed("میدانم"))


def test_a_no_break_blank_is_read_as_a_blank() -> None:
    assert letters(shape("\u00a0")) == [" "]
    assert letters(shape("\u202f")) == [" "]


def test_a_word_is_shaped_once() -> None:
    shaper = Shaper("fr")
    assert shaper.shape("mot", LATIN, rtl=False) is shaper.shape("mot", LATIN, rtl=False)
