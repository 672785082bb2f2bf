"""What is done only after a yes of its own, beside keeping the answers: each is asked the first time it would be used.

An answer is a fact: agree or refuse, with the version of the text it was said to, its language and its time. The newest
counts; a new dossier changes nothing of it, and no counsellor reads of it. A purpose this installation has no use for
is never asked about: a voice that is heard on the operator's own machine leaves it no more than written words do.
What is agreed to elsewhere: keeping (flows/charter), being read (flows/asking.py), being followed (flows/follow.py),
tips (flows/literacy), being counted (flows/workshop.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from flows.content import Host
from flows.model import Facts

FACT: Final = "purpose/"  # begins the facts of what was answered
AGREE, REFUSE = "agree", "refuse"
ANSWERS: Final = (AGREE, REFUSE)
REMIND, HEARING, SPEAKING, MODEL = "remind", "hearing", "speaking", "model"


@dataclass(frozen=True, slots=True)
class Purpose:
    """One of them. `version` is of the text `ask.allow.<id>`: another one when it says other things."""

    id: str
    version: int
    where: Callable[[Host], str] | None = None  # who does it, outside the operator's machine; "" : nobody

    @property
    def qid(self) -> str:
        """The id of its fact."""
        return FACT + self.id

    @property
    def text(self) -> str:
        """The text that was read before the answer, with its version."""
        return f"{self.id}.{self.version}"

    def used(self, host: Host) -> bool:
        """Whether this installation would do it."""
        return self.where is None or bool(self.where(host))


PURPOSES: Final[Mapping[str, Purpose]] = {
    one.id: one
    for one in (
        Purpose(REMIND, 1),
        Purpose(HEARING, 1, lambda host: host.hears),
        Purpose(SPEAKING, 1, lambda host: host.speaks),
        Purpose(MODEL, 1, lambda host: host.model),
    )
}


def answer(facts: Facts, name: str) -> str:
    """Return what was answered last: agree, refuse, or "" where it was never asked."""
    qid = FACT + name
    told = next((fact.value.ids for fact in reversed(facts) if fact.qid == qid), ())
    return told[0] if told else ""


def allowed(host: Host, facts: Facts, name: str) -> bool:
    """Whether it may be done now."""
    return not PURPOSES[name].used(host) or answer(facts, name) == AGREE


def unasked(host: Host, facts: Facts, name: str) -> bool:
    """Whether it must be asked first."""
    return PURPOSES[name].used(host) and not answer(facts, name)
