"""The fonts inside the file: only the glyphs used, and what each of them means.

A font is written as a composite font (Type0) whose codes are ours: one for each *pair* of a drawing and its letters,
in the order they first appear. So one drawing may stand for different letters, and a table (CIDToGIDMap) leads from
code to glyph. A cell of several glyphs becomes a glyph of its own (`renderers.glyf`). A code that means nothing still
says so: without an entry some readers print a control character. The same text gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TypeAlias

import uharfbuzz as hb  # type: ignore[import-untyped]

from renderers.file import File, Place, number
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

    def write(self, file: File) -> Place:
        """The place of the font, written with all its parts."""
        program, glyphs = _program(self.face, self.codes)
        name = f"/{_tag(program)}+{self.face.name}"
        return file.put(
            f"<< /Type /Font /Subtype /Type0 /BaseFont {name} /Encoding /Identity-H"
            f" /DescendantFonts [{self._descendant(file, name, program, glyphs)}]"
            f" /ToUnicode {file.stream(to_unicode(self.codes))} >>"
        )

    def _descendant(self, file: File, name: str, program: bytes, glyphs: Sequence[int]) -> Place:
        """The font proper: its file, its widths, and the way from code to glyph."""
        way = b"".join(gid.to_bytes(2, "big") for gid in (0, *glyphs))
        widths = " ".join(number(self.face.units(width)) for _, _, width in self.codes)
        return file.put(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont {name}"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /FontDescriptor {_descriptor(file, self.face, name, program)}"
            f" /CIDToGIDMap {file.stream(way)} /DW 0 /W [1 [{widths}]] >>"
        )


def _descriptor(file: File, face: Face, name: str, program: bytes) -> Place:
    """What a viewer may know of the font, and its file."""
    extents = face.shaper.get_font_extents("ltr")
    top, bottom = round(face.units(extents.ascender)), round(face.units(extents.descender))
    bold = face.name.endswith("Bold")
    return file.put(
        f"<< /Type /FontDescriptor /FontName {name} /Flags {SYMBOLIC | (FORCE_BOLD if bold else 0)}"
        f" /FontBBox [-500 {bottom} 2000 {top}] /ItalicAngle 0 /Ascent {top} /Descent {bottom}"
        f" /CapHeight 714 /StemV {140 if bold else 88}"
        f" /FontFile2 {file.stream(program, f'/Length1 {len(program)}')} >>"
    )


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
