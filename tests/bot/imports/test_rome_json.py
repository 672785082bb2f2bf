"""ROME as sheets in one JSON file: the same occupations, whatever mixture of encodings its letters came in."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.store.imported import Imported
from tests.bot.imports.little import ROME, Operator, rome, zipped

NAME = "unix_fiche_emploi_metier_v461.json"


def sheets() -> list[dict[str, Any]]:
    """Return the occupations of the tables as sheets."""
    skills = {row[0]: row for row in ROME["referentiel_competence"][1:]}
    return [
        {
            "numero": n,
            "rome": {"code_rome": row[0], "intitule": row[3], "code_ogr": n},
            "appellations": [
                {"libelle": a[1], "libelle_court": a[2], "code_ogr": int(a[0])}
                for a in ROME["referentiel_appellation"][1:]
                if a[3] == row[0]
            ],
            "definition": " ".join(t[4] for t in ROME["texte"][1:] if t[0] == row[0] and t[2] == "definition"),
            "competences": {
                name: {"enjeux": [{"libelle": "Tous", "items": items(row[0], kind, skills)}]}
                for name, kind in (("savoir_faire", "Savoir-faire"), ("savoir_etre_professionnel", "Savoir-être"))
            }
            | {"savoirs": {"categories": [{"items": [{"libelle": "Botanique", "code_ogr": 999}]}]}},
        }
        for n, row in enumerate(ROME["referentiel_code_rome"][1:])
    ]


def items(code: str, kind: str, skills: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the skills of an occupation."""
    needs = [(r[1], r[2]) for r in ROME["coherence_item"][1:] if r[0] == code and r[1] in skills]
    return [
        {"libelle": skills[ref][2], "code_ogr": int(ref), "coeur_metier": heart or None}
        for ref, heart in needs
        if skills[ref][3].startswith(kind)
    ]


def packed(told: object, encode: Callable[[str], bytes] = str.encode) -> dict[str, bytes]:
    """Return the files of a zip that holds these sheets."""
    return {NAME: encode(json.dumps(told, ensure_ascii=False, indent=1)), "version.txt": b"Numero de version : 61"}


def mixed(text: str) -> bytes:
    """Return a text of which every other line is in Windows-1252."""
    lines = text.split("\n")
    return b"\n".join(line.encode("cp1252" if n % 2 else "utf-8") for n, line in enumerate(lines))


@pytest.mark.parametrize("encode", [str.encode, lambda text: text.encode("cp1252"), mixed])
def test_sheets_say_what_the_tables_say(operator: Operator, encode: Callable[[str], bytes]) -> None:
    operator.imports("rome", rome())
    there = Imported(operator.folder)
    codes = ("D1209", "F1703", "J1501")
    before = [(there.occupation(c), there.skills(c), there.named(["maconne"])) for c in codes]
    said = operator.imports("rome", packed(sheets(), encode))
    assert "ROME 4.0 version 61: 3 occupations" in said
    assert ("were not in UTF-8" in said) == (encode is not str.encode)
    after = [(there.occupation(c), there.skills(c), there.named(["maconne"])) for c in codes]
    for (old, skills, named), (new, again, same) in zip(before, after, strict=True):
        assert old
        assert new
        assert (old.title, old.masculine, old.definition) == (new.title, new.masculine, new.definition)
        assert {s.label for s in skills} == {s.label for s in again}
        assert [f.code for f in named] == [f.code for f in same]


def test_a_letter_cut_in_two_by_the_reading_is_whole(operator: Operator) -> None:
    told = sheets()
    told[0]["definition"] = "é" * 200_000
    operator.imports("rome", packed(told))
    florist = Imported(operator.folder).occupation("D1209")
    assert florist
    assert florist.definition == "é" * 200_000


def test_the_heart_may_be_told_by_yes_and_no(operator: Operator) -> None:
    told = sheets()
    for item in told[0]["competences"]["savoir_faire"]["enjeux"][0]["items"]:
        item["coeur_metier"] = item["libelle"] == "Tenir une caisse"
    operator.imports("rome", packed(told))
    assert [s.label for s in Imported(operator.folder).skills("D1209")] == ["Tenir une caisse"]


def without(place: str, key: str) -> list[dict[str, Any]]:
    told = sheets()
    del told[1][place][key]
    return told


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (json.dumps(without("rome", "code_rome")).encode(), "column rome.code_rome: sheet 2 does not tell it"),
        (json.dumps(without("rome", "intitule")).encode(), "column rome.intitule: sheet 2 does not tell it"),
        (json.dumps([*sheets(), sheets()[0]]).encode(), "column rome.code_rome: D1209 is there twice"),
        (json.dumps([{"rome": {"code_rome": "X", "intitule": "x"}}]).encode(), "'X' is no ROME code"),
        (json.dumps(sheets()).encode()[:-300], "sheet 3 is malformed or cut short"),
        (b"[" + b'{"a": ' * 20, "sheet 1 is malformed or cut short"),
        (b"[]", "there is no occupation in it"),
        (b"[1, 2]", "sheet 1 is none"),
        (b"", "malformed or cut short"),
        (json.dumps({"fiches": sheets()}).encode(), "line 1: it is no list of sheets"),
        (json.dumps(sheets()).encode("utf-16"), "is it in UTF-16?"),
        (json.dumps(sheets(), ensure_ascii=False).encode("mac-roman"), "neither in UTF-8 nor in Windows-1252"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(operator: Operator, tmp_path: Path, data: bytes, said: str) -> None:
    operator.imports("rome", rome())
    told = operator.is_refused("rome", zipped(tmp_path / "bad.zip", {NAME: data}))
    assert said in told
    assert NAME in told


def test_sheets_of_another_version(operator: Operator, tmp_path: Path) -> None:
    old = {NAME.replace("461", "347"): json.dumps(sheets()).encode()}
    assert "only ROME 4 can be read" in operator.is_refused("rome", zipped(tmp_path / "bad.zip", old))
