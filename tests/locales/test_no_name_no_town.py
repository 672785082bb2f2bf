"""Laughter, "what next" and "guess" are no name and no town: nothing of it stands on a CV; real ones still do."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot import content
from flows.model import State
from locales import translator
from tests.flows.chat import Chat

CONTENT = content.load()
TOLD = {
    "fr": ("bonjour", "oui", "je fais le ménage chez une dame", "oui", "1", "3 ans", "1"),
    "en": ("hello", "yes", "i clean the house of an old lady", "yes", "1", "3 years", "1"),
    "ar": ("مرحبا", "نعم", "أنظف منزل سيدة", "نعم", "1", "٣ سنوات", "1"),
    "uk": ("добрий день", "так", "прибираю в однієї пані", "так", "1", "3 роки", "1"),
}
NAME = {"fr": "Amina", "en": "Amina", "ar": "أمينة", "uk": "Аміна"}
NEITHER = {
    "fr": ("cé koi la suite", "c koi", "mdr", "lol", "devine", "idem", "celui de ma carte", "attends", "vraiment ?",
           "quand ?", "comment ça", "ma conseillère verra ça ?", "on arrête pour le moment"),
    "en": ("whats next", "lol", "guess", "really?", "wait", "what now", "its private", "who wants to know",
           "if a guest complains i say sorry", "is it needed", "will my advisor see what I write?", "let's stop there",
           "French, Arabic and a little English"),
    "ar": ("هههه", "ههههه", "خصوصي", "وبعدين", "كم باقي", "لحظة", "شو بعدين", "هل ستقرأ مستشارتي ما أكتب؟",
           "خلينا نوقف هون", "العربية والفرنسية وقليل من الإنجليزية"),
    "uk": ("лол", "це приватне", "справді?", "скільки ще", "моя консультантка це бачить?", "давайте зупинимось",
           "українська, російська, трохи французька"),
}  # fmt: skip
TOWNS = {
    "fr": ("c'est Nantes", "je suis à nantes", "nantes ?", "moi c nantes", "a nantes", "Aix en Provence ?"),
    "en": ("it is Leeds", "im in leeds", "leeds ?", "i am from leeds"),
    "ar": ("أنا من نانت", "في نانت", "نانت؟"),
    "uk": ("це Нант", "я в Нанті", "Нант?"),
}
NAMES = {
    "fr": ("c'est Fatou", "moi c Fatou", "je m'appelle fatou"),
    "en": ("it is Grace", "im grace", "grace"),
    "ar": ("أنا سارة", "اسمي سارة"),
    "uk": ("я Оксана", "це Оксана"),
}


def at_the_name(lang: str) -> Chat:
    chat = Chat(CONTENT, State(lang=lang), label=translator(lang))
    for one in TOLD[lang]:
        chat.send(one)
    assert chat.cur == "cv/name"
    return chat


def at_the_town(lang: str) -> Chat:
    chat = at_the_name(lang)
    chat.send(NAME[lang])
    chat.send("0639981001")
    assert chat.cur == "cv/town"
    return chat


def cases(ways: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(lang, said) for lang, several in ways.items() for said in several]


@pytest.mark.parametrize(("lang", "said"), cases(NEITHER))
def test_it_is_no_name_and_no_town(lang: str, said: str) -> None:
    for chat, qid in ((at_the_name(lang), "cv/name"), (at_the_town(lang), "cv/town")):
        chat.send(said)
        assert chat.trace.live.text(qid) == ""


@pytest.mark.parametrize(("lang", "said"), cases(TOWNS))
def test_a_town_is_one(lang: str, said: str) -> None:
    chat = at_the_town(lang)
    chat.send(said)
    assert chat.trace.live.text("cv/town")


@pytest.mark.parametrize(("lang", "said"), cases(NAMES))
def test_a_name_is_one(lang: str, said: str) -> None:
    chat = at_the_name(lang)
    chat.send(said)
    assert chat.trace.live.text("cv/name")
