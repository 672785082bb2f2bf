"""A workshop: a group begins by one link, the counsellor sees counts, and nobody is in them alone."""

from __future__ import annotations

import asyncio
import re
import sqlite3

import httpx2
import pytest
from playwright.sync_api import Browser, expect

from bot.desk.workshop import cell
from bot.store.group import MOST
from bot.store.staff import Role
from tests.bot.desk.office import Office, Person
from tests.bot.desk.test_looks import browsing, troubles
from tests.bot.web.chromium import NEEDED

WORD = re.compile(r"go#(atout-w-\w{20})")
CELL = re.compile(r"<td>([^<]*)</td>")


def made(person: Person, title: str = "Mardi") -> tuple[str, str]:
    """The path of a new workshop, and the word of its link."""
    path = person.http.post("/desk/workshop", data={"title": title, "hours": "4"}).headers["location"]
    found = WORD.search(person.http.get(path).text)
    assert found is not None
    return path, found[1]


def counts(person: Person, path: str) -> list[str]:
    return CELL.findall(person.http.get(path).text)


def somebody(whole: Office, *said: str) -> httpx2.Client:
    """Somebody who opens the page on a phone, and says this."""
    http = whole.browser()
    http.get("/")
    for number, text in enumerate(said):
        assert http.post("/say", data={"id": f"key{number:013}", "text": text}).status_code == 303
    return http


def test_counts_say_nothing_of_so_few_that_somebody_is_alone(whole: Office) -> None:
    person = whole.joined()
    path, word = made(person)
    people = [somebody(whole, word) for _ in range(2)]
    assert counts(person, path) == ["moins de 3"] * 3
    people.append(somebody(whole, word, "Me compter", "oui", "je fais le ménage chez une dame"))
    assert counts(person, path) == ["3", "moins de 3", "moins de 3"]
    assert [cell(*pair).key.rpartition(".")[2] for pair in ((2, 9), (8, 9), (9, 9), (6, 9))] == [
        "few",
        "nearly",
        "count",
        "count",
    ]


def test_who_says_no_takes_part_and_is_not_counted(whole: Office) -> None:
    person = whole.joined()
    path, word = made(person)
    several = [somebody(whole, word) for _ in range(3)]
    page = several[0].get("/").text
    assert "sans nom" in page
    assert counts(person, path)[0] == "3"
    several[0].post("/say", data={"id": "key0000000000009", "text": "ne pas me compter"})
    assert counts(person, path)[0] == "moins de 3"
    assert "sans comptage" in several[0].get("/").text


def test_it_is_the_workshop_of_one_account_and_ends_with_its_counts(whole: Office) -> None:
    person, other = whole.joined(), whole.joined(Role.LEAD, "Bo")
    path, word = made(person)
    somebody(whole, word)
    for one in (path, f"{path}/events", f"{path}/screen"):
        assert other.http.get(one).status_code == 404
    assert other.http.post(f"{path}/end").status_code == 404
    assert person.http.post(f"{path}/end").status_code == 303
    assert person.http.get(path).status_code == 404
    assert seats(whole) == []
    assert "terminé" in somebody(whole, word).get("/").text


def test_no_more_than_sixty_are_counted(whole: Office) -> None:
    person = whole.joined()
    path, word = made(person)
    with sqlite3.connect(whole.folder / "atout.db") as db:
        ident = path.rpartition("/")[2]
        rows = [(bytes([n]), 1, ident, 0) for n in range(MOST)]
        db.executemany("INSERT INTO workshop_seat (hash, org, id, reached) VALUES (?, ?, ?, ?)", rows)
    assert "complet" in somebody(whole, word).get("/").text
    assert counts(person, path)[0] == str(MOST)


def test_a_seat_names_nobody_and_goes_with_the_person(whole: Office) -> None:
    _, word = made(whole.joined())
    one = somebody(whole, word)
    with sqlite3.connect(whole.folder / "atout.db") as db:
        people = [str(row[0]) for row in db.execute("SELECT id FROM person")]
    found = seats(whole)
    assert len(found) == 1
    assert not [value for value in found[0] for who in people if who in str(value)]
    address = one.cookies["atout"]
    asyncio.run_coroutine_threadsafe(whole.house.forget("web", address), whole.loop).result(30)
    assert seats(whole) == []


def seats(whole: Office) -> list[tuple[object, ...]]:
    with sqlite3.connect(whole.folder / "atout.db") as db:
        return list(db.execute("SELECT * FROM workshop_seat"))


@NEEDED
@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_every_page_of_it_is_read_by_everybody(chromium: Browser, whole: Office, lang: str) -> None:
    person = whole.joined()
    path, _ = made(person)
    person.http.post("/desk/account/language", data={"lang": lang})
    page = browsing(chromium, person, lang)
    paths = ("/desk/workshop", path, f"{path}/screen")
    assert [wrong for one in paths for wrong in troubles(page, one)] == []


@NEEDED
def test_phones_follow_the_square_and_the_counts_change_on_the_open_page(chromium: Browser, whole: Office) -> None:
    person = whole.joined()
    path, word = made(person)
    desk = browsing(chromium, person, "fr")
    desk.goto(path)
    cells = desk.locator("#counts td")
    expect(cells).to_have_text(["moins de 3"] * 3)
    for _ in range(3):
        phone = chromium.new_context(base_url=whole.at, locale="ar", viewport={"width": 360, "height": 740}).new_page()
        phone.goto(f"/go#{word}")
        phone.get_by_role("button", name="البدء هنا").click()
        expect(phone.get_by_role("button", name="بدون احتسابي")).to_be_visible()
        assert word not in phone.url
    expect(cells).to_have_text(["3", "moins de 3", "moins de 3"])
