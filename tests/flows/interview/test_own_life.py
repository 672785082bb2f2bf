"""What an employer need not know is never called worth keeping: family, health, faith, papers. Acts of care are."""

from __future__ import annotations

import pytest

from bot import content
from flows.interview.feedback import look

CONTENT = content.load()
OWN = {
    "fr": (
        "j'ai 3 enfants et je suis seule", "jé 3 enfan é chui seule", "chui enceinte", "je touche le rsa",
        "je suis musulmane et je prie", "jsuis malade", "j'ai pas de papiers",
    ),
    "en": (
        "i have 3 kids and im alone", "im a single mum", "im pregnant", "i am muslim i pray", "i have no papers",
        "im divorced", "i was in prison",
    ),
    "ar": ("عندي 3 اولاد وانا لحالي", "انا ام لاربع اولاد", "انا مطلقة", "انا مسلمة واصلي", "عندي مرض في ظهري"),
    "uk": ("у мене троє дітей і я сама", "я розлучена", "я вагітна", "я хвора", "я мати чотирьох дітей"),
}  # fmt: skip
ACTS = {
    "fr": ("je lave une dame handicapée", "j'ai 2 enfants je les garde le soir", "j'aide une dame malade à manger"),
    "en": ("i look after my disabled brother", "im cleaning floors in a hotel", "i look after my 2 kids every evening"),
    "ar": ("أعتني بامرأة مريضة", "أنظف البيت وأطبخ"),
    "uk": ("я доглядаю хвору жінку", "я прибираю і готую"),
}


@pytest.mark.parametrize("kind", ["me", "usual", "practical"])
@pytest.mark.parametrize(("lang", "said"), [(lang, said) for lang, several in OWN.items() for said in several])
def test_what_is_of_ones_own_life_is_not_quoted(lang: str, said: str, kind: str) -> None:
    assert look(said, lang, CONTENT, kind, "K1304").quote == ""


@pytest.mark.parametrize(("lang", "said"), [(lang, said) for lang, several in ACTS.items() for said in several])
def test_an_act_is_quoted_whoever_it_is_done_for(lang: str, said: str) -> None:
    assert look(said, lang, CONTENT, "me", "K1304").quote
