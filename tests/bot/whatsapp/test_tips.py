"""A game and a tip a day on WhatsApp: taps, the 24 hours, and the clocks of the office."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app import now
from bot.daytime import BEGINS, ENDS
from tests.bot.whatsapp.conftest import Ahead, Chat, at_home
from tests.doubles.graph import Graph

HOUR = 60 * 60 * 1000
PARIS = ZoneInfo("Europe/Paris")
YES = ("bonjour", "oui", "conseils", "oui")


def at(hour: int) -> Ahead:
    """Return a clock at which it is that hour in the office, tomorrow."""
    today = datetime.fromtimestamp(now() / 1000, PARIS)
    then = (today + timedelta(days=1)).replace(hour=hour, minute=5)
    return Ahead(int(then.timestamp() * 1000) - now())


@pytest.fixture
def ahead() -> Ahead:
    return at(14)


@pytest.fixture
async def chat(graph: Graph, tmp_path: Path, ahead: Ahead) -> AsyncIterator[Chat]:
    async with at_home(graph, tmp_path, ahead, "atout_wait") as house:
        graph.approve("atout_wait", "fr", "Un message vous attend. Écrivez un mot pour le lire.")
        yield Chat(graph.person(), house)


async def test_a_game_is_five_taps_each_with_its_sentence_in_one_message(chat: Chat) -> None:
    await chat.says("bonjour", "oui")
    (card,) = await chat.says("vrai ou faux")
    for _ in range(5):
        assert len(card.labels) == 3  # two answers and the way out: buttons, no list
        (card,) = await chat.after(chat.person.taps(card.labels[0], card))
    assert "C'est la fin du jeu." in card.text
    assert card.labels[:2] == ["Oui", "Non"]


async def test_a_tip_comes_inside_the_day_and_a_tap_on_it_brings_the_next(chat: Chat, ahead: Ahead) -> None:
    await chat.says(*YES)
    for _ in range(3):
        ahead.ms += 23 * HOUR
        (tip,) = await chat.after(chat.house.settle())
        assert tip.labels[:2] == ["Encore demain", "Stop conseils"]
        (said,) = await chat.after(chat.person.taps("Encore demain", tip))
        assert not said.labels


async def test_after_the_day_nobody_is_called_for_a_tip_and_a_word_sets_the_clock_again(
    graph: Graph, chat: Chat, ahead: Ahead
) -> None:
    await chat.says(*YES)
    ahead.ms += 23 * HOUR
    assert len(await chat.after(chat.house.settle())) == 1
    calls = len(graph.called("messages"))
    ahead.ms += 30 * HOUR
    await chat.house.settle()
    assert len(graph.called("messages")) == calls  # not even the approved message
    await chat.says("continuer")
    ahead.ms += 22 * HOUR
    assert len(await chat.after(chat.house.settle())) == 1


async def test_a_tip_that_is_due_at_night_waits_for_the_morning(graph: Graph, tmp_path: Path) -> None:
    clock = at(22)
    async with at_home(graph, tmp_path, clock) as house:
        chat = Chat(graph.person(), house)
        await chat.says(*YES)
        clock.ms += 20 * HOUR  # it is six in the evening
        assert len(await chat.after(house.settle())) == 1
        await chat.says("merci")
        clock.ms += 15 * HOUR  # nine in the morning, and twenty hours are not over
        assert await chat.after(house.settle()) == []
        clock.ms += 8 * HOUR
        assert len(await chat.after(house.settle())) == 1


async def test_a_tip_that_comes_late_is_not_said_at_night(graph: Graph, tmp_path: Path) -> None:
    clock = at(14)
    async with at_home(graph, tmp_path, clock) as house:
        chat = Chat(graph.person(), house)
        await chat.says(*YES)
        clock.ms += 9 * HOUR
        await chat.says("continuer")
    clock.ms += 22 * HOUR  # this program was down all day: it is nine in the evening
    async with at_home(graph, tmp_path, clock) as house:
        here = datetime.fromtimestamp(clock() / 1000, PARIS)
        assert not BEGINS <= here.hour < ENDS
        chat = Chat(chat.person, house)
        assert await chat.after(house.settle()) == []
        await chat.says("continuer")
        clock.ms += 12 * HOUR
        assert len(await chat.after(house.settle())) == 1
