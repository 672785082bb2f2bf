"""Words that attack the page, in every field anybody can write, read in a real Chromium: they stay words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from bot.store.staff import Role
from flows.model import Media, Text
from tests.bot.desk.full import BEGUN, Full, text
from tests.bot.desk.office import Person, opened
from tests.bot.web.chromium import NEEDED, sideways

pytestmark = NEEDED

RAN = "window.ran=(window.ran||0)+1"
WORDS = (
    f"</textarea><script>{RAN}</script>",
    f"<img src=x onerror={RAN}>",
    f'"><svg onload={RAN}>',
    f"' autofocus onfocus={RAN} x='",
    f"javascript:{RAN}//",
    f"</title><script>{RAN}</script><!--",
    "{{ 7*7 }}{% for x in 'ab' %}{{ x }}{% endfor %}${7*7}#{7*7}",
    "{name} %(name)s %s {0} {",
    "&lt;b&gt;&amp;#60;",
    "\u202egnp.exe\u202d\u2066\u2067",
    "\u200b\u200c\u200d\ufeff\u2060",
    "e" + "\u0301\u0489\u20dd" * 600,
    "W" * 900,
    "ﷺ﷽" * 40,
    "data: x\n\nevent: lines\ndata: <script>1</script>\n\n",
)
SHORT = ("<script>1</script>", "<img src=x onerror=1>", "{{7*7}}", "\u202egnp.exe", "é" + "\u0301" * 70, "M" * 80)
ADDRESS = "evil"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    """A desk at which everybody writes such words wherever they can."""
    with opened(tmp_path_factory.mktemp("evil")) as office:
        full = Full(office)
        full.staff["Anna"] = office.joined(Role.LEAD, SHORT[1])
        full.staff["Omar"] = office.joined(Role.OPERATOR, SHORT[4])
        for name in SHORT:
            assert full.staff["Omar"].http.post("/desk/staff/invite", data={"name": name}).status_code == 200
        full.says(ADDRESS, *BEGUN, *map(Text, WORDS))
        full.says(ADDRESS, Media("file", f"<script>{RAN}</script>.txt", caption=WORDS[0], held=True))
        full.says(ADDRESS, Text("une personne"), Text("oui"))
        for qid in ("cv/name", "cv/town"):
            full.tells(ADDRESS, qid, text(WORDS[1]))
        path = full.takes("Anna", ADDRESS)
        anna = full.staff["Anna"].http
        for word in WORDS:
            form = {"n": full.floor(ADDRESS), "key": word[:20], "text": word}
            for name in ("say", "note", "suggest", "draft"):
                answer = anna.post(f"{path}/{name}", data={**form, "qid": "cv/town", "to": word})
                assert answer.status_code in {303, 409}, (name, word, answer.text)
        assert anna.post(f"{path}/draft", data={"text": "\n".join(WORDS)[:3900]}).status_code == 303
        replies = {f"text.{lang}": word for lang, word in zip(("fr", "en", "ar", "uk"), WORDS, strict=False)}
        assert anna.post("/desk/replies", data={"id": "new", "shortcut": "x", **replies}).status_code == 303
        for word in SHORT:
            assert anna.post("/desk/replies", data={"id": "new", "shortcut": word, "text.fr": "x"}).status_code == 409
        yield full


def browsing(chromium: Browser, person: Person) -> tuple[Page, list[str]]:
    """The phone of somebody who is signed in, and all that a script that ran would have done."""
    page = chromium.new_context(
        base_url=person.office.at, locale="fr", viewport={"width": 360, "height": 740}
    ).new_page()
    secret = person.http.cookies["atout-desk"]
    page.context.add_cookies([{"name": "atout-desk", "value": secret, "url": person.office.at}])
    trouble: list[str] = []

    def closed(dialog: object) -> None:
        trouble.append("a dialog")
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", closed)
    page.on("console", lambda line: trouble.append(line.text) if "favicon" not in line.text else None)
    page.on("pageerror", lambda error: trouble.append(str(error)))
    return page, trouble


def burst(page: Page, path: str) -> list[str]:
    """What went wrong on a page."""
    page.goto(path)
    page.wait_for_timeout(150)  # what is live has come once
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    found = [f"{path}: a script ran"] if page.evaluate("window.ran") else []
    strange = page.evaluate(
        "[...document.querySelectorAll('main img, main svg:not(.qr svg), main script, main iframe, [onerror], [onload],"
        " [onfocus]')].map(one => one.outerHTML.slice(0, 80))"
    )
    wide = sideways(page)
    return [*found, *(f"{path}: {one}" for one in strange), *([f"{path}: {wide} px sideways"] if wide else [])]


def test_words_are_words_on_every_page(chromium: Browser, evil: Full) -> None:
    case = f"/desk/case/{evil.cases[ADDRESS]}"
    page, trouble = browsing(chromium, evil.staff["Anna"])
    paths = (case, "/desk/queue?view=mine", "/desk/queue?view=held", "/desk/replies", "/desk/staff", "/desk/log")
    assert [wrong for path in (*paths, "/desk/account", f"{case}/read") for wrong in burst(page, path)] == []
    assert trouble == []
    page.goto(case)
    read = page.inner_text("#lines")
    for word in (WORDS[0], WORDS[1], WORDS[6], WORDS[8]):
        assert word in read
    assert page.input_value("#text").startswith(WORDS[0])
    assert WORDS[0] in page.inner_text(".notes")


def test_a_search_and_a_refusal_say_the_words_again_as_words(chromium: Browser, evil: Full) -> None:
    case = f"/desk/case/{evil.cases[ADDRESS]}"
    page, trouble = browsing(chromium, evil.staff["Anna"])
    for word in WORDS:
        page.goto("/desk/queue")
        page.fill("#q", word[:100].replace("\n", " "))
        page.locator(".search button").click()
        page.wait_for_url("**/desk/search")
        assert sideways(page) == 0, word
        assert not page.evaluate("window.ran")
    page.goto(case)
    page.evaluate("document.querySelector('#say').elements.n.value = '0'")
    page.evaluate("document.querySelector('#say').submit()")  # as it is sent where no script runs
    page.wait_for_selector("#words")
    assert page.input_value("#words").startswith(WORDS[0])
    assert sideways(page) == 0
    assert [one for one in trouble if "409" not in one] == []


def test_who_keeps_accounts_reads_names_as_names(chromium: Browser, evil: Full) -> None:
    page, trouble = browsing(chromium, evil.staff["Omar"])
    assert [wrong for path in ("/desk/staff", "/desk/log", "/desk/account") for wrong in burst(page, path)] == []
    page.goto("/desk/staff")
    for name in (SHORT[0], SHORT[1], SHORT[2]):
        assert name in page.inner_text("main")
    assert trouble == []


def test_the_file_a_person_named_is_read_as_words(evil: Full) -> None:
    case = f"/desk/case/{evil.cases[ADDRESS]}"
    answer = evil.staff["Anna"].http.get(f"{case}/file/{evil.last(ADDRESS)}")
    assert "<script>window" not in answer.text
