"""The CV as text: one thing a line, in the order it is read, and nothing in it that is not seen."""

from __future__ import annotations

from dataclasses import replace
from unicodedata import category

import pytest
from bidi import get_display  # type: ignore[import-untyped]

from flows.documents import Cv
from renderers import cv_txt, outline
from tests.renderers.readers import found, lost
from tests.renderers.samples import ARABIC, FRENCH, PROOFS, SAMPLES, SHORT, lines, translate


def text(cv: Cv) -> str:
    return cv_txt.render(cv, translate(cv.lang)).decode()


def test_it_reads_from_the_name_to_the_last_line() -> None:
    assert text(replace(SHORT, extras=lines("Permis B"))) == (
        "Zoë Müller\n+33 6 12 34 56 78\nNantes\n"
        "\nAuxiliaire de vie\n"
        "\nCe que je sais faire\n"
        "- Aider une personne âgée à se lever, à se laver et à s’habiller\n"
        "- Préparer les repas, 7 jours sur 7\n"
        "\nExpériences\nAide à un proche âgé, à domicile, 18 mois\n- Suivre les rendez-vous médicaux\n"
        "\nEn plus\n- Permis B\n"
    )


def test_a_skill_shown_one_by_one_stands_above_where_it_was_shown() -> None:
    assert "\nLaver les sols\n- Ménage en clinique, 3 ans : désinfecter, trier\n- Ménage" in text(PROOFS)
    assert "\nExpériences\nMénage en clinique, 3 ans\nBénévolat en cuisine, 3 ans\n- 8 h" in text(PROOFS)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_word_is_there(name: str) -> None:
    cv = SAMPLES[name]
    wanted = list(outline.texts(cv, translate(cv.lang)))
    assert found(wanted, text(cv)) == 1.0, lost(wanted, text(cv))


@pytest.mark.parametrize("name", SAMPLES)
def test_nothing_is_there_that_is_not_seen(name: str) -> None:
    for line in text(SAMPLES[name]).splitlines():
        assert [f"{ord(char):04X}" for char in line if category(char) == "Cf" or char in "\u00a0\u202f\t\ufeff"] == []
        assert line == line.strip()


@pytest.mark.parametrize("phone", ["06 12 34 56 78", "+33 6 12 34 56 78", "+380 (67) 123-45-67"])
def test_a_telephone_stands_alone_and_is_seen_in_its_order(phone: str) -> None:
    rows = text(replace(ARABIC, phone=phone)).splitlines()
    assert phone in rows
    assert get_display(phone) == phone  # each line finds its direction by itself, as messages and forms show them


def test_nothing_told_is_an_empty_line_and_no_heading() -> None:
    assert text(Cv("fr")) == "\n"
    assert text(Cv("fr", name="Zoë 👍", skills=lines("🎉"))) == "Zoë\n"


def test_the_same_facts_give_the_same_bytes() -> None:
    assert text(FRENCH) == text(replace(FRENCH))
