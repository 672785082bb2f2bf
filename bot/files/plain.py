"""The text of a file of plain text, in the letters it was written with; what is no text is refused. Pure.

UTF-8 or UTF-16 say so themselves. Older ones do not: how many of the letters are beyond ASCII tells Latin from another
script, and the language of the conversation which one.
"""

from __future__ import annotations

from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final

from bot.files import found

OLDER: Final = {"ar": "cp1256", "uk": "cp1251"}
LATIN: Final = "cp1252"
OTHER: Final = 0.3  # of the bytes beyond ASCII: French has 0.05, Ukrainian 0.8
LOOKED_AT: Final = 64 * 1024  # bytes: what follows is of the same kind
SIGNS: Final = frozenset(b"\t\n\r\f\x1a")
RARE: Final = 0.01  # of control bytes, and it is no text
MARKUP: Final = (b"{\\rtf", b"<!doctype", b"<html", b"<?xml", b"<svg")  # words of a program around those of a person


def text(data: bytes, lang: str) -> str:
    """Return the text. Raises `UnreadableError`."""
    data = data[: 4 * (found.TEXT_MOST + 1)]
    head = data[:LOOKED_AT]
    if head.lstrip().lower().startswith(MARKUP):
        raise found.UnreadableError(found.STRANGE)
    marked = next((code for mark, code in MARKS if data.startswith(mark)), "")
    if not marked and sum(byte < ord(" ") and byte not in SIGNS for byte in head) > RARE * len(head):
        raise found.UnreadableError(found.STRANGE)
    said = data.decode(marked, "replace") if marked else _decoded(data, lang)
    if not any(map(str.isalnum, said)):
        raise found.UnreadableError(found.STRANGE if said.strip("\ufffd \r\n") else found.EMPTY)
    return said


def _decoded(data: bytes, lang: str) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        if error.start >= len(data) - 4:  # a letter cut in two at the end
            return data[: error.start].decode()
    beyond = sum(byte > 127 for byte in data) / len(data)  # noqa: PLR2004 - the last of ASCII
    return data.decode(OLDER.get(lang, OLDER["uk"]) if beyond > OTHER else LATIN, "replace")


MARKS: Final = ((BOM_UTF8, "utf-8-sig"), (BOM_UTF16_LE, "utf-16"), (BOM_UTF16_BE, "utf-16"))
