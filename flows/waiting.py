"""What is asked before the way goes on: a wait, what a counsellor proposes, who would follow, what a model found."""

from __future__ import annotations

from flows import helped, meanwhile, wanted
from flows.model import Arg, Choice, Phrase
from flows.turn import (
    FOLLOW,
    FOLLOW_NO,
    FOLLOW_RESTS,
    FOLLOW_YES,
    LEAVE,
    PROPOSED,
    TAKE,
    Turn,
    named,
)


def asks(turn: Turn) -> bool:
    """Ask for what waits for an answer; False when nothing does. People come before a machine."""
    found = meanwhile.stays(turn) or _what_is_proposed(turn) or _to_follow(turn)
    return found or wanted.asks(turn) or helped.asks(turn)


def _what_is_proposed(turn: Turn) -> bool:
    """Ask about what a counsellor proposed, while the question it is for can be reached."""
    for key in [key for key in turn.state.notes if key.startswith(PROPOSED)]:
        slot = turn.trace.slot(key.removeprefix(PROPOSED))
        if slot is None:
            turn.note(key)
            continue
        name, _, text = turn.noted(key).partition("\n")
        offered = (
            Choice(f"{TAKE}{slot.qid}", Phrase("button.yes")),
            Choice(f"{LEAVE}{slot.qid}", Phrase("button.no")),
        )
        what = Phrase(named(slot.question))
        args: dict[str, Arg] = {"name": name, "what": what, "text": text}
        turn.ask_this("menu/proposed", "ask.proposed", offered, "confirm_facts", args)
        return True
    return False


def _to_follow(turn: Turn) -> bool:
    """Ask whether a counsellor may follow, and say exactly what would be seen, once what is told may be kept."""
    answered, waiting = (
        turn.trace.live.ids("charter/consent"),
        [k for k in turn.state.notes if k.startswith(FOLLOW)],
    )
    if answered == ("refuse",) and waiting:
        for key in waiting:
            turn.note(key)
        turn.first("follow.not_kept")
    if answered != ("agree",) or not waiting or turn.noted(FOLLOW_RESTS):
        return False
    account, name = waiting[0].removeprefix(FOLLOW), turn.noted(waiting[0])
    offered = (
        Choice(f"{FOLLOW_YES}{account}", Phrase("button.yes")),
        Choice(f"{FOLLOW_NO}{account}", Phrase("button.no")),
    )
    turn.ask_this("menu/follow", "ask.follow", offered, "human", {"name": name})
    return True
