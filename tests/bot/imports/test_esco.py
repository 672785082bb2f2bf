"""ESCO as it is published: a zip or a folder, one language or several, older files with fewer columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store.imported import Imported
from tests.bot.imports.little import COLOUR, ESCO, FLORIST, GUARD, WATER, Operator, contents, esco, rome, shared

SAMPLE = "esco_v111_official_csv_sample.zip"


@pytest.fixture
def there(operator: Operator) -> Imported:
    operator.imports("esco", esco())
    return Imported(operator.folder)


def test_an_occupation_is_told_in_each_language_of_the_files(there: Imported) -> None:
    told = [there.occupation("5221.1", lang) for lang in ("fr", "en", "uk")]
    assert [(o.title, o.definition, o.isco) for o in told if o] == [
        ("Fleuriste", "Vend des fleurs.", "5221"),
        ("Florist", "Florists sell flowers.", "5221"),
        ("Fleuriste", "Vend des fleurs.", "5221"),  # no Ukrainian there: French, which the CV is in
    ]


def test_what_only_one_language_tells_is_told_in_it(there: Imported) -> None:
    guard = there.occupation("5414.1", "fr")
    assert guard is not None
    assert (guard.lang, guard.title) == ("en", "Gate guard")


def test_other_names_are_one_a_line_or_between_strokes(there: Imported) -> None:
    assert [there.named([name])[0].code for name in ("floral designer", "house painter", "wall painter")] == [
        "5221.1", "7131.1", "7131.1",
    ]  # fmt: skip


def test_a_french_title_is_kept_for_a_man_and_for_a_woman_and_an_english_one_is_not_split(there: Imported) -> None:
    painter, english = there.occupation("7131.1", "fr"), there.occupation("7131.1", "en")
    assert painter is not None
    assert english is not None
    assert (painter.masculine, painter.feminine) == ("Peintre d'intérieur", "Peintresse d'intérieur")
    assert english.masculine == "Painter/decorator"
    assert [found.code for found in there.named(["vendeuse en fleurs"], "fr")] == ["5221.1"]


def test_what_the_law_rules_is_known(there: Imported) -> None:
    told = [there.occupation(code) for code in ("5221.1", "7131.1", "5414.1")]
    assert [o.regulated for o in told if o] == [0, 1, 0]


def test_only_skills_it_cannot_be_without_are_offered_and_no_knowledge(there: Imported) -> None:
    assert [(s.ref, s.label) for s in there.skills("5221.1")] == [("bb01", "Arroser des plantes")]
    assert there.skills("7131.1") == ()  # no French name of it there, and a CV is in French


def test_a_skill_is_shown_in_the_language_asked_for_and_printed_in_french(there: Imported) -> None:
    assert [(s.label, s.shown) for s in there.skills("5221.1", lang="en")] == [("Arroser des plantes", "Water plants")]
    assert [(s.label, s.shown) for s in there.skills("5221.1", lang="uk")] == [
        ("Arroser des plantes", "Arroser des plantes")
    ]


def test_it_is_searched_in_one_language_or_in_all(there: Imported) -> None:
    assert [(f.code, f.lang) for f in there.search(["flower"], "en")] == [("5221.1", "en")]
    assert there.search(["flower"], "fr") == ()
    assert {f.lang for f in there.search(["fl"])} == set()
    assert {f.lang for f in there.search(["vendeur"], "en")} == {"fr"}  # French is always looked in


def test_a_folder_is_the_same_as_its_zip(operator: Operator, tmp_path: Path) -> None:
    operator.imports("esco", esco())
    before = contents(operator.folder)
    folder = tmp_path / "esco_v111"
    for name, data in esco().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    code, said = operator.types("import", "esco", folder)
    assert (code, "ESCO 1.1.1 (en, fr): 3 occupations, 3 skills" in said) == (0, True)
    assert [line for line in before if line not in contents(operator.folder)] == [
        line for line in before if line.startswith('INSERT INTO "source"')
    ]
    assert "nothing changed" in operator.types("import", "esco", folder)[1]


def test_files_of_before_have_fewer_columns(operator: Operator) -> None:
    old = [
        ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels"],
        ["Occupation", FLORIST, "5221", "florist", ""],
    ]
    relations = [ESCO["occupationSkillRelations.csv"][0], [FLORIST, "essential", "skill/competence", WATER]]
    operator.imports("esco", esco({"en/occupations_en.csv": old, "fr/occupations_fr.csv": None,
                                   "occupationSkillRelations.csv": relations}))  # fmt: skip
    there = Imported(operator.folder)
    assert [s.ref for s in there.skills("aa01")] == ["bb01"]  # no code there: the end of its address


def test_a_stray_row_is_left_out_and_said(operator: Operator) -> None:
    rows = [*ESCO["occupationSkillRelations.csv"], *[[GUARD, "optional", "skill/competence", COLOUR]] * 60]
    rows = [*rows, [FLORIST.replace("aa01", "zz99"), "essential", "skill/competence", WATER]]
    said = operator.imports("esco", esco({"occupationSkillRelations.csv": rows}))
    assert "occupationSkillRelations.csv: 1 rows speak of what is in no other table and were left out" in said


def test_both_lists_stand_beside_each_other(operator: Operator) -> None:
    operator.imports("rome", rome())
    operator.imports("esco", esco())
    there = Imported(operator.folder)
    assert {f.code for f in there.search(["fleuriste"])} == {"D1209", "5221.1"}
    assert [s.name for s in there.sources()] == ["rome", "esco"]


def test_one_list_comes_again_and_the_other_is_not_touched(operator: Operator) -> None:
    operator.imports("rome", rome())
    operator.imports("esco", esco())
    before = contents(operator.folder)
    fewer = {"fr/occupations_fr.csv": None, "fr/skills_fr.csv": None}
    operator.imports("esco", esco(fewer))
    assert Imported(operator.folder).named(["fleuriste"])[0].source == "rome"
    operator.imports("esco", esco())
    assert contents(operator.folder) == before


def test_the_published_sample_is_imported(operator: Operator) -> None:
    code, said = operator.types("import", "esco", shared(SAMPLE))
    assert (code, "ESCO 1.1.1 (en, fr): 41 occupations, 1302 skills" in said) == (0, True), said
    there = Imported(operator.folder)
    found = there.named(["directrice technique"], "fr")
    assert [one.code for one in found] == ["2654.1.7"]
    assert there.skills("2654.1.7") == ()  # its skills come in English alone


def test_a_list_with_semicolons_is_read(operator: Operator) -> None:
    files = esco()
    files["fr/skills_fr.csv"] = files["fr/skills_fr.csv"].replace(b'","', b'";"')
    operator.imports("esco", files)
    assert [s.label for s in Imported(operator.folder).skills("5221.1")] == ["Arroser des plantes"]
