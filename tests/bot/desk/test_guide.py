"""The guide of the desk is two sheets of paper in each language, and a page like the others on a screen."""

from __future__ import annotations

from io import BytesIO

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from bot.store.staff import Role
from tests.bot.desk.office import LANGUAGES, Office
from tests.bot.desk.test_looks import browsing, troubles
from tests.bot.web.chromium import NEEDED

pytestmark = NEEDED


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_guide_is_two_sheets_of_paper(chromium: Browser, office: Office, lang: str) -> None:
    person = office.joined(Role.COUNSELLOR, "Amina")
    person.http.post("/desk/account/language", data={"lang": lang})
    page = browsing(chromium, person, lang)
    assert troubles(page, "/desk/guide") == []
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert len(sheets) == 2
    assert [round(float(side)) for side in sheets[0].mediabox[2:]] == [595, 842]
    assert all(len(sheet.extract_text()) > 500 for sheet in sheets)
