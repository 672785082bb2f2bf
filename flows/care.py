"""After words of danger: care, numbers, who reads, and three choices; the way goes on when the person does.

Nothing is asked about it, nothing advised or promised, and nobody is told whom the person did not ask for. Who waits
for somebody is marked for the desk, and hears it. What a story tells beside it is kept: only clauses that prove an act
or hold a number are read, so that the words themselves are never an answer, a line of a CV or a summary.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final, TypeAlias

from flows import acts, asking, controls, danger, discreet, follow, numbers, reading, sent, tongue
from flows.accept import hold
from flows.asking import CARE
from flows.clauses import clauses
from flows.model import Edit, Event, Holder, Media, Phrase, Summon, Tap, Text, Voice
from flows.press import picked
from flows.turn import CONSENT, DANGER, Turn

Read: TypeAlias = Callable[[Turn], None]  # what reads an event as on any other day
CHOICES: Final = ("human", "continue", "pause")
AGAIN: Final = "care_again"  # the same choices once more
LONG: Final = 8_000  # characters of one message; with more it is sent back whole
BESIDE: Final = 3  # clauses an alarm may be spread over
LINK: Final = 2  # words of what only joins two clauses: "and", "but then"
SHOWN: Final = 2  # times they are shown again before words are read as usual: nobody is held there
UNNAMED: Final = "1"  # the note of a danger of no kind
EDGES: Final = " \n,;:.!?،؛؟"
HELPS: Final = frozenset({"help", "repeat", "why"})  # words that ask for more of the same


def words_of(event: Event) -> str:
    """Return what a person wrote or said; "" for what holds no words."""
    body = event.body
    if isinstance(body, Text | Edit):
        return body.text
    if isinstance(body, Media):
        return body.caption
    return body.transcript if isinstance(body, Voice) else ""


def read_of(event: Event) -> str:
    """Return them as they are read: in the letters of their language."""
    return event.hints.written or words_of(event)


def heard(turn: Turn) -> str:
    """Return the level of danger in what just came, in whichever language it was written; "" for none."""
    texts = (words_of(turn.event), turn.event.hints.written)
    if not any(texts):
        return ""
    own = turn.words
    level, lang = danger.spoken(texts, (own, *(w for w in turn.content.words.values() if w is not own)))
    if level:
        _speak(turn, lang)
    return level


def _speak(turn: Turn, lang: str) -> None:
    """Answer in the language of the letters, and before the greeting in the one that was written."""
    written = tongue.script(read_of(turn.event), turn.content)
    guess = written if turn.noted("greeted") else written or lang
    if guess and guess in turn.content.languages:
        turn.state = replace(turn.state, lang=guess)


def answer(turn: Turn, level: str, read: Read) -> None:
    """Say it in three bubbles; the place is kept and not returned to by itself."""
    kinds = danger.kinds((words_of(turn.event), turn.event.hints.written), tuple(turn.content.words.values()))
    _keep(turn, read)
    turn.note(DANGER, " ".join(kinds) or UNNAMED)
    turn.understood(CARE)
    turn.say(Phrase(f"danger.{level}.care"))
    host = turn.content.host
    turn.say(*numbers.lines(host, kinds), numbers.urgent(host, f"danger.{level}.numbers"), *_readers(turn))
    if discreet.HOME in kinds and discreet.offered(turn):
        turn.first("pin.offer")
    turn.first("danger.misread")
    asking.offer(turn, *CHOICES)
    if turn.state.floor.holder is Holder.WAITING:
        turn.effects.append(Summon(DANGER))


def _readers(turn: Turn) -> tuple[Phrase, ...]:
    """Return what is true of who reads: nobody, nobody that is known of, or a team that was asked."""
    desk, waits = turn.event.hints.desk, turn.state.floor.holder is Holder.WAITING
    away = (Phrase("danger.reads.nobody"),) if desk is None or not desk.there else ()
    if waits:
        return (*away, Phrase("danger.reads.marked"))
    if desk is not None and (desk.there or follow.followers(turn)):
        return (Phrase("danger.reads.unknown"),)
    return away


# ---------------------------------------------------------------- what is told beside it


def _keep(turn: Turn, read: Read) -> None:
    """Keep what is told beside the danger, and say nothing of it: a file is taken in, acts are kept as told."""
    event, body, hints = turn.event, turn.event.body, turn.event.hints
    rest = _rest(turn, read_of(event))
    if rest and not turn.trace.live.said(CONSENT):
        hold(turn, event.id, rest)
    if not turn.noted("greeted"):
        if isinstance(body, Media) and body.readable:
            sent.wait(turn)
        return
    if not rest and not isinstance(body, Media):
        return
    before = turn.state
    quiet = replace(hints, written=rest if hints.written else "", strange=())
    turn.event = replace(event, body=_saying(body, rest), hints=quiet)
    turn.silent = True
    read(turn)
    turn.silent, turn.offers, turn.lead, turn.event = False, False, [], event
    turn.state = replace(turn.state, asked=before.asked, shown=before.shown, last_out=before.last_out)


def _saying(body: object, text: str) -> Text | Edit | Media | Voice:
    """Return what came with these words in place of its own."""
    if isinstance(body, Media):
        return replace(body, caption=text)
    if isinstance(body, Voice):
        return replace(body, transcript=text)
    return replace(body, text=text) if isinstance(body, Edit) else Text(text)


def _rest(turn: Turn, text: str) -> str:
    """Return the clauses that tell an act or a number and nothing of danger; "" when no act is told."""
    if len(text) > LONG:
        return ""
    pieces = _pieces(turn, text)
    bad = _alarming(turn, pieces)
    kept, joins = list[str](), ""
    for n, piece in enumerate(pieces):
        told = n not in bad and (_acts(turn, piece) or reading.DIGIT.search(piece))
        kept += [joins, piece] if told else []  # as it was written, with what joins it
        joins = joins + piece if n not in bad and not told and len(reading.tokens(piece)) <= LINK else ""
    rest = "".join(kept).strip(EDGES)
    return rest if _acts(turn, rest) and not _alarms(turn, rest) else ""


def _pieces(turn: Turn, text: str) -> list[str]:
    """Return the clauses of a text, each with what stands before it."""
    pieces, at = list[str](), 0
    for clause in clauses(text, turn.words):
        end = max(at, text.find(clause.text, at)) + len(clause.text)
        pieces.append(text[at:end])
        at = end
    return pieces


def _alarming(turn: Turn, pieces: Sequence[str]) -> set[int]:
    """Return the places of the pieces that tell of danger, alone or with those beside them."""
    bad: set[int] = set()
    for size in range(1, BESIDE + 1):
        for n in range(len(pieces) - size + 1):
            here = range(n, n + size)
            if bad.isdisjoint(here) and _alarms(turn, "".join(pieces[n : n + size])):
                bad.update(here)
    return bad


def _alarms(turn: Turn, text: str) -> bool:
    return bool(danger.spoken((text,), tuple(turn.content.words.values()))[0])


def _acts(turn: Turn, text: str) -> bool:
    return bool(acts.told(text, turn.state.lang, turn.content, turn.event.hints.spelling))


# ---------------------------------------------------------------- what is answered to it


def meant(turn: Turn, text: str, folded: str) -> str:
    """Return the choice that words name after an alarm, `AGAIN` for words that are none, "" for words of the way.

    An answer is read as one where it shows that the person went on: an act, a number, a word that works everywhere.
    """
    asked, words = turn.state.asked, turn.words
    word = reading.answer_word(folded, words)
    pick = reading.pick(folded, asked.choices, asked.labels, words) if asked and word is None else None
    name = reading.command(folded, words)
    if pick or name in CHOICES:
        return pick or name or ""
    going = (name and name not in HELPS) or tongue.language_named(folded, turn.content) or _acts(turn, text)
    if going or reading.DIGIT.search(folded) or turn.miss(CARE) > SHOWN:
        return ""
    return AGAIN


def again(turn: Turn) -> None:
    """Show the choices once more."""
    asked = turn.state.asked
    asking.offer(turn, *([c.id for c in asked.choices] if asked else CHOICES))


def stays(turn: Turn) -> bool:
    """Whether what comes before any greeting is about the alarm: a person, a pause. All else is greeted first."""
    asked, body = turn.event.hints.ask, turn.event.body
    if not turn.noted(DANGER):
        return False
    if isinstance(body, Tap):
        name = picked(asked, body) if asked else ""
        return name != "continue" and (name in controls.ACTIONS or name in asking.ANSWERS)
    here = turn.state.asked
    if not isinstance(body, Text) or here is None:
        return False
    if here.qid == CARE:
        return meant(turn, body.text, reading.fold(body.text)) not in {"", "continue"}
    return here.qid == asking.READS
