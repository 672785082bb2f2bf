"""The words before they are set: cleaned of what cannot be printed, kept whole where a line may not break.

`clean` drops or replaces signs that no document needs (emoji, arrows, controls, overrides of direction). `bonds` says
which blanks must not end a line. `isolated` protects phone numbers and addresses from the direction around them.
Nothing here changes a letter or a digit, and nothing here knows a font.
"""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category, normalize

from renderers.bidi import ISOLATE_END, ISOLATE_LTR

# A sign that stands for a word or a joint becomes a dash; all other signs are dropped.
DASHED = frozenset("→←↔⇒⇐⇔➔➜➡⬅►▶◀◄▸▹‣⁃◦●○■□▪▫★☆✓✔✗✘❖")
# What chooses the look of a picture or the colour of its skin; alone it draws nothing.
PICTURE_PARTS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400))))
KEPT_SIGNS = frozenset("°©®™№")  # category So, in every Latin font
# U+200E, U+200F, U+061C: marks of direction. U+200C, U+200D: joiners. U+2066 to U+2069: isolates.
KEPT_FORMATS = frozenset("\u200e\u200f\u061c\u200c\u200d\u2066\u2067\u2068\u2069")
DIRECTIONS = frozenset("\u200e\u200f\u061c\u2066\u2067\u2068\u2069")
JOINERS = frozenset("\u200c\u200d")
NO_BREAK = frozenset("\u00a0\u202f")

_EMAIL = r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"
_URL = r"(?:https?://|www\.)[^\s\u2066-\u2069]+"
_PHONE = r"\+?\(?[0-9](?:[ \u00a0\u202f().-]{0,2}[0-9]){6,}"
_LTR_ONLY = re.compile(f"{_EMAIL}|{_URL}|{_PHONE}")
_BLANKS = re.compile(r"\s+")
_COMPATIBLE = re.compile("[\uf900-\ufaff\ufb00-\ufdff\ufe70-\ufeff\uff00-\uffef]+")
_LONE_SIGNS = re.compile(r"^(?:[-–—•*] )+|(?: [-–—•])+$")  # a list typed by hand


def clean(text: str) -> str:
    """The text as it can be printed: composed, on one line, without pictures or commands."""
    whole = normalize("NFC", _COMPATIBLE.sub(lambda found: normalize("NFKC", found[0]), text))
    kept = "".join(map(_printable, whole))
    return _LONE_SIGNS.sub("", _spaced(kept if JOINERS.isdisjoint(kept) else _joined(kept)))


def _spaced(text: str) -> str:
    """One blank where there were several; a no-break blank wins over a plain one."""
    return _BLANKS.sub(lambda blank: next((c for c in blank[0] if c in NO_BREAK), " "), text).strip()


def _joined(text: str) -> str:
    """The text with joiners only where they join: after a letter or its mark."""
    before = f" {text}"
    return "".join(c for c, b in zip(text, before, strict=False) if c not in JOINERS or category(b)[0] in "LM")


@lru_cache(maxsize=4096)
def _printable(char: str) -> str:
    """What to print for a character: itself, a dash, a blank or nothing."""
    kind = category(char)
    if char in DASHED:
        return "-"
    if kind in {"Cc", "Zl", "Zp", "Zs"}:
        return char if char in NO_BREAK else " "
    if kind == "Cf":
        return char if char in KEPT_FORMATS else ""
    if char in PICTURE_PARTS or (kind == "So" and char not in KEPT_SIGNS):
        return ""
    return "" if kind in {"Co", "Cs", "Cn"} else char


def plain(text: str) -> str:
    """The text for a reader that is no page: cleaned, without marks of direction, all blanks plain."""
    return _spaced("".join(" " if char in NO_BREAK else char for char in direct(clean(text))))


def direct(text: str) -> str:
    """The text without marks of direction."""
    return "".join(char for char in text if char not in DIRECTIONS)


def isolated(text: str) -> str:
    """The text with each phone number, e-mail and address of a page inside LRI..PDI, read left to right anywhere."""
    return _LTR_ONLY.sub(lambda found: f"{ISOLATE_LTR}{found[0]}{ISOLATE_END}", text)


_DIGIT = r"[0-9\u0660-\u0669\u06f0-\u06f9]"
_BONDS = re.compile(
    rf"(?<={_DIGIT})\s(?={_DIGIT})"  # inside a phone number or a big number
    rf"|(?<=^{_DIGIT})\s|(?<=[\s(\u2066-\u2068]{_DIGIT})\s|(?<={_DIGIT}{_DIGIT})\s"  # a number and what it counts
    r"|\s(?=[:;!?»%€–—|·])|(?<=[«–])\s"  # French signs, a range, a separator never begins a line
    r"|(?<=\s[^\W\d_])\s(?=\S{3})"  # a word of one letter looks forward: "à Paris"
)


def bonds(text: str) -> frozenset[int]:
    """The places of the blanks where a line must not break, beside those that are no-break blanks already."""
    return frozenset(found.start() for found in _BONDS.finditer(text))
