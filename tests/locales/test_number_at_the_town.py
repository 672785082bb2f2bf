"""A telephone number told where the town is asked is the number of the CV, and the town is asked again."""

from __future__ import annotations

import pytest

from flows.model import State
from locales.translate import translator
from tests.flows.chat import Chat
from tests.locales.test_buttons import WAYS, content

ALONE = [
    ("fr", "07700 900123", "07700900123"),
    ("fr", "06 39 98 10 01", "06 39 98 10 01"),
    ("en", "my phone is 07700 900123", "07700900123"),
    ("en", "50 123 456", "50123456"),
    ("ar", "٠٦٣٩٩٨١٠٠١", "06 39 98 10 01"),
    ("ar", "رقمي 0639981001", "06 39 98 10 01"),
    ("uk", "+380 50 123 45 67", "+380 50 123 45 67"),
]
BESIDE = [
    ("fr", "Nantes, 06 39 98 10 01", "Nantes"),
    ("en", "Leeds 07700 900123", "Leeds"),
    ("en", "07700 900123, Leeds", "Leeds"),
    ("ar", "نانت 0639981001", "Nantes"),
    ("uk", "Нант 0639981001", "Nantes"),
]


def asked(lang: str) -> Chat:
    chat = Chat(content(), State(lang=lang), label=translator(lang))
    for one in WAYS[lang][:9]:
        chat.send(one)
    assert chat.cur == "cv/town"
    return chat


@pytest.mark.parametrize(("lang", "said", "number"), ALONE)
def test_a_number_where_the_town_is_asked_is_the_number_of_the_cv(lang: str, said: str, number: str) -> None:
    chat = asked(lang)
    chat.send(said)
    assert chat.trace.live.text("cv/phone") == number
    assert (chat.cur, "cv/town" in chat.live()) == ("cv/town", False)


@pytest.mark.parametrize(("lang", "said", "town"), BESIDE)
def test_the_town_beside_a_number_is_kept_with_it(lang: str, said: str, town: str) -> None:
    chat = asked(lang)
    chat.send(said)
    assert chat.trace.live.text("cv/phone")
    assert chat.trace.live.text("cv/town") in {town, said.split(maxsplit=1)[0]}
    assert chat.cur == "cv/facts"


def test_a_postcode_is_no_number() -> None:
    chat = asked("fr")
    chat.send("44000")
    assert (chat.trace.live.text("cv/phone"), chat.trace.live.text("cv/town")) == ("", "44000")
