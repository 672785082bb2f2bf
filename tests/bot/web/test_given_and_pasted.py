"""The page in a real Chromium: files that are given there and shared or not, and what comes out of a clipboard."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.bot.web.chromium import NEEDED
from tests.bot.web.house import House
from tests.bot.web.serving import Served
from tests.bot.web.test_browser import opened, to_the_cv

pytestmark = NEEDED


def test_where_a_browser_can_share_a_word_file_stops_nothing(chromium: Browser, server: Served, house: House) -> None:
    with opened(chromium, server.at) as page:
        page.add_init_script("navigator.canShare = () => true;")
        page.reload()
        address, word = (
            house.received[0].address,
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        )
        for kind, mime in (("docx", word), ("zip", "application/zip"), ("txt", "text/plain")):
            server.loop.call_soon_threadsafe(house.give, address, kind, mime, f"CV.{kind}")
        expect(page.locator(".file .kind")).to_have_text(["DOCX", "ZIP", "TXT"])
        page.reload()  # the page begins with them, and hears what comes all the same
        server.loop.call_soon_threadsafe(house.push, address, "Bonjour, ici Claire.", "Claire")
        expect(page.locator("#log .human")).to_contain_text("ici Claire")
        expect(page.locator(".share:visible")).to_have_count(0)


def test_a_document_that_cannot_be_fetched_is_not_shared(chromium: Browser, server: Served) -> None:
    with opened(chromium, server.at) as page:
        page.add_init_script("navigator.canShare = () => true; navigator.share = async (it) => { window.sent = it; };")
        page.reload()
        to_the_cv(page)
        page.route("**/doc/*", lambda route: route.abort())
        page.locator("button.share").click()
        expect(page.get_by_role("status")).to_contain_text("Pas de connexion")
        assert page.evaluate("window.sent") is None


def test_words_copied_in_an_office_program_are_pasted_as_words(chromium: Browser, server: Served, house: House) -> None:
    """It puts a picture of them beside the words."""
    with opened(chromium, server.at, permissions=["clipboard-read", "clipboard-write"]) as page:
        copied = """async (kinds) => {
          const sheet = new OffscreenCanvas(8, 8);
          sheet.getContext("2d").fillRect(0, 0, 8, 8);
          const all = { "image/png": await sheet.convertToBlob({ type: "image/png" }) };
          for (const [kind, words] of Object.entries(kinds)) all[kind] = new Blob([words], { type: kind });
          await navigator.clipboard.write([new ClipboardItem(all)]);
        }"""
        page.evaluate(copied, {"text/plain": "Ménage 2019", "text/html": "<p>Ménage 2019</p>"})
        page.focus("#text")
        page.keyboard.press("Control+V")
        expect(page.locator("#text")).to_have_value("Ménage 2019")
        assert len(house.received) == 1
        page.fill("#text", "")
        page.evaluate(copied, {"text/html": "<img src='a'>"})  # a picture is sent as before
        page.keyboard.press("Control+V")
        expect(page.locator("#log .me")).to_contain_text("image.png")
