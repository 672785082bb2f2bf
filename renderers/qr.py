"""An address as a square that a phone reads with its camera: a QR code, drawn as SVG.

Black on white whatever the colours around it, with the empty margin that readers need (ISO/IEC 18004: four modules).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportlab.graphics.barcode.qrencoder import QRCode

MARGIN: Final = 4  # modules


def render(text: str) -> str:
    """Return the SVG of the code of a text of at most a few hundred characters."""
    from reportlab.graphics.barcode.qrencoder import (  # noqa: PLC0415 - a start draws nothing
        QRCode,
        QRErrorCorrectLevel,
    )

    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count: int = code.getModuleCount()  # type: ignore[no-untyped-call] # its stubs leave it out
    runs = "".join(f"M{x + MARGIN} {y + MARGIN}h{length}v1h-{length}z" for y, x, length in _runs(code, count))
    side = count + 2 * MARGIN
    return (
        f'<svg viewBox="0 0 {side} {side}" shape-rendering="crispEdges" aria-hidden="true">'
        f'<path fill="#fff" d="M0 0h{side}v{side}h-{side}z"/><path fill="#000" d="{runs}"/></svg>'
    )


def _runs(code: QRCode, count: int) -> list[tuple[int, int, int]]:
    """Return the dark runs of each row: where they begin, and how long they are."""
    found: list[tuple[int, int, int]] = []
    for y in range(count):
        start = -1
        for x in range(count + 1):
            dark = x < count and bool(code.isDark(y, x))  # type: ignore[no-untyped-call] # the same
            if dark and start < 0:
                start = x
            elif not dark and start >= 0:
                found.append((y, start, x - start))
                start = -1
    return found
