"""The pages of one's own people: over real HTTP with forged ids, and to a keyboard, a telephone and a wide screen."""

from __future__ import annotations

import asyncio
import re
from html import unescape

import pytest
from playwright.sync_api import Browser, expect

from bot.store.staff import Role
from flows.model import Text
from tests.bot.desk.office import Office, Person
from tests.bot.desk.test_looks import browsing, troubles
from tests.bot.desk.test_pages import BEGUN, talks
from tests.bot.web.chromium import NEEDED

WORD = re.compile(r"with-[0-9a-z]{20}")
LINK = re.compile(r'href="/desk/people/([0-9a-z]{20})"')
NEVER = ("inactif", "inactive", "score", "dernière activité")


def word_of(person: Person) -> str:
    """The word of a new invitation, as its page shows it."""
    answer = person.http.post("/desk/people/invite")
    assert answer.status_code == 200
    found = WORD.search(unescape(answer.text))
    assert found
    return found[0]


def followed(office: Office, person: Person, address: str = "awa") -> str:
    """Somebody says yes to her; return the page about them."""
    talks(office, address, *BEGUN, Text(word_of(person)), Text("oui"))
    found: list[str] = LINK.findall(person.http.get("/desk/people").text)
    return f"/desk/people/{found[-1]}"


def test_the_list_holds_who_said_yes_and_no_mark(office: Office) -> None:
    amina = office.joined()
    path = followed(office, amina)
    page = amina.http.get("/desk/people").text
    assert "Dernière question" in page
    assert "Oui donné le" in page
    assert not any(word in page.lower() for word in NEVER)
    one = amina.http.get(path).text
    assert "ménage" in one.lower()
    assert amina.http.get(f"{path}/cv").content.startswith(b"%PDF")
    moved = amina.http.post(f"{path}/write")
    assert moved.headers["location"].startswith("/desk/case/")
    assert amina.http.post(f"{path}/write").headers["location"] == moved.headers["location"]
    case = amina.http.get(moved.headers["location"]).text
    assert "je fais le ménage chez une dame" not in unescape(case.partition('id="lines"')[2])


def test_the_end_closes_an_open_page_at_its_next_request(office: Office) -> None:
    amina = office.joined()
    path = followed(office, amina)
    case = amina.http.post(f"{path}/write").headers["location"]
    talks(office, "awa", *BEGUN, Text("x"), Text("y"), Text("ne plus être suivi par Amina"))
    for one in (path, f"{path}/cv", case, f"{case}/cv", f"{case}/summary"):
        assert amina.http.get(one).status_code == 409, one
    for one in (f"{path}/write", f"{case}/claim"):
        assert amina.http.post(one).status_code == 409, one
    assert not LINK.findall(amina.http.get("/desk/people").text)


def test_nobody_else_reaches_them_by_any_route(office: Office) -> None:
    amina = office.joined()
    path = followed(office, amina)
    for role, name in ((Role.COUNSELLOR, "Bilal"), (Role.LEAD, "Lea"), (Role.OPERATOR, "Omar")):
        other = office.joined(role, name)
        refused = 403 if role is Role.OPERATOR else 409
        for ident in (path, "/desk/people/" + "a" * 20, "/desk/people/%2e%2e"):
            assert other.http.get(ident).status_code in {refused, 404}
            assert other.http.get(f"{ident}/cv").status_code in {refused, 404}
            assert other.http.post(f"{ident}/write").status_code in {refused, 404}
        assert other.http.get("/desk/people").status_code == (403 if role is Role.OPERATOR else 200)
        assert path not in other.http.get("/desk/people").text
    nobody = office.browser()
    assert nobody.get(path).status_code == 303
    assert nobody.post(f"{path}/write").status_code == 401
    assert office.browser(**{"Sec-Fetch-Site": "cross-site"}).post("/desk/people/invite").status_code in {401, 403}


def test_an_invitation_is_taken_back_by_who_made_it_alone(office: Office) -> None:
    amina, bilal = office.joined(), office.joined(name="Bilal")
    word = word_of(amina)
    page = amina.http.get("/desk/people").text
    ident = page.split('name="invitation" value="')[1].split('"')[0]
    assert word not in page
    bilal.http.post("/desk/people/revoke", data={"invitation": ident})
    assert ident in amina.http.get("/desk/people").text
    assert amina.http.post("/desk/people/revoke", data={"invitation": ident}).status_code == 303
    talks(office, "awa", *BEGUN, Text(word), Text("oui"))
    assert not LINK.findall(amina.http.get("/desk/people").text)


def test_a_name_is_text_on_every_page(office: Office) -> None:
    amina = office.joined(name="<b>Amina</b>")
    assert "<b>Amina" not in amina.http.post("/desk/people/invite").text


@NEEDED
@pytest.mark.parametrize("lang", ["fr", "ar"])
def test_the_pages_are_read_by_everybody(chromium: Browser, office: Office, lang: str) -> None:
    amina = office.joined(name="Léa-Marie Vandenbrouckeghem-Kowalczykiewicz")
    amina.http.post("/desk/account/language", data={"lang": lang})
    path = followed(office, amina)
    page = browsing(chromium, amina, lang)
    assert [wrong for one in ("/desk/people", path) for wrong in troubles(page, one)] == []


@NEEDED
def test_an_invitation_is_one_sheet_of_paper(chromium: Browser, office: Office) -> None:
    amina = office.joined()
    page = browsing(chromium, amina, "fr")
    page.goto("/desk/people")
    page.click("form[action$=invite] button")
    expect(page.locator(".qr svg")).to_be_visible()
    expect(page.locator(".invites p")).to_have_count(4)
    page.emulate_media(media="print")
    expect(page.locator("header")).to_be_hidden()
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1


def test_the_answers_hold_no_number_and_no_word_of_faith(office: Office) -> None:
    amina = office.joined()
    word = word_of(amina)
    told = [Text(one) for one in ("1 3", "3 ans", "chez une personne", "1", "Awa", "0612345678", "oui", "Rezé", "oui")]
    talks(office, "bob", *BEGUN, Text(word), Text("oui"), *told)
    ident = LINK.findall(amina.http.get("/desk/people").text)[-1]
    page = unescape(amina.http.get(f"/desk/people/{ident}").text)
    assert "Rezé" in page
    assert "0612345678" not in page.replace(" ", "")
    talks(office, "eve", *BEGUN[:2], Text("je cuisine pour l'église le dimanche"), Text(word_of(amina)), Text("oui"))
    pages = [amina.http.get(f"/desk/people/{one}").text for one in LINK.findall(amina.http.get("/desk/people").text)]
    assert len(pages) == 2
    assert not any("église" in unescape(one) for one in pages)


def called(page: str) -> str:
    """What the heading of a page calls somebody."""
    found = re.search(r"<h1[^>]*>([^<]+)</h1>", unescape(page))
    assert found
    return found[1]


def test_who_said_yes_and_asked_nothing_is_written_to_as_somebody_followed(office: Office) -> None:
    amina = office.joined()
    path = followed(office, amina)
    case = amina.http.post(f"{path}/write").headers["location"]
    page = unescape(amina.http.get(case).text)
    assert "a dit oui à votre suivi" in page
    assert "n'a pas ouvert ses réponses" not in page
    assert re.search(r"demande\s?: il y a", page) is None
    assert re.search(r"demande\s?: il y a", unescape(amina.http.get("/desk/queue?view=mine").text)) is None
    assert f'href="{case}/cv"' in page
    assert amina.http.get(f"{case}/cv").content.startswith(b"%PDF")
    assert "?line=" not in page  # what was written before is closed: no line of the summary leads there
    assert "?line=" not in amina.http.get(f"{case}/summary?format=txt").text
    code = f"Personne {case[-4:].upper()}"
    assert [called(amina.http.get(one).text) for one in (path, case)] == [code, code]
    assert code in unescape(amina.http.get("/desk/people").text)
    assert code in unescape(amina.http.get("/desk/queue?view=mine").text)


def test_who_said_yes_and_then_asked_has_asked(office: Office) -> None:
    amina = office.joined()
    followed(office, amina)
    talks(office, "awa", *BEGUN, Text("x"), Text("y"), Text("une personne"), Text("non"))
    office.clock.ahead += 120_000
    found = re.search(r'action="(/desk/case/\w+)/claim"', amina.http.get("/desk/queue").text)
    assert found
    assert amina.http.post(f"{found[1]}/claim").status_code == 303
    page = unescape(amina.http.get(found[1]).text)
    assert re.search(r"demande\s?: il y a 2 min", page)
    assert "a dit oui à votre suivi" in page


def test_the_list_is_a_line_of_each_person_once_a_day(office: Office) -> None:
    amina = office.joined()
    path = followed(office, amina)
    for _ in range(3):
        amina.http.get("/desk/people")
    amina.http.get(path)
    amina.http.get("/desk/people")
    log = office.joined(Role.LEAD, "Lea").http.get("/desk/log").text
    assert log.count("liste de ses personnes ouverte") == 1
    office.clock.ahead += 24 * 60 * 60_000
    amina.sign_in()
    amina.http.get("/desk/people")
    talks(office, "awa", *BEGUN, Text("x"), Text("y"), Text("qui me lit"))
    said = transcript(office, "awa")
    assert re.findall(r"Amina a (?:ouvert sa liste : votre nom|lu le dossier)", said) == [
        "Amina a ouvert sa liste : votre nom", "Amina a lu le dossier", "Amina a ouvert sa liste : votre nom",
    ]  # fmt: skip


def transcript(office: Office, address: str) -> str:
    """All that was said to somebody."""
    lines = asyncio.run_coroutine_threadsafe(office.house.transcript("web", address), office.loop).result(30)
    said = "\n".join(line.bubble.text for line in lines if line.bubble)
    return re.sub("[\u2068\u2069]", "", said).replace("\u00a0", " ")
