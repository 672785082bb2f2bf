"""What stands behind a yes, and whether it objects to something."""

from __future__ import annotations

import pytest

from bot import content
from flows.objections import Beyond, beyond

WORDS = content.load().words


@pytest.mark.parametrize(
    ("lang", "text", "said"),
    [
        ("fr", "oui mais c'est 4 ans pas 3", "c'est 4 ans pas 3"), ("fr", "c'est juste mais je m'appelle Lina", None),
        ("fr", "ok, tout est bon sauf la ville", "la ville"), ("fr", "Oui, par contre la ville est fausse", None),
        ("en", "its correct but I said nanny", "I said nanny"), ("en", "yes, except the town", "the town"),
        ("ar", "نعم لكن 4 سنين", "4 سنين"), ("ar", "نعم ما عدا المدينة", "المدينة"),
        ("uk", "так, але це 4 роки", "це 4 роки"), ("uk", "так, крім міста", "міста"),
    ],
)  # fmt: skip
def test_a_yes_with_a_but_objects(lang: str, text: str, said: str | None) -> None:
    found = beyond(text, WORDS[lang])
    assert found
    assert found.objects
    assert said in {None, found.said}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "oui"), ("fr", "oui oui c'est juste"), ("fr", "oui c'est tout"), ("fr", "c'est 4 ans mais pas 3"),
        ("fr", "oui mais c'est bon"), ("en", "yes that is all"), ("en", "no but it is 4 years"), ("ar", "نعم بس"),
        ("uk", "так, все правильно"),
    ],
)  # fmt: skip
def test_a_plain_yes_has_nothing_behind_it(lang: str, text: str) -> None:
    assert beyond(text, WORDS[lang]) is None


def test_more_may_stand_behind_a_yes_without_a_but() -> None:
    assert beyond("oui et aussi le repassage", WORDS["fr"]) == Beyond("et aussi le repassage", objects=False)
