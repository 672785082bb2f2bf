"""Looks for the words of a person in the raw bytes of every file under a folder, as a thief with a hex editor would.

A word is looked for in UTF-8 and UTF-16 (both orders, at both offsets), without regard to case or accents. What is
enciphered is noise, and in a megabyte of noise four given letters stand by chance: so words of four and five letters
count where they stand by themselves among a dozen signs that can be read, longer ones and numbers anywhere. The keys
at the head of a sealed copy are noise in letters, a hundred and more of them: there, the short ones never count.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

WORD = re.compile(r"[^\W\d_]{4,}")
NUMBER = re.compile(r"(?:\d[ .-]?){8,}\d")
READABLE = re.compile(r"[\w\s.,;:!?'’«»()/@+\"-]{12,}")
MARKS = re.compile("[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]")  # what NFKD sets apart from its letter
SURE = 6  # letters that do not come by chance
SEALED = re.compile(rb"\Aage-encryption\.org/v1\n.*?\n--- [^\n]*\n", re.DOTALL)  # C2SP age.md: the header, to its MAC


def folded(text: str) -> str:
    return MARKS.sub("", unicodedata.normalize("NFKD", text.casefold()))


def words_of(texts: Iterable[str]) -> set[str]:
    """Every word of four letters or more, and every long number, spaced or not."""
    found: set[str] = set()
    for text in texts:
        found |= set(WORD.findall(folded(text)))
        found |= {number for one in NUMBER.findall(text) for number in (one, re.sub(r"\D", "", one))}
    return found


def gleaned(folder: Path, words: Iterable[str]) -> list[tuple[str, str]]:
    """Which words stand in which files."""
    wanted = sorted(words)
    return [
        (str(path.relative_to(folder)), word)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        for word in _in(path.read_bytes(), wanted)
    ]


def _in(data: bytes, words: list[str]) -> Iterator[str]:
    head = SEALED.match(data)
    whole = [folded(text) for text in _readings(data)]
    short = [folded(text) for text in _readings(data[head.end() :])] if head else whole
    tokens = {token for text in short for run in READABLE.findall(text) for token in WORD.findall(run)}
    for word in words:
        if word in tokens or (len(word) >= SURE and any(word in text for text in whole)):
            yield word


def _readings(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "replace")
    for order in ("utf-16-le", "utf-16-be"):
        for start in (0, 1):
            yield data[start:].decode(order, "replace")
