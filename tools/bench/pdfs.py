"""PDFs a second: the CV of a whole conversation, beside a plain ReportLab page with the same words.

The plain page has the same font and the same lines at fixed places. It measures nothing, shapes nothing, fits nothing,
and has no layer of text that a reader in another script can copy: what those cost is the ratio. One thread,
processor time, no store.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

import renderers
from bot.sim.chat import paper_text
from tools.bench.figure import QUICK, Figure, alternating, processor
from tools.bench.recorded import record

FONT = Path(renderers.__path__[0]) / "fonts" / "NotoSans-Regular.ttf"
DRAWN = 5 if QUICK else 40
TIMES = 1 if QUICK else 3
LEFT, TOP, LEADING, SIZE = 50, 800, 14, 10


def main() -> None:
    """Draw both, in turns."""
    told = record()
    lines = paper_text(told.pdf()).splitlines()
    pdfmetrics.registerFont(TTFont("plain", FONT))
    assert_same(lines)
    ours, theirs = alternating(lambda: rate(told.pdf), lambda: rate(lambda: plain(lines)), TIMES)
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
    return 1 / processor(work, DRAWN)


if __name__ == "__main__":
    main()
