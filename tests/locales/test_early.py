"""What is told before its turn: a licence, languages, a diploma. It stands on the first CV, and is no work."""

from __future__ import annotations

import pytest

from flows.cv.document import build
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.talking import chat
from tests.locales.test_buttons import content

TOLD = {
    "fr": (
        "je faisais la plonge 3 ans, j'ai un CAP cuisine, j'ai le permis B et je parle arabe et anglais",
        "Permis B",
    ),
    "en": (
        "I washed dishes 3 years, I have a degree, I have a driving licence and I speak Arabic",
        "Driving licence B",
    ),
    "ar": ("كنت أغسل الصحون ٣ سنين، عندي رخصة سواقة، أتكلم فرنسي، عندي بكالوريا", "رخصة قيادة سيارة"),
    "uk": (
        "мила посуд 3 роки, маю вищу освіту, в мене є водійські права, я говорю польською",
        "Водійські права на легкове авто",
    ),
}
HELD = [
    *(("en", one) for one in ("I have a driving licence", "I've got my forklift licence", "I have a truck licence")),
    *(("fr", one) for one in ("j'ai le permis b", "j'ai mon permis de conduire", "j'ai le permis poids lourd")),
    *(("ar", one) for one in ("عندي رخصة سواقة", "معي رخصة قيادة")),
    *(("uk", one) for one in ("маю водійські права", "у мене є посвідчення водія")),
]
NOT_HELD = [
    *(
        ("en", one)
        for one in ("I have a premises licence", "I have no driving licence", "my son has a driving licence")
    ),
    *(("fr", one) for one in ("j'ai le permis de séjour", "j'ai pas le permis b", "mon fils a le permis b")),
    *(("ar", one) for one in ("ما عندي رخصة سواقة", "عندي رخصة محل")),
    *(("uk", one) for one in ("не маю прав", "у сина є водійські права")),
]


def to_the_first_cv(talk: Chat) -> None:
    """Agree to what is shown and pass the rest, until the CV is in the chat."""
    for _ in range(30):
        choices = [one.id for one in talk.on_screen.choices]
        if talk.cur == "cv/more":
            return
        talk.tap(next(one for one in ("yes", "done", "unknown", "skip", choices[0]) if one in choices))
    raise AssertionError(talk.cur)


@pytest.mark.parametrize("lang", TOLD)
def test_what_was_told_early_is_on_the_first_cv(lang: str) -> None:
    said, licence = TOLD[lang]
    talk, label = chat(lang, said), translator(lang)
    to_the_first_cv(talk)
    cv = build(content(), tuple(talk.facts))
    assert (len(cv.training), len(cv.languages)) == (1, 2 if lang == "fr" else 1)
    assert [label(line.phrase) for line in cv.extras] == [licence]


def test_i_speak_two_languages_sets_no_two_of_them_apart() -> None:
    talk = chat("fr", TOLD["fr"][0])
    assert [fact.value.ids for fact in talk.facts if fact.qid == "cv/languages"] == [("ar", "en")]


@pytest.mark.parametrize(("lang", "said"), HELD)
def test_a_licence_told_on_the_way_is_kept(lang: str, said: str) -> None:
    talk = chat(lang, said)
    assert [fact.qid for fact in talk.facts if fact.qid in {"cv/extras", "exp/e1/told"}] == ["cv/extras"]


@pytest.mark.parametrize(("lang", "said"), NOT_HELD)
def test_a_licence_of_something_or_somebody_else_is_not(lang: str, said: str) -> None:
    assert [fact for fact in chat(lang, said).facts if fact.qid == "cv/extras"] == []


TAKEN_OFF = {
    "fr": ("enlève le permis", "enlève l'anglais", "enlève le CAP"),
    "en": ("remove the driving licence", "remove Arabic", "remove the degree"),
    "ar": ("احذف رخصة سواقة", "احذف الفرنسية", "احذف البكالوريا"),
    "uk": ("прибери водійські права", "прибери польську", "прибери вищу освіту"),
}


@pytest.mark.parametrize("lang", TOLD)
def test_each_is_taken_off_alone_by_its_name(lang: str) -> None:
    talk = chat(lang, TOLD[lang][0])
    to_the_first_cv(talk)
    before = build(content(), tuple(talk.facts))
    for said in TAKEN_OFF[lang]:
        talk.send(said)
        assert talk.said()[0] == "removed"
    cv = build(content(), tuple(talk.facts))
    assert (cv.extras, cv.training, len(cv.languages)) == ((), (), len(before.languages) - 1)
    assert cv.experiences == before.experiences


ALL_OFF = {"fr": "enlève mes langues", "en": "remove the languages", "ar": "احذف اللغات", "uk": "прибери мови"}


@pytest.mark.parametrize("lang", TOLD)
def test_all_languages_are_taken_off_and_then_there_are_none(lang: str) -> None:
    talk = chat(lang, TOLD[lang][0])
    to_the_first_cv(talk)
    lives = len(build(content(), tuple(talk.facts)).experiences)
    for answer in ("removed", "detail.kept"):
        talk.send(ALL_OFF[lang])
        assert talk.said()[0] == answer
    cv = build(content(), tuple(talk.facts))
    assert (cv.languages, len(cv.experiences)) == ((), lives)


LISTED = {
    "fr": "français, arabe et un peu d'anglais",
    "en": "French, Arabic and a little English",
    "ar": "العربية والفرنسية وقليل من الإنجليزية",
    "uk": "французька, арабська, трохи англійська",
}


@pytest.mark.parametrize("lang", LISTED)
def test_languages_that_are_all_a_message_names_are_kept_wherever_they_are_said(lang: str) -> None:
    talk = chat(lang, "1")
    here = talk.cur
    talk.send(LISTED[lang])
    (kept,) = (fact.value.ids for fact in talk.facts if fact.qid == "cv/languages")
    assert ({*kept}, talk.cur) == ({"fr", "ar", "en:little"}, here)


CARS = {
    "fr": ("j'ai une voiture", "j'ai lavé une voiture"),
    "en": ("I have a car", "I have washed a car"),
    "ar": ("عندي سيارة", "عند جاري سيارة"),
    "uk": ("маю авто", "мила авто"),
}


@pytest.mark.parametrize("lang", CARS)
def test_a_car_of_ones_own_is_kept_and_one_that_was_washed_is_not(lang: str) -> None:
    owned, other = (
        [fact.value.ids for fact in chat(lang, "1", said).facts if fact.qid == "cv/extras"] for said in CARS[lang]
    )
    assert (owned, other) == ([("car",)], [])
