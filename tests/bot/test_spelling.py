"""A dictionary in the real house: what nobody knew is understood after all; through kills, and where it hangs."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

import httpx2
import pytest

from bot import app
from bot.house import House
from bot.parts import Parts
from bot.settings import read
from bot.spelling import worker as working
from bot.spelling.worker import Mender, Worker, dictionaries
from flows.model import Text
from tests.bot.dictionaries import TELLS, WORDS, small, worker, workers
from tests.bot.little import Clock, Ids, Outside, open_store
from tests.bot.test_sent import Home
from tests.bot.test_serve import browser, press, say, serving
from tests.bot.test_talk import talking, text
from tests.patience import BUSY, patient

MISSPELT = TELLS["fr"][0]
SKILL = "Garder des enfants"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small(tmp_path_factory.mktemp("dictionaries") / "small")


@cache
def _parts(folder: Path) -> Parts:
    content = app.load_content(read({}))
    return app.parts(content, {}, Clock(), Ids(), spelling=dictionaries(folder, content.languages))


class Held:
    """A dictionary that takes as long as it is told to."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.go = asyncio.Event()

    async def mend(self, words: Sequence[str], lang: str) -> Mapping[str, str]:
        assert lang == "fr"
        self.asked.set()
        await self.go.wait()
        return {"zenfan": "enfant"} if "zenfan" in words else {}

    async def stop(self) -> None:
        pass


class Spelled(Home):
    """A home with dictionaries, opened again after a crash."""

    parts: Parts

    async def wakes_with(self, mending: Held | Mender | None) -> None:
        await self.house.stop()
        self.opened += 1
        parts = replace(self.parts, mending=mending, ids=Ids(f"h{self.opened}"))
        self.house = House(open_store(self.folder, self.clock), parts)

    async def what(self) -> list[str]:
        known = await self.house.peek("push", "ana")
        return [fact.value.text for fact in known[1] if fact.qid == "exp/e1/what"] if known else []


@pytest.fixture
async def home(tmp_path: Path, clock: Clock, outside: Outside, folder: Path) -> Spelled:
    parts = replace(_parts(folder), now=clock, ids=Ids("h"), channels={outside.name: outside})
    made = Spelled(tmp_path, House(open_store(tmp_path, clock), parts), clock, outside)
    made.parts = parts
    await made.asks_for_a_cv()
    await made.does(Text("retour"))
    return made


async def test_a_word_nobody_knew_is_mended_and_its_act_is_asked_for_a_yes(home: Spelled) -> None:
    await home.does(Text(MISSPELT))
    assert SKILL in home.last
    assert MISSPELT in home.last
    await home.does(Text("non"))
    assert SKILL not in home.last
    await home.house.stop()


async def test_nothing_is_said_before_and_once_after(home: Spelled) -> None:
    held = Held()
    await home.wakes_with(held)
    before = home.outside.texts()
    await home.does(Text(MISSPELT), settle=False)
    settling = asyncio.create_task(home.house.settle())
    await held.asked.wait()
    assert home.outside.texts() == before
    held.go.set()
    await settling
    assert len(home.outside.texts()) == len(before) + 1
    await home.house.stop()


async def test_a_crash_while_it_is_asked_loses_nothing(home: Spelled) -> None:
    held = Held()
    await home.wakes_with(held)
    await home.does(Text(MISSPELT), settle=False)
    settling = asyncio.create_task(home.house.settle())
    await held.asked.wait()
    settling.cancel()
    await home.wakes_with(home.parts.mending)  # type: ignore[arg-type] # the real one
    await home.does(Text(MISSPELT), settle=False, again=True)
    await home.house.settle()
    assert SKILL in home.last
    assert await home.what() == [MISSPELT]
    await home.house.stop()


async def test_what_is_written_meanwhile_is_read_with_it(home: Spelled) -> None:
    held = Held()
    await home.wakes_with(held)
    await home.does(Text(MISSPELT), settle=False)
    settling = asyncio.create_task(home.house.settle())
    await held.asked.wait()
    await home.does(Text("je fais aussi le ménage"), settle=False)
    held.go.set()
    await settling
    await home.house.settle()
    assert (await home.what())[-1] == f"{MISSPELT} je fais aussi le ménage"
    known = await home.house.peek("push", "ana")
    assert known is not None
    acts = next(fact.value.ids for fact in reversed(known[1]) if fact.qid.endswith("/told"))
    assert {"childcare.mind", "cleaning.clean"} <= set(acts)
    await home.house.stop()


async def test_a_dictionary_that_knows_nothing_leaves_it_as_it_is_without_one(home: Spelled) -> None:
    await home.does(Text("des schtroumpfeurs de zboubi"))
    assert "Quelles tâches" in home.last
    await home.house.stop()


async def test_who_has_no_dictionary_is_answered_at_once(tmp_path: Path, clock: Clock, outside: Outside) -> None:
    parts = replace(app.parts(app.load_content(read({})), {}, Clock(), Ids()), now=clock, channels={"push": outside})
    made = Home(tmp_path, House(open_store(tmp_path, clock), parts), clock, outside)
    await made.asks_for_a_cv()
    await made.does(Text("retour"))
    await made.does(Text(MISSPELT), settle=False)
    await made.house.settle()
    assert "Quelles tâches" in made.last
    assert list(workers()) == []
    await made.house.stop()


# ---------------------------------------------------------------- the process


@pytest.fixture
async def mender(folder: Path) -> Mender:
    return Mender(dictionaries(folder, tuple(WORDS)), lambda _lang, _word, found: found[0] if found else "")


async def test_one_process_is_kept_and_begun_again_when_it_fell(mender: Mender) -> None:
    assert await mender.mend(("zenfan",), "fr") == {"zenfan": "enfant"}
    (first,) = workers()
    assert await mender.mend(("jardyn", "école"), "fr") == {"jardyn": "jardin"}
    assert list(workers()) == [first]
    os.kill(first, signal.SIGKILL)
    assert await mender.mend(("zenfan",), "fr") == {}
    assert await mender.mend(("zenfan",), "fr") == {"zenfan": "enfant"}
    await mender.stop()
    assert list(workers()) == []


async def test_one_that_hangs_is_given_up_and_ended(mender: Mender, monkeypatch: pytest.MonkeyPatch) -> None:
    await mender.mend(("zenfan",), "fr")
    (stuck,) = workers()
    os.kill(stuck, signal.SIGSTOP)
    monkeypatch.setattr(working, "PATIENCE", 0.3)
    began = time.monotonic()
    assert await mender.mend(("zenfan",), "fr") == {}
    assert time.monotonic() - began < patient(2)
    assert list(workers()) == []
    monkeypatch.undo()
    assert await mender.mend(("zenfan",), "fr") == {"zenfan": "enfant"}
    await mender.stop()


async def test_a_language_that_loads_slowly_is_ready_for_the_next(
    mender: Mender, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(working, "PATIENCE", 0.0)
    assert await mender.mend(("zenfan",), "fr") == {}
    monkeypatch.undo()
    assert await mender.mend(("zenfan",), "fr") == {"zenfan": "enfant"}
    await mender.stop()


async def test_a_dictionary_that_does_not_load_is_not_tried_again(tmp_path: Path) -> None:
    asked = Worker(tmp_path / "fr")
    for _ in range(2):
        assert list(await asked.ask("zenfan")) == []
    assert list(workers()) == []
    await asked.stop()


def of(process: int, what: str) -> str:
    return Path(f"/proc/{process}/{what}").read_text(encoding="ascii")


async def test_its_process_can_open_and_write_nothing(mender: Mender) -> None:
    await mender.mend(("zenfan",), "fr")
    (found,) = workers()
    limits, environ = of(found, "limits"), of(found, "environ")
    for line in (r"Max open files\s+3\s+3", r"Max file size\s+0\s+0", r"Max core file size\s+0\s+0"):
        assert re.search(line, limits), limits
    assert "ATOUT" not in environ
    await mender.stop()


def test_the_dictionary_of_a_language_goes_before_that_of_a_country(folder: Path, tmp_path: Path) -> None:
    for name in ("fr.dic", "fr.aff", "fr_BE.dic", "fr_BE.aff", "en_US.dic", "en_US.aff", "uk_UA.dic"):
        (tmp_path / name).touch()
    assert dictionaries(tmp_path, ("fr", "en", "uk")) == {"fr": tmp_path / "fr", "en": tmp_path / "en_US"}
    assert dictionaries(tmp_path / "nowhere", ("fr",)) == {}


# ---------------------------------------------------------------- through the real doors


def test_in_the_terminal(folder: Path) -> None:
    with talking("--lang", "fr", ATOUT_DICTIONARIES=str(folder)) as talk:
        assert SKILL in text(talk.says("bonjour", "oui", MISSPELT))


def without(tmp_path: Path) -> str:
    with talking("--lang", "fr", ATOUT_DICTIONARIES=str(tmp_path / "nowhere")) as talk:
        return text(talk.says("bonjour", "oui", MISSPELT))


def test_in_the_terminal_without_one(tmp_path: Path) -> None:
    assert SKILL not in without(tmp_path)


def shown(http: httpx2.Client, words: str) -> bool:
    """Whether the page comes to show these words."""
    until = time.monotonic() + BUSY
    while time.monotonic() < until:
        if words in http.get("/").text:
            return True
        time.sleep(0.1)
    return False


@pytest.fixture
def talked(tmp_path: Path, folder: Path) -> Iterator[dict[str, str]]:
    """Somebody whose words wait for a dictionary that hangs, in a server that is killed meanwhile."""
    with serving(tmp_path, ATOUT_DICTIONARIES=str(folder)) as (process, at), browser(at) as http:
        page = say(http, 1, open="fr")
        say(http, 2, press=press(page, "agree"))
        say(http, 3, text="schtroumpf zboubi")
        assert shown(http, "je demande autrement")
        hanging = worker(process.pid)
        os.kill(hanging, signal.SIGSTOP)
        say(http, 4, text=MISSPELT)
        process.kill()
        process.wait()
        os.kill(hanging, signal.SIGKILL)
        yield dict(http.cookies)


def test_on_the_web_through_a_kill_while_it_is_asked(tmp_path: Path, folder: Path, talked: dict[str, str]) -> None:
    with (
        serving(tmp_path, ATOUT_DICTIONARIES=str(folder)) as (_, at),
        httpx2.Client(base_url=at, cookies=talked) as http,
    ):
        assert shown(http, SKILL)


# ---------------------------------------------------------------- is it a word?


async def test_a_dictionary_says_of_many_words_which_are_some(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "LOOKING", 120.0)  # however busy this machine is
    mender = Mender(dictionaries(folder, ["fr", "uk"]), lambda _lang, _word, _found: "")
    try:
        asked = ["enfant", "jardin", "zenfan", "karim", *(f"mot{'a' * n}" for n in range(300))]
        assert await mender.known(asked, "fr") == frozenset({"enfant", "jardin"})
        assert await mender.known([], "fr") == frozenset()
        assert await mender.known(["школа", "shkola", "карім", "a\tb", "?", ""], "uk") == frozenset({"школа"})
    finally:
        await mender.stop()


async def test_nobody_can_say_without_a_dictionary(folder: Path, tmp_path: Path) -> None:
    mender = Mender(dictionaries(folder, ["fr"]), lambda _lang, _word, _found: "")
    assert await mender.known(["школа"], "uk") is None
    (tmp_path / "fr.dic").write_bytes(b"")
    broken = Mender({"fr": tmp_path / "nothing"}, lambda _lang, _word, _found: "")
    found = await broken.known(["enfant"], "fr")
    assert not found
    await broken.stop()
    await mender.stop()


def test_letters_of_another_script_are_no_words_of_a_language() -> None:
    for lang, word in (("uk", "karim"), ("uk", "мыло"), ("ar", "karim"), ("fr", "школа"), ("en", "karim2")):
        assert working.LETTERS[lang].fullmatch(word) is None
