"""Who helped, or did it a little, is named so, in the chat and on the CV: it is never lost and never raised."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows import lives
from flows.content import Content
from flows.cv.document import build
from flows.levels import level_of, plain
from flows.model import Phrase
from tests.flows.chat import WORDS, Chat, content

DEGREES = {
    "helps": ("j aidais",),
    "to": ("a", "au"),
    "with": ("avec",),
    "my": ("ma", "mon"),
    "elders": ("mere",),
    "peers": ("soeur",),
    "some": ("un peu",),
    "unless": ("un peu partout",),
}


def content_with_levels() -> Content:
    whole = content()
    words = replace(WORDS, degrees=DEGREES, rhythms={"sometimes": ("parfois",)})
    return replace(whole, words=dict.fromkeys(whole.words, words))


@pytest.fixture
def chat() -> Chat:
    chat = Chat(content_with_levels())
    for text in ("bonjour", "oui"):
        chat.send(text)
    return chat


def card(chat: Chat) -> Phrase:
    """The skill as the card shows it."""
    every = [part for said in chat.says for part in said.parts]
    asked = next(p for p in reversed(every) if p.key.startswith("ask.exp.skill"))
    name = asked.args["skill"]
    assert isinstance(name, Phrase)
    return name


def printed(chat: Chat) -> list[tuple[str, str]]:
    """The skills of the CV with their levels."""
    lines = [line.phrase for line in build(chat.content, chat.facts).lines()]
    inner = [p.args["skill"] if p.key in {"line.during", "line.rhythm"} else p for p in lines]
    named = [p for p in inner if isinstance(p, Phrase)]
    return [(plain(p).key, level_of(p)) for p in named if plain(p).key.startswith("skill.")]


def test_the_card_names_what_was_done_with_its_level(chat: Chat) -> None:
    chat.send("j'aidais ma mère au ménage")
    assert level_of(card(chat)) == "helped"
    assert plain(card(chat)).key == "skill.cleaning.clean"


def test_the_level_is_on_the_cv_and_taking_it_back_changes_the_line(chat: Chat) -> None:
    chat.send("je fais un peu le ménage")
    chat.send("oui")
    assert ("skill.cleaning.clean", "some") in printed(chat)
    line = next(one for one in build(chat.content, chat.facts).lines() if level_of(one.phrase))
    said = next(fact for fact in chat.facts if fact.qid == "exp/e1/level")
    assert said.seq in line.proof
    chat.facts.remove(said)
    assert ("skill.cleaning.clean", "") in printed(chat)


def test_what_was_said_first_is_not_raised_when_it_is_said_again(chat: Chat) -> None:
    for text in ("j'aidais ma mère au ménage", "oui", "je fais le ménage"):
        chat.send(text)
    assert [level for key, level in printed(chat) if key == "skill.cleaning.clean"] == ["helped"]


def test_a_life_told_anew_has_the_level_of_its_new_words(chat: Chat) -> None:
    chat.send("j'aidais ma mère au ménage")
    chat.send("changer")
    chat.send("1")
    chat.send("je fais le ménage chez une dame")
    assert level_of(card(chat)) == ""


@pytest.mark.parametrize("said", ["un peu", "oui un peu", "parfois", "oui, avec ma mère"])
def test_a_level_is_an_answer_to_the_card(chat: Chat, said: str) -> None:
    chat.send("je fais le ménage")
    chat.send(said)
    assert chat.cur == "exp/e1/acts"
    assert next(level for key, level in printed(chat) if key == "skill.cleaning.clean")


def test_other_people_are_not_on_the_cv(chat: Chat) -> None:
    chat.send("je fais le ménage avec ma mère")
    chat.send("oui")
    assert "mere" not in str(build(chat.content, chat.facts))


def test_the_level_of_one_life_is_not_that_of_another(chat: Chat) -> None:
    chat.send("j'aidais ma mère au ménage 3 ans, et avant je faisais la cuisine de 2015 a 2018")
    live = chat.trace.live
    assert [lives.level(live, "e1", "cleaning.clean"), lives.level(live, "e2", "kitchen.cook")] == ["helped", ""]


def test_what_is_added_later_keeps_its_level(chat: Chat) -> None:
    for text in ("je fais le ménage", "oui", "ajoute que je lavais un peu le sol"):
        chat.send(text)
    assert ("skill.cleaning.a0", "some") in printed(chat)
