"""Who names only where they worked, or in which field, is offered what is done there."""

from __future__ import annotations

import pytest

from tests.locales.talking import chat
from tests.locales.test_standing import every

FIELDS = {
    "en": {"in a restaurant": "kitchen", "hospitality": "kitchen", "in a factory": "logistics|industry",
           "security": "security", "in an office": "office"},
    "fr": {"dans le bâtiment": "building", "dans un restaurant": "kitchen", "restauration": "kitchen",
           "hôtellerie restauration": "kitchen|cleaning|laundry", "en usine": "logistics|industry",
           "dans la sécurité": "security", "le commerce": "shop", "dans le social": "social"},
    "ar": {"في مطعم": "kitchen", "مجال الفنادق": "kitchen|cleaning|laundry", "بالمعامل": "logistics|industry"},
    "uk": {"в ресторані": "kitchen", "на заводі": "logistics|industry", "торгівля": "shop",
           "громадське харчування": "kitchen"},
}  # fmt: skip
NONE = {
    "en": ("no restaurant", "not in an office"),
    "fr": ("pas de restaurant",),
    "ar": ("مو مطعم",),
    "uk": ("не ресторан",),
}


@pytest.mark.parametrize(("lang", "said"), [(lang, one) for lang, said in FIELDS.items() for one in said])
def test_a_field_alone_is_offered_with_its_own_acts(lang: str, said: str) -> None:
    talk = chat(lang, said)
    assert talk.cur == "exp/e1/acts"
    offered = {one.id.split(".")[0] for one in talk.on_screen.choices if "." in one.id}
    assert offered == set(FIELDS[lang][said].split("|"))


@pytest.mark.parametrize(("lang", "said"), every(NONE))
def test_a_field_that_is_denied_is_none(lang: str, said: str) -> None:
    assert chat(lang, said).cur == "exp/e1/what"
