"""A trade that is named: the person's own, as a French CV prints it, or somebody else's, and then nobody's."""

from __future__ import annotations

import pytest

from bot import content
from flows.content import Reading
from flows.discovery.mine import trade_of
from flows.live import Live
from flows.lives import title_of
from flows.model import State
from flows.reading import fold
from locales import translator
from tests.dictionary import unknown
from tests.flows.chat import Chat

CONTENT = content.load()
OPENINGS = {"fr": ("bonjour", "oui"), "en": ("hello", "yes"), "ar": ("مرحبا", "نعم"), "uk": ("привіт", "так")}

OWN = {
    "fr": {
        "j'étais policier": "Policier",
        "j'étais un enseignant en maths": "Enseignant",
        "médecin pendant 10 ans au Congo": "Médecin",
        "j'étais infirmière à Damas": "Infirmière",
        "technicienne de maintenance": "Technicienne de maintenance",
    },
    "en": {
        "I was a policeman for 10 years": "Police",
        "nurse in a hospital in Aleppo for 6 years": "Soins infirmiers",
        "plumber 3 years in Mali": "Plomberie",
        "I worked as a bus driver": "Conduite de bus",
    },
    "ar": {"كنت شرطي عشر سنين": "Police", "كنت صيدلانية": "Pharmacie", "كنت معلمة في مدرسة": "Enseignement"},
    "uk": {
        "працював поліцейським 5 років": "Police",
        "вчителька математики 15 років": "Enseignement",
        "працювала лаборанткою": "Laboratoire",
    },
}
OF_ANOTHER = {
    "fr": ("j'ai épousé un boulanger", "mon médecin m'a dit", "j'ai gardé l'enfant d'un boulanger", "en surveillant"),
    "en": ("I helped a plumber", "I married a fisherman", "I was treated by a nurse", "I went to the doctor"),
    "ar": ("كنت أشتغل عند حلاق", "رحت عند طبيب", "زوجي نجار", "باحثة عن عمل"),
    "uk": ("працював з електриком", "лікар сказав", "чоловік електрик"),
}


def trade(lang: str, text: str) -> str:
    return trade_of(Reading(text, fold(text), 0, CONTENT.words[lang], Live(), CONTENT, lang))


@pytest.mark.parametrize("lang", OWN)
def test_ones_own_trade_has_its_name_on_the_cv(lang: str) -> None:
    assert {text: trade(lang, text) for text in OWN[lang]} == OWN[lang]


@pytest.mark.parametrize("lang", OF_ANOTHER)
def test_somebody_elses_trade_is_nobodys(lang: str) -> None:
    assert {text: trade(lang, text) for text in OF_ANOTHER[lang]} == dict.fromkeys(OF_ANOTHER[lang], "")


@pytest.mark.parametrize(
    ("lang", "said"),
    [("fr", "j'étais policier"), ("en", "I was a policeman"), ("ar", "كنت شرطي"), ("uk", "був поліцейським")],
)
def test_a_trade_outside_our_occupations_offers_what_is_done_in_it(lang: str, said: str) -> None:
    chat = Chat(CONTENT, State(lang=lang))
    for text in (*OPENINGS[lang], said):
        chat.send(text)
    assert chat.cur == "exp/e1/acts"
    offered = [choice.id for choice in chat.state.asked.choices] if chat.state.asked else []
    assert offered[:3] == ["security.rounds", "security.traffic", "security.report"]


def test_every_name_of_a_trade_is_french() -> None:
    assert unknown("\n".join(CONTENT.trades)) == []


@pytest.mark.parametrize(
    ("lang", "said", "named"),
    [
        ("fr", "j'étais policière", "Policière"),
        ("en", "I was a pharmacist", "Pharmacy"),
        ("ar", "كنت صيدلانية", "الصيدلة"),
        ("uk", "працювала лаборанткою", "Лабораторія"),
    ],
)
def test_a_trade_is_named_in_the_language_of_the_chat(lang: str, said: str, named: str) -> None:
    chat = Chat(CONTENT, State(lang=lang))
    for text in (*OPENINGS[lang], said):
        chat.send(text)
    assert translator(lang)(title_of(CONTENT, chat.trace.live, "e1", lang)).split(" ")[0].strip("،,") == named
