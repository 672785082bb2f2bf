"""What keeps WhatsApp from working is said to the operator in one sentence, once, and without anybody's words."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.channels.whatsapp.doctor import introduce
from bot.channels.whatsapp.troubles import MANY
from tests.bot.whatsapp.conftest import VERIFY, Chat, account
from tests.bot.whatsapp.test_webhook import HELLO
from tests.doubles import graph as meta
from tests.doubles.graph import PHONE, SECRET, Graph, signed

OTHER = HELLO.replace(PHONE.encode(), b"123456123")
ALERT = HELLO.replace(b'"field": "messages"', b'"field": "account_alerts"')


@pytest.fixture(autouse=True)
async def every(graph: Graph, caplog: pytest.LogCaptureFixture) -> AsyncIterator[None]:
    caplog.set_level(logging.INFO, "bot")
    yield
    told = [PHONE, "123456123", "33600000007", "bonjour", SECRET, meta.TOKEN, VERIFY]
    logged = "\n".join(map(logging.Formatter().format, caplog.get_records("call")))
    assert [secret for secret in told if secret in logged] == []


def warned(caplog: pytest.LogCaptureFixture) -> list[str]:
    mine = (record for record in caplog.records if record.name.startswith("bot"))
    return [record.getMessage() for record in mine if record.levelno >= logging.WARNING]


# ---------------------------------------------------------------- what is delivered


async def test_a_secret_that_is_not_ours_is_said_once_and_again_after_it_was_well(
    graph: Graph, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    other = signed(HELLO, "another secret")
    assert await graph.deliver(HELLO, 3, other) == [401] * 3
    (sentence,) = warned(caplog)
    assert "ATOUT_WHATSAPP_SECRET" in sentence
    assert "somebody else" in sentence
    assert await chat.says("bonjour")
    assert len(warned(caplog)) == 1
    await graph.deliver(HELLO, 3, other)
    assert len(warned(caplog)) == 2


async def test_another_number_is_said_once(graph: Graph, chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    assert await graph.deliver(OTHER, 3) == [200] * 3
    (sentence,) = warned(caplog)
    assert "ATOUT_WHATSAPP_PHONE" in sentence
    assert chat.person.shown == []


async def test_an_account_with_two_numbers_is_no_trouble(
    graph: Graph, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        await chat.says("bonjour")
        await graph.deliver(OTHER, MANY - 1)
    assert warned(caplog) == []
    await graph.deliver(OTHER, 3)
    (sentence,) = warned(caplog)
    assert "ATOUT_WHATSAPP_PHONE" in sentence


async def test_what_is_of_no_number_is_no_trouble(graph: Graph, chat: Chat, caplog: pytest.LogCaptureFixture) -> None:
    del chat
    assert await graph.deliver(ALERT) == [200]
    assert warned(caplog) == []


async def test_another_word_than_the_one_agreed_upon(
    graph: Graph, chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    del chat
    for _ in range(3):
        assert (await graph.challenge("guess"))[0] == 403
    (sentence,) = warned(caplog)
    assert "ATOUT_WHATSAPP_VERIFY" in sentence
    assert (await graph.challenge(VERIFY))[0] == 200


# ---------------------------------------------------------------- at the start


async def test_it_says_under_which_number_it_answers(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    await introduce(account(graph), SECRET)
    (record,) = [record for record in caplog.records if record.name.startswith("bot")]
    assert record.getMessage() == "whatsapp answers"
    assert getattr(record, "found", {}) == {"name": "https://wa.me/15550783881", "shown": "Atout"}


@pytest.mark.parametrize(
    ("code", "more", "said"),
    [
        (190, {}, "ATOUT_WHATSAPP_TOKEN"),
        (100, {}, "ATOUT_WHATSAPP_PHONE"),
        (131031, {}, "account locked"),
        (2, {}, "not well"),
        (0, {"html": True}, "not well"),
        (0, {"html": True, "status": 200}, "not well"),
        (0, {}, "cannot be reached"),
    ],
)
async def test_why_it_does_not_answer(
    graph: Graph, code: int, more: dict[str, object], said: str, caplog: pytest.LogCaptureFixture
) -> None:
    graph.fail("phone", code, **more)
    await introduce(account(graph), SECRET)
    (sentence,) = warned(caplog)
    assert said in sentence


async def test_a_secret_of_another_application(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    await introduce(account(graph), "another secret")
    (sentence,) = warned(caplog)
    assert "ATOUT_WHATSAPP_SECRET" in sentence


async def test_what_cannot_even_be_asked_is_no_failure(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    await introduce(replace(account(graph), token="é\n"), SECRET)
    await introduce(replace(account(graph), api="http://[nowhere"), SECRET)
    assert len(warned(caplog)) == 2
