"""While a counsellor speaks: the person's words are messages and change nothing, but for the few that work then too.

Those bring the bot back, end a follow, show who reads what, and change it: each was promised to work at any time. All
else that would do something else is answered by who speaks, and how to come back; what cannot be opened at the desk, by
that. The bot takes no floor for it: it says only what it must, in bubbles that say they are automatic.
"""

from __future__ import annotations

from typing import Final

from flows import asking, follow, numbers, readers, reading, spoken, tongue
from flows import floor as floors
from flows.model import Body, Holder, Media, Open, Phrase, Place, Summon, Tap, Text, Unsupported, Voice
from flows.press import picked
from flows.turn import DANGER, Turn

HELD: Final = "danger.held"  # the note of the floor on which words of danger were answered
OUT: Final = frozenset({"withdraw", "assistant"})  # words that end a talk with a counsellor
WAYS: Final = frozenset({"data", "erase"})  # what is done once the bot is back, and is said with its own word
COURTESIES: Final = frozenset({"hello", "thanks"})
CONTROLS: Final = frozenset({"back", "change", "pause", "restart", "menu", "language", "skip", "later"})


def reopened(turn: Turn, said: str, danger: str) -> bool:
    """Whether a talk that is over is taken up again by what is answered as ever: danger, a button, a word for all.

    Any other word only brings the bot back: a goodbye to the counsellor is no answer to the question that was open.
    """
    over = turn.state.floor.holder is Holder.CLOSED
    return over and bool(danger or _asks_for(turn, reading.fold(said))) and asking.move(turn, "open")


def _asks_for(turn: Turn, folded: str) -> bool:
    if not isinstance(turn.event.body, Text):
        return True
    words = turn.words
    wants = reading.command(folded, words) or reading.side(folded, words) or follow.asks_to_end(turn, folded)
    return bool(wants or tongue.language_named(folded, turn.content) or reading.polite(folded, words) in COURTESIES)


def relayed(turn: Turn, said: str, danger: str) -> None:
    """The person's words go to the counsellor; they change nothing, but for the words that work now.

    Words of danger mark the case, and are answered once each time somebody takes the floor.
    """
    if asking.move(turn, "open"):
        turn.ask()
        return
    if danger:
        _endangered(turn, danger)
    word, (menu, name) = reading.command(reading.fold(said), turn.words) or "", _picked(turn)
    ending = follow.asks_to_end(turn, reading.fold(said))
    if menu == readers.MENU and name == follow.WORD:
        ending = tuple(follow.followers(turn))
    if ending:
        follow.end(turn, ending)
        if floors.bot_speaks(turn.state.floor):
            turn.note(asking.TOPIC)
            turn.ask()
    elif word in OUT or (menu == asking.WAITS and name in OUT):
        asking.move(turn, "leave")
        turn.note(asking.TOPIC)
        turn.first("floor.left")
        turn.ask()
    elif not _reading(turn, word or name):
        _noticed(turn, word or name)


def _endangered(turn: Turn, level: str) -> None:
    turn.effects.append(Summon(DANGER))
    if turn.noted(HELD) != str(turn.state.floor.n):
        turn.note(HELD, str(turn.state.floor.n))
        turn.say(numbers.urgent(turn.content.host, f"danger.{level}.held", name=speaker(turn)))


def _picked(turn: Turn) -> tuple[str, str]:
    """Return the question a button belongs to and the choice on it; "" twice for none."""
    ask, tap = turn.event.hints.ask, turn.event.body
    return (ask.qid, picked(ask, tap)) if ask and isinstance(tap, Tap) else ("", "")


def _reading(turn: Turn, word: str) -> bool:
    """Show or change who reads what, at once: it was agreed that this works at any time."""
    if word == readers.STOP:
        readers.stop(turn)
    elif word == readers.OPEN:
        readers.chosen(turn, word)
    elif word == "seen":
        readers.seen(turn)
    else:
        return False
    return True


def _noticed(turn: Turn, word: str) -> None:
    """Answer what does nothing now, and what cannot be opened at the desk."""
    name, body = speaker(turn), turn.event.body
    if word in WAYS:
        turn.say(Phrase("floor.busy.way", {"name": name, "word": Phrase(f"button.{word}")}))
    elif word in CONTROLS or isinstance(body, Tap | Open):
        turn.say(Phrase("floor.busy", {"name": name}))
    elif _unheard(body) and not (isinstance(body, Voice) and spoken.passed_on(turn, body)):
        _cannot_open(turn)


def speaker(turn: Turn) -> str | Phrase:
    """Return what people call who speaks now."""
    return turn.state.floor.name or Phrase("floor.somebody")


def _unheard(body: Body) -> bool:
    """Whether something was sent of which a counsellor sees only that it came. The words of a file can be read."""
    match body:
        case Voice():
            return not body.transcript
        case Media():
            return not (body.held or body.emoji)
        case Place():
            return not body.label
        case _:
            return isinstance(body, Unsupported)


def _cannot_open(turn: Turn) -> None:
    """Say once that it cannot be opened at the desk; of a picture or a file, that a paper can be told in words."""
    args, body = {"name": speaker(turn)}, turn.event.body
    paper, other = Phrase("floor.unheard.paper", args), Phrase("floor.unheard", args)
    if not (turn.said_last(paper) or turn.said_last(other)):
        turn.say(paper if isinstance(body, Media) and body.kind != "sticker" else other)
