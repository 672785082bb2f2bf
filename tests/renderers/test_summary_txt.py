"""A summary as text: each line, the date of its message below it, and nothing that is not seen."""

from __future__ import annotations

from dataclasses import replace
from unicodedata import category

import pytest
from bidi import get_display  # type: ignore[import-untyped]

from flows.documents import Summary
from renderers import summary_txt
from tests.renderers.readers import found, lost
from tests.renderers.summaries import ENGLISH, FRENCH, SUMMARIES, TITLES, translate


def text(told: Summary) -> str:
    return summary_txt.render(told, translate(told.lang)).decode()


def test_each_line_has_the_date_of_its_message_below_it() -> None:
    assert text(FRENCH) == (
        "Résumé\n\n"
        "- Demande : formation. Juste avant : « أريد موعدًا يوم 12 ».\n  18 novembre 2026\n"
        "- Premier CV fait. Pas de question en cours.\n"
        "- Expérience : Couture à mon compte, 12 ans, 5 activités.\n  3 décembre 2026\n"
        "- Langue de la conversation : arabe. WhatsApp : réponse possible encore 3 heures.\n"
    )


@pytest.mark.parametrize("lang", SUMMARIES)
def test_every_word_is_there(lang: str) -> None:
    told, t = SUMMARIES[lang], translate(lang)
    wanted = [t(phrase) for one in told.points for phrase in (one.phrase, one.day) if phrase]
    assert found([TITLES[lang], *wanted], text(told)) == 1.0, lost(wanted, text(told))


@pytest.mark.parametrize("lang", SUMMARIES)
def test_nothing_is_there_that_is_not_seen(lang: str) -> None:
    for line in text(SUMMARIES[lang]).splitlines():
        assert [f"{ord(char):04X}" for char in line if category(char) == "Cf" or char in "\u00a0\u202f\t\ufeff"] == []
        assert line == line.rstrip()


def test_a_date_keeps_its_order_below_words_in_other_letters() -> None:
    days = [line for line in text(FRENCH).splitlines() if line.startswith("  ")]
    assert [get_display(day) for day in days] == days


def test_what_was_written_stays_as_it_was_written() -> None:
    assert "<b>call me & come</b>" in text(ENGLISH)


def test_nothing_told_is_a_title() -> None:
    assert text(Summary("fr")) == "Résumé\n\n"


def test_an_address_is_alone_on_its_line_and_the_newest() -> None:
    first = replace(FRENCH.points[0], links=("https://desk.example/a", "https://desk.example/b#m2"))
    assert text(Summary("fr", (first,))).splitlines()[-2:] == ["  18 novembre 2026", "  https://desk.example/b#m2"]
