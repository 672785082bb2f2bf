"""The double is honest: a client this project did not write can work with it, and what it sends has the right form."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

import httpx
import pytest
from pywa import errors
from pywa.types.callback import Button, Section, SectionList, SectionRow
from pywa_async.client import WhatsApp

from tests.doubles.graph import DAY, PHONE, SECRET, TOKEN, Graph
from tests.doubles.graph_people import Person


@pytest.fixture
async def other(graph: Graph) -> AsyncIterator[WhatsApp]:
    async with httpx.AsyncClient() as session:
        yield client(graph, session)


def client(graph: Graph, session: httpx.AsyncClient, token: str = TOKEN) -> WhatsApp:
    """Return a client of pywa. It knows one address, Meta's: the session is told another afterwards."""
    made = WhatsApp(PHONE, token, session=session, server=None, app_secret=SECRET)
    session.base_url = httpx.URL(f"{graph.url}/v23.0")
    return made


@pytest.fixture
async def awa(graph: Graph) -> Person:
    """Somebody who has just written."""
    person = graph.person()
    await person.says("bonjour")
    return person


def buttons(*titles: str) -> list[Button]:
    return [Button(title, callback_data=f"1.{place}") for place, title in enumerate(titles)]


def rows(count: int, title: str = "Choix") -> SectionList:
    made = [SectionRow(f"{title} {place}", callback_data=f"2.{place}") for place in range(count)]
    return SectionList("Choisir", [Section("Métiers", made)])


async def test_another_client_sends_text_buttons_and_a_list(awa: Person, other: WhatsApp) -> None:
    sent = await other.send_message(awa.wa_id, "D'accord ?", buttons=buttons("Oui", "Non", "Plus"))
    await other.send_message(awa.user_id, "Quel métier ?", buttons=rows(10))
    await other.send_message(awa.user_id, "Merci.")
    assert [shown.text for shown in awa.shown] == ["D'accord ?", "Quel métier ?", "Merci."]
    assert [shown.kind for shown in awa.shown] == ["button", "list", "text"]
    assert sent.id == awa.shown[0].id
    assert awa.shown[0].labels == ["Oui", "Non", "Plus"]
    assert awa.shown[1].opener == "Choisir"
    assert awa.shown[1].sections == {"Métiers": [f"Choix {place}" for place in range(10)]}


async def test_the_double_refuses_what_the_documents_forbid(graph: Graph, awa: Person, other: WhatsApp) -> None:
    for case in (
        lambda: other.send_message(awa.wa_id, "x", buttons=buttons("a", "b", "c", "d")),
        lambda: other.send_message(awa.wa_id, "x", buttons=buttons("x" * 21)),
        lambda: other.send_message(awa.wa_id, "x", buttons=buttons("a", "a")),
        lambda: other.send_message(awa.wa_id, "x" * 1025, buttons=buttons("a")),
        lambda: other.send_message(awa.wa_id, "x", buttons=rows(11)),
        lambda: other.send_message(awa.wa_id, "x", buttons=rows(1, "x" * 23)),
        lambda: other.send_message(awa.wa_id, "x" * 4097, buttons=rows(1)),
        lambda: other.send_message(awa.wa_id, "x" * 4097),
    ):
        await refused(graph, case)
    assert awa.shown == []
    graph.wrong.clear()


async def refused(graph: Graph, case: Callable[[], Coroutine[Any, Any, object]]) -> None:
    before = len(graph.wrong)
    with pytest.raises(errors.InvalidParameter):
        await case()
    assert len(graph.wrong) > before


async def test_what_fits_exactly_is_taken(awa: Person, other: WhatsApp) -> None:
    await other.send_message(awa.wa_id, "x" * 1024, buttons=buttons("x" * 20))
    await other.send_message(awa.wa_id, "x" * 4096, buttons=rows(10, "x" * 22))
    await other.send_message(awa.wa_id, "x" * 4096)
    assert len(awa.shown) == 3


async def test_a_wrong_token_and_a_closed_window(graph: Graph, awa: Person, other: WhatsApp) -> None:
    async with httpx.AsyncClient() as session:
        with pytest.raises(errors.ExpiredAccessToken):
            await client(graph, session, "revoked").send_message(awa.wa_id, "x")
    graph.date += DAY
    await other.send_message(awa.wa_id, "still open")
    graph.date += 1
    with pytest.raises(errors.ReEngagementMessage):
        await other.send_message(awa.wa_id, "x")
    with pytest.raises(errors.MessageUndeliverable):
        await other.send_message("33600000008", "x")
    assert [shown.text for shown in awa.shown] == ["still open"]
