"""`atout about`: one screen, on which each list that was imported is named as it asks to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from renderers.fonts import faces
from tests.bot.dictionaries import small
from tests.bot.imports.little import Operator, esco, rome

SCREEN = 24  # lines of a terminal


def test_before_any_import_it_says_how(operator: Operator) -> None:
    code, said = operator.types("about")
    assert (code, "no list of occupations was imported" in said) == (0, True)
    assert not operator.folder.exists()  # asking changes nothing


def test_what_was_imported_is_named_as_it_asks_to_be(operator: Operator) -> None:
    operator.imports("rome", rome(), "rome_v460_utf8_csv.zip")
    operator.imports("esco", esco())
    _, said = operator.types("about")
    assert "France Travail, ROME 4.0 version 60" in said
    assert "Licence Ouverte / Open Licence 2.0" in said
    assert "This service uses the ESCO classification of the European Commission." in said
    assert "from rome_v460_utf8_csv.zip" in said
    assert "3 occupations, 5 skills" in said
    assert len(said.splitlines()) <= SCREEN


def test_each_font_is_named_with_its_version_and_its_licence(operator: Operator) -> None:
    _, said = operator.types("about")
    told = [line for line in said.splitlines() if "SIL Open Font License 1.1" in line]
    assert len(told) == len(faces(bold=False))
    assert any("Noto Sans 2.015: 2022 The Noto Project Authors" in line for line in told)


def test_the_dictionaries_that_are_asked_are_named_and_the_missing_ones(
    operator: Operator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = small(tmp_path / "dictionaries")
    monkeypatch.setenv("ATOUT_DICTIONARIES", str(folder))
    _, said = operator.types("about")
    assert f"Dictionaries in {folder}: en en.dic, fr fr.dic, uk uk.dic; none for ar" in said
    monkeypatch.setenv("ATOUT_DICTIONARIES", str(tmp_path / "nowhere"))
    assert "nowhere: none" in operator.types("about")[1]
