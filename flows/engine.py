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

from dataclasses import replace
from typing import assert_never

from flows import acts, controls, reading
from flows import floor as floors
from flows.content import Content, Parsed, Reading
from flows.live import Slot
from flows.model import (
    BY_THE_PERSON,
    Ask,
    Attach,
    Cancel,
    Choice,
    Claim,
    Contact,
    Edit,
    Event,
    Expire,
    Facts,
    Holder,
    How,
    Kind,
    Media,
    Open,
    Phrase,
    Place,
    Reach,
    Relay,
    Release,
    Result,
    Schedule,
    Speak,
    State,
    Step,
    Summon,
    Tap,
    Text,
    Tick,
    Unsupported,
    Value,
    Voice,
)
from flows.turn import WORDINGS, Turn, choice

SILENCE = 4 * 60 * 60 * 1000  # after this long a line says where we were
RETRY = 60 * 1000  # a document that failed is tried again (CONTENT.md 3)
MANY = 4  # digits of a position
LONG = 16_000  # characters of one message that are read


def step(content: Content, state: State, facts: Facts, event: Event) -> Step:
    """Decide what follows from an event: new facts, the new state, effects in order."""
    lang = state.lang if state.lang in content.words else next(iter(content.words))
    turn = Turn(content, replace(state, lang=lang), list(facts), event)
    if isinstance(event.body, BY_THE_PERSON):
        _person(turn)
    else:
        _world(turn)
    return turn.done()


# ---------------------------------------------------------------- what the world does


def _world(turn: Turn) -> None:
    body = turn.event.body
    match body:
        case Claim():
            _move(turn, "claim", body.owner)
        case Release():
            if _move(turn, "release", body.owner):
                turn.first("floor.back")
                turn.ask()
        case Expire():
            if _move(turn, "expire"):
                turn.say(Phrase("floor.expired"))
        case Relay():
            floor = turn.state.floor
            if floor.holder is Holder.HUMAN and floor.owner == body.owner:
                turn.say(Phrase("relay", {"text": body.text}), by=body.owner)
        case Reach():
            turn.state = replace(turn.state, paused=not body.ok or turn.state.paused)
            if not body.ok:
                turn.effects.append(Cancel())
        case Tick():
            _tick(turn, body)
        case Result():
            _result(turn, body)
        case Text() | Tap() | Voice() | Media() | Place() | Contact() | Edit() | Open() | Speak() | Unsupported():
            pass
        case _:
            assert_never(body)


def _move(turn: Turn, what: str, owner: str = "") -> bool:
    floor = floors.move(turn.state.floor, what, owner, turn.event.at)
    if floor is None:
        return False
    turn.state = replace(turn.state, floor=floor)
    return True


def _tick(turn: Turn, tick: Tick) -> None:
    """Do what was due, unless something else happened since."""
    if not floors.bot_speaks(turn.state.floor):
        return
    if tick.job == "remind" and tick.version == turn.state.version:
        turn.first("remind")
        turn.ask()
    if tick.job == "retry" and turn.noted("wait"):
        turn.note("wait")
        turn.ask()


def _result(turn: Turn, result: Result) -> None:
    """A document was drawn, or could not be. It changes nothing while a human has the floor."""
    if not floors.bot_speaks(turn.state.floor) or result.job != "cv":
        return
    upto = int(result.text) if result.text.isdecimal() else turn.trace.live.newest
    if turn.noted("wait") == result.qid:
        turn.note("wait")
    if not result.ok:
        turn.say(Phrase(f"cv.failed.{result.text}" if result.text.isalpha() else "cv.failed"))
        turn.effects.append(Schedule("retry", f"retry:{turn.event.id}", RETRY))
        if result.qid:
            turn.note("wait", result.qid)
        return
    turn.effects += [Attach("cv", "png", upto), Attach("cv", "pdf", upto)]
    again = any(f.qid.startswith("document/") for f in turn.facts)
    slot = turn.trace.slot(result.qid) if result.qid else None
    if slot is not None:
        turn.keep(result.qid, Value(Kind.TEXT, text=str(upto)), "", How.PROPOSAL)
    turn.say(Phrase("cv.here.again" if again else "cv.here"))
    turn.ask()


# ---------------------------------------------------------------- what a person does


def _person(turn: Turn) -> None:
    state, event = turn.state, turn.event
    away = bool(state.seen) and event.at - state.seen > SILENCE
    turn.state = replace(state, seen=max(event.at, state.seen))
    danger = reading.danger(_words_of(event), turn.words)
    if not floors.bot_speaks(state.floor):
        if state.floor.holder is Holder.HUMAN and danger:
            turn.effects.append(Summon("danger"))
        if state.floor.holder is Holder.CLOSED and _move(turn, "open"):
            turn.ask()
        return
    if danger:
        _danger(turn, danger)
        return
    if not turn.noted("greeted"):
        _greet(turn)
        return
    if event.hints.masked and not turn.noted("masked"):
        turn.note("masked", "1")
        turn.first("masked")
    if state.paused or away:
        turn.state = replace(turn.state, paused=False)
        turn.first("resume")
    _dispatch(turn)


def _words_of(event: Event) -> str:
    body = event.body
    if isinstance(body, Text | Edit):
        return body.text
    return body.transcript if isinstance(body, Voice) else ""


def _danger(turn: Turn, level: str) -> None:
    """Care first, then numbers, then the choices; the place is kept and not returned to by itself."""
    turn.say(Phrase(f"danger.{level}.care"))
    turn.say(Phrase(f"danger.{level}.numbers"))
    turn.ask_this("menu/danger", "ask.danger", tuple(choice(c) for c in ("human", "continue", "pause")), "human")
    turn.effects.append(Summon("danger"))


def _greet(turn: Turn) -> None:
    """Who answers, what comes out, what is kept: three bubbles, before any question."""
    guess = reading.language(_words_of(turn.event), turn.event, turn.content)
    if guess:
        turn.state = replace(turn.state, lang=guess)
    turn.note("greeted", "1")
    host = turn.content.host
    if host.operator:
        turn.say(Phrase("greet.who.operator", {"operator": host.operator}))
    else:
        turn.say(Phrase("greet.who"))
    others = tuple(Phrase(f"language.{code}") for code in turn.content.languages if code != turn.state.lang)
    turn.say(Phrase("greet.what.free" if host.no_sanction else "greet.what"), *_languages(others))
    side = reading.side(reading.fold(_words_of(turn.event)), turn.words)
    if side:
        turn.first(f"side.{side}")
    turn.ask()


def _languages(others: tuple[Phrase, ...]) -> tuple[Phrase, ...]:
    return (Phrase("greet.languages", {"languages": others}),) if others else ()


def _dispatch(turn: Turn) -> None:
    body = turn.event.body
    match body:
        case Text():
            _text(turn, body.text, How.TEXT)
        case Tap():
            _tap(turn, body)
        case Voice():
            _voice(turn, body)
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
            turn.ask()
        case Speak():
            controls.speak(turn, body.lang)
        case Unsupported():
            turn.first("got.unsupported")
            turn.ask()
        case Claim() | Release() | Expire() | Relay() | Reach() | Tick() | Result():
            pass
        case _:
            assert_never(body)


# ---------------------------------------------------------------- words


def _text(turn: Turn, text: str, how: How) -> None:
    """Read words, in the fixed order."""
    if len(text) > LONG:
        text = text[:LONG]
        turn.first("long")
    folded = reading.fold(text)
    if not folded:
        _missed(turn, text)
        return
    if _menu_answer(turn, folded) or _control(turn, folded):
        return
    slot = turn.cur()
    asked = turn.state.asked
    if asked and slot and asked.qid == slot.qid and _position(turn, slot, asked, folded, text, how):
        return
    for read in CLOSED_ORDER if slot and not slot.question.free else FREE_ORDER:
        if read(turn, text, folded, how):
            return
    _missed(turn, text)


def _menu_answer(turn: Turn, folded: str) -> bool:
    """A menu is on screen: its numbers and labels answer it, anything else goes on to the open question."""
    asked = turn.state.asked
    if not asked or not asked.qid.startswith("menu/"):
        return False
    picked = reading.pick(folded, asked.choices, asked.labels, turn.words)
    if picked is None:
        return False
    _press(turn, asked, picked)
    return True


def _control(turn: Turn, folded: str) -> bool:
    """Words that work everywhere, when they are the whole message."""
    code = reading.language_named(folded, turn.content)
    if code:
        slot = turn.cur()
        if slot is None or slot.question.topic != "languages":
            controls.speak(turn, code)
            return True
    name = reading.command(folded, turn.words)
    slot = turn.cur()
    if name is None or (slot and name == "keep" and not turn.top.focus):
        return False
    return controls.run(turn, name)


def _position(turn: Turn, slot: Slot, asked: Ask, folded: str, text: str, how: How) -> bool:
    """A number, a label or a thumb answers the choices on screen."""
    if not asked.choices:
        return False
    if slot.question.several:
        picked = reading.pick_several(folded, asked.choices, asked.labels, turn.words)
        if picked:
            _accept_ids(turn, slot, picked, text, how)
            return True
        return False
    one = reading.pick(folded, asked.choices, asked.labels, turn.words)
    if one is None:
        return False
    if controls.run(turn, one):
        return True
    _accept_ids(turn, slot, (one,), text, how)
    return True


def _accept_ids(turn: Turn, slot: Slot, ids: tuple[str, ...], raw: str, how: How) -> None:
    _accept(turn, slot, Parsed(_value(turn, slot, ids)), raw, how)


def _value(turn: Turn, slot: Slot, ids: tuple[str, ...]) -> Value:
    """Return the value of a choice: its id, or what the question makes of it."""
    if slot.question.choosing:
        return slot.question.choosing(turn.content, turn.trace.live, slot.item, ids[0])
    return Value(Kind.CHOICE, ids=ids)


def _read(turn: Turn, slot: Slot, text: str) -> Reading:
    asked = turn.state.asked
    return Reading(
        text=text.strip(),
        folded=reading.fold(text),
        at=turn.event.at,
        words=turn.words,
        live=turn.trace.live,
        content=turn.content,
        lang=turn.state.lang,
        item=slot.item,
        choices=asked.choices if asked and asked.qid == slot.qid else (),
        hints=turn.event.hints,
    )


def _answer(turn: Turn, text: str, folded: str, how: How) -> bool:
    """The answer to the open question."""
    slot = turn.cur()
    if slot is None or slot.question.parse is None:
        return False
    if reading.unknown(folded, turn.words):
        if slot.question.insist and turn.state.misses.get(slot.qid, 0) < WORDINGS:
            return False
        controls.unknown(turn)
        return True
    parsed = slot.question.parse(_read(turn, slot, text))
    if parsed is None:
        return False
    _accept(turn, slot, parsed, text, how)
    return True


def _accept(turn: Turn, slot: Slot, parsed: Parsed, raw: str, how: How) -> None:
    """Keep an answer, say what was understood, and ask what is open."""
    changing = turn.top.kind == "change"
    turn.understood(slot.qid)
    for qid, value in parsed.also:
        if not turn.trace.live.said(qid):
            turn.keep(qid, value, raw, how)
    turn.keep(slot.qid, parsed.value, raw, how)
    if changing:
        turn.pop()
    elif turn.top.focus:
        turn.focus("")
    report = slot.question.report(turn.content, turn.trace.live, slot.item)
    turn.lead.append(Phrase("changed", {"what": controls.label(slot)}) if changing else report or _noted(turn))
    if slot.question.milestone and turn.trace.left:
        turn.lead.append(Phrase("left", {"n": turn.trace.left}))
    turn.effects += slot.question.after(turn.trace.live, slot.item)
    turn.ask()


def _noted(turn: Turn) -> Phrase:
    return Phrase("noted", {}, len(turn.facts) % WORDINGS + 1)


def _correction(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Change the one answer that holds the old word; ask which when there are several."""
    found = reading.correction(text, turn.words)
    if found is None:
        return False
    old, new, rest = found
    holders = [s for s in turn.trace.answered() if _holds(turn, s, old) and s.question.parse]
    if not holders:
        return False
    if len(holders) > 1 and holders[0].qid != holders[-1].qid:
        holders = holders[-1:]
    slot = holders[0]
    fact = turn.trace.live.facts[slot.qid]
    words = reading.swap(fact.raw, old, new)
    parsed = slot.question.parse(_read(turn, slot, words)) if slot.question.parse else None
    if parsed is None:
        return False
    for qid, value in parsed.also:
        turn.keep(qid, value, words, how)
    turn.keep(slot.qid, parsed.value, words, how)
    turn.first("changed", what=controls.label(slot))
    if rest and not reading.command(reading.fold(rest), turn.words):
        slot2 = turn.cur()
        again = slot2.question.parse(_read(turn, slot2, rest)) if slot2 and slot2.question.parse else None
        if slot2 and again:
            _accept(turn, slot2, again, rest, how)
            return True
    turn.ask()
    return True


def _holds(turn: Turn, slot: Slot, old: str) -> bool:
    fact = turn.trace.live.fact(slot.qid)
    return fact is not None and reading.contains(fact.raw, old)


def _aside(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A question of the person's own: a short answer, then the open question again."""
    name = reading.side(folded, turn.words)
    if name is None:
        return False
    turn.first(f"side.{name}")
    turn.ask()
    return True


def _language_of(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Two messages in another language: offer it once, and keep the one chosen until she says so."""
    other = reading.other_language(text, turn.event, turn.state.lang, turn.content)
    if not other or turn.noted("offered"):
        return False
    if turn.noted("other") != other:
        turn.note("other", other)
        return False
    turn.note("offered", other)
    turn.note("other")
    turn.ask_this(
        "menu/speak",
        "ask.speak",
        (_speak(other), choice("continue")),
        "language",
        {"language": Phrase(f"language.{other}")},
    )
    return True


def _speak(code: str) -> Choice:
    return Choice(f"lang:{code}", Phrase(f"language.{code}"))


def _amend(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Change an experience told before, by its own words: "add that ...", "take the garage off"."""
    first = reading.tokens(folded)[:4]
    if any(w in first for w in turn.words.edits.get("add", ())):
        return _add_to_last(turn, text, how)
    if any(reading.has_any(folded, (w,)) for w in turn.words.edits.get("remove", ())):
        return _take_off(turn, folded, text, how)
    return False


def _add_to_last(turn: Turn, text: str, how: How) -> bool:
    live = turn.trace.live
    items = [i for i in live.items() if live.said(f"exp/{i}/what") and live.ids(f"exp/{i}/what") != ("none",)]
    names = tuple(t.act for t in acts.told(text, turn.state.lang, turn.content, turn.event.hints.spelling))
    if not items or not names:
        return False
    qid = f"exp/{items[-1]}/also"
    turn.keep(qid, Value(Kind.CHOICE, ids=tuple(dict.fromkeys((*live.ids(qid), *names)))), text, how)
    turn.first("noted")
    turn.ask()
    return True


def _take_off(turn: Turn, folded: str, text: str, how: How) -> bool:
    """Remove the one experience whose words are named; undone by telling it again."""
    said = {t for t in reading.tokens(folded) if len(t) > 3}  # noqa: PLR2004 - short words name nothing
    live = turn.trace.live
    named = [i for i in live.items() if said & set(reading.tokens(reading.fold(_story(turn, i))))]
    if len(named) != 1:
        return False
    turn.keep(f"exp/{named[0]}", Value(Kind.REMOVED), text, how)
    turn.first("removed")
    turn.ask()
    return True


def _story(turn: Turn, item: str) -> str:
    return " ".join(f.raw for f in turn.trace.live.facts.values() if f.qid.startswith(f"exp/{item}/"))


CLOSED_ORDER = (_amend, _answer, _correction, _aside, _language_of)
FREE_ORDER = (_amend, _correction, _aside, _answer, _language_of)


def _missed(turn: Turn, text: str) -> None:
    """The ladder: other words, simpler words with choices, skip or a person; then the question is left behind."""
    slot = turn.cur()
    if slot is None or slot.question.kind == "document":
        turn.first("end.unclear" if slot is None else "cv.wait")
        if slot is None:
            turn.ask()
        return
    count = turn.miss(slot.qid)
    if count > WORDINGS and slot.question.skip:
        controls.skip(turn)
        return
    turn.first(f"miss.{min(count, WORDINGS)}")
    turn.ask()


# ---------------------------------------------------------------- buttons


def _tap(turn: Turn, tap: Tap) -> None:
    """A button answers the question it was shown with, however old; an ask that is not hers is refused."""
    ask = turn.event.hints.ask
    if ask is None or ask.id != tap.ask:
        turn.first("gone")
        turn.ask()
        return
    if tap.choice == "change":
        controls.change_one(turn, ask.qid)
        return
    position = int(tap.choice) if tap.choice.isdecimal() and len(tap.choice) < MANY else -1
    ids = [c.id for c in ask.choices]
    name = ids[position] if 0 <= position < len(ids) else tap.choice
    if name not in ids:
        turn.first("gone")
        turn.ask()
        return
    _press(turn, ask, name)


def _press(turn: Turn, ask: Ask, name: str) -> None:
    if name.startswith("q:"):
        controls.change_one(turn, name[2:])
    elif name.startswith("lang:"):
        controls.speak(turn, name[5:])
    elif ask.qid.startswith("menu/") and name in {"yes", "no", "again"}:
        _confirmed(turn, ask, name)
    elif name in controls.ACTIONS:
        if name in {"skip", "unknown", "keep"} and ask.qid != _qid(turn) and turn.trace.slot(ask.qid):
            turn.first("already")
            turn.ask()
        else:
            controls.run(turn, name)
    else:
        _choose(turn, ask, name)


def _qid(turn: Turn) -> str:
    slot = turn.cur()
    return slot.qid if slot else ""


def _confirmed(turn: Turn, ask: Ask, name: str) -> None:
    what = ask.qid.removeprefix("menu/")
    if what == "restart" and name == "yes":
        controls.restart_now(turn)
    elif what == "erase" and name == "yes":
        controls.erase_now(turn)
    elif what == "heard" and name == "yes" and turn.noted("heard"):
        heard = turn.noted("heard")
        turn.note("heard")
        turn.state = replace(turn.state, asked=None)
        _text(turn, heard, How.VOICE)
    else:
        turn.note("heard")
        turn.first("heard.again" if what == "heard" else "kept")
        turn.ask()


def _choose(turn: Turn, ask: Ask, name: str) -> None:
    """A choice of content: the answer to the open question, or a change of an older one."""
    slot = turn.trace.slot(ask.qid)
    if slot is None or ask.dossier != turn.state.dossier:
        turn.first("gone")
        turn.ask()
        return
    here = turn.cur()
    live = turn.trace.live.value(slot.qid)
    ids = _with(slot, live, name)
    value = _value(turn, slot, ids)
    if live is not None and live == value:
        turn.first("already")
        turn.ask()
        return
    label = next((text for c, text in zip(ask.choices, ask.labels, strict=False) if c.id == name), "")
    offered = {c.id for c in slot.question.choices(turn.content, turn.trace.live, slot.item)}
    if name not in offered and slot.question.kind != "confirm" and label:
        value = Value(Kind.TEXT, text=label)  # unknown today: kept as it was said
    if here is None or here.qid != slot.qid:
        _changed_by_tap(turn, slot, value, label)
    elif slot.question.several:
        _one_of_several(turn, slot, ids, label)
    else:
        _accept(turn, slot, Parsed(value), label, How.BUTTON)


def _with(slot: Slot, live: Value | None, name: str) -> tuple[str, ...]:
    if not slot.question.several or live is None:
        return (name,)
    return live.ids if name in live.ids else (*live.ids, name)


def _changed_by_tap(turn: Turn, slot: Slot, value: Value, label: str) -> None:
    turn.keep(slot.qid, value, label, How.BUTTON)
    turn.first("changed", what=controls.label(slot))
    turn.effects += slot.question.after(turn.trace.live, slot.item)
    turn.ask()


def _one_of_several(turn: Turn, slot: Slot, ids: tuple[str, ...], label: str) -> None:
    """One tap of several: kept at once; the question stays until "that is all"."""
    turn.keep(slot.qid, Value(Kind.CHOICE, ids=ids), label, How.BUTTON)
    turn.focus(slot.qid)
    turn.first("picked", what=label)
    question = slot.question
    offered = question.choices(turn.content, turn.trace.live, slot.item)
    left = tuple(c for c in offered if c.id not in ids and c.id not in {"all", "unknown"})[:5]
    turn.ask_this(slot.qid, "ask.others", (*left, choice("done")), question.topic, {}, question)


# ---------------------------------------------------------------- everything else


def _voice(turn: Turn, voice: Voice) -> None:
    """A voice note is read back, and is an answer only after a yes."""
    if not voice.transcript.strip():
        turn.first("voice.none")
        turn.ask()
        return
    turn.note("heard", voice.transcript.strip()[:LONG])
    choices = (choice("yes"), choice("again"), choice("skip"))
    turn.ask_this("menu/heard", "ask.heard", choices, "any", {"text": voice.transcript.strip()})


def _media(turn: Turn, media: Media) -> None:
    if media.kind == "sticker":
        if media.emoji and reading.answer_word(reading.fold(media.emoji), turn.words):
            _text(turn, media.emoji, How.TEXT)
            return
        turn.first("got.sticker")
    else:
        turn.first("got.photo" if media.kind == "photo" else "got.file")
    turn.ask()


def _contact(turn: Turn, contact: Contact) -> None:
    """A contact card is hers only if the channel proves it or it is what was asked for."""
    slot = turn.cur()
    if slot is not None and slot.question.want == "contact" and slot.question.parse:
        parsed = slot.question.parse(_read(turn, slot, contact.phone))
        if parsed and (contact.own or reading.same_person(contact.name, turn.trace.live.text("cv/name"))):
            _accept(turn, slot, parsed, contact.phone, How.SHARED)
            return
    turn.first("got.contact")
    turn.ask()


def _edit(turn: Turn, edit: Edit) -> None:
    """The person edited a message: the answers that came from it change; the place is kept."""
    from_it = [f for f in turn.trace.live.facts.values() if f.source == edit.of]
    slots = [s for s in turn.trace.reached if any(f.qid == s.qid for f in from_it) and s.question.parse]
    if not slots:
        turn.first("edit.seen")
        turn.ask()
        return
    slot = slots[0]
    parsed = slot.question.parse(_read(turn, slot, edit.text)) if slot.question.parse else None
    if parsed is None:
        turn.first("edit.seen")
        turn.ask()
        return
    for qid, value in parsed.also:
        turn.keep(qid, value, edit.text, How.EDIT)
    turn.keep(slot.qid, parsed.value, edit.text, How.EDIT)
    turn.first("changed", what=controls.label(slot))
    turn.ask()
