"""Bytes into letters: UTF-8, and Windows-1252 where a published file mixes both, letter by letter."""

from __future__ import annotations

import codecs
from typing import Final

WINDOWS: Final = "atout.windows-1252"
# What a European text in Windows-1252 holds beyond ASCII; other letters there mean another encoding.
LATIN: Final = frozenset("àâäáãåçéèêëîïíìñôöóòõûüúùÿæœÀÂÄÁÃÅÇÉÈÊËÎÏÍÌÑÔÖÓÒÕÛÜÚÙŸÆŒß’‘“”«»–—…•·°²³½¼€©®™º¿¡\xa0ŠšŽž§±×µ")


class NoTextError(Exception):
    """Bytes that are in neither encoding; `before` is the text up to them."""

    def __init__(self, before: str) -> None:
        super().__init__("neither in UTF-8 nor in Windows-1252")
        self.before = before


def decoded(data: bytes) -> tuple[str, bool]:
    """Return the text, and whether letters of it were in Windows-1252. Raises `NoTextError`."""
    try:
        return data.decode(), False
    except UnicodeDecodeError:
        return data.decode(errors=WINDOWS), True


def _letter(error: UnicodeError) -> tuple[str, int]:
    """Return the letter a byte that is no UTF-8 stands for, and where to go on."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    letter = error.object[error.start : error.start + 1].decode("cp1252", errors="replace")
    if letter not in LATIN:
        raise NoTextError(error.object[: error.start].decode(errors="replace"))
    return letter, error.start + 1


codecs.register_error(WINDOWS, _letter)
