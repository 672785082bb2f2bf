"""Every button of the first conversation: typed as it reads, it does what it does when tapped, and is understood."""

from __future__ import annotations

from functools import cache

import pytest

from bot import content as parts
from flows.content import Content, Host
from flows.model import Say, State, Tap
from locales.translate import translator
from tests.flows.chat import Chat

WAYS = {
    "fr": (
        "bonjour",
        "j'accepte",
        "je fais le ménage chez une dame",
        "oui",
        "1 3",
        "3 ans",
        "1",
        "Lina",
        "non",
        "Rezé",
    ),
    "en": ("hello", "I agree", "I clean for an old lady", "yes", "1 3", "3 years", "1", "Lina", "no", "Leeds"),
    "ar": ("السلام عليكم", "أوافق", "أنظف منزل سيدة", "نعم", "1 3", "3 سنوات", "1", "أمينة", "لا", "نانت"),
    "uk": ("добрий день", "погоджуюся", "прибираю в однієї пані", "так", "1 3", "3 роки", "1", "Олена", "ні", "Нант"),
}
AT_FAULT = ("miss.", "gone", "help")


@cache
def content() -> Content:
    return parts.load(host=Host())


def keys(chat: Chat, before: int) -> list[str]:
    said: list[Say] = chat.says[before:]
    return [part.key for say in said for part in say.parts]


@pytest.mark.parametrize("steps", range(1, len(next(iter(WAYS.values()))) + 1))
@pytest.mark.parametrize("lang", WAYS)
def test_a_button_typed_does_what_it_does_when_tapped(lang: str, steps: int) -> None:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    for said in WAYS[lang][:steps]:
        chat.send(said)
    asked = chat.state.asked
    assert asked
    assert asked.choices
    for choice, label in zip(asked.choices, asked.labels, strict=True):
        tapped, typed = chat.copy(), chat.copy()
        tapped.send(Tap(asked.id, choice.id))
        typed.send(label)
        assert not [
            key for key in keys(tapped, len(chat.says)) + keys(typed, len(chat.says)) if key.startswith(AT_FAULT)
        ]
        if not asked.several:  # one tap of several waits for the next; numbers or words are the whole answer
            assert typed.cur == tapped.cur, label


@pytest.mark.parametrize(
    ("lang", "said"), [("fr", "c'est tout"), ("en", "that's all"), ("ar", "ماكو"), ("ar", "خلاص"), ("uk", "це все")]
)
def test_that_is_all_where_nothing_was_picked_is_nothing(lang: str, said: str) -> None:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    for one in WAYS[lang]:
        chat.send(one)
    while chat.cur != "cv/extras":
        if chat.cur == "cv/more":
            chat.tap(chat.on_screen.choices[0].id)
        else:
            chat.send(content().words[lang].commands["skip"][0])
    chat.send(said)
    assert chat.live()["cv/extras"].ids == ("none",)
