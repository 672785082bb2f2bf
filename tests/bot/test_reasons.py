"""What an operator is told where PostgreSQL refuses: which it is, what to do, and no address and no password."""

from __future__ import annotations

import os
import pwd
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.store.base import StoreError
from bot.store.server import Postgres
from tests.bot.test_postgres import atout
from tests.servers import postgres
from tests.servers.tls import certified

LETS_IN = "local all postgres trust\nlocal all shut peer\nhost all all 127.0.0.1/32 scram-sha-256\n"
PASSWORD, USER = "canari-of-the-password", "amina"
ENDS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s"
MADE = (
    f"CREATE ROLE {USER} LOGIN PASSWORD '{PASSWORD}'",
    f"CREATE DATABASE coach OWNER {USER}",
    "CREATE DATABASE theirs",
    "CREATE DATABASE closed",
    "REVOKE CONNECT ON DATABASE closed FROM public",
)


class Reached:
    """A server with a port, which asks for a password there, and the addresses of its databases."""

    def __init__(self, server: postgres.Server, port: int) -> None:
        self.server, self.port = server, port

    def at(self, name: str = "coach", more: str = "", *, user: str = USER, password: str = PASSWORD) -> str:
        return f"postgresql://{user}:{password}@127.0.0.1:{self.port}/{name}{more}"


@pytest.fixture(scope="module")
def reached() -> Iterator[Reached]:
    if postgres.programs() is None:
        pytest.skip("PostgreSQL is not installed (as root, tools/system.sh installs it)")
    with pytest.MonkeyPatch.context() as patch:
        port = unused()
        patch.setenv("PGPORT", str(port))
        with postgres.postgres(*postgres.DURABLE, "-c", "listen_addresses=127.0.0.1") as server:
            with psycopg.connect(server.url("postgres"), autocommit=True) as db:
                for statement in MADE:
                    db.execute(statement)
                (server.folder / "data" / "pg_hba.conf").write_text(LETS_IN, encoding="ascii")
            server.reload()
            yield Reached(server, port)


def unused() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def refused(url: str) -> str:
    """What is said of an address; nothing of it may be in it."""
    with pytest.raises(StoreError) as told:
        Postgres(url).run("CREATE TABLE somewhere (id integer)", {})
    said = str(told.value)
    assert said.startswith("PostgreSQL")
    assert not [word for word in (PASSWORD, USER, "127.0.0.1", "nowhere", "coach") if word in said]
    return said


def test_each_way_of_not_being_let_in_is_told_apart(reached: Reached) -> None:
    shut = f"postgresql:///coach?host={reached.server.folder}&user="
    assert "the user or the password" in refused(reached.at(password="wrong"))
    assert "the user or the password" in refused(reached.at(user="nobody"))
    assert "asks for a password" in refused(reached.at().replace(f":{PASSWORD}", ""))
    assert "no database of the name" in refused(reached.at("nowhere"))
    assert "may not open this database" in refused(reached.at("closed"))
    assert "pg_hba.conf" in refused(shut + USER)
    assert "pg_hba.conf" in refused(shut + "shut")
    assert "owner of the database" in refused(reached.at("theirs"))
    assert "speaks no TLS" in refused(reached.at("coach", "?sslmode=require"))


def test_an_address_nobody_answers_at_is_told_apart_from_one_that_cannot_be_read(reached: Reached) -> None:
    other = reached.at().replace(f":{reached.port}", f":{unused()}")
    assert "nobody answers there" in refused(other)
    assert "nobody answers there" in refused("postgresql:///coach?host=/nowhere")
    assert "the host in ATOUT_STORE is not known" in refused(f"postgresql://{USER}:{PASSWORD}@nowhere.invalid/coach")
    assert "the port in ATOUT_STORE" in refused(reached.at().replace(f":{reached.port}", ":99999"))
    assert "cannot be read" in refused(reached.at("coach", "?sslmod=require"))
    assert "cannot be read" in refused(reached.at("coach", "?sslmode=always"))


def test_too_many_programs_and_one_that_is_stopped(reached: Reached) -> None:
    with psycopg.connect(reached.server.url("postgres"), autocommit=True) as db:
        db.execute(ENDS, (USER,))  # those of the tests before
        for _ in range(600):
            if db.execute("SELECT count(*) FROM pg_stat_activity WHERE usename = %s", (USER,)).fetchall() == [(0,)]:
                break
            time.sleep(0.05)  # a line that was closed is there for another moment
        db.execute(f"ALTER ROLE {USER} CONNECTION LIMIT 1")
        there = Postgres(reached.at())
        assert "takes no more connections" in refused(reached.at())
        db.execute(f"ALTER ROLE {USER} CONNECTION LIMIT -1")
        db.execute(ENDS, (USER,))
    with pytest.raises(StoreError, match="starting or stopping"):
        there.run("SELECT 1", {})
    with pytest.raises(StoreError, match="the line to it broke"):
        there.run("SELECT 1", {})


def test_a_certificate_that_is_not_trusted_is_named(reached: Reached, tmp_path: Path) -> None:
    (tmp_path / "other.pem").write_bytes(certified("other.example.org")[1])
    owner = pwd.getpwnam(postgres.USER) if os.geteuid() == 0 else pwd.getpwuid(os.getuid())
    for name, pem in zip(("server.key", "server.crt"), certified("localhost"), strict=True):
        file = reached.server.folder / "data" / name
        file.write_bytes(pem)
        file.chmod(0o600)
        os.chown(file, owner.pw_uid, owner.pw_gid)
    with psycopg.connect(reached.server.url("postgres"), autocommit=True) as db:
        db.execute("ALTER SYSTEM SET ssl = on")
    reached.server.reload()
    assert "certificate" in refused(reached.at("coach", f"?sslmode=verify-full&sslrootcert={tmp_path / 'other.pem'}"))
    assert "certificate" in refused(reached.at("coach", f"?sslmode=verify-full&sslrootcert={tmp_path / 'nothing.pem'}"))


def test_the_doctor_sees_whether_it_may_make_and_write_its_tables(reached: Reached, tmp_path: Path) -> None:
    code, said = atout(tmp_path, reached.at("theirs"), "doctor")
    assert (code, "PostgreSQL 42501" in said, "make it the owner" in said) == (1, True, True)
    assert "PostgreSQL answers" not in said
    _, said = atout(tmp_path, reached.at(), "doctor")
    assert "PostgreSQL answers, and keeps what it acknowledged; its tables can be written" in said
    with psycopg.connect(reached.at(), autocommit=True) as db:
        assert db.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchall() == [(0,)]
    code, said = atout(tmp_path, reached.at(), "desk", "invite", "--name", "Amina", "--role", "lead")  # makes them
    assert code == 0, said
    assert "its tables can be written" in atout(tmp_path, reached.at(), "doctor")[1]
    with psycopg.connect(reached.at(), autocommit=True) as db:
        db.execute(f"REVOKE UPDATE ON conversation FROM {USER}")
    assert "PostgreSQL 42501" in atout(tmp_path, reached.at(), "doctor")[1]
