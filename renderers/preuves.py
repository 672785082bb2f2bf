"""The template *Preuves*: skills first, each with where it was shown; for lives told without dates.

It is *Clair* with another middle: what a person can do stands in bold, one or two lines below say where and for how
long; the experiences come after it as a short list, and no place is kept for dates.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.documents import Cv, Entry
from renderers.clair import BETWEEN_ITEMS, QUIET, Clair, Look
from renderers.layout import Block

BETWEEN_BLOCKS = 6.0
PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Preuves(Clair):
    """Makes the blocks of a CV whose skills are shown one by one."""

    def part(self, part: str, cv: Cv) -> Iterator[Block]:
        """The blocks of a part, without its heading."""
        if part == "skills":
            for at, entry in enumerate(cv.blocks):
                yield self.line("H3", entry.title, Look(bold=True), BETWEEN_BLOCKS if at else 0.0)
                yield from self.items(entry.lines, BETWEEN_ITEMS)
        elif part == "experiences":
            for above, entry in zip((None, *cv.experiences), cv.experiences, strict=False):
                apart = above and (above.lines or entry.lines)
                yield from self._short(entry, BETWEEN_BLOCKS if apart else BETWEEN_ITEMS if above else 0.0)
        else:
            yield from Clair.part(self, part, cv)

    def _short(self, entry: Entry, before: float) -> Iterator[Block]:
        """An experience on one line, and what is said of it nowhere else."""
        if self.other(entry.title):
            when = entry.when and self.line("P", entry.when, QUIET)
            yield from filter(None, (self.line("P", entry.title, PLAIN, before), when))
        else:
            yield self.timed("P", entry, PLAIN, before)
        yield from self.items(entry.lines, BETWEEN_ITEMS)
