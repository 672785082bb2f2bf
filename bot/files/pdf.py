"""The text of a PDF, page after page, in the order in which it was written.

By pypdf: of the readers we have it alone joins the letters of a browser's PDF, where each is placed by itself, and it
gives Arabic in the order in which it is read. Runs in the reader's own process alone.
"""

from __future__ import annotations

import pkgutil
import re
import struct
import time
import unicodedata
import zlib
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from io import BytesIO
from typing import Final

import pypdf
from cryptography.hazmat.primitives.ciphers import algorithms, base, modes  # noqa: F401 - for PDFs that are locked
from pypdf.errors import FileNotDecryptedError, LimitReachedError, PyPdfError

from bot.files import found

PAGES: Final = 30  # looked at (OWASP ASVS 5.1.1: a documented size)
WORK: Final = 3.0  # seconds; then what was read so far is the text, before the system ends the process
LETTERS: Final = 12  # fewer in all of it, and it is a picture with a stamp
SHAPES: Final = re.compile("[\ufb00-\ufdff\ufe70-\ufefc]+")  # letters as they are drawn: ligatures, joined Arabic
HYPHEN: Final = re.compile("[\u00ad\u200b]\n?")
BLANKS: Final = re.compile("[ \t\u00a0]{2,}")
GLUED: Final = re.compile("(?<=[\u0620-\u064a])(?=[0-9])|(?<=[0-9])(?=[\u0620-\u064a])")
# What a damaged file can make a reader stumble over; each means the same to the person.
BAD: Final = (
    PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, AssertionError,
    NotImplementedError, RecursionError, EOFError, OSError, ImportError, zlib.error, struct.error,
)  # fmt: skip


def ready() -> None:
    """Load all of the library: nothing can be opened later."""
    for module in pkgutil.walk_packages(pypdf.__path__, "pypdf."):
        with suppress(ImportError):
            import_module(module.name)


def text(data: bytes) -> str:
    """Return the text. Raises `UnreadableError`."""
    try:
        document = pypdf.PdfReader(BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise found.UnreadableError(found.LOCKED)
        pages = list(_pages(document))
    except FileNotDecryptedError:
        raise found.UnreadableError(found.LOCKED) from None
    except (MemoryError, LimitReachedError):
        raise found.UnreadableError(found.PACKED) from None
    except BAD:
        raise found.UnreadableError(found.BROKEN) from None
    if not any(page is not None for page in pages):
        raise found.UnreadableError(found.BROKEN)
    said = "\n".join(filter(None, pages))
    if sum(map(str.isalnum, said)) < LETTERS:
        raise found.UnreadableError(found.PICTURE)
    return said


def _pages(document: pypdf.PdfReader) -> Iterator[str | None]:
    left, count = found.TEXT_MOST + 1, len(document.pages)
    for place in range(min(count, PAGES)):
        if left <= 0 or time.process_time() > WORK:
            return
        said = _page(document, place)
        left -= len(said or "")
        yield said


def _page(document: pypdf.PdfReader, place: int) -> str | None:
    """Return the text of a page; None of a damaged one: its neighbours may be well."""
    try:
        said = document.pages[place].extract_text()
    except BAD:
        return None
    whole = SHAPES.sub(lambda drawn: unicodedata.normalize("NFKC", drawn[0]), HYPHEN.sub("", said))
    return GLUED.sub(" ", BLANKS.sub(" ", whole))
