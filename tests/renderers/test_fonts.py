"""Which font draws what, and what is said when none does."""

from __future__ import annotations

from importlib.resources import files

import pytest

from renderers import fonts
from renderers.errors import NoFontError


def names(text: str) -> list[str]:
    return [face.name for face in fonts.choose(text)]


def test_latin_cyrillic_greek_and_digits_share_one_font() -> None:
    assert set(names("Zoë Işık Олена Ґанна Ωμέγα 06 + 33")) == {"NotoSans-Regular"}


def test_arabic_has_its_own_font_and_keeps_its_marks_and_points() -> None:
    assert set(names("مُحَمَّد، (أم) ٢٠١٩")) == {"NotoSansArabic-Regular"}


def test_blanks_and_points_stay_with_what_comes_before() -> None:
    chosen = names("أم. B، x")
    assert chosen[2] == chosen[3] == "NotoSansArabic-Regular"
    assert chosen[-1] == "NotoSans-Regular"


def test_digits_beside_arabic_look_like_digits_beside_latin() -> None:
    assert names("أم 3")[-1] == "NotoSans-Regular"


def test_bold_is_chosen_alike() -> None:
    assert [face.name for face in fonts.choose("aأ", bold=True)] == ["NotoSans-Bold", "NotoSansArabic-Bold"]


def test_a_script_without_a_font_is_named() -> None:
    with pytest.raises(NoFontError) as caught:
        fonts.choose("Nino ნინო")
    assert caught.value.scripts == {"georgian"}
    assert fonts.unprintable("ნინო 王 ሀ Zoë محمد") == {"georgian", "cjk", "ethiopic"}


def test_the_error_names_no_word_of_the_person() -> None:
    with pytest.raises(NoFontError) as caught:
        fonts.choose("ნინო")
    assert "ნ" not in str(caught.value)


@pytest.mark.parametrize("char", "→←✓★")
def test_the_fonts_have_no_arrows_so_signs_may_be_dropped(char: str) -> None:
    assert fonts.droppable(char)
    assert not fonts.droppable("a")
    assert not fonts.droppable("ნ")


def test_every_font_is_static_and_comes_with_its_licence() -> None:
    for bold in (False, True):
        for face in fonts.faces(bold=bold):
            assert "fvar" not in face.file.table_tags
            licence = (files("renderers") / "fonts" / f"{face.name.partition('-')[0]}-OFL.txt").read_text()
            assert "SIL Open Font License" in licence
