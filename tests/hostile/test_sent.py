"""Files that nobody means well by, at each door at which they come in: answered kindly, nothing run, opened or fetched.

The names and the bytes are in `sent.py`. A server of ours stands at the address that is in the bytes; nobody asks it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

import pytest

from flows.model import Phrase
from locales import translator
from tests.bot.papers import LINES
from tests.bot.telegram.conftest import HastyClock, tg
from tests.bot.telegram.test_conversation import Chat as Telegraphed
from tests.bot.telegram.test_conversation import at_home as on_telegram
from tests.bot.telegram.test_conversation import meet
from tests.bot.test_private import holds
from tests.bot.voice import sounds
from tests.bot.whatsapp.conftest import Chat, graph
from tests.bot.whatsapp.conftest import at_home as on_whatsapp
from tests.doubles.graph import Graph
from tests.doubles.hearing import KEY, hearing
from tests.doubles.telegram import Telegram
from tests.hostile.asking import Answer, ask
from tests.hostile.sent import CANARY, CONTENTS, NAMES, OTHERS, PDFS, READ, WORDS, Trap, lying, silence, still
from tests.hostile.test_doors import wrong
from tests.hostile.test_inputs import TRACE, UNSEEN, on_the_web
from tests.hostile.whole import HOST, OURS, Whole, whole

__all__ = ["graph", "tg"]  # fixtures

SAY = translator("fr")
PLAIN = "2015 : ménage de bureaux".encode()
BYTES = (b"content-type", b"application/octet-stream")
HEARD = "je garde des enfants"
ASKED = ("bonjour", "oui", "mon ancien CV")
Count = Callable[[str, object], None]


def children() -> set[str]:
    """The processes that the loop of this one began and that are still there."""
    return set(Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())


@pytest.fixture(autouse=True)
def nothing_left(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> Iterator[None]:
    """No name of a file is in a log or on the disk, and no process stays."""
    caplog.set_level(logging.DEBUG)
    before = children()
    yield
    logged = [logging.Formatter().format(one) for one in caplog.get_records("call")]
    assert logged
    assert [line for line in logged if CANARY in line] == []
    assert holds(tmp_path, CANARY) == []
    names = [path.name for folder in (tmp_path, Path(tempfile.gettempdir())) for path in folder.glob("*")]
    assert [name for name in (*names, *(path.name for path in tmp_path.rglob("*"))) if CANARY in name] == []
    assert children() <= before


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[str, list[object]]]:
    """Listen at an address; give it, and what it was asked."""
    asked: list[object] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.read(1000))
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield "http://{}:{}/canary".format(*server.sockets[0].getsockname()), asked


def answers(word: str, said: str) -> list[str]:
    """What is wrong with what was said of a file."""
    wanted = LINES[3] if word == READ else SAY(Phrase(word if "." in word else f"file.{word}"))
    bad = ["another answer"] * (" ".join(wanted.split()) not in " ".join(said.split()))
    return [*bad, *(f"shows {match[0]!r}" for pattern in (TRACE, UNSEEN) for match in pattern.finditer(said))]


async def sent_on_the_web(house: Whole, who: str, name: str, data: bytes) -> Answer:
    cookie = (b"cookie", f"atout={who:x<43}".encode())
    said = quote(json.dumps({"id": f"{who:f>32}", "file": {"kind": "file", "name": name}}))
    return await ask(house.app, "POST", "/say", "", [HOST, OURS, BYTES, cookie, (b"said", said.encode())], [data])


async def asked_for(house: Whole, who: str) -> None:
    for n, text in enumerate(ASKED):
        await on_the_web(house, who, n, text)


@pytest.mark.parametrize("several", [PDFS, WORDS, OTHERS], ids=["pdf", "word", "others"])
async def test_bytes_on_the_page(tmp_path: Path, several: dict[str, object], record_property: Count) -> None:
    async with listening() as (at, asked), whole(tmp_path) as house:

        async def send(n: int, what: str) -> list[str]:
            who, (make, word) = f"3361000{n:04}", CONTENTS[what]
            await asked_for(house, who)
            answer = await sent_on_the_web(house, who, f"{CANARY}.pdf", make(at))
            await house.made.house.settle()
            lines = await house.made.house.transcript("web", f"{who:x<43}")
            bad = [one for one in wrong(answer) if not one.startswith("kept by")]
            bad += ["not taken in"] * (answer.status != 200 or not any(CANARY in one.text for one in lines))
            bad += answers(word, "\n".join(one.bubble.text for one in lines[-3:] if one.bubble))
            return [f"{what}: {one}" for one in bad]

        found = await asyncio.gather(*(send(n, what) for n, what in enumerate(several)))
        record_property("files", len(several))
        assert [one for several in found for one in several] == []
        assert asked == []


async def test_names_on_the_page(tmp_path: Path, record_property: Count) -> None:
    async with whole(tmp_path) as house:
        for n, pattern in enumerate(NAMES):
            who, name = f"3362000{n:04}", pattern.format(CANARY)
            await on_the_web(house, who, 0, ASKED[0])
            answer = await sent_on_the_web(house, who, name, PLAIN)
            await house.made.house.settle()
            lines = await house.made.house.transcript("web", f"{who:x<43}")
            assert answer.status == 200, pattern
            assert [one for one in wrong(answer) if not one.startswith("kept by")] == [], pattern
            assert CANARY not in repr(answer.headers), pattern
            assert lines[-1].by == "bot", pattern
            (shown,) = [one.text for one in lines if one.by == "person"][1:]
            assert not UNSEEN.search(shown), pattern
            assert not {"/", "\\"} & set(shown), pattern
            page = (await ask(house.app, "GET", "/lines", "", [HOST, (b"cookie", f"atout={who:x<43}".encode())])).body
            assert b"<script>" not in page, pattern
            assert b"<img" not in page, pattern
    record_property("files", len(NAMES))


# ---------------------------------------------------------------- the messengers


async def test_bytes_and_names_on_telegram(tg: Telegram, tmp_path: Path, record_property: Count) -> None:
    async with listening() as (at, asked), on_telegram(tg, tmp_path, HastyClock()) as house:
        found = list[str]()
        several = list(zip([*WORDS, *OTHERS][::4], NAMES, strict=False))
        for n, (what, name) in enumerate(several):
            make, word = CONTENTS[what]
            chat = Telegraphed(tg.person(100 + n, "Awa", "fr"), house, tg)
            await chat.agrees()
            await chat.after(chat.person.says(ASKED[2]))
            tg.files[f"documents/D{n}"] = make(at)
            about = {
                "file_id": f"D{n}",
                "file_unique_id": f"D{n}",
                "file_name": name.format(CANARY),
                "mime_type": "image/png",
            }
            said = await chat.after(chat.person.sends(document={**about, "file_size": 5}))
            found += [f"{what}: {one}" for one in answers(word, "\n".join(shown.text for shown in said))]
        record_property("files", len(several))
        assert found == []
        assert asked == []


async def test_bytes_and_names_on_whatsapp(graph: Graph, tmp_path: Path, record_property: Count) -> None:
    async with listening() as (at, asked), on_whatsapp(graph, tmp_path) as house:
        found = list[str]()
        several = list(zip([*WORDS, *OTHERS][2::4], reversed(NAMES), strict=False))
        for what, name in several:
            make, word = CONTENTS[what]
            chat = Chat(graph.person(), house)
            await chat.says(*ASKED)
            said = await chat.after(chat.person.sends_document(name.format(CANARY), make(at)))
            found += [f"{what}: {one}" for one in answers(word, "\n".join(shown.text for shown in said))]
        record_property("files", len(several))
        assert found == []
        assert asked == []


VOICES: dict[str, Trap] = {
    "that lies about its length": (lambda _: lying(sounds.note(1.0)), READ),
    "of ten minutes of silence": (still(silence), "empty"),
    "that is a PDF": (CONTENTS["a PDF with a form of XML"][0], "strange"),
    "that is a picture of 60 000 by 60 000": (CONTENTS["a picture of 60 000 by 60 000"][0], "strange"),
    "that is a film": (still(sounds.video), "video"),
    "that is cut": (lambda _: sounds.note(2.0)[:-300], "broken"),
    "of nothing": (lambda _: sounds.note(0.0), "empty"),
}


async def test_voices_on_telegram(tg: Telegram, tmp_path: Path, record_property: Count) -> None:
    (tmp_path / "hearing.key").write_text(KEY, encoding="utf-8")
    (tmp_path / "hearing.key").chmod(0o600)
    async with hearing() as ears:
        told = {"hear": ears.at, "hear_key_file": str(tmp_path / "hearing.key")}
        async with on_telegram(tg, tmp_path, HastyClock(), **told) as house:
            chat = meet(tg, house)
            await chat.agrees()
            for n, (what, (make, word)) in enumerate(VOICES.items()):
                ears.says = [HEARD] * (word == READ)
                tg.files[f"voice/V{n}"] = make("")
                about = {"file_id": f"V{n}", "file_unique_id": f"V{n}", "duration": 1, "mime_type": "audio/ogg"}
                said = await chat.after(chat.person.sends(voice={**about, "file_size": 9}))
                text = " ".join(" ".join(shown.text.split()) for shown in said)
                wanted = HEARD if word == READ else SAY(Phrase(f"voice.{word}"))
                assert " ".join(wanted.split()) in text, f"{what}: {text}"
                assert not TRACE.search(text), what
        assert ears.wrong == []
    record_property("files", len(VOICES))
