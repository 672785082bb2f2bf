"""Where a line comes from: its message, its day, how it was said; and from there it is changed or taken off."""

from __future__ import annotations

import pytest

from flows.cv.document import build
from tests.flows.chat import EXPRESS, Chat, after, content

OPEN = "pourquoi cette ligne"


def _ask(chat: Chat, name: str) -> Chat:
    """Ask where the line with this id comes from."""
    chat.send(OPEN)
    for _ in range(3):
        if name in _offered(chat):
            break
        chat.tap("more")
    chat.tap(name)
    return chat


def _offered(chat: Chat) -> list[str]:
    return [c.id for c in chat.state.asked.choices] if chat.state.asked else []


def _skills(chat: Chat) -> list[str]:
    cv = build(content(), tuple(chat.facts))
    return [line.phrase.key for line in cv.lines() if line.phrase.key.startswith("skill.")]


def test_an_act_told_shows_the_message_and_an_act_tapped_that_it_was_chosen() -> None:
    told = _ask(after(*EXPRESS), "act:e1:cleaning.clean").says[-1].parts[0]
    assert told.key == "line.from.words"
    assert told.args["words"] == EXPRESS[2]
    assert _ask(after(*EXPRESS), "act:e1:cleaning.a0").says[-1].parts[0].key == "line.from.list"


@pytest.mark.parametrize("name", ["act:e1:cleaning.a0", "act:e1:cleaning.a2"])
def test_an_act_taken_off_leaves_the_cv_and_the_others_stay(name: str) -> None:
    chat = after(*EXPRESS)
    before, here = _skills(chat), chat.cur
    _ask(chat, name).tap("take_off")
    gone = f"skill.{name.split(':')[2]}"
    assert [key for key in before if key not in _skills(chat)] == [gone]
    assert chat.cur == here


def test_a_line_taken_off_comes_back_when_it_is_told_again() -> None:
    chat = after(*EXPRESS, "on continue")
    _ask(chat, "act:e1:cleaning.a0").tap("take_off")
    assert "skill.cleaning.a0" not in _skills(chat)
    chat.send("ajoute que je lave le sol")
    assert "skill.cleaning.a0" in _skills(chat)


def test_it_is_changed_from_there_and_the_way_goes_on() -> None:
    chat = after(*EXPRESS)
    here = chat.cur
    _ask(chat, "cv/town").tap("q:cv/town")
    assert chat.cur == "cv/town"
    chat.send("Nantes")
    assert chat.live()["cv/town"].text == "Nantes"
    chat.tap("fine")
    assert chat.cur == here


def test_change_by_word_means_the_line_that_is_looked_at() -> None:
    chat = _ask(after(*EXPRESS), "cv/town")
    chat.send("changer")
    assert chat.cur == "cv/town"


def test_a_town_taken_off_is_not_printed() -> None:
    chat = after(*EXPRESS)
    _ask(chat, "cv/town").tap("take_off")
    assert build(content(), tuple(chat.facts)).town == ""


@pytest.mark.parametrize(("said", "everything"), [("effacer", False), ("tout effacer", True)])
def test_to_erase_a_line_that_is_looked_at_erases_that_line(said: str, everything: bool) -> None:  # noqa: FBT001
    chat = _ask(after(*EXPRESS), "act:e1:cleaning.a0")
    chat.send(said)
    assert ("skill.cleaning.a0" in _skills(chat)) is everything
    assert bool(chat.state.asked and chat.state.asked.qid == "menu/erase") is everything


def test_to_erase_an_answer_that_is_looked_at_takes_that_answer_off() -> None:
    chat = after(*EXPRESS[:10], "retour", "effacer")
    assert not chat.trace.live.said("cv/town")
    assert chat.trace.live.said("cv/name")
