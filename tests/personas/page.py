"""The figures of the invented people on their page: written there, and read from there to be held to.

A published figure is a promise: what a replay gives may be better, never worse. Only ids and counts are on the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.personas.replay import Replayed

PAGE: Final = Path(__file__).parents[2] / "docs" / "figures.md"
PEOPLE: Final = "people"  # who they are and what their CV holds
HELPED: Final = "helped"  # with a model and without
ROW: Final = re.compile(
    r"\| (?P<id>\w+) \| \w+ \| (?P<first>\d+|-) \| (?P<messages>\d+) of \d+ \| (?P<facts>\d+) of (?P<must>\d+)"
    r" \| (?P<never>\d+) \| (?P<leaked>\d+) \| (?P<repeats>\d+) \|"
)


@dataclass(frozen=True, slots=True)
class Published:
    """What the page says of one person: counts."""

    first: int  # messages until the first PDF; 0: none
    messages: int
    facts: int
    must: int
    never: int
    leaked: int
    repeats: int

    def worse(self, found: Replayed) -> list[str]:
        """Return in what a replay is worse than the page says."""
        most = {"first": found.first, "messages": found.messages, "never": len(found.never),
                "leaked": len(found.leaked), "repeats": len(found.repeats)}  # fmt: skip
        over = [f"{name}: {n}, published {getattr(self, name)}" for name, n in most.items() if n > getattr(self, name)]
        lost = [f"facts: {found.facts}, published {self.facts}"] * (found.facts < self.facts)
        return over + lost + ["no first PDF"] * (bool(self.first) and not found.first)


def published() -> Mapping[str, Published]:
    """Return what the page says, by person."""
    block = _block(PEOPLE).search(PAGE.read_text(encoding="utf-8"))
    rows = ROW.finditer(block[0] if block else "")
    return {
        row["id"]: Published(**{name: int(n.replace("-", "0")) for name, n in row.groupdict().items() if name != "id"})
        for row in rows
    }


def write(table: str, where: str = PEOPLE) -> None:
    """Put the figures on the page."""
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(_block(where).sub(lambda _: f"\n{table}\n\n", text), encoding="utf-8")


def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- end of {name} -->)", re.DOTALL)
