"""The keys: one a person, wrapped by the master key, in a file of their own.

A person's words are sealed with the person's own key (AES-256-GCM), so forgetting somebody is the end of one short
row, true in old copies of the words too. Until a person agreed, and after a refusal, the key is in memory only:
the rows are there, and nobody can read them once this process is gone.

Two files cannot commit together. A key that is to be kept is therefore committed here before the words that use it
are committed there; a key nobody uses is swept at start. This module never sees a word.
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
from collections.abc import Collection
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from bot.store.base import Who

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D 8.2: 96 bits
HASH_BYTES = 16
KEY_ID = 1  # first byte of every sealed field: which key of the person, for rotation
READY = 4096  # ciphers of agreed persons held ready at once


class KeyFileError(Exception):
    """The master key cannot be used; the message says what to do."""


class LostKeyError(Exception):
    """There is no key for this person any more: their rows cannot be read."""


class SealError(Exception):
    """A sealed field was changed, or moved from where it was written."""


def master_key(path: Path) -> tuple[bytes, bool]:
    """Return the master key and whether it was made just now. Raises `KeyFileError`."""
    try:
        if not path.exists():
            return _make(path), True
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
        msg = f"{path}: this is not a master key of {KEY_BYTES} bytes in base64"
        raise KeyFileError(msg)
    return key, False


def unmade(path: Path, error: OSError) -> str:
    """Return that there can be no master key in that place, and what to do."""
    return f"{path} cannot be made ({error.strerror}): set ATOUT_KEY_FILE to a place this user may write"


def _make(path: Path) -> bytes:
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


def _derive(master: bytes, purpose: str) -> bytes:
    return HKDFExpand(SHA256(), KEY_BYTES, f"atout/{purpose}".encode()).derive(master)


def chain_key(master: bytes) -> bytes:
    """Return the key that chains the lines of the desk's log."""
    return _derive(master, "chain")


def _join(parts: tuple[str | int, ...]) -> bytes:
    """Return parts as bytes so that no two lists of parts give the same."""
    encoded = [str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


class Pepper:
    """Ids of platforms, addresses and messages into keyed hashes, for look-up."""

    def __init__(self, master: bytes) -> None:
        self._key = _derive(master, "lookup")

    def hash(self, *parts: str | int) -> bytes:
        """Return the keyed hash of the parts."""
        return hmac.digest(self._key, _join(parts), hashlib.sha256)[:HASH_BYTES]


class Cipher:
    """Seals and opens the fields of one person. The place of a field is part of the seal."""

    __slots__ = ("_aes", "_owner", "raw")

    def __init__(self, who: Who, raw: bytes) -> None:
        self._owner = _join((who.org, who.person))
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
) STRICT, WITHOUT ROWID
"""


class KeyRing:
    """All persons' keys: those agreed to in keys.db, the others in memory. Used by one thread."""

    def __init__(self, path: Path, master: bytes) -> None:
        self._wrap = AESGCM(_derive(master, "wrap"))
        self._house = _derive(master, "house")
        self.chain = chain_key(master)
        self._memory: dict[Who, Cipher] = {}
        self._ready: OrderedDict[Who, Cipher] = OrderedDict()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        path.chmod(0o600)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
            self._db.execute(f"PRAGMA {pragma}")
        self._db.execute(_SCHEMA)
        self._prove()

    def mint(self, who: Who) -> Cipher:
        """Make a key for a new person, in memory only."""
        cipher = self._memory[who] = Cipher(who, secrets.token_bytes(KEY_BYTES))
        return cipher

    def cipher(self, who: Who) -> Cipher:
        """Return the person's cipher."""
        found = self._memory.get(who) or self._ready.get(who)
        if found is None:
            found = self._ready[who] = self._load(who)
            if len(self._ready) > READY:
                self._ready.popitem(last=False)
        return found

    def house(self, org: int) -> Cipher:
        """Return the cipher of what is nobody's dossier: the accounts of the desk."""
        return Cipher(Who(org, ""), self._house)

    def keep(self, persons: Collection[Who]) -> None:
        """Commit the keys of persons who agreed; they survive this process from now on."""
        fresh = [who for who in persons if who in self._memory]
        if not fresh:
            return
        rows = [(who.org, who.person, KEY_ID, self._wrapped(who, self._memory[who].raw)) for who in fresh]
        with self._db:  # commits, or undoes it all
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("INSERT OR REPLACE INTO person_key VALUES (?, ?, ?, ?)", rows)
        for who in fresh:
            self._ready[who] = self._memory.pop(who)

    def only_in_memory(self, who: Who) -> None:
        """Take a person's key out of the file: it lives as long as this process, at most."""
        if who in self._memory:
            return
        self._memory[who] = self.cipher(who)
        self._ready.pop(who, None)
        self._delete([who])

    def forget(self, who: Who) -> None:
        """Destroy a person's key: nothing of them can be read any more, in old copies neither."""
        in_file = self._memory.pop(who, None) is None
        self._ready.pop(who, None)
        if in_file:
            self._delete([who])

    def readable(self, who: Who) -> bool:
        """Whether the person's rows can be read now."""
        return who in self._memory or who in self._ready or self._row(who) is not None

    def sweep(self, living: Collection[Who]) -> int:
        """Destroy the keys nobody uses; return how many."""
        rows = self._db.execute("SELECT DISTINCT org, person FROM person_key").fetchall()
        unused = [who for who in (Who(*row) for row in rows) if who not in living]
        for who in unused:
            self._ready.pop(who, None)
        if unused:
            self._delete(unused)
        return len(unused)

    def close(self) -> None:
        """Close the file and let go of every key."""
        self._memory.clear()
        self._ready.clear()
        self._db.close()

    def _delete(self, persons: list[Who]) -> None:
        rows = [(who.org, who.person) for who in persons]
        with self._db:
            self._db.execute("BEGIN IMMEDIATE")
            self._db.executemany("DELETE FROM person_key WHERE org = ? AND person = ?", rows)
        # A deleted row stays in the write-ahead log until it is checkpointed (antonz.org/sqlite-secure-delete).
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _prove(self) -> None:
        """Refuse a master key that is not the one of this file, before anything is touched."""
        row = self._db.execute("SELECT org, person FROM person_key LIMIT 1").fetchone()
        if row is not None:
            self._load(Who(*row))

    def _row(self, who: Who) -> bytes | None:
        sql = "SELECT wrapped FROM person_key WHERE org = ? AND person = ? AND key_id = ?"
        row = self._db.execute(sql, (who.org, who.person, KEY_ID)).fetchone()
        return row[0] if row else None

    def _load(self, who: Who) -> Cipher:
        wrapped = self._row(who)
        if wrapped is None:
            raise LostKeyError
        try:
            raw = self._wrap.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], self._place(who))
        except InvalidTag:
            msg = "keys.db does not belong to this master key"
            raise KeyFileError(msg) from None
        return Cipher(who, raw)

    def _wrapped(self, who: Who, raw: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._wrap.encrypt(nonce, raw, self._place(who))

    @staticmethod
    def _place(who: Who) -> bytes:
        return _join(("person_key", who.org, who.person, KEY_ID))
