"""What is no answer: a denial in a person's own words, talk, a question of their own."""

from __future__ import annotations

import pytest

from flows.model import Kind, State
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS, content

NO = {
    "fr": ("je prefere pas dire", "j'ai pas de téléphone", "j'ai pas d'adresse fixe"),
    "en": ("I'd rather not say", "i don't have a phone", "no fixed address"),
    "ar": ("لا أريد كتابة اسمي", "ما عندي تلفون", "ما عندي عنوان"),
    "uk": ("не хочу казати", "телефону немає", "у мене немає адреси"),
}


@pytest.mark.parametrize("lang", WAYS)
def test_a_denial_leaves_the_question_at_once(lang: str) -> None:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    for said in (*WAYS[lang][:7], *NO[lang]):
        chat.send(said)
    assert chat.cur == "cv/facts"
    assert not [part.key for say in chat.says for part in say.parts if part.key.startswith("miss.")]
    given = (chat.live()[f"cv/{name}"] for name in ("name", "phone", "town"))
    assert all(value.kind is Kind.SKIPPED or value.ids == ("none",) for value in given)


TALK = {
    "fr": ("tu veux quoi", "pourquoi vous demandez ça"),
    "en": ("what do you want", "why do you ask"),
    "ar": ("ماذا تريد", "ليش تسأل"),
    "uk": ("що ви хочете", "навіщо вам це"),
}


@pytest.mark.parametrize("lang", WAYS)
def test_talk_is_no_name(lang: str) -> None:
    for talk in TALK[lang]:
        chat = Chat(content(), State(lang=lang), label=translator(lang))
        for said in (*WAYS[lang][:7], talk):
            chat.send(said)
        assert "cv/name" not in chat.live()


ASIDES = {
    "fr": ("c'est quoi une compétence ?", "c'est trop long"),
    "en": ("what is a skill?", "too many questions"),
    "ar": ("ما هي المهارة؟", "طويل جدا"),
    "uk": ("що таке навичка?", "забагато питань"),
}


@pytest.mark.parametrize("lang", WAYS)
@pytest.mark.parametrize("upto", [3, 4])
def test_a_question_of_ones_own_is_answered_and_the_open_one_comes_again(lang: str, upto: int) -> None:
    for said, key in zip(ASIDES[lang], ("side.skill", "side.long"), strict=True):
        chat = Chat(content(), State(lang=lang), label=translator(lang))
        for before in WAYS[lang][:upto]:
            chat.send(before)
        here, live = chat.cur, chat.live()
        chat.send(said)
        assert chat.says[-1].parts[0].key == key
        assert (chat.cur, chat.live()) == (here, live)
