"""One message may tell several lives: each is kept apart, on the CV and in what is asked."""

from __future__ import annotations

from flows.cv.document import build
from tests.flows.chat import after, content

TWO = "je fais le menage 3 ans, et avant je faisais la cuisine de 2015 a 2018"


def test_the_time_of_one_life_is_not_printed_under_the_other() -> None:
    chat = after("bonjour", "oui", TWO)
    first, second = build(content(), chat.facts).experiences
    assert first.when
    assert first.when.phrase.key == "time.years"
    assert second.when
    assert "2015" in str(second.when.phrase)
    assert "2015" not in str(first)


def test_the_second_life_is_on_the_first_cv_and_asked_about_only_after_it() -> None:
    chat = after("bonjour", "oui", TWO, "oui", "1", "1", "1", "Karim", "non", "Lyon", "oui")
    assert len(build(content(), chat.facts).experiences) == 2
    assert chat.cur == "cv/more"
    chat.send("oui")
    assert chat.cur == "exp/e2/skill"
