"""What a counsellor sees on a full desk: each page by day and by night, on a telephone and on a wide screen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from flows.model import Media, Text
from tests.bot.desk.full import BEGUN, Full, filled
from tests.bot.desk.test_looks import browsing, troubles
from tests.bot.web.chromium import NEEDED, axe, launched

if TYPE_CHECKING:
    from playwright.sync_api import ViewportSize

pytestmark = NEEDED
SCREENS = tuple((width, height, scheme) for width, height in ((1440, 900), (360, 740)) for scheme in ("light", "dark"))
PHONE: ViewportSize = {"width": 360, "height": 740}
LANGUAGES = ("fr", "en", "ar", "uk")


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Full]:
    with filled(tmp_path_factory.mktemp("full")) as there:
        yield there


@pytest.fixture(scope="module")
def chromium(full: Full) -> Iterator[Browser]:
    """A browser, opened after the desk was filled: it takes the loop of this thread."""
    assert full.cases
    with launched() as browser:
        yield browser


def phone(chromium: Browser, full: Full, name: str, lang: str = "fr", *, scripts: bool = True) -> Page:
    """A telephone somebody of the staff is signed in on."""
    page = chromium.new_context(
        base_url=full.office.at, locale=lang, viewport=PHONE, java_script_enabled=scripts
    ).new_page()
    secret = full.staff[name].http.cookies["atout-desk"]
    page.context.add_cookies([{"name": "atout-desk", "value": secret, "url": full.office.at}])
    return page


@pytest.mark.parametrize(("lang", "screens"), [("fr", SCREENS), ("ar", SCREENS[::3])])
def test_every_page_of_a_full_desk_is_read_on_every_screen(
    chromium: Browser, full: Full, lang: str, screens: Sequence[tuple[int, int, str]]
) -> None:
    anna, lea = full.staff["Anna"], full.staff["Lea"]
    for person in (anna, lea):
        person.http.post("/desk/account/language", data={"lang": lang})
    held, refused = f"/desk/case/{full.cases['agreed']}", f"/desk/case/{full.cases['refused']}"
    full.says("agreed", Media("file", "lettre.txt", held=True))
    own = ["/desk/queue", "/desk/queue?view=mine", "/desk/queue?view=sleeping", held, refused, "/desk/replies"]
    own += ["/desk/search", "/desk/counts", f"{held}/file/{full.last('agreed')}", "/desk/case/none", "/desk/start/none"]
    page = browsing(chromium, anna, lang)
    assert [wrong for path in own for wrong in troubles(page, path, screens)] == []
    page = browsing(chromium, lea, lang)
    for path in ("/desk/queue?view=held", "/desk/counts", f"{held}/read"):
        assert troubles(page, path, screens) == []
    page.goto(f"{held}/read")
    page.fill("#reason", "une absence longue")
    page.locator("main form button").first.click()
    expect(page.locator("#lines")).to_be_visible()
    assert axe(page) == []
    for person in (anna, lea):
        person.http.post("/desk/account/language", data={"lang": "fr"})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_menu_is_one_line_on_a_telephone_and_opens_with_no_script(chromium: Browser, full: Full, lang: str) -> None:
    page = phone(chromium, full, "Anna", lang, scripts=False)
    page.goto(f"/desk/counts?lang={lang}")
    box = page.locator("header").bounding_box()
    assert box is not None
    assert box["height"] < 64, "the head of the page has a second line"
    expect(page.locator("#menu")).to_be_hidden()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".opens")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#menu a[href='/desk/guide']")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    wide = phone(chromium, full, "Lea", lang)
    wide.set_viewport_size({"width": 1366, "height": 768})
    wide.goto(f"/desk/counts?lang={lang}")
    expect(wide.locator("#menu a").first).to_be_visible()
    expect(wide.locator(".opens")).to_be_hidden()
    box = wide.locator("header").bounding_box()
    assert box is not None
    assert box["height"] < 64, "a lead's menu has a second line"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_word_is_broken_and_no_number_cut_on_a_telephone(chromium: Browser, full: Full, lang: str) -> None:
    page = phone(chromium, full, "Anna", lang)
    page.goto(f"/desk/counts?lang={lang}")
    cut = """() => [...document.querySelectorAll('th,td')].filter(one => one.scrollWidth > one.clientWidth)
      .map(one => one.textContent)"""
    assert page.evaluate(cut) == []
    page.goto(f"/desk/case/{full.cases['agreed']}?lang={lang}")
    starts = """() => { const list = document.querySelector('.glance ol'), style = getComputedStyle(list)
      return Math.max(parseFloat(style.paddingLeft), parseFloat(style.paddingRight)) }"""
    assert page.evaluate(starts) >= 28, "the ten of the tenth line is cut"
    box = page.locator("#lines").bounding_box()
    assert box is not None
    assert box["height"] < PHONE["height"], "the summary is as far away as the talk is long"


def test_each_line_has_its_time_and_each_day_is_named_once(full: Full) -> None:
    page = unescape(full.staff["Anna"].http.get(f"/desk/case/{full.cases['agreed']}?lang=fr").text)
    talk = page.partition('id="lines"')[2]
    assert len(re.findall(r'<p class="by">', talk)) == len(re.findall(r"<time>\d\d:\d\d</time>", talk))
    days = re.findall(r'<li class="day">([^<]+)<', talk)
    assert days
    assert len(days) == len(set(days))


def test_a_note_says_who_wrote_it(full: Full) -> None:
    page = full.staff["Anna"].http.get(f"/desk/case/{full.cases['agreed']}?lang=fr").text
    assert re.search(r"<bdi>Anna</bdi><span>il y a ", page.partition('class="notes"')[2])


def test_of_who_did_not_open_their_answers_nothing_is_said_to_be_missing(full: Full) -> None:
    anna, case = full.staff["Anna"].http, f"/desk/case/{full.cases['refused']}"
    page = unescape(anna.get(f"{case}?lang=fr").text)
    assert "Pas encore sur le CV" not in page
    assert "Question en cours" not in page
    assert "Pas encore sur le CV" not in anna.get(f"{case}/summary?format=txt&lang=fr").text


def test_who_wrote_last_comes_first_among_ones_own(full: Full) -> None:
    anna = full.staff["Anna"].http
    for address in ("refused", "agreed"):
        anna.post(f"/desk/case/{full.cases[address]}/here", data={"here": ""})
    full.says("refused", Text("et demain ?"))
    page = anna.get("/desk/queue?view=mine&lang=fr").text
    rows = re.findall(r'href="/desk/case/(\w+)"', page.partition('class="cases"')[2])
    assert rows[0] == full.cases["refused"]
    assert page.count("sans réponse depuis") == 1
    assert "dernier message" in anna.get("/desk/queue?view=sleeping&lang=fr").text


def test_what_was_done_is_said_where_nothing_else_shows_it(full: Full) -> None:
    anna, case = full.staff["Anna"].http, f"/desk/case/{full.cases['agreed']}"
    moved = anna.post(f"{case}/here", data={"here": ""}).headers["location"]
    assert 'role="status">C&#39;est noté' in anna.get(moved).text
    full.says("told", *BEGUN, Text("une personne"), Text("oui"))
    case = full.takes("Anna", "told")
    moved = anna.post(f"{case}/give-back", data={"n": full.floor("told")}).headers["location"]
    assert "a repris la parole" in anna.get(moved).text
    assert "status" not in anna.get("/desk/queue?done=anything").text


def test_a_proposal_is_seen_to_wait_and_says_which_of_two_dates_it_is_about(full: Full) -> None:
    anna = full.staff["Anna"].http
    full.says("two", *BEGUN, Text("3 ans"), Text("une personne"), Text("oui"))
    case = full.takes("Anna", "two")
    page = unescape(anna.get(f"{case}?lang=fr").text).replace("\xa0", " ")
    assert "Expérience : je fais le ménage chez une dame</option>" in page
    fields = {"n": full.floor("two"), "qid": "exp/e1/what", "text": "je garde des enfants"}
    assert anna.post(f"{case}/suggest", data=fields).status_code == 303
    page = unescape(anna.get(f"{case}?lang=fr").text).replace("\xa0", " ")
    assert "<li>Expérience : je garde des enfants</li>" in page


def test_a_refusal_leads_back_to_the_case_with_the_menu_still_there(full: Full) -> None:
    anna, case = full.staff["Anna"].http, f"/desk/case/{full.cases['agreed']}"
    fields = {"n": full.floor("agreed"), "qid": "exp/e1/what", "text": "zzzz"}
    page = anna.post(f"{case}/suggest", data=fields)
    assert page.status_code == 409
    assert 'id="menu"' in page.text
    assert f'href="{case}"' in page.text
    lost = full.staff["Bilal"].http.post(f"{case}/claim")
    assert lost.status_code == 409
    assert f'href="{case}"' not in lost.text
    twice = anna.post("/desk/replies", data={"id": "new", "shortcut": "rdv", "text.fr": "une autre"})
    assert 'href="/desk/replies">Revenir' in twice.text


def test_a_talk_is_printed_whole(chromium: Browser, full: Full) -> None:
    page = browsing(chromium, full.staff["Anna"], "fr")
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"/desk/case/{full.cases['agreed']}")
    assert page.evaluate("lines.scrollHeight > lines.clientHeight")
    page.emulate_media(media="print")
    assert page.evaluate("lines.scrollHeight <= lines.clientHeight")
    expect(page.locator(".take").first).to_be_hidden()


def test_with_no_script_the_last_line_is_in_sight_before_and_after_sending(chromium: Browser, full: Full) -> None:
    page = phone(chromium, full, "Anna", scripts=False)
    page.goto(f"/desk/case/{full.cases['agreed']}")
    expect(page.locator("#lines li").last).to_be_in_viewport()
    page.locator("#text").fill("sans script")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#lines .said").last).to_have_text("sans script")
    expect(page.locator("#lines .said").last).to_be_in_viewport()
    expect(page.get_by_role("link", name="Voir ce qui est nouveau")).to_be_visible()


def test_a_new_line_does_not_move_what_is_being_read(chromium: Browser, full: Full) -> None:
    page = phone(chromium, full, "Anna")
    page.goto(f"/desk/case/{full.cases['agreed']}")
    page.evaluate("lines.scrollTop = 100 - lines.scrollHeight + lines.clientHeight")
    first = "document.querySelector('#lines .said').getBoundingClientRect().y"  # at one instant: lines are drawn anew
    before = page.evaluate(first)
    full.says("agreed", Text("une ligne de plus"))
    expect(page.locator("#lines")).to_contain_text("une ligne de plus")
    assert abs(before - page.evaluate(first)) <= 1
    page.evaluate("lines.scrollTop = 0")
    full.says("agreed", Text("et encore une"))
    expect(page.locator("#lines .said").last).to_have_text("et encore une")
    expect(page.locator("#lines .said").last).to_be_in_viewport()


def test_the_summary_is_copied_in_one_press(chromium: Browser, full: Full) -> None:
    page = phone(chromium, full, "Anna")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"/desk/case/{full.cases['agreed']}")
    page.get_by_role("button", name="Copier le résumé").click()
    expect(page.get_by_role("status").get_by_text("Copié.")).to_be_visible()
    copied: str = page.evaluate("navigator.clipboard.readText()")
    assert f"{full.office.at}/desk/case/{full.cases['agreed']}?line=" in copied
    still = phone(chromium, full, "Anna", scripts=False)
    still.goto(f"/desk/case/{full.cases['agreed']}")
    expect(still.get_by_role("button", name="Copier le résumé")).to_be_hidden()
    expect(still.get_by_role("link", name="Résumé en texte")).to_be_visible()


def test_no_line_of_what_a_lead_reads_leads_away_from_it(full: Full) -> None:
    lea, case = full.staff["Lea"].http, f"/desk/case/{full.cases['waits']}"
    full.says("waits", *(Text(f"ligne {n}") for n in range(60)))
    page = lea.post(f"{case}/read", data={"reason": "une absence longue"})
    assert page.status_code == 200
    glance = page.text.partition('class="points"')[2].partition("</ol>")[0]
    assert "Expérience" in glance
    assert set(re.findall(r'href="([^?"#]*)', glance)) <= {"", f"{case}/read"}


def test_the_sheet_of_more_actions_closes_by_escape_and_beside_it(chromium: Browser, full: Full) -> None:
    page = browsing(chromium, full.staff["Anna"], "fr")
    page.goto(f"/desk/case/{full.cases['agreed']}")
    sheet, more = page.locator(".sheet"), page.locator(".more summary")
    more.press("Enter")
    expect(sheet).to_be_visible()
    sheet.locator("button").first.focus()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(more).to_be_focused()
    more.click()
    sheet.locator("label").first.click()
    expect(sheet).to_be_visible()
    page.locator("h1").click()
    expect(sheet).to_be_hidden()


def test_a_tab_that_is_not_looked_at_says_in_its_name_that_something_came(chromium: Browser, full: Full) -> None:
    page = browsing(chromium, full.staff["Anna"], "fr")
    page.goto(f"/desk/case/{full.cases['agreed']}")
    turned = """hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
      document.dispatchEvent(new Event('visibilitychange')) }"""
    page.evaluate(turned, arg=True)
    full.says("agreed", Text("pendant ce temps"))
    expect(page.locator("#lines")).to_contain_text("pendant ce temps")
    expect(page).to_have_title(re.compile("^●"))
    page.evaluate(turned, arg=False)
    expect(page).to_have_title(re.compile("^Un échange"))


def chord(page: Page, letter: str) -> None:
    """Press a letter with alt and shift as a keyboard does: playwright sends no letter with them."""
    pressed = {"key": letter.upper(), "code": f"Key{letter.upper()}", "windowsVirtualKeyCode": ord(letter.upper())}
    page.context.new_cdp_session(page).send(
        "Input.dispatchKeyEvent",
        {"type": "keyDown", "modifiers": 1 | 8, "unmodifiedText": letter, "text": letter, **pressed},
    )


@pytest.mark.parametrize("pressed", [False, True])
def test_what_is_written_while_words_are_on_their_way_is_not_lost(
    chromium: Browser, full: Full, *, pressed: bool
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page = phone(chromium, full, "Anna")
    page.goto(f"/desk/case/{full.cases['agreed']}")
    page.route("**/say", hold, times=1)
    page.fill("#text", f"avant {pressed}")
    page.locator("#text").press("Enter")
    while not held:
        page.wait_for_timeout(20)
    page.keyboard.type(f"puis {pressed}")
    if pressed:
        page.keyboard.press("Enter")
    held[0].continue_()
    expect(page.locator("#lines .said", has_text=f"avant {pressed}")).to_have_text([f"avant {pressed}"])
    expect(page.locator("#text")).to_have_value("" if pressed else f"puis {pressed}")
    expect(page.locator("#lines .said", has_text=f"puis {pressed}")).to_have_count(1 if pressed else 0)


def test_an_open_page_hears_again_once_what_stands_before_the_program_finds_it_again(
    chromium: Browser, full: Full
) -> None:
    page = phone(chromium, full, "Anna")
    page.clock.install()
    page.route("**/events*", lambda route: route.fulfill(status=502, body="Bad Gateway"))
    with page.expect_response("**/events*"):
        page.goto("/desk/queue")
    count = page.locator(".cases > li").count()
    page.clock.fast_forward(60_000)
    page.unroute("**/events*")
    full.says("again", *BEGUN, Text("une personne"), Text("oui"))
    for _ in range(100):  # it asks again each time, and is answered in our time
        if page.locator(".cases > li").count() > count:
            break
        page.clock.fast_forward(30_000)
        page.wait_for_timeout(200)
    expect(page.locator(".cases > li")).to_have_count(count + 1)
    full.staff["Anna"].http.post(f"/desk/case/{full.conversation('again').id}/claim")
    expect(page.locator(".cases > li")).to_have_count(count)


@pytest.mark.parametrize("scripts", [True, False])
def test_a_request_is_taken_and_given_back_with_two_keys(chromium: Browser, full: Full, *, scripts: bool) -> None:
    address = f"keys{scripts}"
    full.says(address, *BEGUN, Text("une personne"), Text("oui"))
    page = phone(chromium, full, "Anna", scripts=scripts)
    page.goto("/desk/queue")
    expect(page.locator(".keys")).to_contain_text("prend la première demande")
    first = page.locator(".cases form[action$=claim]").first.get_attribute("action")
    chord(page, "p")
    page.wait_for_url(f"**{(first or '').removesuffix('/claim')}")
    page.locator("#lines").focus()
    chord(page, "r")
    page.wait_for_url("**/desk/queue?*done=given")


def test_the_keys_work_where_the_letters_of_a_keyboard_are_others(chromium: Browser, full: Full) -> None:
    full.says("abroadkeys", *BEGUN, Text("une personne"), Text("oui"))
    page = phone(chromium, full, "Anna")
    page.goto("/desk/queue")
    pressed = "new KeyboardEvent('keydown', {altKey: true, shiftKey: true, code: 'KeyP', key: 'З', bubbles: true})"
    page.evaluate(f"document.dispatchEvent({pressed})")
    page.wait_for_url("**/desk/case/*")


def test_the_button_that_has_the_focus_keeps_it_when_the_list_is_drawn_again(chromium: Browser, full: Full) -> None:
    full.says("focus", *BEGUN, Text("une personne"), Text("oui"))
    page = phone(chromium, full, "Anna")
    page.goto("/desk/queue")
    page.locator(".cases button").first.focus()
    held = page.evaluate("document.activeElement.textContent")
    count = page.locator(".cases > li").count()
    full.says("focus2", *BEGUN, Text("une personne"), Text("oui"))
    expect(page.locator(".cases > li")).to_have_count(count + 1)
    assert page.evaluate("document.activeElement.textContent") == held
    assert page.locator("[accesskey=p]").count() == 1


def test_what_is_read_on_an_open_page_goes_when_the_person_stops_it(chromium: Browser, full: Full) -> None:
    full.says("stops", *BEGUN, Text("une personne"), Text("oui"))
    page = phone(chromium, full, "Anna")
    page.goto("/desk/queue")
    page.locator(f".cases form[action*='{full.conversation('stops').id}'] button").click()
    expect(page.locator(".points li").first).to_be_visible()
    full.says("stops", Text("ne plus montrer"))
    expect(page.locator(".glance .notice")).to_contain_text("n'a pas ouvert ses réponses")
    expect(page.locator(".points, .take, .fix")).to_have_count(0)
    expect(page.locator("#lines")).not_to_contain_text("je fais le ménage")
    assert axe(page) == []


def test_who_sent_what_they_wrote_is_no_more_said_to_be_writing(chromium: Browser, full: Full) -> None:
    page = phone(chromium, full, "Anna")
    page.goto(f"/desk/case/{full.cases['agreed']}")
    page.locator("#lines").wait_for()
    expect(page.locator(".writes")).to_have_text("")
    full.did(full.office.house.writes("web", "agreed"))
    expect(page.locator(".writes")).not_to_have_text("")
    full.says("agreed", Text("c'est parti"))
    expect(page.locator("#lines li").last).to_contain_text("c'est parti")
    assert page.locator(".writes").text_content() == ""


@pytest.mark.parametrize("word", ["assistant", "efface tout"])
def test_what_is_read_on_an_open_page_goes_when_the_person_leaves(chromium: Browser, full: Full, word: str) -> None:
    name = f"leaves {word}"
    full.says(name, *BEGUN, Text("une personne"), Text("oui"))
    page = phone(chromium, full, "Anna")
    page.goto("/desk/queue")
    page.locator(f".cases form[action*='{full.conversation(name).id}'] button").click()
    expect(page.locator(".points li").first).to_be_visible()
    page.fill("#text", "je vous réponds demain")
    full.says(name, Text("assistant"))
    if word != "assistant":
        full.says(name, Text(word), Text("oui"))
    expect(page.locator("#lines [data-gone]")).to_be_visible()
    expect(page.locator(".points, .take, .fix, .notes, .acts, .keys")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("Faire le ménage")
    expect(page.locator("#text")).to_have_value("je vous réponds demain")
    assert axe(page) == []


@pytest.mark.parametrize("width", [320, 360, 600, 1366])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheet_of_more_actions_is_seen_whole(chromium: Browser, full: Full, lang: str, width: int) -> None:
    page = phone(chromium, full, "Anna", lang)
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"/desk/case/{full.cases['agreed']}?lang={lang}")
    page.locator(".more summary").click()
    sheet = page.locator(".sheet").bounding_box()
    assert sheet is not None
    assert sheet["x"] >= 0
    assert sheet["x"] + sheet["width"] <= width
