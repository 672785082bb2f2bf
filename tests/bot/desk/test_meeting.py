"""A meeting with somebody who said yes: notes and a summary to take out in no talk, until they end it."""

from __future__ import annotations

from html import unescape
from io import BytesIO
from zipfile import ZipFile

from bot.store.staff import Role
from flows.model import Text
from tests.bot.desk.office import Office, hidden
from tests.bot.desk.test_pages import BEGUN, talks
from tests.bot.desk.test_people_pages import followed, transcript

NOTE = "revient lundi <b>avec</b> son permis"


def test_a_note_is_kept_once_for_the_team_and_read_in_a_talk_later(office: Office) -> None:
    amina = office.joined()
    path = followed(office, amina)
    fields = {"key": hidden(amina.http.get(path).text, "key"), "text": f"  {NOTE}\n"}
    for _ in range(2):
        assert amina.http.post(f"{path}/note", data=fields).headers["location"] == path
    page = amina.http.get(path).text
    assert page.count("&lt;b&gt;avec&lt;/b&gt;") == 1
    assert "<bdi>Amina</bdi>" in page
    case = amina.http.post(f"{path}/write").headers["location"]
    assert NOTE in unescape(amina.http.get(case).text)
    assert amina.http.post(f"{case}/note", data={"text": "appelée"}).status_code == 303
    assert "appelée" in amina.http.get(path).text
    assert NOTE not in transcript(office, "awa")


def test_the_summary_is_taken_out_as_text_and_as_a_word_file(office: Office) -> None:
    amina = office.joined()
    path = followed(office, amina)
    amina.http.post(f"{path}/note", data={"text": NOTE})
    page = unescape(amina.http.get(path).text)
    for form, mime in (("txt", "text/plain; charset=utf-8"), ("docx", "wordprocessingml.document")):
        address = f"{path}/summary?format={form}&notes=yes"
        assert f'href="{address}"' in page
        answer = amina.http.get(address)
        assert answer.status_code == 200
        assert answer.headers["content-type"].endswith(mime)
        words = answer.text if form == "txt" else ZipFile(BytesIO(answer.content)).read("word/document.xml").decode()
        assert "ménage" in words.lower()
        assert NOTE in unescape(words)
    assert NOTE not in amina.http.get(f"{path}/summary?format=txt").text
    assert amina.http.get(f"{path}/summary?format=exe").status_code == 409
    talks(office, "awa", *BEGUN, Text("x"), Text("y"), Text("qui me lit"))
    said = transcript(office, "awa")
    assert "Amina a écrit une note." in said
    assert "Amina a copié le résumé." in said


def test_what_is_not_kept_is_handed_back_and_no_line(office: Office) -> None:
    amina = office.joined()
    path = followed(office, amina)
    assert amina.http.post(f"{path}/note", data={"text": " \n"}).status_code == 409
    answer = amina.http.post(f"{path}/note", data={"text": f"{NOTE}{'x' * 4000}"})
    assert (answer.status_code, NOTE in unescape(answer.text)) == (409, True)
    talks(office, "awa", *BEGUN, Text("x"), Text("y"), Text("qui me lit"))
    assert "a écrit une note" not in transcript(office, "awa")


def test_nobody_else_notes_or_takes_out_and_she_neither_once_it_is_ended(office: Office) -> None:
    amina = office.joined()
    path = followed(office, amina)
    amina.http.post(f"{path}/note", data={"text": NOTE})
    for role, name in ((Role.COUNSELLOR, "Bilal"), (Role.LEAD, "Lea"), (Role.OPERATOR, "Omar")):
        other, refused = office.joined(role, name).http, 403 if role is Role.OPERATOR else 409
        assert other.get(f"{path}/summary?format=txt&notes=yes").status_code == refused
        assert other.post(f"{path}/note", data={"text": "x"}).status_code == refused
    talks(office, "awa", *BEGUN, Text("x"), Text("y"), Text("ne plus être suivi par Amina"))
    for answer in (
        amina.http.get(path),
        amina.http.get(f"{path}/summary?format=txt&notes=yes"),
        amina.http.post(f"{path}/note", data={"text": "encore"}),
    ):
        assert answer.status_code == 409
        assert NOTE not in unescape(answer.text)
