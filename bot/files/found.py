"""What looking at a file can come to: its text, a picture of it, a clean copy, or one word for why there is none.

The words are known to the core and to the desk, which have a sentence for each. Nothing here reads anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

TEXT: Final = "text"
DRAWN: Final = "drawn"  # a picture or a clean copy was made of it
LOCKED: Final = "locked"  # asks for a password
PICTURE: Final = "picture"  # a PDF of pictures: there is no text in it
IMAGE: Final = "image"  # a photo, whatever its name says
PACKED: Final = "packed"  # far larger than it looks: a zip bomb
OLD_WORD: Final = "old_word"  # .doc, of Word before 2007
OPEN_TEXT: Final = "open_text"  # of LibreOffice, and no text: a sheet, a drawing
PROGRAM: Final = "program"
STRANGE: Final = "strange"  # nothing we know
BROKEN: Final = "broken"
EMPTY: Final = "empty"
HEAVY: Final = "heavy"
STUCK: Final = "stuck"  # it ended its reader, more than once
GONE: Final = "gone"  # the platform, or we, do not have it any more
AWAY: Final = "away"  # the platform did not hand it over

BYTES_MOST: Final = 10 * 1024 * 1024  # of a file a person sends; said to them by each channel
DRAWN_MOST: Final = 5 * 1024 * 1024  # of what was drawn anew; WhatsApp takes pictures of 5 MB
TEXT_MOST: Final = 16_000  # characters; two pages of a CV have about 5 000


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: `verdict` is TEXT or why not. `text` has at most `TEXT_MOST` characters."""

    verdict: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn anew of a file: `verdict` is DRAWN or why nothing; `form` is jpg or pdf, of so many `pages`."""

    verdict: str
    data: bytes = b""
    form: str = ""
    pages: int = 0


class UnreadableError(Exception):
    """A file has no text for us; `verdict` says why."""

    def __init__(self, verdict: str) -> None:
        super().__init__(verdict)
        self.verdict = verdict
