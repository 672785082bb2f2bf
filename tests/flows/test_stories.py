"""One message may tell several lives: each is kept apart, on the CV and in what is asked."""

from __future__ import annotations

from flows.cv.document import build
from tests.flows.chat import EXPRESS, after, content

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


def test_a_story_told_while_the_name_is_asked_is_kept_and_the_name_asked_again() -> None:
    chat = after("bonjour", "oui", "je fais le menage", "oui", "1", "3 ans", "1", "1")
    assert chat.cur == "cv/name"
    chat.send("je fais aussi la cuisine pour une association")
    assert chat.cur == "cv/name"
    titles = [e.title.phrase.key for e in build(content(), chat.facts).experiences]
    assert [t.split(".")[1] for t in titles] == ["cleaning", "kitchen"]


def test_a_phone_told_while_the_name_is_asked_is_offered_when_its_turn_comes() -> None:
    chat = after("bonjour", "oui", "je fais le menage", "oui", "1", "3 ans", "1", "1", "06 39 98 10 01", "Lina")
    assert chat.says[-1].parts[-1].args["phone"] == "06 39 98 10 01"


def test_another_life_told_after_the_first_cv_begins_at_once() -> None:
    chat = after(*EXPRESS)
    assert chat.cur == "cv/more"
    chat.send("je fais aussi la cuisine pour une association")
    assert chat.cur == "exp/e2/skill"


def test_an_experience_can_be_added_after_later() -> None:
    assert after(*EXPRESS, "non", "1").cur == "exp/e2/what"
