"""The square a phone reads: read back from its picture, by a reader nobody here wrote."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from renderers import qr

PIXELS = 4  # a module


def picture(svg: str) -> Image.Image:
    """The picture an SVG of rectangles in one path is."""
    found = re.search(r'viewBox="0 0 (\d+) \d+"', svg)
    assert found is not None
    side = int(found[1]) * PIXELS
    image = Image.new("L", (side, side), 255)
    draw = ImageDraw.Draw(image)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", svg):
        left, top = int(x) * PIXELS, int(y) * PIXELS
        draw.rectangle((left, top, left + int(length) * PIXELS - 1, top + PIXELS - 1), 0)
    return image


@pytest.mark.parametrize("text", [
    "https://t.me/atout_bot?start=atout-abcdefghij0123456789",
    "https://wa.me/33639981001?text=atout-zyxwvutsrq9876543210",
    f"https://t.me/{'a' * 32}?start=atout-{'z' * 20}",
])  # fmt: skip
def test_a_phone_reads_the_address(text: str) -> None:
    file = BytesIO()
    picture(qr.render(text)).save(file, "PNG")
    assert [one.text for one in zxingcpp.read_barcodes(Image.open(file))] == [text]
