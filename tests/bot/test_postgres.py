"""`atout serve` with its rows in PostgreSQL: killed, its database killed, a second one beside it, a thief.

What a store promises is tested over both in the files that say `BOTH_STORES`.
"""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import httpx2
import psycopg
import pytest

from bot.store import dialect
from bot.store.aside import log_of_the_desk
from bot.store.base import ClashError, InUseError, Session, StaleError, StoreError
from bot.store.postgres import PostgresStore
from bot.store.queries import migrations
from bot.store.server import Postgres, current, migrate, version
from bot.store.slots import SLOTS
from tests.bot.test_serve import FROM_PAGE, ROOT, browser, command, logged, press, say, serving, stopped
from tests.patience import patient
from tests.servers import postgres

RUN = "from atout import main; raise SystemExit(main())"
TOWN = re.compile(rb"p(\xc3\xa9|e)taouchnie", re.IGNORECASE)
SAID = "je fais le ménage chez une dame à Pétaouchnie"
PATIENCE = 30  # seconds for a database to be back


@pytest.fixture
def durable() -> Iterator[postgres.Server]:
    """A server that keeps what it acknowledged, as an operator's does."""
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (as root, tools/system.sh installs it)")
    with postgres.postgres(*postgres.DURABLE) as running:
        yield running


def atout(home: Path, url: str, *words: str, **settings: str) -> tuple[int, str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("ATOUT_")}
    known |= {
        "ATOUT_DATA": str(home / "data"),
        "ATOUT_KEY_FILE": str(home / "master.key"),
        "ATOUT_STORE": url,
        **settings,
    }
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], cwd=ROOT, env=known, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def agreed(http: httpx2.Client) -> None:
    page = say(http, 1, open="fr")
    say(http, 2, press=press(page, "agree"))


def test_what_was_said_survives_a_kill_of_the_program(durable: postgres.Server, tmp_path: Path) -> None:
    url = durable.database(tmp_path)
    with serving(tmp_path, ATOUT_STORE=url) as (process, at), browser(at) as http:
        agreed(http)
        say(http, 3, text=SAID)
        cookies = dict(http.cookies)
        process.kill()
        process.wait()
    assert not (tmp_path / "data" / "atout.db").exists()
    with serving(tmp_path, ATOUT_STORE=url) as (process, at), httpx2.Client(base_url=at, cookies=cookies) as http:
        with psycopg.connect(url) as db:  # nobody waits until the one that was killed is taken for dead
            held = db.execute("SELECT count(*) FROM lease l JOIN worker w ON w.id = l.worker GROUP BY worker")
            assert held.fetchall() == [(SLOTS,)]
            assert db.execute("SELECT count(*) FROM worker").fetchall() == [(1,)]
        page = http.get("/").text
        assert SAID in page
        assert page.count('class="ask" open') == 1
        assert stopped(process) < patient(5)


def test_a_database_that_is_killed_is_waited_for_and_nothing_is_lost(durable: postgres.Server, tmp_path: Path) -> None:
    with serving(tmp_path, ATOUT_STORE=durable.database(tmp_path)) as (_, at), browser(at) as http:
        agreed(http)
        say(http, 3, text=SAID)
        durable.stop(signal.SIGQUIT)
        told = http.post("/say", json={"id": "message-4", "text": "et le jardin"}, headers=FROM_PAGE)
        assert told.status_code == 503
        assert http.get("/health").status_code == 200
        durable.start()
        until = time.monotonic() + PATIENCE
        while told.status_code == 503 and time.monotonic() < until:
            time.sleep(0.1)
            told = http.post("/say", json={"id": "message-4", "text": "et le jardin"}, headers=FROM_PAGE)
        assert told.status_code == 200
        page = http.get("/").text
        assert page.count(SAID) >= 1
        assert page.count("et le jardin") == 1


def test_a_page_without_scripts_holds_what_was_not_saved(durable: postgres.Server, tmp_path: Path) -> None:
    typed = 'Une longue </textarea> "histoire"'
    with serving(tmp_path, ATOUT_STORE=durable.database(tmp_path)) as (process, at), browser(at) as http:
        agreed(http)
        durable.stop()
        looked = http.get("/")
        assert '"why": "PostgreSQL' in logged(process, "not read or saved")
        told = http.post("/say", data={"id": "message-4", "text": typed}, headers=FROM_PAGE)
        tapped = http.post("/say", data={"id": "message-5", "press": 'k."1', "text": ""}, headers=FROM_PAGE)
        durable.start()
        assert (looked.status_code, told.status_code, tapped.status_code) == (503, 503, 503)
        assert "message est gardé" not in looked.text + told.text  # nobody wrote one, and it is not
        assert "pas encore gardée" in told.text
        again = fields(told.text)
        assert again == {"id": "message-4", "text": typed}
        assert fields(tapped.text) == {"id": "message-5", "press": 'k."1', "text": ""}
        assert http.post("/say", data=again, headers=FROM_PAGE, follow_redirects=True).text.count("histoire") == 1


def fields(page: str) -> dict[str, str]:
    """What the form of a page would send."""
    assert page.count('action="/say"') == page.count("<button") == 1
    hidden = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    box = dict(re.findall(r'<textarea name="(\w+)"[^>]*>\n([^<]*)<', page))
    return {name: unescape(value) for name, value in (hidden | {"text": ""} | box).items()}


def test_a_program_with_other_keys_is_refused(durable: postgres.Server, tmp_path: Path) -> None:
    url = durable.database(tmp_path)
    with serving(tmp_path, ATOUT_STORE=url):
        other = command(tmp_path / "elsewhere", ATOUT_STORE=url)
        said = other.communicate(timeout=60)[1]
        assert other.returncode == 2
        assert "belong to other keys" in said


def test_where_no_database_answers_it_is_said_without_its_address(tmp_path: Path) -> None:
    other = command(tmp_path, ATOUT_STORE="postgresql://amina:canari@127.0.0.1:1/atout")
    said = "".join(other.communicate(timeout=60))
    assert other.returncode == 1
    assert "PostgreSQL" in said
    assert "canari" not in said
    assert "Traceback" not in said


def test_an_address_of_something_else_is_refused(tmp_path: Path) -> None:
    other = command(tmp_path, ATOUT_STORE="mysql://canari/atout")
    said = "".join(other.communicate(timeout=60))
    assert other.returncode == 2
    assert "ATOUT_STORE takes an address such as postgresql://" in said
    assert "canari" not in said


def in_clear(folder: Path) -> list[Path]:
    """The files in which the name of that town stands, accents or not."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return [path for path in files if TOWN.search(path.read_bytes())]


def test_no_word_stands_in_the_files_of_the_database(durable: postgres.Server, tmp_path: Path) -> None:
    with serving(tmp_path, ATOUT_STORE=durable.database(tmp_path)) as (process, at), browser(at) as http:
        agreed(http)
        say(http, 3, text=SAID)
        assert TOWN.search(SAID.encode())
        assert in_clear(durable.folder) == []
        page = say(http, 4, text="mes données")
        page = say(http, 5, press=press(page, "erase"))
        say(http, 6, press=press(page, "yes"))
        assert stopped(process) < patient(5)
    assert in_clear(durable.folder) == []


def test_the_staff_is_let_in_and_the_doctor_looks_at_the_database(durable: postgres.Server, tmp_path: Path) -> None:
    url = durable.database(tmp_path)
    code, said = atout(tmp_path, url, "desk", "invite", "--name", "Amina", "--role", "lead")
    assert code == 0, said
    link = said.rpartition("http://localhost:8000")[2].split()[0]
    with serving(tmp_path, ATOUT_STORE=url) as (_, at), httpx2.Client(base_url=at, headers=FROM_PAGE) as http:
        assert http.post(link, data={"lang": "fr"}).status_code == 303
        assert http.get("/desk/welcome").status_code == 200
        assert atout(tmp_path, url, "desk", "list")[1].count("Amina") == 1
        _, said = atout(tmp_path, url, "doctor")
        assert "PostgreSQL answers, and keeps what it acknowledged" in said
        assert "The log of the desk is whole" in said
        with psycopg.connect(url, autocommit=True) as db:
            db.execute("ALTER SYSTEM SET synchronous_commit = off")
        durable.reload()
        assert "set synchronous_commit to on" in atout(tmp_path, url, "doctor")[1]


@pytest.mark.parametrize("words", [("backup", "copies"), ("upgrade", "copies"), ("restore", "a", "--key", "-")])
def test_what_knows_files_alone_says_so(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, said = atout(tmp_path, "postgresql:///atout", *words)
    assert code == 2
    assert "docs/operators/postgresql.md" in said


# ---------------------------------------------------------------- its schema


def test_an_older_database_is_brought_forward_one_of_tomorrow_is_refused(
    server: postgres.Server, tmp_path: Path
) -> None:
    db = Postgres(server.database(tmp_path))
    for statement in filter(str.strip, (dialect.BEFORE + dialect.schema(migrations()[0])).split(";")):
        db.run(statement, {})
    db.run("UPDATE schema_version SET version = 1", {})
    assert migrate(db) == 1
    assert version(db) == current() == migrate(db)
    db.run("UPDATE schema_version SET version = 999", {})
    with pytest.raises(StoreError, match="newer"):
        migrate(db)
    db.close()


ADD, TWICE = "SELECT %(one)s::int + 1", "INSERT INTO twice VALUES (%(one)s)"


@pytest.fixture
def batch(server: postgres.Server, tmp_path: Path) -> Iterator[Postgres]:
    """A connection in the middle of a batch; a row 1 is in a table where no row may be twice."""
    with closing(Postgres(server.database(tmp_path))) as db:
        db.run("CREATE TEMPORARY TABLE twice (id int PRIMARY KEY)", {})
        db.run(TWICE, {"one": 1})
        db.gather(hasty=False)
        db.run("BEGIN", {})
        yield db


def test_with_care_a_fault_takes_no_more_than_its_part(batch: Postgres) -> None:
    batch.enter("s1")
    batch.run(TWICE, {"one": 2})
    batch.leave("s1")
    batch.enter("s1")
    batch.run(TWICE, {"one": 3})
    batch.run(TWICE, {"one": 1})
    with pytest.raises(StaleError):
        batch.leave("s1")
    batch.back("s1")
    assert batch.once(ADD, {"one": 2}).fetchall() == [(3,)]
    batch.run("COMMIT", {})
    assert sorted(batch.run("SELECT id FROM twice", {}).fetchall()) == [(1,), (2,)]


def test_in_haste_a_part_costs_no_way_and_no_savepoint(batch: Postgres) -> None:
    batch.gather(hasty=True)
    batch.settle()
    batch.enter("s1")
    batch.run(TWICE, {"one": 2})
    batch.leave("s1")
    batch.enter("s1")
    batch.run(TWICE, {"one": 3})
    batch.back("s1")
    assert [one.statement for one in batch._waiting] == [TWICE]
    early = batch.once(ADD, {"one": 1})
    batch.enter("s1")
    assert batch.once(ADD, {"one": 1}) is early
    batch.leave("s1")
    assert (early.fetchall(), early.fetchall()) == ([(2,)], [(2,)])
    batch.run("COMMIT", {})
    assert sorted(batch.run("SELECT id FROM twice", {}).fetchall()) == [(1,), (2,)]


def test_in_haste_a_part_that_only_looked_is_undone_alone(batch: Postgres) -> None:
    batch.gather(hasty=True)
    batch.run(TWICE, {"one": 2})
    batch.settle()
    batch.enter("s1")
    assert batch.run(ADD, {"one": 1}).fetchall() == [(2,)]
    batch.run(TWICE, {"one": 3})  # nobody looked: it is never sent
    batch.back("s1")
    batch.run("COMMIT", {})
    assert sorted(batch.run("SELECT id FROM twice", {}).fetchall()) == [(1,), (2,)]


def test_in_haste_what_wrote_and_is_undone_has_the_batch_done_again(batch: Postgres) -> None:
    batch.gather(hasty=True)
    batch.run(TWICE, {"one": 2})
    batch.enter("s1")
    batch.run(TWICE, {"one": 3})
    assert batch.run(ADD, {"one": 1}).fetchall() == [(2,)]
    batch.back("s1")
    with pytest.raises(ClashError):
        batch.run(ADD, {"one": 1}).fetchall()
    batch.undo()
    assert batch.run("SELECT id FROM twice", {}).fetchall() == [(1,)]


def test_in_haste_a_fault_has_the_batch_done_again(batch: Postgres) -> None:
    batch.gather(hasty=True)
    batch.enter("s1")
    batch.run(TWICE, {"one": 1})
    batch.leave("s1")
    with pytest.raises(ClashError):
        batch.run(ADD, {"one": 1}).fetchall()
    with pytest.raises(ClashError):
        batch.run(ADD, {"one": 1}).fetchall()
    batch.undo()
    assert batch.run(ADD, {"one": 1}).fetchall() == [(2,)]


def test_a_row_that_must_be_written_and_is_not_is_found_out(batch: Postgres) -> None:
    change = "UPDATE twice SET id = 7 WHERE id = %(one)s"
    with pytest.raises(StaleError):
        batch.must(change, {"one": 9})
    batch.gather(hasty=True)
    batch.must(change, {"one": 9})
    with pytest.raises(ClashError):
        batch.settle()


def test_one_folder_of_keys_is_used_by_one_program(server: postgres.Server, tmp_path: Path) -> None:
    url = server.database(tmp_path)
    held = PostgresStore(url, tmp_path / "data", bytes(32), lambda: 0)
    with pytest.raises(InUseError, match="keys"):
        PostgresStore(server.database(tmp_path / "b"), tmp_path / "data", bytes(32), lambda: 0)
    assert held.waiting == 0


async def test_without_a_memory_in_common_one_program_uses_a_database(server: postgres.Server, tmp_path: Path) -> None:
    url = server.database(tmp_path)
    held = PostgresStore(url, tmp_path / "data", bytes(32), lambda: 0)
    with pytest.raises(InUseError, match="another atout uses this database"):
        PostgresStore(url, tmp_path / "elsewhere", bytes(32), lambda: 0)
    await held.close()


async def test_workers_that_write_into_the_log_at_once_make_one_chain(server: postgres.Server, tmp_path: Path) -> None:
    url = server.database(tmp_path)
    two = [PostgresStore(url, tmp_path / "data", bytes(32), lambda: 5, memory=tmp_path / "memory") for _ in range(2)]

    begun = threading.Event()

    def log(tx: Session) -> None:
        tx.accounts.log(5, "anna", "read")

    def slowly(tx: Session) -> None:
        log(tx)
        begun.set()
        time.sleep(0.3)  # the other one comes before this is saved

    for _ in range(5):
        begun.clear()
        slow = two[0].put(slowly)
        await asyncio.to_thread(begun.wait)
        await asyncio.gather(slow, *(one.put(log) for one in two))
    for one in two:
        await one.close()
    found = log_of_the_desk(tmp_path / "data", bytes(32), 5, url=url)
    assert (found.lines, found.wrong, found.head.partition(":")[0]) == (15, (), "15")


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("SELECT a FROM b WHERE c = :c AND d LIKE 'x%'", "SELECT a FROM b WHERE c = %(c)s AND d LIKE 'x%%'"),
        ("IN (SELECT value FROM json_each(:served))", "IN (SELECT value FROM each_of(%(served)s))"),
        ("SELECT now()::text", "SELECT now()::text"),
    ],
)
def test_a_query_is_put_into_the_words_of_the_other_database(ours: str, theirs: str) -> None:
    assert dialect.query(ours) == theirs


def test_a_line_of_a_migration_that_is_for_the_other_database_is_run_there_alone() -> None:
    assert dialect.schema("-- why\n-- postgresql: DROP b;\nDROP a; -- postgresql: no") == "\nDROP b;\nDROP a; "
