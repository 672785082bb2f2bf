"""What wraps keys: the master key, and the purposes a secret is used for. It sees no word of a person.

Another master key wraps the same keys anew (bot/store/turning.py); what hangs on the root secret stays as it is.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from bot.store.base import Who

KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D 8.2: 96 bits
KEY_ID = 1  # first byte of every sealed field: which key of the person, for rotation


class KeyFileError(Exception):
    """The master key cannot be used; the message says what to do."""


def derive(secret: bytes, purpose: str) -> bytes:
    """Return the key for one purpose; none of them tells another, nor the secret."""
    return HKDFExpand(SHA256(), KEY_BYTES, f"atout/{purpose}".encode()).derive(secret)


def join(parts: tuple[str | int, ...]) -> bytes:
    """Return parts as bytes so that no two lists of parts give the same."""
    encoded = [str(part).encode() for part in parts]
    return b"".join(len(part).to_bytes(4, "big") + part for part in encoded)


class Wrap:
    """Wraps keys with the master key. Whose key it is, is part of the wrapping."""

    def __init__(self, master: bytes) -> None:
        self._aes = AESGCM(derive(master, "wrap"))

    def close(self, raw: bytes, who: Who | None) -> bytes:
        """Return a person's key, wrapped; the root's for nobody."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._aes.encrypt(nonce, raw, _place(who))

    def open(self, wrapped: bytes, who: Who | None) -> bytes:
        """Return the key. Raises `KeyFileError` when another master key wrapped it."""
        try:
            return self._aes.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _place(who))
        except InvalidTag:
            said = "bring back the one it was made with (ATOUT_KEY_FILE), or set ATOUT_DATA to the folder of this one"
            raise KeyFileError(f"keys.db does not belong to this master key: {said}") from None


def _place(who: Who | None) -> bytes:
    return join(("person_key", who.org, who.person, KEY_ID) if who else ("root",))


def root_of(path: Path, master: bytes) -> bytes:
    """Return the root secret of a file, which is not changed; the master key where there is none yet."""
    if not path.is_file():
        return master
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA query_only = ON")
        try:
            row = db.execute("SELECT wrapped FROM root").fetchone()
        except sqlite3.OperationalError:  # a file of before there was one
            row = None
    return Wrap(master).open(row[0], None) if row else master


def opened_by(path: Path, master: bytes) -> bool:
    """Whether this master key wraps the keys of a file, which is not changed; true of one without any."""
    wrap = Wrap(master)
    try:
        root_of(path, master)
        with closing(sqlite3.connect(path)) as db:
            row = db.execute("SELECT org, person, wrapped FROM person_key WHERE key_id = ?", (KEY_ID,)).fetchone()
        if row:
            wrap.open(row[2], Who(row[0], row[1]))
    except KeyFileError:
        return False
    return True
