"""The game and the tip on the page, in a real Chromium at 320 pixels, from left to right and from right to left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.test_serve import serving
from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.bot.web.test_whole import opened

pytestmark = NEEDED

WORDS = {"fr": ("vrai ou faux", "stop conseils"), "ar": ("صح أم خطأ", "إيقاف النصائح")}


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("games")) as (_, address):
        yield address


def write(page: Page, text: str) -> None:
    page.fill("#text", text)
    page.locator(".send").click()


@pytest.mark.parametrize("lang", WORDS)
def test_five_taps_then_a_tip_that_one_word_ends(chromium: Browser, at: str, lang: str) -> None:
    game, stop = WORDS[lang]
    context, page = opened(chromium, at, lang)
    page.locator(".ask[open] button").first.click()
    expect(page.locator("#log .me")).to_have_count(1)
    write(page, game)
    for tap in range(5):
        card = page.locator(".ask[open] button[name=press]")
        expect(card).to_have_count(3)
        expect(page.locator("#log .bot").last).to_contain_text(str(tap + 1))
        card.first.click()
        expect(page.locator("#log .me")).to_have_count(3 + tap)
    page.locator(".ask[open] [data-id=yes]").click()  # a tip a day
    assert sideways(page) == 0
    assert axe(page) == []
    write(page, stop)
    expect(page.locator("#log .me")).to_have_count(9)
    context.close()
