"""What a person notices: the way to the first CV, and what works at every step of it."""

from __future__ import annotations

import pytest

from flows.model import Attach, Claim, Edit, Kind, Media, Release, Tap, Voice
from tests.flows.chat import EXPRESS, Chat, after


def test_the_first_cv_comes_after_twelve_messages() -> None:
    chat = after(*EXPRESS)
    assert [e.format for e in chat.effects if isinstance(e, Attach)] == ["png", "pdf"]
    assert len(EXPRESS) <= 12


def test_a_skill_is_named_after_the_third_message_with_the_persons_words() -> None:
    card = after(*EXPRESS[:3]).says[-1].parts[-1]
    assert card.args["words"] == "je fais le menage chez une dame"


def test_what_was_told_early_is_not_asked_again() -> None:
    story = "je fais le menage chez une dame depuis 3 ans, mon numero 06 39 98 10 01"
    chat = after("bonjour", "oui", story, "oui", "1")
    assert "exp/e1/when" in chat.live()
    assert "exp/e1/whom" in chat.live()
    assert chat.cur == "project/job"


@pytest.mark.parametrize(
    "said", ["mon mari faisait la cuisine pour nous tous", "je ne faisais pas le menage la bas", "elle fait le menage"]
)
def test_what_somebody_else_did_or_what_is_denied_proves_nothing(said: str) -> None:
    assert "exp/e1/told" not in after("bonjour", "oui", said).live()


@pytest.mark.parametrize("upto", range(3, len(EXPRESS)))
def test_back_then_keep_comes_back_where_she_was(upto: int) -> None:
    chat = after(*EXPRESS[:upto])
    here, live = chat.cur, chat.live()
    chat.send("retour")
    assert chat.cur != here
    chat.send("garder")
    assert (chat.cur, chat.live()) == (here, live)


def test_a_correction_changes_the_one_answer_that_holds_the_old_word() -> None:
    chat = after(*EXPRESS[:5], "2009", "pas 2009, 2019")
    span = chat.live()["exp/e1/when"].span
    assert span
    assert span.start
    assert span.start.year == 2019


def test_an_old_button_answers_its_own_question_and_returns() -> None:
    chat = after(*EXPRESS[:4])
    old = chat.state.asked
    assert old is not None
    chat.send("1")
    chat.send("3 ans")
    here = chat.cur
    chat.send(Tap(old.id, "1"))
    assert chat.cur == here
    assert len(chat.live()["exp/e1/acts"].ids) == 2


def test_a_forged_button_changes_nothing() -> None:
    chat = after(*EXPRESS[:4])
    live, here = chat.live(), chat.cur
    chat.send(Tap("notours", "0"))
    assert (chat.live(), chat.cur) == (live, here)


def test_three_misunderstandings_then_skip_or_a_person_then_the_way_goes_on() -> None:
    chat = after(*EXPRESS[:5])
    said = []
    for word in ("zzz", "yyy", "xxx"):
        chat.send(word)
        said.append([p.key for p in chat.says[-1].parts])
    assert said == [["miss.1", "ask.exp.when"], ["miss.2", "ask.exp.when"], ["miss.3", "ask.exp.when"]]
    assert chat.state.asked
    assert [c.id for c in chat.state.asked.choices] == ["skip", "human"]
    chat.send("www")
    assert chat.cur != "exp/e1/when"


def test_i_do_not_know_is_an_answer() -> None:
    assert after(*EXPRESS[:5], "je ne sais pas").live()["exp/e1/when"].kind is Kind.UNKNOWN


def test_a_voice_note_is_read_back_and_is_an_answer_after_a_yes() -> None:
    chat = after(*EXPRESS[:5])
    chat.send(Voice("trois ans"))
    assert "exp/e1/when" not in chat.live()
    chat.send("oui")
    span = chat.live()["exp/e1/when"].span
    assert span
    assert span.months == 36


def test_an_edited_message_changes_the_answer_it_gave() -> None:
    chat = after(*EXPRESS[:5], "8 ans")
    when = next(f for f in chat.facts if f.qid == "exp/e1/when")
    here = chat.cur
    chat.send(Edit(when.source, "18 ans"))
    span = chat.live()["exp/e1/when"].span
    assert span
    assert span.months == 18 * 12
    assert chat.cur == here


def test_a_human_holds_the_floor_and_gives_it_back_at_the_same_place() -> None:
    chat = after(*EXPRESS[:5])
    here, live, said = chat.cur, chat.live(), len(chat.says)
    chat.event(Claim("anna"))
    chat.send("3 ans")
    assert len(chat.says) == said
    chat.event(Release("anna"))
    assert (chat.cur, chat.live()) == (here, live)
    assert len(chat.says) == said + 1


def test_an_experience_is_taken_off_by_its_own_words() -> None:
    chat = after(*EXPRESS, "oui", "je fais la cuisine au garage", "oui", "1", "enleve le garage")
    assert "exp/e2/what" not in chat.live()
    assert "exp/e1/what" in chat.live()


def test_progress_is_never_below_what_is_then_asked() -> None:
    chat = Chat()
    lefts: list[int] = []
    asked: list[str] = []
    for text in EXPRESS:
        chat.send(text)
        lefts.append(chat.trace.left)
        asked.append(chat.cur)
    first = asked.index("cv/more")
    for place in range(1, first):
        then = set(asked[place:first])
        assert lefts[place] >= len(then), (asked[place], lefts[place], then)


def test_a_photo_is_thanked_and_the_question_comes_again_in_other_words() -> None:
    chat = after(*EXPRESS[:5])
    before = chat.says[-1].parts[-1]
    chat.send(Media("photo"))
    assert chat.says[-1].parts[0].key == "got.photo"
    assert chat.says[-1].parts[-1] != before
