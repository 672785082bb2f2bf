"""A talk that this version cannot read, at the desk; and what is said when nothing is saved, or nobody answers.

What was written is never lost, and a page that says no has a way out.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from html import unescape

import httpx2

from bot.desk.live import EVENTS
from tests.bot.desk.office import Office, Person, hidden
from tests.bot.desk.test_pages import ASKED, claimed, did, talks
from tests.bot.desk.test_people_pages import followed
from tests.bot.test_newer import STATE, newer

UNREAD = "Cela ne se lit pas ici pour l'instant."
SOME = "Certains échanges ne se lisent pas ici"
WORDS = "ce que j'ai écrit"
MINUTE = 60_000


def told(answer: httpx2.Response) -> str:
    return unescape(answer.text)


def cases(office: Office, amina: Person) -> tuple[str, str]:
    """A talk that is written by a newer version later, and another one."""
    known = amina.http.post(f"{followed(office, amina)}/write").headers["location"]
    talks(office, "bo", *ASKED)
    return known, claimed(office, amina)


def test_a_talk_of_a_newer_version_is_said_to_be_one_and_hinders_no_other(office: Office) -> None:
    amina = office.joined()
    newest, other = cases(office, amina)
    page = amina.http.get(newest).text
    fields = {"n": hidden(page, "n"), "key": hidden(page, "key"), "text": WORDS}
    back = did(office, newer(office.house, STATE, whose=("web", "awa")))
    shown = amina.http.get(newest)
    assert shown.status_code == 409
    assert UNREAD in told(shown)
    assert 'class="button' in shown.text
    refused = amina.http.post(f"{newest}/say", data=fields)
    assert (refused.status_code, WORDS in told(refused), "est gardé" in told(refused)) == (409, True, True)
    scripted = amina.http.post(f"{newest}/say", data=fields, headers={"Accept": "application/json"})
    assert UNREAD in scripted.json()["say"]
    assert amina.http.post(f"{newest}/draft", data=fields).status_code == 303
    with amina.http.stream("GET", f"{newest}/events", headers={"Accept": EVENTS}) as stream:
        assert any("data-gone" in line and "Cela ne se lit pas" in line for line in stream.iter_lines())
    queue = amina.http.get("/desk/queue?view=mine")
    assert newest in queue.text
    assert other in queue.text
    people = amina.http.get("/desk/people")
    assert (people.status_code, SOME in told(people)) == (200, True)
    assert other in amina.http.post("/desk/search", data={"q": "ménage"}).text
    did(office, back())
    assert WORDS in told(amina.http.get(newest))
    assert SOME not in told(amina.http.get("/desk/people"))


def test_a_case_that_cannot_be_read_keeps_no_other_from_coming_back_to_the_queue(office: Office) -> None:
    amina = office.joined()
    cases(office, amina)
    did(office, newer(office.house, STATE, whose=("web", "awa")))
    office.clock.ahead += 31 * MINUTE
    did(office, office.house.settle())
    waiting = did(office, office.house.run(lambda tx: tx.cases.waiting(9)))
    assert len(waiting) == 1


@contextmanager
def busy(office: Office) -> Iterator[None]:
    """Another process writes for longer than anybody waits."""
    with closing(sqlite3.connect(office.folder / "atout.db", isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        yield


def test_where_nothing_is_saved_what_was_written_is_handed_back_and_the_page_comes_again(office: Office) -> None:
    amina = office.joined()
    _, case = cases(office, amina)
    with busy(office):
        answer = amina.http.post(f"{case}/say", data={"n": "1", "key": "k", "text": WORDS}, timeout=30)
        assert (answer.status_code, WORDS in told(answer)) == (503, True)
        look = amina.http.get(f"{case}?before=9", timeout=30)
        assert (look.status_code, f'href="{case}?before=9"' in look.text) == (503, True)
        stream = amina.http.get(f"{case}/events", headers={"Accept": EVENTS}, timeout=30)
        assert (stream.status_code, stream.text) == (200, "retry: 2000\n\n")


def test_who_asked_a_program_that_does_not_answer_reads_so_and_has_their_words(office: Office) -> None:
    amina = office.joined()
    _, case = cases(office, amina)

    async def asked(method: str, path: str, accept: str = "*/*", **fields: str) -> httpx2.Response:
        way = httpx2.ASGITransport(office.app.unanswered)
        head = {**amina.http.headers, "accept": accept}
        async with httpx2.AsyncClient(
            base_url=office.at, transport=way, cookies=amina.http.cookies, headers=head
        ) as http:
            return await http.request(method, path, data=fields or None)

    sent = did(office, asked("POST", f"{case}/say", text=WORDS))
    assert (sent.status_code, WORDS in told(sent), f'href="{case}"' in sent.text) == (503, True, True)
    assert "C'est peut-être fait" in told(sent)
    look = did(office, asked("GET", f"{case}?lang=fr"))
    assert (look.status_code, f'href="{case}?lang=fr"' in look.text) == (503, True)
    assert "redémarre" in look.text
    assert look.headers["content-security-policy"]
    stream = did(office, asked("GET", f"{case}/events", EVENTS))
    assert (stream.status_code, stream.text) == (200, "retry: 2000\n\n")
    scripted = did(office, asked("POST", f"{case}/say", "application/json", text=WORDS))
    assert "C'est peut-être fait" in scripted.json()["say"]
