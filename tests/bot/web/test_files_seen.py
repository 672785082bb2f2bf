"""A file that is sent from the page: over real HTTP, and in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import httpx2
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from tests.bot import papers
from tests.bot.test_serve import serving
from tests.bot.web.asking import FROM_PAGE
from tests.bot.web.chromium import NEEDED, axe, sideways
from tests.bot.web.test_files import PAPER, headers
from tests.bot.web.test_whole import opened


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("home")) as (_, at):
        yield at


def test_over_real_http_its_lines_are_shown(at: str) -> None:
    with httpx2.Client(base_url=at, headers={"Accept-Language": "fr"}, timeout=30) as http:
        http.get("/")
        for fields in ({"open": "fr"}, {"text": "oui"}, {"text": "mon ancien CV"}):
            http.post("/say", json={"id": uuid4().hex, **fields}, headers=FROM_PAGE)
        answer = http.post("/say", content=PAPER, headers=headers())
        assert answer.status_code == 200
        with http.stream("GET", "/events", headers={"Accept": "text/event-stream"}) as events:
            assert any("Ménage au château" in line for line in events.iter_lines())


def to_the_old_cv(page: Page, words: str) -> None:
    page.locator(".ask[open] button").first.click()
    expect(page.locator("#log .bot")).to_have_count(4)
    page.fill("#text", words)
    page.locator(".send").click()
    page.wait_for_selector(".pick:visible")


@NEEDED
@pytest.mark.parametrize(("lang", "words", "line"), [
    ("fr", "mon ancien CV", "Agente d’entretien de 2019"), ("ar", "سيرتي القديمة", "عامل نظافة من"),
])  # fmt: skip
def test_a_person_chooses_a_file_and_its_lines_are_shown(
    chromium: Chromium, at: str, lang: str, words: str, line: str
) -> None:
    context, page = opened(chromium, at, lang)
    to_the_old_cv(page, words)
    assert axe(page) == []
    with page.expect_file_chooser() as chooser:
        page.locator(".pick:visible").click()
    chooser.value.set_files({"name": "mon cv.pdf", "mimeType": "application/pdf", "buffer": papers.our_cv(lang)})
    expect(page.locator("#log .me").last).to_contain_text("mon cv.pdf")
    expect(page.locator("#log .bot").last).to_contain_text("1")
    page.wait_for_selector("[data-topic=confirm_facts]")
    shown = " ".join(page.locator("#log .bot").all_inner_texts())
    assert line in shown
    assert (sideways(page), axe(page)) == (0, [])
    every = page.get_by_role("button", name={"fr": "Tout garder", "ar": "حفظ الكل"}[lang], exact=True)
    label = every.inner_text()
    every.click()
    expect(page.locator("#log .me").last).to_contain_text(label)  # a tap stands as it was read
    context.close()


@NEEDED
def test_a_file_may_be_dropped_on_the_page(chromium: Chromium, at: str) -> None:
    context, page = opened(chromium, at, "fr")
    to_the_old_cv(page, "mon ancien CV")
    new = "const all = new DataTransfer(); all.items.add(new File(['2015 : ménage de bureaux'], 'a')); return all;"
    data = page.evaluate_handle(f"() => {{ {new} }}")
    page.dispatch_event("#text", "drop", {"dataTransfer": data})
    page.wait_for_selector("[data-topic=confirm_facts]")
    expect(page.locator("#log .bot").last).to_contain_text("ménage de bureaux")
    context.close()


@NEEDED
def test_a_file_waits_for_the_line_and_a_page_that_was_left_says_it_did_not_leave(chromium: Chromium, at: str) -> None:
    context, page = opened(chromium, at, "fr")
    sent = {"name": "cv.pdf", "mimeType": "application/pdf", "buffer": PAPER}
    context.set_offline(offline=True)
    page.set_input_files("#file", sent)  # type: ignore[arg-type]
    expect(page.locator(".wait")).to_contain_text("cv.pdf")
    context.set_offline(offline=False)
    expect(page.locator("#log .me").last).to_contain_text("cv.pdf")
    page.route("**/say*", lambda route: route.abort())
    page.set_input_files("#file", sent)  # type: ignore[arg-type]
    page.reload()
    expect(page.get_by_role("status")).to_contain_text("n'est pas parti")
    context.close()
