"""Small published files, as the real ones are laid out: three occupations of ROME, three of ESCO, and an operator."""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.cli import main

ROOT = Path(__file__).parents[3]
Rows = Sequence[Sequence[str]]

HEART = "Principale"
ROME: Mapping[str, Rows] = {
    "referentiel_code_rome": [
        ["code_rome", "code_fiche_metier", "code_ogr", "libelle_rome", "emploi_reglemente", "code_rome_parent"],
        ["D1209", "1", "11", "Fleuriste", "N", "D1209"],
        ["F1703", "2", "12", "Maçon / Maçonne", "N", "F1703"],
        ["J1501", "3", "13", "Aide-soignant / Aide-soignante", "O", "J1501"],
    ],
    "referentiel_appellation": [
        [
            "code_ogr",
            "libelle_appellation_long",
            "libelle_appellation_court",
            "code_rome",
            "classification",
            "peu_usite",
        ],
        ["21", "Fleuriste", "Fleuriste", "D1209", "PRINCIPALE", "N"],
        ["22", "Vendeur / Vendeuse en fleurs", "Vendeur / Vendeuse en fleurs", "D1209", "SYNONYME", "N"],
        ["23", "Maçon / Maçonne", "Maçon / Maçonne", "F1703", "PRINCIPALE", "N"],
        ["24", "Chef / Cheffe d''équipe maçonnerie", "Chef / Cheffe d’équipe maçonnerie", "F1703", "SYNONYME", "N"],
        ["25", "Limousinant / Limousinante", "Limousinant / Limousinante", "F1703", "SYNONYME", "O"],
    ],
    "referentiel_competence": [
        ["code_ogr", "nature", "libelle_competence", "cat_comp"],
        ["101", "Compétence", "Composer un bouquet", "Savoir-faire"],
        ["102", "Compétence", "Entretenir les plantes", "Savoir-faire"],
        ["103", "Compétence", "Appliquer les mortiers", "Savoir-faire"],
        ["104", "Macro-compétence", "Travailler en équipe", "Savoir-être professionnel"],
        ["105", "Compétence", "Tenir une caisse", "Savoir-faire"],
    ],
    "coherence_item": [
        ["code_rome", "code_ogr", "coeur_metier"],
        ["D1209", "104", HEART],
        ["D1209", "102", HEART],
        ["D1209", "105", ""],
        ["D1209", "101", HEART],
        ["D1209", "999", HEART],  # knowledge, which is in a table of its own
        ["F1703", "103", HEART],
        ["J1501", "104", "Émergente"],
    ],
    "texte": [
        ["code_rome", "code_compo_bloc", "libelle_type_texte", "position_phrase", "libelle_texte"],
        ["D1209", "3", "definition", "1", "Prépare et vend des fleurs."],
        ["D1209", "3", "definition", "2", "Conseille la clientèle et l''accueille."],
        ["D1209", "4", "acces_metier", "1", "Un CAP Fleuriste est apprécié."],
    ],
    "cr_gd_dp": [
        ["code_rome", "libelle_rome", "code_domaine_professionel", "libelle_domaine_professionel"],
        ["D1209", "Fleuriste", "D12", "Commerce non alimentaire"],
    ],
    "rubrique_mobilite": [["code_rome", "code_rome_cible", "numero_ordre"], ["D1209", "F1703", "1"]],
}
FLORIST, PAINTER, GUARD = (f"http://data.europa.eu/esco/occupation/{n}" for n in ("aa01", "aa02", "aa03"))
WATER, COLOUR, TAX = (f"http://data.europa.eu/esco/skill/{n}" for n in ("bb01", "bb02", "bb03"))
ESCO: Mapping[str, Rows] = {
    "en/occupations_en.csv": [
        ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels", "description", "code",
         "regulatedProfessionNote"],
        ["Occupation", FLORIST, "5221", "florist", "flower seller\nfloral designer", "Florists sell flowers.", "5221.1",
         "http://data.europa.eu/esco/regulated-professions/unregulated"],
        ["Occupation", PAINTER, "7131", "painter/decorator", "house painter | wall painter", "", "7131.1",
         "http://data.europa.eu/esco/regulated-professions/regulated"],
        ["Occupation", GUARD, "5414", "gate guard", "", "", "5414.1", ""],
    ],
    "fr/occupations_fr.csv": [
        ["conceptType", "conceptUri", "iscoGroup", "preferredLabel", "altLabels", "description"],  # an older form
        ["Occupation", FLORIST, "5221", "fleuriste", "vendeur en fleurs/vendeuse en fleurs", "Vend des fleurs."],
        ["Occupation", PAINTER, "7131", "peintre d’intérieur/peintresse d’intérieur", "", ""],
    ],
    "en/skills_en.csv": [
        ["conceptType", "conceptUri", "skillType", "preferredLabel"],
        ["KnowledgeSkillCompetence", WATER, "skill/competence", "water plants"],
        ["KnowledgeSkillCompetence", COLOUR, "skill/competence", "mix colours"],
        ["KnowledgeSkillCompetence", TAX, "knowledge", "tax law"],
    ],
    "fr/skills_fr.csv": [
        ["conceptType", "conceptUri", "skillType", "preferredLabel"],
        ["KnowledgeSkillCompetence", WATER, "skill/competence", "arroser des plantes"],
    ],
    "occupationSkillRelations.csv": [
        ["occupationUri", "relationType", "skillType", "skillUri"],
        [FLORIST, "essential", "knowledge", TAX],
        [FLORIST, "optional", "skill/competence", COLOUR],
        [FLORIST, "essential", "skill/competence", WATER],
        [PAINTER, "essential", "skill/competence", COLOUR],
    ],
}  # fmt: skip


def rome(version: str = "460", /, **changed: Rows | None) -> dict[str, bytes]:
    """Return the files of a small ROME; `changed` gives other rows to a table, or takes it out."""
    tables = {**ROME, **changed}
    return {f"unix_{name}_v{version}_utf8.csv": table(rows) for name, rows in tables.items() if rows}


def esco(changed: Mapping[str, Rows | None] | None = None) -> dict[str, bytes]:
    """Return the files of a small ESCO; `changed` gives other rows to a file, or takes it out."""
    return {name: table(rows) for name, rows in {**ESCO, **(changed or {})}.items() if rows}


def table(rows: Rows) -> bytes:
    """Return rows as they are published: commas, double quotes, UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def zipped(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write a zip of these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return path


@dataclass
class Operator:
    """Somebody who types commands, and reads what is said."""

    folder: Path
    screen: pytest.CaptureFixture[str]

    def types(self, *words: str | Path) -> tuple[int, str]:
        """Return the exit code and all that was said."""
        self.screen.readouterr()
        code = main([str(word) for word in words])
        said = self.screen.readouterr()
        return code, said.out + said.err

    def imports(self, kind: str, files: Mapping[str, bytes], name: str = "") -> str:
        """Import these files as a zip, which succeeds; return what was said."""
        code, said = self.types("import", kind, zipped(self.folder.parent / (name or f"{kind}_v111.zip"), files))
        assert code == 0, said
        return said

    def is_refused(self, kind: str, path: Path) -> str:
        """Import what cannot be imported: nothing changes. Return what was said."""
        before = contents(self.folder)
        code, said = self.types("import", kind, path)
        assert (code, contents(self.folder)) == (1, before), said
        assert "Traceback" not in said
        return said


def contents(folder: Path) -> list[str]:
    """Return all that is in the file, but for the time of the import."""
    path = folder / "occupations.db"
    if not path.exists():
        return []
    db = sqlite3.connect(path)
    db.execute("UPDATE source SET at = 0") if db.execute("PRAGMA user_version").fetchone()[0] else None
    lines = [line for line in db.iterdump() if "leaves_" not in line]
    lines += [repr(row) for row in db.execute("SELECT rowid, * FROM leaves ORDER BY title, names")] if lines[2:] else []
    db.rollback()
    db.close()
    return sorted(lines)


def started(folder: Path, *words: str | Path) -> subprocess.Popen[str]:
    """Start the real program with these words."""
    command = [sys.executable, "-c", "from atout import main; raise SystemExit(main())", *map(str, words)]
    environ = {**os.environ, "ATOUT_DATA": str(folder), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(command, env=environ, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def shared(name: str) -> Path:
    """Return a published file that is kept beside the project, and skip the test where it is not."""
    found = next((p for parent in ROOT.parents if (p := parent / "shared" / "data" / name).exists()), None)
    return found or pytest.skip(f"{name} is not beside the project")


def many(rows: int) -> Iterator[list[str]]:
    """Yield rows of skills no occupation needs."""
    return (["1", "Compétence", f"Savoir la chose {n}", "Savoir-faire"] for n in range(rows))
