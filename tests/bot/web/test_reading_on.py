"""The page in a real Chromium where an answer is longer than the screen: it is read on with "La suite", all of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.web.chromium import NEEDED
from tests.bot.web.house import House
from tests.bot.web.serving import Served
from tests.bot.web.test_browser import bubbles, choices, opened
from tests.bot.web.test_covered import phone, something_new

pytestmark = NEEDED

# Of the choices of the open question: how many there are, and which of them can be seen by more than their edge.
SEEN = """() => {
  const top = document.querySelector("header").getBoundingClientRect().bottom;
  const end = document.getElementById("say").getBoundingClientRect().top;
  const all = [...document.querySelectorAll(".ask[open] button")];
  const seen = all.filter((one) => {
    const box = one.getBoundingClientRect(), shown = getComputedStyle(one.closest(".ask")).opacity > 0;
    return shown && Math.min(box.bottom, end) - Math.max(box.top, top) > box.height / 2;
  });
  return [all.length, seen.length];
}"""
# The lines of text of the conversation that are whole in sight now, each by its place in it.
LINES = """() => {
  const top = document.querySelector("header").getBoundingClientRect().bottom, all = [], seen = [];
  const end = document.getElementById("say").getBoundingClientRect().top;
  for (const said of document.querySelectorAll("#log .bot p, #log .ask button")) {
    const range = document.createRange();
    range.selectNodeContents(said);
    for (const one of range.getClientRects()) {
      const place = Math.round(one.top + scrollY);
      all.push(place);
      if (one.top >= top - 1 && one.bottom <= end + 1) seen.push(place);
    }
  }
  return [all, seen];
}"""
ON = "document.getElementById('below').click()"  # as a finger does: a driver would scroll the page first


def onward(page: Page) -> None:
    page.evaluate(ON)
    page.wait_for_timeout(100)


@pytest.mark.parametrize("height", [440, 580, 600])
def test_a_yes_is_never_seen_without_its_no(chromium: Browser, server: Served, height: int) -> None:
    with opened(chromium, server.at, **phone(320, height)) as page:
        page.wait_for_timeout(300)
        count, seen = page.evaluate(SEEN)
        assert seen in {0, count}
        if not seen:
            expect(page.locator("#below")).to_be_visible()
            onward(page)
            assert page.evaluate(SEEN) == [count, count]
        choices(page).first.click()
        bubbles(page, 4)


def test_choices_that_wait_come_with_a_finger_and_with_the_keyboard(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at, **phone(320, 580)) as page:
        expect(page.locator(".ask[open]")).to_have_css("opacity", "0")
        choices(page).nth(1).focus()
        expect(page.locator(".ask[open]")).to_have_css("opacity", "1")
        page.evaluate("document.activeElement.blur(); scrollBy(0, 40)")
        expect(page.locator(".ask[open]")).to_have_css("opacity", "1")


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_with_letters_twice_as_large_no_line_is_passed_over(chromium: Browser, server: Served, lang: str) -> None:
    with opened(chromium, server.at, lang, **phone(360)) as page:
        page.add_init_script(
            "addEventListener('DOMContentLoaded', () => { document.documentElement.style.fontSize = '200%'; })"
        )
        page.context.clear_cookies()
        page.evaluate("localStorage.clear()")
        page.goto(server.at)
        page.wait_for_selector(".ask[open]")
        page.wait_for_timeout(300)
        lines, seen = page.evaluate(LINES)
        assert min(lines) in seen  # the bar above stands over no beginning
        met, presses = set(seen), 0
        while page.locator("#below").is_visible():
            onward(page)
            presses += 1
            met |= set(page.evaluate(LINES)[1])
            assert presses < 12
        assert presses > 1
        assert set(lines) - met == set()


def test_who_reads_above_is_led_to_what_is_new(chromium: Browser, server: Served, house: House) -> None:
    with opened(chromium, server.at, **phone(360)) as page:
        for words in ("oui", "je fais le ménage", "oui"):
            page.fill("#text", words)
            page.keyboard.press("Enter")
        bubbles(page, 6)
        something_new(page, server, house)
        onward(page)
        expect(page.locator("#log .bot").last).to_be_in_viewport()
        expect(page.locator("#below")).to_be_hidden()
