"""A hundred cases, and two browsers that press "take" on each at the same moment: one has it, the other reads who."""

from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.bot.desk.office import Office, Person, opened
from tests.bot.desk.test_looks import browsing
from tests.bot.web.chromium import NEEDED, launched

pytestmark = NEEDED
RACES = 100
ROWS = "() => { window.forms = [...document.querySelectorAll('.cases form')].map((form) => form.action); }"
PRESS = """(number) => {
  window.pressed = fetch(window.forms[number], {method: "POST"}).then(async (answer) => {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return {mine: !!page.getElementById("say"), told: page.querySelector("main").textContent};
  });
}"""


def asking(office: Office, number: int) -> None:
    """Somebody who asks for a person on the web page, by words."""
    http = office.browser()
    http.get("/")
    for key, text in enumerate(("oui", "je fais le ménage", "je veux parler à quelqu'un", "oui")):
        assert http.post("/say", data={"id": f"k{number:05}x{key:09}", "text": text}).status_code == 303


def ready(page: Page) -> Page:
    page.goto("/desk/queue")
    expect(page.locator(".cases form")).to_have_count(RACES)
    page.evaluate(ROWS)  # rows leave the open page as they are taken
    return page


def test_a_hundred_presses_at_once_have_one_winner_each(tmp_path: Path) -> None:
    with opened(tmp_path, whole=True) as office, launched() as chromium:
        staff: tuple[Person, ...] = office.joined(name="Anna"), office.joined(name="Bilal")
        for number in range(RACES):
            asking(office, number)
        names = ("Anna", "Bilal")
        pages = tuple(ready(browsing(chromium, one, "fr")) for one in staff)
        won = {"Anna": 0, "Bilal": 0}
        for number in range(RACES):
            for page in pages if number % 2 else reversed(pages):
                page.evaluate(PRESS, number)
            seen = [page.evaluate("() => window.pressed") for page in pages]
            winners = [name for name, one in zip(names, seen, strict=True) if one["mine"]]
            assert len(winners) == 1, number
            won[winners[0]] += 1
            assert winners[0] in next(one["told"] for one in seen if not one["mine"])
        held = asyncio.run_coroutine_threadsafe(_waiting(office), office.loop).result(30)
        assert held == 0
        assert min(won.values()) > 0, "nobody raced: one browser was always first"


async def _waiting(office: Office) -> int:
    return await office.house.run(lambda tx: tx.cases.counts("").waiting)
