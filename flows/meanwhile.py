"""What is written while somebody was asked for and nobody came yet.

Under the screen of the wait the last thing that was asked is what the request is about. So words there are for who
answers, and change nothing else: a trouble that is told to somebody is no work, and no name. They stay a message, read
once the case is taken. The way goes on with a word or a button. Elsewhere the open question is answered as ever.
"""

from __future__ import annotations

from typing import Final

from flows import asking, reading, wonders
from flows.model import Edit, Holder, Media, Place, Unsupported, Voice
from flows.turn import Turn

FEW: Final = 5  # words of a question without its mark: "what is a skill"
TIME: Final = "duration"  # the side of who asks how long it takes


def heard(turn: Turn, text: str, folded: str) -> bool:
    """Take words for who answers, under the screen of the wait; elsewhere only offer to take the request back."""
    if turn.state.floor.holder is not Holder.WAITING:
        return False
    if not _on_screen(turn):
        return _offers_to_end(turn, folded)
    name, polite = reading.side(folded, turn.words), reading.polite(folded, turn.words)
    asks = text.rstrip().endswith(reading.QUESTION_MARKS)
    name = name if asks or len(reading.tokens(folded)) <= FEW else None
    if name == TIME:
        asking.still(turn)
        return True
    if name:
        turn.lead.append(wonders.known(turn, name))
    elif polite in {"hello", "thanks"}:
        turn.first(f"polite.{polite}")
    else:
        asking.told(turn)
    asking.waits(turn, how_long=not name and (asks or polite == "hello"))
    return True


def stays(turn: Turn) -> bool:
    """Stay at the wait when a picture or a note without words was sent under it, or words there were put right."""
    body = turn.event.body
    sent = isinstance(body, Voice | Place | Unsupported) or (isinstance(body, Media) and body.kind != "sticker")
    sent = sent or (isinstance(body, Edit) and not turn.new)
    if not sent or turn.state.floor.holder is not Holder.WAITING or not _on_screen(turn):
        return False
    turn.offers = False
    asking.waits(turn, how_long=False)
    return True


def _on_screen(turn: Turn) -> bool:
    """Whether the wait is what was asked last."""
    asked = turn.state.asked
    return asked is not None and asked.qid == asking.WAITS


def _offers_to_end(turn: Turn, folded: str) -> bool:
    """Say where the request stands to who says "never mind" at another question."""
    if not asking.never_mind(turn, folded):
        return False
    asking.still(turn)
    return True
