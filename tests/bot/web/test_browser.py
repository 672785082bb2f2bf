"""The page in a real Chromium: thumb, keyboard, zoom, screen reader, right to left, breaks of the line.

Each test asserts what a person would notice. Set ATOUT_SHOTS to a folder to keep pictures of the page.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

from flows.model import Text
from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.bot.web.house import House
from tests.bot.web.serving import Served, served, site

SHOTS = os.environ.get("ATOUT_SHOTS", "")
PHONE: dict[str, Any] = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}
SAID = {"fr": "je fais le ménage chez une dame", "ar": "أنظف منزل سيدة في Nantes كل سبت"}

pytestmark = NEEDED


@contextmanager
def opened(chromium: Browser, at: str, lang: str = "fr", **options: Any) -> Iterator[Page]:  # noqa: ANN401 - the browser's own options
    """The page in a fresh browser, greeted; fails on any fault the browser reports."""
    context = chromium.new_context(**{"locale": lang, "viewport": {"width": 1280, "height": 800}, **options})
    faults: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda line: faults.append(line.text) if "Content Security Policy" in line.text else None)
    page.goto(at)
    greeted(page)
    yield page
    context.close()
    assert faults == []


def greeted(page: Page) -> None:
    page.wait_for_selector(".ask[open]")


def choices(page: Page) -> Locator:
    return page.locator(".ask[open] button[name=press]")


def write(page: Page, text: str) -> None:
    page.fill("#text", text)
    page.keyboard.press("Enter")


def to_the_cv(page: Page, lang: str = "fr", look: str = "") -> None:
    """The whole conversation, mostly by tapping."""
    picture(page, look, "1-greeting")
    choices(page).first.click()
    picture(page, look, "2-doors")
    bubbles(page, 4)
    write(page, SAID[lang])
    bubbles(page, 5)
    picture(page, look, "3-card")
    choices(page).first.click()
    bubbles(page, 6)
    choices(page).nth(0).click()
    choices(page).nth(2).click()
    picture(page, look, "4-acts")
    page.locator(".ask[open] [data-id=done]").click()
    bubbles(page, 7)
    picture(page, look, "5-phone")
    write(page, "06 12 34 56 78")
    page.wait_for_selector(".file")
    bubbles(page, 10)
    picture(page, look, "6-cv")


def bubbles(page: Page, count: int) -> None:
    expect(page.locator("#log .bot")).to_have_count(count)


def picture(page: Page, look: str, step: str) -> None:
    if SHOTS and look:
        page.wait_for_timeout(400)
        page.screenshot(path=Path(SHOTS) / f"{look}-{step}.png")


# ---------------------------------------------------------------- what it looks like


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [
        ("fr", "light", 320),
        ("ar", "dark", 320),
        ("ar", "light", 768),
        ("fr", "dark", 768),
        ("fr", "light", 1280),
        ("ar", "dark", 1280),
    ],
)
def test_the_whole_conversation_fits_and_axe_finds_nothing(
    chromium: Browser, server: Served, lang: str, scheme: str, width: int
) -> None:
    narrow = width < 1000
    size = {"width": width, "height": 568 if width == 320 else 800}
    options: dict[str, Any] = {"viewport": size, "color_scheme": scheme, "has_touch": narrow, "is_mobile": narrow}
    with opened(chromium, server.at, lang, **options) as page:
        assert axe(page) == []
        to_the_cv(page, lang, f"{lang}-{scheme}-{width}")
        assert sideways(page) == 0
        assert axe(page) == []
        page.locator(".langs summary").click()
        picture(page, f"{lang}-{scheme}-{width}", "7-languages")
        assert axe(page) == []


def test_targets_are_large_enough_for_a_thumb(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at, **PHONE) as page:
        to_the_cv(page)
        page.locator(".langs summary").click()
        targets = page.locator("button:visible, summary:visible, a:visible:not(.skip), label.icon:visible")
        for n in range(targets.count()):
            box = targets.nth(n).bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 44, targets.nth(n).inner_text()


def test_what_to_tap_next_is_within_reach_of_one_thumb(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at, **PHONE) as page:
        choices(page).first.click()
        bubbles(page, 4)
        for n in range(choices(page).count()):
            expect(choices(page).nth(n)).to_be_in_viewport(ratio=1)
        field = page.locator("#text").bounding_box()
        assert field is not None
        assert field["y"] > 568 / 2


@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_at_200_percent_nothing_runs_out_of_the_page(chromium: Browser, server: Served, lang: str) -> None:
    # Zooming a window of 640 px to 200 % leaves 320 CSS pixels; doubling the text alone is harder still.
    with opened(chromium, server.at, lang, **PHONE) as page:
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        to_the_cv(page, lang, f"{lang}-large")
        assert sideways(page) == 0
        clipped = page.evaluate(
            "[...document.querySelectorAll('button,p,a')].filter((e) => e.scrollWidth > e.clientWidth + 1 "
            "&& e.clientWidth > 1 && getComputedStyle(e).display !== 'inline').map((e) => e.outerHTML)"
        )
        assert clipped == []


def test_arabic_runs_from_right_to_left(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at, "ar", **PHONE) as page:
        assert page.evaluate("getComputedStyle(document.body).direction") == "rtl"
        write(page, "Nantes")
        bubbles(page, 4)
        bot, mine = page.locator(".bot p").first.bounding_box(), page.locator(".me p").first.bounding_box()
        assert bot is not None
        assert mine is not None
        assert bot["x"] + bot["width"] > mine["x"] + mine["width"]
        assert page.locator(".me p").evaluate("(e) => getComputedStyle(e).direction") == "ltr"


def test_without_motion_nothing_moves(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at, reduced_motion="reduce") as page:
        moving = "document.getAnimations().filter((a) => a.effect.getComputedTiming().duration > 0).length"
        choices(page).first.click()
        assert page.evaluate(moving) == 0


# ---------------------------------------------------------------- keyboard and screen reader


def test_the_whole_conversation_by_keyboard_alone(chromium: Browser, server: Served, house: House) -> None:
    with opened(chromium, server.at) as page:
        focus = "document.activeElement.id || document.activeElement.innerText"
        assert page.evaluate(focus) == "text"
        for _ in range(9):  # back from the field to the first choice
            if page.evaluate(focus) == "J'accepte":
                break
            page.keyboard.press("Shift+Tab")
        page.keyboard.press("Enter")
        bubbles(page, 4)
        assert page.evaluate(focus) == "text"  # the focus is never lost
        page.keyboard.type(SAID["fr"])
        page.keyboard.press("Enter")
        bubbles(page, 5)
        page.keyboard.type("1")  # a number answers too
        page.keyboard.press("Enter")
        bubbles(page, 6)
        page.keyboard.type("1 3")
        page.keyboard.press("Enter")
        bubbles(page, 7)
        page.keyboard.type("06 12 34 56 78")
        page.keyboard.press("Shift+Enter")
        page.keyboard.type("le matin")
        page.keyboard.press("Enter")
        page.wait_for_selector(".file")
        assert house.received[-1].body.text == "06 12 34 56 78\nle matin"  # type: ignore[union-attr]


def test_the_skip_link_leads_to_the_field(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at, **PHONE) as page:
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.innerText") == "Aller à la réponse"
        page.keyboard.press("Enter")
        page.keyboard.type("oui")
        assert page.input_value("#text") == "oui"


def test_a_screen_reader_hears_each_bubble_once(chromium: Browser, server: Served, house: House) -> None:
    with opened(chromium, server.at) as page:
        log = page.get_by_role("log", name="Conversation")
        expect(log).to_have_attribute("aria-live", "polite")
        page.evaluate(
            """() => { window.heard = [];
            new MutationObserver((all) => { for (const one of all) for (const node of one.addedNodes)
              if (node.nodeType === 1 && node.ariaHidden !== "true") window.heard.push(node.innerText); })
            .observe(document.getElementById("log"), { childList: true, subtree: true }); }"""
        )
        write(page, "oui")
        bubbles(page, 4)
        page.wait_for_timeout(300)
        heard = page.evaluate("window.heard")
        assert [text.split()[0] for text in heard] == ["Vous:", "Atout:"]
        assert "Un seul exemple suffit" in heard[1]


def test_choices_belong_to_their_question_and_say_their_state(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at) as page:
        group = page.get_by_role("group").last
        expect(group).to_have_accessible_name(
            "Je garde vos réponses pour ce CV. Écrivez « effacer » quand vous voulez, « notice » pour tout savoir. "
            "Vous avez 15 ans ou plus : d'accord ?"
        )
        for said in ("oui", SAID["fr"], "oui"):
            write(page, said)
            page.wait_for_timeout(200)
        first = page.get_by_role("button", name="1 Laver les sols")
        expect(first).to_have_attribute("aria-pressed", "false")
        done = page.get_by_role("button", name="C'est tout")
        expect(done).to_be_disabled()
        first.click()
        expect(first).to_have_attribute("aria-pressed", "true")
        expect(done).to_be_enabled()


def test_a_notice_is_announced(chromium: Browser, server: Served, house: House) -> None:
    with opened(chromium, server.at) as page:
        page.fill("#text", "a" * 8001)
        expect(page.get_by_role("status")).to_contain_text("La limite est de 8000 caractères")
        page.keyboard.press("Enter")
        assert page.input_value("#text") == "a" * 8001
        page.fill("#text", "a" * 8000)
        expect(page.get_by_role("status")).to_be_empty()
        assert len(house.received) == 1


def test_the_languages_close_with_escape(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at) as page:
        page.locator(".langs summary").click()
        page.keyboard.press("Escape")
        expect(page.locator(".langs div")).to_be_hidden()
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


# ---------------------------------------------------------------- said once, kept, resumed


def test_a_double_click_says_it_once(chromium: Browser, server: Served, house: House) -> None:
    house.slow = 0.2
    with opened(chromium, server.at) as page:
        choices(page).first.dblclick()
        bubbles(page, 4)
        page.wait_for_timeout(600)
        assert len(house.received) == 2
        assert page.locator("#log .me").count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_was_pressed_and_is_not_answered_yet_can_still_be_read(
    chromium: Browser, server: Served, scheme: str
) -> None:
    with opened(chromium, server.at, **PHONE, color_scheme=scheme) as page:
        page.route("**/say*", lambda _: None)
        choices(page).first.click()
        expect(page.locator("[data-sent]")).to_have_count(1)
        assert axe(page) == []
        picture(page, "pressed", scheme)


def test_an_old_button_still_works(chromium: Browser, server: Served, house: House) -> None:
    with opened(chromium, server.at) as page:
        write(page, "non")
        bubbles(page, 4)
        page.locator(".ask:not([open]) summary").click()
        page.get_by_role("button", name="J'accepte").click()
        bubbles(page, 5)
        expect(page.locator("#log .me").last).to_contain_text("J'accepte")
        assert len(house.received) == 3


def test_the_conversation_resumes_after_closing_the_tab(chromium: Browser, server: Served, house: House) -> None:
    context = chromium.new_context(locale="fr")
    page = context.new_page()
    page.goto(server.at)
    greeted(page)
    write(page, "oui")
    bubbles(page, 4)
    page.close()
    again = context.new_page()
    again.goto(server.at)
    bubbles(again, 4)
    expect(again.locator("#log .me")).to_contain_text("oui")
    expect(choices(again).last).to_be_in_viewport()
    again.wait_for_timeout(300)
    assert len(house.received) == 2  # nobody is greeted twice
    context.close()


def test_it_resumes_after_a_restart_of_the_server(chromium: Browser, house: House) -> None:
    context = chromium.new_context(locale="fr")
    page = context.new_page()
    with served(house) as first:
        page.goto(first.at)
        greeted(page)
    write(page, "oui")  # said while nobody is there
    expect(page.get_by_role("status")).to_contain_text("Vos messages sont gardés ici")
    expect(page.locator(".wait")).to_have_count(1)
    with served(house, port=first.port) as again:
        bubbles(page, 4)
        expect(page.locator(".wait")).to_have_count(0)
        expect(page.get_by_role("status")).to_be_empty()
        again.loop.call_soon_threadsafe(house.push, house.received[0].address, "De retour")
        expect(page.locator("#log .bot").last).to_contain_text("De retour", timeout=30_000)
        assert len(house.received) == 2
        context.close()


def test_what_was_not_sent_survives_a_reload(chromium: Browser, house: House) -> None:
    context = chromium.new_context(locale="fr")
    page = context.new_page()
    with served(house) as first:
        page.goto(first.at)
        greeted(page)
        house.busy = True
        write(page, "oui")
        expect(page.get_by_role("status")).to_contain_text("Votre message est gardé")
        page.reload()
        expect(page.locator(".wait")).to_contain_text("oui")
        house.busy = False
        bubbles(page, 4)
        assert len(house.received) == 2
        context.close()


def test_what_nobody_asked_for_arrives_by_itself(chromium: Browser, server: Served, house: House) -> None:
    with opened(chromium, server.at) as page:
        page.wait_for_timeout(300)
        server.loop.call_soon_threadsafe(house.push, house.received[0].address, "Je vous lis.", "Awa")
        expect(page.locator("#log .bot").last).to_contain_text("Je vous lis.")
        expect(page.locator("#log .by")).to_contain_text("Awa")


def test_where_streams_are_blocked_the_page_asks_now_and_then(chromium: Browser, server: Served, house: House) -> None:
    context = chromium.new_context(locale="fr")
    context.route("**/events*", lambda route: route.abort())
    page = context.new_page()
    page.goto(server.at)
    greeted(page)
    server.loop.call_soon_threadsafe(house.push, house.received[0].address, "Quand même")
    expect(page.locator("#log .bot").last).to_contain_text("Quand même", timeout=30_000)
    context.close()


def test_reading_back_is_not_disturbed_by_what_comes(chromium: Browser, server: Served, house: House) -> None:
    with opened(chromium, server.at, **PHONE) as page:
        to_the_cv(page)
        page.evaluate("scrollTo(0, 0)")
        server.loop.call_soon_threadsafe(house.push, house.received[0].address, "Encore là ?")
        bubbles(page, 11)
        assert page.evaluate("scrollY") == 0
        page.get_by_role("button", name="La suite").click()
        expect(page.locator("#log .bot").last).to_be_in_viewport()


def test_too_many_messages_are_told_once_and_leave_later(chromium: Browser) -> None:
    house = House()
    now = [0.0]
    with (
        served(house, site(messages_a_minute=2, clock=lambda: now[0])) as running,
        opened(chromium, running.at) as page,
    ):
        for said in ("un", "deux"):
            write(page, said)
        expect(page.get_by_role("status")).to_contain_text("Rien n'est perdu")
        assert page.locator(".wait").count() == 1
        now[0] = 61.0
        page.evaluate("dispatchEvent(new Event('online'))")
        expect(page.locator(".wait")).to_have_count(0)
        assert [a.body.text for a in house.received[1:]] == ["un", "deux"]  # type: ignore[union-attr]


# ---------------------------------------------------------------- the rest of the page


def test_another_language_turns_the_page_and_the_conversation(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at) as page:
        page.locator(".langs summary").click()
        page.get_by_role("button", name="العربية").click()
        page.wait_for_selector("html[lang=ar][dir=rtl]")
        expect(page.locator("#log .bot").last).to_have_attribute("dir", "rtl")
        expect(page.locator("#log .bot").first).to_have_attribute("dir", "ltr")
        assert page.get_attribute("#text", "placeholder") == "إجابتك"


def test_a_photo_is_named_and_its_bytes_stay_on_the_phone(chromium: Browser, server: Served, house: House) -> None:
    sizes: list[int] = []
    with opened(chromium, server.at) as page:
        page.on("request", lambda request: sizes.append(len(request.post_data_buffer or b"")))
        with page.expect_request("**/say*"):
            page.set_input_files(
                "#file", {"name": "moi.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8" + b"x" * 500_000}
            )
        expect(page.locator("#log .me").last).to_contain_text("moi.jpg")
        assert max(sizes) < 200
        page.set_input_files("#file", {"name": "gros.pdf", "mimeType": "application/pdf", "buffer": b"x" * 10_500_000})
        expect(page.get_by_role("status")).to_contain_text("10 Mo")


def test_markup_in_words_is_words(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at) as page:
        write(page, "<script>window.bad = 1</script><img src=x onerror='window.bad = 1'>")
        bubbles(page, 4)
        page.reload()
        expect(page.locator("#log .me")).to_contain_text("<script>")
        assert page.evaluate("window.bad") is None


def test_the_pdf_comes_with_its_name(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at) as page:
        to_the_cv(page)
        with page.expect_download() as saved:
            page.locator(".file").click()
        assert saved.value.suggested_filename == "CV-Amina.pdf"
        loaded = page.locator(".pic img").evaluate("(image) => image.naturalWidth")
        assert loaded > 0


def test_where_a_browser_cannot_share_the_pdf_is_opened_to_be_printed(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at) as page:
        to_the_cv(page)
        expect(page.locator("button.share")).to_be_hidden()
        opening = page.locator("a.share")
        expect(opening).to_have_text("Ouvrir ou imprimer")
        assert opening.get_attribute("target") == "_blank"
        answer = page.request.get(server.at + (opening.get_attribute("href") or ""))
        assert answer.headers["content-disposition"] == 'inline; filename="CV-Amina.pdf"'
        assert answer.headers["content-type"] == "application/pdf"


def test_where_a_browser_can_share_it_is_offered_instead(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at) as page:
        page.add_init_script("navigator.canShare = () => true; navigator.share = async (it) => { window.sent = it; };")
        page.reload()
        to_the_cv(page)
        expect(page.locator("a.share")).to_be_hidden()
        page.locator("button.share").click()
        name = page.evaluate(
            "async () => { while (!window.sent) await new Promise((done) => setTimeout(done, 20));"
            " return window.sent.files[0].name; }"
        )
        assert name == "CV-Amina.pdf"


def test_what_was_picked_is_shown_by_its_name(chromium: Browser, server: Served, house: House) -> None:
    with opened(chromium, server.at, **PHONE) as page:
        for said in ("oui", SAID["fr"], "oui"):
            write(page, said)
        bubbles(page, 6)
        for n in (0, 2):
            choices(page).nth(n).click()
        page.locator(".ask[open] [data-id=done]").click()
        bubbles(page, 7)
        words = "Laver les sols\nRefaire les lits"
        assert page.locator("#log .me p").last.inner_text() == words
        assert house.received[-1].body == Text("1 3")
        expect(page.locator(".wait")).to_have_count(0)
        page.reload()
        assert page.locator("#log .me p").last.inner_text() == words
        write(page, "06 12 34 56 78")
        page.wait_for_selector(".file")
        assert page.locator("#log .me p").last.inner_text() == "06 12 34 56 78"  # it stands for itself


def test_on_a_small_screen_the_picture_is_seen_from_its_top(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at, viewport={"width": 320, "height": 568}) as page:
        to_the_cv(page)
        page.wait_for_function(
            """() => { const box = (name) => document.querySelector(name).getBoundingClientRect();
            return box("header").bottom <= box(".pic").top && box(".pic").top < 320; }"""
        )


def late(route: Route) -> None:
    """The server has what is said and tells it everywhere before its answer is here."""
    answer = route.fetch()
    time.sleep(2)
    route.fulfill(response=answer)


@pytest.mark.parametrize("together", [True, False])  # what was said comes with its answer, or line by line before it
@pytest.mark.parametrize("height", [568, 640])
def test_on_a_small_screen_a_question_that_fits_is_seen_whole(
    chromium: Browser, server: Served, height: int, *, together: bool
) -> None:
    with opened(chromium, server.at, **{**PHONE, "viewport": {"width": 320, "height": height}}) as page:
        if together:
            page.route("**/events*", lambda route: route.abort())
            page.reload()
        else:
            page.route("**/say*", late)
        choices(page).first.click()
        bubbles(page, 4)
        page.wait_for_function(
            """() => { const box = (name) => [...document.querySelectorAll(name)].pop().getBoundingClientRect();
            const asked = box("#log .bot");
            return box("header").bottom <= asked.top && asked.bottom <= box("#say").top + 1; }"""
        )
        expect(page.locator("#below")).to_be_hidden()


def test_a_phone_number_gets_the_keys_for_it(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at, **PHONE) as page:
        for said in ("oui", SAID["fr"], "oui", "1 3"):
            write(page, said)
        bubbles(page, 7)
        assert page.evaluate("document.getElementById('text').inputMode") == "tel"


def test_without_any_script_a_person_still_gets_there(chromium: Browser, server: Served) -> None:
    context: BrowserContext = chromium.new_context(locale="fr", java_script_enabled=False, **PHONE)
    page = context.new_page()
    page.goto(server.at)
    page.get_by_role("button", name="Commencer").click()
    choices(page).first.click()
    page.fill("#text", SAID["fr"])
    page.get_by_role("button", name="Envoyer").click()
    choices(page).first.click()
    choices(page).first.click()
    page.fill("#text", "06 12 34 56 78")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.locator(".file")).to_be_visible()
    context.close()
