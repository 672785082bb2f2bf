"""What was heard wrong is put right by writing or by voice: a no with more behind it is not thrown away with it."""

from __future__ import annotations

import pytest

from bot import content
from flows.model import State, Voice
from locales import translator
from tests.flows.chat import Chat

CONTENT = content.load()
HELLO = {"fr": "bonjour", "en": "hello", "ar": "مرحبا", "uk": "добрий день"}
HEARD = {
    "fr": "je garde les enfants de ma voisine",
    "en": "i look after the kids of my neighbour",
    "ar": "أعتني بأولاد جارتي",
    "uk": "доглядаю дітей сусідки",
}
ANEW = {
    "fr": ("non, je fais le ménage", "je fais le ménage"),
    "en": ("no i said i clean houses", "i clean houses"),
    "ar": ("لا، أنظف البيوت", "أنظف البيوت"),
    "uk": ("ні, я прибираю в домах", "я прибираю в домах"),
}
PART = {"fr": "non, ma soeur", "en": "no, my sister", "ar": "لا، أختي", "uk": "ні, сестри"}
SWAP = {
    "fr": ("pas voisine, soeur", "je garde les enfants de ma soeur"),
    "en": ("not neighbour, sister", "i look after the kids of my sister"),
    "ar": ("مش جارتي، أختي", "أعتني بأولاد أختي"),
    "uk": ("не сусідки, сестри", "доглядаю дітей сестри"),
}
NO = {
    "fr": ("non", "non cé pas ca", "non c'est pas ça"),
    "en": ("no", "no thats not it"),
    "ar": ("لا", "لا مو هيك"),
    "uk": ("ні", "ні, не те"),
}


def heard(lang: str) -> Chat:
    chat = Chat(CONTENT, State(lang=lang), label=translator(lang))
    chat.send(HELLO[lang])
    chat.tap("agree")
    chat.send(Voice(HEARD[lang], 3))
    return chat


@pytest.mark.parametrize("lang", ANEW)
def test_a_no_with_what_was_meant_is_read_as_that(lang: str) -> None:
    chat = heard(lang)
    chat.send(ANEW[lang][0])
    assert chat.lives() == [ANEW[lang][1]]


@pytest.mark.parametrize("lang", ANEW)
def test_said_by_voice_it_is_read_back_first(lang: str) -> None:
    chat = heard(lang)
    chat.send(Voice(ANEW[lang][0], 3))
    assert chat.on_screen.qid == "menu/heard"
    assert chat.says[-1].parts[-1].args["text"] == ANEW[lang][1]
    assert chat.lives() == []
    chat.tap("yes")
    assert chat.lives() == [ANEW[lang][1]]


@pytest.mark.parametrize("lang", PART)
def test_a_part_alone_is_asked_for_in_a_whole_sentence(lang: str) -> None:
    chat = heard(lang)
    chat.send(PART[lang])
    assert (chat.said()[0], chat.lives(), chat.cur) == ("heard.whole", [], "exp/e1/what")


@pytest.mark.parametrize("lang", SWAP)
def test_one_word_for_another_is_put_in_and_read_back(lang: str) -> None:
    chat = heard(lang)
    chat.send(SWAP[lang][0])
    assert chat.says[-1].parts[-1].args["text"] == SWAP[lang][1]
    chat.tap("yes")
    assert chat.lives() == [SWAP[lang][1]]


@pytest.mark.parametrize(("lang", "said"), [(lang, said) for lang, several in NO.items() for said in several])
def test_a_plain_no_asks_to_say_it_again(lang: str, said: str) -> None:
    chat = heard(lang)
    chat.send(said)
    assert (chat.said()[0], chat.lives()) == ("heard.again", [])
