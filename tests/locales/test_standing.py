"""How somebody lives is no work: who is out of work, a refugee, retired or in need is heard kindly, and asked on."""

from __future__ import annotations

import pytest

from flows.model import State
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS, content

PRIVATE = {
    "en": ("I've been on benefits for ten years", "I lost my job", "I was homeless", "I am a refugee", "no papers yet"),
    "fr": ("je suis au chômage depuis dix ans", "j'ai perdu mon travail", "j'étais à la rue", "je suis réfugiée"),
    "ar": ("أنا عاطل عن العمل", "خسرت شغلي", "كنت بالشارع", "أنا لاجئة"),
    "uk": ("я безробітна", "втратила роботу", "я біженка", "у мене тимчасовий захист"),
}
LATER = {
    "en": ("I am a student", "I am retired", "I need money", "I came here two years ago"),
    "fr": ("je suis étudiant", "je suis à la retraite", "j'ai besoin d'argent", "je suis arrivée il y a deux ans"),
    "ar": ("أنا متقاعد", "محتاج فلوس"),
    "uk": ("я студент", "я на пенсії", "потрібні гроші", "приїхала рік тому"),
}
PARENT = {
    "en": ("I have three children", "I am a single mum", "I never worked because of my children"),
    "fr": ("j'ai trois enfants", "je suis maman solo", "je travaille pas à cause de mes enfants"),
    "ar": ("عندي ثلاثة أولاد",),
    "uk": ("у мене троє дітей",),
}
MORE = {
    "en": ("I lost my job at the factory", "unemployed, before I was a mason", "retired teacher"),
    "fr": ("j'ai été licencié de l'usine", "je suis étudiant et je travaille le soir dans un bar"),
    "ar": ("عاطل عن العمل، كنت نجار",),
    "uk": ("безробітна, раніше прибирала в готелі",),
}


def told(lang: str, said: str) -> Chat:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    for line in (*WAYS[lang][:2], said):
        chat.send(line)
    return chat


def every(said: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(lang, one) for lang, all_ in said.items() for one in all_]


@pytest.mark.parametrize(("lang", "said"), every(PRIVATE))
def test_what_no_employer_needs_is_said_to_stay_off_the_cv(lang: str, said: str) -> None:
    chat = told(lang, said)
    assert (chat.said()[0], chat.cur, chat.live().get("exp/e1/what")) == ("private", "exp/e1/what", None)


@pytest.mark.parametrize(("lang", "said"), every(LATER))
def test_what_is_no_work_yet_is_asked_behind(lang: str, said: str) -> None:
    chat = told(lang, said)
    assert (chat.said()[0], chat.cur, chat.live().get("exp/e1/what")) == ("hoped", "exp/e1/what", None)


@pytest.mark.parametrize(("lang", "said"), every(PARENT))
def test_who_has_children_is_asked_what_a_home_asks_for(lang: str, said: str) -> None:
    chat = told(lang, said)
    assert chat.cur == "exp/e1/acts"
    assert chat.live()["exp/e1/what"].ids == ("home",)


@pytest.mark.parametrize(("lang", "said"), every(MORE))
def test_work_that_is_told_with_it_is_work(lang: str, said: str) -> None:
    assert "exp/e1/what" in told(lang, said).live()
