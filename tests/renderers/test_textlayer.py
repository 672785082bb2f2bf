"""Lines: how they are filled, broken and ordered."""

from __future__ import annotations

import pytest

from renderers.passages import passages
from renderers.shaping import Shaper
from renderers.textlayer import Line, Paragraph, Span, paragraph

WIDE = 1e6


def setting(text: str, *, rtl: bool = False) -> Paragraph:
    return paragraph(Shaper("fr"), [Span(text)], rtl=rtl)


def text_of(line: Line) -> str:
    """What a line says, in reading order."""
    return "".join(piece.shape.text for piece in sorted(line.pieces, key=lambda piece: piece.place))


def test_no_line_is_wider_than_its_place() -> None:
    found = setting("Nettoyer et désinfecter des bureaux, des sanitaires et des cuisines collectives " * 4).lines(9000)
    assert len(found) > 3
    assert all(line.width <= 9000 for line in found)


def test_an_endless_word_is_cut() -> None:
    found = setting("a" * 300 + "@exemple.fr").lines(9000)
    assert all(line.width <= 9000 for line in found)
    assert "".join(map(text_of, found)) == "a" * 300 + "@exemple.fr"


def test_an_endless_arabic_word_is_cut_in_reading_order() -> None:
    found = setting("محمد" * 60, rtl=True).lines(9000)
    assert "".join(map(text_of, found)) == "محمد" * 60


def test_a_telephone_is_never_parted() -> None:
    for width in range(10000, 20000, 500):
        found = setting("Appelez-moi le matin au 06 12 34 56 78 ou le soir").lines(width)
        assert any("06 12 34 56 78" in text_of(line) for line in found)


def test_the_last_line_is_not_one_short_word() -> None:
    text = "Préparer les repas de chaque jour, aider à se lever et suivre les soins"
    width = setting(text).width - 100
    assert len(text_of(setting(text).lines(width)[-1]).split()) > 1


def test_commands_are_not_drawn() -> None:
    (line,) = setting("Restaurant \u2068دار\u2069 \u200ebleu\u200f").lines(WIDE)
    assert text_of(line) == "Restaurant دار bleu"


def test_a_telephone_in_arabic_keeps_its_order_on_the_page() -> None:
    (line,) = setting("هاتف 06 12 34 56 78", rtl=True).lines(WIDE)
    assert "".join(piece.shape.text for piece in line.pieces).startswith("06 12 34 56 78")


@pytest.mark.parametrize(
    ("text", "rtl"), [("Agent de nettoyage", False), ("عامل", True), ("عامل SNCF", True), ("2019", True)]
)
def test_the_letters_of_a_line_decide_its_direction(text: str, rtl: bool) -> None:  # noqa: FBT001 - a table of examples
    assert setting(text, rtl=True).rtl is rtl


def test_passages_stand_in_reading_order_with_a_blank_between_any_two() -> None:
    (line,) = setting("كنت في SNCF Réseau منذ 2019 هنا", rtl=True).lines(WIDE)
    found = passages(line.pieces)
    shown = ["".join(cell.text for cell in passage.cells()) for passage in found]
    assert shown == ["يف تنك", " SNCF Réseau ", "ذنم", " 2019 ", "انه"]


def test_no_passage_is_a_lone_blank() -> None:
    for text in ("أ B ج", "B أ 3", "3 سنوات", "أ، 3"):
        (line,) = setting(text, rtl=True).lines(WIDE)
        assert all("".join(cell.text for cell in passage.cells()).strip() for passage in passages(line.pieces))


def test_arabic_lines_have_more_air() -> None:
    assert setting("محمد").lines(WIDE)[0].tone.leading > setting("Zoë").lines(WIDE)[0].tone.leading
