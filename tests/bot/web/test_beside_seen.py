"""The notice, the charter and the pages beside the chat in a real Chromium: axe, narrow, by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect

from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.bot.web.house import House
from tests.bot.web.serving import Served, served, site
from tests.bot.web.test_beside import HOST, PAGES


@pytest.fixture
def shown(house: House) -> Iterator[Served]:
    with served(house, site(host=HOST)) as running:
        yield running


@NEEDED
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(("lang", "scheme"), [("fr", "light"), ("ar", "dark"), ("ar", "light")])
def test_axe_finds_nothing_and_nothing_runs_out_of_a_narrow_page(
    chromium: Chromium, shown: Served, page: str, lang: str, scheme: str
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 568}, color_scheme=scheme, has_touch=True)  # type: ignore[arg-type]
    opened = context.new_page()
    opened.goto(f"{shown.at}/{page}?lang={lang}")
    for details in opened.locator("summary").all():
        details.click()
    assert axe(opened) == []
    assert sideways(opened) == 0
    for target in opened.locator("a:visible, summary:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
    assert context.cookies() == []
    context.close()


@NEEDED
def test_the_link_under_the_first_bubbles_leads_to_the_notice_and_goes_once_somebody_answered(
    chromium: Chromium, shown: Served
) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 568}, locale="fr")
    opened = context.new_page()
    opened.goto(shown.at)
    opened.wait_for_selector(".ask[open]")
    link = opened.locator(".first a")
    assert link.is_visible()
    link.click()
    assert opened.locator("h1").inner_text() == "La notice"
    opened.locator(".start").click()
    opened.wait_for_selector(".ask[open]")
    opened.locator(".ask[open] button[name=press]").first.click()
    expect(link).to_be_hidden()
    context.close()


@NEEDED
@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_keyboard_alone_reaches_all_that_can_be_pressed_and_shows_where_it_is(
    chromium: Chromium, shown: Served, page: str, lang: str
) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    opened = context.new_page()
    opened.goto(f"{shown.at}/{page}?lang={lang}")
    wanted = opened.locator("a:visible, summary:visible")
    reached = []
    for _ in range(wanted.count()):
        opened.keyboard.press("Tab")
        reached.append(opened.evaluate("document.activeElement.outerHTML"))
        assert opened.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        box = opened.evaluate("(({top, bottom}) => [top, bottom])(document.activeElement.getBoundingClientRect())")
        assert 0 <= box[0] < box[1] <= 640, "what is reached is out of sight"
    assert reached == [one.evaluate("one => one.outerHTML") for one in wanted.all()]
    context.close()


@NEEDED
def test_a_promise_opens_with_the_keyboard(chromium: Chromium, shown: Served) -> None:
    context = chromium.new_context(viewport={"width": 360, "height": 640})
    opened = context.new_page()
    opened.goto(f"{shown.at}/charte?lang=fr")
    opened.keyboard.press("Tab")
    assert not opened.locator("details ul").first.is_visible()
    opened.keyboard.press("Enter")
    assert opened.locator("details ul").first.is_visible()
    context.close()
