"""What was imported is found by `atout find` at once, beside our own, and nothing is found where nothing was said."""

from __future__ import annotations

import json

import pytest

from bot import content
from bot.app import finder
from bot.store.imported import Imported
from tests.bot.imports.little import HEART, ROME, Operator, esco, rome, shared, started

CHANDLER = ["B1699", "9", "99", "Cirier / Cirière", "N", "B1699"]
POURS = ["199", "Compétence", "Couler des bougies parfumées", "Savoir-faire"]
WAX = rome(
    referentiel_code_rome=[*ROME["referentiel_code_rome"], CHANDLER],
    referentiel_competence=[*ROME["referentiel_competence"], POURS],
    coherence_item=[*ROME["coherence_item"], ["B1699", "199", HEART]],
)


def found(operator: Operator, phrase: str, lang: str = "fr") -> list[dict[str, object]]:
    """Return what the command prints for programs."""
    code, said = operator.types("find", "--json", "--lang", lang, phrase)
    assert code == 0, said
    candidates: list[dict[str, object]] = json.loads(said)
    return candidates


@pytest.mark.parametrize(
    "phrase", ["j'étais cirière", "je coulais des bougies", "je cherche un poste de cirier", "cirier"]
)
def test_an_imported_occupation_is_found_once_it_is_there(operator: Operator, phrase: str) -> None:
    assert "B1699" not in {one["code"] for one in found(operator, phrase)}
    operator.imports("rome", WAX)
    assert [(one["code"], one["title"]) for one in found(operator, phrase)][:1] == [("B1699", "Cirier / Cirière")]


@pytest.mark.parametrize(
    "phrase",
    ["bonjour", "mon frère était cirier", "je n'étais pas cirier", "je suis fatigué", "les bougies de mon gâteau", ""],
)
def test_nothing_is_found_where_nothing_was_said(operator: Operator, phrase: str) -> None:
    operator.imports("rome", WAX)
    assert "B1699" not in {one["code"] for one in found(operator, phrase)}


def test_the_french_list_speaks_for_both(operator: Operator) -> None:
    operator.imports("rome", rome())
    operator.imports("esco", esco())
    codes = [one["code"] for one in found(operator, "j'étais fleuriste")]
    assert codes[0] == "D1209"
    assert "5221.1" not in codes


def test_a_person_who_speaks_another_language_finds_by_its_list(operator: Operator) -> None:
    operator.imports("esco", esco())
    assert "7131.1" in {one["code"] for one in found(operator, "I was a wall painter", "en")}


def test_both_whole_lists_are_searched_beside_our_own(operator: Operator) -> None:
    for kind, name in (("rome", "rome_v460_utf8_csv.zip"), ("esco", "esco_v111_official_csv_sample.zip")):
        run = started(operator.folder, "import", kind, shared(name))
        assert run.wait(timeout=180) == 0
    find = finder(content.load(), Imported(operator.folder))
    assert "H2918" in {one.code for one in find("j'affûtais des outils", "fr")}
    assert find("bonjour", "fr") == ()
