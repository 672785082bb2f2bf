"""Who knows nothing to say of what they did is asked nothing about it, and still gets a CV."""

from __future__ import annotations

import pytest

from flows.model import State
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS, content

UNKNOWN = {"fr": "je ne sais pas", "en": "I don't know", "ar": "لا أعرف", "uk": "не знаю"}


def nothing_told(lang: str) -> Chat:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    for said in WAYS[lang][:2]:
        chat.send(said)
    for _ in range(4):
        chat.send(UNKNOWN[lang])
    return chat


@pytest.mark.parametrize("lang", UNKNOWN)
def test_acts_are_offered_as_nobodys_and_how_long_is_not_asked_of_none(lang: str) -> None:
    chat = nothing_told(lang)
    assert (chat.cur, chat.says[-1].parts[-1].key) == ("exp/e1/acts", "ask.exp.acts.any")
    chat.send(UNKNOWN[lang])
    assert chat.cur == "project/job"


@pytest.mark.parametrize("lang", UNKNOWN)
def test_what_is_picked_from_them_is_asked_about(lang: str) -> None:
    chat = nothing_told(lang)
    chat.send("1 2")
    seen = {chat.cur}
    for _ in range(6):
        chat.send(UNKNOWN[lang])
        seen.add(chat.cur)
    assert {"exp/e1/when", "exp/e1/whom"} <= seen
