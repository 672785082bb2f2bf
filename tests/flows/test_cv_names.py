"""A name is printed as its bearer would write it."""

from __future__ import annotations

import pytest

from flows.cv.names import is_word, written
from tests.flows.chat import after

WRITTEN = {
    "jeanne d'arc": "Jeanne d'Arc",
    "JEAN-MARC D’ORNANO": "Jean-Marc d’Ornano",
    "marie-ange tessier": "Marie-Ange Tessier",
    "maria da silva": "Maria da Silva",
    "jean de la fontaine": "Jean de la Fontaine",
    "pierre le goff": "Pierre Le Goff",
    "la rochelle": "La Rochelle",
    "karim al-amrani": "Karim al-Amrani",
    "nadia el amrani": "Nadia El Amrani",
    "abd el-kader": "Abd el-Kader",
    "ursula von der leyen": "Ursula von der Leyen",
    "fatou n'diaye": "Fatou N'Diaye",
    "o'brien": "O'Brien",
    "j. dupont": "J. Dupont",
    "saint-germain-en-laye": "Saint-Germain-en-Laye",
    "villeneuve-d'ascq": "Villeneuve-d'Ascq",
    "ОЛЕНА": "Олена",
    "łukasz żółć": "Łukasz Żółć",
    "McKay": "McKay",
    "Jean DUPONT": "Jean DUPONT",
    "Rose-aimée": "Rose-Aimée",
    "Fatou diop": "Fatou Diop",
    "Saint denis": "Saint Denis",
    "La roche sur yon": "La Roche sur Yon",
    "bourg en bresse": "Bourg en Bresse",
    "Біла церква": "Біла Церква",
    "Anna Lena huber": "Anna Lena huber",
    "محمد العربي": "محمد العربي",
    "রহিমা": "রহিমা",
}


@pytest.mark.parametrize(("typed", "printed"), WRITTEN.items())
def test_a_name_is_printed_as_written_or_gets_its_capitals(typed: str, printed: str) -> None:
    assert written(typed) == printed
    assert all(map(is_word, typed.split()))


@pytest.mark.parametrize("word", ["06", "a@b", "l2", "«a»", "-", "'", "a--b"])
def test_what_is_no_name_is_not_taken_for_one(word: str) -> None:
    assert not is_word(word)


@pytest.mark.parametrize(
    ("typed", "kept"), [("مُحَمَّد", "مُحَمَّد"), ("রহিমা খাতুন", "রহিমা খাতুন"), ("jeanne d'arc", "Jeanne d'Arc")]
)
def test_a_name_in_any_script_is_kept_whole(typed: str, kept: str) -> None:
    chat = after("bonjour", "oui", "je fais le menage chez une dame", "oui", "1 3", "3 ans", "1", typed)
    assert chat.live()["cv/name"].text == kept


@pytest.mark.parametrize("said", ["merci", "bonjour", "je veux pas le dire à tout le monde"])
def test_a_sentence_or_a_word_of_thanks_is_no_name(said: str) -> None:
    chat = after("bonjour", "oui", "je fais le menage chez une dame", "oui", "1 3", "3 ans", "1", said)
    assert "cv/name" not in chat.live()


def test_a_script_without_capitals_keeps_its_letters() -> None:
    assert written("ნინო ბერიძე") == "ნინო ბერიძე"
