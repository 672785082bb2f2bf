"""Pages of the desk over real HTTP: what is found, what is counted, what a file says, what works with no script."""

from __future__ import annotations

import asyncio
import io
import re
from collections.abc import Coroutine
from html import unescape
from typing import TypeVar

from docx import Document

from bot.channels.base import Arrival, Upload
from bot.store.staff import Role
from flows.model import Body, Media, Open, Text
from tests.bot.desk.office import Office
from tests.patience import BUSY

T = TypeVar("T")


def did(office: Office, work: Coroutine[object, object, T]) -> T:
    return asyncio.run_coroutine_threadsafe(work, office.loop).result(BUSY)


def talks(office: Office, address: str, *bodies: Body) -> None:
    for n, body in enumerate(bodies):
        did(office, office.house.receive([Arrival("web", address, f"{address}{n}", body, lang="fr")]))
        did(office, office.house.settle())


BEGUN = (Open("fr"), Text("oui"), Text("je fais le ménage chez une dame"), Text("oui"))
ASKED = (*BEGUN, Text("une personne"), Text("oui"))


def claimed(office: Office, person: object) -> str:
    """Take the first case that waits; return its path."""
    http = person.http  # type: ignore[attr-defined]
    page = http.get("/desk/queue").text
    path = str(page.split('action="/desk/case/')[1].split("/claim")[0])
    answer = http.post(f"/desk/case/{path}/claim")
    assert answer.status_code == 303
    return f"/desk/case/{path}"


def test_everything_is_done_with_plain_forms(office: Office) -> None:
    amina = office.joined()
    talks(office, "awa", *ASKED)
    case = claimed(office, amina)
    page = amina.http.get(case).text
    n, key = page.split('name="n" value="')[1].split('"')[0], page.split('name="key" value="')[1].split('"')[0]
    sent = amina.http.post(f"{case}/say", data={"n": n, "key": key, "text": "Bonjour <b>Awa</b>"})
    assert sent.headers["location"] == case
    assert "Bonjour &lt;b&gt;Awa&lt;/b&gt;" in amina.http.get(case).text
    assert amina.http.post(f"{case}/note", data={"text": "une note"}).status_code == 303
    assert amina.http.post(f"{case}/here", data={"here": ""}).status_code == 303
    assert amina.http.get(f"{case}/cv").content.startswith(b"%PDF")
    assert amina.http.post(f"{case}/give-back", data={"n": n}).headers["location"].startswith("/desk/queue")
    assert amina.http.get(case).status_code == 409


def test_what_could_not_be_said_is_in_the_draft(office: Office) -> None:
    amina = office.joined()
    talks(office, "awa", *ASKED)
    case = claimed(office, amina)
    refused = amina.http.post(f"{case}/say", data={"n": "1", "key": "k", "text": "ce que j'ai écrit"})
    assert refused.status_code == 409
    assert "ce que j&#39;ai écrit" in amina.http.get(case).text


def test_words_are_found_in_ones_own_cases_only(office: Office) -> None:
    amina, bilal = office.joined(), office.joined(name="Bilal")
    talks(office, "awa", *ASKED)
    case = claimed(office, amina)
    found = amina.http.post("/desk/search", data={"q": "MENAGE"}).text
    assert f'href="{case}?line=' in found
    assert "chez une dame" in found
    assert case not in bilal.http.post("/desk/search", data={"q": "ménage"}).text
    assert case not in amina.http.post("/desk/search", data={"q": "jardin"}).text


def test_who_did_not_open_their_answers_is_found_by_the_talk_alone(office: Office) -> None:
    amina = office.joined()
    talks(office, "awa", *BEGUN)
    office.clock.ahead += 60_000
    did(office, office.house.receive([Arrival("web", "awa", "h", Text("une personne"), lang="fr")]))
    office.clock.ahead += 60_000
    did(office, office.house.receive([Arrival("web", "awa", "n", Text("non"), lang="fr")]))
    case = claimed(office, amina)
    did(office, office.house.receive([Arrival("web", "awa", "l", Text("mon loyer"), lang="fr")]))
    assert case not in amina.http.post("/desk/search", data={"q": "ménage"}).text
    assert case in amina.http.post("/desk/search", data={"q": "loyer"}).text


def test_the_counts_are_of_talks_and_of_nobody(office: Office) -> None:
    amina, omar = office.joined(), office.joined(Role.OPERATOR, "Omar")
    for n in range(3):
        talks(office, f"p{n}", *ASKED)
    claimed(office, amina)
    page = omar.http.get("/desk/counts").text
    assert "2 en attente, 1 en échange" in page
    assert "Amina" not in page.partition("<main")[2]


def test_an_operator_and_who_is_away_see_no_queue_of_words(office: Office) -> None:
    omar, amina = office.joined(Role.OPERATOR, "Omar"), office.joined()
    talks(office, "awa", *ASKED)
    assert omar.http.get("/desk/queue").status_code == 403
    page = amina.http.get("/desk/queue").text
    assert "ménage" not in page
    assert "dame" not in page
    assert amina.http.post("/desk/away", data={"away": "yes"}).status_code == 303
    assert "Absence notée" in amina.http.get("/desk/queue").text


def test_the_summary_is_taken_along_as_text_and_in_word_with_its_notes(office: Office) -> None:
    amina = office.joined()
    talks(office, "awa", *ASKED)
    case = claimed(office, amina)
    amina.http.post(f"{case}/note", data={"text": "Rendez-vous du 3 mars :\nveut un permis"})
    taken = amina.http.get(f"{case}/summary?format=txt&notes=yes")
    plain, code = taken.text, case[-4:].upper()
    assert f'filename="atout-{code}.txt"' in taken.headers["content-disposition"]
    assert f"- Personne {code}" in plain.split("\n\n")[1]
    assert "Note de Amina" in plain
    assert "veut un permis" in plain
    assert "Ménage" in plain
    assert "veut un permis" not in amina.http.get(f"{case}/summary?format=txt").text
    word = amina.http.get(f"{case}/summary?format=docx&notes=yes").content
    said = "\n".join(one.text for one in Document(io.BytesIO(word)).paragraphs)
    assert "veut un permis" in said
    links = re.findall(rf"^  {office.at}({case}\?line=(\w+)#m\2)$", plain, re.MULTILINE)
    assert links
    for path, message in links:  # each leads to the message its line rests on
        assert f'id="m{message}"' in amina.http.get(path).text
    led = [link for one in Document(io.BytesIO(word)).paragraphs for link in one.hyperlinks]
    assert {link.url for link in led} >= {office.at + path for path, _ in links}
    line = unescape(amina.http.get(case).text.split('name="line"')[1].split('<option value="')[2].split('"')[0])
    amina.http.post(f"{case}/aside", data={"line": line})
    assert amina.http.get(f"{case}/summary?format=txt").text.count("\n- ") < plain.count("\n- ") - 1
    assert amina.http.get(f"{case}/summary?format=exe").status_code == 409


def test_a_file_is_read_and_never_handed_on(office: Office) -> None:
    amina = office.joined()
    talks(office, "awa", *ASKED)
    case = claimed(office, amina)
    paper = Arrival(
        "web", "awa", "file", Media("file", "lettre.txt", held=True), upload=Upload("Bonjour, né <i>".encode())
    )
    did(office, office.house.receive([paper]))
    page = amina.http.get(case).text
    assert "lettre.txt" in page
    found = re.search(rf'href="({case}/file/\w+)"', page)
    assert found
    assert "né &lt;i&gt;" in amina.http.get(found[1]).text
    bilal = office.joined(name="Bilal")
    assert bilal.http.get(found[1]).status_code == 409


def test_the_cv_is_put_in_the_talk_once(office: Office) -> None:
    amina = office.joined()
    talks(office, "awa", *ASKED)
    case = claimed(office, amina)
    n = amina.http.get(case).text.split('name="n" value="')[1].split('"')[0]
    for _ in range(2):
        assert amina.http.post(f"{case}/send-cv", data={"n": n, "key": "once"}).status_code == 303
    lines = did(office, office.house.transcript("web", "awa"))
    files = [(line.by, line.bubble.text, line.bubble.file.format) for line in lines if line.bubble and line.bubble.file]
    assert files == [("Amina", "Un fichier pour vous.", "pdf")]
    found = did(office, office.house.document("web", "awa", lines[-1].id))
    assert found
    assert found[1].startswith(b"%PDF")
    assert amina.http.post(f"{case}/send-cv", data={"n": "1", "key": "late"}).status_code == 409
