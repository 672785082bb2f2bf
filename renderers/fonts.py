"""Which font draws which character, if there is one at all.

Fonts are found by looking in `renderers/fonts`: `<Name>-Regular.ttf` and `<Name>-Bold.ttf`. Noto Sans comes first, so
Latin, Greek, Cyrillic and digits always look the same; the others follow by name. The choice is made for each character
and is *sticky*: blanks, marks and punctuation stay in the font of what came before, so a mark never leaves its letter.

This module reads the font files once and keeps them, and keeps nothing of any document.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from unicodedata import category, name

import uharfbuzz as hb  # type: ignore[import-untyped]

from renderers.errors import NoFontError

FIRST = "NotoSans"
EM = 1000  # PDF counts glyph widths in thousandths of the size
STICKY = frozenset("ZMPSC")  # first letters of the categories that follow their neighbour


@dataclass(frozen=True, slots=True)
class Tone:
    """How a script is set beside Latin: its letters this much larger, its lines this far apart, in sizes.

    `drop` is how far below the middle of its line the baseline lies: half a capital, less where letters go deep.
    """

    scale: float = 1.0
    leading: float = 1.35
    drop: float = 0.35


PLAIN = Tone()
# Arabic letters are drawn small on their body; their dots and marks need air.
TONES = {"NotoSansArabic": Tone(scale=1.1, leading=1.5, drop=0.27)}


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """One font file, ready to shape: `unicodes` is what it covers."""

    name: str
    tone: Tone
    shaper: hb.Font
    file: hb.Face
    unicodes: frozenset[int]
    upem: int

    def units(self, value: float) -> float:
        """A length of the font in thousandths of an em."""
        return value * EM / self.upem

    def advance(self, gid: int) -> int:
        """How far a glyph moves the pen, in units of the font."""
        return int(self.shaper.get_glyph_h_advance(gid))

    def covers(self, char: str) -> bool:
        """Whether the font draws this character, or it needs no drawing."""
        return ord(char) in self.unicodes or category(char) == "Cf"


@lru_cache(maxsize=2)
def faces(*, bold: bool) -> tuple[Face, ...]:
    """Every font of this weight, Noto Sans first."""
    end = "-Bold.ttf" if bold else "-Regular.ttf"
    found = [entry.name for entry in (files("renderers") / "fonts").iterdir() if entry.name.endswith(end)]
    return tuple(_load(file) for file in sorted(found, key=lambda file: (file != FIRST + end, file)))


def _load(file: str) -> Face:
    """A font read from its file."""
    face = hb.Face(hb.Blob((files("renderers") / "fonts" / file).read_bytes()))
    stem = file.removesuffix(".ttf")
    tone = TONES.get(stem.partition("-")[0], PLAIN)
    return Face(stem, tone, hb.Font(face), face, frozenset(face.unicodes), int(face.upem))


@dataclass(frozen=True, slots=True)
class Notice:
    """What must be said of a font: its family, its version and whose it is. Each comes under the licence beside it."""

    family: str
    version: str
    copyright: str


def notices() -> tuple[Notice, ...]:
    """Return what must be said of each font, as its own file says it."""
    return tuple(_notice(face.file) for face in faces(bold=False))


def _notice(file: hb.Face) -> Notice:
    known = hb.OTNameIdPredefined
    version = str(file.get_name(known.VERSION_STRING)).removeprefix("Version ").split(";")[0]
    whose = str(file.get_name(known.COPYRIGHT)).removeprefix("Copyright ").partition(" (")[0]
    return Notice(str(file.get_name(known.FONT_FAMILY)), version, whose)


def choose(text: str, *, bold: bool = False) -> list[Face]:
    """The font of each character. Raises NoFontError, before anything is drawn, if a character has none."""
    firsts = [_first(char, bold=bold) for char in text]
    lead = next((face for char, face in zip(text, firsts, strict=True) if not _follows(char)), None)
    current = lead or faces(bold=bold)[0]
    chosen: list[Face] = []
    for char, face in zip(text, firsts, strict=True):
        if not _follows(char) or not current.covers(char):
            current = face
        chosen.append(current)
    return chosen


@lru_cache(maxsize=4096)
def _first(char: str, *, bold: bool) -> Face:
    """The first font that has the character."""
    found = next((face for face in faces(bold=bold) if face.covers(char)), None)
    if found is None:
        raise NoFontError(frozenset({script(char)}))
    return found


@lru_cache(maxsize=4096)
def _follows(char: str) -> bool:
    """Whether a character stays in the font of its neighbour."""
    return category(char)[0] in STICKY


def unprintable(text: str) -> frozenset[str]:
    """The names of the scripts in the text that no font covers."""
    return frozenset(script(char) for char in set(text) if not _covered(char))


def droppable(char: str) -> bool:
    """Whether an uncovered character is a sign or a point: it can be left out, unlike a letter or a digit."""
    return category(char)[0] in "PSZ" and not _covered(char)


@lru_cache(maxsize=4096)
def _covered(char: str) -> bool:
    return any(face.covers(char) for face in faces(bold=False))


def script(char: str) -> str:
    """The name of a character's script, as Unicode names it: georgian, cjk, hangul, ..."""
    return name(char, "unknown").split(" ")[0].split("-")[0].lower()
