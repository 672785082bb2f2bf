"""Arabic typed in Latin letters and digits is read as Arabic; French and English in an Arabic conversation are not."""

from __future__ import annotations

import pytest

from bot.app import hinter
from bot.arabizi import Arabizi
from bot.content import load
from flows import acts
from flows.model import State, Text

CONTENT = load()
HINTS = hinter(CONTENT)
READ = {
    "eh mwef2a": "اي موافقة",
    "ma ba3ref": "ما بعرف",
    "la2": "لا",
    "3 sneen": "3 سنين",
    "3arabe, fransewe mni7": "عربي, فرنساوي منيح",
    "kankhdem f tandif lbiout": "كنخدم في تنظيف بيوت",
}
TOLD = {
    "bbi3 7wayej f sou9": "shop.market",
    "khdemt f matbakh, kan9te3 lkhodra": "kitchen.cut",
    "b3mel tandif 3and 3ayla": "cleaning.clean",
}
NOT_ARABIC = (
    "je fais le ménage",
    "I clean houses",
    "merci",
    "Lyon",
    "06 39 98 10 13",
    "فرنسي A2",
    "A2",
    "rana@example.org",
    "oui",
    "bas de page",
)
ANYWHERE = {
    "salem 3likom": "سلام عليكم",
    "na3am mwafe9": "نعم موافق",
    "wakha": "واخا",
    "ma ba3ref": "ما بعرف",
    "ana 3ayez a3mel cv": "انا عايز اعمل cv",
    "kont nsou9 camion fi libya 5 snin": "كنت نسوق كاميو في libya 5 سنين",
}
NEAR_ARABIC = (
    "Khadija Benali",
    "bonjour je m'appelle Salem, inchallah ça va marcher",
    "oui wakha",
    "je suis en 3eme",
    "2m1 mat1 a 2h",
    "chauffeur, permis B et C, caces R489",
    "bac pro cuisine",
    "client camion chauffeur papiers",
    "h24 7j/7",
)


@pytest.mark.parametrize(("typed", "read"), READ.items())
def test_arabic_in_latin_letters_is_read(typed: str, read: str) -> None:
    assert HINTS(Text(typed), State(lang="ar")).written == read


@pytest.mark.parametrize(("typed", "act"), TOLD.items())
def test_what_was_done_is_heard_in_latin_letters(typed: str, act: str) -> None:
    read = HINTS(Text(typed), State(lang="ar")).written
    assert act in [told.act for told in acts.told(read, "ar", CONTENT)]


@pytest.mark.parametrize("typed", NOT_ARABIC)
def test_another_language_stays_as_it_is(typed: str) -> None:
    assert not HINTS(Text(typed), State(lang="ar")).written


@pytest.mark.parametrize("lang", ["fr", "en", "uk"])
@pytest.mark.parametrize(("typed", "read"), ANYWHERE.items())
def test_it_is_read_whichever_language_is_spoken(typed: str, read: str, lang: str) -> None:
    assert HINTS(Text(typed), State(lang=lang)).written == read


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("typed", [*NOT_ARABIC, *NEAR_ARABIC])
def test_a_conversation_in_another_language_is_left_alone(typed: str, lang: str) -> None:
    assert not HINTS(Text(typed), State(lang=lang)).written


def test_nothing_is_known_without_words() -> None:
    assert not Arabizi((), {})("bonjour tout le monde")
