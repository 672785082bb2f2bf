"""What acts in a document, found by other tools than those that made it: each returns what it found, by name."""

from __future__ import annotations

import io
import re
import struct
import zipfile
from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree as ET

import pypdf
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject

# Keys and kinds of actions (ISO 32000-2, 12.6), of files in the file (7.11.4), of forms (12.7), of places it leads to.
PDF_ACTS = frozenset({
    "/A", "/AA", "/OpenAction", "/JS", "/JavaScript", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm",
    "/ImportData", "/EF", "/EmbeddedFile", "/EmbeddedFiles", "/AF", "/Filespec", "/AcroForm", "/XFA", "/RichMedia",
    "/Movie", "/Sound", "/Rendition", "/Annots", "/Encrypt",
})  # fmt: skip
# What a Word file takes from elsewhere or has done (ECMA-376, part 1: 17.16 fields, 17.3.3 objects, 17.17.2 parts).
WORD_ACTS = frozenset({
    "fldSimple", "fldChar", "instrText", "object", "altChunk", "attachedTemplate", "control", "OLEObject", "hyperlink",
    "subDoc", "mailMerge", "script", "drawing", "pict",
})  # fmt: skip
WORD_PARTS = re.compile(r"\[Content_Types\]\.xml|(word/)?_rels/[\w.]*\.rels|docProps/\w+\.xml|word/(theme/)?\w+\.xml")
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
PNG_PARTS = frozenset({b"IHDR", b"PLTE", b"tRNS", b"pHYs", b"sRGB", b"gAMA", b"IDAT", b"IEND"})
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def in_pdf(data: bytes) -> set[str]:
    """The keys and kinds in a PDF that act or lead out of it, whatever they are packed in."""
    found: set[str] = set()
    reader = pypdf.PdfReader(io.BytesIO(data))
    if data.count(b"%%EOF") != 1:
        found.add("two files in one")
    for number in range(1, int(str(reader.trailer["/Size"]))):
        found |= PDF_ACTS.intersection(_names(reader.get_object(number)))
    return found | PDF_ACTS.intersection(map(str, reader.trailer))


def _names(one: PdfObject | None) -> Iterator[str]:
    """The keys and names of an object and of what stands directly in it."""
    if isinstance(one, DictionaryObject):
        for key, value in one.items():
            yield str(key)
            yield from _names(value)
    elif isinstance(one, ArrayObject):
        for value in one:
            yield from _names(value)
    elif isinstance(one, NameObject):
        yield str(one)


def in_word(data: bytes) -> set[str]:
    """The parts and tags of a Word file that act or lead out of it."""
    with zipfile.ZipFile(io.BytesIO(data)) as pack:
        strange = {name for name in pack.namelist() if not WORD_PARTS.fullmatch(name)}
        return strange.union(*(_in_part(pack.read(name)) for name in pack.namelist() if name not in strange))


@cache
def _in_part(xml: bytes) -> frozenset[str]:
    """The same of one part: most are the same in each file."""
    found: set[str] = set()
    for one in ET.fromstring(xml).iter():  # noqa: S314 - a file of ours, or of a test
        found |= {one.tag.rpartition("}")[2]} & WORD_ACTS
        if one.tag == RELATION and (one.get("TargetMode") == "External" or ":" in one.get("Target", "")):
            found.add("leads out")
    return frozenset(found)


def in_png(data: bytes) -> set[str]:
    """The parts of a picture that hold more than its dots, and what follows its end."""
    if not data.startswith(PNG_HEAD):
        return {"no picture"}
    place, found = len(PNG_HEAD), set[bytes]()
    while place < len(data):
        (size,) = struct.unpack(">I", data[place : place + 4])
        found.add(data[place + 4 : place + 8])
        place += size + 12
    return {name.decode("latin-1") for name in found - PNG_PARTS}
