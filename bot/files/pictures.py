"""A picture drawn anew: its dots and nothing else of it. Runs in the reader's own process alone.

What a camera writes beside them (the place, the hour, its own name) is gone, and so is whatever else stood in the file.
"""

from __future__ import annotations

import struct
import zlib
from importlib import import_module
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError

from bot.files import found

FORMATS: Final = ("JPEG", "PNG", "WEBP", "GIF", "BMP")
# What the library loads while it works: a telephone writes beside a photo as in a TIFF, and two photos in a file (MPO).
PLUGINS: Final = ("Jpeg", "Png", "WebP", "Gif", "Bmp", "Tiff", "Mpo")
EDGE: Final = 1_600  # dots of the longer side: small print of a page held to a camera can be read
DOTS: Final = 50_000_000  # of a telephone's largest photos; more is a bomb (OWASP ASVS 5.0, 5.2.6)
QUALITY: Final = 82  # of a JPEG: letters keep their edges
WHITE: Final = (255, 255, 255)
BAD: Final = (
    UnidentifiedImageError, OSError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, EOFError,
    SyntaxError, struct.error, zlib.error,
)  # fmt: skip


def ready() -> None:
    """Load all of the library that is used: nothing can be opened later."""
    for name in PLUGINS:
        import_module(f"PIL.{name}ImagePlugin")
    Image.preinit()


def drawn(data: bytes) -> bytes:
    """Return the picture as JPEG, as it is held upright. Raises `UnreadableError`."""
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > DOTS:
                raise found.UnreadableError(found.PACKED)
            image.draft("RGB", (EDGE, EDGE))
            image.thumbnail((EDGE, EDGE))
            return jpeg(ImageOps.exif_transpose(image))
    except (MemoryError, Image.DecompressionBombError):
        raise found.UnreadableError(found.PACKED) from None
    except BAD:
        raise found.UnreadableError(found.BROKEN) from None


def jpeg(image: Image.Image) -> bytes:
    """Return a picture as JPEG; what can be seen through is on white."""
    seen = image.convert("RGBA") if image.has_transparency_data else image
    plain = Image.new("RGB", image.size, WHITE)
    plain.paste(seen, mask=seen if seen.mode == "RGBA" else None)
    out = BytesIO()
    plain.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()
