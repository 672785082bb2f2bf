"""What the pages of an account are to a keyboard, a screen reader, a telephone and a wide screen, in each language."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.store.staff import Role
from tests.bot.desk.office import Office, Person
from tests.bot.web.chromium import NEEDED, axe, sideways

pytestmark = NEEDED
SCREENS = ((1440, 900, "light"), (360, 740, "dark"))


def browsing(chromium: Browser, person: Person, lang: str) -> Page:
    """The browser of somebody who is signed in."""
    page = chromium.new_context(base_url=person.office.at, locale=lang).new_page()
    secret = person.http.cookies["atout-desk"]
    page.context.add_cookies([{"name": "atout-desk", "value": secret, "url": person.office.at}])
    return page


def troubles(page: Page, path: str, screens: Sequence[tuple[int, int, str]] = SCREENS) -> list[str]:
    """What is wrong with a page on a wide screen by day and on a telephone by night."""
    found = []
    for width, height, scheme in screens:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(path)
        found += [f"{path} {width}: {one}" for one in axe(page)]
        found += [f"{path} {width}: pushed sideways"] if sideways(page) else []
    return found


@pytest.mark.parametrize("lang", ["ar"])
def test_who_is_not_signed_in_reads_every_page(chromium: Browser, office: Office, lang: str) -> None:
    page = chromium.new_context(base_url=office.at, locale=lang).new_page()
    paths = ("/desk/sign-in?again=1", "/desk/recover", office.invite(), "/desk/invitation/none", "/desk/nothing")
    assert [wrong for path in paths for wrong in troubles(page, path)] == []
    assert page.locator("html").get_attribute("lang") == lang


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_who_is_signed_in_reads_every_page(chromium: Browser, office: Office, lang: str) -> None:
    name = "أمينة بنت عبد الرحمن" if lang == "ar" else "Léa-Marie Vandenbrouckeghem-Kowalczykiewicz"
    person = office.joined(Role.OPERATOR, name)
    person.http.post("/desk/account/language", data={"lang": lang})
    office.invite(Role.COUNSELLOR, "Amina")
    page = browsing(chromium, person, lang)
    paths = ("/desk/account", "/desk/staff", "/desk/password", "/desk/codes", "/desk/log")
    assert [wrong for path in paths for wrong in troubles(page, path)] == []


def test_signing_in_needs_a_keyboard_and_no_more(chromium: Browser, office: Office) -> None:
    person = office.joined()
    page = chromium.new_context(base_url=office.at, locale="fr", java_script_enabled=False).new_page()
    page.goto("/desk/account")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    for word in (person.name, "quatre mots sans lien", person.later_code()):
        page.keyboard.press("Tab")
        page.keyboard.type(word)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/account")
    expect(page.locator("h1")).to_have_text("Amina")


def test_the_language_chosen_before_signing_in_lasts_over_a_mistake(chromium: Browser, office: Office) -> None:
    page = chromium.new_context(base_url=office.at, locale="fr").new_page()
    page.goto("/desk/account")
    page.click("nav a[lang=uk]")
    for name in ("name", "password", "code"):
        page.fill(f"#{name}", "000000")
    page.click("form:has(#code) button")
    expect(page.locator("[role=alert]").first).to_contain_text("не підходить")
    assert page.locator("[name=next]").input_value() == "/desk/account"
