"""Everyday names of occupations as they are bent when somebody says what they were: heard like the names themselves.

Ukrainian says "працювала швачкою": the case of what one is. Arabic glues "as" and "the" to a name, and gives it a
feminine. The forms are made here by the rules of the schoolbook; a name that these rules do not cover is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from bot import content
from flows import acts
from flows.content import Occupation

CONTENT = content.load()
BEING = (  # endings of a name, and of who was that
    ("ець", "цем"), ("яр", "яром"), ("ітар", "ітаром"), ("майстер", "майстром"), ("ар", "арем"),
    ("ль", "лем"), ("ій", "ієм"), ("ик", "иком"), ("ік", "іком"), ("нт", "нтом"), ("ст", "стом"), ("ор", "ором"),
    ("яч", "ячем"), ("ач", "ачем"), ("ер", "ером"), ("иця", "ицею"), ("ка", "кою"), ("ша", "шею"), ("ея", "еєю"),
    ("ія", "ією"), ("иня", "инею"), ("ра", "рою"),
)  # fmt: skip
NAMED = re.compile(r"(?:ний|ська|ний|ня|на)$")  # an adjective: the noun comes after it
HE = ("عامل", "مساعد", "منظف", "طباخ", "خباز", "سائق", "حارس", "موظف", "مربي", "جليس", "بائع", "خياط", "مزارع",
      "بستاني", "كهربائي", "سباك", "نجار", "حلاق", "محاسب", "مرافق", "منشط", "دهان", "مبلط", "حداد", "بقال", "قاطف",
      "راعي", "مرتب", "فني", "صباغ", "وسيط", "شغال", "سكرتير", "موزع", "محضر", "مجهز", "حمال", "نادل")  # fmt: skip


def being(word: str) -> str:
    """Return a Ukrainian noun as the case of what one is; "" for one the rules do not cover."""
    return next((word.removesuffix(name) + case for name, case in BEING if word.endswith(name)), "")


def ukrainian(name: str) -> Iterator[str]:
    first, _, rest = name.partition(" ")
    bent = "" if NAMED.search(first) and rest else being(first)
    if bent:
        said = f"{bent} {rest}".strip()
        yield from (f"працювала {said}", f"я був {said}", f"робила {said} три роки", f"спочатку {said} в Одесі")
    yield f"працювала як {name}"


def arabic(name: str) -> Iterator[str]:
    first, _, rest = name.partition(" ")
    yield from (f"كنت {name}", f"اشتغلت ك{name}", f"كنت شغال {name}", f"خدمت {name} عامين", f"اشتغلت في {name}")
    if not first.startswith("ال"):
        yield f"أنا ال{first} {rest}".strip()
    if first in HE:
        yield f"كنت {first}ة {rest}".strip()


def names(lang: str) -> Iterator[object]:
    for code, one in sorted(CONTENT.occupations.items()):
        yield from (pytest.param(one, name, id=f"{code} {name}") for name in one.words[lang].names)


def heard(said: str, lang: str, one: Occupation) -> bool:
    """Whether a sentence tells an act of an occupation, or one of its fields."""
    told = {told.act for told in acts.told(said, lang, CONTENT)}
    fields = {one.domain, *(act.partition(".")[0] for act in one.acts)}
    return bool(told & {*one.acts}) or bool({act.partition(".")[0] for act in told} & fields)


@pytest.mark.parametrize(("one", "name"), list(names("uk")))
def test_a_ukrainian_name_is_heard_as_what_somebody_was(one: Occupation, name: str) -> None:
    assert [said for said in ukrainian(name) if not heard(said, "uk", one)] == []


@pytest.mark.parametrize(("one", "name"), list(names("ar")))
def test_an_arabic_name_is_heard_with_what_is_glued_to_it(one: Occupation, name: str) -> None:
    assert [said for said in arabic(name) if not heard(said, "ar", one)] == []


@pytest.mark.parametrize(
    ("name", "case"),
    [("швачка", "швачкою"), ("водій", "водієм"), ("кухар", "кухарем"), ("прибиральниця", "прибиральницею"),
     ("майстер", "майстром"), ("санітар", "санітаром"), ("швея", "швеєю"), ("продавець", "продавцем")],
)  # fmt: skip
def test_the_rules_are_those_of_the_schoolbook(name: str, case: str) -> None:
    assert being(name) == case
