"""The template *Clair*: a CV as blocks of a page.

One column, one accent, two weights, four sizes; no table, box or icon. The name stands alone on the first line;
telephone and e-mail are plain text on a line of their own; a heading stands alone above its rule; a date stands on
the line of its title. A part without lines has no heading, a CV without dates has no place kept for them. Where
things go is decided here, how large they are in `renderers.layout`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from flows.documents import Cv, Entry, Line
from flows.model import Translate
from renderers import bidi
from renderers.layout import ACCENT, GREY, INK, Block, Setting, Size
from renderers.outline import PARTS, SEPARATOR, comma, contact, heading, is_rtl
from renderers.shaping import Shaper
from renderers.textlayer import THOUSAND, Colour, Span, paragraph

WIDEST_ASIDE = 0.38  # of the text's width: a longer date goes under its title
NO_BREAK_SPACE = "\u00a0"
ONE_LINE = ("languages", "extras")  # parts whose lines are short
DOT = " · "

AFTER_NAME, BEFORE_TITLE, BEFORE_HEADING = 2.0, 6.0, 11.0
BETWEEN_ENTRIES, BETWEEN_ITEMS = 7.0, 1.6


@dataclass(frozen=True, slots=True)
class Look:
    """How a line looks."""

    bold: bool = False
    colour: Colour = INK
    size: Size = Size.BODY


QUIET = Look(colour=GREY)


@dataclass(frozen=True, slots=True)
class Clair:
    """Makes the blocks of a CV. Its `shaper` is the document's own: no word outlives it."""

    lang: str
    t: Translate
    shaper: Shaper
    compact: bool = False  # languages and what comes after them on one line each: the first thing to give up

    @property
    def rtl(self) -> bool:
        """Whether the page is mirrored."""
        return is_rtl(self.lang)

    def blocks(self, cv: Cv) -> list[Block]:
        """The whole page, from the name to the last line, without what turned out empty."""
        found = [*self._head(cv)]
        for part in PARTS:
            body = [block for block in self.part(part, cv) if block.text.width]
            if body:
                words = Span(self.t(heading(part)), bold=True, colour=ACCENT)
                found += [self._block("H2", words, size=Size.HEADING, before=BEFORE_HEADING, ruled=True), *body]
        return [block for block in found if block.text.width]

    def _head(self, cv: Cv) -> Iterator[Block]:
        """Name, contact, job looked for."""
        name = self._block("H1", Span(cv.name, bold=True, colour=ACCENT), size=Size.NAME)
        long = name.text.width * Size.NAME.value / THOUSAND > Setting().width  # machines look for it on one line
        yield replace(name, size=Size.LONG_NAME) if long else name
        rows = [self._block("P", *separated(row)) for row in contact(cv)]
        if any(_width(row) > Setting().width for row in rows):  # never a separator at the end of a line
            rows = [self._block("P", *separated([text])) for parts in contact(cv) for text in parts]
        yield from (replace(row, before=0.0 if at else AFTER_NAME) for at, row in enumerate(rows))
        if cv.title:
            yield self.line("P", cv.title, Look(bold=True, size=Size.TITLE), BEFORE_TITLE)

    def part(self, part: str, cv: Cv) -> Iterator[Block]:
        """The blocks of a part, without its heading."""
        if part == "experiences":
            for at, entry in enumerate(cv.experiences):
                yield from self._entry(entry, BETWEEN_ENTRIES if at else 0.0, cv.column)
        elif self.compact and part in ONE_LINE:
            yield self._block("P", *separated([self.t(line.phrase) for line in getattr(cv, part)], DOT))
        else:
            lines: tuple[Line, ...] = getattr(cv, part)
            yield from self.items(lines, 0.0)

    def _entry(self, entry: Entry, before: float, column: bool) -> Iterator[Block]:  # noqa: FBT001 - a look
        """An experience: its title and when, where, what was done."""
        when = self.line("P", entry.when, QUIET) if entry.when else None
        head = self.line("H3", entry.title, Look(bold=True), before)
        if entry.when and not column and not self.other(entry.title):
            head, when = self.timed("H3", entry, Look(bold=True), before), None
        elif entry.when and when and _fits_aside(when):
            # A blank of its own, because some readers see no gap between two texts of a line.
            head, when = replace(head, aside=self.line("P", entry.when, QUIET, lead=NO_BREAK_SPACE)), None
        where = self.line("P", entry.where, QUIET) if entry.where else None
        yield from filter(None, (head, when, where))
        yield from self.items(entry.lines, BETWEEN_ITEMS)

    def timed(self, role: str, entry: Entry, look: Look, before: float) -> Block:
        """An experience and its time on one line."""
        time = f"{comma(self.lang)} {self.t(entry.when.phrase)}" if entry.when else ""
        spans = Span(self.t(entry.title.phrase), look.bold, look.colour), Span(time, colour=GREY)
        return self._block(role, *spans, before=before)

    def items(self, lines: Iterable[Line], before: float) -> Iterator[Block]:
        """Lines with bullets."""
        bullet = paragraph(self.shaper, [Span(f"•{NO_BREAK_SPACE}", colour=ACCENT)], rtl=self.rtl)
        for at, line in enumerate(lines):
            yield replace(self.line("LI", line, Look(), BETWEEN_ITEMS if at else before), bullet=bullet)

    def line(self, role: str, line: Line, look: Look, before: float = 0.0, lead: str = "") -> Block:
        """A line of the CV, in its own language if it has one."""
        span = Span(lead + self.t(line.phrase), look.bold, look.colour)
        return self._block(role, span, size=look.size, before=before, lang=self.other(line))

    def other(self, line: Line) -> str:
        """The language of a line that is not in that of the document."""
        return line.lang if line.lang != self.lang else ""

    def _block(
        self, role: str, *spans: Span, size: Size = Size.BODY, before: float = 0.0, lang: str = "", ruled: bool = False
    ) -> Block:
        """Spans as a block."""
        rtl = is_rtl(lang) if lang else self.rtl
        text = paragraph(self.shaper, spans, rtl=rtl, lang=lang)
        return Block(role, text, size, before, lang, ruled=ruled)


def _fits_aside(when: Block) -> bool:
    """Whether a date is short enough to stand at the far edge."""
    return _width(when) <= WIDEST_ASIDE * Setting().width


def _width(block: Block) -> float:
    """The width of a block of body on one line of a normal page, in points."""
    return block.text.width * Setting().body / THOUSAND


def separated(texts: Iterable[str], separator: str = SEPARATOR) -> list[Span]:
    """The texts with separators between them, each isolated from its neighbours."""
    spans: list[Span] = []
    for text in texts:
        spans += [Span(separator, colour=GREY)] if spans else []
        spans.append(Span(f"{bidi.ISOLATE_FIRST}{text}{bidi.ISOLATE_END}", colour=INK))
    return spans
