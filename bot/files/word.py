"""The text of a Word file (.docx): a zip with a page of XML in it, and both may be a trap.

What the zip says of itself is looked at first, and what really comes out is counted. The XML is read as it comes; one
that defines words of its own (a DTD) is refused, for that is how a small file becomes a large one. Nothing is kept of
pictures, macros or links.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Final
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError  # noqa: N812 - a class, whatever its name

from bot.files import found

ENTRIES: Final = 1_000
UNPACKED: Final = 50 * 1024 * 1024  # bytes, of all parts
PART: Final = 20 * 1024 * 1024  # bytes, of the one part that is read
RATIO: Final = 200  # times: text packs about 10 times, XML of Word about 30
SOME: Final = 64 * 1024
SMALL: Final = 1024 * 1024  # bytes below which a ratio says nothing
ENCRYPTED: Final = 0x1  # the flag of a part that asks for a password (APPNOTE 4.4.4)
MAIN: Final = "word/document.xml"
WORDS: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT: Final = "http://purl.oclc.org/ooxml/wordprocessingml/main"
COMPAT: Final = "http://schemas.openxmlformats.org/markup-compatibility/2006"
SIGNS: Final = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "p": "\n"}
BAD: Final = (BadZipFile, ZlibError, EOFError, NotImplementedError, expat.ExpatError, UnicodeError, ValueError)


def text(data: bytes) -> str:
    """Return the text. Raises `UnreadableError`."""
    try:
        with ZipFile(BytesIO(data)) as pack:
            part = _main(pack)
            return _Words().read(_unpacked(pack, part))
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
    if "mimetype" in named and b"opendocument" in pack.read("mimetype")[:SOME]:
        raise found.UnreadableError(found.OPEN_TEXT)
    if MAIN not in named:
        raise found.UnreadableError(found.STRANGE)
    return named[MAIN]


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


class _Words:
    """Gathers the words of a page of XML, a paragraph a line."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._begin
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._said
        self._parser.StartDoctypeDeclHandler = _refuse
        self._found: list[str] = []
        self._length = 0
        self._inside = False  # a run of text
        self._aside = 0  # how deep in what is said a second time for older readers

    def read(self, chunks: Iterator[bytes]) -> str:
        """Return the words, up to as many as are wanted."""
        for chunk in chunks:
            self._parser.Parse(chunk, False)  # noqa: FBT003 - expat's own order
            if self._length > found.TEXT_MOST:
                return "".join(self._found)
        self._parser.Parse(b"", True)  # noqa: FBT003
        return "".join(self._found)

    def _begin(self, name: str, _about: object) -> None:
        space, _, tag = name.rpartition(" ")
        if self._aside or (space == COMPAT and tag == "Fallback"):
            self._aside += 1
        elif space in {WORDS, STRICT}:
            self._inside = tag == "t"
            self._add("" if tag == "p" else SIGNS.get(tag, ""))

    def _end(self, name: str) -> None:
        space, _, tag = name.rpartition(" ")
        if self._aside:
            self._aside -= 1
        elif space in {WORDS, STRICT}:
            self._inside = False
            self._add("\n" if tag == "p" else "")

    def _said(self, words: str) -> None:
        if self._inside and not self._aside:
            self._add(words)

    def _add(self, words: str) -> None:
        self._length += len(words)
        self._found.append(words)


def _refuse(*_about: object) -> None:
    raise found.UnreadableError(found.STRANGE)
