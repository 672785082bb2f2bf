"""Small signs beside the conversation: what came and what was seen, that the person writes, that a counsellor does.

Each is asked for as the page asks, and then as a person meets it, in a real Chromium.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from bot.channels.base import Reached
from bot.channels.web.app import SIGNS_A_MINUTE
from bot.channels.web.parse import TICKS_MAX
from tests.bot.web.asking import FROM_PAGE, HOME, Browser
from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.bot.web.house import House
from tests.bot.web.serving import Served, site
from tests.bot.web.test_browser import PHONE, greeted, picture, write

READ, DELIVERED = Reached.READ, Reached.DELIVERED
SAID = {
    "fr": ("Amina", "Bonjour, je vous lis. On regarde ensemble ?"),
    "ar": ("أمينة", "مرحبًا، أقرأ ما كُتب. هل ننظر معًا؟"),
}


@pytest.fixture
def browser(house: House) -> Browser:
    return Browser(house)


async def tells(browser: Browser, **fields: object) -> httpx2.Response:
    return await browser.http.post("/seen", json=fields, headers=FROM_PAGE)


# ---------------------------------------------------------------- at the door


async def test_what_came_and_what_was_seen_is_handed_on_and_is_nothing_that_was_said(
    house: House, browser: Browser
) -> None:
    await browser.open()
    await browser.say(open="fr")
    before = len(house.received)
    answer = await tells(browser, delivered=["m0001", "m0002"], read=["m0003"])
    assert (answer.status_code, answer.content) == (204, b"")
    assert [(one.bubble, one.reached, one.whole) for _, one in house.reports] == [
        ("m0001", DELIVERED, True),
        ("m0002", DELIVERED, True),
        ("m0003", READ, True),
    ]
    assert {address for address, _ in house.reports} == {house.received[0].address}
    assert len(house.received) == before


@pytest.mark.parametrize(
    "fields",
    [
        {"played": ["m0001"]},
        {"read": "m0001"},
        {"read": [1]},
        {"read": ["je dors dehors"]},
        {"read": ["m" * 65]},
        {"read": ["m0001"] * (TICKS_MAX + 1)},
        {"read": [["m0001"]]},
        {"text": "bonjour"},
    ],
)
async def test_a_sign_holds_no_words_and_not_much_else(
    house: House, browser: Browser, fields: dict[str, object]
) -> None:
    await browser.open()
    assert (await tells(browser, **fields)).status_code == 400
    assert house.reports == []


async def test_a_sign_is_small_and_comes_from_the_page(house: House, browser: Browser) -> None:
    await browser.open()
    for path in ("/seen", "/typing"):
        assert (await browser.http.post(path, json={}, headers={"Origin": "https://evil.example"})).status_code == 403
        assert (await browser.http.get(path)).status_code == 405
    kinds = ({"Content-Type": "text/plain"}, 415), ({"Content-Type": "application/json"}, 413)
    for kind, status in kinds:
        body = b'{"read": [' + b" " * 9000 + b"]}"
        assert (await browser.http.post("/seen", content=body, headers={**FROM_PAGE, **kind})).status_code == status
    assert (house.reports, house.writing) == ([], [])


async def test_a_stranger_tells_nothing(house: House, browser: Browser) -> None:
    assert (await tells(browser, read=["m0001"])).status_code == 204
    assert (await browser.http.post("/typing", headers=FROM_PAGE)).status_code == 204
    assert (house.reports, house.writing) == ([], [])


async def test_too_many_signs_are_told_to_come_again_and_take_no_room_from_what_is_said(
    house: House, browser: Browser
) -> None:
    browser = Browser(house, site(clock=lambda: 0.0))
    await browser.open()
    answers = [await tells(browser, read=["m0001"]) for _ in range(SIGNS_A_MINUTE + 1)]
    assert [one.status_code for one in answers[-2:]] == [204, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert (await browser.http.post("/typing", headers=FROM_PAGE)).status_code == 204
    assert house.writing == []
    assert (await browser.say(open="fr")).status_code == 200


async def test_who_is_writing_is_handed_on_without_a_word(house: House, browser: Browser) -> None:
    await browser.open()
    await browser.say(open="fr")
    answer = await browser.http.post("/typing", content=b"je dors dehors", headers=FROM_PAGE)
    assert answer.status_code == 204
    assert house.writing == [house.received[0].address]
    assert len(house.received) == 1


async def test_the_name_of_a_counsellor_is_never_markup(house: House, browser: Browser) -> None:
    await browser.open()
    await browser.say(open="fr")
    house.push(house.received[0].address, "Bonjour", by="<b>Eve</b>")
    shown = (await browser.http.get(f"{HOME}/")).text
    assert "<b>Eve" not in shown
    assert "&lt;b&gt;Eve&lt;/b&gt;" in shown


# ---------------------------------------------------------------- in a browser


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
