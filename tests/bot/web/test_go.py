"""The page a link opens, in a real Chromium: its word goes where somebody presses, an app or this page, not before."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from bot.links import BLANK
from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.bot.web.house import House
from tests.bot.web.serving import Served
from tests.bot.web.test_browser import PHONE

pytestmark = NEEDED

WORDS = ("atout-" + "a1" * 10, "atout-w-" + "b2" * 10, "with-" + "c3" * 10)


@pytest.fixture
def house() -> House:
    """A house that is also reached in two apps."""
    made = House()
    apps = {"telegram": f"https://t.me/atout_bot?start={BLANK}", "whatsapp": f"https://wa.me/33600000000?text={BLANK}"}
    made.apps = tuple(apps.items())
    return made


@pytest.mark.parametrize("word", WORDS)
def test_each_door_is_opened_with_the_word_of_the_link(
    chromium: Browser, server: Served, house: House, word: str
) -> None:
    page = chromium.new_context(locale="fr", **PHONE).new_page()
    page.goto(f"{server.at}/go#{word}")
    doors = page.locator("#doors a")
    expect(doors).to_have_count(2)
    assert [one.get_attribute("href") for one in doors.all()] == [
        f"https://t.me/atout_bot?start={word}",
        f"https://wa.me/33600000000?text={word}",
    ]
    assert (sideways(page), axe(page)) == (0, [])
    assert house.received == []
    page.get_by_role("button", name="Continuer ici" if word == WORDS[0] else "Commencer ici").click()
    expect(page.locator("#log")).to_be_visible()
    assert [getattr(one.body, "text", "") for one in house.received] == [word]


@pytest.mark.parametrize("word", ["", "with", "<img src=x onerror=alert(1)>", "a" * 65, "javascript:alert(1)", "%00"])
def test_what_is_no_word_opens_nothing_and_leads_to_the_page(
    chromium: Browser, server: Served, house: House, word: str
) -> None:
    page = chromium.new_context(locale="fr").new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.goto(f"{server.at}/go#{word}")
    if word == "with":  # letters alone are said, and open nothing
        expect(page.locator("#go")).to_be_visible()
    else:
        page.wait_for_url(f"{server.at}/")
    assert (faults, [one for one in house.received if getattr(one.body, "text", "")]) == ([], [])
