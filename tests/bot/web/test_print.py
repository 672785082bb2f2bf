"""A CV at the counter: printed from a page of ours, and nothing that could be saved."""

from __future__ import annotations

import io

from playwright.sync_api import Browser, expect
from pypdf import PdfReader

from bot.pages.counter import COOKIE
from renderers import cv_pdf
from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.bot.web.house import House
from tests.bot.web.serving import served
from tests.renderers.samples import FRENCH, translate

pytestmark = NEEDED


def test_the_cv_is_printed_and_not_saved(chromium: Browser) -> None:
    house = House()
    house.pdf = cv_pdf.render(FRENCH, translate("fr"))
    with served(house) as server:
        context = chromium.new_context(base_url=server.at, locale="fr")
        context.add_init_script("window.print = () => { document.documentElement.dataset.printed = 1; }")
        context.add_cookies([{"name": COOKIE, "value": "a" * 43, "url": server.at}])
        page = context.new_page()
        page.goto("/")
        for said, shown in (
            ("oui",) * 2,
            ("le ménage",) * 2,
            ("oui",) * 2,
            ("1", "Laver les sols"),
            ("0612345678",) * 2,
        ):
            page.locator("#text").fill(said)
            page.keyboard.press("Enter")
            expect(page.locator("#log .me").last).to_contain_text(shown)
        paper = page.get_by_role("link", name="Imprimer").last
        expect(paper).to_have_attribute("href", f"/print/{next(iter(house.talks.values())).lines[-2].id}")
        assert page.locator("[download], #log [target=_blank]").count() == 0
        files = [line.id for line in next(iter(house.talks.values())).lines if line.bubble and line.bubble.file]
        assert [page.request.get(f"/doc/{one}").status for one in files] == [200, 404]
        paper.click()
        expect(page.locator("html[data-printed]")).to_have_count(1)
        assert page.evaluate("document.querySelector('#paper').naturalWidth") > 1600
        assert (axe(page), sideways(page)) == ([], 0)
        sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, format="A4"))).pages
        assert len(sheets) == 1
        assert not sheets[0].extract_text().strip()  # nothing of the page itself
