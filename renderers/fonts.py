"""Which font draws which character, if there is one at all.

Fonts are found by looking in `renderers/fonts`: `<Name>-Regular.ttf` and `<Name>-Bold.ttf`. `NotoSans<Script>` draws
the letters whose Unicode name has that script in it; all others are Noto Sans's, so Latin, Greek, Cyrillic and digits
always look the same. The choice is made for each character and is *sticky*: blanks, marks and punctuation stay in the
font of what came before, so a mark never leaves its letter.

A font file is read when the first of its characters comes, and kept; a page in Latin letters costs no other script.
Nothing of any document is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from unicodedata import category, name

import uharfbuzz as hb  # type: ignore[import-untyped]

from renderers.errors import NoFontError

FIRST = "NotoSans"
END = {False: "-Regular.ttf", True: "-Bold.ttf"}
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
# Arabic letters are drawn small on their body; their dots and marks need air. So do signs above and below in India.
TONES = {
    "NotoSansArabic": Tone(scale=1.1, leading=1.5, drop=0.27),
    "NotoSansBengali": Tone(leading=1.5),
    "NotoSansDevanagari": Tone(leading=1.5),
    "NotoSansEthiopic": Tone(leading=1.45),
    "NotoSansTamil": Tone(leading=1.5),
}


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


@cache
def scripts() -> frozenset[str]:
    """The names of the scripts that have a font of their own: arabic, bengali, ..."""
    found = ((entry.name, entry.name.partition("-")[0]) for entry in (files("renderers") / "fonts").iterdir())
    return frozenset(stem.removeprefix(FIRST).lower() for name, stem in found if name.endswith(END[False])) - {""}


@cache
def face(script: str, *, bold: bool) -> Face:
    """The font of a script, Noto Sans for none, read from its file when it is first asked for."""
    file = f"{FIRST}{script.capitalize()}{END[bold]}"
    read = hb.Face(hb.Blob((files("renderers") / "fonts" / file).read_bytes()))
    stem = file.removesuffix(".ttf")
    tone = TONES.get(stem.partition("-")[0], PLAIN)
    return Face(stem, tone, hb.Font(read), read, frozenset(read.unicodes), int(read.upem))


def faces(*, bold: bool) -> tuple[Face, ...]:
    """Every font of this weight, Noto Sans first."""
    return tuple(face(script, bold=bold) for script in ("", *sorted(scripts())))


def _faces(char: str, *, bold: bool) -> Iterator[Face]:
    """The fonts that may have a character: that of the script in its name, then Noto Sans."""
    named = [word for word in name(char, "").lower().replace("-", " ").split() if word in scripts()]
    return (face(script, bold=bold) for script in (*named, ""))


@dataclass(frozen=True, slots=True)
class Notice:
    """What must be said of a font: its family, its version and whose it is. Each comes under the licence beside it."""

    family: str
    version: str
    copyright: str


def notices() -> tuple[Notice, ...]:
    """Return what must be said of each font, as its own file says it."""
    return tuple(_notice(one.file) for one in faces(bold=False))


def _notice(file: hb.Face) -> Notice:
    known = hb.OTNameIdPredefined
    version = str(file.get_name(known.VERSION_STRING)).removeprefix("Version ").split(";")[0]
    whose = str(file.get_name(known.COPYRIGHT)).removeprefix("Copyright ").partition(" (")[0]
    return Notice(str(file.get_name(known.FONT_FAMILY)), version, whose)


def choose(text: str, *, bold: bool = False) -> list[Face]:
    """The font of each character. Raises NoFontError, before anything is drawn, if a character has none."""
    firsts = [_first(char, bold=bold) for char in text]
    lead = next((first for char, first in zip(text, firsts, strict=True) if not _follows(char)), None)
    current = lead or face("", bold=bold)
    chosen: list[Face] = []
    for char, first in zip(text, firsts, strict=True):
        if not _follows(char) or not current.covers(char):
            current = first
        chosen.append(current)
    return chosen


@lru_cache(maxsize=4096)
def _first(char: str, *, bold: bool) -> Face:
    """The first font that has the character."""
    found = next((one for one in _faces(char, bold=bold) if one.covers(char)), None)
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
    return any(one.covers(char) for one in _faces(char, bold=False))


def script(char: str) -> str:
    """The name of a character's script, as Unicode names it: georgian, cjk, hangul, ..."""
    return name(char, "unknown").split(" ")[0].split("-")[0].lower()
