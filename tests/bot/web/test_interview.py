"""A whole practice interview in a real Chromium at 320 pixels, with the real program: from its word to its page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.bot.test_serve import serving
from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.bot.web.test_whole import opened

pytestmark = NEEDED

OPEN = {"fr": "entretien", "en": "interview", "ar": "مقابلة", "uk": "співбесіда"}
TELLS = {
    "fr": "Hier à la cantine j'ai coupé les légumes avec ma collègue, et tout était prêt à midi.",
    "en": "Yesterday at the canteen I cut the vegetables with my colleague, and all was ready at noon.",
    "ar": "أمس في المطعم قطعت الخضار مع زميلتي، وكان كل شيء جاهزا في الوقت.",
    "uk": "Учора в їдальні я нарізала овочі з колегою, і до обіду все було готово.",
}
QUOTED = {"fr": "j'ai coupé les légumes", "en": "I cut the vegetables", "ar": "قطعت الخضار", "uk": "я нарізала овочі"}
QUESTIONS = 5


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a program that stays for all who come: each is somebody else."""
    with serving(tmp_path_factory.mktemp("interview")) as (_, address):
        yield address


def said(page: Page, text: str) -> None:
    """Write, and wait until the program answered."""
    count = page.locator("#log .me").count()
    page.fill("#text", text)
    page.locator(".send").click()
    _answered(page, count)


def pressed(page: Page, name: str) -> None:
    """Press a choice of the open question by its id, and wait until the program answered."""
    count = page.locator("#log .me").count()
    page.locator(f".ask[open] [data-id={name}]").click()
    _answered(page, count)


def _answered(page: Page, count: int) -> None:
    expect(page.locator("#log .me")).to_have_count(count + 1)
    page.locator("#log > .bot:last-child").wait_for(state="attached")
    page.wait_for_selector(".ask[open]")


@pytest.mark.parametrize("lang", OPEN)
def test_a_person_practises_and_keeps_a_page(chromium: Browser, at: str, lang: str) -> None:
    context, page = opened(chromium, at, lang)
    page.locator(".ask[open] button").first.click()
    page.locator(".ask[open] [data-id=menu]").wait_for()
    said(page, OPEN[lang])
    for name in ("without", "any", "go", "example"):
        pressed(page, name)
    assert axe(page) == []
    assert sideways(page) == 0
    for n in range(QUESTIONS):
        said(page, TELLS[lang])
        expect(page.locator("#log .bot").filter(has_text=QUOTED[lang]).last).to_be_visible()
        if n == 0:
            pressed(page, "why")
        pressed(page, "next")
    pressed(page, "none")  # nothing of it goes on the CV
    page.locator(".ask[open] [data-id=yes]").click()
    file = page.locator(".file[download$='.pdf']")
    file.wait_for()
    with page.expect_download() as saved:
        file.click()
    assert saved.value.suggested_filename == "Entretien.pdf"
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF")
    assert sideways(page) == 0
    assert axe(page) == []
    context.close()
