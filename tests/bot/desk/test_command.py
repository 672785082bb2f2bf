"""`atout desk` and `atout doctor` as an operator types them, while `atout serve` runs and when it does not."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx2
import pytest

from bot.app import now
from bot.store.aside import accounts, log_of_the_desk
from bot.store.chain import KEPT
from bot.store.keys import master_key
from tests.bot.desk.office import FROM_PAGE
from tests.bot.test_serve import ROOT, serving

RUN = "from atout import main; raise SystemExit(main())"


def atout(home: Path, *words: str) -> tuple[int, str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("ATOUT_")}
    known |= {"ATOUT_DATA": str(home / "data"), "ATOUT_KEY_FILE": str(home / "master.key")}
    done = subprocess.run(
        [sys.executable, "-c", RUN, *words], cwd=ROOT, env=known, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def invited(home: Path, *words: str) -> str:
    code, said = atout(home, "desk", "invite", "--name", "Amina", *words)
    assert code == 0, said
    match = re.search(r"http://localhost:8000(/desk/invitation/\S+)", said)
    assert match, said
    return match[1]


def test_somebody_is_let_in_before_the_first_start_and_while_it_runs(tmp_path: Path) -> None:
    early = invited(tmp_path, "--role", "lead")
    with serving(tmp_path) as (_, at):
        late = invited(tmp_path)
        browsers = [httpx2.Client(base_url=at, headers=FROM_PAGE) for _ in range(2)]
        for http, link in zip(browsers, (early, late), strict=True):
            assert http.post(link, data={"lang": "fr"}).status_code == 303
            assert http.get("/desk/welcome").status_code == 200
        code, listed = atout(tmp_path, "desk", "list")
        assert (code, listed.count("Amina")) == (0, 2)
        ident = next(line.split()[0] for line in listed.splitlines() if "counsellor" in line)
        assert atout(tmp_path, "desk", "disable", ident)[0] == 0
        assert [http.get("/desk/welcome").status_code for http in browsers] == [200, 303]
        lead = next(line.split()[0] for line in listed.splitlines() if "lead" in line)
        assert atout(tmp_path, "desk", "end-sessions", lead) == (0, "Signed out: 1\n")
        assert browsers[0].get("/desk/welcome").status_code == 303
        assert httpx2.get(f"{at}/health").text == "ok"


@pytest.mark.parametrize("what", ["disable", "end-sessions"])
def test_an_account_there_is_not_is_said(tmp_path: Path, what: str) -> None:
    invited(tmp_path)
    code, said = atout(tmp_path, "desk", what, "nobody")
    assert code == 1
    assert "atout desk list" in said


def test_nobody_is_let_in_without_a_name_or_with_another_role(tmp_path: Path) -> None:
    assert atout(tmp_path, "desk", "invite")[0] == 2
    assert atout(tmp_path, "desk", "invite", "--name", "  ")[0] == 2
    assert atout(tmp_path, "desk", "invite", "--name", "X", "--role", "king")[0] == 2


def test_a_server_of_yesterday_keeps_its_schema(tmp_path: Path) -> None:
    invited(tmp_path)
    with serving(tmp_path), closing(sqlite3.connect(tmp_path / "data" / "atout.db")) as db:
        at = db.execute("PRAGMA user_version").fetchone()[0]
        db.execute(f"PRAGMA user_version = {at - 1}")
        code, said = atout(tmp_path, "desk", "list")
        db.execute(f"PRAGMA user_version = {at}")
    assert code == 2
    assert "Start it again first" in said


def test_nothing_of_a_name_or_a_secret_is_in_the_files(tmp_path: Path) -> None:
    link = invited(tmp_path, "--name", "Zénobie-Canari")
    secret = link.rpartition("/")[2]
    for file in (tmp_path / "data").iterdir():
        data = file.read_bytes()
        assert "Zénobie".encode() not in data
        assert secret.encode() not in data


# ---------------------------------------------------------------- the log of the desk


def logged(home: Path, lines: int, at: int) -> bytes:
    key, _ = master_key(home / "master.key")
    with accounts(home / "data", key) as known:
        for number in range(lines):
            known.log(at + number, "amina", "signed in", detail=f"line {number}")
    return key


def changed(home: Path, statement: str) -> None:
    with closing(sqlite3.connect(home / "data" / "atout.db")) as db:
        db.execute(statement)
        db.commit()


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE desk_log SET account = 'omar' WHERE id = 3", [3]),
        ("UPDATE desk_log SET at = 5 WHERE id = 1", [1]),
        ("UPDATE desk_log SET detail_enc = x'00' WHERE id = 5", [5]),
        ("UPDATE desk_log SET person = '' WHERE id = 4", [4]),
        ("DELETE FROM desk_log WHERE id = 2", [2]),
        ("DELETE FROM desk_log WHERE id IN (1, 2)", [1]),
        ("DELETE FROM desk_log WHERE id > 3", [4]),
    ],
)
def test_a_line_that_was_changed_is_found(tmp_path: Path, statement: str, found: list[int]) -> None:
    key = logged(tmp_path, 5, now())
    whole = log_of_the_desk(tmp_path / "data", key, now())
    assert (whole.lines, whole.wrong) == (5, ())
    changed(tmp_path, statement)
    assert log_of_the_desk(tmp_path / "data", key, now()).wrong == tuple(found)


def test_the_doctor_says_which_line_was_changed(tmp_path: Path) -> None:
    logged(tmp_path, 5, now())
    with serving(tmp_path):
        assert "whole: 5 lines" in atout(tmp_path, "doctor")[1]
        changed(tmp_path, "UPDATE desk_log SET what = 'nothing' WHERE id = 4")
        code, said = atout(tmp_path, "doctor")
    assert "at line 4" in said
    assert code == 1


def test_after_a_year_a_line_goes_and_the_rest_is_whole(tmp_path: Path) -> None:
    old = now() - KEPT - 1000
    key = logged(tmp_path, 3, old)
    with accounts(tmp_path / "data", key) as known:
        known.log(now(), "amina", "signed in")
        known.tidy(now())
    whole = log_of_the_desk(tmp_path / "data", key, now(), "2:" + "0" * 16)
    assert (whole.lines, whole.wrong, whole.stands) == (2, (), None)
    assert log_of_the_desk(tmp_path / "data", key, old + KEPT).wrong == (1,)  # nobody but time takes lines out
    assert "a later one" in atout(tmp_path, "doctor", "--log-head", "2:" + "0" * 16)[1]


CUT = "DELETE FROM desk_log WHERE id > 3; UPDATE sqlite_sequence SET seq = 3 WHERE name = 'desk_log'"


def test_an_end_that_was_cut_off_shows_by_the_head_that_was_noted(tmp_path: Path) -> None:
    key = logged(tmp_path, 5, now())
    with serving(tmp_path):
        said = atout(tmp_path, "doctor")[1]
        head = re.search(r"5 lines, the last is (5:[0-9a-f]{16})\.", said)
        assert head, said
        assert "Line 5 of the log of the desk is the one" in atout(tmp_path, "doctor", "--log-head", head[1])[1]
        for statement in CUT.split(";"):
            changed(tmp_path, statement)
        code, said = atout(tmp_path, "doctor")
        assert "whole: 3 lines" in said  # by itself it does not show
        code, said = atout(tmp_path, "doctor", "--log-head", head[1])
        assert code == 1
        assert "does not hold line 5 as it was noted, it ends at 3:" in said
        with accounts(tmp_path / "data", key) as known:  # nor does it help to write others in their place
            for _ in range(4):
                known.log(now(), "amina", "signed in")
        assert "ends at 7:" in atout(tmp_path, "doctor", "--log-head", head[1])[1]
    for odd in ("5", "5:xyz", "5:" + "0" * 17, "-1:" + "0" * 16):
        assert atout(tmp_path, "doctor", f"--log-head={odd}")[0] == 2


def test_the_program_notes_where_the_log_ends(tmp_path: Path) -> None:
    logged(tmp_path, 5, now())
    with accounts(tmp_path / "data", master_key(tmp_path / "master.key")[0]) as known:
        head = known.head()
    with serving(tmp_path) as (process, _):
        assert process.stderr is not None
        noted = next(line for line in iter(process.stderr.readline, "") if "the log of the desk" in line)
    assert json.loads(noted)["head"] == head
