"""The log of the desk, each line chained to the one before it: a line that is changed or taken out shows.

A link is the HMAC of the link before and of the row, keyed with the master key: who can write the file and does not
hold that key cannot mend the chain. What is sealed in a row is part of it as it stands, so a row whose person is
forgotten, and whose detail nobody can read any more, is still whole.

Lines are numbered in a row, by who adds one while nobody else does: a number that is missing is a line that was.

What the chain cannot show by itself is that its end was cut off, with the number SQLite keeps of it: what is left is
whole. That shows by a head that was kept elsewhere: the number of the last line, and the beginning of its link.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

from bot.store.database import Statements

HEAD: Final = 16  # hex digits of a link in a head: 64 bits, and nobody without the key can look for another one
KEPT: Final = 366 * 24 * 60 * 60 * 1000  # milliseconds: a year (docs/operators.md)
FIELDS: Final = ("org", "person", "conversation", "at", "account", "what", "detail")


class Chain:
    """Adds lines, and finds those that were changed."""

    def __init__(self, sql: Statements, key: bytes) -> None:
        self._sql = sql
        self._key = key

    def add(self, row: Mapping[str, object]) -> None:
        """Add a line behind the last one, which no other program does at the same time."""
        self._sql.in_turn()
        last = self._sql.one("last_link", {})
        self._sql.run("log", {**row, "chain": self._link(last[0] if last else b"", row)})

    def tidy(self, now: int) -> None:
        """Drop lines older than a year, but for the newest of them, which the next one is chained to."""
        self._sql.run("tidy_log", {"old": now - KEPT})

    def count(self) -> int:
        """Return how many lines there are."""
        row = self._sql.one("log_count", {})
        return int(row[0]) if row else 0

    def head(self) -> str:
        """Return the number of the last line and the beginning of its link, "" where there is none."""
        row = self._sql.one("log_head", {})
        return f"{row[0]}:{row[1].hex()[:HEAD]}" if row else ""

    def stands(self, head: str) -> bool | None:
        """Whether the line of an earlier head is there as it was; None when it was dropped for its age."""
        number, _, link = head.partition(":")
        row, first = self._sql.one("log_link", {"id": int(number)}), self._sql.one("log_first", {})
        if row is None and first and int(number) < first[0]:
            return None
        return row is not None and hmac.compare_digest(row[0].hex()[:HEAD], link)

    def broken(self, now: int) -> list[int]:
        """Return the numbers of the lines that were changed, and of the first of those that are missing in a row."""
        found: list[int] = []
        before, number, begun = b"", 0, False
        for ident, *fields, link in self._sql.run("chain", {}):
            row = dict(zip(FIELDS, fields, strict=True))
            tidied = not begun and ident > 1 and row["at"] <= now - KEPT
            if ident == number + 1 and not hmac.compare_digest(link, self._link(before, row)):
                found.append(ident)
            elif ident != number + 1 and not tidied:
                found.append(number + 1)
            before, number, begun = link, ident, True
        last = self._sql.one("log_last", {})
        return [*found, number + 1] if last and last[0] > number else found

    def _link(self, before: bytes, row: Mapping[str, object]) -> bytes:
        parts = [before, *(_written(row[field]) for field in FIELDS)]
        joined = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        return hmac.digest(self._key, joined, hashlib.sha256)


def _written(value: object) -> bytes:
    """Return a field as bytes; nothing and an empty text are not the same."""
    return b"n" if value is None else b"b" + value if isinstance(value, bytes) else f"t{value}".encode()
