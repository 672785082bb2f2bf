"""In which letters a name stands on the CV: as typed until the person says yes to what is proposed."""

from __future__ import annotations

import pytest

from flows.cv.document import build
from flows.model import Edit, Tap
from tests.flows.chat import EXPRESS, Chat, after

ASKED = (*EXPRESS[:7], "Лина", "06 39 98 10 01", "Нант")


def printed(chat: Chat) -> tuple[str, str]:
    cv = build(chat.content, tuple(chat.facts))
    return cv.name, cv.town


def test_what_is_proposed_is_printed_after_a_yes_and_not_before() -> None:
    chat = after(*ASKED)
    assert (chat.cur, printed(chat)) == ("cv/facts", ("Лина", "Нант"))
    assert chat.said()[-1] == "ask.cv.facts.latin"
    chat.send("oui")
    assert printed(chat) == ("Lina", "Nantes")
    assert chat.live()["cv/name"].text == "Лина"


def test_who_says_no_yes_keeps_their_letters() -> None:
    assert printed(after(*ASKED, "passer")) == ("Лина", "Нант")


@pytest.mark.parametrize("said", ["Liina", "non, Liina", "non. liina"])
def test_another_spelling_is_typed_where_it_is_shown(said: str) -> None:
    chat = after(*ASKED, said)
    assert chat.cur == "cv/facts"
    assert printed(chat)[0] == "Лина"
    chat.send("oui")
    assert printed(chat) == ("Liina", "Nantes")


def test_what_is_no_spelling_of_it_is_not_taken_for_one() -> None:
    chat = after(*ASKED, "pas du tout")
    assert chat.cur == "cv/facts"
    assert chat.live()["cv/name/told"].text == "Lina"


def test_a_name_in_latin_letters_leaves_nothing_to_ask() -> None:
    chat = after(*EXPRESS[:7], "Lina", "06 39 98 10 01", "Rezé")
    assert chat.said()[-1] == "ask.cv.facts"
    assert "cv/name/told" not in chat.live()


def test_a_new_name_takes_the_former_proposal_away() -> None:
    chat = after(*ASKED, "changer", "label.cv.name", "Tina")
    assert chat.live()["cv/name/told"].text == ""
    assert printed(after(*ASKED, "changer", "label.cv.name", "Tina", "oui")) == ("Tina", "Nantes")


def test_after_the_first_cv_a_name_in_other_letters_is_asked_about() -> None:
    chat = after(*EXPRESS, "changer", "label.cv.name", "Тина")
    assert (chat.cur, chat.said()[-1], printed(chat)[0]) == ("cv/name", "ask.cv.name.latin", "Lina")
    asked = chat.says[-1].ask
    assert asked is not None
    chat.send(Tap(asked.id, "letters"))
    assert (chat.cur, printed(chat)[0]) == ("cv/more", "Тина")
    chat.send(Tap(asked.id, "yes"))
    assert printed(chat)[0] == "Tina"


def test_a_name_that_stands_there_already_is_not_asked_about() -> None:
    chat = after(*EXPRESS, "changer", "label.cv.name", "Лина")
    assert (chat.cur, printed(chat)[0]) == ("cv/more", "Lina")


def test_an_edited_name_in_other_letters_is_asked_about_too() -> None:
    chat = after(*EXPRESS)
    name = next(fact for fact in chat.facts if fact.qid == "cv/name")
    chat.send(Edit(name.source, "Тина"))
    assert (chat.cur, chat.said()[-1], printed(chat)[0]) == ("cv/name", "ask.cv.name.latin", "Lina")
    chat.send("oui")
    assert (chat.cur, printed(chat)[0]) == ("cv/more", "Tina")


def test_letters_of_no_table_are_kept_as_they_are() -> None:
    assert printed(after(*EXPRESS[:7], "জামাল", "06 39 98 10 01", "Rezé", "oui"))[0] == "জামাল"
