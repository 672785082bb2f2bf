"""What is still missing for the CV: what was not asked yet, and what was asked and left without an answer.

The person asks for it by a word, and it stands on the page a counsellor opens: both read it from here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.content import Content, Question
from flows.live import ITEM, Live, Slot, Trace, known

NOT_MISSED: Final = frozenset({"exp/*/not", "cv/address", "cv/title"})  # a CV is no better for them


def unasked(content: Content, live: Live, coming: Sequence[str]) -> tuple[Question, ...]:
    """Return what may still be asked; not of an experience that has still to begin."""
    begun = live.items()
    mine = (qid for qid in coming if not qid.startswith(ITEM) or qid.split("/")[1] in begun)
    asked = (known(content, qid) for qid in mine)
    return tuple(dict.fromkeys(q for q in asked if q and q.kind != "confirm" and q.id not in NOT_MISSED))


def passed(walked: Trace) -> tuple[Slot, ...]:
    """Return what was asked and left without an answer."""
    facts = walked.live.facts
    here = (slot for slot in walked.answered() if not slot.door and not facts[slot.qid].value.said)
    return tuple(s for s in here if s.question.kind != "confirm" and s.question.id not in NOT_MISSED)
