"""A person at the office's computer: begun in one press, carried to a phone, printed, and then nothing is left."""

from __future__ import annotations

import asyncio
import re

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.store.staff import Role
from tests.bot.desk.office import Office, Person
from tests.bot.web.chromium import NEEDED, axe, sideways

pytestmark = NEEDED
LEFT = """async () => ({
  cookies: document.cookie, stored: localStorage.length + sessionStorage.length,
  bases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"cookies": "", "stored": 0, "bases": 0, "caches": 0, "workers": 0}
WORD = re.compile(r"atout-\w{20}")


def signed_in(chromium: Browser, whole: Office, person: Person, lang: str = "fr") -> BrowserContext:
    context = chromium.new_context(base_url=whole.at, locale=lang)
    context.add_cookies([{"name": "atout-desk", "value": person.http.cookies["atout-desk"], "url": whole.at}])
    return context


def settle(whole: Office) -> None:
    asyncio.run_coroutine_threadsafe(whole.house.settle(), whole.loop).result(30)


def begun(chromium: Browser, whole: Office, label: str = "Français") -> Page:
    page = signed_in(chromium, whole, whole.joined()).new_page()
    page.goto("/desk/together")
    page.get_by_role("button", name=label).first.click()
    expect(page.locator(".counter").first).to_be_visible()
    expect(page.locator("#log .ask[open] button").first).to_be_visible()
    return page


def names(page: Page) -> set[str]:
    return {cookie["name"] for cookie in page.context.cookies()}


def agree(page: Page) -> None:
    page.locator(".ask[open] button[data-id=agree]").click()
    expect(page.locator(".ask[open] button[data-id=agree]")).to_have_count(0)


def test_one_press_begins_and_the_desk_cannot_be_reached_from_there(chromium: Browser, whole: Office) -> None:
    page = begun(chromium, whole)
    assert names(page) == {"atout-counter"}
    page.goto("/desk/queue")
    expect(page).to_have_url(re.compile("/desk/sign-in"))
    page.go_back()
    page.go_back()
    assert "/desk/together" not in page.url or page.locator("input[name=password]").count()


def test_the_session_of_the_desk_has_ended_and_not_only_its_cookie(chromium: Browser, whole: Office) -> None:
    person = whole.joined()
    page = signed_in(chromium, whole, person).new_page()
    page.goto("/desk/together")
    page.get_by_role("button", name="English").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert person.http.get("/desk/queue").status_code == 303


def test_a_link_of_one_use_begins_on_another_screen(chromium: Browser, whole: Office) -> None:
    person, other = whole.joined(), whole.joined(Role.LEAD, "Bo")
    link = re.search(r">https://cv.example.org(/desk/counter/[\w-]+)<", person.http.post("/desk/together/link").text)
    assert link is not None
    there = whole.browser()
    for _ in range(3):  # programs look at links before people do
        assert there.get(link[1]).status_code == 200
    assert there.post(link[1], data={"lang": "uk"}).headers["location"] == "/?lang=uk"
    assert "atout-counter" in there.cookies
    assert person.http.get("/desk/queue").status_code == 200  # where the link was made, nothing ended
    assert other.http.post(link[1], data={"lang": "uk"}).status_code == 410
    assert other.http.get("/desk/queue").status_code == 200


def test_whoever_follows_a_link_is_at_the_desk_no_more(whole: Office) -> None:
    person, other = whole.joined(), whole.joined(Role.LEAD, "Bo")
    link = re.search(r">https://cv.example.org(/desk/counter/[\w-]+)<", person.http.post("/desk/together/link").text)
    assert link is not None
    other.http.post(link[1], data={"lang": "uk"})
    assert other.http.get("/desk/queue").status_code == 303
    other.sign_in()
    assert "atout-counter" not in other.http.cookies


def test_the_conversation_goes_on_on_a_phone_by_a_press_there(chromium: Browser, whole: Office) -> None:
    page = begun(chromium, whole)
    agree(page)
    page.get_by_role("button", name="Continuer sur mon téléphone").click()
    settle(whole)
    expect(page.locator(".qr svg").first).to_be_visible()
    assert page.locator("#log a[target=_blank]").count() == 0  # no other site is opened on the office's computer
    word = said(whole, page)
    phone = chromium.new_context(base_url=whole.at, locale="fr", viewport={"width": 360, "height": 740}).new_page()
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    phone.goto(f"/go#{word}")
    expect(phone.get_by_role("button", name="Continuer ici")).to_be_visible()
    assert not any(word in one for one in asked)  # no server has read it, nothing is used up
    assert axe(phone) == []
    phone.get_by_role("button", name="Continuer ici").click()
    expect(phone.locator("#log")).to_contain_text("Votre dossier est là")
    page.get_by_role("button", name="Terminer").click()
    expect(page).to_have_url(re.compile("/ended"))
    phone.locator("#text").fill("je fais le ménage chez une dame")
    phone.keyboard.press("Enter")
    expect(phone.locator("#log .me")).to_have_count(1)


def said(whole: Office, page: Page) -> str:
    """The word of the link, as the phone's camera reads it."""
    address = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "atout-counter")
    lines = asyncio.run_coroutine_threadsafe(whole.house.transcript("web", address), whole.loop).result(30)
    found = [WORD.search(line.bubble.text) for line in lines if line.bubble]
    return next(one[0] for one in reversed(found) if one)


def test_the_end_leaves_nothing(chromium: Browser, whole: Office) -> None:
    page = begun(chromium, whole)
    other = page.context.new_page()
    other.goto("/")
    expect(other.locator(".counter").first).to_be_visible()
    address = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "atout-counter")
    page.locator("#text").fill("un secret")
    page.context.set_offline(True)
    page.keyboard.press("Enter")  # what waits, waits in memory
    expect(page.locator(".wait.late")).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    page.evaluate("localStorage.setItem('left', 'x'); sessionStorage.setItem('left', 'x')")
    page.context.set_offline(False)
    page.get_by_role("button", name="Terminer").click()
    expect(page).to_have_url(re.compile("/ended"))
    expect(other).to_have_url(re.compile("/ended"))
    assert axe(page) == []
    assert names(page) == set()
    assert page.evaluate(LEFT) == NOTHING
    for tab in (page, other):
        tab.go_back()
        expect(tab.locator("body")).not_to_contain_text("un secret")
        assert tab.locator("article.me").count() == 0
    peek = asyncio.run_coroutine_threadsafe(whole.house.peek("web", address), whole.loop).result(30)
    assert peek is None  # nothing was agreed to: all of it is forgotten


def test_who_agreed_keeps_the_dossier_and_this_computer_does_not(chromium: Browser, whole: Office) -> None:
    page = begun(chromium, whole)
    agree(page)
    address = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "atout-counter")
    page.get_by_role("button", name="Continuer sur mon téléphone").click()
    settle(whole)
    word = said(whole, page)
    page.get_by_role("button", name="Terminer").click()
    expect(page).to_have_url(re.compile("/ended"))
    assert asyncio.run_coroutine_threadsafe(whole.house.peek("web", address), whole.loop).result(30) is None
    phone = chromium.new_context(base_url=whole.at, locale="fr").new_page()
    phone.goto(f"/go#{word}")
    phone.get_by_role("button", name="Continuer ici").click()
    expect(phone.locator("#log")).to_contain_text("Votre dossier est là")


def test_silence_ends_it_after_a_countdown_that_any_key_stops(chromium: Browser, whole: Office) -> None:
    context = signed_in(chromium, whole, whole.joined())
    page = context.new_page()
    page.clock.install()
    page.goto("/desk/together")
    page.get_by_role("button", name="Français").first.click()
    expect(page.locator(".counter").first).to_be_visible()
    page.clock.run_for(9 * 60_000)
    expect(page.locator("#quiet")).to_be_hidden()
    page.clock.run_for(61_000)
    expect(page.locator("#quiet")).to_be_visible()
    assert axe(page) == []
    page.keyboard.press("a")
    expect(page.locator("#quiet")).to_be_hidden()
    page.clock.run_for(10 * 60_000 + 30_000)
    expect(page.locator("#seconds")).to_have_text(re.compile("^(29|30|31)$"))
    page.clock.run_for(32_000)
    expect(page).to_have_url(re.compile("/ended"))
    assert names(page) == set()


@pytest.mark.parametrize("lang", ["fr", "ar"])
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_every_page_of_it_is_read_by_everybody(
    chromium: Browser, whole: Office, lang: str, width: int, scheme: str
) -> None:
    person = whole.joined()
    person.http.post("/desk/account/language", data={"lang": lang})
    page = signed_in(chromium, whole, person, lang).new_page()
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto("/desk/together")
    assert (axe(page), sideways(page)) == ([], 0)
    page.locator("main form").last.locator("button").click()
    expect(page.locator(".qr svg")).to_be_visible()
    assert (axe(page), sideways(page)) == ([], 0)
    page.locator(f"main form button[value={lang}]").click()
    expect(page.locator("#log .ask[open] button").first).to_be_visible()
    assert (axe(page), sideways(page)) == ([], 0)
    page.goto("/print")
    assert (axe(page), sideways(page)) == ([], 0)
