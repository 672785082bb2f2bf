"""What is forged, replayed or sent from elsewhere, and what a mere look may not change: all of it over real HTTP."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import product

import httpx2
import pytest

from bot.store.staff import ABSOLUTE, IDLE
from tests.bot.desk.full import Full
from tests.bot.desk.office import Office, Person
from tests.bot.desk.walk import asked, paths

NAME = "atout-desk"
PAGE = "/desk/account"
MINUTE = 60_000
LOOKED = {  # what a look may change: that somebody was there, that it was looked, and where the numbers of rows stand
    "desk_session": {"seen"},
    "desk_log": None,
    "sqlite_sequence": None,
}
SITES: tuple[dict[str, str], ...] = (
    {},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "same-origin, cross-site"},
    {"Origin": "null"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost:1"},  # the same machine, another port
    {"Origin": "http://localhost"},
    {"Origin": "", "Referer": "http://localhost/desk"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
)


def cookies(full: Full) -> Iterator[str]:
    """Cookies that are nobody's, or not quite somebody's."""
    good = full.staff["Anna"].http.cookies[NAME]
    yield from (secrets.token_urlsafe(32), "A" * 43, good[:-1], good[1:], good + "A", good.swapcase(), good[::-1])
    yield from (f'"{good}"x', f"{good}\x00", f"{good}%00", good.replace(good[0], "é"), "", " ", "null", "' OR 1=1 --")
    yield hashlib.sha256(good.encode()).hexdigest()
    yield hashlib.sha256(good.encode()).hexdigest()[:16]  # how the page names a session
    yield "A" * 8000


def test_a_cookie_that_is_not_whole_opens_nothing(full: Full) -> None:
    for cookie in cookies(full):
        http = full.office.browser()
        http.headers.raw.append((b"cookie", f"{NAME}={cookie}".encode("latin-1")))
        with suppress(httpx2.LocalProtocolError):  # what cannot be sent at all opens nothing
            answer = http.get(PAGE)
            assert answer.status_code in {303, 400, 431}, cookie
            assert "Anna" not in answer.text


def test_of_two_cookies_the_good_one_counts_or_none(full: Full) -> None:
    good, bad = full.staff["Anna"].http.cookies[NAME], "B" * 43
    for sent in (f"{NAME}={bad}; {NAME}={good}", f"{NAME}={good}; {NAME}={bad}", f"x=1; {NAME}={good}; y=é"):
        answer = full.office.browser(Cookie=sent.encode("latin-1")).get(PAGE)  # type: ignore[arg-type]
        assert answer.status_code in {200, 303}
        assert (answer.status_code == 200) is ("Anna" in answer.text)


def test_a_session_ends_wherever_it_is_kept(office: Office) -> None:
    anna = office.joined(name="Anna")
    held = anna.http.cookies[NAME]
    copy = office.browser(Cookie=f"{NAME}={held}")
    assert copy.get(PAGE).status_code == 200
    anna.http.post("/desk/sign-out")
    assert copy.get(PAGE).status_code == 303
    assert copy.post("/desk/away", data={"away": "yes"}).status_code == 401
    for idle, late in ((MINUTE, IDLE), (IDLE - MINUTE, ABSOLUTE)):
        anna.sign_in()
        until = office.clock() + late
        while office.clock() < until:
            assert anna.http.get(PAGE).status_code == 200
            office.clock.ahead += min(late + MINUTE, idle) if late > IDLE else late + MINUTE
        assert anna.http.get(PAGE).status_code == 303


def test_a_link_that_was_used_begins_nothing_again(office: Office) -> None:
    link = office.invite()
    first = office.browser()
    assert first.post(link, data={"lang": "fr"}).status_code == 303
    for _ in range(2):
        again = office.browser().post(link, data={"lang": "fr"})
        assert again.status_code == 410
        assert "set-cookie" not in again.headers
    assert first.get("/desk/welcome").status_code == 200


def test_no_form_from_elsewhere_does_anything(full: Full) -> None:
    anna: Person = full.staff["Anna"]
    filling = {"case": [full.cases["agreed"]], "line": ["x"], "secret": ["A" * 43]}
    before = digest(full)
    http = full.office.browser(Cookie=f"{NAME}={anna.http.cookies[NAME]}")
    del http.headers["Sec-Fetch-Site"]
    for path, site in product(paths(full.office.app, filling), SITES):
        answer = http.post(path, data={"n": full.floor("agreed"), "text": "x", "key": "k"}, headers=site)
        assert answer.status_code in {403, 405}, (path, site)
    assert changed(before, digest(full)) == set()


def test_no_look_changes_anything_but_that_it_was_looked(full: Full) -> None:
    filling = {"case": list(full.cases.values()), "line": ["x"], "secret": ["A" * 43]}
    for name, method in product(("Anna", "Lea", "Omar", "Nobody"), ("GET", "HEAD")):
        before = digest(full)
        for path in paths(full.office.app, filling):
            asked(full, name, method, path)
        assert changed(before, digest(full)) == set(), (name, method)


@pytest.mark.parametrize("said", ["prefetch", "prefetch;prerender", "prefetch;anonymous-client-ip"])
def test_a_page_that_a_browser_fetches_ahead_is_no_look(full: Full, said: str) -> None:
    path, http = f"/desk/case/{full.cases['agreed']}", full.staff["Anna"].http

    def count() -> int:
        return len(full.office.tell(lambda known: known.lines(0, 1000, reasons=False)))

    before, lines = digest(full), count()
    answer = http.get(path, headers={"Sec-Purpose": said})
    assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (503, "", "no-store")
    assert count() == lines
    assert changed(before, digest(full)) == set()
    assert http.get(path).status_code == 200
    assert count() == lines + 1


def test_a_link_opened_by_a_robot_changes_nothing(full: Full) -> None:
    link, before = full.office.invite(name="Zoe"), {}
    for method in ("HEAD", "GET", "OPTIONS"):
        before = digest(full)
        full.office.browser().request(method, link)
        assert changed(before, digest(full)) == set()


def digest(full: Full) -> dict[str, dict[str, str]]:
    """A hash of each column of each table, in the order of its rows, but for what a look may change."""
    found: dict[str, dict[str, str]] = {}
    with closing(sqlite3.connect(full.office.folder / "atout.db")) as db:
        tables = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            free = LOOKED.get(table, set())
            if free is None:
                continue
            names = [row[1] for row in db.execute("SELECT * FROM pragma_table_info(?)", (table,)) if row[1] not in free]
            rows = db.execute(f"SELECT {', '.join(names)} FROM {table}").fetchall()  # noqa: S608 - names of the schema
            columns = zip(*rows, strict=True) if rows else ([] for _ in names)
            found[table] = {
                n: hashlib.sha256(repr(tuple(c)).encode()).hexdigest() for n, c in zip(names, columns, strict=True)
            }
    return found


def changed(before: dict[str, dict[str, str]], after: dict[str, dict[str, str]]) -> set[str]:
    """The columns that are not as they were."""
    return {f"{table}.{name}" for table, names in after.items() for name in names if before[table][name] != names[name]}
