"""What went wrong with PostgreSQL, in plain words, and what to do about it.

The theory. Of a statement that failed the server tells a code (SQLSTATE). Of a connection that did not come about there
is a message alone, written by libpq, by psycopg or by the server, with the address in it, and the user's name. So it is
looked through for words that are always the same, and only what they mean is said: never the address, the password, or
what was being written. A server that speaks another language than English is named by the kind of the error.
"""

from __future__ import annotations

from typing import Final

import psycopg

WHO: Final = "it does not take the user or the password of ATOUT_STORE"
NO_DATABASE: Final = "it has no database of the name in ATOUT_STORE: make it (createdb)"
NO_RIGHT: Final = "the user of ATOUT_STORE may not do this there: make it the owner of the database and of its tables"
FULL: Final = "it takes no more connections: end some, or raise max_connections"
TORN: Final = "a page of it is damaged: look at its disk, and restore a copy (docs/operators/postgresql.md)"
TURNING: Final = "it is starting or stopping: try again in a moment"
BROKE: Final = "the line to it broke"
READS: Final = "it can only be read: take the server that writes, not its copy"
OWN_LOG: Final = "look at its own log, which says more"
CODES: Final = {
    "28000": WHO,
    "28P01": WHO,
    "3D000": NO_DATABASE,
    "42501": NO_RIGHT,
    "25006": READS,
    "53100": "its disk is full",
    "53300": FULL,
    "57P01": TURNING,
    "57P02": TURNING,
    "57P03": TURNING,
    "XX001": TORN,
    "XX002": TORN,
}
SAID: Final = (  # the first of these that stands in the message
    ("password authentication failed", WHO),
    (
        "no password supplied",
        "it asks for a password, and none is set: a file for it is best (docs/operators/postgresql.md)",
    ),
    ("pg_hba.conf", "its pg_hba.conf does not let this user in from here, or not without TLS"),
    (" authentication failed", "it lets a user of another name in this way: look at its pg_hba.conf"),
    ("is not permitted to log in", WHO),
    ("permission denied for database", "the user of ATOUT_STORE may not open this database"),
    ('FATAL:  database "', NO_DATABASE),
    ('FATAL:  role "', WHO),
    ("connection slots are reserved", FULL),
    ("too many clients", FULL),
    ("too many connections", FULL),
    ("the database system is", TURNING),
    ("session is read-only", READS),
    ("does not support SSL", "it speaks no TLS, and sslmode in ATOUT_STORE asks for it"),
    ("certificate", "its certificate is not trusted here, or is another host's: look at sslmode and sslrootcert"),
    ("failed to resolve host", "the host in ATOUT_STORE is not known, or what stands as its port is no number"),
    ("could not translate host name", "the host in ATOUT_STORE is not known"),
    ("invalid port number", "the port in ATOUT_STORE is none"),
    ("Connection refused", "nobody answers there: look whether it runs, and at host and port of ATOUT_STORE"),
    ("Is the server running", "nobody answers there: look whether it runs, and at host and port of ATOUT_STORE"),
    ("timeout expired", "nobody answers there in time: look at the network, and at the host of ATOUT_STORE"),
    ("response to SSL negotiation", "somebody else answers there: look at host and port of ATOUT_STORE"),
    ("invalid ", "ATOUT_STORE cannot be read: look at what stands behind its question mark"),
    ("server closed the connection", BROKE),
)
BROKEN: Final = ("the connection is closed", "server closed the connection", "the connection is lost")


def reason(error: psycopg.Error) -> str:
    """Return why a statement failed, and what to do; where it is none of what is known, the code of PostgreSQL."""
    code = error.sqlstate
    if code:
        return f"PostgreSQL {code}: {CODES.get(code, OWN_LOG)}"
    if any(words in str(error) for words in BROKEN):
        return f"PostgreSQL: {BROKE}"
    return f"PostgreSQL {type(error).__name__}: {OWN_LOG}"


def refusal(error: psycopg.Error) -> str:
    """Return why there is no connection, and what to do; where it is none of what is known, as `reason` does."""
    message = str(error)
    found = next((meaning for words, meaning in SAID if words in message), "")
    return f"PostgreSQL: {found}" if found and not error.sqlstate else reason(error)
