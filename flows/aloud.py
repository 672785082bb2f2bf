"""Reading aloud: what is said in a turn is spoken too, for who asked for it once, or chose to have it always.

Only where the installation has a voice for the language (`Host.voices`). What a person chose is a note of their
conversation, for one language each. While a counsellor speaks nothing is read aloud by itself. One bubble, which the
person points at, is read whoever speaks and whoever said it, and moves nothing. Who listened once is shown a button for
that under each bubble; everybody is shown it under the first ones. Where it is spoken by a server elsewhere nothing is
before a yes; what was to be read waits for it in a note. Nothing here makes a sound.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from flows import allowing, discreet, purposes, reading
from flows import floor as floors
from flows.model import Attach, Phrase, Say, Schedule, Tap, Text
from flows.turn import REMINDS, Turn

SPEECH: Final = "speech"  # a document that is the voice of what was just said
ALWAYS: Final = "aloud.always."  # begins the note of who has it always; the language ends it
ONCE: Final = "aloud.once"  # what is said in this turn is spoken
TOLD: Final = "aloud.told"  # the note that it was said how to have it always
USED: Final = "aloud.used."  # begins the note of who listened; the language ends it
OFFERED: Final = "aloud.offered"  # the note that it is offered in this turn
LISTEN: Final = "listen"  # the word for it, and the choice of a button under a bubble
ROBOT: Final = Phrase("aloud.robot")
WAITS: Final = "aloud.waits"  # the note of what is to be read once a yes allows it: a word, or the ids of one bubble
LATEST, EACH, ONE = "listen", "always", "one"


def again(turn: Turn) -> bool:
    """Read the bubble aloud that the person points at; False when they do something else.

    Nothing else follows from it: what is open stays open, who paused has paused, and who speaks goes on.
    """
    under = turn.event.hints.under
    if under is None or not _asked(turn):
        return False
    turn.state = replace(turn.state, seen=discreet.seen(turn.event.at, turn.state.seen))
    _reminded(turn)
    if under.lang not in turn.content.host.voices:
        turn.say(Phrase("aloud.none"))
        return True
    if not _may(turn, f"{ONE} {under.lang} {under.ids}"):
        return True
    _one(turn, under.lang, under.ids)
    return True


def _one(turn: Turn, lang: str, ids: str) -> None:
    """Read one bubble, and say once how to have everything read."""
    said: tuple[Phrase, ...] = (ROBOT,)
    if not turn.noted(TOLD):
        ours = floors.bot_speaks(turn.state.floor)
        turn.note(TOLD, "1" if ours else "")
        turn.say(Phrase("aloud.how") if ours else ROBOT)
        said = said if ours else ()
    turn.note(USED + lang, "1")
    turn.effects.append(Attach(SPEECH, "ogg", 0, held=ids, said=said))


def answered(turn: Turn) -> None:
    """It may be spoken elsewhere, or not: what waited for the answer is read, or is not."""
    waited, *one = turn.noted(WAITS).split(" ", 2)
    turn.note(WAITS)
    if not purposes.allowed(turn.content.host, turn.facts, purposes.SPEAKING):
        turn.first("aloud.refused")
    elif waited == ONE:
        _one(turn, *one)
    elif waited == EACH:
        always(turn)
        return
    elif waited == LATEST:
        listen(turn)
        return
    turn.ask()


def listen(turn: Turn) -> None:
    """Say again what is open, and speak it."""
    if not _there(turn):
        _none(turn)
        return
    if not _may(turn, LATEST):
        return
    if not turn.noted(TOLD) and not turn.noted(_always(turn)):
        turn.note(TOLD, "1")
        turn.first("aloud.how")
    turn.note(_used(turn), "1")
    turn.note(ONCE, "1")
    turn.ask()


def always(turn: Turn) -> None:
    """Speak all that is said from now on, in this language."""
    if not _there(turn):
        _none(turn)
        return
    if not _may(turn, EACH):
        return
    turn.note(TOLD, "1")
    turn.note(_used(turn), "1")
    turn.note(_always(turn), "1")
    turn.first("aloud.always")
    turn.ask()


def silent(turn: Turn) -> None:
    """Speak no more, and offer it no more."""
    turn.note(_always(turn))
    turn.note(_used(turn))
    turn.first("aloud.silent")
    turn.ask()


def settle(turn: Turn) -> None:
    """At the end of a turn: what is said in it is spoken, after it, or can be heard at a press."""
    wanted = turn.noted(ONCE) or turn.noted(_always(turn))
    turn.note(ONCE)
    said = any(isinstance(effect, Say) and not effect.by for effect in turn.effects)
    allowed = purposes.allowed(turn.content.host, turn.facts, purposes.SPEAKING)
    if wanted and said and allowed and _there(turn) and floors.bot_speaks(turn.state.floor):
        turn.effects.append(Attach(SPEECH, "ogg", 0, said=(ROBOT,)))
    shows = (turn.noted(OFFERED) or turn.noted(_used(turn))) and not turn.noted(_always(turn)) and _there(turn)
    turn.note(OFFERED)
    if shows:
        turn.effects = [replace(one, hear=True) if isinstance(one, Say) else one for one in turn.effects]


def _asked(turn: Turn) -> bool:
    """Whether a button under a bubble was pressed, or the word written under it, in any of our languages."""
    body = turn.event.body
    if not isinstance(body, Text):
        return isinstance(body, Tap)
    folded = reading.fold(turn.event.hints.written or body.text)
    return any(reading.command(folded, words) == LISTEN for words in turn.content.words.values())


def _reminded(turn: Turn) -> None:
    """Have who wanted to be reminded reminded when they wanted: only something that was said ends that."""
    key, _, due = turn.noted(REMINDS).partition(" ")
    if turn.state.paused and due.isdecimal() and int(due) > turn.event.at:
        turn.effects.append(Schedule("remind", key, int(due) - turn.event.at))


def _none(turn: Turn) -> None:
    turn.first("aloud.none")
    turn.ask()


def _may(turn: Turn, wanted: str) -> bool:
    """Whether what is said may leave to be spoken; asked the first time, while we speak, and what is wanted waits."""
    host, ours = turn.content.host, floors.bot_speaks(turn.state.floor)
    if purposes.allowed(host, turn.facts, purposes.SPEAKING):
        return True
    if ours and purposes.unasked(host, turn.facts, purposes.SPEAKING):
        turn.note(WAITS, wanted)
        allowing.ask(turn, purposes.SPEAKING)
    elif ours:
        turn.first("aloud.refused")
        turn.ask()
    else:
        turn.say(Phrase("aloud.refused"))
    return False


def _always(turn: Turn) -> str:
    return ALWAYS + turn.state.lang


def _used(turn: Turn) -> str:
    return USED + turn.state.lang


def _there(turn: Turn) -> bool:
    return turn.state.lang in turn.content.host.voices
