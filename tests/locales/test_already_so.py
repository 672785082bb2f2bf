"""What changes nothing is never said to be changed: a kind no, a correction that says what is written already."""

from __future__ import annotations

import pytest

from bot import content
from flows.model import State
from locales import translator
from tests.flows.chat import Chat

CONTENT = content.load()
HELLO = {"fr": "bonjour", "en": "hello", "ar": "مرحبا", "uk": "добрий день"}
KIND = {"fr": "nn c bon", "en": "no its ok", "ar": "لا تمام", "uk": "ні все добре"}
STORY = {
    "fr": ("je fais le ménage", "oui", "1", "3 ans", "je voulais dire 3 ans"),
    "en": ("i clean houses", "yes", "1", "3 years", "i meant 3 years"),
    "ar": ("أنظف البيوت", "نعم", "1", "3 سنوات", "قصدي 3 سنوات"),
    "uk": ("прибираю в домах", "так", "1", "3 роки", "я мала на увазі 3 роки"),
}


def agreed(lang: str) -> Chat:
    chat = Chat(CONTENT, State(lang=lang), label=translator(lang))
    chat.send(HELLO[lang])
    chat.tap("agree")
    return chat


@pytest.mark.parametrize("lang", KIND)
def test_a_kind_no_changes_no_agreement(lang: str) -> None:
    chat = agreed(lang)
    chat.send(KIND[lang])
    assert "changed" not in chat.said()
    assert chat.trace.live.ids("charter/consent") == ("agree",)


@pytest.mark.parametrize("lang", STORY)
def test_what_is_meant_once_more_is_so_already(lang: str) -> None:
    chat = agreed(lang)
    for said in STORY[lang]:
        chat.send(said)
    assert chat.said()[0] == "already"
