"""A file through the page: its bytes over HTTP, refused while they come when they are too many, and a real upload."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from urllib.parse import quote
from uuid import uuid4

import httpx2
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from bot.channels.base import Upload
from bot.files.found import BYTES_MOST
from flows.model import Media
from tests.bot import papers
from tests.bot.test_serve import serving
from tests.bot.web.asking import FROM_PAGE, Browser
from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.bot.web.house import House
from tests.bot.web.test_whole import opened

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


# ---------------------------------------------------------------- the whole, over real HTTP and in a real browser


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("home")) as (_, at):
        yield at


def test_over_real_http_its_lines_are_shown(at: str) -> None:
    with httpx2.Client(base_url=at, headers={"Accept-Language": "fr"}, timeout=30) as http:
        http.get("/")
        for fields in ({"open": "fr"}, {"text": "oui"}, {"text": "mon ancien CV"}):
            http.post("/say", json={"id": uuid4().hex, **fields}, headers=FROM_PAGE)
        answer = http.post("/say", content=PAPER, headers=headers())
        assert answer.status_code == 200
        with http.stream("GET", "/events", headers={"Accept": "text/event-stream"}) as events:
            assert any("Ménage au château" in line for line in events.iter_lines())


def to_the_old_cv(page: Page, words: str) -> None:
    page.locator(".ask[open] button").first.click()
    expect(page.locator("#log .bot")).to_have_count(4)
    page.fill("#text", words)
    page.locator(".send").click()
    page.wait_for_selector(".pick:visible")


@NEEDED
@pytest.mark.parametrize(("lang", "words", "line"), [
    ("fr", "mon ancien CV", "Agente d’entretien de 2019"), ("ar", "سيرتي القديمة", "عامل نظافة من"),
])  # fmt: skip
def test_a_person_chooses_a_file_and_its_lines_are_shown(
    chromium: Chromium, at: str, lang: str, words: str, line: str
) -> None:
    context, page = opened(chromium, at, lang)
    to_the_old_cv(page, words)
    assert axe(page) == []
    with page.expect_file_chooser() as chooser:
        page.locator(".pick:visible").click()
    chooser.value.set_files({"name": "mon cv.pdf", "mimeType": "application/pdf", "buffer": papers.our_cv(lang)})
    expect(page.locator("#log .me").last).to_contain_text("mon cv.pdf")
    expect(page.locator("#log .bot").last).to_contain_text("1")
    page.wait_for_selector("[data-topic=confirm_facts]")
    shown = " ".join(page.locator("#log .bot").all_inner_texts())
    assert line in shown
    assert (sideways(page), axe(page)) == (0, [])
    every = page.get_by_role("button", name={"fr": "Tout garder", "ar": "حفظ الكل"}[lang], exact=True)
    label = every.inner_text()
    every.click()
    expect(page.locator("#log .me").last).to_contain_text(label)  # a tap stands as it was read
    context.close()


@NEEDED
def test_a_file_may_be_dropped_on_the_page(chromium: Chromium, at: str) -> None:
    context, page = opened(chromium, at, "fr")
    to_the_old_cv(page, "mon ancien CV")
    new = "const all = new DataTransfer(); all.items.add(new File(['2015 : ménage de bureaux'], 'a')); return all;"
    data = page.evaluate_handle(f"() => {{ {new} }}")
    page.dispatch_event("#text", "drop", {"dataTransfer": data})
    page.wait_for_selector("[data-topic=confirm_facts]")
    expect(page.locator("#log .bot").last).to_contain_text("ménage de bureaux")
    context.close()


@NEEDED
def test_a_file_waits_for_the_line_and_a_page_that_was_left_says_it_did_not_leave(chromium: Chromium, at: str) -> None:
    context, page = opened(chromium, at, "fr")
    sent = {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    context.set_offline(offline=True)
    page.set_input_files("#file", sent)  # type: ignore[arg-type]
    expect(page.locator(".wait")).to_contain_text("cv.pdf")
    context.set_offline(offline=False)
    expect(page.locator("#log .me").last).to_contain_text("cv.pdf")
    page.route("**/say*", lambda route: route.abort())
    page.set_input_files("#file", sent)  # type: ignore[arg-type]
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("n'est pas parti")
    context.close()
