"""Who presents themselves in passing is heard by their first name, where nothing else can be meant."""

from __future__ import annotations

import pytest

from tests.flows.chat import Chat
from tests.flows.test_story_parts import BEGUN, CONTENT, HINTS


def _named(lang: str, said: str) -> str:
    chat = Chat(content=CONTENT, hint=HINTS)
    for one in (*BEGUN[lang], said):
        chat.send(one)
    return chat.trace.live.text("cv/name")


@pytest.mark.parametrize(
    ("lang", "said", "name"),
    [
        ("fr", "moi c'est Fatou. Je fais le ménage chez une dame", "Fatou"),
        ("fr", "Alors moi c'est Mariam, j'ai gardé des enfants", "Mariam"),
        ("en", "Hello I'm Grace. I clean offices", "Grace"),
        ("ar", "أنا خالد، أنظف المكاتب", "خالد"),
        ("uk", "я Оксана, прибираю офіси", "Оксана"),
    ],
)
def test_a_name_said_in_passing_is_heard(lang: str, said: str, name: str) -> None:
    assert _named(lang, said) == name


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "moi c'est le ménage que je fais"),
        ("fr", "Moi c'est Cuisine et ménage"),
        ("en", "I'm tired, I clean houses"),
        ("en", "I'm Tired of it, I clean houses"),
        ("en", "I am Nigerian and I clean houses"),
        ("en", "I'm Cleaner in a hotel, I make beds"),
        ("ar", "أنا تعبان، أنظف المكاتب"),
        ("ar", "أنا سعيد، أنظف المكاتب"),
        ("uk", "Я прибираю офіси"),
        ("uk", "Я Українка, прибираю офіси"),
    ],
)
def test_what_only_looks_like_a_name_is_none(lang: str, said: str) -> None:
    assert not _named(lang, said)
