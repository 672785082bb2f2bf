"""Work that is wanted no more is no wish; what is taken off in two words goes; a yes may open what is told."""

from __future__ import annotations

import pytest

from flows.cv import extras
from tests.locales.talking import chat
from tests.locales.test_answers import reading, value

MINDED = ("j'ai gardé les enfants 2 ans", "oui", "c'est tout", "pour ma famille")
SHOP = ("i work in a shop 3 years", "yes", "that's all")
DONE = ("i cut hair 3 years", "yes", "that's all", "skip", "barber", "Marlon", "0612345678", "Tooting", "yes", "later")


@pytest.mark.parametrize(
    ("said", "jobs"),
    [
        ("je veux plus travailler dans le menage", ()),
        ("j'en peux plus du ménage, tout sauf ça", ()),
        ("j'en peux plus du ménage, plutôt la cuisine", ("G1602",)),
        ("marre des enfants", ()),
    ],
)
def test_what_is_wanted_no_more_is_no_job(said: str, jobs: tuple[str, ...]) -> None:
    assert chat("fr", *MINDED, said).live()["project/job"].ids == jobs


@pytest.mark.parametrize(
    ("said", "named"),
    [("customer service", ""), ("paramedic", "Secours et incendie"), ("warehouse manager", "Logistique")],
)
def test_a_job_is_the_one_that_was_said(said: str, named: str) -> None:
    talk = chat("en", *SHOP, said)
    assert talk.cur == "cv/name"
    assert talk.live()["project/job"].text == named


@pytest.mark.parametrize(
    ("said", "gone"),
    [
        ("take my phone number off please", "cv/phone"),
        ("remove my phone", "cv/phone"),
        ("delete my name from it", "cv/name"),
    ],
)
def test_what_is_ordered_off_goes_and_is_no_work(said: str, gone: str) -> None:
    talk = chat("en", *DONE)
    assert talk.trace.live.said(gone)
    talk.send(said)
    assert "removed" in talk.said()
    assert not talk.trace.live.said(gone)


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "City & Guilds barbering level 2, 2022"), ("en", "HNC engineering, 1996")]
)
def test_the_name_of_a_diploma_is_no_town(lang: str, said: str) -> None:
    talk = chat(lang, *DONE)
    talk.send(said)
    assert talk.trace.live.text("cv/town") == "Tooting"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("французької не знаю, українська", ("uk",)),
        ("русский, українська, по-французькі чуть-чуть", ("ru", "uk", "fr:little")),
    ],
)
def test_a_language_that_is_not_known_is_none(said: str, kept: tuple[str, ...]) -> None:
    assert value(extras.read_languages(reading(said, "uk"))).ids == kept


def test_that_is_all_is_not_all_of_it() -> None:
    talk = chat("uk", "збирала помідори в теплиці", "так")
    assert talk.cur == "exp/e1/acts"
    talk.send("все")
    assert talk.live()["exp/e1/acts"].ids == ("done",)


@pytest.mark.parametrize(
    ("lang", "lines"),
    [
        (
            "uk",
            ("шила на фабриці", "так", "це все", "3 роки", "швея", "Олена", "без номера", "Ліон", "так", "так",
             "так, ще в кафе офіціанткою рік"),
        ),
        ("en", (*DONE[:-1], "yes", "yes, I also worked in a cafe as a waitress")),
    ],
)  # fmt: skip
def test_a_yes_may_open_what_is_told(lang: str, lines: tuple[str, ...]) -> None:
    talk = chat(lang, *lines)
    assert talk.live()["exp/e2/told"].ids == ("kitchen.serve",)


def test_a_work_coach_is_no_sport() -> None:
    talk = chat("en", "will my work coach see this")
    assert "exp/e1/what" not in talk.live()
    assert "exp/e1/trade" not in chat("en", "my work coach sent me").live()


@pytest.mark.parametrize(
    ("lang", "said", "kept"),
    [
        ("en", "CDL class B", ("C",)),
        ("en", "PSV licence", ("D",)),
        ("en", "cat B and C1", ("B", "C")),
        ("en", "reach truck licence expired", ("none",)),
        ("en", "forklift licence and weekends", ("caces", "weekend")),
        ("fr", "permis cariste", ("caces",)),
        ("fr", "caces périmé", ("none",)),
        ("fr", "permis moto", ("A",)),
    ],
)
def test_a_licence_is_of_what_it_was_said_to_be(lang: str, said: str, kept: tuple[str, ...]) -> None:
    assert value(extras.read_extras(reading(said, lang))).ids == kept


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("ar", "لازم تعرف مكتب العمل؟ بيقطعوا عني المساعدة؟"),
        ("ar", "شو بتعملوا بالمعلومات؟"),
        ("ar", "كم بتكلف؟"),
        ("uk", "а мені соцдопомогу не заберуть?"),
        ("uk", "а ви хто?"),
        ("en", "are you going to tell my work coach"),
    ],
)
def test_a_question_of_who_is_afraid_is_answered_and_is_no_work(lang: str, said: str) -> None:
    talk = chat(lang, said)
    assert talk.said()[0].startswith("side.")
    assert "exp/e1/what" not in talk.live()
