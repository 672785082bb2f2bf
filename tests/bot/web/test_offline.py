"""What is written where the line is weak: shown at once, kept, in order, sent by itself, once, and to nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Route, expect

from flows.model import Open, Tap, Text
from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.bot.web.house import House
from tests.bot.web.serving import Served, served

PHONE: dict[str, Any] = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}
KEPT = "Object.keys(localStorage).filter((key) => key.startsWith('atout.said.')).length"
NO_STORAGE = """for (const name of ["localStorage", "sessionStorage"])
  Object.defineProperty(window, name, { get() { throw new DOMException("denied", "SecurityError"); } });"""

pytestmark = NEEDED


@contextmanager
def phone(chromium: Browser, lang: str = "fr", script: str = "") -> Iterator[BrowserContext]:
    """A phone; fails on any fault its pages report."""
    context = chromium.new_context(locale=lang, **PHONE)
    if script:
        context.add_init_script(script)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    yield context
    context.close()
    assert faults == []


def opened(context: BrowserContext, at: str) -> Page:
    page = context.new_page()
    page.goto(at)
    page.wait_for_selector(".ask[open]")
    return page


def write(page: Page, *texts: str) -> None:
    for text in texts:
        page.fill("#text", text)
        page.keyboard.press("Enter")


def tap(page: Page) -> None:
    page.locator(".ask[open] button[name=press]").first.click()


def waits(page: Page, *words: str) -> None:
    expect(page.locator(".late p")).to_have_text(list(words))


def nothing_waits(page: Page) -> None:
    expect(page.locator(".wait")).to_have_count(0, timeout=20_000)
    while page.evaluate(KEPT):  # it may be read in the stream before the answer has come
        page.wait_for_timeout(20)


def said(house: House) -> list[str]:
    """What the house received: texts, and "tap" for a button."""
    bodies = [arrival.body for arrival in house.received if not isinstance(arrival.body, Open)]
    return [body.text if isinstance(body, Text) else "tap" if isinstance(body, Tap) else "?" for body in bodies]


# ---------------------------------------------------------------- it waits, and leaves by itself


def test_words_and_a_tap_wait_in_order_and_leave_with_the_network(
    chromium: Browser, server: Served, house: House
) -> None:
    with phone(chromium) as context:
        page = opened(context, server.at)
        context.set_offline(offline=True)
        expect(page.get_by_role("status")).to_contain_text("Pas de connexion")
        tap(page)
        write(page, "un", "deux")
        waits(page, "J'accepte", "un", "deux")
        expect(page.locator(".late small")).to_have_text(["Pas encore parti"] * 3)
        assert page.evaluate(KEPT) == 3
        assert said(house) == []
        context.set_offline(offline=False)
        nothing_waits(page)
        expect(page.get_by_role("status")).to_be_empty()
        expect(page.locator("#log .me p")).to_have_text(["J'accepte", "un", "deux"])
        expect(page.locator("#log .bot").last).to_contain_text("Plusieurs chiffres possibles")
        assert said(house) == ["tap", "un", "deux"]


def test_a_browser_that_believes_in_its_line_tries_again(chromium: Browser, house: House) -> None:
    with phone(chromium) as context:
        with served(house) as first:
            page = opened(context, first.at)
        write(page, "un")
        waits(page, "un")
        assert page.evaluate("navigator.onLine")
        with served(house, port=first.port):
            nothing_waits(page)  # no event said so
        assert said(house) == ["un"]


def test_what_waits_is_there_again_after_the_page_was_closed(chromium: Browser, house: House) -> None:
    with phone(chromium) as context:
        with served(house) as first:
            page = opened(context, first.at)
        write(page, "un")
        tap(page)
        write(page, "deux")
        waits(page, "un", "J'accepte", "deux")
        page.close()
        with served(house, port=first.port) as again:
            context.route("**/say*", lambda route: route.abort())
            page = context.new_page()
            page.goto(again.at)
            waits(page, "un", "J'accepte", "deux")
            page.reload()  # once more, before anything could leave
            waits(page, "un", "J'accepte", "deux")
            expect(page.locator(".ask[open]")).to_have_count(0)  # what a tap that waits answers is not asked again
            context.unroute("**/say*")
            nothing_waits(page)
            expect(page.locator("#log .me p")).to_have_text(["un", "J'accepte", "deux"])
        assert said(house) == ["un", "tap", "deux"]


def test_with_no_network_at_all_the_page_opens_blank_and_takes_words(chromium: Browser, house: House) -> None:
    with phone(chromium) as context:
        with served(house) as first:
            page = opened(context, first.at)
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        write(page, "un")
        waits(page, "un")
        page.close()
        page = context.new_page()
        page.goto(first.at)
        expect(page.get_by_role("status")).to_contain_text("Pas de connexion")
        expect(page.get_by_role("main")).to_contain_text("Votre conversation revient avec la connexion")
        waits(page, "un")
        write(page, "deux")
        waits(page, "un", "deux")
        assert axe(page) == []
        with served(house, port=first.port):
            nothing_waits(page)
            expect(page.locator("#log .me p")).to_have_text(["un", "deux"])
            expect(page.locator("#log .bot").first).to_contain_text("Bonjour")  # the whole conversation is back
            expect(page.locator(".blank")).to_have_count(0)
        assert said(house) == ["un", "deux"]


@pytest.mark.parametrize("slow", ["**/say*", "**/events*"])  # it comes by the other way
def test_a_conversation_that_comes_back_is_shown_where_it_was(chromium: Browser, house: House, slow: str) -> None:
    with phone(chromium) as context:
        with served(house) as first:
            page = opened(context, first.at)
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            tap(page)
            write(page, "un")
            nothing_waits(page)
            expect(page.locator("#log .bot")).to_have_count(5)
        page.reload()
        expect(page.locator(".blank")).to_have_count(1)
        page.route(slow, lambda route: route.abort())
        with served(house, port=first.port):
            expect(page.locator("#log .bot")).to_have_count(5)
            expect(page.locator("#log .bot").last).to_be_in_viewport(ratio=1)
            expect(page.locator(".ask[open] button").last).to_be_in_viewport(ratio=1)


def test_the_blank_page_that_is_kept_holds_nobodys_words(chromium: Browser, server: Served) -> None:
    with phone(chromium) as context:
        page = opened(context, server.at)
        write(page, "mon secret")
        expect(page.locator("#log .me")).to_have_count(1)
        page.reload()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        kept = page.evaluate(
            """async () => { const found = {};
            for (const name of await caches.keys()) { const kept = await caches.open(name);
              for (const request of await kept.keys()) {
                found[new URL(request.url).pathname] = await (await kept.match(request)).text(); } }
            return found; }"""
        )
        assert sorted(path.partition(".")[0] for path in kept) == [
            "/blank", "/static/aloud", "/static/chat", "/static/chat", "/static/icon", "/static/signs", "/static/voice",
        ]  # fmt: skip
        assert "mon secret" not in "".join(kept.values())
        assert 'data-place=""' in kept["/blank"]
        assert "<article" not in kept["/blank"].partition("<template")[0]


def test_an_answer_that_was_lost_does_not_make_it_count_twice(chromium: Browser, server: Served, house: House) -> None:
    with phone(chromium) as context:
        page = opened(context, server.at)

        def lose(route: Route) -> None:
            route.fetch()
            route.abort()

        page.route("**/say*", lose, times=2)
        write(page, "un", "deux")
        nothing_waits(page)
        expect(page.locator("#log .me p")).to_have_text(["un", "deux"])
        assert said(house) == ["un", "deux"]


@pytest.mark.parametrize("status", [502, 503, 429])
def test_what_fails_for_a_while_waits(chromium: Browser, server: Served, house: House, status: int) -> None:
    with phone(chromium) as context:
        page = opened(context, server.at)
        page.route("**/say*", lambda route: route.fulfill(status=status, body="<h1>Bad Gateway</h1>"))
        write(page, "un")
        waits(page, "un")
        expect(page.get_by_role("status")).to_contain_text("Vos messages sont gardés ici")
        page.unroute("**/say*")
        nothing_waits(page)
        assert said(house) == ["un"]


def test_where_nothing_may_be_stored_it_waits_in_memory(chromium: Browser, server: Served, house: House) -> None:
    with phone(chromium, script=NO_STORAGE) as context:
        page = opened(context, server.at)
        context.set_offline(offline=True)
        write(page, "un", "deux")
        waits(page, "un", "deux")
        expect(page.get_by_role("status")).to_contain_text("Gardez cette page ouverte")
        context.set_offline(offline=False)
        expect(page.locator(".wait")).to_have_count(0)
        assert said(house) == ["un", "deux"]


def test_a_line_that_is_there_and_brings_nothing_is_told_too(chromium: Browser, server: Served, house: House) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with phone(chromium) as context:
        page = context.new_page()
        page.clock.install()
        page.goto(server.at)
        page.wait_for_selector(".ask[open]")
        page.route("**/say*", hold, times=1)
        write(page, "un", "deux")
        while not held:
            page.wait_for_timeout(20)
        page.clock.fast_forward(5_000)
        waits(page, "un", "deux")
        expect(page.get_by_role("status")).to_contain_text("Pas de connexion")
        page.get_by_role("button", name="Retirer ce message").first.click()  # while it is on its way to nowhere
        nothing_waits(page)
        assert said(house) == ["deux"]
        assert len(held) == 1


def test_a_language_asked_for_without_network_waits_too(chromium: Browser, server: Served, house: House) -> None:
    with phone(chromium) as context:
        page = opened(context, server.at)
        context.set_offline(offline=True)
        page.locator(".langs summary").click()
        page.get_by_role("button", name="العربية").click()
        waits(page, "العربية")
        context.set_offline(offline=False)
        page.wait_for_selector("html[lang=ar][dir=rtl]")
        nothing_waits(page)


def test_one_is_sent_after_the_other_from_all_tabs_together(chromium: Browser, server: Served, house: House) -> None:
    house.slow = 0.05
    going: set[Request] = set()
    most: list[int] = []

    def begins(request: Request) -> None:
        if "/say" in request.url:
            going.add(request)
            most.append(len(going))

    def ends(request: Request) -> None:
        going.discard(request)

    with phone(chromium) as context:
        tabs = [opened(context, server.at) for _ in range(2)]
        context.set_offline(offline=True)
        for n, page in enumerate(tabs):
            write(page, *(f"{n}{letter}" for letter in "abc"))
        for page in tabs:
            expect(page.locator(".late")).to_have_count(6)
        context.on("request", begins)
        context.on("requestfinished", ends)
        context.on("requestfailed", ends)
        context.set_offline(offline=False)
        for page in tabs:
            nothing_waits(page)
        assert max(most) == 1
        assert sorted(said(house)) == ["0a", "0b", "0c", "1a", "1b", "1c"]
        assert [text for text in said(house) if text[0] == "0"] == ["0a", "0b", "0c"]
        assert [text for text in said(house) if text[0] == "1"] == ["1a", "1b", "1c"]


def test_a_link_from_elsewhere_leads_to_the_same_conversation(chromium: Browser, server: Served, house: House) -> None:
    with phone(chromium) as context, served(House()) as other:
        page = opened(context, server.at)
        write(page, "un")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        elsewhere = opened(context, other.at.replace("127.0.0.1", "localhost"))
        elsewhere.evaluate(
            "(at) => { const link = document.createElement('a'); link.href = at; link.click(); }", server.at
        )
        elsewhere.wait_for_url(server.at + "/")
        expect(elsewhere.locator("#log .me p")).to_have_text(["un"])  # the worker in between took no cookie away
        assert len(house.talks) == 1


def test_what_one_tab_could_not_send_another_sends(chromium: Browser, server: Served, house: House) -> None:
    with phone(chromium) as context:
        first, second = opened(context, server.at), opened(context, server.at)
        context.set_offline(offline=True)
        write(first, "un")
        waits(second, "un")
        write(second, "deux")
        waits(first, "un", "deux")
        first.close()
        context.set_offline(offline=False)
        nothing_waits(second)
        expect(second.locator("#log .me p")).to_have_text(["un", "deux"])
        assert said(house) == ["un", "deux"]


# ---------------------------------------------------------------- taken back, refused


def test_what_waits_can_be_taken_back(chromium: Browser, server: Served, house: House) -> None:
    with phone(chromium) as context:
        page = opened(context, server.at)
        context.set_offline(offline=True)
        tap(page)
        write(page, "un", "deux")
        waits(page, "J'accepte", "un", "deux")
        drop = page.get_by_role("button", name="Retirer ce message")
        expect(drop.nth(1)).to_have_accessible_description("un")
        drop.nth(1).click()
        drop.first.click()
        waits(page, "deux")
        assert page.evaluate("document.activeElement.closest('.wait')?.innerText ?? ''").startswith("deux")
        expect(page.locator(".ask[open]:not([data-sent])")).to_have_count(1)  # another choice may be tapped
        context.set_offline(offline=False)
        nothing_waits(page)
        assert said(house) == ["deux"]


def test_what_is_refused_for_good_is_back_in_the_field(chromium: Browser, server: Served, house: House) -> None:
    with phone(chromium) as context:
        page = opened(context, server.at)
        context.set_offline(offline=True)
        write(page, "un", "deux")
        waits(page, "un", "deux")
        context.clear_cookies()
        context.set_offline(offline=False)
        expect(page.get_by_role("status")).to_contain_text("Acceptez le cookie")
        expect(page.locator("#text")).to_have_value("un\ndeux")
        nothing_waits(page)
        assert said(house) == []


# ---------------------------------------------------------------- nobody else's


def test_with_another_cookie_it_is_neither_shown_nor_sent(chromium: Browser, house: House) -> None:
    with phone(chromium) as context:
        with served(house) as first:
            page = opened(context, first.at)
        write(page, "mon secret")
        waits(page, "mon secret")
        page.close()
        context.clear_cookies()
        with served(house, port=first.port) as again:
            page = opened(context, again.at)
            nothing_waits(page)
            assert "mon secret" not in page.content()
        assert said(house) == []


@pytest.mark.parametrize("reloaded", [False, True])
def test_once_all_was_erased_it_is_not_sent(chromium: Browser, server: Served, house: House, *, reloaded: bool) -> None:
    with phone(chromium) as context:
        page = opened(context, server.at)
        context.set_offline(offline=True)
        write(page, "mon secret")
        waits(page, "mon secret")
        house.talks.clear()  # erased from another phone
        if reloaded:
            page.close()
        context.set_offline(offline=False)
        if reloaded:
            page = opened(context, server.at)
            expect(page.locator("#text")).to_have_value("")
        else:
            expect(page.get_by_role("status")).to_contain_text("n'est plus la même")
            expect(page.locator("#text")).to_have_value("mon secret")  # it never left the screen
        nothing_waits(page)
        assert said(house) == []


# ---------------------------------------------------------------- what it looks like


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_what_waits_fits_is_named_and_is_within_reach(chromium: Browser, server: Served, lang: str) -> None:
    with phone(chromium, lang) as context:
        page = opened(context, server.at)
        context.set_offline(offline=True)
        tap(page)
        write(page, "une phrase assez longue pour aller à la ligne, et même deux fois", "x" * 100)
        expect(page.locator(".late")).to_have_count(3)
        assert (sideways(page), axe(page)) == (0, [])
        for button in page.locator(".late button").all():
            box = button.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44
        words = page.locator(".late p").last.bounding_box()
        cross = page.locator(".late button").last.bounding_box()
        assert words is not None
        assert cross is not None
        assert (cross["x"] > words["x"]) == (lang == "ar")


def test_with_letters_twice_as_large_a_choice_can_still_be_tapped(chromium: Browser, server: Served) -> None:
    with phone(chromium) as context:
        page = opened(context, server.at)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        context.set_offline(offline=True)
        expect(page.get_by_role("status")).to_contain_text("Pas de connexion")
        page.locator("#below").click()
        tap(page)
        waits(page, "J'accepte")
        assert sideways(page) == 0
