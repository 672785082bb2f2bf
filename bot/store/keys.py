"""The keys: one a person, wrapped by the master key, in a file of their own.

A person's words are sealed with the person's own key (AES-256-GCM), so forgetting somebody is the end of one short
row, true in old copies of the words too. Until a person agreed, and after a refusal, the key is in memory only:
the rows are there, and nobody can read them once this process is gone.

Two files cannot commit together. A key that is to be kept is therefore committed here before the words that use it
are committed there; a key nobody uses is swept at start. This module never sees a word.

What is nobody's own (hashes for look-up, the accounts of the desk, the chain of their log) hangs on a root secret, kept
in the same file and wrapped like a person's key. So the master key can be another one tomorrow, and nothing is lost.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
import sqlite3
import stat
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing, suppress
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.store.base import InUseError, LostKeyError, StoreError, UnreadableError, Who
from bot.store.database import failing, unusable
from bot.store.fleeting import Fleeting
from bot.store.wrapping import KEY_BYTES, KEY_ID, NONCE_BYTES, KeyFileError, Wrap, derive, join

__all__ = [
    "KEY_BYTES",
    "Cipher",
    "KeyFileError",
    "KeyRing",
    "Pepper",
    "SealError",
    "master_key",
    "unmade",
]

HASH_BYTES = 16
BUSY = 5_000  # ms to wait for another program that writes
READY = 4096  # ciphers of agreed persons held ready at once
LOOKED_AT = 1000  # persons of the file looked at together at a start: memory never holds all of them
Strangers = Callable[[int, Sequence[str]], Sequence[str]]  # an organisation, persons: those of whom nothing is here


class SealError(UnreadableError):
    """A sealed field was changed, or moved from where it was written."""


def master_key(path: Path) -> tuple[bytes, bool]:
    """Return the master key and whether it was made just now. Raises `KeyFileError`."""
    try:
        if not path.exists():
            return made_key(path), True
    except OSError as error:
        raise KeyFileError(unmade(path, error)) from None
    info = path.stat()
    if stat.S_IMODE(info.st_mode) & (stat.S_IRWXG | stat.S_IRWXO):
        msg = f"{path}: others may read the master key. Run: chmod 600 {path}"
        raise KeyFileError(msg)
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except (OSError, binascii.Error):
        key = b""
    if len(key) != KEY_BYTES:
        msg = f"{path}: this is not a master key ({KEY_BYTES} bytes in base64): bring your copy of it back"
        raise KeyFileError(msg)
    return key, False


def drawn() -> str:
    """Return a word that was never drawn before."""
    return secrets.token_hex(HASH_BYTES)


def unmade(path: Path, error: OSError) -> str:
    """Return that there can be no master key in that place, and what to do."""
    return f"{path} cannot be made ({error.strerror}): set ATOUT_KEY_FILE to a place this user may write"


def made_key(path: Path) -> bytes:
    """Make a master key where none is, for its owner alone. Raises `OSError`."""
    key = secrets.token_bytes(KEY_BYTES)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    return key


def chain_key(root: bytes) -> bytes:
    """Return the key that chains the lines of the desk's log."""
    return derive(root, "chain")


class Pepper:
    """Ids of platforms, addresses and messages into keyed hashes, for look-up."""

    def __init__(self, root: bytes) -> None:
        self._key = derive(root, "lookup")

    def hash(self, *parts: str | int) -> bytes:
        """Return the keyed hash of the parts."""
        return hmac.digest(self._key, join(parts), hashlib.sha256)[:HASH_BYTES]


class Cipher:
    """Seals and opens the fields of one person. The place of a field is part of the seal."""

    __slots__ = ("_aes", "_owner", "raw")

    def __init__(self, who: Who, raw: bytes) -> None:
        self._owner = join((who.org, who.person))
        self.raw = raw
        self._aes = AESGCM(raw)

    def seal(self, data: bytes, table: str, column: str, row: str | int) -> bytes:
        """Return the sealed field: key id, nonce, ciphertext."""
        nonce = os.urandom(NONCE_BYTES)
        return bytes((KEY_ID,)) + nonce + self._aes.encrypt(nonce, data, self._place(table, column, row))

    def open(self, sealed: bytes, table: str, column: str, row: str | int) -> bytes:
        """Return what was sealed at this very place."""
        if len(sealed) <= NONCE_BYTES or sealed[0] != KEY_ID:
            raise SealError(table)
        nonce, rest = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
        try:
            return self._aes.decrypt(nonce, rest, self._place(table, column, row))
        except InvalidTag:
            raise SealError(table) from None

    def _place(self, table: str, column: str, row: str | int) -> bytes:
        return self._owner + f"{table}/{column}/{row}".encode()


_SCHEMA = """
CREATE TABLE IF NOT EXISTS person_key (
    org INTEGER NOT NULL, person TEXT NOT NULL, key_id INTEGER NOT NULL, wrapped BLOB NOT NULL,
    PRIMARY KEY (org, person, key_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS root (id INTEGER PRIMARY KEY CHECK (id = 1), wrapped BLOB NOT NULL) STRICT;
"""


_SOME = "SELECT DISTINCT org, person FROM person_key WHERE (org, person) > (?, ?) ORDER BY org, person LIMIT ?"


class Keys(Protocol):
    """Keys by person, in memory: of this program, or of the machine."""

    def get(self, who: Who, /) -> Cipher | None:
        """Return the key of a person."""

    def pop(self, who: Who, default: None, /) -> Cipher | None:
        """Destroy the key of a person and return it."""

    def __setitem__(self, who: Who, key: Cipher, /) -> None:
        """Keep the key of a person."""

    def __contains__(self, who: Who, /) -> bool:
        """Whether the key of a person is here."""

    def __iter__(self) -> Iterator[Who]:
        """Yield whose keys are here."""


def of_nobody(path: Path) -> None:
    """See that a file of keys has nobody's, where there are no rows yet. Raises `InUseError`.

    Else it is the wrong store: who begins there would find an empty page, and the others are elsewhere.
    """
    if not path.is_file():
        return
    with closing(sqlite3.connect(path)) as db:
        made = db.execute("SELECT 1 FROM sqlite_master WHERE name = 'person_key'").fetchone()
        people = db.execute("SELECT count(DISTINCT person) FROM person_key").fetchone()[0] if made else 0
    if people:
        msg = (
            f"{path} has the keys of people ({people}), and none of them is here: their rows are in another store. "
            "Set ATOUT_STORE to it, bring them here with `atout move` or `atout restore`; or, where all is to begin "
            "anew, take that file away. Nothing was changed."
        )
        raise InUseError(msg)


def opened(path: Path) -> sqlite3.Connection:
    """Return the file of the keys, open; made where there is none. Raises `OSError` and `sqlite3.Error`."""
    db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    path.chmod(0o600)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        db.execute(f"PRAGMA {pragma}")
    db.executescript(_SCHEMA)
    return db


class KeyRing:
    """All persons' keys: those agreed to in keys.db, the others in memory. Used by one thread.

    What goes wrong in a file is a `StoreError`, wherever it happens: it is no fault of what is being folded.
    """

    def __init__(self, path: Path, master: bytes, *, fresh: bool = False, memory: Path | None = None) -> None:
        """Open the file. `fresh`: nothing hangs on the master key yet, so the root is drawn and not the master key.

        `memory`: the folder in the memory of the machine where other programs find the keys of who did not agree;
        without it they are in the memory of this one.
        """
        self._wrap = Wrap(master)
        self.owes = False
        self._shared = self._fleeting(memory) if memory else None
        self._memory: Keys = {} if self._shared is None else self._shared
        self._ready: OrderedDict[Who, Cipher] = OrderedDict()
        self._doomed: set[Who] = set()  # whose keys in the file are to be destroyed, and open nothing any more
        try:
            self._db = opened(path)
            self._prove()
            self.root = self._rooted(secrets.token_bytes(KEY_BYTES) if fresh else master)
        except (OSError, sqlite3.Error, StoreError) as error:
            if self._shared is not None:
                self._shared.close()
            raise unusable(path, error) from None
        self.chain, self._house = chain_key(self.root), derive(self.root, "house")

    def mint(self, who: Who) -> Cipher:
        """Make a key for a new person, in memory only."""
        cipher = self._memory[who] = Cipher(who, secrets.token_bytes(KEY_BYTES))
        return cipher

    def cipher(self, who: Who) -> Cipher:
        """Return the person's cipher."""
        found = self._ready.get(who) or self._memory.get(who)
        if found is None or self._shared is not None:
            found = self._at_hand(who, found or self._load(who))
        return found

    def _at_hand(self, who: Who, cipher: Cipher) -> Cipher:
        self._ready[who] = cipher
        if len(self._ready) > READY:
            self._ready.popitem(last=False)
        return cipher

    def drop(self, who: Who) -> None:
        """Let go of a key that another program destroyed."""
        self._ready.pop(who, None)

    def house(self, org: int) -> Cipher:
        """Return the cipher of what is nobody's dossier: the accounts of the desk."""
        return Cipher(Who(org, ""), self._house)

    @failing()
    def keep(self, persons: Collection[Who]) -> None:
        """Commit the keys of persons who agreed; they survive this process from now on."""
        fresh = {who: cipher for who in persons if (cipher := self._memory.get(who))}
        if not fresh:
            return
        rows = [(who.org, who.person, KEY_ID, self._wrap.close(cipher.raw, who)) for who, cipher in fresh.items()]
        with self._db:  # commits, or undoes it all
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR REPLACE INTO person_key VALUES (?, ?, ?, ?)", rows)
        for who, cipher in fresh.items():
            self._doomed.discard(who)
            self._memory.pop(who, None)
            self._at_hand(who, cipher)

    def only_in_memory(self, who: Who) -> None:
        """Take a person's key out of the file: it lives as long as this process, at most.

        One that another program destroyed stays so.
        """
        if who in self._memory:
            return
        self._ready.pop(who, None)
        with suppress(LostKeyError):
            self._memory[who] = self._load(who)
            self._delete([who])

    def forget(self, who: Who) -> None:
        """Destroy a person's key: nothing of them can be read any more, in old copies neither."""
        in_file = self._memory.pop(who, None) is None
        self._ready.pop(who, None)
        if in_file:
            self._delete([who])

    def unmint(self, persons: Collection[Who]) -> None:
        """Destroy the keys of persons who were not saved; one that cannot be destroyed stays, and opens nothing."""
        with suppress(StoreError):
            for who in persons:
                self.forget(who)

    def filed(self, who: Who) -> bool:
        """Whether the person's key is in the file."""
        return who not in self._memory and self._row(who) is not None

    def readable(self, who: Who) -> bool:
        """Whether the person's rows can be read now."""
        return who in self._memory or who in self._ready or self._row(who) is not None

    @failing()
    def unused(self, strangers: Strangers) -> list[Who]:
        """Return whose keys in the file nobody uses."""
        found, last = list[Who](), (0, "")
        while rows := self._db.execute(_SOME, (*last, LOOKED_AT)).fetchall():
            for org, some in groupby(rows, itemgetter(0)):
                found += [Who(org, person) for person in strangers(org, [person for _, person in some])]
            last = rows[-1]
        return found

    def sweep(self, unused: list[Who], strangers: Strangers) -> int:
        """Destroy the keys nobody uses, those in memory too; return how many of the file."""
        for who in [who for who in self._memory if strangers(who.org, [who.person])]:
            self._memory.pop(who, None)
        for who in unused:
            self._ready.pop(who, None)
        if unused:
            self._delete(unused)
        return len(unused)

    @failing()
    def tend(self) -> None:
        """Destroy what is still to be, and empty the log beside the file, which holds what was deleted until then.

        `owes` says that it was in use; it stays true where the disk does not take it. Raises `StoreError` then.
        """
        if self._doomed:
            with self._db:
                self._db.execute("BEGIN IMMEDIATE")
                rows = [(who.org, who.person) for who in self._doomed]
                self._db.executemany("DELETE FROM person_key WHERE org = ? AND person = ?", rows)
            self._doomed.clear()
        # A deleted row stays in the write-ahead log until it is checkpointed (antonz.org/sqlite-secure-delete).
        self._db.execute("PRAGMA busy_timeout = 0")  # nobody waits for a copy to end
        try:
            busy, _, _ = self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            self._db.execute(f"PRAGMA busy_timeout = {BUSY}")
        self.owes = bool(busy)

    def last(self) -> None:
        """Destroy the keys of who did not agree: no other program needs them."""
        if self._shared is not None:
            self._shared.end()

    def close(self) -> None:
        """Close the file and let go of every key."""
        if self._shared is not None:
            self._shared.close()
        self._memory = {}
        self._ready.clear()
        self._db.close()

    def _fleeting(self, folder: Path) -> Fleeting[Cipher]:
        return Fleeting(
            folder,
            lambda cipher, who: self._wrap.close(cipher.raw, who),
            lambda wrapped, who: Cipher(who, self._wrap.open(wrapped, who)),
        )

    def _delete(self, persons: list[Who]) -> None:
        """Take keys out of the file. A disk that does not take it now is asked again (`tend`); they open nothing."""
        self._doomed.update(persons)
        self.owes = True
        with suppress(StoreError):
            self.tend()

    def _prove(self) -> None:
        """Refuse a master key that is not the one of this file, before anything is touched."""
        row = self._db.execute("SELECT org, person FROM person_key LIMIT 1").fetchone()
        if row is not None:
            self._load(Who(*row))

    @failing()
    def _row(self, who: Who) -> bytes | None:
        if who in self._doomed:
            return None
        sql = "SELECT wrapped FROM person_key WHERE org = ? AND person = ? AND key_id = ?"
        row = self._db.execute(sql, (who.org, who.person, KEY_ID)).fetchone()
        return row[0] if row else None

    def _load(self, who: Who) -> Cipher:
        wrapped = self._row(who)
        if wrapped is None:
            raise LostKeyError
        return Cipher(who, self._wrap.open(wrapped, who))

    def _rooted(self, drawn: bytes) -> bytes:
        """Return the root secret; the one drawn becomes it where there is none."""
        row = self._db.execute("SELECT wrapped FROM root").fetchone()
        if row is None:
            self._db.execute("INSERT OR IGNORE INTO root VALUES (1, ?)", (self._wrap.close(drawn, None),))
            row = self._db.execute("SELECT wrapped FROM root").fetchone()
        return self._wrap.open(row[0], None)
