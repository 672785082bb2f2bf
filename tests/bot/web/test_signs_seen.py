"""What the page shows and tells beside the words, in a real Chromium: seen, read, writing, and who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from bot.channels.base import Reached
from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.bot.web.house import House
from tests.bot.web.serving import Served
from tests.bot.web.test_browser import PHONE, greeted, picture, write

READ, DELIVERED = Reached.READ, Reached.DELIVERED
SAID = {
    "fr": ("Amina", "Bonjour, je vous lis. On regarde ensemble ?"),
    "ar": ("أمينة", "مرحبًا، أقرأ ما كُتب. هل ننظر معًا؟"),
}


@contextmanager
def looked_at(
    chromium: Chromium, at: str, lang: str = "fr", **options: object
) -> Iterator[tuple[BrowserContext, Page]]:
    """The page in a fresh browser whose focus a test takes away and gives back."""
    context = chromium.new_context(**{"locale": lang, **PHONE, **options})
    context.add_init_script("window.looked = true; document.hasFocus = () => window.looked")
    page = context.new_page()
    with page.expect_response("**/events*"):  # it listens
        page.goto(at)
    greeted(page)
    page.keyboard.press("End")  # a small screen shows the beginning of the greeting
    expect(page.locator("#below")).to_be_hidden()
    yield context, page
    context.close()


def says(server: Served, house: House, text: str, by: str = "Amina") -> None:
    server.loop.call_soon_threadsafe(house.push, house.received[0].address, text, by)


def writes(server: Served, house: House, by: str = "Amina") -> None:
    server.loop.call_soon_threadsafe(house.writes_to, house.received[0].address, by)


def came(house: House, line: str) -> list[Reached]:
    return [one.reached for _, one in house.reports if one.bubble == line]


def ticked(page: Page, house: House, line: str, *wanted: Reached) -> None:
    """Wait until this is what was told of a line, and nothing else."""
    for _ in range(600):
        if came(house, line) == list(wanted):
            return
        page.wait_for_timeout(50)
    assert came(house, line) == list(wanted)


def read(page: Page, house: House, line: str) -> None:
    """Wait until a line was seen; a slow machine tells before that it came."""
    for _ in range(600):
        if READ in came(house, line):
            break
        page.wait_for_timeout(50)
    assert came(house, line) in ([READ], [DELIVERED, READ])


def told(page: Page, house: House, times: int) -> None:
    """Wait until it was told so often that the person writes, and not oftener."""
    for _ in range(600):
        if len(house.writing) >= times:
            break
        page.wait_for_timeout(50)
    page.wait_for_timeout(300)
    assert len(house.writing) == times


def newest(page: Page) -> str:
    return page.locator("#log .bot").last.evaluate("one => one.id.slice(2)")  # type: ignore[no-any-return]


@NEEDED
def test_a_bubble_in_sight_is_read_and_one_that_only_came_is_delivered(
    chromium: Chromium, server: Served, house: House
) -> None:
    with looked_at(chromium, server.at) as (_, page):
        read(page, house, newest(page))
        page.evaluate("window.looked = false")
        says(server, house, "Je suis là.")
        expect(page.locator("#log .bot").last).to_contain_text("Je suis là.")
        line = newest(page)
        ticked(page, house, line, DELIVERED)
        page.evaluate("window.looked = true; dispatchEvent(new Event('focus'))")
        ticked(page, house, line, DELIVERED, READ)
        page.evaluate("dispatchEvent(new Event('focus'))")
        page.wait_for_timeout(1500)
        ticked(page, house, line, DELIVERED, READ)


@NEEDED
def test_what_stands_below_the_screen_is_not_read_until_it_is_scrolled_to(
    chromium: Chromium, server: Served, house: House
) -> None:
    with looked_at(chromium, server.at) as (_, page):
        for number in range(12):
            says(server, house, f"Une ligne, puis une autre, et encore une autre. {number}")
        expect(page.locator("#log .bot")).to_have_count(15)
        page.evaluate("scrollTo(0, 0)")
        says(server, house, "Plus bas.")
        expect(page.locator("#log .bot")).to_have_count(16)
        line = newest(page)
        ticked(page, house, line, DELIVERED)
        page.locator("#below").click()
        ticked(page, house, line, DELIVERED, READ)


@NEEDED
def test_what_a_counsellor_says_comes_in_sight_after_an_answer_longer_than_the_screen(
    chromium: Chromium, server: Served, house: House
) -> None:
    with looked_at(chromium, server.at) as (_, page):
        read(page, house, newest(page))  # the page stands still
        for number in range(12):
            says(server, house, f"Une ligne, puis une autre, et encore une autre. {number}", by="bot")
        expect(page.locator("#log .bot")).to_have_count(15)
        expect(page.locator("#below")).to_be_visible()  # the answer is shown from its beginning
        says(server, house, "Je suis là.")
        says(server, house, "Je vous lis.")
        for text in ("Je suis là.", "Je vous lis."):
            expect(page.locator("#log .human", has_text=text)).to_be_in_viewport(ratio=1)
        expect(page.locator("#below")).to_be_hidden()


@NEEDED
def test_what_was_seen_without_a_network_is_told_later_even_after_the_page_was_left(
    chromium: Chromium, server: Served, house: House
) -> None:
    with looked_at(chromium, server.at) as (context, page):
        read(page, house, newest(page))
        context.route("**/seen", lambda route: route.abort())
        says(server, house, "Je suis là.")
        expect(page.locator("#log .bot").last).to_contain_text("Je suis là.")
        line = newest(page)
        page.wait_for_function(
            "(kept) => localStorage.getItem('atout.ticks')?.includes(kept)", arg=f'["{line}","read"]'
        )
        assert came(house, line) == []
        page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
        page.goto("about:blank")
        context.unroute("**/seen")
        context.add_init_script("window.looked = false")  # whatever is told now was seen before
        page.goto(server.at)
        read(page, house, line)
        page.wait_for_function("localStorage.getItem('atout.ticks') === null")
        assert len(house.received) == 1


@NEEDED
@pytest.mark.parametrize(("lang", "said"), [("fr", "Amina écrit…"), ("ar", "\u2068Amina\u2069: الرد قيد الكتابة…")])
def test_who_writes_is_shown_and_read_aloud_until_the_words_come(
    chromium: Chromium, server: Served, house: House, lang: str, said: str
) -> None:
    with looked_at(chromium, server.at, lang, reduced_motion="reduce") as (_, page):
        sign = page.locator("#writing")
        assert (sign.get_attribute("aria-live"), sign.text_content()) == ("polite", "")
        writes(server, house)
        expect(sign).to_have_text(said, use_inner_text=True)
        expect(sign).to_be_in_viewport()
        assert page.evaluate("document.getAnimations().length") == 0
        assert axe(page) == []
        says(server, house, "Bonjour")
        expect(page.locator("#log .bot").last).to_contain_text("Bonjour")
        expect(sign).to_have_text("")


@NEEDED
def test_that_somebody_writes_goes_by_itself(chromium: Chromium, server: Served, house: House) -> None:
    with looked_at(chromium, server.at) as (_, page):
        writes(server, house)
        expect(page.locator("#writing")).to_have_text("Amina écrit…")
        expect(page.locator("#writing")).to_have_text("")


@NEEDED
def test_the_page_says_that_the_person_writes_to_a_counsellor_alone_and_not_at_each_key(
    chromium: Chromium, server: Served, house: House
) -> None:
    with looked_at(chromium, server.at) as (_, page):
        page.locator("#text").press_sequentially("bonjour")
        says(server, house, "Je suis là.")
        expect(page.locator("#log .human")).to_have_count(1)
        assert house.writing == []
        page.locator("#text").press_sequentially(" madame")
        told(page, house, 1)
        page.wait_for_timeout(3000)
        page.locator("#text").press_sequentially("!")
        told(page, house, 2)
        assert len(house.received) == 1


# ---------------------------------------------------------------- who speaks


@NEEDED
@pytest.mark.parametrize("lang", SAID)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_counsellor_looks_other_than_the_bot_and_is_named_for_eyes_and_ears(
    chromium: Chromium, server: Served, house: House, lang: str, scheme: str
) -> None:
    by, said = SAID[lang]
    size = {"width": 360, "height": 640}
    with looked_at(chromium, server.at, lang, viewport=size, color_scheme=scheme) as (_, page):
        write(page, "oui" if lang == "fr" else "نعم")
        expect(page.locator("#log .bot")).to_have_count(4)
        says(server, house, said, by)
        human = page.locator("#log .human")
        expect(human).to_contain_text(said)
        expect(human.locator(".by")).to_be_visible()
        assert human.locator(".by").inner_text().strip().startswith(by)
        assert human.aria_snapshot().index(by) < human.aria_snapshot().index(said[:7])
        looks = "one => getComputedStyle(one).backgroundColor"
        assert human.locator("p").evaluate(looks) != page.locator(".bot:not(.human) p").first.evaluate(looks)
        writes(server, house, by)
        expect(page.locator("#writing")).to_contain_text(by)
        assert (sideways(page), axe(page)) == (0, [])
        picture(page, f"human-{lang}-{scheme}", "1")
