"""The page in a real Chromium: nothing stands over the words, nothing is cut off, and every state can be seen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.web.chromium import NEEDED, sideways
from tests.bot.web.house import House
from tests.bot.web.serving import Served
from tests.bot.web.test_browser import bubbles, choices, opened, to_the_cv

pytestmark = NEEDED

WIDTHS = (320, 360, 412, 768)
# Words of the conversation that the button to what is new stands over, above the bar of the field.
UNDER_THE_BUTTON = """() => {
  const button = document.getElementById("below").getBoundingClientRect();
  const bar = document.getElementById("say").getBoundingClientRect(), over = [];
  const words = document.createTreeWalker(document.getElementById("log"), NodeFilter.SHOW_TEXT);
  for (let node; (node = words.nextNode());) {
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const one of range.getClientRects()) {
      const seen = Math.min(one.bottom, bar.top);
      const across = one.right > button.left && one.left < button.right;
      if (across && seen > button.top && one.top < Math.min(button.bottom, bar.top)) over.push(node.data);
    }
  }
  return over;
}"""
# How much further what stands in the field would need to be shown whole.
CUT = "(box) => Math.max(box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight)"

# The element with the focus: what of it is seen, and whether something else is met where its middle is seen.
FOCUSED = """() => {
  const it = document.activeElement, box = it.getBoundingClientRect();
  const top = Math.max(box.top, 0), end = Math.min(box.bottom, innerHeight);
  const met = document.elementFromPoint((box.left + box.right) / 2, (top + end) / 2);
  const seen = end - top >= Math.min(box.height, 24) && it.contains(met);
  return [it.id || it.innerText || it.tagName, seen || it.matches("input, .skip")];
}"""
LUMINANCE = (0.2126, 0.7152, 0.0722)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours of a style, as WCAG counts it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    straight = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return sum(share * part for share, part in zip(LUMINANCE, straight, strict=True))


def phone(width: int, height: int = 640, **options: Any) -> dict[str, Any]:  # noqa: ANN401 - the browser's own options
    return {"viewport": {"width": width, "height": height}, "has_touch": True, "is_mobile": True, **options}


def something_new(page: Page, server: Served, house: House) -> None:
    """The person reads what was said before, and something comes."""
    page.evaluate("scrollTo(0, 0)")
    server.loop.call_soon_threadsafe(house.push, house.received[0].address, "…")
    expect(page.locator("#below")).to_be_visible()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_the_button_to_what_is_new_covers_no_words(
    chromium: Browser, server: Served, house: House, lang: str, width: int
) -> None:
    with opened(chromium, server.at, lang, **phone(width)) as page:
        to_the_cv(page, lang)
        something_new(page, server, house)
        length = page.evaluate("document.documentElement.scrollHeight")
        for at in range(0, length, 60):
            page.evaluate(f"scrollTo(0, {at})")
            if page.locator("#below").is_hidden():
                break
            assert page.evaluate(UNDER_THE_BUTTON) == []
        assert sideways(page) == 0


def test_the_button_to_what_is_new_is_reached_by_the_keyboard(chromium: Browser, server: Served, house: House) -> None:
    with opened(chromium, server.at, "ar", **phone(360)) as page:
        to_the_cv(page, "ar")
        something_new(page, server, house)
        page.focus("#text")
        page.evaluate("scrollTo(0, 0)")
        for _ in range(3):
            page.keyboard.press("Shift+Tab")
            if page.evaluate("document.activeElement.id") == "below":
                break
        expect(page.locator("#below")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#log .bot").last).to_be_in_viewport()
        expect(page.locator("#below")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 412])
@pytest.mark.parametrize("lang", ["ar", "fr", "uk"])
def test_with_large_letters_the_field_shows_what_it_asks_for(
    chromium: Browser, server: Served, lang: str, width: int
) -> None:
    with opened(chromium, server.at, lang, **phone(width)) as page:
        assert page.locator("#text").evaluate(CUT) <= 0
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.locator("#text").evaluate(CUT) <= 0


@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_with_a_keyboard_open_what_is_written_in_is_seen(chromium: Browser, server: Served, lang: str) -> None:
    with opened(chromium, server.at, lang, **phone(360)) as page:
        choices(page).first.click()
        bubbles(page, 4)
        page.set_viewport_size({"width": 360, "height": 330})
        page.locator("#text").focus()
        for place in ("0", "document.documentElement.scrollHeight"):  # wherever one reads on
            page.evaluate(f"scrollTo(0, {place})")
            expect(page.locator("#text")).to_be_in_viewport(ratio=1)


def test_in_forced_colours_what_was_tapped_looks_unlike_what_was_not(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at, forced_colors="active") as page:
        choices(page).first.click()
        bubbles(page, 4)
        page.fill("#text", "je fais le ménage")
        page.keyboard.press("Enter")
        bubbles(page, 5)
        choices(page).first.click()
        bubbles(page, 6)
        look = "(it) => { const look = getComputedStyle(it); return [look.backgroundColor, look.color].join(); }"
        first, second = choices(page).nth(0), choices(page).nth(1)
        assert first.evaluate(look) == second.evaluate(look)
        first.click()
        assert first.evaluate(look) != second.evaluate(look)
        done = page.locator(".ask[open] [data-id=done]")
        assert done.evaluate(look) != second.evaluate(look)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_edge_of_the_field_is_seen(chromium: Browser, server: Served, scheme: str) -> None:
    with opened(chromium, server.at, color_scheme=scheme) as page:
        page.evaluate("document.activeElement.blur()")
        edge = page.locator(".field").evaluate("(it) => getComputedStyle(it).borderTopColor")
        around = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert contrast(edge, around) >= 3  # WCAG 1.4.11


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("lang", ["ar", "fr"])
def test_nothing_hides_what_the_keyboard_is_on(chromium: Browser, server: Served, lang: str, scale: int) -> None:
    with opened(chromium, server.at, lang, **phone(360)) as page:
        page.evaluate(f"document.documentElement.style.fontSize = '{scale}%'")
        to_the_cv(page, lang)
        page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
        met: list[str] = []
        for way in ("Tab", "Shift+Tab"):
            for _ in range(60):
                page.keyboard.press(way)
                name, seen = page.evaluate(FOCUSED)
                assert seen, (way, name)
                met.append(name)
        assert "text" in met
        assert any("CV-Amina.pdf" in name for name in met)
