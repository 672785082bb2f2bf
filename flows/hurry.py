"""More messages in a minute than are read: they are kept, and it is said once that some are to be sent again.

Words of danger are looked for before, and a counsellor is shown all of them; so this is never in the way of either.
"""

from __future__ import annotations

from typing import Final

from flows.model import Phrase
from flows.turn import Turn

SAID: Final = "hurried"  # the note that it was said


def only_kept(turn: Turn) -> bool:
    """Return whether this message is kept and no more, after saying so once in a row."""
    if not turn.event.hints.hurried:
        turn.note(SAID)
        return False
    if not turn.noted(SAID):
        turn.note(SAID, "1")
        turn.say(Phrase("hurried"))
    return True
