"""After the CV: thanks, one word put for another, and a time put right by its unit."""

from __future__ import annotations

import pytest

from bot import content
from flows.corrections import correction, put, replacing

WORDS = content.load().words

REPLACED = {
    ("fr", "remplace ménage par femme de chambre"): ("ménage", "femme de chambre"),
    ("fr", "non, remplacez le ménage par nounou."): ("ménage", "nounou"),
    ("en", "change childminder to nanny"): ("childminder", "nanny"),
    ("ar", "غير تنظيف إلى طباخة"): ("تنظيف", "طباخة"),
    ("uk", "замініть прибирання на няня"): ("прибирання", "няня"),
}
DONE = {
    "fr": ("je remplace des collègues", "je change les draps en 10 minutes", "changer", "change mon métier"),
    "en": ("I change the sheets to help", "change", "I swap shifts"),
    "ar": ("تغيير", "كنت أغير الشراشف"),
    "uk": ("я міняю постіль", "змінити"),
}


@pytest.mark.parametrize(("lang", "said"), REPLACED)
def test_an_order_to_put_one_thing_in_the_place_of_another_is_read(lang: str, said: str) -> None:
    assert replacing(said, WORDS[lang]) == REPLACED[lang, said]


@pytest.mark.parametrize(("lang", "said"), [(lang, said) for lang, every in DONE.items() for said in every])
def test_what_somebody_changes_at_work_is_no_such_order(lang: str, said: str) -> None:
    assert replacing(said, WORDS[lang]) is None


RIGHTED = {
    ("fr", "il y a une erreur, c'est 4 ans pas 3"): ("3", "4"),
    ("fr", "c'est 4 ans, pas 3"): ("3", "4"),
    ("en", "it's 4 years not 3"): ("3", "4"),
    ("uk", "4 роки, а не 3"): ("3", "4"),
    ("ar", "4 سنوات مش 3"): ("3", "4"),
}


@pytest.mark.parametrize(("lang", "said"), RIGHTED)
def test_a_number_with_its_unit_is_put_right(lang: str, said: str) -> None:
    found = correction(said, WORDS[lang])
    assert found is not None
    assert found[:2] == RIGHTED[lang, said]


def test_a_number_of_something_else_puts_no_time_right() -> None:
    assert correction("je garde 4 enfants pas 3 jours", WORDS["fr"]) is None


def test_a_few_words_are_replaced_whatever_their_accents() -> None:
    assert put("Ménage chez des gens", "menage", "Cuisine") == "Cuisine chez des gens"
    assert put("Ménage", "cuisine", "x") == ""
