"""What a counsellor proposes to write down: asked about once the bot speaks again, and a fact only after a yes.

A proposal is a text for one question. It waits in the notes of the conversation until the person said yes or no; where
the question cannot be reached any more, it is said so and dropped.
"""

from __future__ import annotations

from typing import Final

from flows import reading
from flows.accept import read, understood
from flows.counsel import Suggest
from flows.floor import holds
from flows.model import Ask, How
from flows.turn import LEAVE, PROPOSED, TAKE, Turn, begins

MENU: Final = "menu/proposed"


def suggested(turn: Turn, body: Suggest) -> None:
    """Note what a counsellor who has the floor proposes, when the question can read it."""
    slot = turn.trace.slot(body.qid)
    if slot is None or not holds(turn.state.floor, body.owner):
        return
    parsed = understood(turn, slot, read(turn, slot, body.text))
    if parsed is not None and parsed.value is not None and parsed.value.said:
        turn.note(f"{PROPOSED}{body.qid}", f"{body.name}\n{body.text}")


def meant(turn: Turn, asked: Ask, folded: str) -> str:
    """Return the choice that a yes or a no stands for; "" for none."""
    return begins(asked, {"yes": TAKE, "no": LEAVE}.get(reading.answer_word(folded, turn.words) or "", ""))


def answered(turn: Turn, name: str) -> None:
    """Keep what was proposed, or leave it; an old button is about what it showed, and says so when that is settled."""
    way, _, qid = name.partition(":")
    waiting = turn.noted(f"{PROPOSED}{qid}")
    turn.note(f"{PROPOSED}{qid}")
    if not waiting:
        turn.first("already")
    elif f"{way}:" == LEAVE:
        turn.first("proposed.left")
    else:
        _keep(turn, qid, waiting.partition("\n")[2])
    turn.ask()


def _keep(turn: Turn, qid: str, text: str) -> None:
    slot = turn.trace.slot(qid)
    parsed = understood(turn, slot, read(turn, slot, text)) if slot else None
    if parsed is None or parsed.value is None:
        turn.first("gone")
        return
    turn.keep(qid, parsed.value, text, How.COUNSELLOR)
    turn.first("proposed.kept")
