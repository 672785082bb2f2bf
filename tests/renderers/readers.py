"""What three readers get back from a PDF: poppler, PDFium and pypdf. Each knows pages in its own way."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable
from io import BytesIO

import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest

from renderers.words import clean

MARKS = re.compile("[\u200b\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")

BESIDE_DIGITS = re.compile("(?<=[\u0620-\u065f])(?=[0-9])|(?<=[0-9])(?=[\u0620-\u065f])")


def poppler(pdf: bytes) -> str:
    """The text as pdftotext reads it."""
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext is absent: install poppler-utils")
    return subprocess.run([program, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def pdfium(pdf: bytes) -> str:
    """The text as a browser's viewer reads it."""
    document = pypdfium2.PdfDocument(pdf)
    text: str = document[0].get_textpage().get_text_bounded()
    document.close()
    return text


def pure(pdf: bytes) -> str:
    """The text as pypdf reads it, in the order of the page's operators."""
    return pypdf.PdfReader(BytesIO(pdf)).pages[0].extract_text()


READERS: dict[str, Callable[[bytes], str]] = {"poppler": poppler, "pdfium": pdfium, "pypdf": pure}


def plain(text: str) -> str:
    """The text on one line, marks of direction as blanks."""
    return " ".join(MARKS.sub(" ", text).split())


def words(text: str) -> list[str]:
    """The words without their punctuation. An Arabic letter and a digit are two words: readers put a mark between."""
    parts = BESIDE_DIGITS.sub(" ", plain(text)).split()
    return [word for word in (re.sub(r"^\W+|\W+$", "", part) for part in parts) if word]


def found(wanted: Iterable[str], text: str) -> float:
    """Which share of the words of these texts is in the text."""
    expected = Counter(word for one in wanted for word in words(clean(one)))
    seen = Counter(words(text))
    return (expected & seen).total() / expected.total()


def lost(wanted: Iterable[str], text: str) -> list[str]:
    """The words that are not in the text, for whoever must mend it."""
    expected = Counter(word for one in wanted for word in words(clean(one)))
    return sorted((expected - Counter(words(text))).elements())
