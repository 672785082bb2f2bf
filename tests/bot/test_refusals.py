"""What refuses an operator at the command line: a named error, what to do about it, and never a trace."""

from __future__ import annotations

import asyncio
import base64
import secrets
import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.base import StoreError
from bot.store.keys import KeyRing, master_key
from bot.store.sqlite import SqliteStore
from tests.bot.test_postgres import atout

Spoil = Callable[[Path], object]


def made(home: Path) -> None:
    """A folder that was begun."""
    key, _ = master_key(home / "master.key")
    asyncio.run(SqliteStore(home / "data", key, lambda: 0).close())


def other_key(home: Path) -> None:
    made(home)
    (home / "master.key").write_bytes(base64.b64encode(secrets.token_bytes(32)))


def no_key(home: Path) -> None:
    (home / "master.key").write_text("canari\n")
    (home / "master.key").chmod(0o600)


def newer(home: Path) -> None:
    made(home)
    with closing(sqlite3.connect(home / "data" / "atout.db")) as db:
        db.execute("PRAGMA user_version = 999")


def damaged(home: Path) -> None:
    made(home)
    for beside in ("", "-wal", "-shm"):
        (home / "data" / f"atout.db{beside}").unlink(missing_ok=True)
    (home / "data" / "atout.db").write_bytes(b"canari " * 1000)


def a_file(home: Path) -> None:
    (home / "data").write_text("canari")


def nothing(_: Path) -> None:
    """As it is before a first start."""


REFUSALS: dict[str, tuple[tuple[str, ...], Spoil, str, str]] = {
    "key of another folder": (("serve",), other_key, "KeyFileError", "bring back the one it was made with"),
    "no key": (("serve",), no_key, "KeyFileError", "bring your copy of it back"),
    "newer": (("serve",), newer, "StoreError", "install that version again"),
    "damaged": (("serve",), damaged, "StoreError", "put a copy in its place"),
    "a file": (("serve",), a_file, "StoreError", "set ATOUT_DATA to a place this user may write"),
    "desk, a file": (("desk", "list"), a_file, "StoreError", "set ATOUT_DATA to a place this user may write"),
    "nothing to copy": (("backup", "copies"), nothing, "RecoveryKeyError", "Make one first: atout backup --new-key"),
    "no recovery key": (("restore", "x", "--key", "/nowhere"), made, "RecoveryKeyError", "--key -"),
    "nothing to upgrade": (("upgrade", "copies"), no_key, "KeyFileError", "bring your copy of it back"),
    "talk into a file": (("talk", "--db", "pyproject.toml"), nothing, "atout talk", "set --db to a place"),
    "no reason": (("close", "x" * 300), nothing, "ReasonError", "one sentence, of 200 characters at most"),
    "no such journey": (("sim", "/nowhere"), nothing, "/nowhere", "No such file or directory"),
    "nobody of that name": (("eval", "nobody"), nothing, "atout eval", "nobody in tests/personas is called nobody"),
}


@pytest.mark.parametrize("case", REFUSALS)
def test_what_refuses_says_what_to_do(tmp_path: Path, case: str) -> None:
    words, spoil, name, way = REFUSALS[case]
    spoil(tmp_path)
    code, said = atout(tmp_path, "", *words, ATOUT_PORT="0")
    assert code in {1, 2}, said
    assert name in said
    assert way in said
    assert "Traceback" not in said
    assert "[Errno" not in said


@pytest.mark.parametrize(
    ("setting", "way"),
    [("ATOUT_DATA", "set a shorter one"), ("ATOUT_KEY_FILE", "set ATOUT_KEY_FILE to a place")],
)
def test_a_path_that_is_too_long_is_said_with_what_to_set(tmp_path: Path, setting: str, way: str) -> None:
    code, said = atout(tmp_path, "", "serve", **{"ATOUT_PORT": "0", setting: str(tmp_path / ("x" * 300))})
    assert code in {1, 2}, said
    assert "File name too long" in said
    assert way in said
    assert "Traceback" not in said


def test_so_is_a_place_in_memory(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="set a shorter one"):
        KeyRing(tmp_path / "keys.db", bytes(32), memory=tmp_path / ("x" * 300))


def test_a_port_that_is_taken_is_said_with_what_to_set(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, said = atout(tmp_path, "", "serve", ATOUT_PORT=str(taken.getsockname()[1]))
    assert (code, "stop it, or set ATOUT_PORT to another port" in said) == (2, True), said
    code, said = atout(tmp_path, "", "serve", ATOUT_HOST="192.0.2.1")
    assert (code, "set ATOUT_HOST to one it has" in said) == (2, True), said
