"""Who is fed up with the program is answered calmly, with the ways out: what they say is no name, no town, no job."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot import content
from flows.model import State
from locales import translator
from tests.flows.chat import Chat

CONTENT = content.load()
TOLD = {
    "fr": ("bonjour", "oui", "je fais le ménage chez une dame", "oui", "1", "3 ans"),
    "en": ("hello", "yes", "i clean the house of an old lady", "yes", "1", "3 years"),
    "ar": ("مرحبا", "نعم", "أنظف منزل سيدة", "نعم", "1", "٣ سنوات"),
    "uk": ("добрий день", "так", "прибираю в однієї пані", "так", "1", "3 роки"),
}
ANGRY = {
    "fr": ("c nul", "tu es bête", "c'est n'importe quoi", "j'en ai assez", "votre truc marche pas"),
    "en": ("this is useless", "you are stupid", "this is rubbish", "waste of time", "its too complicated"),
    "ar": ("هاد غباء", "انت غبي", "هذا سيء", "كلام فاضي"),
    "uk": ("ти дурний", "це дурня", "це марно", "з мене досить", "маячня"),
}
WRONG = {
    "fr": ("vous vous trompez", "tu te trompes"),
    "en": ("you are wrong", "you got it wrong"),
    "ar": ("أنت مخطئ", "انت غلطان"),
    "uk": ("ви помиляєтесь", "ви помилилися"),
}
LOST = {
    "fr": ("je comprend rien", "g rien compris"),
    "en": ("i dont understand anything", "i understand nothing"),
    "ar": ("ما فهمت شي", "لم أفهم شيئا"),
    "uk": ("нічого не розумію", "я нічого не зрозуміла"),
}
NAMED = {"fr": ("1", "Lina", "0639981001"), "en": ("1", "Lina", "0639981001")}
NAMED |= {"ar": ("1", "لينا", "0639981001"), "uk": ("1", "Ліна", "0639981001")}


def talk(lang: str, *said: str) -> Chat:
    chat = Chat(CONTENT, State(lang=lang), label=translator(lang))
    for one in said:
        chat.send(one)
    return chat


def cases(ways: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(lang, said) for lang, several in ways.items() for said in several]


@pytest.mark.parametrize("told", range(3, 10))
@pytest.mark.parametrize(("lang", "said"), cases(ANGRY))
def test_who_is_fed_up_is_answered_and_nothing_of_it_is_kept(lang: str, said: str, told: int) -> None:
    chat = talk(lang, *(*TOLD[lang], *NAMED[lang])[:told])
    before, there = len(chat.facts), chat.cur
    for _ in range(2):
        chat.send(said)
        assert [f.raw for f in chat.facts[before:] if f.value.said and f.value.text] == []
        assert (chat.said()[0], chat.cur) == ("side.complaint", there)
        assert "human" in [choice.id for choice in chat.on_screen.choices]


@pytest.mark.parametrize(("lang", "said"), cases(ANGRY))
def test_before_the_agreement_it_agrees_to_nothing(lang: str, said: str) -> None:
    chat = talk(lang, TOLD[lang][0], said)
    assert (chat.said()[0], chat.facts) == ("side.complaint", [])


@pytest.mark.parametrize(("lang", "said"), cases(WRONG))
def test_who_says_that_it_is_wrong_is_asked_what(lang: str, said: str) -> None:
    chat = talk(lang, *TOLD[lang], said)
    assert chat.on_screen.qid == "menu/change"


@pytest.mark.parametrize(("lang", "said"), cases(LOST))
def test_who_understands_nothing_is_helped(lang: str, said: str) -> None:
    chat = talk(lang, *TOLD[lang], said)
    assert (chat.said()[0], chat.cur) == ("help", "project/job")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", "c'est nul mais je garde des enfants"),
        ("en", "this is rubbish, I look after children"),
        ("ar", "هذا سيء، أعتني بالأطفال"),
        ("uk", "це дурня, доглядаю дітей"),
    ],
)
def test_what_is_told_beside_it_is_kept(lang: str, said: str) -> None:
    chat = talk(lang, *TOLD[lang][:2], said)
    assert (chat.said()[0], len(chat.lives())) == ("side.complaint", 1)
