"""The line to PostgreSQL: how it is made, and its end when it is dead without a word.

The theory. A host that left the net and a firewall that forgot a line close nothing, so whoever waits for an answer
waits for ever. What is not acknowledged the kernel notices, when it is told how soon (`ALIVE`). What is acknowledged by
somebody between, and passed on to nobody, only who waits for an answer can notice: so somebody looks on (`Guard`). A
worker's signs of life are asked for each second and answered in milliseconds; where none is answered, nothing is. What
a batch asks may take long on a large database, and is waited for while signs of life are answered.

A line is cut by shutting its socket down, which another thread may do: who waits is told that the line broke, and does
what it does when a server ends.
"""

from __future__ import annotations

import os
import socket
import threading
from contextlib import suppress
from typing import Any, Final, Protocol

import psycopg
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumper

from bot.store.database import Row

# What libpq tells the kernel (PostgreSQL, "Parameter Key Words"; a socket of this machine needs none of it): a line on
# which nothing is said for four seconds is tried every two, and given up after eight without an answer. By then TCP has
# sent five times again (RFC 6298, from 0.2 s on), so a lost packet is no reason; and nobody is to wait for ten seconds.
# Without it Linux begins to try after two hours, and gives up what was sent after fifteen minutes.
ALIVE: Final = {
    "connect_timeout": 10,  # seconds
    "keepalives_idle": 4,
    "keepalives_interval": 2,
    "keepalives_count": 2,
    "tcp_user_timeout": 8_000,  # ms
}
# A server that became a copy of another one keeps the lines of who came to it since, and takes no row. So a line to
# such a one is none, and is made anew until the address leads to the one that writes.
WRITES: Final = {"target_session_attrs": "read-write"}
KEPT: Final = 256  # prepared statements a connection keeps
LOOK: Final = 0.5  # seconds between two looks whether an answer came
SILENT: Final = 5.0  # seconds for an answer to a sign of life: a lock is waited for three, by then others bury us
LONG: Final = 30.0  # seconds for what a batch asks, while signs of life are answered
WAITS: Final = 1.0  # seconds after which a batch that has no answer either is cut as well


class _Whole(Loader):
    """Sums are numeric, and all of ours are whole."""

    def load(self, data: Any) -> int:  # noqa: ANN401 - a buffer of the library
        """Return the number."""
        return int(bytes(data))


class _Flag(Int8Dumper):
    """A truth is kept as 0 or 1, as in the other file."""

    def dump(self, obj: Any) -> Any:  # noqa: ANN401 - a truth in, bytes out
        """Return the number."""
        return super().dump(int(obj))


def told(url: str, name: str) -> str:
    """Return an address with what it does not say itself. Raises `psycopg.Error` when it is none."""
    said = conninfo_to_dict(url)
    ours = {key: value for key, value in (ALIVE | WRITES).items() if key not in said}
    return make_conninfo(url, application_name=name, **ours)


def connected(url: str) -> psycopg.Connection[Row]:
    """Return a connection for what is in rows. Raises `psycopg.Error`."""
    db = psycopg.connect(told(url, "atout"), autocommit=True)
    db.prepared_max = KEPT
    for kind, dumper in ((int, Int8Dumper), (bool, _Flag), (str, StrDumper)):
        db.adapters.register_dumper(kind, dumper)
    db.adapters.register_loader("numeric", _Whole)
    return db


class Plug:
    """The socket of a connection, held beside it so that another thread can shut it."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        """Hold the socket."""
        self._socket = socket.socket(fileno=os.dup(connection.fileno()))

    def pull(self) -> None:
        """Shut it: nothing comes or goes any more."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of it."""
        self._socket.close()


class Asking(Protocol):
    """Somebody who waits for answers."""

    @property
    def silent(self) -> float:
        """For how many seconds an answer is waited for; 0 where none is."""
        ...

    def cut(self) -> None:
        """End the line, from any thread."""
        ...


class Guard:
    """Cuts the lines on which no answer comes, in a thread of its own."""

    def __init__(self, writer: Asking, signs: Asking | None) -> None:
        """Hold who asks: the writer, and who gives signs of life, where somebody does."""
        self._writer, self._signs = writer, signs
        self._ends = threading.Event()
        self._thread = threading.Thread(target=self._run, name="atout-guard", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._ends.set()

    def _run(self) -> None:
        while not self._ends.wait(LOOK):
            patience = LONG
            if self._signs is not None and self._signs.silent > SILENT:
                self._signs.cut()
                patience = WAITS
            if self._writer.silent > patience:
                self._writer.cut()
