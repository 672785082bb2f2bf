"""A bare time at "what should change?" is the new time; a bare "when?" is no story, whatever may be told there."""

from __future__ import annotations

import pytest

from bot import content
from flows.model import State
from locales import translator
from tests.flows.chat import Chat

CONTENT = content.load()
TOLD = {
    "fr": ("bonjour", "oui", "je fais le ménage chez une dame", "oui", "1", "3 ans", "changer", "4 ans"),
    "en": ("hello", "yes", "i clean the house of an old lady", "yes", "1", "3 years", "change", "4 years"),
    "ar": ("مرحبا", "نعم", "أنظف منزل سيدة", "نعم", "1", "٣ سنوات", "تغيير", "٤ سنوات"),
    "uk": ("добрий день", "так", "прибираю в однієї пані", "так", "1", "3 роки", "змінити", "4 роки"),
}
WHEN = {"fr": ("quand ?", "où ?"), "en": ("when?", "where?"), "ar": ("متى؟", "أين؟"), "uk": ("коли?", "де?")}


def talk(lang: str, *said: str) -> Chat:
    chat = Chat(CONTENT, State(lang=lang), label=translator(lang))
    for one in said:
        chat.send(one)
    return chat


@pytest.mark.parametrize("lang", TOLD)
def test_a_time_said_where_it_is_asked_what_should_change_is_the_new_one(lang: str) -> None:
    chat = talk(lang, *TOLD[lang])
    when = chat.trace.live.value("exp/e1/when")
    assert when is not None
    assert when.span is not None
    assert (when.span.months, chat.said()[0], chat.cur) == (48, "changed", "project/job")


@pytest.mark.parametrize(("lang", "said"), [(lang, said) for lang, several in WHEN.items() for said in several])
def test_a_question_of_ones_own_is_no_story(lang: str, said: str) -> None:
    chat = talk(lang, *TOLD[lang][:2], "1", "1")
    assert chat.cur == "exp/e1/last"
    chat.send(said)
    assert (chat.trace.live.text("exp/e1/last"), chat.cur) == ("", "exp/e1/last")
