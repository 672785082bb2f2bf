"""What is told before the agreement waits for it, whenever it comes and as it was put right; it agrees to nothing."""

from __future__ import annotations

import pytest

from flows.model import Edit, State
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS, content

TOLD = {
    "fr": ("je garde des enfants", "je garde des enfants le soir", "je fais le ménage"),
    "en": ("i look after children", "i look after children in the evening", "i clean houses"),
    "ar": ("أعتني بالأطفال", "أعتني بالأطفال مساء", "أنظف البيوت"),
    "uk": ("доглядаю дітей", "доглядаю дітей увечері", "прибираю в домах"),
}


def greeted(lang: str) -> Chat:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    chat.send(WAYS[lang][0])
    return chat


@pytest.mark.parametrize("lang", TOLD)
def test_what_is_told_after_the_greeting_is_read_once_it_may_be_kept(lang: str) -> None:
    chat = greeted(lang)
    chat.send(TOLD[lang][0])
    assert [part.key for part in chat.says[-1].parts] == ["told.waits", "ask.charter.consent"]
    assert not chat.facts
    chat.tap("agree")
    assert chat.lives() == [TOLD[lang][0]]


@pytest.mark.parametrize("lang", TOLD)
def test_several_messages_wait_each_for_itself(lang: str) -> None:
    chat = greeted(lang)
    chat.send(TOLD[lang][0])
    chat.send(TOLD[lang][2])
    chat.tap("agree")
    assert all(any(said in life for life in chat.lives()) for said in (TOLD[lang][0], TOLD[lang][2]))


@pytest.mark.parametrize("lang", TOLD)
def test_what_waits_is_put_right_and_nothing_is_said_to_be_kept(lang: str) -> None:
    chat = greeted(lang)
    chat.send(TOLD[lang][0])
    chat.send(Edit(f"v{chat.n}", TOLD[lang][1]))
    assert [part.key for part in chat.says[-1].parts] == ["told.waits", "ask.charter.consent"]
    chat.tap("agree")
    assert chat.lives() == [TOLD[lang][1]]


@pytest.mark.parametrize("lang", TOLD)
def test_a_greeting_that_is_edited_keeps_nothing_and_says_so(lang: str) -> None:
    chat = greeted(lang)
    chat.send(Edit(f"v{chat.n}", WAYS[lang][0].upper()))
    assert [part.key for part in chat.says[-1].parts] == ["ask.charter.consent"]
    assert not chat.facts


@pytest.mark.parametrize("lang", TOLD)
def test_after_a_no_it_is_forgotten(lang: str) -> None:
    chat = greeted(lang)
    chat.send(TOLD[lang][0])
    chat.tap("refuse")
    assert chat.lives() == []
    assert not [name for name in chat.state.notes if name.startswith("opening")]
