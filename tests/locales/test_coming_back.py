"""Who comes back and says so is asked again what was open: to be here again skips nothing, and is no answer."""

from __future__ import annotations

import pytest

from bot import content
from flows.model import State
from locales import translator
from tests.flows.chat import Chat

CONTENT = content.load()
DAYS = 40 * 24 * 60 * 60 * 1000  # ms
TOLD = {
    "fr": ("bonjour", "oui", "je fais le ménage chez une dame", "oui", "1", "3 ans", "1"),
    "en": ("hello", "yes", "i clean the house of an old lady", "yes", "1", "3 years", "1"),
    "ar": ("مرحبا", "نعم", "أنظف منزل سيدة", "نعم", "1", "٣ سنوات", "1"),
    "uk": ("добрий день", "так", "прибираю в однієї пані", "так", "1", "3 роки", "1"),
}
HELLO = {"fr": "bjr", "en": "hi", "ar": "سلام", "uk": "привіт"}
HERE = {
    "fr": ("on reprend", "je suis là", "me revoilà", "coucou cé encor moi", "c moi", "bonjour c'est encore moi"),
    "en": ("i'm back", "resume", "its me again", "hi im back", "hello me again"),
    "ar": ("رجعت", "أنا هنا", "سلام رجعت", "رجعت مرة تانية"),
    "uk": ("я повернулася", "я тут", "привіт це знову я", "знову я"),
}
PRACTISED = {
    "fr": ("entretien", "sans", "1", "c'est parti"),
    "en": ("interview", "without", "1", "let us begin"),
    "ar": ("مقابلة", "بدون عرض", "1", "هيا نبدأ التدريب"),
    "uk": ("співбесіда", "без вакансії", "1", "починаймо"),
}
CASES = [(lang, said) for lang, several in HERE.items() for said in several]


def talk(lang: str, *said: str) -> Chat:
    chat = Chat(CONTENT, State(lang=lang), label=translator(lang))
    for one in said:
        chat.send(one)
    return chat


@pytest.mark.parametrize("told", range(4, 8))
@pytest.mark.parametrize(("lang", "said"), CASES)
def test_what_was_open_is_asked_again(lang: str, said: str, told: int) -> None:
    chat = talk(lang, *TOLD[lang][:told])
    there, before = chat.cur, len(chat.facts)
    chat.send(said, wait=DAYS)
    assert (chat.cur, chat.said()[0], len(chat.facts)) == (there, "resume", before)


@pytest.mark.parametrize("told", range(4, 8))
@pytest.mark.parametrize(("lang", "said"), CASES)
def test_nor_is_it_skipped_once_they_greeted(lang: str, said: str, told: int) -> None:
    chat = talk(lang, *TOLD[lang][:told])
    there, before = chat.cur, len(chat.facts)
    chat.send(HELLO[lang], wait=DAYS)
    chat.send(said)
    assert (chat.cur, len(chat.facts)) == (there, before)


@pytest.mark.parametrize(("lang", "said"), [(lang, HERE[lang][0]) for lang in HERE])
def test_a_question_of_a_practice_is_not_lost(lang: str, said: str) -> None:
    chat = talk(lang, *TOLD[lang][:2], *PRACTISED[lang])
    assert chat.cur == "interview/1/answer"
    chat.send(HELLO[lang], wait=DAYS)
    chat.send(said)
    assert chat.cur == "interview/1/answer"


NEXT = {"fr": "suivant", "en": "next", "ar": "التالي", "uk": "далі"}


@pytest.mark.parametrize("lang", NEXT)
def test_a_word_to_go_on_that_ends_a_pause_only_ends_it(lang: str) -> None:
    chat = talk(lang, *TOLD[lang][:2], *PRACTISED[lang], TOLD[lang][2], "pause")
    assert chat.cur == "interview/1/after"
    chat.send(NEXT[lang])
    assert chat.cur == "interview/1/after"
    chat.send(NEXT[lang])
    assert chat.cur == "interview/2/answer"


@pytest.mark.parametrize("lang", TOLD)
def test_a_word_that_pauses_ends_no_practice(lang: str) -> None:
    words = CONTENT.words[lang]
    assert not {*words.commands["pause"]} & {*words.interview["enough"]}
