"""A file through the page: its bytes over HTTP, refused while they come when they are too many, and a real upload."""

from __future__ import annotations

import json
import logging
import sys
from urllib.parse import quote
from uuid import uuid4

import pytest

from bot.channels.base import Upload
from bot.files.found import BYTES_MOST
from flows.model import Media
from tests.bot import papers
from tests.bot.web.asking import FROM_PAGE, Browser
from tests.bot.web.house import House

PAPER = papers.pdf(("Awa Diop", "2015", "Ménage au château", "Cuisine dans une cantine"))
NAME = "CV d’Awa \u202e.pdf"
MANY = BYTES_MOST + 1


def headers(name: str = NAME, key: str = "", **more: str) -> dict[str, str]:
    said = {"id": key or uuid4().hex, "file": {"kind": "file", "name": name}}
    return {**FROM_PAGE, "Content-Type": "application/octet-stream", "Said": quote(json.dumps(said)), **more}


async def begun(house: House) -> Browser:
    browser = Browser(house)
    await browser.open()
    await browser.say(open="fr")
    return browser


async def test_its_bytes_come_with_it_and_once(house: House) -> None:
    browser = await begun(house)
    for _ in range(2):
        answer = await browser.http.post("/say", content=PAPER, headers=headers(key="k" * 16))
        assert answer.status_code == 200
        assert "Awa" in answer.text
    (arrival,) = house.received[1:]
    assert arrival.body == Media("file", "CV d’Awa .pdf", held=True)
    assert arrival.upload == Upload(PAPER)


async def test_too_many_bytes_are_refused_before_and_while_they_come(house: House) -> None:
    browser = await begun(house)
    taken = 0

    async def endless() -> object:  # says no length
        nonlocal taken
        while True:
            taken += 65_536
            yield b"0" * 65_536

    announced = await browser.http.post("/say", content=b"0" * MANY, headers=headers())
    flowing = await browser.http.post("/say", content=endless(), headers=headers())  # type: ignore[arg-type]
    for answer in (announced, flowing):
        assert (answer.status_code, answer.json()["error"]) == (413, "web.heavy")
        assert "10 Mo" in answer.json()["say"]
    assert taken <= MANY + 2 * 65_536
    assert len(house.received) == 1


@pytest.mark.parametrize("said", ["", "%7B", quote('{"id": "k", "file": 1}'), quote('{"id": "kkkkkkkk", "text": 3}')])
async def test_a_file_without_its_fields_is_refused(house: House, said: str) -> None:
    browser = await begun(house)
    answer = await browser.http.post("/say", content=PAPER, headers=headers() | {"Said": said})
    assert answer.status_code == 400
    assert len(house.received) == 1


async def test_a_file_from_another_page_is_refused(house: House) -> None:
    browser = await begun(house)
    answer = await browser.http.post("/say", content=PAPER, headers=headers() | {"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert len(house.received) == 1


async def test_no_more_than_a_few_bodies_are_held_at_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["bot.channels.web.app"], "FILES_MAX", 0)
    browser = await begun(house)
    answer = await browser.http.post("/say", content=PAPER, headers=headers())
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "3")


async def test_no_name_of_a_file_is_in_a_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = await begun(house)
    await browser.http.post("/say", content=PAPER, headers=headers("Canarinette.pdf"))
    assert "Canarinette" not in caplog.text


async def test_a_person_sends_a_few_files_a_minute(house: House) -> None:
    browser = await begun(house)
    answers = [await browser.http.post("/say", content=b"a", headers=headers()) for _ in range(8)]
    assert [answer.status_code for answer in answers].count(429) == 2
    assert float(answers[-1].headers["Retry-After"]) > 0
