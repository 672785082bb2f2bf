"""A talk in a language, begun: greeted and agreed to."""

from __future__ import annotations

from flows.model import State
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS, content


def chat(lang: str, *said: str) -> Chat:
    """Return a conversation in which these lines were said after the agreement."""
    talk = Chat(content(), State(lang=lang), label=translator(lang))
    for line in (*WAYS[lang][:2], *said):
        talk.send(line)
    return talk
