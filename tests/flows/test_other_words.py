"""Answers that come with more words around them: put right, not known, denied with a reason, agreed to by voice."""

from __future__ import annotations

import pytest

from flows.cv.document import build
from flows.model import Kind, Voice
from tests.flows.chat import EXPRESS, after


@pytest.mark.parametrize("said", ["pas en 2009, 2019", "pas en 2009 mais en 2019", "pas 2009, 2019"])
def test_a_year_is_put_right_with_the_small_words_around_it(said: str) -> None:
    chat = after(*EXPRESS[:5], "de 2009 a 2021", said)
    span = chat.live()["exp/e1/when"].span
    assert span
    assert span.start
    assert span.end
    assert (span.start.year, span.end.year) == (2019, 2021)


def test_another_number_takes_the_place_of_the_one_that_is_wrong() -> None:
    chat = after(*EXPRESS[:9], "non pas celui-la, 06 39 98 10 02")
    assert chat.live()["cv/phone"].text == "06 39 98 10 02"
    assert chat.cur == "cv/town"


def test_the_number_of_somebody_else_is_not_taken_for_ones_own() -> None:
    chat = after(*EXPRESS, "oui", "je fais la cuisine chez une dame, son numero est le 06 39 98 10 02 si vous voulez")
    assert chat.live()["cv/phone"].text == "06 39 98 10 01"


def test_no_and_why_tells_no_other_life() -> None:
    chat = after(*EXPRESS, "oui", "non, mon mari est malade en ce moment tu sais")
    assert chat.live()["exp/e2/what"].ids == ("none",)


def test_what_people_said_of_the_work_is_no_line_of_the_cv() -> None:
    chat = after(*EXPRESS, "oui", "non", "non", "une dame contente du resultat")
    assert chat.live()["exp/e1/proud"].said
    assert "exp/e1/tidy" not in chat.live()


def test_a_kind_of_life_nobody_chose_is_not_printed() -> None:
    chat = after("bonjour", "oui", "je ne sais pas", "je ne sais pas", "je ne sais pas", "je ne sais pas")
    assert chat.cur == "exp/e1/acts"
    assert build(chat.content, tuple(chat.facts)).experiences == ()


@pytest.mark.parametrize("said", ["je ne sais pas mon numero", "je ne sais pas, on verra"])
def test_not_knowing_in_more_words_is_an_answer_too(said: str) -> None:
    assert after(*EXPRESS[:8], said).live()["cv/phone"].kind is Kind.UNKNOWN


def test_what_is_read_back_of_a_voice_note_is_agreed_to_by_voice() -> None:
    chat = after(*EXPRESS[:5])
    chat.send(Voice("trois ans"))
    chat.send(Voice("oui"))
    assert chat.live()["exp/e1/when"].kind is Kind.TIME
