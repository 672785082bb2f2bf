"""What cannot be imported is refused with its file, line and column, and leaves what was imported before whole."""

from __future__ import annotations

import random
import resource
import signal
import sqlite3
import struct
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bot.imports import limits
from bot.imports.errors import ImportFileError
from bot.store import shelf
from bot.store.imported import Imported
from tests.bot.imports.little import ESCO, ROME, Operator, contents, esco, many, rome, started, zipped

CODES = "unix_referentiel_code_rome_v460_utf8.csv"
NEEDS = "unix_coherence_item_v460_utf8.csv"
LONG = random.Random(7).randbytes(1 << 19).hex().encode()
HEAD = ROME["coherence_item"][0]


@pytest.fixture(autouse=True)
def imported(operator: Operator) -> None:
    """Something was imported before."""
    operator.imports("rome", rome())


def without(rows: object, column: str) -> list[list[str]]:
    """Return a table of ROME without a column."""
    told = ROME[str(rows)]
    place = list(told[0]).index(column)
    return [[*row[:place], *row[place + 1 :]] for row in told]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"coherence_item": None}, f"{NEEDS}: this table is missing"),
        ({"referentiel_appellation": None}, "unix_referentiel_appellation_v460_utf8.csv: this table is missing"),
        ({"coherence_item": without("coherence_item", "coeur_metier")},
         f"{NEEDS}, line 1, column coeur_metier: this column is missing; there are code_rome, code_ogr"),
        ({"referentiel_code_rome": without("referentiel_code_rome", "libelle_rome")},
         f"{CODES}, line 1, column libelle_rome: this column is missing"),
        ({"referentiel_code_rome": [*ROME["referentiel_code_rome"], ["K1302", "4"]]},
         f"{CODES}, line 5, column {ROME['referentiel_code_rome'][0][2]}: 2 values where there are 6 columns"),
        ({"referentiel_code_rome": [*ROME["referentiel_code_rome"], ["FR-12", "4", "4", "Autre", "N", ""]]},
         f"{CODES}, line 5, column code_rome: 'FR-12' is no ROME code"),
        ({"referentiel_code_rome": [*ROME["referentiel_code_rome"], ["F1703", "4", "4", "Autre", "N", ""]]},
         f"{CODES}, line 5, column code_rome: F1703 is there twice"),
        ({"referentiel_code_rome": ROME["referentiel_code_rome"][:1]}, "line 1: there is no occupation in it"),
        ({"coherence_item": [HEAD, ["Z9999", "101", "Principale"]]},
         f"{NEEDS}, line 2, column code_rome: 1 of 1 rows speak of what is in no other table"),
    ],
)  # fmt: skip
def test_a_table_that_is_missing_or_malformed(
    operator: Operator, tmp_path: Path, changed: Mapping[str, list[list[str]] | None], said: str
) -> None:
    assert said in operator.is_refused("rome", zipped(tmp_path / "bad.zip", rome(**changed)))


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        (CODES, b'"code_rome","libelle_rome"\n"D1209","Fleuriste\n', f"{CODES}, line 2: a row is malformed"),
        (CODES, b'"code_rome","libelle_rome"\n"D1209","Fleu"riste"\n', f"{CODES}, line 2: a row is malformed"),
        (CODES, b"", f"{CODES}, column code_rome: this column is missing; there are none"),
        (CODES, "code_rome,libelle_rome\nD1209,Fleuriste\n".encode("utf-16"), f"{CODES}, line 1: it is in UTF-16"),
        (CODES, "code_rome,libelle_rome\nD1209,Fleuriste\n".encode("utf-16-be"), f"{CODES}, line 1: it holds bytes"),
        (CODES, "code_rome,libelle_rome\nD1209,Maçon\n".encode("mac-roman"),
         f"{CODES}, line 2: it is neither in UTF-8 nor in Windows-1252 (at value 2 of the line)"),
        (CODES, b"code_rome,libelle_rome\nD1209," + LONG + b"\n", f"{CODES}, line 2: a line is longer"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_table(operator: Operator, tmp_path: Path, name: str, data: bytes, said: str) -> None:
    assert said in operator.is_refused("rome", zipped(tmp_path / "bad.zip", {**rome(), name: data}))


def test_another_version(operator: Operator, tmp_path: Path) -> None:
    assert "bad.zip: it is version 3.42; only ROME 4 can be read" in operator.is_refused(
        "rome", zipped(tmp_path / "bad.zip", rome("342"))
    )


def test_tables_of_two_versions(operator: Operator, tmp_path: Path) -> None:
    mixed = {**rome(), **{name: data for name, data in rome("461").items() if "coherence" in name}}
    assert "it mixes tables of several versions: 460, 461" in operator.is_refused(
        "rome", zipped(tmp_path / "bad.zip", mixed)
    )


def test_one_list_is_not_the_other(operator: Operator, tmp_path: Path) -> None:
    assert "it holds no table of ROME" in operator.is_refused("rome", zipped(tmp_path / "bad.zip", esco()))
    assert "occupations_en.csv: this table is missing" in operator.is_refused(
        "esco", zipped(tmp_path / "bad2.zip", rome())
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"occupationSkillRelations.csv": None}, "occupationSkillRelations.csv: this table is missing"),
        ({"occupations_en.csv": ESCO["en/occupations_en.csv"]}, "it is there twice, also as en/occupations_en.csv"),
        ({"en/skills_en.csv": [["conceptUri", "label"], ["x", "y"]]},
         "skills_en.csv, line 1, column preferredLabel: this column is missing"),
        ({"fr/occupations_fr.csv": [["conceptUri", "preferredLabel"], ["42", "fleuriste"]]},
         "occupations_fr.csv, line 2, column conceptUri: '42' is no address of a concept"),
        ({"occupationSkillRelations.csv": [ESCO["occupationSkillRelations.csv"][0], ["a", "b", "c", "d"]]},
         "occupationSkillRelations.csv, line 2, column occupationUri: 1 of 1 rows speak of what is in no other table"),
    ],
)  # fmt: skip
def test_esco_says_what_is_wrong_with_it(
    operator: Operator, tmp_path: Path, changed: Mapping[str, list[list[str]] | None], said: str
) -> None:
    assert said in operator.is_refused("esco", zipped(tmp_path / "bad.zip", esco(changed)))


# ---------------------------------------------------------------- zips


def test_no_such_file_and_no_zip(operator: Operator, tmp_path: Path) -> None:
    (tmp_path / "words.zip").write_text("just words", encoding="utf-8")
    assert "none.zip: there is no such file" in operator.is_refused("rome", tmp_path / "none.zip")
    assert "words.zip: it is not a zip file" in operator.is_refused("rome", tmp_path / "words.zip")


def test_a_zip_cut_short_or_with_a_changed_byte(operator: Operator, tmp_path: Path) -> None:
    path = zipped(tmp_path / "bad.zip", rome())
    whole = path.read_bytes()
    path.write_bytes(whole[:-40])
    assert "bad.zip: the zip is damaged or cut short" in operator.is_refused("rome", path)
    place = whole.index(b"unix_referentiel_competence") + 60
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
    assert "bad.zip: the zip is damaged" in operator.is_refused("rome", path)


def test_a_zip_locked_by_a_password(operator: Operator, tmp_path: Path) -> None:
    path = zipped(tmp_path / "bad.zip", rome())
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = -1
        while (at := data.find(mark, at + 1)) >= 0:
            data[at + place] |= 1
    path.write_bytes(bytes(data))
    assert "it is locked by a password" in operator.is_refused("rome", path)


def test_a_zip_bomb_is_not_unpacked(operator: Operator, tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package, package.open(CODES, "w") as member:
        for _ in range(120):
            member.write(bytes(1 << 20))
    began = time.process_time()  # not the clock: the machine of a test may be busy
    assert "a zip bomb" in operator.is_refused("rome", path)
    assert time.process_time() - began < 1


def test_a_bomb_that_lies_about_its_size_is_cut_at_what_it_said(operator: Operator, tmp_path: Path) -> None:
    path = zipped(tmp_path / "bomb.zip", {**rome(), CODES: bytes(50 << 20)})
    data = path.read_bytes()
    said = struct.pack("<I", 50 << 20)
    assert data.count(said) >= 1
    path.write_bytes(data.replace(said, struct.pack("<I", 1 << 10)))
    assert "unix_referentiel_code_rome" in operator.is_refused("rome", path)


def test_too_many_files_and_a_file_that_is_too_big(operator: Operator, tmp_path: Path) -> None:
    path = zipped(tmp_path / "many.zip", {f"{n}.csv": b"x" for n in range(500)})
    assert "many.zip: unpacked it would be 500 files" in operator.is_refused("rome", path)
    big = tmp_path / "big.zip"
    with big.open("wb") as file:
        file.truncate(201 << 20)
    assert "big.zip: it has 201 MB, the most is 200 MB" in operator.is_refused("rome", big)


class Tidied:
    """Works only while it is tidied away, where Python loses what is raised."""

    def __del__(self) -> None:
        for _ in range(10):
            sum(range(1 << 20))


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize(
    ("name", "most", "does", "said"),
    [
        ("MEMORY", 1 << 20, lambda: bytes(1 << 30), "1 MB of memory"),
        ("CPU", 0.1, lambda: [sum(range(1 << 20)) for _ in range(1000)], "minutes of work"),
        ("CPU", 0.1, lambda: [Tidied() for _ in range(20)], "minutes of work"),
    ],
)
def test_what_takes_more_than_it_may_is_ended_and_the_limits_go(
    monkeypatch: pytest.MonkeyPatch, name: str, most: float, does: Callable[[], object], said: str
) -> None:
    monkeypatch.setattr(limits, name, most)
    before = [resource.getrlimit(what) for what in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE)]
    with pytest.raises(ImportFileError, match=said), limits.bounded():
        does()
    assert before == [resource.getrlimit(what) for what in (resource.RLIMIT_AS, resource.RLIMIT_FSIZE)]
    assert signal.getitimer(signal.ITIMER_PROF) == (0.0, 0.0)


# ---------------------------------------------------------------- in the middle


def test_a_kill_in_the_middle_leaves_the_import_before_whole(operator: Operator, tmp_path: Path) -> None:
    before = contents(operator.folder)
    rows = [ROME["referentiel_competence"][0], *([str(1000 + n), *row[1:]] for n, row in enumerate(many(60_000)))]
    path = zipped(tmp_path / "long.zip", {**rome("461", referentiel_competence=rows)})
    log = operator.folder / "occupations.db-wal"
    for size in (50_000, 2_000_000):
        run = started(operator.folder, "import", "rome", path)
        while run.poll() is None and (not log.exists() or log.stat().st_size < size):
            time.sleep(0.002)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        assert run.returncode == -signal.SIGKILL, "it had ended before"
        assert contents(operator.folder) == before
        assert [found.code for found in Imported(operator.folder).search(["fleurs"])] == ["D1209"]
    assert operator.types("import", "rome", path)[0] == 0


def test_a_second_import_waits_and_then_says_why_not(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "PATIENCE", 0.1)
    other = sqlite3.connect(operator.folder / "occupations.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    code, said = operator.types("import", "rome", zipped(operator.folder.parent / "next.zip", rome("461")))
    other.close()
    assert (code, "another import runs" in said) == (2, True)


def test_a_folder_that_cannot_be_written_is_said(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> None:
    file = operator.folder.parent / "a file"
    file.write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("ATOUT_DATA", str(file))
    code, said = operator.types("import", "rome", zipped(operator.folder.parent / "next.zip", rome()))
    assert (code, "cannot be used" in said) == (1, True)


def test_a_file_of_another_form_is_made_anew(operator: Operator) -> None:
    db = sqlite3.connect(operator.folder / "occupations.db")
    db.execute("PRAGMA user_version = 99")
    db.close()
    assert Imported(operator.folder).sources() == ()
    operator.imports("rome", rome())
    assert [found.code for found in Imported(operator.folder).search(["fleurs"])] == ["D1209"]


def test_a_damaged_file_of_ours_is_as_good_as_none(operator: Operator) -> None:
    there = Imported(operator.folder)
    there.close()
    path = operator.folder / "occupations.db"
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    assert (there.search(["fleurs"]), there.named(["fleuriste"]), there.skills("D1209")) == ((), (), ())
    assert there.occupation("D1209") is None


def test_a_broken_file_of_ours_is_as_good_as_none(operator: Operator) -> None:
    (operator.folder / "occupations.db").write_bytes(b"not a database at all" * 100)
    for beside in operator.folder.glob("occupations.db-*"):
        beside.unlink()
    assert Imported(operator.folder).search(["fleurs"]) == ()
