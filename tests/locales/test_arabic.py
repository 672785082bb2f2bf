"""Arabic numbers, and times without a number."""

from __future__ import annotations

import pytest

from bot.content import load
from flows import acts, reading, times
from flows.model import Phrase, State
from locales import load_words
from locales.translate import translator
from tests.flows.chat import Chat

WORDS = load_words("ar")
TODAY = 1_790_000_000_000
VAGUE = ("كل سنة", "من زمان", "من صغري", "طول عمري", "من قبل كورونا", "سنين طويلة", "شحال هادي")
NO_TIME = ("شهر رمضان", "سنة أولى جامعة", "عمري 40 سنة", "في المطعم")
COUNTED = {
    "طبخت لخمسة وعشرين شخصا": "people:25",
    "مئة وخمسين شخص": "people:150",
    "لعشرة أشخاص": "people:10",
    "خمسة وثلاثين عاملا": "workers:35",
    "۶ اطفال": "children:6",
    "تلت ولاد": "children:3",
}


@pytest.mark.parametrize("said", VAGUE)
def test_a_time_without_a_number_is_kept_as_it_was_said(said: str) -> None:
    span = times.read(said, WORDS, TODAY)
    assert span is not None
    assert (span.said, span.months, span.start) == (said, None, None)


@pytest.mark.parametrize("said", NO_TIME)
def test_what_is_no_time_is_not_read_as_one(said: str) -> None:
    assert times.read(said, WORDS, TODAY) is None


@pytest.mark.parametrize(("said", "counted"), COUNTED.items())
def test_what_was_counted_is_read(said: str, counted: str) -> None:
    assert acts.counts(said, WORDS) == (counted,)


def test_what_went_on_until_a_year_does_not_go_on() -> None:
    span = times.read("من چان عمري 14 لحد ما طلعت من العراق بال2021", WORDS, TODAY)
    assert span is not None
    assert not span.ongoing


@pytest.mark.parametrize("said", ["هو انت بني آدم ولا ايه؟", "هذا برنامج ولا إيه"])
def test_a_question_that_ends_as_a_yes_does_is_no_yes(said: str) -> None:
    assert reading.yes_or_no(reading.fold(said), WORDS) is None


@pytest.mark.parametrize("said", ["كمل يا ريس", "زيدي كملي", "يلا يا باشا"])
def test_who_says_go_on_to_somebody_goes_on(said: str) -> None:
    assert reading.command(reading.fold(said), WORDS) == "continue"


@pytest.mark.parametrize(
    ("said", "act"),
    [
        ("واسوي حف بالخيط", "beauty.wax"),
        ("احلق للشباب ببلاش", "beauty.cut"),
        ("اشل الطوب", "building.carry"),
        ("بلم الاجرة", "shop.till"),
    ],
)
def test_an_act_is_heard_as_it_is_said(said: str, act: str) -> None:
    assert [one.act for one in acts.told(said, "ar", load())] == [act]


def test_a_number_that_begins_in_words_and_goes_on_in_digits_is_whole() -> None:
    chat = Chat(load(), State(lang="ar"))
    for said in ("السلام عليكم", "أوافق", "أنظف منزل سيدة", "نعم", "1 3", "3 سنوات", "1", "الأستاذة أمينة"):
        chat.send(said)
    assert chat.live()["cv/name"].text == "أمينة"
    chat.send("زيرو ستة 39984004")
    assert chat.live()["cv/phone"].text == "06 39 98 40 04"
    chat.send("ضواحي باريس، سان دوني")
    assert chat.live()["cv/town"].text == "باريس"


def test_a_length_stands_in_no_case_it_does_not_have() -> None:
    years = Phrase("time.years", {"n": 2})
    line = translator("ar")(Phrase("line.during", {"skill": Phrase("skill.driving.drive"), "time": years}))
    assert line.endswith("، سنتان")  # behind "for" it would have to be "سنتين"
