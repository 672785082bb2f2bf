"""Who may speak at the address Meta calls, and what happens to everything else: nothing, and never a failure."""

from __future__ import annotations

import json
import time

import httpx2
import pytest

from bot.channels.whatsapp.webhook import Secrets
from bot.channels.whatsapp.webhook import signed as is_signed
from tests.bot.whatsapp.conftest import VERIFY, Chat
from tests.doubles.graph import PHONE, SECRET, Graph, signed

NOW = str(int(time.time()))
FORGED = (None, "x", "sha256=", "sha256=00", "sha1=00", signed(b"other"), signed(b"{}", "another secret"))


def body(**message: object) -> bytes:
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "1", "phone_number_id": PHONE},
        "contacts": [{"wa_id": "33600000007", "user_id": "FR.133600000007", "profile": {"name": "Awa"}}],
        "messages": [{"from": "33600000007", "id": "wamid.A", "timestamp": NOW, **message}],
    }
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [
        {"field": "messages", "value": value}]}]}).encode()  # fmt: skip


HELLO = body(type="text", text={"body": "bonjour"})


@pytest.mark.parametrize("signature", FORGED)
async def test_what_is_not_signed_is_not_taken_in(graph: Graph, chat: Chat, signature: str | None) -> None:
    assert await graph.deliver(HELLO, signature=signature) == [401]
    assert await chat.house.peek("whatsapp", "FR.133600000007") is None


@pytest.mark.parametrize("text", ["é", "@", "a/b", "👋🏽", "\\u00e9", "\u202eabc"])
async def test_a_signature_is_of_the_bytes_as_they_came(graph: Graph, chat: Chat, text: str) -> None:
    raw = HELLO.replace(b"bonjour", text.encode())
    assert await graph.deliver(raw) == [200]
    assert await chat.house.peek("whatsapp", "FR.133600000007") is not None


STRANGE = (
    b"", b"{", b"[]", b"null", b"3", b'"x"', b"{}", b'{"object": "page"}', b"\xff\xfe", b"[" * 50_000,
    b'{"object": NaN}',
    b'{"object": "whatsapp_business_account"}',
    b'{"object": "whatsapp_business_account", "entry": 3}',
    b'{"object": "whatsapp_business_account", "entry": [null, 3, {"changes": [{"value": []}]}]}',
    HELLO.replace(PHONE.encode(), b"999"),
    HELLO.replace(b'"messages"', b'"else"', 1),
    body(type="text", text=None), body(type="text"), body(type=7), body(), body(type="interactive", interactive=[]),
    body(type="contacts", contacts=[{}]), body(type="edit", edit={"message": 3}), body(type="reaction", reaction={}),
    body(type="text", text={"body": "x"}, id=None), body(type="text", text={"body": "x"}, id=""),
    body(type="document", document={"id": 3, "filename": {}}), body(type="new thing", **{"new thing": {"a": [1]}}),
    HELLO.replace(b'"bonjour"', b'"\\ud800 a\\u0000b"'),
)  # fmt: skip


@pytest.mark.parametrize("raw", STRANGE, ids=range(len(STRANGE)))
async def test_what_cannot_be_read_is_no_failure(graph: Graph, chat: Chat, raw: bytes) -> None:
    assert await graph.deliver(raw) == [200]
    assert await chat.says("bonjour")  # it goes on


async def test_a_body_that_is_too_large_is_refused_as_it_comes(graph: Graph, chat: Chat) -> None:
    assert await graph.deliver(b"x" * (3 * 1024 * 1024 + 1)) == [413]
    large = HELLO.replace(b'"profile"', b'"more": "' + b"x" * 2_900_000 + b'", "profile"')
    assert await graph.deliver(large) == [200]
    assert await chat.house.peek("whatsapp", "FR.133600000007") is not None


async def test_the_address_is_confirmed_to_who_knows_the_word(graph: Graph, chat: Chat) -> None:
    del chat
    status, challenge = await graph.challenge(VERIFY)
    assert (status, challenge.isdecimal()) == (200, True)
    assert (await graph.challenge("guess"))[0] == 403
    assert (await graph.challenge(VERIFY, "unsubscribe"))[0] == 403
    assert (await graph.challenge("é"))[0] == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_nothing_else_is_done_there(graph: Graph, chat: Chat, method: str) -> None:
    del chat
    async with httpx2.AsyncClient() as client:
        assert (await client.request(method, graph.webhook)).status_code == 405


async def test_who_is_not_committed_is_not_received(graph: Graph, chat: Chat) -> None:
    await chat.house.stop()
    assert await graph.deliver(HELLO) == [503]


def test_the_secret_is_nowhere_to_be_seen() -> None:

    assert SECRET not in repr(Secrets(SECRET, VERIFY))


@pytest.mark.parametrize("header", ["", "é", "sha256=é", "\udcff"])
def test_a_signature_in_strange_letters_is_none(header: str) -> None:
    assert not is_signed(HELLO, header, SECRET)
    assert not is_signed(HELLO, signed(HELLO, ""), "")  # nobody set a secret: nobody can sign
