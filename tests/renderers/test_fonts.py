"""Which font draws what, and what is said when none does."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from renderers import fonts
from renderers.errors import NoFontError

ROOT = Path(__file__).parents[2]


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


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ("Bengali", "মোহাম্মদ রহমান।"),
        ("Tamil", "கிருஷ்ணமூர்த்தி"),
        ("Ethiopic", "ኣስመሮም፣ ተኽለ"),
        ("Devanagari", "प्रियंका श्रीवास्तव।"),
        ("Arabic", "۱۳۸۸ محمد"),
    ],
)
def test_each_script_has_its_own_font_with_its_marks_and_points(script: str, text: str) -> None:
    assert set(names(text)) == {f"NotoSans{script}-Regular"}
    assert fonts.unprintable(text) == frozenset()


READ = """
from renderers import cv_pdf, fonts
from tests.renderers.samples import SAMPLES, translate
for name in {names!r}:
    cv_pdf.render(SAMPLES[name], translate(SAMPLES[name].lang))
print(fonts.face.cache_info().currsize)
"""


@pytest.mark.parametrize(("names", "read"), [(("fr", "uk", "en"), 2), (("fr", "mixed"), 4)])
def test_a_font_is_read_only_when_a_letter_of_its_script_comes(names: tuple[str, ...], read: int) -> None:
    script = READ.format(names=names)
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, text=True)
    assert int(done.stdout) == read


def test_bold_is_chosen_alike() -> None:
    assert [face.name for face in fonts.choose("aأ", bold=True)] == ["NotoSans-Bold", "NotoSansArabic-Bold"]


def test_a_script_without_a_font_is_named() -> None:
    with pytest.raises(NoFontError) as caught:
        fonts.choose("Nino ნინო")
    assert caught.value.scripts == {"georgian"}
    assert fonts.unprintable("ნინო 王 ខ Zoë محمد") == {"georgian", "cjk", "khmer"}


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
