"""What puts an answer right in one message: a time of the life that is asked about, a number beside "it is wrong"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot import content
from bot.hints import Hinter
from flows.model import State
from locales import translator
from tests.flows.chat import Chat

CONTENT = content.load()
HINTS = Hinter(CONTENT, lambda _lang: ())
TWO = {
    "fr": ("bonjour", "oui", "j'ai été carreleur et maintenant je livre des repas à vélo", "oui", "1", "10 ans"),
    "en": ("hello", "yes", "I was a tiler and now I deliver food by bike", "yes", "1", "10 years"),
    "ar": ("مرحبا", "نعم", "كنت مبلط وهلق عم وصل اكل عالبسكليت", "نعم", "1", "10 سنين"),
    "uk": ("привіт", "так", "був плиточником а зараз розвожу їжу на велосипеді", "так", "1", "10 років"),
}
TWELVE = {"fr": "non faux 12 ans", "en": "no wrong, 12 years", "ar": "لا غلط 12 سنة", "uk": "ні, неправильно, 12 років"}
AGAIN = {"fr": "10 ans", "en": "10 years", "ar": "10 سنين", "uk": "10 років"}
THEN = {
    "fr": ("1", "je ne sais pas", "Ana", "0639981002", "Lyon"),
    "en": ("1", "I don't know", "Ana", "0639981002", "Lyon"),
    "ar": ("1", "لا أعرف", "Ana", "0639981002", "Lyon"),
    "uk": ("1", "не знаю", "Ana", "0639981002", "Lyon"),
}
OTHER = {
    "fr": "non le téléphone est faux 0639981003",
    "en": "no the phone is wrong 0639981003",
    "ar": "لا التلفون غلط 0639981003",
    "uk": "ні телефон неправильний 0639981003",
}


def after(lang: str, *said: str) -> Chat:
    chat = Chat(CONTENT, State(lang=lang), label=translator(lang), hint=HINTS)
    for one in (*TWO[lang], *said):
        chat.send(one)
    return chat


@pytest.mark.parametrize("lang", TWO)
def test_a_time_put_right_is_that_of_the_life_that_is_asked_about(lang: str) -> None:
    live = after(lang, TWELVE[lang]).trace.live
    assert [(v.span.months if (v := live.value(f"exp/{i}/when")) and v.span else None) for i in ("e1", "e2")] == [
        144,
        None,
    ]


@pytest.mark.parametrize("lang", TWO)
def test_a_time_said_again_is_no_time_of_another_life(lang: str) -> None:
    live = after(lang, AGAIN[lang]).trace.live
    assert live.value("exp/e2/when") is None


@pytest.mark.parametrize("lang", TWO)
def test_a_number_beside_the_wrong_one_takes_its_place(lang: str) -> None:
    chat = after(lang, *THEN[lang])
    assert chat.cur == "cv/facts"
    chat.send(OTHER[lang])
    assert chat.cur == "cv/facts"
    assert chat.trace.live.text("cv/phone") == "06 39 98 10 03"


CHANGE = {"fr": "changer le métier", "en": "change the job", "ar": "تغيير المهنة", "uk": "змінити професію"}
WISH = {"fr": "cantine", "en": "canteen", "ar": "كانتين"}


@pytest.mark.parametrize("lang", WISH)
def test_jobs_that_are_near_another_wish_are_offered_before_the_way_goes_on(lang: str) -> None:
    chat = after(lang, *THEN[lang], CHANGE[lang])
    assert chat.cur == "project/job"
    chat.hint = lambda body, state: replace(HINTS(body, state), occupations=("G1607",))  # what the search found
    keys = [part.key for effect in chat.send(WISH[lang]) for part in getattr(effect, "parts", ())]
    assert "near.jobs" in keys
    assert chat.cur == "project/job"


def test_nouns_beside_an_act_of_a_later_life_are_asked_about_too() -> None:
    chat = Chat(CONTENT, State(lang="fr"), label=translator("fr"), hint=HINTS)
    for one in ("bonjour", "oui", "j'ai été maçon et maintenant je fais le ménage, jardin"):
        chat.send(one)
    assert chat.trace.live.ids("exp/e2/guess") == ("green.garden",)
