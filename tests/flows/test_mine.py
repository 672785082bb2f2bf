"""My data: what is kept is said as it is, before an agreement, after a no and after a yes, and the way goes on."""

from __future__ import annotations

import pytest

from flows import held, mine
from flows.counsel import Claim
from flows.model import Attach, Consult, Holder, Phrase, Result, Text
from flows.printed import whole
from tests.flows.chat import EXPRESS, Chat, after

COUNTED = "since 1790000000000\nfiles 0\npapers 0\nnotes 0\nasked 0"
READ = "read claim|Anna|3|5|09:10|"


def asks(chat: Chat, said: str) -> Consult:
    return next(effect for effect in chat.event(Text(said)) if isinstance(effect, Consult))


def comes(chat: Chat, asked: Consult, text: str, *, ok: bool = True) -> None:
    chat.event(Result(asked.job, asked.key, ok, chat.state.version, chat.state.floor.n, asked.qid, text))


def keys(phrase: object) -> set[str]:
    if not isinstance(phrase, Phrase):
        return {key for part in phrase for key in keys(part)} if isinstance(phrase, tuple) else set()
    return {phrase.key}.union(*(keys(arg) for arg in phrase.args.values()))


def seen(chat: Chat, counted: str = COUNTED) -> set[str]:
    before = len(chat.says)
    comes(chat, asks(chat, "voir mes données"), counted)
    return {key for said in chat.says[before:] for part in said.parts for key in keys(part)}


@pytest.mark.parametrize(
    ("said", "until"),
    [
        (("bonjour",), "mine.until.open"),
        (("bonjour", "2"), "mine.until.refused"),
        (EXPRESS[:4], "keeping.until"),
    ],
)
def test_until_when_is_said_as_it_is(said: tuple[str, ...], until: str) -> None:
    assert {"mine.until.open", "mine.until.refused", "keeping.until"} & seen(after(*said)) == {until}


def test_answers_are_counted_by_subject_and_agreements_have_text_and_day() -> None:
    chat = after(*EXPRESS)
    told = seen(chat)
    assert {"mine.title.you", "mine.title.life", "mine.title.job", "mine.kept.made", "mine.files.none"} <= told
    assert {"label.allow.keep", "mine.agreed", "mine.date", "mine.readers.none"} <= told
    agreed = next(part for part in chat.says[-3].parts if part.key == "mine.agreed")
    consent = next(fact for fact in chat.facts if fact.qid == held.KEEPING)
    assert agreed.args["n"] == str(consent.form_version)


def test_who_read_is_said_and_that_there_is_more() -> None:
    told = seen(after(*EXPRESS[:4]), f"{COUNTED}\nolder 1\n{READ}")
    assert {"seen.what.claim", "mine.readers.more"} <= told
    assert "mine.readers.none" not in told


def test_notes_and_files_are_named_where_there_are_some() -> None:
    told = seen(after(*EXPRESS[:4]), COUNTED.replace("files 0", "files 2").replace("notes 0", "notes 1"))
    assert {"mine.kept.files", "mine.kept.notes", "mine.notes"} <= told
    assert "mine.files.none" not in told


@pytest.mark.parametrize("out", ["continuer", "retour", "je ne sais pas", "non"])
def test_the_way_goes_on_where_it_was(out: str) -> None:
    chat = after(*EXPRESS[:4])
    here, live = chat.cur, chat.live()
    seen(chat)
    assert chat.on_screen.qid == mine.MENU
    chat.send(out)
    assert (chat.cur, chat.on_screen.qid, chat.live()) == (here, here, live)


@pytest.mark.parametrize(
    ("said", "formats", "key"),
    [
        ("emporter mes données", "zip", "mine.here"),
        ("emporter mes données", "pdf+json", "mine.two.here"),
        ("mes données en pdf", "pdf", "mine.paper.here"),
    ],
)
def test_what_was_made_is_put_in_the_chat_and_is_no_answer(said: str, formats: str, key: str) -> None:
    chat = after(*EXPRESS[:4])
    here, facts = chat.cur, list(chat.facts)
    asked, before = asks(chat, said), len(chat.effects)
    comes(chat, asked, f"{formats} 7 0")
    files = [one for one in chat.effects[before:] if isinstance(one, Attach)]
    assert [(one.document, one.format, one.upto) for one in files] == [("mine", form, 7) for form in formats.split("+")]
    assert key in {part.key for one in chat.says[-2:] for part in one.parts}
    assert (chat.cur, chat.facts) == (here, facts)


def test_pdf_alone_means_the_one_that_is_on_screen_and_not_the_cv() -> None:
    chat = after(*EXPRESS[:4])
    seen(chat)
    asked = asks(chat, "pdf")
    assert (asked.job, asked.qid) == (mine.TAKE, mine.PAPER)


def test_documents_without_room_and_a_failure_are_said() -> None:
    chat = after(*EXPRESS[:4])
    comes(chat, asks(chat, "emporter mes données"), "zip 7 3")
    assert "mine.left" in {part.key for one in chat.says[-2:] for part in one.parts}
    for said in ("emporter mes données", "voir mes données"):
        comes(chat, asks(chat, said), "", ok=False)
        assert chat.says[-1].parts[0].key == "mine.failed"
        assert chat.on_screen.qid == chat.cur


def test_nothing_of_it_is_said_while_a_counsellor_speaks() -> None:
    chat = after(*EXPRESS[:4])
    asked = asks(chat, "voir mes données")
    chat.event(Claim("anna", "Anna"))
    assert chat.state.floor.holder is Holder.HUMAN
    before = len(chat.says)
    comes(chat, asked, COUNTED)
    assert len(chat.says) == before


def test_on_paper_every_answer_that_counts_stands_under_its_subject() -> None:
    chat = after(*EXPRESS)
    owned = whole(chat.content, chat.facts, COUNTED, "fr")
    headings = [chapter.heading.key for chapter in owned.chapters]
    assert headings[0] == "mine.answers"
    assert {"mine.title.you", "mine.title.life"} <= set(headings)
    said = {str(line.args["said"]) for chapter in owned.chapters for line in chapter.lines if line.key == "mine.answer"}
    name = next(fact for fact in chat.facts if fact.qid == "cv/name")
    assert name.value.text in said


def test_a_paper_that_was_made_twice_of_the_same_answers_is_taken_along_once() -> None:
    chat = after(*EXPRESS, "on continue", "voir mon cv", "voir mon cv")
    made = held.papers(chat.content, chat.facts)
    assert len({(one.document, one.upto) for one in made}) == len(made)
