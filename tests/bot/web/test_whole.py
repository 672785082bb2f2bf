"""The real program, started as an operator does, in a real Chromium at 320 pixels: from the greeting to the PDF."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, BrowserContext, Page, expect

from bot.channels.base import Reached
from tests.bot.test_serve import serving, stopped
from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.patience import patient

pytestmark = NEEDED

PHONE = {"width": 320, "height": 568}
MOST = 15  # messages of the person to the first PDF, consent and taps included
PEOPLE = {
    "fr": ("je fais le ménage chez une dame", "3 ans"),
    "en": ("I clean the house of an old lady", "3 years"),
    "ar": ("أنظف منزل سيدة", "3 سنوات"),
    "uk": ("прибираю в однієї пані", "3 роки"),
}
OTHER_FORMS = {"fr": "autres formats", "en": "other formats", "ar": "صيغ أخرى", "uk": "інші формати"}


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a program that stays for all who come: each is somebody else."""
    with serving(tmp_path_factory.mktemp("whole")) as (_, address):
        yield address


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[str]:
    """The address of a program where nobody was yet: only a few may begin in a minute."""
    with serving(tmp_path) as (_, address):
        yield address


def opened(chromium: Browser, at: str, lang: str) -> tuple[BrowserContext, Page]:
    context = chromium.new_context(locale=lang, viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(at)
    page.wait_for_selector(".ask[open]")
    return context, page


def answer(page: Page, lang: str) -> str:
    """Answer the question that is open, in the words of somebody who was never here; return its topic."""
    act, since = PEOPLE[lang]
    topic = page.locator("#log .bot[data-topic]").last.get_attribute("data-topic") or ""
    count = page.locator("#log .me").count()
    match topic:
        case "consent":
            page.locator(".ask[open] button").first.click()
        case "tasks" | "more_tasks":
            for n in (0, 2):
                page.locator(".ask[open] .stack button").nth(n).click()
            page.locator(".ask[open] [data-id=done]").click()
        case "confirm_skill" | "confirm_facts":
            page.locator(".ask[open] [data-id=yes]").click()
        case _:
            known = {"activity": act, "proud": act, "when": since, "first_name": "Amina", "contact": "06 39 98 10 01"}
            page.fill("#text", {**known, "place": "Rezé"}.get(topic, "1"))
            page.locator(".send").click()
    expect(page.locator("#log .me")).to_have_count(count + 1)
    page.locator("#log > .bot:last-child").wait_for(state="attached")  # no string is evaluated: the page forbids it
    return topic


@pytest.mark.parametrize("lang", PEOPLE)
def test_a_person_leaves_with_a_cv(chromium: Browser, at: str, lang: str) -> None:
    context, page = opened(chromium, at, lang)
    assert axe(page) == []
    for _ in range(MOST):
        if answer(page, lang) == "confirm_facts":
            break
    page.wait_for_selector(".file")
    expect(page.locator(".pic img")).to_have_js_property("complete", value=True)
    assert page.locator(".pic img").evaluate("(image) => image.naturalWidth") > 300
    with page.expect_download() as saved:
        page.locator(".file").click()
    assert saved.value.suggested_filename == "CV-Amina.pdf"
    assert Path(saved.value.path()).read_bytes().startswith(b"%PDF")
    assert sideways(page) == 0
    assert axe(page) == []
    in_word(page, lang)
    assert sideways(page) == 0
    assert axe(page) == []
    context.close()


def in_word(page: Page, lang: str) -> None:
    """Ask for the CV as a Word file, by its button, and open what was saved."""
    page.fill("#text", OTHER_FORMS[lang])
    page.locator(".send").click()
    page.locator(".ask[open] [data-id=word]").click()
    file = page.locator(".file[download$='.docx']")
    file.wait_for()
    expect(file.locator(".kind")).to_have_text("DOCX")
    with page.expect_download() as saved:
        file.click()
    assert saved.value.suggested_filename == "CV-Amina.docx"
    assert Document(str(saved.value.path())).paragraphs[0].text == "Amina"


def test_two_messages_written_while_the_line_was_away_are_read_as_one(chromium: Browser, at: str) -> None:
    context, page = opened(chromium, at, "fr")
    answer(page, "fr")
    context.set_offline(True)
    for text in ("je fais le ménage", "chez une dame"):
        page.fill("#text", text)
        page.keyboard.press("Enter")
    context.set_offline(False)
    expect(page.locator("#log .me")).to_have_count(3, timeout=20_000)
    expect(page.locator("#log .bot").last).to_contain_text("je fais le ménage chez une dame")
    answer(page, "fr")  # what is read and then answered is no part of it
    expect(page.locator("#log .bot").last).to_have_attribute("data-topic", "tasks")
    context.close()


def test_what_is_written_behind_not_me_is_not_said_by_itself(chromium: Browser, alone: str) -> None:
    context, page = opened(chromium, alone, "fr")
    for _ in range(2):
        answer(page, "fr")
    context.set_offline(True)
    for text in ("un mot de plus", "ce n'est pas moi", "1", "je m'appelle Awa"):
        page.fill("#text", text)
        page.keyboard.press("Enter")
    expect(page.locator(".late")).to_have_count(4)
    context.set_offline(False)
    expect(page.get_by_role("status")).to_contain_text("n'est plus la même", timeout=20_000)
    expect(page.locator("#text")).to_have_value("je m'appelle Awa")
    expect(page.locator("#log .me").last).to_have_text("Vous: 1")
    page.reload()
    expect(page.locator("[data-topic=consent]")).to_have_count(1)  # somebody else begins
    expect(page.locator(".me")).to_have_count(0)
    only_a_mark(page)
    context.close()


def only_a_mark(page: Page) -> None:
    """What is left in the browser is a mark of it and no word, once it has told what was read."""
    for _ in range(1500):
        left = page.evaluate("Object.keys(localStorage)")
        if left == ["atout.place"]:
            return
        page.wait_for_timeout(20)
    pytest.fail(f"left in the browser: {left}")


def test_once_all_is_erased_nothing_is_left_in_the_browser(chromium: Browser, alone: str) -> None:
    context, page = opened(chromium, alone, "fr")
    for _ in range(2):
        answer(page, "fr")
    context.set_offline(True)
    for text in ("mes données", "effacer", "oui"):
        page.fill("#text", text)
        page.keyboard.press("Enter")
    expect(page.locator(".late")).to_have_count(3)
    context.set_offline(False)
    expect(page.locator("#log .bot").last).to_contain_text("effacé", timeout=20_000)
    expect(page.locator(".wait")).to_have_count(0)
    expect(page.locator("#log .b")).to_have_count(1)
    only_a_mark(page)
    page.reload()  # at once, while the rows are still being deleted
    expect(page.locator("#log .b")).to_have_count(1)
    expect(page.locator("#log .bot")).to_contain_text("effacé")
    other = context.new_page()
    other.goto(alone)
    expect(other.locator("#log .b")).to_have_count(1)
    context.close()


def test_the_page_takes_up_where_it_was_after_a_restart(chromium: Browser, tmp_path: Path) -> None:
    with serving(tmp_path) as (process, at):
        context, page = opened(chromium, at, "fr")
        for _ in range(3):
            answer(page, "fr")
        asked = page.locator("#log .bot").last.inner_text()
        page.close()
        assert stopped(process) < patient(5)
    with serving(tmp_path, ATOUT_PORT=at.rpartition(":")[2]):
        page = context.new_page()
        page.goto(at)
        expect(page.locator(".ask[open]")).to_have_count(1)
        assert page.locator("#log .bot").last.inner_text() == asked
        expect(page.locator("#log .me")).to_have_count(3)
        answer(page, "fr")
        context.close()


def until(page: Page, holds: Callable[[], bool]) -> None:
    """Read up and down until something holds: a line that an answer pushed out of sight at once was not seen yet."""
    for turn in range(200):
        if holds():
            return
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)" if turn % 2 else "scrollTo(0, 0)")
        page.wait_for_timeout(100)
    pytest.fail("it never held")


def test_how_far_each_line_came_is_kept_beside_it(chromium: Browser, tmp_path: Path) -> None:
    def kept() -> list[int]:
        """How far the lines of ours came, in the order they were said."""
        with sqlite3.connect(f"file:{next(tmp_path.rglob('atout.db'))}?mode=ro", uri=True) as db:
            rows = db.execute("SELECT reached FROM message WHERE direction = 'out' ORDER BY line")
            return [int(reached) for (reached,) in rows]

    with serving(tmp_path) as (_, at):
        context, page = opened(chromium, at, "fr")
        page.add_init_script("document.hasFocus = () => false")
        answer(page, "fr")
        until(page, lambda: set(kept()) == {Reached.READ})
        page.reload()
        before = len(kept())
        answer(page, "fr")
        until(page, lambda: Reached.TAKEN not in kept())
        assert set(kept()[before:]) == {Reached.DELIVERED}
        context.close()
