"""Blocks under one another on a page: measured first, fitted by a ladder, then drawn.

A block is a paragraph with a role, perhaps a short text at the far edge of its first line (a date) and a rule below.
Sizes and gaps are named here, in points, for a page as a designer sets it; a `Setting` says how far they were pressed
together or opened up. Everything is mirrored in a right-to-left document. What is said is no business of this module.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from renderers.page import A4, Page
from renderers.tags import Element
from renderers.textlayer import THOUSAND, Colour, Line, Paragraph

MM = 72 / 25.4


def colour(code: str) -> Colour:
    """A colour from its web notation, #RRGGBB."""
    red, green, blue = (int(code[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


INK, GREY, ACCENT = colour("#1F1F1F"), colour("#555555"), colour("#12355B")

INDENT = 3.4 * MM  # of what follows a bullet
GUTTER = 14.0  # between a title and its date
RULE = 0.6
RULE_ABOVE, RULE_BELOW = 2.2, 4.6


class Size(Enum):
    """The four sizes of a page: one of a name, and three more. The body's is the setting's."""

    NAME = 22.0
    LONG_NAME = 15.5
    TITLE = 12.5
    HEADING = 11.5
    BODY = 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """How a page is set: the size of its body, its gaps and leading beside the normal, its margins."""

    body: float = 10.0
    gaps: float = 1.0
    leading: float = 1.0
    side: float = 18 * MM
    top: float = 16 * MM
    bottom: float = 15 * MM

    @property
    def width(self) -> float:
        """The width of the text."""
        return A4[0] - 2 * self.side

    @property
    def height(self) -> float:
        """The height that may be filled."""
        return A4[1] - self.top - self.bottom

    def size(self, size: Size) -> float:
        """A size in points."""
        return size.value or self.body


TIGHT = 1.25 / 1.35
# From the page as it should be to the tightest that may be printed. After that something must be left out.
LADDER = (
    Setting(),
    Setting(gaps=0.85),
    Setting(gaps=0.85, leading=TIGHT),
    Setting(gaps=0.85, leading=TIGHT, body=9.5),
    Setting(gaps=0.85, leading=TIGHT, body=9.0),
    Setting(gaps=0.85, leading=TIGHT, body=9.0, side=15 * MM, top=15 * MM, bottom=12 * MM),
)
EMPTY = 0.55  # a page less full than this is opened up
AIRY = Setting(body=11.0, gaps=1.25)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph in its place. `role` is H1, H2, H3, P or LI; `before` is the gap above it."""

    role: str
    text: Paragraph
    size: Size = Size.BODY
    before: float = 0.0
    lang: str = ""
    bullet: Paragraph | None = None
    aside: Block | None = None
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """A block broken into lines, with its top on the page."""

    block: Block
    lines: tuple[Line, ...]
    top: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole page, laid out but not drawn. `fill` is how much of its height is used; above 1 it does not fit."""

    setting: Setting
    laid: tuple[Laid, ...]
    fill: float


def lay(blocks: Iterable[Block], setting: Setting) -> Sheet:
    """The blocks under one another."""
    laid: list[Laid] = []
    start = y = setting.top
    for block in blocks:
        y += block.before * setting.gaps if laid else 0.0
        lines = block.text.lines(_room(block, setting) * THOUSAND / setting.size(block.size))
        laid.append(Laid(block, lines, y))
        y += sum(_height(line, block, setting) for line in lines)
        y += RULE_ABOVE + RULE + RULE_BELOW * setting.gaps if block.ruled else 0.0
    return Sheet(setting, tuple(laid), (y - start) / setting.height)


def fitted(blocks: Sequence[Block]) -> Sheet | None:
    """The page on the first rung of the ladder that holds it, opened up if it is nearly empty; None if none does."""
    for rung in LADDER:
        sheet = lay(blocks, rung)
        if sheet.fill < EMPTY:
            return lay(blocks, AIRY)
        if sheet.fill <= 1:
            return sheet
    return None


def paged(blocks: Iterable[Block], setting: Setting) -> Iterator[Sheet]:
    """The blocks on as many pages as they need; a heading stays with what follows it, no block is cut."""
    page: list[Block] = []
    filled = 0.0
    for group in _groups(blocks):
        high = sum(block.before * setting.gaps / setting.height + lay((block,), setting).fill for block in group)
        if page and filled + high > 1:
            yield lay(page, setting)
            page, filled = [], 0.0
        page += group
        filled += high
    yield lay(page, setting)


def _groups(blocks: Iterable[Block]) -> Iterator[list[Block]]:
    """The blocks that stay together: headings with the block after them."""
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.role.startswith("H"):
            yield group
            group = []
    if group:
        yield group


def _room(block: Block, setting: Setting) -> float:
    """The width a block's lines may have, in points."""
    room = setting.width - (INDENT if block.bullet else 0)
    if block.aside:
        room -= block.aside.text.width * setting.body / THOUSAND + GUTTER
    return room


def _height(line: Line, block: Block, setting: Setting) -> float:
    return line.tone.leading * setting.leading * setting.size(block.size)


def draw(page: Page, sheet: Sheet, *, rtl: bool) -> None:
    """Puts the page on paper, in reading order, each block in its element."""
    for element, laid in _tagged(page.root, sheet.laid):
        _draw(page, element, laid, _Edges(sheet.setting, rtl=rtl))


def _tagged(root: Element, blocks: Sequence[Laid]) -> Iterator[tuple[Element, Laid]]:
    """Each block with its element; neighbours that are items share a list."""
    group: Element | None = None
    for laid in blocks:
        if laid.block.role != "LI":
            group = None
            yield root.add(laid.block.role), laid
        else:
            group = group or root.add("L")
            yield group.add("LI"), laid


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where a line begins: on the left, or mirrored."""

    setting: Setting
    rtl: bool

    def near(self, width: float, indent: float = 0.0) -> float:
        """The left end of a line of this width at the edge where reading begins."""
        start = self.setting.side + indent
        return A4[0] - start - width if self.rtl else start

    def far(self, width: float) -> float:
        """The left end of a line at the other edge."""
        return self.setting.side if self.rtl else A4[0] - self.setting.side - width


def _draw(page: Page, element: Element, laid: Laid, edges: _Edges) -> None:
    """One block: its bullet, its lines, its date, its rule."""
    block, setting = laid.block, edges.setting
    size = setting.size(block.size)
    heights = [_height(line, block, setting) for line in laid.lines]
    first = laid.top + heights[0] / 2 + laid.lines[0].tone.drop * size
    if block.bullet:
        with page.inside(element.add("Lbl")):
            _bullet(page, block.bullet, edges, first)
    target = element.add("LBody") if block.role == "LI" else element
    with page.inside(target.add("Span", block.lang) if block.lang else target):
        top = laid.top
        for line, height in zip(laid.lines, heights, strict=True):
            x = edges.near(line.width * size / THOUSAND, INDENT if block.bullet else 0)
            page.line(line, x, top + height / 2 + line.tone.drop * size, size)
            top += height
    if block.aside:
        _aside(page, block.aside, edges, first)
    if block.ruled:
        page.rule(setting.side, top + RULE_ABOVE, setting.width, RULE, ACCENT)


def _bullet(page: Page, text: Paragraph, edges: _Edges, baseline: float) -> None:
    """A bullet at the near edge."""
    size = edges.setting.body
    for line in text.lines(edges.setting.width * THOUSAND / size):
        page.line(line, edges.near(line.width * size / THOUSAND), baseline, size)


def _aside(page: Page, block: Block, edges: _Edges, baseline: float) -> None:
    """A date at the far edge, on the line of its title."""
    size = edges.setting.body
    element = page.root.add(block.role)
    with page.inside(element.add("Span", block.lang) if block.lang else element):
        for line in block.text.lines(edges.setting.width * THOUSAND / size):
            page.line(line, edges.far(line.width * size / THOUSAND), baseline, size)
