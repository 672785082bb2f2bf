"""Words before they are set: what is dropped, what is replaced, what is kept together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderers.words import bonds, clean, isolated


@pytest.mark.parametrize(
    ("said", "printed"),
    [
        ("Cuisine 👩🏽‍🍳 et ménage 🧹", "Cuisine et ménage"),
        ("Caisse → réserve", "Caisse - réserve"),
        ("✓ Permis B", "Permis B"),
        ("• Laver les sols", "Laver les sols"),
        ("e\u0301cole", "école"),
        ("un\ndeux\ttrois", "un deux trois"),
        ("nom\u202eegnahc\u202c\x00", "nomegnahc"),
        ("10\u202f% à 5\u00a0h", "10\u202f% à 5\u00a0h"),
        ("n° 3 ™", "n° 3 ™"),
        ("ﻣﺤﻤﺪ ﷲ", "محمد الله"),
        ("می\u200cدانم", "می\u200cدانم"),
        ("\u200da\u200d \u200db", "a\u200d b"),
        ("Zoë Müller, Işık, Олена, محمد", "Zoë Müller, Işık, Олена, محمد"),
        ("🙂", ""),
    ],
)
def test_only_what_can_be_printed_stays(said: str, printed: str) -> None:
    assert clean(said) == printed


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "06 12 34 56 78",
        "+33 6 12 34 56 78",
        "(020) 7946-0018",
        "a.b+c@exemple.fr",
        "https://exemple.fr/cv?x=1",
        "www.a.fr",
    ],
)
def test_telephones_and_addresses_are_isolated(text: str) -> None:
    assert isolated(f"هاتف {text}") == f"هاتف \u2066{text}\u2069"


@pytest.mark.parametrize("text", ["2019 – 2024", "3 ans", "60", "12 04 2021"[:8]])
def test_dates_and_counts_are_not(text: str) -> None:
    assert isolated(text) == text


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("Appeler le 06 12 34 56 78", "06 12 34 56 78"),
        ("pour 60 personnes", "60 personnes"),
        ("de 2019 – 2024 là", "2019 – 2024"),
        ("Langues : bien", "Langues :"),
        ("ouvert « dimanche »", "« dimanche »"),
        ("aller à Paris", "à Paris"),
        ("لمدة 3 سنوات", "3 سنوات"),
    ],
)
def test_what_belongs_together_is_not_parted(text: str, whole: str) -> None:
    start = text.index(whole)
    blanks = {at for at in range(start, start + len(whole)) if text[at] == " "}
    assert blanks <= bonds(text)


def test_a_line_may_break_between_words() -> None:
    text = "Nettoyer des bureaux et des cuisines"
    assert bonds(text) == frozenset()
