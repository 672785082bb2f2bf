"""The picture of the CV: it shows the page, the same each time, from any thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from PIL import Image

from renderers import cv_png
from tests.renderers.samples import ARABIC, FRENCH, SAMPLES, translate


def picture(name: str) -> Image.Image:
    cv = SAMPLES[name]
    return Image.open(BytesIO(cv_png.render(cv, translate(cv.lang)))).convert("L")


def ink(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many dark points a part of the picture has."""
    return sum(image.crop(box).histogram()[:128])


@pytest.mark.parametrize("name", SAMPLES)
def test_the_page_fits_a_phone_and_its_margins_are_empty(name: str) -> None:
    image = picture(name)
    width, height = image.size
    assert (width, height) == (953, 1348)
    margin = 75
    for box in (
        (0, 0, margin, height),
        (width - margin, 0, width, height),
        (0, 0, width, 65),
        (0, height - 60, width, height),
    ):
        assert ink(image, box) == 0
    assert ink(image, (margin, 65, width - margin, height - 60)) > 2000


def test_a_french_name_is_on_the_left_an_arabic_one_on_the_right() -> None:
    assert ink(picture("fr"), (75, 65, 400, 125)) > 1000
    assert ink(picture("ar"), (75, 65, 400, 125)) == 0
    assert ink(picture("ar"), (553, 65, 880, 125)) > 1000


def test_threads_do_not_disturb_each_other() -> None:
    jobs = [(cv, translate(cv.lang)) for cv in (FRENCH, ARABIC) * 4]
    with ThreadPoolExecutor(4) as pool:
        pictures = list(pool.map(lambda job: cv_png.render(*job), jobs))
    assert len(set(pictures)) == 2
