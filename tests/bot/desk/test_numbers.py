"""A telephone and an e-mail: in no summary, wherever it goes, and in the words and the CV of who agreed to be read."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from bot.store.staff import Role
from flows.model import Text
from tests.bot.desk.full import BEGUN, Full
from tests.bot.desk.office import Office, Person
from tests.bot.desk.test_people_pages import LINK, word_of

NUMBER, MAIL = "0612345678", "awa.d@exemple.fr"
ON_THE_WAY = ("1 3", "3 ans", "chez une personne", "Awa", NUMBER, "Rezé", "oui")
WORRIED = f"appelez-moi au 06 12 34 56 78 ou {MAIL}, mon loyer me pèse"
PATH = re.compile(r'action="(/desk/case/\w+)/claim"')


def held(text: str) -> set[str]:
    """Which of the two are in a text, however the digits are spaced."""
    bare = re.sub(r"[\s\u00a0\u202f.]", "", unescape(text))
    return {one for one in (NUMBER, MAIL) if one.replace(".", "") in bare}


def glance(page: str) -> str:
    """What stands above the talk."""
    return page.partition('id="lines"')[0]


def taken(office: Office, person: Person, *answers: str) -> str:
    """Somebody tells both, asks, and is taken; return where the case is."""
    Full(office).says("awa", *BEGUN, *map(Text, (*ON_THE_WAY, WORRIED, "une personne", *answers)))
    found = PATH.search(person.http.get("/desk/queue").text)
    assert found
    assert person.http.post(f"{found[1]}/claim").status_code == 303
    return found[1]


def words_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)


def test_no_summary_holds_them_and_the_talk_and_the_cv_do(office: Office) -> None:
    amina, lead = office.joined(), office.joined(Role.LEAD, "Léa")
    path = taken(office, amina, "oui")
    page = amina.http.get(path).text
    assert held(glance(page)) == set()
    assert re.search(r"Contact donné\s: téléphone", unescape(page))  # that it is there
    assert held(page) == {NUMBER, MAIL}  # the words, as they were written
    assert held(amina.http.get(f"{path}/summary?format=txt&notes=yes").text) == set()
    word = ZipFile(BytesIO(amina.http.get(f"{path}/summary?format=docx&notes=yes").content))
    assert held(word.read("word/document.xml").decode()) == set()
    assert NUMBER in held(words_of(amina.http.get(f"{path}/cv").content))
    read = lead.http.post(f"{path}/read", data={"reason": "Amina est malade"}).text
    assert (held(glance(read)), held(read)) == (set(), {NUMBER, MAIL})


def test_who_refused_to_be_read_shows_neither(office: Office) -> None:
    amina = office.joined()
    path = taken(office, amina, "non")
    assert held(amina.http.get(path).text) == set()
    assert amina.http.get(f"{path}/cv").status_code == 409
    Full(office).says("awa", Text("rappelez le 06 12 34 56 78"))  # what is written in the talk is read
    page = amina.http.get(path).text
    assert (held(glance(page)), held(page)) == (set(), {NUMBER})


def test_one_s_own_people_show_it_on_the_cv_alone(office: Office) -> None:
    amina = office.joined()
    Full(office).says("awa", *BEGUN, Text(word_of(amina)), Text("oui"), *map(Text, (*ON_THE_WAY, WORRIED)))
    path = f"/desk/people/{LINK.findall(amina.http.get('/desk/people').text)[0]}"
    assert held(amina.http.get(path).text) == held(amina.http.get("/desk/people").text) == set()
    assert NUMBER in held(words_of(amina.http.get(f"{path}/cv").content))
    case = amina.http.post(f"{path}/write").headers["location"]
    assert held(amina.http.get(case).text) == set()  # no talk was asked to be read: what was told before is not


@pytest.mark.parametrize("asked", ["une personne", "qui me lit"])
def test_the_person_is_told_that_the_number_on_the_cv_is_seen(office: Office, asked: str) -> None:
    office.joined()
    Full(office).says(
        "awa", *BEGUN, Text("une personne"), *([] if asked == "une personne" else [Text("oui"), Text(asked)])
    )

    lines = Full(office).did(office.house.transcript("web", "awa"))
    said = "\n".join(line.bubble.text for line in lines[-6:] if line.bubble)
    assert "CV" in said
    assert "téléphone compris" in said
