"""PDFs a second: the CV of a whole conversation, beside a plain ReportLab page with the same words.

The plain page has the same font and the same lines at fixed places. It measures nothing, shapes nothing, fits nothing,
and has no layer of text that a reader in another script can copy: what those cost is the ratio. One thread, no store.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import renderers
from bot.sim.chat import paper_text
from tools.bench.figure import QUICK, Figure
from tools.bench.recorded import record

FONT = Path(renderers.__path__[0]) / "fonts" / "NotoSans-Regular.ttf"
SPELL = 0.3 if QUICK else 2.0  # seconds
TIMES = 1 if QUICK else 3
LEFT, TOP, LEADING, SIZE = 50, 800, 14, 10


def main() -> None:
    """Draw both, in turns."""
    told = record()
    lines = paper_text(told.pdf()).splitlines()
    pdfmetrics.registerFont(TTFont("plain", FONT))
    assert_same(lines)
    pairs = [(rate(told.pdf), rate(lambda: plain(lines))) for _ in range(TIMES)]
    ours, theirs = median(one for one, _ in pairs), median(other for _, other in pairs)
    note = f"{1e3 / ours:.0f} ms a CV of {sum(map(len, lines))} letters, {len(told.pdf()) // 1000} kB"
    Figure("PDFs a second", ours, "a second", "a plain ReportLab page of the same words", theirs, note).tell()


def assert_same(lines: list[str]) -> None:
    """Hold the plain page to the same words. Raises `RuntimeError`."""
    if paper_text(plain(lines)).split() != " ".join(lines).split():
        raise RuntimeError("the plain page has other words")


def plain(lines: list[str]) -> bytes:
    """Return the same words on a page."""
    file = io.BytesIO()
    page = Canvas(file)
    page.setFont("plain", SIZE)
    for number, line in enumerate(lines):
        page.drawString(LEFT, TOP - number * LEADING, line)
    page.save()
    return file.getvalue()


def rate(work: Callable[[], object]) -> float:
    """Return how many a second."""
    count, began = 0, time.perf_counter()
    while (taken := time.perf_counter() - began) < SPELL or not count:
        work()
        count += 1
    return count / taken


if __name__ == "__main__":
    main()
