"""An invitation on a phone: its link opened in a real browser, pressed, agreed to; no server reads the word before."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.desk.office import Office
from tests.bot.desk.test_people_pages import LINK, word_of
from tests.bot.web.chromium import NEEDED, axe, sideways

pytestmark = NEEDED

PRESS = {"fr": "Commencer ici", "ar": "البدء هنا"}


def phone(chromium: Browser, whole: Office, lang: str = "fr", scheme: str = "light") -> Page:
    """Somebody's phone, which was never here."""
    size = {"width": 320, "height": 640}
    context = chromium.new_context(base_url=whole.at, locale=lang, viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
    return context.new_page()


def kept(page: Page, word: str) -> bool:
    """Whether the browser kept a word anywhere: the address, the store of the page, the page itself."""
    stored = page.evaluate(
        "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state])"
    )
    return word in page.url + stored + page.content()


@pytest.mark.parametrize("lang", PRESS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_link_leads_to_the_agreement_and_then_to_the_question(
    chromium: Browser, whole: Office, lang: str, scheme: str
) -> None:
    amina = whole.joined()
    word, page = word_of(amina), phone(chromium, whole, lang, scheme)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + (request.post_data or "")))
    page.goto(f"/go#{word}")
    press = page.get_by_role("button", name=PRESS[lang])
    expect(press).to_be_visible()
    assert not any(word in one for one in asked)  # no server has read it, nothing is used up
    assert word not in page.url
    assert (sideways(page), axe(page)) == (0, [])
    press.click()
    page.locator(".ask[open] button[data-id=agree]").click()
    question = page.locator("#log .bot").last
    expect(question).to_contain_text("Amina")
    assert LINK.findall(amina.http.get("/desk/people").text) == []
    assert (sideways(page), axe(page)) == (0, [])
    page.locator(".ask[open] button[data-id^='follow_yes']").click()
    expect(page.locator("#log .bot").nth(-1)).to_be_visible()
    expect(page.locator(".ask[open] button[data-id^='follow_yes']")).to_have_count(0)
    assert len(LINK.findall(amina.http.get("/desk/people").text)) == 1
    assert not kept(page, word)
    page.go_back()
    page.go_forward()
    assert not kept(page, word)


def test_a_second_phone_is_told_that_it_opens_nothing_and_the_first_comes_back(
    chromium: Browser, whole: Office
) -> None:
    amina = whole.joined()
    word, first, second = word_of(amina), phone(chromium, whole), phone(chromium, whole)
    for page in (first, second):
        page.goto(f"/go#{word}")
        page.get_by_role("button", name=PRESS["fr"]).click()
        page.locator(".ask[open] button[data-id=agree]").click()
    expect(second.locator("#log")).to_contain_text("Cette invitation n'ouvre plus rien")
    expect(second.locator("[data-id^='follow_yes']")).to_have_count(0)
    expect(first.locator("#log")).not_to_contain_text("Cette invitation n'ouvre plus rien")
    first.goto(f"/go#{word}")
    first.get_by_role("button", name=PRESS["fr"]).click()
    first.locator(".ask[open] button[data-id^='follow_yes']").click()
    expect(first.locator("#log")).to_contain_text("C'est oui")
    first.goto(f"/go#{word}")
    first.get_by_role("button", name=PRESS["fr"]).click()
    expect(first.locator("#log")).to_contain_text("vous suit déjà")
    expect(first.locator("#log")).not_to_contain_text("Cette invitation n'ouvre plus rien")
    assert len(LINK.findall(amina.http.get("/desk/people").text)) == 1


def test_without_a_script_nothing_is_pressed_and_the_word_stays_whole(chromium: Browser, whole: Office) -> None:
    word = word_of(whole.joined())
    context = chromium.new_context(base_url=whole.at, locale="fr", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/go#{word}")
    expect(page.locator("noscript p")).to_be_visible()
    expect(page.locator("#go")).to_be_hidden()
    again = phone(chromium, whole)
    again.goto(f"/go#{word}")
    again.get_by_role("button", name=PRESS["fr"]).click()
    expect(again.locator(".ask[open] button[data-id=agree]")).to_be_visible()
    expect(again.locator("#log")).not_to_contain_text("Cette invitation n'ouvre plus rien")
