"""The phrases by which finding is judged, in two halves that a hash told apart before anything was tuned.

`phrases.jsonl`: what somebody says of their work, and the ROME codes any of which answers it well. `nothing.jsonl`:
what must find nothing. Only the half that is not held out may be looked at when words or weights are changed.
The last hundred phrases were looked at, both halves, before the words grew (`docs/figures.md`): for them the half
that is held out proves nothing.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Phrase:
    lang: str
    text: str
    accept: frozenset[str] = frozenset()

    @property
    def held_out(self) -> bool:
        """Whether it is of the half that nothing is tuned on."""
        return hashlib.sha256(self.text.encode()).digest()[0] % 2 == 1


def read(path: Path) -> tuple[Phrase, ...]:
    """Return the phrases of a file, one JSON a line."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    return tuple(Phrase(row["lang"], row["text"], frozenset(row.get("accept", ()))) for row in rows)


PHRASES = read(HERE / "phrases.jsonl")
NOTHING = read(HERE / "nothing.jsonl")
SPANISH = read(HERE / "spanish.jsonl")  # of six countries; all were looked at, so no half of them is held out
