"""What a person sends without a word, while a counsellor speaks: a line of the talk, in the reader's language."""

from __future__ import annotations

import re
from html import unescape

import pytest

from flows.model import Contact, Media, Phrase, Place, Text, Unsupported, Voice
from locales.translate import translator
from tests.bot.desk.full import BEGUN, Full

KINDS = (
    (Voice(seconds=4), "voice"),
    (Media("photo"), "photo"),
    (Media("video"), "video"),
    (Place(), "place"),
    (Media("sticker"), "sticker"),
    (Media("file"), "file"),
    (Media("game"), "other"),
    (Unsupported("poll"), "other"),
    (Contact("", ""), "other"),
)


@pytest.mark.parametrize("lang", ["fr", "en", "ar", "uk"])
def test_each_kind_that_came_without_words_is_a_line_of_the_talk(full: Full, lang: str) -> None:
    anna, address, translate = full.staff["Anna"].http, f"sends {lang}", translator(lang)
    full.says(address, *BEGUN, Text("une personne"), Text("oui"))
    case = full.takes("Anna", address)
    full.says(address, *(body for body, _ in KINDS), Media("photo", caption="ma lettre de la CAF"))
    talk = unescape(anna.get(f"{case}?lang={lang}").text).partition('id="lines"')[2]
    lines = re.findall(r'<li id="\w+" class="theirs">(.*?)</li>', talk, re.DOTALL)
    said = [re.findall(r'class="said"[^>]*>([^<]*)', line) for line in lines][-len(KINDS) - 1 :]
    assert said == [*([translate(Phrase(f"desk.kind.{kind}"))] for _, kind in KINDS), ["ma lettre de la CAF"]]
    assert translate(Phrase("desk.kind.photo")) in lines[-1], "of words under a picture, that there is one"
