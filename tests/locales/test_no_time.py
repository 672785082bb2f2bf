"""A time that is not one of work is no time of it: in prison, in a camp, without work, of a diploma, of a child."""

from __future__ import annotations

import pytest

from flows.model import Span
from tests.flows.chat import Chat
from tests.locales.talking import chat

NONE = {
    "en": (
        "I cut hair on the wing, did 5 years inside",
        "I clean houses in Sudan, then in Libya prison 1 year",
        "I am a cook, I waited 3 years for my asylum papers",
    ),
    "fr": (
        "j'ai travaillé comme poissonnière de mes dix huit ans à mes trente ans",
        "j'étais caissière, ça fait 3 ans que j'ai rien",
        "je fais le ménage, j'ai attendu 2 ans mes papiers",
    ),
    "ar": ("كنت بالسجن سنتين وبعدها اشتغلت دهان", "اشتغلت بالخياطة، عندي شهادة خياطة من ٢٠٠٨"),
    "uk": ("у мене син інвалід 14 років, я його доглядаю", "прибираю в готелі, чекала документи 2 роки"),
}
TIMES = {  # the years from and to, or the months
    ("en", "I painted inside houses for 5 years"): (None, None, 60),
    ("fr", "j'ai gardé les enfants dix huit ans"): (None, None, 216),
    ("ar", "اشتغلت دهان 3 سنين"): (None, None, 36),
    ("uk", "варив труби з 2009 до 22го року"): (2009, 2022, None),
    ("uk", "була кухаркою в їдальні 25 лєт"): (None, None, 300),
    ("uk", "доглядала сина 14 років"): (None, None, 168),
}
CASHIER = {
    "fr": ("j'ai été caissière à Leclerc", "oui", "c'est tout"),
    "uk": ("зварювальник на заводі", "так", "це все"),
}
ASKED = {
    "fr": (
        "je travaille plus depuis 2021",
        "ça fait longtemps, 20 ans que j'ai arrêté",
        "mon fils est malade je cherche des horaires le matin",
    ),
    "uk": ("не працюю з 2021",),
}


def spans(talk: Chat) -> list[Span]:
    return [fact.value.span for fact in talk.facts if fact.qid == "exp/e1/when" and fact.value.span]


@pytest.mark.parametrize(("lang", "said"), [(lang, one) for lang, all_ in NONE.items() for one in all_])
def test_it_is_no_length_of_the_work_that_is_told_with_it(lang: str, said: str) -> None:
    talk = chat(lang, said)
    assert "exp/e1/what" in talk.live()
    assert spans(talk) == []


@pytest.mark.parametrize(("lang", "said"), TIMES)
def test_a_time_of_work_is_heard(lang: str, said: str) -> None:
    (span,) = spans(chat(lang, said))
    years = [one and one.year for one in (span.start, span.end)]
    assert (*years, span.months) == TIMES[lang, said]


@pytest.mark.parametrize(("lang", "said"), [(lang, one) for lang, all_ in ASKED.items() for one in all_])
def test_what_is_said_of_the_time_since_is_asked_again(lang: str, said: str) -> None:
    talk = chat(lang, *CASHIER[lang], said)
    assert (spans(talk), talk.cur) == ([], "exp/e1/when")


def test_a_school_that_is_told_when_all_is_shown_changes_no_time() -> None:
    way = ("зварювальник на заводі", "так", "це все", "6 років", "зварювальник", "Микола", "без номера", "Дюнкерк")
    talk = chat("uk", *way)
    assert talk.cur == "cv/facts"
    talk.send("ПТУ 1995 Маріуполь")
    assert talk.cur == "cv/facts"
    assert [span.months for span in spans(talk)] == [72]
    assert [fact.value.ids for fact in talk.facts if fact.qid == "cv/training"] == [("vocational::1995:",)]
