"""The log of the desk, each line chained to the one before it: a line that is changed or taken out shows.

A link is the HMAC of the link before and of the row, keyed with the master key: who can write the file and does not
hold that key cannot mend the chain. What is sealed in a row is part of it as it stands, so a row whose person is
forgotten, and whose detail nobody can read any more, is still whole.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Final

from bot.store.queries import Statements

FIELDS: Final = ("org", "person", "conversation", "at", "account", "what", "detail")


class Chain:
    """Adds lines, and finds those that were changed."""

    def __init__(self, sql: Statements, key: bytes) -> None:
        self._sql = sql
        self._key = key

    def add(self, row: Mapping[str, object]) -> None:
        """Add a line."""
        last = self._sql.one("last_link", {})
        self._sql.run("log", {**row, "chain": self._link(last[0] if last else b"", row)})

    def broken(self) -> list[int]:
        """Return the number of each line that is not as it was written, or whose predecessor is missing."""
        found, before, number = [], b"", 0
        for ident, *fields, link in self._sql.run("chain", {}):
            row = dict(zip(FIELDS, fields, strict=True))
            if ident != number + 1 or not hmac.compare_digest(link, self._link(before, row)):
                found.append(ident)
            before, number = link, ident
        return found

    def _link(self, before: bytes, row: Mapping[str, object]) -> bytes:
        parts = [before, *(_written(row[field]) for field in FIELDS)]
        joined = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
        return hmac.digest(self._key, joined, hashlib.sha256)


def _written(value: object) -> bytes:
    """Return a field as bytes; nothing and an empty text are not the same."""
    return b"n" if value is None else b"b" + value if isinstance(value, bytes) else f"t{value}".encode()
