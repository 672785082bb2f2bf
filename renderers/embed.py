"""The fonts inside the file: only the glyphs used, and what each of them means.

A font is written as a composite font (Type0) whose codes are ours: one for each *pair* of a drawing and its letters, in the
order they first appear. So one drawing may stand for different letters, and a table (CIDToGIDMap) leads from code to glyph.
A cell of several glyphs becomes a glyph of its own (`renderers.glyf`). A code that means nothing still says so: without
an entry some readers print a control character. The same text gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeAlias
from zlib import compress

import uharfbuzz as hb
from reportlab.pdfbase.pdfdoc import PDFArrayCompact, PDFDictionary, PDFDocument, PDFName, PDFStream, PDFString

from renderers.fonts import Face
from renderers.glyf import Added, with_glyphs
from renderers.shaping import Cell, Part

Key: TypeAlias = tuple[tuple[Part, ...], str, int]  # what is drawn, what it means, how wide

NOTHING = "\u200b"  # an empty entry works too; U+FEFF is printed
TABLES_UNUSED = ("GDEF", "GPOS", "GSUB", "STAT", "gasp", "post", "name", "OS/2", "cmap", "prep", "cvt ", "fpgm")
CODES_A_BLOCK = 100  # PDF 32000-1, 9.7.5 and Adobe technote 5014: at most 100 entries a bfchar block
SYMBOLIC, FORCE_BOLD = 1 << 2, 1 << 18  # PDF 32000-1, table 123


@dataclass(slots=True)
class Embedded:
    """A font in a document, under its resource name, with the codes given so far."""

    face: Face
    label: str
    codes: dict[Key, int] = field(default_factory=dict)

    def code(self, cell: Cell) -> int:
        """The code of this drawing with these letters and this width; 0 is never used."""
        return self.codes.setdefault((cell.parts, cell.text, cell.width), len(self.codes) + 1)

    def write(self, document: PDFDocument) -> Any:  # noqa: ANN401 - ReportLab is untyped
        """A reference to the font, written with all its parts."""
        program, glyphs = _program(self.face, self.codes)
        name = PDFName(f"{_tag(program)}+{self.face.name}")
        font = {
            "Type": PDFName("Font"),
            "Subtype": PDFName("Type0"),
            "BaseFont": name,
            "Encoding": PDFName("Identity-H"),
            "DescendantFonts": PDFArrayCompact([self._descendant(document, name, program, glyphs)]),
            "ToUnicode": stream(document, to_unicode(self.codes)),
        }
        return document.Reference(PDFDictionary(font))

    def _descendant(self, document: PDFDocument, name: str, program: bytes, glyphs: Sequence[int]) -> Any:  # noqa: ANN401
        """The font proper: its file, its widths, and the way from code to glyph."""
        places = b"".join(gid.to_bytes(2, "big") for gid in (0, *glyphs))
        widths = [round(self.face.units(width), 1) for _, _, width in self.codes]
        font = {
            "Type": PDFName("Font"),
            "Subtype": PDFName("CIDFontType2"),
            "BaseFont": name,
            "CIDSystemInfo": PDFDictionary(
                {"Registry": PDFString("Adobe"), "Ordering": PDFString("Identity"), "Supplement": 0}
            ),
            "FontDescriptor": _descriptor(document, self.face, name, program),
            "CIDToGIDMap": stream(document, places),
            "DW": 0,
            "W": PDFArrayCompact([1, PDFArrayCompact(widths)]),
        }
        return document.Reference(PDFDictionary(font))


def stream(document: PDFDocument, content: bytes, **extra: int) -> Any:  # noqa: ANN401 - ReportLab is untyped
    """A reference to a compressed stream."""
    keys = PDFDictionary({"Filter": PDFName("FlateDecode"), **extra})
    return document.Reference(PDFStream(keys, compress(content, 9)))


def _descriptor(document: PDFDocument, face: Face, name: str, program: bytes) -> Any:  # noqa: ANN401
    """What a viewer may know of the font, and its file."""
    extents = face.shaper.get_font_extents("ltr")
    bold = face.name.endswith("Bold")
    keys = {
        "Type": PDFName("FontDescriptor"),
        "FontName": name,
        "Flags": SYMBOLIC | (FORCE_BOLD if bold else 0),
        "FontBBox": PDFArrayCompact([-500, round(face.units(extents.descender)), 2000, round(face.units(extents.ascender))]),
        "ItalicAngle": 0,
        "Ascent": round(face.units(extents.ascender)),
        "Descent": round(face.units(extents.descender)),
        "CapHeight": 714,
        "StemV": 140 if bold else 88,
        "FontFile2": stream(document, program, Length1=len(program)),
    }
    return document.Reference(PDFDictionary(keys))


def _program(face: Face, keys: Iterable[Key]) -> tuple[bytes, list[int]]:
    """A font file of what is drawn only, and the glyph of each key."""
    wanted = list(keys)
    subset, where = _subset(face, {gid for parts, _, _ in wanted for gid, _, _ in parts})
    added: dict[Added, int] = {}
    first = int(hb.Face(hb.Blob(subset)).glyph_count)
    glyphs: list[int] = []
    for parts, _, width in wanted:
        if len(parts) == 1 and parts[0][1:] == (0, 0) and width == face.advance(parts[0][0]):
            glyphs.append(where[parts[0][0]])
        else:
            cell = Added(tuple((where[gid], dx, dy) for gid, dx, dy in parts), width)
            glyphs.append(added.setdefault(cell, first + len(added)))
    return with_glyphs(subset, list(added)), glyphs


def _subset(face: Face, gids: Iterable[int]) -> tuple[bytes, dict[int, int]]:
    """A font file of these glyphs only, and where each of them went."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(gids)
    wanted.drop_table_tag_set.update(_tag_number(table) for table in TABLES_UNUSED)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NOTDEF_OUTLINE
    plan = hb.SubsetPlan(face.file, wanted)
    program = bytes(plan.execute().blob.data)
    return program, {int(old): int(new) for old, new in plan.old_to_new_glyph_mapping.items()}


def _tag_number(table: str) -> int:
    return int.from_bytes(table.encode(), "big")


def _tag(program: bytes) -> str:
    """Six capitals that name this subset, from its bytes."""
    return "".join(chr(65 + byte % 26) for byte in sha256(program).digest()[:6])


def to_unicode(codes: Mapping[Key, int]) -> bytes:
    """The table from codes to letters that readers use."""
    lines = [f"<{code:04X}> <{_hexed(text or NOTHING)}>" for (_, text, _), code in codes.items()]
    starts = range(0, len(lines), CODES_A_BLOCK)
    blocks = [_block(lines[start : start + CODES_A_BLOCK]) for start in starts]
    return "\n".join([_CMAP_HEAD, *blocks, _CMAP_TAIL]).encode()


def _block(lines: list[str]) -> str:
    return "\n".join([f"{len(lines)} beginbfchar", *lines, "endbfchar"])


def _hexed(text: str) -> str:
    return text.encode("utf-16-be").hex().upper()


_CMAP_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange"""
_CMAP_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
