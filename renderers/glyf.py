"""Glyphs added to a TrueType font: cells of several glyphs, and blanks of a given width.

A subset comes from HarfBuzz with the glyphs of the font. What `renderers.shaping` joined must become one glyph each, or
readers lose the line. TrueType has the means: a *composite* glyph names others and where they stand. We append those to
the tables `glyf`, `loca`, `hmtx` and correct the counts in `maxp` and `hhea`. Nothing else of the font is touched.

Sources: OpenType 1.9, chapters glyf (composite glyph description), loca, hmtx, maxp, head, otff (font file).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import uharfbuzz as hb  # type: ignore[import-untyped]

from renderers.shaping import Part

WORDS, OFFSETS, MORE = 0x0001, 0x0002, 0x0020  # ARG_1_AND_2_ARE_WORDS, ARGS_ARE_XY_VALUES, MORE_COMPONENTS
HEAD = struct.Struct(">hhhhh")  # the number of contours (-1: composite) and the box
COMPONENT = struct.Struct(">HHhh")
METRIC = struct.Struct(">Hh")
LONG_LOCA = 1
MAGIC = 0xB1B0AFBA  # head.checkSumAdjustment is this less the sum of the file
LIMIT = 0xFFFF
KEPT = ("cmap", "cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep")

Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Added:
    """A glyph to add: its parts (none: a blank) and its width, in units of the font."""

    parts: tuple[Part, ...]
    width: int


def with_glyphs(program: bytes, added: Sequence[Added]) -> bytes:
    """The font with these glyphs after its own, in this order."""
    face = hb.Face(hb.Blob(program))
    tables = {tag: bytes(face.reference_table(tag).data) for tag in face.table_tags if tag in KEPT}
    if added:
        _append(tables, int(face.glyph_count), added)
    return _file(tables)


def _append(tables: dict[str, bytes], count: int, added: Sequence[Added]) -> None:
    """The tables changed so that they hold the added glyphs."""
    outlines, places = tables["glyf"], _places(tables, count)
    metrics = _metrics(tables, count)
    drawn: list[bytes] = []
    for glyph in added:
        box, outline = _composite(glyph.parts, outlines, places)
        drawn.append(outline + bytes(-len(outline) % 4))
        metrics.append((glyph.width, box[0]))
    base = outlines[: places[-1]] + bytes(-places[-1] % 4)
    ends = [len(base)]
    for outline in drawn:
        ends.append(ends[-1] + len(outline))
    tables["glyf"] = base + b"".join(drawn)
    whole = [*places[:-1], *ends]
    tables["loca"] = struct.pack(f">{len(whole)}I", *whole)
    tables["head"] = tables["head"][:50] + struct.pack(">h", LONG_LOCA) + tables["head"][52:]
    tables["hmtx"] = b"".join(METRIC.pack(width, left) for width, left in metrics)
    tables["hhea"] = tables["hhea"][:34] + struct.pack(">H", len(metrics))
    tables["maxp"] = _counts(tables["maxp"], len(metrics), max(len(glyph.parts) for glyph in added))


def _places(tables: Mapping[str, bytes], count: int) -> list[int]:
    """Where each outline begins, and where the last one ends."""
    loca = tables["loca"]
    if struct.unpack_from(">h", tables["head"], 50)[0] == LONG_LOCA:
        return list(struct.unpack(f">{count + 1}I", loca[: 4 * (count + 1)]))
    return [2 * half for half in struct.unpack(f">{count + 1}H", loca[: 2 * (count + 1)])]


def _metrics(tables: Mapping[str, bytes], count: int) -> list[tuple[int, int]]:
    """The width and left side of each glyph; after `full` of them the width is that of the last."""
    full = struct.unpack_from(">H", tables["hhea"], 34)[0]
    found = [METRIC.unpack_from(tables["hmtx"], 4 * at) for at in range(full)]
    rest = struct.unpack_from(f">{count - full}h", tables["hmtx"], 4 * full)
    return [(int(width), int(left)) for width, left in [*found, *((found[-1][0], left) for left in rest)]]


def _composite(parts: Sequence[Part], outlines: bytes, places: Sequence[int]) -> tuple[Box, bytes]:
    """A glyph of other glyphs, and the box around them. Parts that draw nothing are left out."""
    shown = [part for part in parts if places[part[0]] < places[part[0] + 1]]
    if not shown:
        return (0, 0, 0, 0), b""
    boxes = [_moved(HEAD.unpack_from(outlines, places[gid])[1:], dx, dy) for gid, dx, dy in shown]
    left, bottom = (min(box[side] for box in boxes) for side in (0, 1))
    right, top = (max(box[side] for box in boxes) for side in (2, 3))
    last = len(shown) - 1
    body = [COMPONENT.pack(WORDS | OFFSETS | (MORE if at < last else 0), *part) for at, part in enumerate(shown)]
    return (left, bottom, right, top), HEAD.pack(-1, left, bottom, right, top) + b"".join(body)


def _moved(box: Sequence[int], dx: int, dy: int) -> Box:
    left, bottom, right, top = box
    return left + dx, bottom + dy, right + dx, top + dy


def _counts(maxp: bytes, count: int, most: int) -> bytes:
    """The table of maxima: more glyphs, more parts, one level more of parts in parts."""
    fields = list(struct.unpack(">IHHHHHHHHHHHHHH", maxp[:32]))
    points, contours, joined_points, joined_contours = fields[2:6]
    fields[1] = count
    fields[4] = min(LIMIT, max(points, joined_points) * max(most, 1))
    fields[5] = min(LIMIT, max(contours, joined_contours) * max(most, 1))
    fields[13] = max(fields[13], most)
    fields[14] += 1
    return struct.pack(">IHHHHHHHHHHHHHH", *fields)


def _file(tables: Mapping[str, bytes]) -> bytes:
    """A font file of these tables, with its sums."""
    head = tables["head"]
    ready = {**tables, "head": head[:8] + bytes(4) + head[12:]}
    sums = {tag: _sum(table) for tag, table in ready.items()}
    names = sorted(ready)
    place = 12 + 16 * len(names)
    directory, body = [_directory(len(names))], []
    for tag in names:
        table = ready[tag]
        directory.append(struct.pack(">4sIII", tag.encode(), sums[tag], place, len(table)))
        body.append(table + bytes(-len(table) % 4))
        place += len(body[-1])
    whole = b"".join(directory + body)
    at = whole.index(ready["head"], 12 + 16 * len(names)) + 8
    return whole[:at] + struct.pack(">I", (MAGIC - _sum(whole)) & 0xFFFFFFFF) + whole[at + 4 :]


def _directory(count: int) -> bytes:
    """The first line of a font file: how many tables, and numbers for a search by halves."""
    power = count.bit_length() - 1
    search = 16 << power
    return struct.pack(">IHHHH", 0x00010000, count, search, power, 16 * count - search)


def _sum(table: bytes) -> int:
    """The sum of a table as big-endian words of four bytes."""
    padded = table + bytes(-len(table) % 4)
    total: int = sum(struct.unpack(f">{len(padded) // 4}I", padded))
    return total & 0xFFFFFFFF
