"""Who will not or cannot give a name, a telephone, a town says so in their own words, and is not pressed."""

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
