"""Files people send, read in this process: what ends a reader of files in its own ends nothing else, but is a fault."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

from bot.files import found
from bot.files import pdf as portable
from bot.files import plain as text
from bot.files import word as office
from bot.files.sniff import kind

# The reader gives up when its process has worked for so long; this one works for minutes.
portable.WORK = float("inf")  # type: ignore[misc]
portable.ready()


def pdf(data: bytes) -> None:
    with suppress(found.UnreadableError):
        portable.text(data).encode("utf-8", "replace")


def word(data: bytes) -> None:
    """The bytes as they are, and as the words of a file that is packed well."""
    with suppress(found.UnreadableError):
        office.text(data)
    for name in (office.MAIN, "content.xml"):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as pack:
            if name != office.MAIN:
                pack.writestr("mimetype", office.ODT)
            pack.writestr(name, data)
        with suppress(found.UnreadableError):
            office.text(packed.getvalue())


def plain(data: bytes) -> None:
    with suppress(found.UnreadableError):
        kind(data)
        for lang in ("fr", "en", "ar", "uk"):
            text.text(data, lang).encode("utf-8", "replace")
