"""The whole story, in the real program and a real Chromium: two counsellors and a person who writes Arabic.

She asks, both press at once, one answers; a note, a ready reply, a correction; the program is stopped and started; an
old button; and the case is given back at the very question where she was.
"""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.bot.desk.program import joined
from tests.bot.test_serve import serving
from tests.bot.web.chromium import NEEDED, axe, sideways

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

pytestmark = NEEDED

LAPTOP: ViewportSize = {"width": 1366, "height": 768}
SIZES: tuple[ViewportSize, ...] = ({"width": 360, "height": 740}, {"width": 1440, "height": 900})


@dataclass
class Story:
    """The program at its address, and who is in it."""

    home: Path
    at: str
    chromium: Browser

    def counsellor(self, name: str, scheme: str = "light") -> Page:
        """Somebody who was invited, chose a password, and has the queue before them."""
        with closing(joined(self.home, self.at, name)) as http:
            cookies = [{"name": c.name, "value": c.value or "", "url": self.at} for c in http.cookies.jar]
        context = self.chromium.new_context(locale="fr", viewport=LAPTOP, color_scheme=scheme)  # type: ignore[arg-type]
        context.add_cookies(cookies)  # type: ignore[arg-type] # as Playwright takes them
        page = context.new_page()
        page.goto(f"{self.at}/desk/queue")
        return page

    def person(self) -> tuple[BrowserContext, Page]:
        """Somebody who writes Arabic on a small phone."""
        context = self.chromium.new_context(locale="ar", viewport={"width": 320, "height": 640}, has_touch=True)
        page = context.new_page()
        page.goto(self.at)
        page.wait_for_selector(".ask[open]")
        return context, page


def says(page: Page, text: str) -> None:
    before = page.locator("#log .me").count()
    page.fill("#text", text)
    page.locator(".send").click()
    expect(page.locator("#log .me")).to_have_count(before + 1)


def question(page: Page) -> str:
    return page.locator("#log .bot[data-topic]").last.get_attribute("data-topic") or ""


def test_the_whole_story(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as (_, at):
        story = Story(tmp_path, at, chromium)
        anna, bilal = story.counsellor("Anna"), story.counsellor("Bilal", "dark")
        context, awa = story.person()
        page = _asked_and_claimed(anna, bilal, awa)
        _spoken(page, awa)
        case, here = page.url, context.storage_state()
        desk = page.context.storage_state()
    with serving(tmp_path) as (_, at):  # a deploy: another port, the same house
        path = case.partition("/desk/")[2]
        again = chromium.new_context(locale="fr", viewport=LAPTOP, storage_state=desk).new_page()
        again.goto(f"{at}/desk/{path}")
        hers = chromium.new_context(locale="ar", viewport={"width": 320, "height": 640}, storage_state=here).new_page()
        hers.goto(at)
        _given_back(again, hers)


def _asked_and_claimed(anna: Page, bilal: Page, awa: Page) -> Page:
    awa.locator(".ask[open] button").first.click()
    awa.wait_for_selector("#log .me")
    says(awa, "أنظف منزل سيدة")
    awa.locator(".ask[open] [data-id=yes]").click()
    expect(awa.locator(".ask[open] [data-id=done]")).to_be_visible()
    says(awa, "أريد التحدث مع شخص")
    awa.locator(".ask[open] [data-id=agree]").click()
    expect(awa.locator(".ask[open] [data-id=withdraw]")).to_be_visible()
    for page in (anna, bilal):  # without a reload
        expect(page.locator(".cases li")).to_have_count(1)
        assert axe(page) == []
    _both_press(anna, bilal)
    for page in (anna, bilal):
        page.wait_for_url("**/desk/case/**")
    won = [page for page in (anna, bilal) if page.locator("#say").count()]
    assert len(won) == 1
    lost = bilal if won[0] is anna else anna
    expect(lost.locator("main")).to_contain_text("Anna" if won[0] is anna else "Bilal")
    return won[0]


def _both_press(*pages: Page) -> None:
    """Press the button of the one case on several pages; no press arrives before the last was made."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    for page in pages:
        page.route("**/claim", hold, times=1)
        with page.expect_request("**/claim"):
            page.locator(".cases button").click(no_wait_after=True)
    for one in held:
        one.continue_()


def _spoken(page: Page, awa: Page) -> None:
    for at_a_glance in (".points li", "#text", ".points li:nth-child(2)"):
        box = page.locator(at_a_glance).first.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= LAPTOP["height"], f"{at_a_glance} is below the fold"
    assert axe(page) == []
    page.fill("#text", "Bonjour, je vous lis.")
    page.keyboard.press("Enter")
    expect(awa.locator("#log")).to_contain_text("Bonjour, je vous lis.")
    expect(page.locator("#lines .tick").last).to_have_text("lu")
    awa.locator("#text").press_sequentially("شكرا")
    expect(page.locator(".writes")).to_contain_text("écrit")
    page.locator("#text").press_sequentially("Je ")
    expect(awa.locator("body")).to_contain_text(re.compile("Anna|Bilal"))
    page.fill("#text", "")
    says(awa, "شكرا، عندي سؤال")
    expect(page.locator("#lines")).to_contain_text("شكرا، عندي سؤال")
    expect(page.locator("#lines .original").first).to_be_visible()  # our own words, in both languages
    page.locator(".notes summary").click()
    page.fill("#note", "Rappeler mardi")
    page.locator(".notes button").click()
    expect(page.locator(".notes li")).to_contain_text("Rappeler mardi")
    case = page.url
    page.goto(f"{page.url.partition('/desk')[0]}/desk/replies")
    page.fill("input[name=shortcut]", "rdv")
    page.fill("textarea[name='text.ar']", "موعدنا غدًا")
    page.fill("textarea[name='text.fr']", "Rendez-vous demain")
    page.locator(".reply button").first.click()
    page.goto(case)
    page.locator("#text").press_sequentially("/rdv ")
    expect(page.locator("#text")).to_have_value("موعدنا غدًا ")
    page.keyboard.press("Enter")
    expect(awa.locator("#log")).to_contain_text("موعدنا غدًا")
    assert "Rappeler mardi" not in awa.content()
    page.locator(".fix summary").click()
    assert axe(page) == []


def _given_back(page: Page, awa: Page) -> None:
    expect(page.locator("#lines")).to_contain_text("شكرا، عندي سؤال")
    old = awa.locator("#log [data-id=yes]")
    if old.count():
        old.first.click(force=True)
    schemes: tuple[Literal["light", "dark"], ...] = ("light", "dark")
    for size in SIZES:
        for scheme in schemes:
            page.set_viewport_size(size)
            page.emulate_media(color_scheme=scheme)
            assert sideways(page) == 0
            assert axe(page) == []
    page.set_viewport_size(LAPTOP)
    page.locator(".acts form button").first.click()
    page.wait_for_url("**/desk/queue**")
    expect(awa.locator(".ask[open] [data-id=done]")).to_be_visible()
    assert question(awa) == "tasks"
    assert axe(page) == []
