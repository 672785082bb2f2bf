"""Whoever holds the phone next, on the page in a real Chromium: nothing of the talk, in no tab, after no reload."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.bot.test_serve import serving
from tests.bot.web.chromium import NEEDED, axe
from tests.bot.web.test_whole import MOST, PEOPLE, answer, opened

pytestmark = NEEDED

ACT = PEOPLE["fr"][0]
MINUTE = 70_000  # ms: only so many messages are taken in one


@pytest.fixture
def at(tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path) as (_, address):
        yield address


def says(page: Page, text: str) -> None:
    page.fill("#text", text)
    page.locator(".send").click()


def begun(chromium: Browser, at: str) -> tuple[BrowserContext, Page]:
    """Somebody who agreed and told what they do."""
    context, page = opened(chromium, at, "fr")
    page.locator(".ask[open] button").first.click()
    expect(page.locator("#log .me")).to_have_count(1)
    says(page, ACT)
    expect(page.locator("#log .me")).to_have_count(2)
    return context, page


def seen(page: Page) -> str:
    """All that a page holds, shown or not, and what the browser kept of it."""
    stored = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
    return f"{page.content()} {page.input_value('#text')} {stored}"


def test_a_word_empties_every_tab_and_a_reload_and_another_word_shows_all_again(chromium: Browser, at: str) -> None:
    context, page = begun(chromium, at)
    other = context.new_page()
    other.goto(at)
    expect(other.locator("#log .me", has_text=ACT)).to_have_count(1)
    other.fill("#text", "half of an answer")
    says(page, "efface l'écran")
    for tab in (page, other):
        expect(tab.locator("#log article")).to_have_count(1)
        assert ACT not in seen(tab)
        assert "écran" not in tab.inner_text("#log")  # not even that something was hidden
    assert "half of" not in seen(other)
    assert axe(page) == []
    page.reload()
    expect(page.locator("#log article")).to_have_count(1)
    assert ACT not in seen(page)
    assert ACT not in page.request.get(f"{at}/lines").text()
    page.locator(".ask[open] button").first.click()  # the place is kept
    expect(page.locator("#log .bot")).to_have_count(2)
    expect(page.locator("#log .me", has_text=ACT)).to_have_count(0)
    says(page, "tout revoir")
    for tab in (page, other):
        expect(tab.locator("#log .me", has_text=ACT)).to_have_count(1)
    context.close()


def test_a_tab_that_holds_what_another_one_sends_shows_all_again_once_it_is_gone(chromium: Browser, at: str) -> None:
    def slow(route: Route) -> None:
        time.sleep(3)  # the other tab holds it after one second
        answer = route.fetch()
        time.sleep(2)
        route.fulfill(response=answer)

    context, page = begun(chromium, at)
    other = context.new_page()
    other.goto(at)
    says(page, "efface l'écran")
    for tab in (page, other):
        expect(tab.locator("#log article")).to_have_count(1)
    page.route("**/say*", slow)
    says(page, "tout revoir")
    for tab in (page, other):
        expect(tab.locator("#log .me", has_text=ACT)).to_have_count(1)
    context.close()


def test_with_a_code_nothing_is_shown_after_a_pause_until_it_is_there(chromium: Browser, at: str) -> None:
    context, page = opened(chromium, at, "fr")
    for _ in range(MOST):
        if answer(page, "fr") == "confirm_facts":
            break
    page.wait_for_selector(".file")
    paper = at + (page.locator(".file").first.get_attribute("href") or "")
    says(page, "mettre un code")
    for topic in ("4827", "4827"):
        expect(page.locator("#log .bot .ask[open]")).to_have_count(1)
        says(page, topic)
        expect(page.locator("#waiting article")).to_have_count(0)
    expect(page.locator("#log")).to_contain_text("Après une pause", timeout=MINUTE)
    assert "4827" not in seen(page)
    assert page.request.get(paper).status == 200
    says(page, "pause")
    expect(page.locator("#log article")).to_have_count(1)
    page.reload()
    says(page, "bonjour")
    expect(page.locator("#log .bot").last).to_contain_text("code", timeout=MINUTE)
    assert ACT not in seen(page)
    assert "Amina" not in seen(page)
    assert page.request.get(paper).status == 404
    assert "/doc/" not in page.request.get(f"{at}/print").text()
    says(page, "1111")
    expect(page.locator("#log .bot").last).to_contain_text("Ce n'est pas le bon code", timeout=MINUTE)
    assert axe(page) == []
    says(page, "4827")
    expect(page.get_by_text(ACT).first).to_be_visible(timeout=MINUTE)
    assert page.request.get(paper).status == 200
    for digits in ("4827", "1111"):
        assert digits not in seen(page)
        assert digits not in page.request.get(f"{at}/lines").text()
    context.close()
