"""`atout move`, as an operator types it: out of the file and back, the same rows, and the conversation goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import httpx2
import pytest

from bot.store.database import Row
from bot.store.moving import ChangedError, File, Proof, Side, move, proof, schema
from bot.store.sqlite import migrate
from bot.store.whereabouts import NAME
from tests.bot.test_postgres import SAID, agreed, atout
from tests.bot.test_serve import FROM_PAGE, browser, say, serving
from tests.servers import postgres


def told(home: Path, **settings: str) -> dict[str, str]:
    """Somebody talks to an installation; return the cookies of their browser."""
    with serving(home, **settings) as (_, at), browser(at) as http:
        agreed(http)
        say(http, 3, text=SAID)
        return dict(http.cookies)


def goes_on(home: Path, cookies: dict[str, str], said: str, **settings: str) -> None:
    """The same browser finds what was said, and says more."""
    with serving(home, **settings) as (_, at), httpx2.Client(base_url=at, cookies=cookies) as http:
        page = http.get("/").text
        assert page.count(SAID) >= 1
        assert page.count('class="ask" open') == 1
        answer = http.post("/say", json={"id": f"message-{said}", "text": said}, headers=FROM_PAGE)
        assert answer.status_code == 200
        assert said in http.get("/").text


def of_the_file(path: Path) -> Proof:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        return proof(File(db))


def test_all_of_it_moves_into_the_database_and_back(server: postgres.Server, tmp_path: Path) -> None:
    url, file = server.database(tmp_path), tmp_path / "data" / "atout.db"
    cookies = told(tmp_path)
    before = of_the_file(file)
    code, said = atout(tmp_path, url, "move")
    assert code == 0, said
    assert f"{sum(count for count, _ in before.values())}  rows in all" in said
    assert SAID.split()[-1] not in said
    file.rename(tmp_path / "put-away")
    goes_on(tmp_path, cookies, "lavande", ATOUT_STORE=url)
    assert not file.exists()
    code, said = atout(tmp_path, url, "move", "--back")
    assert code == 0, said
    after = of_the_file(file)
    assert {table for table, (count, _) in before.items() if count} <= {table for table in after if after[table][0]}
    goes_on(tmp_path, cookies, "muguet")


def test_nothing_is_moved_onto_what_is_there_or_under_a_program_that_runs(
    server: postgres.Server, tmp_path: Path
) -> None:
    url = server.database(tmp_path)
    told(tmp_path)
    with serving(tmp_path):
        code, said = atout(tmp_path, url, "move")
        assert code == 1
        assert "an atout runs there" in said
    assert atout(tmp_path, url, "move")[0] == 0
    for words, why in ((("move",), "are in a database"), (("move", "--back"), "is there already")):
        code, said = atout(tmp_path, url, *words)
        assert code == 1
        assert why in said
    (tmp_path / "data" / NAME).unlink()
    code, said = atout(tmp_path, url, "move")
    assert (code, "the database has rows already" in said, "createdb" in said) == (1, True, True)
    assert atout(tmp_path, "", "move")[0] == 2


def test_after_a_move_nothing_begins_in_the_place_it_was_moved_from_unless_it_is_meant(
    server: postgres.Server, tmp_path: Path
) -> None:
    url, data = server.database(tmp_path), tmp_path / "data"
    cookies = told(tmp_path)
    assert atout(tmp_path, "", "backup", "--new-key")[0] == 0
    assert atout(tmp_path, url, "move")[0] == 0
    copies = str(tmp_path / "copies")
    for words in (("serve",), ("desk", "list"), ("model",), ("backup", copies), ("upgrade", copies), ("doctor",)):
        code, said = atout(tmp_path, "", *words, ATOUT_PORT="0")
        assert code in {1, 2}, words
        assert "the rows of this folder are in a database: set ATOUT_STORE" in said
        assert "Traceback" not in said
    assert not Path(copies).exists()
    goes_on(tmp_path, cookies, "lavande", ATOUT_STORE=url)
    (data / "atout.db").rename(tmp_path / "put-away")
    assert atout(tmp_path, url, "move", "--back")[0] == 0
    for words in (("serve",), ("doctor",)):
        code, said = atout(tmp_path, url, *words, ATOUT_PORT="0")
        assert code in {1, 2}, words
        assert "were moved back into its file: take ATOUT_STORE out" in said
    goes_on(tmp_path, cookies, "muguet")
    (data / NAME).unlink()  # on purpose, as it says
    goes_on(tmp_path, cookies, "rose", ATOUT_STORE=url)
    assert (data / NAME).read_text(encoding="ascii") == "database\n"


def test_a_command_without_the_store_of_the_program_that_runs_says_so_and_makes_nothing(
    server: postgres.Server, tmp_path: Path
) -> None:
    with serving(tmp_path, ATOUT_STORE=server.database(tmp_path)):
        for noted in (True, False):  # as before there was a note
            if not noted:
                (tmp_path / "data" / NAME).unlink()
            for words in (("desk", "list"), ("desk", "invite", "--name", "Amina")):
                code, said = atout(tmp_path, "", *words)
                assert (code, "set ATOUT_STORE" in said, "is older" in said) == (2, True, False), said
    assert not (tmp_path / "data" / "atout.db").exists()


def test_where_there_is_nothing_to_move_it_is_said(server: postgres.Server, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    code, said = atout(tmp_path, server.database(tmp_path), "move")
    assert code == 1
    assert "there is nothing to move" in said


class Forgetful(File):
    """A side that keeps all rows but one."""

    def fill(self, table: str, columns: Sequence[str], rows: Iterator[Row]) -> None:  # type: ignore[override]
        super().fill(table, columns, list(rows)[1:])


class Careless(File):
    """A side that changes a letter."""

    def fill(self, table: str, columns: Sequence[str], rows: Iterator[Row]) -> None:  # type: ignore[override]
        super().fill(table, columns, [tuple(f"{v}x" if isinstance(v, str) else v for v in row) for row in rows])


@pytest.mark.parametrize("kind", [Forgetful, Careless])
def test_a_row_that_is_lost_or_changed_is_noticed(tmp_path: Path, kind: type[File]) -> None:
    told(tmp_path)
    with closing(sqlite3.connect(tmp_path / "data" / "atout.db")) as db:
        db.execute("VACUUM INTO ?", (str(tmp_path / "copy.db"),))
    full, empty = (sqlite3.connect(path, isolation_level=None) for path in (tmp_path / "copy.db", ":memory:"))
    migrate(empty)
    target: Side = kind(empty)
    with pytest.raises(ChangedError):
        move(File(full), target)
    full.close()
    empty.close()


def test_every_table_there_is_is_moved() -> None:
    assert {"person", "conversation", "message", "fact", "outbox", "desk_log", "workshop_seat"} <= set(schema())
