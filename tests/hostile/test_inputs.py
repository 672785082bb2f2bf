"""What is sent to break something, at every door at which words come in: a kind answer, nothing lost or acted upon.

The list is `inputs.toml`, by what it tries. Each text is sent through the real addresses, as a platform or a browser
would, by a person of its kind who has agreed; each must be kept, and answered in words of ours.
"""

from __future__ import annotations

import json
import re
import sqlite3
import time
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

import pytest

from bot.channels.base import Arrival
from bot.channels.telegram.webhook import HEADER, secret
from bot.door import clean
from bot.loop import run
from bot.store.base import Session
from bot.store.staff import Role
from flows.model import Body, Open, Text
from tests.doubles.graph import PHONE, signed
from tests.doubles.telegram import TOKEN
from tests.hostile.asking import Answer, ask
from tests.hostile.test_doors import wrong
from tests.hostile.whole import APP_SECRET, HOST, OURS, Whole, whole

KINDS: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "inputs.toml").read_text(encoding="utf-8"))
UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
TRACE = re.compile(r"Traceback|\b[A-Z]\w+(?:Error|Exception)\b")
MASKED = "•••"
BEGIN = ("bonjour", "oui")
JSON = (b"content-type", b"application/json")
FORM = (b"content-type", b"application/x-www-form-urlencoded")
FIELDS = ("/desk/search", "q"), ("/desk/replies", "text.fr"), ("/desk/replies", "shortcut"), ("/desk/sign-in", "name")
Send = Callable[[Whole, str, int, str], Awaitable[Answer]]


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Whole]:
    async with whole(tmp_path) as there:
        yield there


async def on_the_web(house: Whole, who: str, n: int, text: str) -> Answer:
    cookie = (b"cookie", f"atout={who:x<43}".encode())
    body = json.dumps({"id": f"{n:032}", "text": text}).encode()
    return await ask(house.app, "POST", "/say", "", [HOST, OURS, JSON, cookie], [body])


async def on_telegram(house: Whole, who: str, n: int, text: str) -> Answer:
    person = {"id": int(who), "is_bot": False, "first_name": "Awa", "language_code": "fr"}
    chat = {"id": int(who), "type": "private", "first_name": "Awa"}
    message = {"message_id": n + 1, "date": int(time.time()), "chat": chat, "from": person, "text": text}
    body = json.dumps({"update_id": int(who) * 1000 + n, "message": message}).encode()
    word = (HEADER.encode(), secret(TOKEN).encode())
    return await ask(house.app, "POST", "/hooks/telegram", "", [HOST, JSON, word], [body])


async def on_whatsapp(house: Whole, who: str, n: int, text: str) -> Answer:
    said = {"from": who, "id": f"wamid.{who}.{n}", "timestamp": str(int(time.time())), "type": "text"}
    about = {"metadata": {"phone_number_id": PHONE}, "contacts": [{"wa_id": who}]}
    value = {**about, "messages": [{**said, "text": {"body": text}}]}
    told = {"object": "whatsapp_business_account", "entry": [{"changes": [{"field": "messages", "value": value}]}]}
    body = json.dumps(told).encode()
    mark = (b"x-hub-signature-256", signed(body, APP_SECRET).encode())
    return await ask(house.app, "POST", "/hooks/whatsapp", "", [HOST, JSON, mark], [body])


DOORS: dict[str, Send] = {"web": on_the_web, "telegram": on_telegram, "whatsapp": on_whatsapp}


def kept_of(text: str) -> str:
    """What is kept of a text: the door leaves out what is not seen, cuts a long one, and covers numbers."""
    return clean(Arrival("web", "", "", Text(text)))[0].body.text  # type: ignore[union-attr] # a text stays one


def same(kept: Body, text: str) -> bool:
    """Whether this is what must be kept of a text; a word after a slash is a command on Telegram."""
    command = text.startswith("/") and kept == Text(text.strip("/"))
    return kept == Text(kept_of(text)) or command or (text.startswith("/start") and isinstance(kept, Open))


async def stored(house: Whole, door: str, address: str) -> list[Body]:
    """All that somebody sent, as the store has it."""

    def work(tx: Session) -> list[Body]:
        found = tx.find(door, address)
        return [line.event.body for line in tx.everything(found.who) if line.event] if found else []

    return await run(house.made.store, work)


def outgoing(house: Whole) -> int:
    """How many bubbles were decided for messengers, in all."""
    with closing(sqlite3.connect(house.folder / "atout.db")) as db:
        return int(db.execute("SELECT count(*) FROM outbox").fetchone()[0])


def test_there_are_three_hundred_and_more() -> None:
    assert sum(map(len, KINDS.values())) * len(DOORS) >= 300


def test_the_door_leaves_words_as_they_are() -> None:
    """What is compared with below is what was sent, but for what is not seen and numbers nobody needs."""
    changed = [text for kind, texts in KINDS.items() for text in texts if kept_of(text) != text.replace("\r\n", "\n")]
    assert [text for text in changed if text not in KINDS["unseen"] and kept_of(text) != MASKED] == []
    assert [kept_of(text) for text in KINDS["unseen"][:4]] == ["", "ab", "gnp.exe", ""]


@pytest.mark.parametrize("door", DOORS)
async def test_each_is_kept_and_answered_kindly(
    house: Whole, door: str, record_property: Callable[[str, object], None]
) -> None:
    found, waiting = list[str](), 0
    record_property("texts", sum(map(len, KINDS.values())))
    for number, (kind, texts) in enumerate(KINDS.items(), start=7):
        who, kept = f"3360000{number:04}", list[Body]()
        for n, text in enumerate((*BEGIN, *texts)):
            answer = await DOORS[door](house, who, n, text)
            refused = 400 <= answer.status < 500 and door == "web" and not UNSEEN.sub("", text).strip()
            lines = await house.made.house.transcript(door, f"{who:x<43}" if door == "web" else who)
            said = "".join(line.text for line in lines)
            bad = [one for one in wrong(answer) if not one.startswith("kept by")]
            bad += ["not taken in"] * (answer.status not in {200, 204} and not refused)
            kept, had = await stored(house, door, f"{who:x<43}" if door == "web" else who), len(kept)
            bad += ["not stored once"] * (len(kept) != had + (not refused))
            bad += ["not stored as it was sent"] * (not refused and not same(kept[-1], text))
            before, waiting = waiting, outgoing(house)
            bad += ["not answered"] * (lines[-1].by == "person" if door == "web" else waiting == before)
            bad += ["shows what cannot be seen"] * bool(UNSEEN.search(said))
            bad += [f"shows {match[0]}" for match in TRACE.finditer(said)]
            found += [f"{door}, {kind}: {text[:40]!r}: {bad}"] * bool(bad)
    assert found == []


@pytest.mark.parametrize(("path", "field"), FIELDS)
async def test_no_field_of_the_desk_breaks_or_acts(
    house: Whole, path: str, field: str, record_property: Callable[[str, object], None]
) -> None:
    cookie, found = await house.cookie(Role.LEAD), []
    record_property("fields filled in", sum(map(len, KINDS.values())))
    for n, text in enumerate(text for texts in KINDS.values() for text in texts):
        if n % 40 == 0:
            cookie = await house.cookie(Role.LEAD)  # no faster than hands do
        body = urlencode({field: text, "id": "new"}, errors="replace").encode()
        answer = await ask(house.app, "POST", path, "", [HOST, OURS, FORM, cookie], [body])
        page = answer.body.decode("utf-8", "replace")
        bad = wrong(answer) + ["acts"] * ("<script>alert" in page or "<img src=x" in page or "<svg onload" in page)
        found += [f"{path}: {text[:40]!r}: {bad}"] * bool(bad)
    assert found == []
