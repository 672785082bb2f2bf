"""Who writes more in a minute than is read: told once, all of it kept, danger heard; and no old message anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.hurry import MINUTE, Hurry
from flows.model import Hints, Phrase
from locales import translator
from tests.bot.telegram.conftest import HastyClock, tg
from tests.bot.telegram.test_conversation import at_home as on_telegram
from tests.bot.telegram.test_conversation import meet
from tests.bot.whatsapp.conftest import Ahead, Chat, graph
from tests.bot.whatsapp.conftest import at_home as on_whatsapp
from tests.doubles.graph import Graph
from tests.doubles.telegram import Telegram
from tests.flows.test_danger import ALARM, LANGS, begun, keys

__all__ = ["graph", "tg"]
MOST = 4
WORD = "gnou"  # said by nobody but who floods
WEEK = 7 * 24 * 60 * MINUTE


def kindly(lang: str) -> str:
    """What is said to who is in a hurry."""
    return translator(lang)(Phrase("hurried"))


def test_so_many_a_minute_are_read_by_the_time_they_were_sent() -> None:
    hurry = Hurry(2)
    assert [hurry.over("a", "x", at, str(at)) for at in (0, 1, 2, MINUTE - 1, MINUTE, MINUTE + 1)] == [False] * 2 + [
        True,
        True,
        False,
        False,
    ]
    assert not hurry.over("a", "y", 3, "0")
    assert not hurry.over("b", "x", 3, "0")


def test_what_is_not_counted_is_read() -> None:
    hurry = Hurry(0)
    assert not any(hurry.over("a", "x", 0, str(n)) for n in range(99))


def test_what_came_in_another_order_counts_by_its_own_minute() -> None:
    hurry = Hurry(1)
    assert [hurry.over("a", "x", at, ident) for at, ident in ((9 * MINUTE, "a"), (0, "b"), (9 * MINUTE, "c"))] == [
        False,
        False,
        True,
    ]


def test_who_was_quiet_longest_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.hurry.PEOPLE", 2)
    hurry = Hurry(1)
    assert [hurry.over("a", name, 0, str(n)) for n, name in enumerate("xyzx")] == [False] * 4


@pytest.mark.parametrize("lang", LANGS)
def test_it_is_said_once_in_a_row_and_the_question_stands(lang: str) -> None:
    talk = begun(lang)
    before, calm = talk.cur, talk.hint
    talk.hint = lambda _body, _state: Hints(hurried=True)
    assert [keys(talk.send(word)) for word in ("1", "2", "3")] == [[["hurried"]], [], []]
    assert talk.cur == before
    talk.hint = calm
    talk.send("?")
    talk.hint = lambda _body, _state: Hints(hurried=True)
    assert keys(talk.send("1")) == [["hurried"]]


@pytest.mark.parametrize("lang", LANGS)
def test_danger_is_heard_in_the_midst_of_it(lang: str) -> None:
    talk = begun(lang)
    talk.hint = lambda _body, _state: Hints(hurried=True)
    talk.send("1")
    assert any(key.startswith("danger") for said in keys(talk.send(ALARM[lang])) for key in said)


@pytest.mark.parametrize("lang", ["fr", "en", "ar", "uk"])
async def test_on_telegram_all_is_kept_and_it_is_said_once(tg: Telegram, tmp_path: Path, lang: str) -> None:
    async with on_telegram(tg, tmp_path, HastyClock(), hurry=MOST) as house:
        chat = meet(tg, house, lang)
        await chat.agrees()
        for n in range(MOST + 3):
            await chat.after(chat.person.says(f"{WORD} {n}"))
        texts = [shown.text for shown in chat.person.shown]
        assert texts[-1] == kindly(lang)
        assert texts.count(kindly(lang)) == 1
        tg.date += 60
        assert await chat.after(chat.person.says("menu"))
        kept = [line.text for line in await house.transcript("telegram", "7")]
        assert [text for text in kept if WORD in text] == [f"{WORD} {n}" for n in range(MOST + 3)]


async def test_on_whatsapp_all_is_kept_and_it_is_said_once(graph: Graph, tmp_path: Path) -> None:
    async with on_whatsapp(graph, tmp_path, hurry=MOST) as house:
        chat = Chat(graph.person(), house)
        await chat.says("bonjour", "oui", *(f"{WORD} {n}" for n in range(MOST)))
        assert [kindly("fr") in shown.text for shown in chat.person.shown].count(True) == 1
        graph.date += 60
        assert await chat.says("menu")


async def test_a_message_older_than_meta_delivers_is_played_again_by_somebody_and_set_aside(
    graph: Graph,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    ahead = Ahead(WEEK + MINUTE)
    async with on_whatsapp(graph, tmp_path, ahead) as house:
        chat = Chat(graph.person(), house)
        assert await chat.says("bonjour") == []
        assert "older than what the platform delivers" in caplog.text
        graph.date += 2 * 60
        assert await chat.says("bonjour")
