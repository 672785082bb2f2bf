"""For whom somebody works: kin they do it for, wherever that is, and not kin who did it too."""

from __future__ import annotations

import pytest

from flows.model import Phrase, State
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS, content

FOR = [
    ("fr", "je traduis pour ma mère à la préfecture", "family"),
    ("fr", "je m'occupe de mon beau-frère", "family"),
    ("fr", "j'avais un salon de coiffure à Dakar", "own"),
    ("en", "I had a hair salon in Lagos", "own"),
    ("ar", "كان عندي صالون حلاقة في دمشق", "own"),
    ("uk", "мала свій салон краси в Харкові", "own"),
    ("fr", "je travaillais dans un hôtel avec mes soeurs", "company"),
    ("fr", "j'aide mon oncle dans son restaurant", "company"),
    ("en", "I take my dad to his hospital appointments", "family"),
    ("en", "I look after my elderly mother", "family"),
    ("en", "I translate for my mum at the bank", "family"),
    ("en", "I worked in a hotel with my sisters", "company"),
    ("en", "I help my uncle in his restaurant", "company"),
    ("ar", "أترجم لأمي في البلدية", "family"),
    ("ar", "أرافق أختي إلى المستشفى", "family"),
    ("ar", "أعتني بأختي", "family"),
    ("ar", "كنت أعمل في فندق مع أخي", "company"),
    ("uk", "перекладаю сестрі в лікарні", "family"),
    ("uk", "доглядаю за братом", "family"),
    ("uk", "працювала в готелі з сестрою", "company"),
    ("fr", "j'ai élevé mes 4 enfants", "family"),
    ("fr", "je m'occupe de mes deux neveux", "family"),
    ("en", "I raised my four children", "family"),
    ("ar", "ربيت أطفالي الأربعة", "family"),
    ("uk", "я виховувала своїх чотирьох дітей", "family"),
    ("uk", "я виховувала своїх дітей", "family"),
]
FOOD_BANK = {
    "fr": ("j'aide à la banque alimentaire", "à la banque alimentaire"),
    "en": ("I help at the food bank", "at the food bank"),
    "ar": ("أساعد في بنك الطعام", "في بنك الطعام"),
    "uk": ("допомагаю в продуктовому банку", "у продовольчому банку"),
}


def told(lang: str, said: str) -> Chat:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    for way in (*WAYS[lang][:2], said):
        chat.send(way)
    return chat


@pytest.mark.parametrize(("lang", "said", "whom"), FOR)
def test_kin_one_does_it_for_are_whom_it_is_for(lang: str, said: str, whom: str) -> None:
    assert told(lang, said).live()["exp/e1/whom"].ids == (whom,)


CUSTOMERS = {
    "fr": "je tresse des dames de l'église",
    "en": "I braid hair for women from my church",
    "ar": "أضفر شعر نساء من الكنيسة",
    "uk": "плету коси жінкам з церкви",
}


@pytest.mark.parametrize("lang", CUSTOMERS)
def test_women_from_a_church_are_no_charity(lang: str) -> None:
    assert "exp/e1/whom" not in told(lang, CUSTOMERS[lang]).live()


@pytest.mark.parametrize("lang", FOOD_BANK)
def test_a_food_bank_is_no_bank(lang: str) -> None:
    said, named = FOOD_BANK[lang]
    chat = told(lang, said)
    (place,) = chat.live()["exp/e1/place"].ids
    assert translator(lang)(Phrase(f"where.{place}")) == named
