"""What each of the staff can read, over every page and every way to ask for it: never what is not theirs to read."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store.base import Session
from flows.model import Holder, Text
from tests.bot.desk.full import BEGUN, HELD, LEAD, NEVER, TEAM, Full, filled
from tests.bot.desk.walk import QUERIES, Seen, asked, paths

METHODS = ("HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
WORD = re.compile(r"Zzq\w+")
ENDING = ("/desk/sign-out", "/desk/together")  # both end the session of who walks
REASON = "une raison qui est écrite"
READ_BY = {  # how the words begin that each may read anywhere; what a written reason opens is below
    "Anna": (HELD, TEAM),
    "Bilal": (TEAM,),
    "Lea": (TEAM,),
    "Omar": (),
    "Dora": (),
    "Nobody": (),
}


@pytest.fixture(scope="module")
def lines() -> Iterator[list[str]]:
    """All that is logged while this module runs."""
    told: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            told.append(f"{record.getMessage()} {record.__dict__}")

    for client in ("httpx2", "httpcore2"):  # what the browsers of a test say is none of ours
        logging.getLogger(client).setLevel(logging.WARNING)
    handler, root = Keeping(), logging.getLogger()
    root.addHandler(handler)
    before = root.level
    root.setLevel(logging.DEBUG)
    yield told
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory, lines: list[str]) -> Iterator[Full]:
    assert lines is not None
    with filled(tmp_path_factory.mktemp("full")) as made:
        yield made


def filling(full: Full) -> dict[str, list[str]]:
    """What the parameters of paths are filled with: every case there is, and lines of those that hide something."""

    def work(tx: Session) -> list[str]:
        there = [full.conversation_in(tx, address) for address in ("agreed", "refused")]
        return [line.id for one in there for line in tx.lines(one.who, one.id, "") if line.event]

    found = full.did(full.office.house.run(work))
    return {"case": [*full.cases.values(), "0000000000"], "line": [*found, "e2e2e2e2e2"], "secret": ["A" * 43]}


def wrong(seen: Seen, allowed: tuple[str, ...]) -> list[str]:
    """The words in an answer that are not to be read there."""
    words = {word for word in WORD.findall(seen.told) if not word.startswith(allowed or ("-",))}
    return [f"{seen.who} {seen.method} {seen.path} {seen.status}: {word}" for word in sorted(words)]


def named(seen: Seen) -> str:
    """What of an answer stands in histories, tabs and logs of others: its headers, its title, its addresses."""
    head, _, body = seen.told.partition("\n\n")
    return " ".join(
        (head, *re.findall(r"<title>(.*?)</title>", body), *re.findall(r'(?:href|src|action)="(.*?)"', body))
    )


def test_no_page_shows_anybody_what_is_not_theirs(full: Full, record_property: Callable[[str, object], None]) -> None:
    found, read, pages = [], set(), 0
    there = list(paths(full.office.app, filling(full)))
    for name, allowed in READ_BY.items():
        for path in there:
            for query in QUERIES if "/queue" in path or "/summary" in path or "/search" in path else ("",):
                seen = asked(full, name, "GET", f"{path}{query}")
                assert seen.status != 500, seen
                pages += 1
                found += wrong(seen, allowed)
                assert WORD.findall(named(seen)) == [], seen
                read |= {(name, word) for word in WORD.findall(seen.told)}
    record_property("pages read", pages)
    assert found == []
    assert {(name, word[:7]) for name, word in read} >= {("Anna", HELD), ("Anna", TEAM), ("Bilal", TEAM), ("Lea", TEAM)}
    assert ("Anna", f"{HELD}agreed") in read
    assert ("Anna", f"{HELD}refused") in read


def test_other_methods_say_nothing(full: Full) -> None:
    for path in paths(full.office.app, {**filling(full), "line": ["x"]}):
        for method in METHODS:
            seen = asked(full, "Anna", method, path)
            assert seen.status != 500, seen
            assert seen.status in {405, 403} or method == "HEAD", seen
            assert WORD.findall(seen.told) == []


def test_a_lead_with_a_reason_reads_what_was_agreed_to_and_no_more(full: Full) -> None:
    full.staff["Lea"].sign_in()  # all the pages before her took half an hour of the desk's time
    for address, case in full.cases.items():
        seen = asked(full, "Lea", "POST", f"/desk/case/{case}/read", {"reason": REASON})
        assert wrong(seen, (HELD, LEAD, TEAM)) == []
        shown = {"agreed": f"{HELD}agreed", "refused": f"{HELD}refused", "waits": f"{LEAD}waits", "back": f"{LEAD}back"}
        assert shown.get(address, "") in seen.told
        assert seen.status == (409 if address == "abroad" else 200)


def test_a_search_finds_what_one_may_read(full: Full) -> None:
    for name, allowed in READ_BY.items():
        for word in ("zzq", NEVER, HELD, LEAD, "menage"):
            seen = asked(full, name, "POST", "/desk/search", {"q": word})
            found = seen.told.partition("<ul")[2]  # what was looked for stands in the form again
            assert wrong(Seen(name, "POST", f"search {word}", seen.status, found), allowed) == []


def fields(full: Full, case: str) -> dict[str, str]:
    """A form with every field any page reads."""
    accounts = {one.name: one.id for one in full.office.tell(lambda known: known.all())}
    return {
        "n": "2", "key": "k", "text": "bonjour", "qid": "cv/name", "line": "x", "to": accounts["Bilal"], "id": "r2",
        "reason": "court", "account": "abroad", "shortcut": "rdv", "text.fr": "x", "lang": "fr", "name": "x", "q": "zz",
        "away": "no", "session": "x", "passkey": "x", "code": "1", "case": case, "view": "mine", "next": "/desk",
    }  # fmt: skip


def test_who_does_not_hold_a_case_changes_nothing_in_it(full: Full) -> None:
    before = where(full)
    for name in ("Bilal", "Omar", "Dora", "Nobody"):
        for path in paths(full.office.app, {**filling(full), "line": ["x"]}):
            if path in ENDING or (path.endswith("/claim") and full.cases["waits"] in path):
                continue
            case = path.split("/")[3] if path.startswith("/desk/case/") else ""
            seen = asked(full, name, "POST", path, fields(full, case))
            assert seen.status != 500, seen
            assert wrong(seen, READ_BY[name]) == []
            assert not case or seen.status in {401, 403, 404, 405, 409}, seen
    assert where(full) == before


def where(full: Full) -> list[tuple[str, Holder, int, str, int, int]]:
    """Where every case stands, and how much was said and noted in it."""

    def work(tx: Session) -> list[tuple[str, Holder, int, str, int, int]]:
        cases = [one for one in map(tx.cases.case, full.cases.values()) if one]
        return [
            (one.id, one.holder, one.n, one.owner, len(tx.cases.lines(one, 1000)), len(tx.cases.notes(one.who)))
            for one in cases
        ]

    return full.did(full.office.house.run(work))


def test_the_other_organisation_is_untouched(full: Full) -> None:
    for name in ("Anna", "Lea", "Omar"):
        for path in paths(full.office.app, {"case": [full.cases["abroad"]], "line": ["e2e2e2e2e2"], "secret": ["x"]}):
            if path in ENDING or "/account" in path:
                continue
            seen = asked(full, name, "POST", path, fields(full, full.cases["abroad"]))
            assert seen.status != 500, seen
            assert wrong(seen, READ_BY[name]) == []


def test_no_word_of_anybody_is_in_a_log_or_the_name_of_a_file(full: Full, lines: list[str]) -> None:
    assert [line for line in lines if WORD.search(line)] == []
    folder: Path = full.office.folder
    assert [file.name for file in folder.rglob("*") if WORD.search(file.name)] == []


def test_no_line_from_before_a_refusal_is_opened_as_a_file(full: Full) -> None:
    found = full.conversation("refused")
    lines = full.did(full.office.house.run(lambda tx: tx.lines(found.who, found.id, "")))
    before = [line.id for line in lines if line.at < found.state.floor.asked]
    assert len(before) > len(lines) // 2
    full.staff["Anna"].sign_in()  # all the pages before took her half an hour of the desk's time
    for line in before:
        for way in ("file", "look"):
            assert asked(full, "Anna", "GET", f"/desk/case/{found.id}/{way}/{line}").status == 409


def test_a_no_to_what_was_proposed_is_in_no_talk(full: Full) -> None:
    full.says("no", *BEGUN, Text("j'ai fini"))
    while full.question("no") != "menu/end":
        full.says("no", Text("je ne sais pas"))
    full.taps("no", "project")
    assert full.question("no") == "project/chosen"
    full.taps("no", "none")
    full.says("no", Text("une personne"), Text("oui"))
    path = full.takes("Anna", "no")
    page = full.staff["Anna"].http.get(path).text
    assert "je ne sais pas" in page
    assert f'id="m{full.last("no")}"' in page
    assert f'id="m{full.tapped}"' not in page
