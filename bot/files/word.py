"""The text of a Word or a LibreOffice file (.docx, .odt): a zip with a page of XML in it, and both may be a trap.

What the zip says of itself is looked at first, and what really comes out is counted. The XML is read as it comes
(`marked.py`). Nothing is kept of pictures, macros or links.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - a class, whatever its name

from bot.files import found, odt
from bot.files.marked import BULLET, Marked
from bot.files.odt import OpenWords

ENTRIES: Final = 1_000
UNPACKED: Final = 50 * 1024 * 1024  # bytes, of all parts
PART: Final = 20 * 1024 * 1024  # bytes, of the one part that is read
RATIO: Final = 200  # times: text packs about 10 times, XML of Word about 30
SOME: Final = 64 * 1024
SMALL: Final = 1024 * 1024  # bytes below which a ratio says nothing
ENCRYPTED: Final = 0x1  # the flag of a part that asks for a password (APPNOTE 4.4.4)
MAIN: Final = "word/document.xml"
ODT: Final = b"application/vnd.oasis.opendocument.text"
WORDS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
COMPAT: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SIGNS: Final = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "numPr": BULLET}
LISTED: Final = "List"  # in the name of a style: "ListBullet", "ListParagraph"
BAD: Final = (BadZipFile, ZlibError, EOFError, NotImplementedError, expat.ExpatError, UnicodeError, ValueError)


def text(data: bytes) -> str:
    """Return the text. Raises `UnreadableError`."""
    try:
        with ZipFile(BytesIO(data)) as pack:
            part = _main(pack)
            words = OpenWords() if part.filename == odt.MAIN else _Words()
            return words.read(_unpacked(pack, part))
    except BAD:
        raise found.UnreadableError(found.BROKEN) from None


def _main(pack: ZipFile) -> ZipInfo:
    """Return the part with the words, once the pack as a whole can be trusted."""
    parts = pack.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > ENTRIES or unpacked > UNPACKED or any(map(_swells, parts)):
        raise found.UnreadableError(found.PACKED)
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise found.UnreadableError(found.LOCKED)
    named = {part.filename: part for part in parts}
    if odt.MANIFEST in named and odt.LOCK in pack.read(odt.MANIFEST):
        raise found.UnreadableError(found.LOCKED)
    if "mimetype" in named and b"opendocument" in pack.read("mimetype"):
        return named[_open_text(pack)]
    if MAIN not in named:
        raise found.UnreadableError(found.STRANGE)
    return named[MAIN]


def _open_text(pack: ZipFile) -> str:
    """Return the part with the words of a LibreOffice file; a sheet or a drawing is no text."""
    if not pack.read("mimetype").startswith(ODT) or odt.MAIN not in pack.namelist():
        raise found.UnreadableError(found.OPEN_TEXT)
    return odt.MAIN


def _swells(part: ZipInfo) -> bool:
    return part.file_size > SMALL and part.file_size > RATIO * max(part.compress_size, 1)


def _unpacked(pack: ZipFile, part: ZipInfo) -> Iterator[bytes]:
    """Yield what really comes out, and not more than is allowed."""
    left = PART
    with pack.open(part) as stream:
        while some := stream.read(SOME):
            left -= len(some)
            if left < 0:
                raise found.UnreadableError(found.PACKED)
            yield some


class _Words(Marked):
    """Gathers the words of a Word file."""

    def __init__(self) -> None:
        super().__init__()
        self._inside = False  # a run of text

    def skips(self, space: str, tag: str) -> bool:
        """Leave out what is said a second time for older readers."""
        return space == COMPAT and tag == "Fallback"

    def begin(self, space: str, tag: str, about: Mapping[str, str]) -> str:
        """Return the sign of a tag: an item of a list is one by its number or by its style."""
        if space not in {WORDS, STRICT}:
            return ""
        self._inside = tag == "t"
        if tag == "pStyle":
            return BULLET if LISTED in about.get(f"{space} val", "") else ""
        return SIGNS.get(tag, "") if tag != "p" else ""

    def end(self, space: str, tag: str) -> str:
        """Return the end of a line."""
        if space not in {WORDS, STRICT}:
            return ""
        self._inside = False
        return "\n" if tag == "p" else ""

    def heard(self) -> bool:
        """Whether a run of text is being read."""
        return self._inside
