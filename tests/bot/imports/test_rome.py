"""ROME as it is published: what an operator imports is found, said as it is written there, and nothing else."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from bot.imports.package import opened
from bot.imports.tables import Table
from bot.imports.titles import genders, published
from bot.store.imported import Imported
from flows.words import fold
from tests.bot.imports.little import ROME, Operator, contents, many, rome, shared, started, zipped

FULL = "rome_v460_utf8_csv.zip"


@pytest.fixture
def there(operator: Operator) -> Imported:
    operator.imports("rome", rome())
    return Imported(operator.folder)


def test_an_occupation_says_what_is_published_of_it(there: Imported) -> None:
    found = there.occupation("D1209")
    assert found is not None
    assert (found.title, found.field, found.parent, found.regulated) == (
        "Fleuriste", "Commerce non alimentaire", "D1209", 0,
    )  # fmt: skip
    assert found.definition == "Prépare et vend des fleurs. Conseille la clientèle et l'accueille."


def test_what_the_law_rules_is_known(there: Imported) -> None:
    care = there.occupation("J1501")
    assert care is not None
    assert care.regulated == 1


def test_a_title_is_kept_for_a_man_and_for_a_woman(there: Imported) -> None:
    mason = there.occupation("F1703")
    assert mason is not None
    assert (mason.masculine, mason.feminine) == ("Maçon", "Maçonne")
    assert [found.code for found in there.named(["maconne"])] == ["F1703"]


def test_an_apostrophe_is_one_apostrophe_however_it_is_written(there: Imported) -> None:
    found = there.named([fold("Cheffe d’équipe maçonnerie")])
    assert [(one.code, one.score) for one in found] == [("F1703", 2.0)]


def test_the_skills_at_its_heart_come_as_published_and_no_attitude_and_no_knowledge(there: Imported) -> None:
    assert [skill.label for skill in there.skills("D1209")] == ["Entretenir les plantes", "Composer un bouquet"]
    assert there.skills("J1501") == ()  # an emerging one is not at its heart


def test_no_more_skills_than_asked_for(there: Imported) -> None:
    assert [skill.ref for skill in there.skills("D1209", 1)] == ["102"]


@pytest.mark.parametrize(
    ("words", "code"),
    [("fleurs", "D1209"), ("macons", "F1703"), ("bouquet", "D1209"), ("mortiers", "F1703"), ("fleuri", "D1209")],
)
def test_an_occupation_is_found_by_its_titles_and_its_skills(there: Imported, words: str, code: str) -> None:
    assert [found.code for found in there.search([words])][:1] == [code]


def test_all_that_is_said_must_be_there(there: Imported) -> None:
    assert [found.code for found in there.search(["bouquet", "plante"])] == ["D1209"]
    assert there.search(["bouquet", "mortier"]) == ()


def test_a_title_counts_more_than_a_skill(operator: Operator) -> None:
    rows = [*ROME["referentiel_competence"], ["106", "Compétence", "Employer un fleuriste", "Savoir-faire"]]
    operator.imports("rome", rome(referentiel_competence=rows, coherence_item=[*ROME["coherence_item"], HIRES]))
    assert [found.code for found in Imported(operator.folder).search(["fleuriste"])] == ["D1209", "F1703"]


HIRES = ["F1703", "106", "Principale"]


@pytest.mark.parametrize("words", [[], [""], ['"'], ["*"], ["NEAR(", "OR"], ["x" * 5000]])
def test_strange_words_find_nothing(there: Imported, words: list[str]) -> None:
    assert there.search(words) == ()


def test_who_asks_before_the_import_finds_nothing_and_sees_it_at_once_after(operator: Operator) -> None:
    there = Imported(operator.folder)
    assert (there.search(["fleurs"]), there.sources(), there.occupation("D1209"), there.skills("D1209")) == (
        (), (), None, (),
    )  # fmt: skip
    operator.imports("rome", rome())
    assert [found.code for found in there.search(["fleurs"])] == ["D1209"]


def test_what_is_said_at_the_end(operator: Operator) -> None:
    said = operator.imports("rome", rome())
    assert "ROME 4.0 version 60: 3 occupations, 5 skills" in said
    assert "unix_coherence_item_v460_utf8.csv: 7 rows" in said


def test_the_same_file_twice_is_the_same_database_and_said(operator: Operator) -> None:
    operator.imports("rome", rome())
    before = contents(operator.folder)
    assert "imported before: nothing changed" in operator.imports("rome", rome())
    assert contents(operator.folder) == before


def test_another_version_replaces_all_of_the_first_and_back_again(operator: Operator) -> None:
    operator.imports("rome", rome())
    before = contents(operator.folder)
    fewer = rome("461", referentiel_appellation=[*ROME["referentiel_appellation"][:3]], texte=None)
    assert "version 61" in operator.imports("rome", fewer)
    there = Imported(operator.folder)
    assert (there.named(["limousinant"]), there.occupation("D1209").definition) == ((), "")  # type: ignore[union-attr]
    operator.imports("rome", rome())
    assert contents(operator.folder) == before


def test_a_table_nobody_needs_may_be_absent(operator: Operator) -> None:
    operator.imports("rome", rome(texte=None, cr_gd_dp=None, rubrique_mobilite=None))
    assert Imported(operator.folder).occupation("D1209") is not None


def test_tables_in_a_folder_inside_the_zip_are_found(operator: Operator) -> None:
    files = {f"RefRomeCsv/{name}": data for name, data in rome().items()}
    operator.imports("rome", {**files, "RefRomeCsv/version.txt": "Numéro".encode("cp1252")})


def test_letters_of_another_encoding_are_put_right_and_said(operator: Operator) -> None:
    files = rome()
    name = "unix_referentiel_code_rome_v460_utf8.csv"
    said = operator.imports("rome", {**files, name: files[name].decode().encode("cp1252")})
    assert f"{name}: 1 lines were not in UTF-8" in said
    assert [found.masculine for found in Imported(operator.folder).named(["macon"])] == ["Maçon"]


def test_a_line_may_mix_two_encodings(operator: Operator) -> None:
    files = rome()
    name = "unix_referentiel_appellation_v460_utf8.csv"
    mixed = files[name].replace("Maçon / Maçonne".encode(), "Maçon / ".encode() + "Maçonne".encode("cp1252"), 1)
    operator.imports("rome", {**files, name: mixed})
    assert [found.code for found in Imported(operator.folder).named(["maconne"])] == ["F1703"]


def test_a_mark_before_the_text_and_other_line_ends_change_nothing(operator: Operator) -> None:
    operator.imports("rome", rome())
    before = contents(operator.folder)
    operator.imports("rome", {name: b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n") for name, data in rome().items()})
    assert [line for line in before if line not in contents(operator.folder)] == [
        line
        for line in before
        if line.startswith('INSERT INTO "source"')  # the hash of the file
    ]


@pytest.mark.parametrize(
    ("title", "forms"),
    [
        ("Fleuriste", ("Fleuriste", "Fleuriste")),
        ("Conducteur / Conductrice d'engins", ("Conducteur d'engins", "Conductrice d'engins")),
        ("Agent commercial / Agente commerciale auto", ("Agent commercial auto", "Agente commerciale auto")),
        ("Artiste Plasticien / Plasticienne", ("Artiste Plasticien", "Artiste Plasticienne")),
        ("Chef / Cheffe d'équipe", ("Chef d'équipe", "Cheffe d'équipe")),
        ("kinésithérapeute/kinésithérapeute", ("kinésithérapeute", "kinésithérapeute")),
        ("Responsable d'atelier en chimie/pharmacie", ("Responsable d'atelier en chimie/pharmacie",) * 2),
        ("Valet / Femme de chambre", ("Valet / Femme de chambre",) * 2),
    ],
)  # fmt: skip
def test_both_forms_of_a_title(title: str, forms: tuple[str, str]) -> None:
    assert genders(published(title)) == forms


# ---------------------------------------------------------------- the real file


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Imported:
    """The whole of ROME, imported once."""
    folder = tmp_path_factory.mktemp("rome")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    said, wrong = (run := started(folder, "import", "rome", shared(FULL))).communicate(timeout=120)
    assert run.returncode == 0, wrong
    assert "1584 occupations" in said
    after = resource.getrusage(resource.RUSAGE_CHILDREN)  # not the clock: the machine of a test may be busy
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 20
    return Imported(folder)


def test_all_that_was_published_is_there(full: Imported) -> None:
    assert [(s.version, s.occupations, s.skills, s.attribution) for s in full.sources()] == [
        ("4.0 version 60", 1584, 18317, "France Travail, ROME 4.0 version 60")
    ]


def test_titles_are_those_of_this_version(full: Imported) -> None:
    told = {code: full.occupation(code) for code in ("K1302", "K1304")}
    assert [o.title for o in told.values() if o] == [
        "Assistant / Assistante de vie dépendance", "Employé familial / Employée familiale",
    ]  # fmt: skip


def test_the_whole_is_searched_by_the_beginnings_of_words(full: Imported) -> None:
    for words in (["gard", "enfant"], ["nettoy", "locaux"], ["accompagn", "personn"], ["conduire"]):
        assert full.search(words)


def test_a_table_in_another_encoding_than_its_name_says_reads_well() -> None:
    with opened(shared(FULL)) as package:
        table = Table(package, "unix_arborescence_secteur_naf_v460_utf8.csv")
        said = [label for (label,) in table.rows("libelle_rome")]
    assert table.mended > 0
    assert "Jardinier / Jardinière paysagiste" in said
    assert not [text for text in said if "\ufffd" in text or "Ã" in text]


def test_memory_does_not_grow_with_the_file(tmp_path: Path, operator: Operator) -> None:
    rows = [ROME["referentiel_competence"][0], *([str(1000 + n), *row[1:]] for n, row in enumerate(many(100_000)))]
    path = zipped(tmp_path / "big.zip", rome(referentiel_competence=rows))
    del rows
    run, most = started(operator.folder, "import", "rome", path), 0
    while run.poll() is None:
        most = max(most, peak(run.pid))
        time.sleep(0.05)
    assert run.wait() == 0
    assert 0 < most < 80_000


def peak(pid: int) -> int:
    """Return the most memory a process has held so far, in kB; 0 once it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)
