"""The papers an operator hands in say what is true of the code and of the settings, and leave the rest to a hand."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.cli import main
from bot.commands._papers import BLANK, PAPERS, filled
from bot.fold import ERASE_AFTER, REFUSED_KEPT
from bot.keeping import Retention
from bot.settings import SettingError, Settings, read
from bot.store import backup, chain, ledger, notices, session, using

TODAY = date(2026, 11, 28)
HOUR = 60 * 60 * 1000
DAY = 24 * HOUR
TOWN = {"ATOUT_OPERATOR": "Ville de Bourg", "ATOUT_CONTACT": "Mission locale, 01 00 00 00 00"}
LAW = re.compile(r"[Aa]rticles? \d+(?:\.\d+\.[a-z])?(?: et \d+)?|72 heures")


def papers(**given: str) -> dict[str, str]:
    environ = TOWN | {f"ATOUT_{name.upper()}": value for name, value in given.items()}
    return {paper.name: paper.text for paper in filled(read(environ), TODAY)}


def line(text: str, begins: str) -> str:
    return next(one for one in text.splitlines() if one.lstrip("-| ").startswith(begins))


def test_a_paper_holds_no_figure_of_its_own() -> None:
    for path in PAPERS.glob("*.md"):
        text = LAW.sub("", re.sub(r"(?m)^\d+\. |\[à compléter[^\]]*\]", "", path.read_text(encoding="utf-8")))
        assert re.findall(r".*\d.*", text) == [], path.name


@pytest.mark.parametrize("months", [1, 6, 24])
def test_the_durations_are_those_of_the_code(months: int) -> None:
    entry = papers(keep_months=str(months), age="16", model="mistral")["registre.md"]
    told = {
        "personne qui n'a pas répondu": f"{session.SILENCE // HOUR} heures",
        "personne qui refuse": f"{REFUSED_KEPT // HOUR} heures",
        "personne qui accepte": f"{months} mois",
        "personne qui efface": f"{ERASE_AFTER // 1000} secondes",
        "fichier ou note": f"{session.UPLOAD_KEPT // HOUR} heures",
        "message livré": f"{session.OUTBOX_KEPT // DAY} jours",
        "marque d'un message reçu": f"{session.INBOX_KEPT // DAY} jours",
        "identifiant d'un message": f"{session.POSTED_KEPT // HOUR} heures",
        "journal du bureau": f"{chain.KEPT // DAY} jours",
        "avis envoyés": f"{notices.KEPT // DAY} jours",
        "copies des mots": f"{backup.KEPT['words'].days} jours ; {backup.KEPT['keys'].days} jours",
        "liste des effacés": f"{ledger.KEPT // DAY} jours",
        "nombre d'appels": f"{using.KEPT} jours",
    }
    assert {begins: text for begins, text in told.items() if text not in line(entry, begins)} == {}
    early = "une semaine" if Retention(months).notice < 8 * DAY else "un mois"
    assert early in line(entry, "personne qui accepte")
    assert "à partir de 16 ans" in entry


@pytest.mark.parametrize(
    ("given", "there"),
    [
        ({}, ()),
        ({"telegram_token": "1:a"}, ("Telegram",)),
        ({"whatsapp_phone": "1"}, ("WhatsApp",)),
        ({"hear": "mistral"}, ("voix entendue : Mistral",)),
        ({"hear": "http://127.0.0.1:1"}, ("voix entendue sur la machine",)),
        ({"speak": "https://voix.example", "speak_languages": "fr"}, ("voix.example",)),
        ({"speak": "https://voix.example"}, ()),
        ({"model": "mistral", "model_budget": "7"}, ("modèle de langue : Mistral", "au plus 7 appels")),
        ({"model": "http://127.0.0.1:1"}, ("modèle de langue de l'exploitant",)),
        ({"mail_server": "smtp.example.org:587"}, ("smtp.example.org:587",)),
        ({"public_url": "https://cv.example"}, ("cv.example", "notification du navigateur")),
    ],
)
def test_who_receives_something_is_who_is_set_up(given: dict[str, str], there: tuple[str, ...]) -> None:
    every = (
        "Telegram", "WhatsApp", "voix entendue : Mistral", "voix entendue sur la machine", "voix.example",
        "modèle de langue : Mistral", "modèle de langue de l'exploitant", "smtp.example.org", "notification du",
    )  # fmt: skip
    text = papers(**given)["destinataires.md"]
    assert [name for name in there if name not in text] == []
    assert [name for name in every if name in text and not any(name in one for one in there)] == []


def test_the_ground_in_law_is_the_operators() -> None:
    for name in ("registre.md", "analyse-impact.md", "notice.md"):
        assert "6.1.a" in papers()[name]
        assert "6.1.e" not in papers()[name]
        assert "6.1.e" in papers(basis="mission")[name]
        assert "6.1.a" not in papers(basis="mission")[name]
    with pytest.raises(SettingError, match="ATOUT_BASIS takes consent or mission"):
        read({"ATOUT_BASIS": "habit"})


def test_no_slot_and_no_mark_is_left_and_a_name_breaks_no_table() -> None:
    for paper in filled(Settings(operator="Ville | de\nBourg"), TODAY):
        assert not re.search(r"\{\{|\}\}|<!--", paper.text)
        assert paper.blanks == len(BLANK.findall(paper.text))
    assert "| Ville / de Bourg |" in filled(Settings(operator="Ville | de\nBourg"), TODAY)[3].text
    assert "[à compléter : ATOUT_OPERATOR]" in filled(Settings(), TODAY)[3].text


def test_the_command_writes_them_and_over_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ATOUT_OPERATOR", "Ville de Bourg")
    assert main(["papers", str(tmp_path)]) == 0
    assert "places to fill in" in capsys.readouterr().out
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"registre.md", "analyse-impact.md", "notice.md", "destinataires.md", "violation-72h.md"}
    (tmp_path / "notice.md").write_text("par notre main", encoding="utf-8")
    assert main(["papers", str(tmp_path)]) == 1
    assert (tmp_path / "notice.md").read_text(encoding="utf-8") == "par notre main"
    assert main(["papers", str(tmp_path), "--replace"]) == 0
    assert "Ville de Bourg" in (tmp_path / "notice.md").read_text(encoding="utf-8")
    monkeypatch.setenv("ATOUT_BASIS", "habit")
    assert main(["papers", str(tmp_path)]) == 2
