"""What is said of a message after it was taken: how far it came, that it was lost, that nobody may be written to."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest

from bot.app import House
from bot.channels.base import Reached
from bot.outbox import DOUBT_AFTER
from tests.bot.whatsapp.conftest import Ahead, Chat, at_home
from tests.doubles.graph import Fault, Graph

HOUR = 60 * 60 * 1000
BEGUN = ("bonjour", "oui", "je fais le ménage chez une dame")


def furthest(folder: Path) -> list[int]:
    """How far each message of ours came, as it is kept, in the order they were said."""
    with sqlite3.connect(f"file:{folder / 'data' / 'atout.db'}?mode=ro", uri=True) as db:
        return [row[0] for row in db.execute("SELECT reached FROM message WHERE direction = 'out' ORDER BY at, line")]


@pytest.mark.parametrize("seed", range(4))
async def test_reports_only_climb_in_whatever_order_they_come(
    graph: Graph, chat: Chat, tmp_path: Path, seed: int
) -> None:
    graph.receipts = ()
    await chat.says(*BEGUN)
    graph.held = []
    for shown, last in zip(chat.person.shown, ("sent", "delivered", "read"), strict=True):
        for status in ("sent", "delivered", "read", "played", "deleted")[
            : ("sent", "delivered", "read").index(last) + 1
        ]:
            await graph.status(shown.id, status)
    assert set(await graph.release(2, random.Random(seed))) == {200}
    assert furthest(tmp_path) == [Reached.TAKEN, Reached.DELIVERED, Reached.READ]


async def test_a_message_whose_receipt_was_lost_is_not_sent_again_once_it_is_reported(
    graph: Graph, chat: Chat, ahead: Ahead
) -> None:
    graph.receipts = ("sent",)
    graph.faults = [Fault("messages", done=True)]
    await chat.says("bonjour")
    await graph.until(lambda: any(b'"statuses"' in raw for raw in graph.events))
    ahead.ms += DOUBT_AFTER + 1
    await chat.house.settle()
    assert len(chat.person.shown) == 1


async def test_without_a_report_it_is_sent_once_more(graph: Graph, chat: Chat, ahead: Ahead) -> None:
    graph.receipts = ()
    graph.faults = [Fault("messages", done=True)]
    await chat.says("bonjour")
    ahead.ms += DOUBT_AFTER + 1
    await chat.house.settle()
    assert len(chat.person.shown) == 2


async def test_a_cv_whose_picture_was_lost_on_the_way_comes_again_whole(graph: Graph, chat: Chat, ahead: Ahead) -> None:
    await chat.says(*BEGUN, "oui", "1 3 4", "3 ans", "1", "Awa Diallo", "06 39 98 10 01", "Nantes", "oui")
    before = len(chat.person.shown)
    file = next(shown for shown in chat.person.shown if shown.file_kind)
    await graph.status(file.id, "failed", 131053)
    ahead.ms += 5_000
    await chat.house.settle()
    again = chat.person.shown[before:]
    assert again
    assert again[0].file_kind == file.file_kind


async def test_a_reminder_that_comes_too_late_is_not_even_tried(graph: Graph, chat: Chat, ahead: Ahead) -> None:
    await chat.says(*BEGUN, "plus tard", "oui")
    calls = len(graph.called("messages"))
    ahead.ms += 25 * HOUR  # the server was down meanwhile
    await chat.house.settle()
    assert len(graph.called("messages")) == calls
    assert len(await chat.says("bonjour")) == 1  # nor is it said now, when they are here


async def test_a_reminder_inside_a_day_is_sent(chat: Chat, ahead: Ahead) -> None:
    await chat.says(*BEGUN, "plus tard", "oui")
    before = len(chat.person.shown)
    ahead.ms += 20 * HOUR + 1
    await chat.house.settle()
    assert len(chat.person.shown) == before + 1


async def test_where_an_operator_has_an_approved_message_it_calls_for_what_waits(
    graph: Graph, tmp_path: Path, ahead: Ahead
) -> None:
    graph.approve("atout_wait", "fr", "Un message vous attend. Écrivez un mot pour le lire.")
    async with at_home(graph, tmp_path, ahead, "atout_wait") as house:
        chat = Chat(graph.person(), house)
        await chat.says(*BEGUN, "plus tard", "oui")
        ahead.ms += 25 * HOUR
        said = await chat.after(house.settle())
        assert [shown.kind for shown in said] == ["template"]
        ahead.ms += HOUR
        assert await chat.after(house.settle()) == []  # one call is enough
        assert len(await chat.says("bonjour")) >= 1


async def test_a_template_meta_does_not_know_is_no_reason_to_lose_what_waits(
    graph: Graph, tmp_path: Path, ahead: Ahead
) -> None:
    async with at_home(graph, tmp_path, ahead, "nobody_approved_it") as house:
        chat = Chat(graph.person(), house)
        await chat.says(*BEGUN, "plus tard", "oui")
        ahead.ms += 25 * HOUR
        assert await chat.after(house.settle()) == []
        assert await waiting(house, chat)


async def waiting(house: House, chat: Chat) -> bool:
    """Whether something that waited comes once the person writes, before what answers them."""
    return len(await chat.says("bonjour")) >= 1
