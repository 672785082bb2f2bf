"""The whole conversation in one function: what a person did, and what follows.

The theory. `step` is total: every kind of event has an answer in every state. It reads an event in one fixed order:
a human who holds the floor comes first, then danger words, then the words that work everywhere, then a button (it
points to the question it was shown with, however old), then the answer to the open question, then a correction of
an earlier answer, then a question of the person, and last the ladder of misunderstanding: other words, simpler
words, then skip or a person, and after that the question is left behind. Back, change, an old button, a hand-back
and a deploy are one operation: look at a question on purpose, then ask what is open.

It reads no clock, opens no file, calls nobody. What needs that arrives inside the event as hints, or leaves as an
effect and comes back as an event.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import assert_never

from flows import (
    acts,
    aloud,
    asking,
    care,
    closed,
    controls,
    discreet,
    helped,
    hurry,
    keeping,
    kept,
    mine,
    opening,
    pauses,
    proposed,
    readers,
    reading,
    relayed,
    sent,
    spelling,
    spoken,
    tips,
    tongue,
    waiting,
    wanted,
    wonders,
    workshop,
)
from flows import floor as floors
from flows.accept import accept, hold, read, take_back, tell, understood
from flows.aided import FACTS, JOB
from flows.burst import edited, mended, remember, together, unread
from flows.care import LONG
from flows.contact import contact_in
from flows.content import Content, Parsed
from flows.counsel import Claim, Close, Expire, Relay, Release, Suggest, Transfer
from flows.hear import hear
from flows.live import MAIN, Told
from flows.memory import forget
from flows.model import (
    BY_THE_PERSON,
    Attach,
    Cancel,
    Contact,
    Edit,
    Event,
    Facts,
    Frame,
    Holder,
    How,
    Kind,
    Media,
    Open,
    Phrase,
    Place,
    Reach,
    Result,
    Schedule,
    Speak,
    State,
    Step,
    Tap,
    Text,
    Tick,
    Unsupported,
    Value,
    Voice,
)
from flows.press import tapped
from flows.turn import DANGER, SHOW, Turn, agreed

SILENCE = 4 * 60 * 60 * 1000  # after this long a line says where we were
UNPRINTED = "unprinted"  # the note that holds which name no font has
FULL = "long:"  # the reason of a page that is full, before how many experiences are too many
FORMATS = "png+pdf"  # of a CV that was asked for before documents had other formats
COMES: Mapping[str, Callable[[Turn, str], None]] = {  # outside work that draws no document of the person's facts
    kept.CODE: kept.made, readers.LOOKS: readers.looked, mine.SEE: mine.counted, mine.TAKE: mine.made,
}  # fmt: skip
RETRY = 60 * 1000  # a document that failed is tried again (CONTENT.md 3)


def step(content: Content, state: State, facts: Facts, event: Event) -> Step:
    """Decide what follows from an event: new facts, the new state, effects in order."""
    try:
        return _decided(content, state, facts, event)
    finally:
        forget()


def _decided(content: Content, state: State, facts: Facts, event: Event) -> Step:
    known = state if state.lang in content.words else replace(state, lang=next(iter(content.words)))
    told = facts if isinstance(facts, Told) else Told(facts)
    turn = Turn(content, known, list(facts), event, before=waiting.asks, _told=told)
    if aloud.again(turn):
        return turn.done()
    if isinstance(event.body, BY_THE_PERSON):
        _person(turn)
    elif not discreet.holds_back(turn):
        _world(turn)
        turn.silent = False
    awake = not (turn.state.paused or turn.noted(DANGER) or event.hints.closed or discreet.quiet(turn))
    if floors.bot_speaks(turn.state.floor) and awake:
        sent.settle(turn)
        mended(turn)
    workshop.reached(turn)
    helped.settle(turn, state)
    wanted.settle(turn)
    tips.settle(turn, state.seen)
    aloud.settle(turn)
    return turn.done()


# ---------------------------------------------------------------- what the world does


def _world(turn: Turn) -> None:
    body = turn.event.body
    match body:
        case Claim() | Release() | Transfer() | Close() | Relay() | Expire():
            asking.desk(turn, body)
        case Suggest():
            proposed.suggested(turn, body)
        case Reach():
            turn.state = replace(turn.state, paused=not body.ok or turn.state.paused)
            if not body.ok:
                turn.effects.append(Cancel())
                asking.gone(turn)
        case Tick():
            _tick(turn, body)
        case Result():
            _result(turn, body)
        case Text() | Tap() | Voice() | Media() | Place() | Contact() | Edit() | Open() | Speak() | Unsupported():
            pass
        case _:
            assert_never(body)


def _tick(turn: Turn, tick: Tick) -> None:
    """Do what was due, unless something else happened since."""
    if tick.job == tips.JOB:
        tips.due(turn, tick)
        return
    if tick.job in {keeping.JOB, closed.JOB}:
        (keeping.due if tick.job == keeping.JOB else closed.opens)(turn)
        return
    if not floors.bot_speaks(turn.state.floor) or turn.noted(DANGER):
        return
    if tick.job == "remind" and tick.version == turn.state.version:
        pauses.remind(turn)
    if tick.job == "retry" and turn.noted("wait"):
        turn.note("wait")
        turn.ask()


def _result(turn: Turn, result: Result) -> None:
    """A document was drawn, or could not be. It changes nothing while a human has the floor."""
    came = COMES.get(result.job)
    shown = result.job == readers.LOOKS and turn.state.floor.holder is Holder.HUMAN  # in bubbles that say they are ours
    if came and (shown or floors.bot_speaks(turn.state.floor)):
        came(turn, result.text if result.ok else "")
        return
    if result.job in {sent.FILE, spelling.SPELLING, spoken.VOICE, JOB}:
        _words_came(turn, result)
        return
    document, _, formats = result.job.partition(":")
    if not floors.bot_speaks(turn.state.floor) or not document:
        return
    upto = int(result.text) if result.text.isdecimal() else turn.trace.live.newest
    if turn.noted("wait") == result.qid:
        turn.note("wait")
    if not result.ok and result.text == "script":
        _unprintable(turn, document, upto, result.qid)
        return
    if not result.ok and result.text.startswith(FULL):
        _full(turn, result)
        return
    if not result.ok:
        turn.say(Phrase("cv.failed"))
        turn.effects.append(Schedule("retry", f"retry:{turn.event.id}", RETRY))
        if result.qid:
            turn.note("wait", result.qid)
        return
    turn.effects += [Attach(document, form, upto) for form in (formats or FORMATS).split("+")]
    again = any(f.qid.startswith("document/") for f in turn.facts)
    slot = turn.trace.slot(result.qid) if result.qid else None
    turn.keep(result.qid if slot else kept.SHOWN, Value(Kind.TEXT, text=str(upto)), "", How.PROPOSAL)
    said = slot.question.here if slot else ""
    turn.say(Phrase(said or ("cv.here.again" if again else "cv.here")), *(() if said else _left_out(turn)))
    turn.ask()


def _words_came(turn: Turn, result: Result) -> None:
    """The words of a file are here, what a dictionary or a model says of some, or why a note could not be heard."""
    if result.job == JOB:
        (helped if result.qid == FACTS else wanted).came(turn, result)
    elif result.job == spelling.SPELLING:
        spelling.come_back(turn, result)
    elif result.job == spoken.VOICE:
        spoken.unheard(turn, result)
    else:
        sent.come_back(turn, result, aloud=floors.bot_speaks(turn.state.floor) and not turn.state.paused)


def _unprintable(turn: Turn, document: str, upto: int, qid: str) -> None:
    """No font has these letters. A CV comes as a Word file, whose reader has its own; the name may be written anew.

    Who keeps the name has the CV so, and goes on: nobody is asked for another name twice.
    """
    name = turn.trace.live.fact("cv/name")
    before, seq = turn.noted(UNPRINTED), str(name.seq) if name else ""
    turn.note(UNPRINTED, seq)
    if document == "cv" and before == seq:
        turn.effects.append(Attach("cv", "docx", upto))
        turn.keep(qid if turn.trace.slot(qid) else kept.SHOWN, Value(Kind.TEXT, text=str(upto)), "", How.PROPOSAL)
        turn.say(Phrase("forms.here.word"))
        turn.ask()
        return
    if document == "cv":
        turn.effects.append(Attach("cv", "docx", upto))
    turn.first("cv.failed.word" if document == "cv" else "cv.failed.script")
    controls.change_one(turn, "cv/name")


def _full(turn: Turn, result: Result) -> None:
    """The page is full: what could stand aside is asked. A CV that was asked for comes after that, or without it."""
    turn.keep("cv/long", Value(Kind.CHOICE, ids=(result.text.removeprefix(FULL),)), "", How.PROPOSAL)
    aside = turn.top.kind == "side"  # another form of the CV: what is too much is asked on the way
    if aside or (not result.qid and turn.new):
        turn.state = replace(turn.state, frames=(Frame(MAIN),))  # a change that was begun can be begun again
    if turn.new and (aside or not result.qid):
        turn.note(SHOW, "/fit")
    turn.first("cv.long")
    turn.ask()


def _left_out(turn: Turn) -> tuple[Phrase, ...]:
    """What a document says of itself: what is not in it."""
    paper = next((s.question for s in turn.trace.passed() if s.question.kind == "document"), None)
    said = paper.report(turn.content, turn.trace.live, "") if paper else None
    return (said,) if said else ()


# ---------------------------------------------------------------- what a person does


def _person(turn: Turn) -> None:
    state, event = turn.state, turn.event
    away = bool(state.seen) and event.at - state.seen > SILENCE
    turn.state = replace(state, seen=discreet.seen(event.at, state.seen), said=None)
    spoken.arrived(turn)
    discreet.arrives(turn, state)
    danger = care.heard(turn)
    if not danger and discreet.hides(turn):
        return
    said = care.words_of(event)
    if not floors.bot_speaks(state.floor) and not relayed.reopened(turn, said, danger):
        relayed.relayed(turn, said, danger)
        return
    if danger:
        care.answer(turn, danger, _dispatch)
        return
    read = closed.reader(turn, _dispatch)
    if hurry.only_kept(turn) or discreet.bars(turn, read):
        return
    if read is not _dispatch:
        read(turn)
        return
    if not turn.noted("greeted") and not care.stays(turn):
        _greet(turn)
        return
    _goes_on(turn, state, away=away)


def _goes_on(turn: Turn, state: State, *, away: bool) -> None:
    """Read what a person said on the way; `state` is as it was before."""
    event = turn.event
    if event.hints.masked and not turn.noted("masked"):
        turn.note("masked", "1")
        turn.first("masked")
    if state.paused or away:
        turn.state = replace(turn.state, paused=False)
        turn.first("resume.refused" if "refuse" in turn.trace.live.ids("charter/consent") else "resume")
    if len(care.words_of(event)) > LONG:
        turn.first("long")
        turn.ask()
        return
    before = turn.state
    if isinstance(event.body, Text) and together(turn, unread(state), event.hints.written or event.body.text):
        return
    _dispatch(turn)
    remember(turn, before)


def _greet(turn: Turn) -> None:
    """Who answers, what comes out, what is kept: three bubbles, before any question."""
    said = care.read_of(turn.event)
    guess = tongue.language(said, turn.event, turn.content)
    if guess:
        turn.state = replace(turn.state, lang=guess)
    if not isinstance(turn.event.body, Text):
        turn.note(tongue.OTHER, tongue.ANY)  # an app's language is a guess: nobody has written a word yet
    turn.note("greeted", "1")
    turn.note(aloud.OFFERED, "1")
    host = turn.content.host
    if host.operator:
        turn.say(Phrase("greet.who.operator", {"operator": host.operator}))
    else:
        turn.say(Phrase("greet.who"))
    others = tuple(Phrase(f"language.{code}") for code in turn.content.languages if code != turn.state.lang)
    turn.say(Phrase("greet.what.free" if host.no_sanction else "greet.what"), *_languages(others))
    if isinstance(turn.event.body, Text) and opening.opens(turn, said):
        hold(turn, turn.event.id, said)
    side = reading.side(reading.fold(said), turn.words)
    if side:
        turn.lead.append(wonders.known(turn, side))
    if isinstance(turn.event.body, Media) and turn.event.body.readable:
        sent.wait(turn)
    kept.returned(turn)
    if turn.noted(workshop.JOINS):
        workshop.joins(turn)
    elif reading.command(reading.fold(said), turn.words) == "have_code":
        kept.have_code(turn)  # whose dossier is elsewhere has agreed there
    else:
        turn.ask()


def _languages(others: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    return (Phrase("greet.languages", {"languages": others}),) if others else ()


def _opened(turn: Turn) -> None:
    """Go on where somebody came by a link, or opened the conversation again."""
    kept.returned(turn)
    if turn.noted(kept.LINK):
        kept.which(turn)
    elif turn.noted(workshop.JOINS):
        workshop.joins(turn)
    else:
        turn.ask()


def _dispatch(turn: Turn) -> None:
    body = turn.event.body
    match body:
        case Text():
            hear(turn, turn.event.hints.written or body.text, How.TEXT)
        case Tap():
            tapped(turn, body, hear)
        case Voice():
            spoken.received(turn, body, hear)
        case Media():
            _media(turn, body)
        case Place():
            turn.first("got.place")
            turn.ask()
        case Contact():
            _contact(turn, body)
        case Edit():
            _edit(turn, body)
        case Open():
            _opened(turn)
        case Speak():
            controls.speak(turn, body.lang)
        case Unsupported():
            turn.first("got.unsupported")
            turn.ask()
        case Claim() | Release() | Transfer() | Close() | Suggest() | Expire() | Relay() | Reach() | Tick() | Result():
            pass
        case _:
            assert_never(body)


def _media(turn: Turn, media: Media) -> None:
    if media.kind == "sticker":
        if media.emoji and reading.answer_word(reading.fold(media.emoji), turn.words):
            hear(turn, media.emoji, How.TEXT)
            return
        turn.first("got.sticker")
    elif media.kind == "file":
        name = reading.command(reading.fold(media.caption), turn.words)
        if name and agreed(turn.trace.live):
            controls.run(turn, name)  # "my old CV" under it says what it is
        sent.received(turn, media)
        return
    else:
        slot = turn.cur()
        wanted = slot is not None and slot.question.want == sent.FILE
        photo = "got.photo.waits" if media.held and turn.state.floor.holder is Holder.WAITING else "got.photo"
        turn.first("file.image" if wanted else photo if media.kind == "photo" else "got.file")
    if _tells(turn, media.caption):
        hear(turn, media.caption, How.TEXT)
    else:
        turn.ask()


def _tells(turn: Turn, caption: str) -> bool:
    """Whether words under a picture say something of their own; "look at this" is no answer to what is asked."""
    folded = reading.fold(caption)
    meant = reading.command(folded, turn.words) or reading.side(folded, turn.words)
    return bool(meant or acts.told(caption, turn.state.lang, turn.content, turn.event.hints.spelling))


def _contact(turn: Turn, contact: Contact) -> None:
    """A contact card is hers only when a number was asked for; any other is not kept."""
    slot = turn.cur()
    if slot is not None and slot.question.want == "contact":
        parsed = understood(turn, slot, read(turn, slot, contact.phone))
        if parsed:  # it is what was asked for, and it is shown before anything is printed
            accept(turn, slot, parsed, contact.phone, How.SHARED)
            return
    if slot is not None and contact.own:  # shared before it is asked for: it is kept, and shown then
        if not accept(turn, slot, Parsed(None, tuple(contact_in(contact.phone))), contact.phone, How.SHARED):
            turn.first("already")
            turn.ask()
        return
    turn.first("got.contact")
    turn.ask()


def _edit(turn: Turn, edit: Edit) -> None:
    """The person edited a message: the answers that came from it change; the place is kept."""
    if turn.state.waits is not None and edit.of in turn.state.waits.sources:
        turn.state = replace(turn.state, waits=None)  # what is asked about was not meant
    if opening.put_right(turn, edit.of, turn.event.hints.written or edit.text) or edited(turn, edit):
        return
    from_it = [f for f in turn.trace.live.facts.values() if f.source == edit.of]
    slots = [s for s in turn.trace.reached if any(f.qid == s.qid for f in from_it) and s.question.parse]
    same = any(f.raw == edit.text for f in from_it)  # a number is of the list it was said to, not of today's
    if not slots or same:
        turn.first("edit.seen")
        turn.ask()
        return
    slot, text = slots[0], turn.event.hints.written or edit.text
    parsed = understood(turn, slot, read(turn, slot, text))
    if parsed is None or parsed.value is None:
        if parsed and slot.question.told in dict(parsed.also):  # it counts with a yes, so it is asked for one
            tell(turn, parsed, edit.text, How.EDIT)
            controls.change_one(turn, slot.qid)
            return
        turn.first("edit.seen")
        turn.ask()
        return
    take_back(turn, slot, parsed, text)
    for qid, value in parsed.also:
        turn.keep(qid, value, text, How.EDIT)
    turn.keep(slot.qid, parsed.value, text, How.EDIT)
    turn.lead.append(controls.changed(turn, slot))
    turn.ask()
