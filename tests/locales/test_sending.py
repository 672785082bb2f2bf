"""Who wants the CV to go somewhere is told how, whatever the way they say it; nothing is sent, and it is no wish."""

from __future__ import annotations

import pytest

import locales
from bot.say import OWN_WORDS
from flows.model import Phrase, State
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS, content

ASKED = {
    "en": (
        "send it to my counsellor",
        "I want to send it by email",
        "can you send it to the job centre",
        "whatsapp it to my sister",
        "I want to print it",
    ),
    "fr": (
        "je voudrais l'envoyer par mail",
        "envoie-le à ma conseillère",
        "je veux l'imprimer",
        "tu peux l'envoyer à pôle emploi",
    ),
    "ar": ("بدي ابعتها بالايميل", "ابعتها لمستشارتي", "بدي اطبعها"),
    "uk": ("хочу надіслати його на пошту", "відправ його моїй консультантці", "хочу роздрукувати"),
}
YES = {"en": "yes", "fr": "oui", "ar": "نعم", "uk": "так"}
WORK = {
    "en": "I send emails at work and print documents",
    "fr": "j'envoie des mails et j'imprime des documents au travail",
    "ar": "أرسل الإيميلات وأطبع الأوراق في الشغل",
    "uk": "надсилаю листи і друкую документи на роботі",
}


def told(lang: str, *said: str) -> Chat:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    for line in said:
        chat.send(line)
    return chat


@pytest.mark.parametrize(("lang", "said"), [(lang, said) for lang in ASKED for said in ASKED[lang]])
def test_how_to_send_it_is_said(lang: str, said: str) -> None:
    chat = told(lang, *WAYS[lang], YES[lang])
    here, wished = chat.cur, chat.live().get("project/job")
    chat.send(said)
    assert "side.send" in chat.said()
    assert (chat.cur, chat.live().get("project/job")) == (here, wished)


@pytest.mark.parametrize("lang", WORK)
def test_letters_and_papers_of_work_are_work(lang: str) -> None:
    chat = told(lang, *WAYS[lang][:2], WORK[lang])
    assert "side.send" not in chat.said()
    assert "exp/e1/what" in chat.live()


@pytest.mark.parametrize("lang", locales.languages())
def test_on_the_page_it_is_downloaded_and_not_forwarded(lang: str) -> None:
    words = translator(lang)
    said = words(Phrase(OWN_WORDS["side.send"]["web"]))
    assert words(Phrase("web.save")) in said
