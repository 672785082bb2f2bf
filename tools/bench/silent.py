"""A store of very many people who came, agreed and went silent, written straight into its files.

One of them says good day and agrees in the real house. All the rows that this leaves are then written again and again:
other ids, hashes and keys, every word sealed anew with a key and for a place of its own, so that each can be read, can
go on talking, and is as large as a true one. Rows go in by their person's id, as new pages and not between old ones,
without a log and without waiting for the disk; indexes are made at the end.
"""

from __future__ import annotations

import json
import random
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.app import now, open_house
from bot.channels.base import Arrival
from bot.store.base import Who
from bot.store.keys import Cipher, KeyRing, Pepper, master_key
from bot.store.sqlite import SqliteStore, connect
from bot.store.wrapping import KEY_BYTES, KEY_ID, Wrap
from flows.model import Body, Text
from tools.bench.town import secret, settings

ROW: Final = "INSERT INTO {table} ({names}) VALUES ({places})"  # all names are of our schema
CHANNEL: Final = "web"
SAID: Final[Sequence[Body]] = (Text("bonjour"), Text("oui"))
# Tables whose words are sealed, and the column that is part of the seal.
SEALED: Final = {"conversation": "id", "message": "id", "fact": "seq", "ask": "id", "job": "key_hash"}
TABLES: Final = ("person", "inbox", *SEALED)
NAMED: Final = ("message", "ask")  # tables whose ids are drawn
NUMBERED: Final = frozenset({"inbox", "job"})  # and those whose ids the file gives
BATCH: Final = 5_000  # people written at once
QUICKLY: Final = ("journal_mode=OFF", "synchronous=OFF", "cache_size=-1000000", "temp_store=MEMORY")
ORG: Final = 1
PAIRS: Final = tuple(a + b for a in "abcdefghijklmnopqrstuvwxyz234567" for b in "abcdefghijklmnopqrstuvwxyz234567")
Names = Mapping[str, str]  # what an id of the first one is called here
Make = Callable[["New"], Any]  # a column of somebody new


@dataclass(frozen=True, slots=True)
class Crowd:
    """What was written: how many people, rows of each, bytes of the files, and how many seconds it took."""

    people: int
    rows: int
    size: int
    seconds: float


@dataclass(frozen=True, slots=True)
class New:
    """Somebody new: their address, their key, and their ids."""

    who: Who
    address: str
    cipher: Cipher
    names: Names


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the first one, opened."""

    table: str
    columns: Mapping[str, Any]
    words: Mapping[str, bytes]  # of its sealed columns


async def built(home: Path, people: int) -> Crowd:
    """Write the store of a house in this folder."""
    began = time.perf_counter()
    rows = await _first(home / "model")
    key, _ = master_key(settings(home).key_file)
    folder = settings(home).data
    await SqliteStore(folder, key, now).close()
    ring = KeyRing(folder / "keys.db", key)
    pepper, wrap = Pepper(ring.root), Wrap(key)
    ring.close()
    _written(folder, people, Stamp(rows, pepper), wrap)
    size = sum(path.stat().st_size for path in folder.iterdir())
    return Crowd(people, len(rows) + 1, size, time.perf_counter() - began)


def drawn() -> str:
    """Return an id like those of the house, which nobody has to guess: ten of its letters."""
    bits = random.getrandbits(50)  # nosec B311
    return "".join([PAIRS[bits >> shift & 1023] for shift in (0, 10, 20, 30, 40)])


def addresses(people: int) -> Iterator[str]:
    """Yield where they are."""
    return (secret(number, "person") for number in range(people))


# ---------------------------------------------------------------- the first one


async def _first(home: Path) -> Sequence[Row]:
    """Let the first one talk; return their rows."""
    house = open_house(settings(home)).house
    for number, body in enumerate(SAID):
        await house.receive([Arrival(CHANNEL, secret(0, "person"), str(number), body, lang="fr")])
        await house.settle()
    await house.stop()
    return _rows(settings(home).data, master_key(settings(home).key_file)[0])


def _rows(folder: Path, key: bytes) -> Sequence[Row]:
    """Return all there is of the only person in a folder. Raises `RuntimeError` when it is more than we know of."""
    ring = KeyRing(folder / "keys.db", key)
    with closing(sqlite3.connect(folder / "atout.db")) as db:
        db.row_factory = sqlite3.Row
        (who,) = (Who(*row) for row in db.execute("SELECT org, id FROM person"))
        tables = [str(row[0]) for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = [(table, dict(row)) for table in tables for row in db.execute(f"SELECT * FROM {table}")]  # noqa: S608 - ours # nosec B608
    rows = [_opened(table, row, ring.cipher(who)) for table, row in found if table not in {"sqlite_sequence", "person"}]
    ring.close()
    if not {row.table for row in rows} <= set(TABLES):
        raise RuntimeError("there are rows of other tables")
    person = next(row for table, row in found if table == "person")
    return [Row("person", person, {}), *rows]


def _opened(table: str, row: Mapping[str, Any], cipher: Cipher) -> Row:
    columns = {name: value for name, value in row.items() if not (name == "id" and table in NUMBERED)}
    sealed = [name for name in columns if name.endswith("_enc")]
    place = row[SEALED[table]] if sealed else ""
    place = place.hex() if isinstance(place, bytes) else place
    words = {name: cipher.open(row[name], table, name.removesuffix("_enc"), place) for name in sealed}
    return Row(table, columns, words)


# ---------------------------------------------------------------- all the others


class Stamp:
    """Makes the rows of somebody new from those of the first one."""

    def __init__(self, rows: Sequence[Row], pepper: Pepper) -> None:
        self._pepper = pepper
        self._conversation = next(str(row.columns["id"]) for row in rows if row.table == "conversation")
        self._person = next(str(row.columns["id"]) for row in rows if row.table == "person")
        self._drawn = [str(row.columns["id"]) for row in rows if row.table in NAMED]
        self._coming = iter(range(len(SAID)))
        self.rows = [(row.table, tuple(row.columns), [self._made(row, name) for name in row.columns]) for row in rows]

    def new(self, person: str, address: str) -> New:
        """Return somebody new."""
        names = {old: drawn() for old in self._drawn}
        names |= {self._person: person, self._conversation: drawn() + drawn()}
        who = Who(ORG, person)
        return New(who, address, Cipher(who, secrets.token_bytes(KEY_BYTES)), names)

    def _made(self, row: Row, name: str) -> Make:
        """Return what makes a column of one of the rows."""
        value, hashes = row.columns[name], {"address_hash": self._place, "ext_hash": self._delivery}
        if name in row.words:
            return self._sealing(row, name)
        if name == "key_hash":
            return self._job(row)
        if name in hashes:
            return hashes[name]()
        if value in {self._person, self._conversation, *self._drawn}:
            return lambda new: new.names[value]
        return lambda _: value

    def _sealing(self, row: Row, name: str) -> Make:
        words, table, column = row.words[name], row.table, name.removesuffix("_enc")
        if column == "address":
            return lambda new: new.cipher.seal(new.address.encode(), table, column, new.names[row.columns["id"]])
        within = [(old, old.encode()) for old in self._named() if old.encode() in words]
        where = self._job(row) if table == "job" else None
        key = row.columns[SEALED[table]]

        def made(new: New) -> bytes:
            text = words
            for old, inside in within:
                text = text.replace(inside, new.names[old].encode())
            place = where(new).hex() if where else new.names.get(key, key)
            return new.cipher.seal(text, table, column, place)

        return made

    def _named(self) -> Sequence[str]:
        return (self._person, self._conversation, *self._drawn)

    def _place(self) -> Make:
        return lambda new: self._pepper.hash("address", ORG, CHANNEL, new.address)

    def _delivery(self) -> Make:
        number = str(next(self._coming))
        return lambda new: self._pepper.hash("delivery", ORG, CHANNEL, new.address, number)

    def _job(self, row: Row) -> Make:
        name, key, _ = json.loads(row.words["body_enc"])
        kind = str(row.columns["kind"])
        within = [old for old in self._named() if old in key]

        def made(new: New) -> bytes:
            text = key
            for old in within:
                text = text.replace(old, new.names[old])
            return self._pepper.hash("job", new.names[self._conversation], kind, name, text)

        return made


def _written(folder: Path, people: int, stamp: Stamp, wrap: Wrap) -> None:
    """Write all of them into both files."""
    persons = sorted(drawn() + drawn() for _ in range(people))
    with closing(connect(folder / "atout.db")) as db, closing(sqlite3.connect(folder / "keys.db")) as keys:
        for file in (db, keys):
            file.isolation_level = None
            for pragma in QUICKLY:
                file.execute(f"PRAGMA {pragma}")
            file.execute("BEGIN")
        indexes = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL").fetchall()
        for name, _ in indexes:
            db.execute(f"DROP INDEX {name}")
        there = zip(persons, addresses(people), strict=True)
        for _ in range(0, people, BATCH):
            some = [stamp.new(person, address) for person, address in _few(there)]
            for table, columns, makes in stamp.rows:
                names, places = ", ".join(columns), ", ".join("?" * len(columns))
                db.executemany(
                    ROW.format(table=table, names=names, places=places), ([make(new) for make in makes] for new in some)
                )
            keys.executemany("INSERT INTO person_key VALUES (?, ?, ?, ?)", (_key(new, wrap) for new in some))
        for _, sql in indexes:
            db.execute(sql)
        for file in (db, keys):
            file.execute("COMMIT")


def _few(there: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    return (one for _, one in zip(range(BATCH), there, strict=False))


def _key(new: New, wrap: Wrap) -> tuple[int, str, int, bytes]:
    return new.who.org, new.who.person, KEY_ID, wrap.close(new.cipher.raw, new.who)
