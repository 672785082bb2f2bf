"""The words of a LibreOffice text (.odt), out of the page of XML in it. Its zip is looked at in `word.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.files.marked import BULLET, Marked

MAIN: Final = "content.xml"
MANIFEST: Final = "META-INF/manifest.xml"
LOCK: Final = b"encryption-data"  # what the manifest says of a part that asks for a password (ODF 1.3 part 2, 4.4)
TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
PARAGRAPHS: Final = frozenset({"p", "h"})
SIGNS: Final = {"list-item": BULLET, "s": " ", "tab": " ", "line-break": "\n", "p": "", "h": ""}
ASIDE: Final = {(TEXT, "tracked-changes"), (OFFICE, "annotation")}  # what was deleted, and what was noted beside


class OpenWords(Marked):
    """Gathers the words of a LibreOffice text."""

    def __init__(self) -> None:
        super().__init__()
        self._inside = 0  # paragraphs: one may stand in a frame of another

    def skips(self, space: str, tag: str) -> bool:
        """Leave out what was deleted and what was noted beside."""
        return (space, tag) in ASIDE

    def begin(self, space: str, tag: str, _about: Mapping[str, str]) -> str:
        """Return the sign of a tag."""
        framed = space == TEXT and tag in PARAGRAPHS and self._inside
        self._inside += space == TEXT and tag in PARAGRAPHS
        return "\n" if framed else SIGNS.get(tag, "") if space == TEXT else ""

    def end(self, space: str, tag: str) -> str:
        """Return the end of a line."""
        ends = space == TEXT and tag in PARAGRAPHS
        self._inside -= ends
        return "\n" if ends else ""

    def heard(self) -> bool:
        """Whether a paragraph is being read."""
        return self._inside > 0
