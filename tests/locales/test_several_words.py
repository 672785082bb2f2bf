"""What is told in words that stand side by side is found, whole or in another form, also three of them."""

from __future__ import annotations

import pytest

from flows import acts
from tests.locales.test_buttons import content

TOLD = [
    ("fr", "je fais la beauté des pieds", "beauty.feet"),
    ("fr", "je change les pare-chocs", "workshop.body"),
    ("en", "I was a car park attendant", "security.parking"),
    ("en", "I worked in cattle farming", "farm.animals"),
    ("en", "I reinstalled the operating system on laptops", "workshop.software"),
    ("en", "I was a mother's help", "childcare.mind"),
    ("en", "I de-escalated arguments at the door", "security.calm"),
    ("en", "I was a rag and bone man", "recycling.scrap"),
    ("ar", "أركب دولاب السيارة", "workshop.tyres"),
    ("uk", "працювала в косметичному салоні", "beauty.face"),
    ("uk", "ставлю пральні машини", "building.pipes"),
]


@pytest.mark.parametrize(("lang", "said", "act"), TOLD)
def test_words_side_by_side_tell_an_act(lang: str, said: str, act: str) -> None:
    assert act in {one.act for one in acts.told(said, lang, content())}


@pytest.mark.parametrize(
    ("lang", "said", "act"),
    [("uk", "готую дітей до школи", "kitchen.cook"), ("en", "I keep a bee in a jar", "farm.bees")],
)
def test_the_same_words_apart_tell_none(lang: str, said: str, act: str) -> None:
    assert act not in {one.act for one in acts.told(said, lang, content())}
