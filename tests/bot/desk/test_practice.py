"""Practising: an invented case, answered through the real pages, that touches nobody and leaves nothing."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Sequence
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.channels.base import Shown
from bot.desk.practising import ADDRESS, CHANNEL, LASTS, STEPS, Room
from bot.store.staff import Role
from flows.model import How
from flows.proposed import MENU
from tests.bot.desk.office import LANGUAGES, Office
from tests.bot.desk.test_looks import browsing, troubles
from tests.bot.desk.test_pages import ASKED, did, talks
from tests.bot.web.chromium import NEEDED

PRACTICE = "/desk/practice"
CANARY = "canarizzq"
DONE = ".steps .done"
USED = frozenset({"session", "sign_in"})  # what signing in and being there writes


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Practices of this test alone are counted: another one may run beside it."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))


def rooms() -> set[Path]:
    """The folders of practices there are."""
    return set(Path(tempfile.gettempdir()).glob("atout-practice-*"))


def everything(office: Office) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the real store, but for those that say who is there."""
    db = sqlite3.connect(office.folder / "atout.db")
    try:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in names if not any(used in name for used in USED)]
        return {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for name in kept}  # noqa: S608 - of the schema
    finally:
        db.close()


def begun(page: Page) -> Page:
    """Go from the first page to an invented person who speaks Arabic and waits."""
    page.goto("/desk/queue")
    page.click(f"a[href='{PRACTICE}']")
    page.select_option("#lang", "ar")
    page.click("main form button")
    expect(page.locator(".invented")).to_be_visible()
    return page


@NEEDED
def test_all_seven_steps_are_done_through_the_pages_and_nothing_stays(chromium: Browser, office: Office) -> None:
    amina, boris = office.joined(Role.COUNSELLOR, "Amina"), office.joined(Role.LEAD, "Boris")
    others = ("/desk/queue?view=waiting", "/desk/queue?view=held", "/desk/counts", "/desk/log", "/desk/replies")
    before = ([boris.http.get(path).text for path in others[:3]], everything(office), rooms())
    page = begun(browsing(chromium, amina, "fr"))
    assert len(rooms()) == len(before[2]) + 1
    page.click("form[action$=claim] button")
    page.wait_for_url("**/practice/case")
    expect(page.locator(DONE)).to_have_count(1)

    page.locator(".points a").first.click()
    page.wait_for_url("**line=*")
    page.goto(f"{PRACTICE}/case")
    expect(page.locator(DONE)).to_have_count(2)

    theirs = page.locator("#lines .theirs")
    told = theirs.count()
    page.fill("#text", f"Bonjour {CANARY}")
    page.press("#text", "Enter")
    expect(theirs).to_have_count(told + 1)
    expect(page.locator(DONE)).to_have_count(3)
    assert set(page.locator("#lines .theirs .by bdi").all_inner_texts()) == {"Personne inventée"}
    page.fill("#text", "")
    page.locator("#text").press_sequentially("/papiers ")
    expect(page.locator("#text")).to_have_value("المطلوب بطاقة الهوية ورسالة عليها عنوانكم. ")
    page.press("#text", "Enter")
    expect(theirs).to_have_count(told + 2)
    expect(page.locator(DONE)).to_have_count(4)

    page.click(".notes summary")
    page.fill("#note", f"Note {CANARY}")
    page.click("form[action$=note] button")
    page.wait_for_load_state()
    page.click(".fix summary")
    page.select_option("#qid", "exp/e1/when")
    page.fill("#better", "3 سنوات")
    page.click("form[action$=suggest] button")
    page.wait_for_load_state()
    expect(page.locator(DONE)).to_have_count(6)
    page.click("form[action$=give-back] button")
    page.wait_for_url(f"**{PRACTICE}")
    expect(page.locator(DONE)).to_have_count(len(STEPS))

    assert everything(office) == before[1]
    assert [boris.http.get(path).text for path in others[:3]] == before[0]
    assert all(CANARY not in boris.http.get(path).text for path in others)
    page.click("form[action$=end] button")
    expect(page.locator("#lang")).to_be_visible()
    assert rooms() == before[2]
    assert everything(office) == before[1]
    assert not [path for path in office.folder.iterdir() if CANARY.encode() in path.read_bytes()]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_invented_person_answers_in_each_language_and_asks_to_be_put_right(office: Office, lang: str) -> None:
    http = office.joined().http
    http.post(f"{PRACTICE}/begin", data={"lang": lang})
    case = http.post(f"{PRACTICE}/claim", follow_redirects=True).text
    assert 'value="exp/e1/when"' in case
    said = [http.get(f"{PRACTICE}/case").text.count('class="theirs')]
    number = case.split('name="n" value="')[1].split('"')[0]
    for key in ("one", "two", "three"):
        http.post(f"{PRACTICE}/case/say", data={"n": number, "text": "Bonjour", "key": key})
        said.append(http.get(f"{PRACTICE}/case").text.count('class="theirs'))
    assert said == [said[0] + more for more in range(4)]
    http.post(f"{PRACTICE}/end")


def test_a_practice_is_one_account_s_and_over_after_its_time(office: Office) -> None:
    amina, boris = office.joined(Role.COUNSELLOR, "Amina"), office.joined(Role.COUNSELLOR, "Boris")
    there = rooms()
    amina.http.post(f"{PRACTICE}/begin", data={"lang": "ar"})
    amina.http.post(f"{PRACTICE}/claim")
    assert boris.http.get(f"{PRACTICE}/case").status_code == 409
    assert amina.http.get(f"{PRACTICE}/case").status_code == 200
    office.clock.ahead += LASTS
    amina.sign_in()
    assert amina.http.get(f"{PRACTICE}/case").status_code == 409
    assert rooms() == there


@NEEDED
@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_practice_is_read_on_every_screen(chromium: Browser, office: Office, lang: str) -> None:
    person = office.joined()
    person.http.post("/desk/account/language", data={"lang": lang})
    page = browsing(chromium, person, lang)
    assert troubles(page, PRACTICE) == []
    person.http.post(f"{PRACTICE}/begin", data={"lang": "uk"})
    assert troubles(page, PRACTICE) == []
    person.http.post(f"{PRACTICE}/claim")
    assert troubles(page, f"{PRACTICE}/case") == []


PROPOSED = {"fr": "5 ans", "en": "5 years", "ar": "5 سنوات", "uk": "5 років"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_yes_to_what_was_proposed_is_said_in_the_room_and_touches_nobody(office: Office, lang: str) -> None:
    http = office.joined().http
    talks(office, "awa", *ASKED)
    before, there = everything(office), rooms()
    number = taken(http, lang)
    fields = {"n": number, "qid": "exp/e1/when", "text": PROPOSED[lang], "key": "one"}
    assert http.post(f"{PRACTICE}/case/suggest", data=fields).status_code == 303
    assert proposed(office) is None
    assert http.post(f"{PRACTICE}/case/give-back", data={"n": number}).status_code == 303
    assert proposed(office) == ("person", PROPOSED[lang], How.COUNSELLOR)
    assert everything(office) == before
    for what in ("give-back", "suggest", "say", "close"):
        late = http.post(f"{PRACTICE}/case/{what}", data={**fields, "key": what})
        assert late.status_code == 409, what
    assert everything(office) == before
    assert http.post(f"{PRACTICE}/end").status_code == 303
    assert rooms() == there
    assert everything(office) == before


def test_given_back_with_nothing_proposed_the_invented_person_says_no_more(office: Office) -> None:
    http = office.joined().http
    number = taken(http, "uk")
    told = len(lines(office))
    assert http.post(f"{PRACTICE}/case/give-back", data={"n": number}).status_code == 303
    assert [line.by for line in lines(office)[told:]] == ["bot"] * (len(lines(office)) - told)
    assert len(lines(office)) > told
    http.post(f"{PRACTICE}/end")


def taken(http: httpx2.Client, lang: str) -> str:
    """Begin, and take the case; return the number of its floor."""
    http.post(f"{PRACTICE}/begin", data={"lang": lang})
    return http.post(f"{PRACTICE}/claim", follow_redirects=True).text.split('name="n" value="')[1].split('"')[0]


def room(office: Office) -> Room:
    """The one room there is."""
    (found,) = office.app._desk.rooms._rooms.values()
    return found


def lines(office: Office) -> Sequence[Shown]:
    """What was said in it, both ways."""
    return did(office, room(office).house.transcript(CHANNEL, ADDRESS))


def proposed(office: Office) -> tuple[str, str, How] | None:
    """Who spoke after it was asked whether what was proposed is right, and what counts since; None before."""
    said = list(lines(office))
    asked = [n for n, line in enumerate(said) if line.bubble and line.bubble.question == MENU]
    if not asked:
        return None
    known = did(office, room(office).house.peek(CHANNEL, ADDRESS))
    assert known is not None
    when = [fact for fact in known[1] if fact.qid == "exp/e1/when"][-1]
    return said[asked[-1] + 1].by, when.raw, when.how
