"""What a file is, by its bytes: names and what a browser says of them are never looked at. Pure."""

from __future__ import annotations

from typing import Final

from bot.files import found

PDF, WORD, PLAIN = "pdf", "word", "plain"
HEAD: Final = 1024  # bytes in which a PDF may begin (ISO 32000-2, annex I: readers look there)
PROGRAMS: Final = (
    b"MZ",  # Windows
    b"\x7fELF",
    b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",  # macOS
    b"\xca\xfe\xba\xbe",  # macOS, Java
    b"dex\n",  # Android
    b"#!",
)  # fmt: skip
IMAGES: Final = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\0", b"MM\0*", b"\0\0\1\0")
BRANDS: Final = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"avif"})  # of ISO media files that are pictures
COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office before 2007, and what Office locks (MS-CFB, 2.2)
LOCKED_PART: Final = "EncryptedPackage".encode("utf-16-le")  # MS-OFFCRYPTO, 2.3.4.4
ZIP: Final = (b"PK\3\4", b"PK\5\6")


def kind(data: bytes) -> str:
    """Return PDF, WORD or PLAIN. Raises `UnreadableError` for what is none of them."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise found.UnreadableError(found.EMPTY)
    if data.startswith(PROGRAMS):
        raise found.UnreadableError(found.PROGRAM)
    if image(data):
        raise found.UnreadableError(found.IMAGE)
    if data.startswith(COMPOUND):
        raise found.UnreadableError(found.LOCKED if LOCKED_PART in data else found.OLD_WORD)
    if b"%PDF-" in data[:HEAD]:
        return PDF
    return WORD if data.startswith(ZIP) else PLAIN


def image(data: bytes) -> bool:
    """Whether it is a picture."""
    webp = data.startswith(b"RIFF") and data[8:12] == b"WEBP"
    return data.startswith(IMAGES) or webp or (data[4:8] == b"ftyp" and data[8:12] in BRANDS)
