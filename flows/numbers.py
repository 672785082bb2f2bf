"""Numbers to call: the one for all that is urgent, and before it those for what was heard, where somebody checked them.

They belong to the country of the operator, not to the language. Which are there is decided outside, by a file and a
date the operator set (`Host`); what a danger is of, by lists of words that say so for certain (flows/danger.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.content import Host
from flows.model import Phrase

SMS: Final = "sms"  # for who cannot speak
BESIDE: Final = {"violence": (SMS,)}  # who is beaten at home may be overheard
RIGHTS: Final = "discrimination"


def urgent(host: Host, key: str, **more: str | Phrase) -> Phrase:
    """Return a phrase that names the number for all that is urgent."""
    return Phrase(key, {"number": host.emergency, **more})


def lines(host: Host, kinds: Sequence[str]) -> tuple[Phrase, ...]:
    """Return a line for each number that is there for these dangers, the first kind first."""
    wanted = dict.fromkeys(one for kind in kinds for one in (kind, *BESIDE.get(kind, ())))
    return tuple(
        Phrase(f"number.{line.kind}{'.always' if line.always and line.kind != SMS else ''}", {"number": line.number})
        for kind in wanted
        for line in host.numbers
        if line.kind == kind
    )
