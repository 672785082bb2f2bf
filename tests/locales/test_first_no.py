"""A no that opens a message at the agreement: whether it refuses, agrees, or only stands before a question."""

from __future__ import annotations

import pytest

from bot import content
from flows.model import State
from locales import translator
from tests.flows.chat import Chat

CONTENT = content.load()
HELLO = {"fr": "bonjour", "en": "hello", "ar": "مرحبا", "uk": "добрий день"}
AGREES = {
    "fr": ("non aucun souci", "non pas de problème", "non mais d'accord", "non c'est bon j'accepte"),
    "en": ("no worries go on", "no worries", "no objection", "no problem at all", "no go ahead", "no I mean yes"),
    "ar": ("لا مشكلة كمل", "لا بأس", "لا مانع عندي", "لا عادي", "ما عندي مشكلة", "لا شك"),
    "uk": ("нема питань", "ні, не проти", "не маю нічого проти", "та ні, я згодна"),
}
REFUSES = {
    "fr": ("non", "non merci", "non mais je veux pas", "non je ne veux pas que vous gardiez mes réponses", "nn c bon"),
    "en": ("no", "no thanks", "no way", "no thank you, I don't agree", "no, not interested", "no its ok", "nah fine"),
    "ar": ("لا", "لا شكرا ما بدي", "لا غير موافق", "لا ما أريد", "لا تمام"),
    "uk": ("ні", "ні, дякую, не треба", "ні не хочу", "ні, все добре", "ні ок"),
}
ASKS = {
    "fr": {"non mais c'est gratuit ?": "price", "non mais qui lit ça": "readers", "non mais attendez": ""},
    "en": {"no but is it free?": "price", "no wait, who reads this": "readers", "no, I have a question": ""},
    "ar": {"لا بس هو مجاني؟": "price", "لا ولكن هل هو مجاني؟": "price", "لا لحظة": ""},
    "uk": {"ні, а це безкоштовно?": "price", "ні, є питання": ""},
}


def greeted(lang: str) -> Chat:
    chat = Chat(CONTENT, State(lang=lang), label=translator(lang))
    chat.send(HELLO[lang])
    return chat


@pytest.mark.parametrize(("lang", "said"), [(lang, said) for lang, every in AGREES.items() for said in every])
def test_a_no_that_has_nothing_against_it_agrees(lang: str, said: str) -> None:
    chat = greeted(lang)
    chat.send(said)
    assert chat.trace.live.ids("charter/consent") == ("agree",)


@pytest.mark.parametrize(("lang", "said"), [(lang, said) for lang, every in REFUSES.items() for said in every])
def test_a_no_that_denies_refuses_at_any_length(lang: str, said: str) -> None:
    chat = greeted(lang)
    chat.send(said)
    assert chat.trace.live.ids("charter/consent") == ("refuse",)


@pytest.mark.parametrize(
    ("lang", "said", "side"), [(lang, *one) for lang, every in ASKS.items() for one in every.items()]
)
def test_a_no_before_a_question_refuses_nothing_and_is_answered(lang: str, said: str, side: str) -> None:
    chat = greeted(lang)
    keys = [part.key for effect in chat.send(said) for part in getattr(effect, "parts", ())]
    assert chat.cur == "charter/consent"
    assert not chat.trace.live.ids("charter/consent")
    assert not side or f"side.{side}" in keys
