"""Speech that was made already, by this program or another one: laid on a shelf that may be empty at any moment.

What is read aloud may be what a person said. So it lies there sealed, under a name that says nothing, for a day.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

DAY: Final = 24 * 60 * 60  # seconds
NONCE: Final = 12  # bytes
MOST: Final = 512 * 1024  # bytes of speech that is laid there

Speak = Callable[[str, str], Awaitable[bytes]]


class Shelf(Protocol):
    """Where bytes lie."""

    async def get(self, name: str) -> bytes | None:
        """Return what lies under a name, None for nothing."""
        ...

    async def put(self, name: str, data: bytes, seconds: int) -> None:
        """Lay something there for so long."""
        ...


class Shelved:
    """Reads aloud what was not read aloud before."""

    def __init__(self, speak: Speak, shelf: Shelf, key: bytes) -> None:
        """Hold who reads aloud, and the key (32 bytes) that seals what lies on the shelf."""
        self._speak, self._shelf, self._key = speak, shelf, key
        self._aes = AESGCM(key)

    async def __call__(self, words: str, lang: str) -> bytes:
        """Return a voice note. Raises what who reads aloud raises."""
        name = "atout:speech:" + hmac.digest(self._key, f"{lang}\0{words}".encode(), hashlib.sha256).hex()
        kept = self._opened(await self._shelf.get(name), name)
        if kept is not None:
            return kept
        data = await self._speak(words, lang)
        if len(data) <= MOST:
            nonce = os.urandom(NONCE)
            await self._shelf.put(name, nonce + self._aes.encrypt(nonce, data, name.encode()), DAY)
        return data

    def _opened(self, sealed: bytes | None, name: str) -> bytes | None:
        """Return what was sealed; None of what is not ours."""
        if sealed is None or len(sealed) <= NONCE:
            return None
        try:
            return self._aes.decrypt(sealed[:NONCE], sealed[NONCE:], name.encode())
        except InvalidTag:
            return None
