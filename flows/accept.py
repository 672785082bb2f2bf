"""Keeping an answer: the value, what was told on the way, what is said back, and the question that comes.

Words and buttons both end here. Nothing is read and nothing is chosen in this file.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from flows import acts, controls, reading, tongue
from flows.content import Form, Parsed, Reading
from flows.live import Live, Slot, first, latest, trace
from flows.model import ENDS, Ask, Choice, Fact, How, Kind, Phrase, Value
from flows.spans import joined
from flows.turn import WORDINGS, Turn, chosen, shorten
from flows.words import Words

ADDRESS, ADDRESSES = "cv/address", ("tu", "vous")  # how somebody is spoken to
OPENING = "opening"  # begins the notes of what was told before the agreement, one a message
HELD = 8_000  # characters of it that wait
AGREED = ("agree",)
REOPENED = frozenset({"cv/more", "cv/phone", "cv/name"})  # who tells more goes on; another number or name is the one

LANGUAGES = "languages"  # a question whose answer is a list, although it is told in words
ANDS = reading.JOINERS - {"le", "la", "les", "n", "numero", "no"}
AND, AND_THE = "و", "وال"  # glued to the word behind it
OF_ACTS = ("acts", "core", "skill", "others", "rest")  # what is answered of the acts of a life
ENDLESS = 1_000  # characters that are no name, town or time any more


def accept_ids(turn: Turn, slot: Slot, ids: tuple[str, ...], raw: str, how: How) -> None:
    """Keep choices as the answer; one that only tells something is none."""
    if len(ids) > 1 or not turn.tell(slot, ids[0]):
        accept(turn, slot, Parsed(value(turn, slot, ids)), raw, how)


def value(turn: Turn, slot: Slot, ids: tuple[str, ...]) -> Value:
    """Return the value of a choice: its id, or what the question makes of it."""
    if slot.question.choosing:
        return slot.question.choosing(turn.content, turn.trace.live, slot.item, ids[0])
    return Value(Kind.CHOICE, ids=ids)


def read(turn: Turn, slot: Slot, text: str) -> Reading:
    """Return what a parser may look at."""
    asked = turn.state.asked
    return Reading(
        text=text.strip(),
        folded=reading.fold(text),
        at=turn.event.at,
        words=turn.words,
        live=_unsaid(turn, slot),
        content=turn.content,
        lang=turn.state.lang,
        item=slot.item,
        spare=turn.trace.live.spare,
        choices=asked.choices if asked and asked.qid == slot.qid else _choices(turn, slot),
        hints=turn.event.hints,
        qid=slot.qid,
    )


def _retold(turn: Turn, slot: Slot) -> str:
    """Return the message in which a life was told that is told anew now; "" when nothing is, or taps are gathered."""
    fact = turn.trace.live.fact(slot.qid)
    tells = slot.question.free and slot.item and turn.noted("picking") != slot.qid
    return fact.source if fact and tells else ""


def _unsaid(turn: Turn, slot: Slot) -> Live:
    """Return what counts apart from the words that are replaced now."""
    source = _retold(turn, slot)
    if not source:
        return turn.trace.live
    return trace(turn.content, [f for f in turn.facts if f.source != source], turn.state.dossier).live


def take_back(turn: Turn, slot: Slot, parsed: Parsed, raw: str) -> None:
    """A life is told anew: what its former words told on the way no longer counts, what was told before them does.

    Work of another kind keeps none of the tasks that were tapped for the former one, nor the yes to its name.
    """
    source, also = _retold(turn, slot), dict(parsed.also)
    if not source:
        return
    told = f"exp/{slot.item}/told"
    kinds, now = _fields(turn.trace.live.value(told)), _fields(also.get(told))
    if slot.qid == f"exp/{slot.item}/what" and kinds and now and kinds.isdisjoint(now):
        withdraw(turn, {qid for qid in (f"exp/{slot.item}/{name}" for name in OF_ACTS) if qid in turn.trace.live.facts})
    mine = {qid: f for qid, f in turn.trace.live.facts.items() if f.source == source and qid != slot.qid}
    same = {qid for qid, f in mine.items() if also.get(qid) == f.value and parsed.raw(qid, raw) == f.raw}
    withdraw(turn, {q for q in mine.keys() - same if q.startswith(f"exp/{slot.item}/")}, (source,), raw)


def _fields(value: Value | None) -> set[str]:
    """Return the kinds of work of acts: "cleaning" of "cleaning.clean"."""
    return {name.partition(".")[0] for name in value.ids} if value else set()


def withdraw(turn: Turn, qids: Collection[str], sources: Collection[str] = (), raw: str = "") -> None:
    """Take back what these messages told; what was told before them counts again. With no messages, all of it."""
    before = latest([f for f in turn.facts if sources and f.source not in sources], turn.state.dossier)
    for qid in sorted(qids):
        old = before.get(qid)
        if old is None:
            turn.keep(qid, Value(Kind.REMOVED), raw, How.BUTTON)
        else:
            turn.keep(qid, old.value, old.raw, old.how, old.source)


def on_screen(turn: Turn, slot: Slot) -> Ask | None:
    """Return the question that is open as it was asked; made anew when reading a voice note back stood in between."""
    asked = turn.state.asked
    if asked is None:
        made = Ask("", slot.qid, 0, 1, _choices(turn, slot), turn.state.floor.n, turn.event.at, turn.state.dossier)
        return replace(made, labels=_labels(turn, made))
    return asked if asked.qid == slot.qid else None


def _labels(turn: Turn, made: Ask) -> tuple[str, ...]:
    """Return how its choices read on screen before a voice note was read back: one of them may be what was said."""
    behind = turn.state.behind
    if behind is None or behind.qid != made.qid:
        return ()
    read = {one.id: label for one, label in zip(behind.choices, behind.labels, strict=False)}
    return tuple(read.get(one.id, "") for one in made.choices)


def _choices(turn: Turn, slot: Slot) -> tuple[Choice, ...]:
    """Return the choices as they were on screen, for an answer that is read again later."""
    offered = slot.question.choices(turn.content, turn.trace.live, slot.item)
    return shorten(offered, turn.noted(f"page.{slot.qid}"))


def heard_beside(turn: Turn, slot: Slot, parsed: Parsed | None, said: Reading) -> Parsed | None:
    """Return what was understood together with what any form hears in it; None when nothing was."""
    parsed = parsed or Parsed(None)
    also = dict(parsed.also)
    for form in turn.content.forms:
        for qid, told in form.hears(said):
            if qid == slot.qid and parsed.value is None:
                parsed = replace(parsed, value=told)
            elif qid != slot.qid:
                also.setdefault(qid, told)
    return replace(parsed, also=tuple(also.items())) if parsed.value or also else None


def understood(turn: Turn, slot: Slot, said: Reading) -> Parsed | None:
    """Return what the question reads in these words; a sign that says nothing is no answer, so it is never printed."""
    folded = said.folded
    if reading.unknown(folded, turn.words):
        return Parsed(Value(Kind.UNKNOWN)) if slot.question.skip and not slot.question.insist else None
    silent = not any(c.isalnum() for c in folded) and reading.answer_word(folded, turn.words) is None
    story = slot.question.free and slot.question.kind != "choice"
    endless = len(said.text) >= ENDLESS and not story  # a life may be as long as it likes, a name may not
    if slot.question.parse is None or silent or endless:
        return None
    parsed = slot.question.parse(said)
    own_words = parsed is None or (parsed.value is not None and parsed.value.kind is Kind.TEXT and not parsed.also)
    skipped = slot.question.skip and not slot.question.insist
    if own_words and skipped and reading.opens_unknown(folded, turn.words):
        return Parsed(Value(Kind.UNKNOWN))
    return parsed


def accept(turn: Turn, slot: Slot, parsed: Parsed, raw: str, how: How) -> bool:
    """Keep an answer, say what was understood, and ask what is open. False: there was nothing new in it."""
    before = len(turn.new)
    if parsed.value is None:
        offered = _choices(turn, slot)
        tell(turn, parsed, raw, how)
        if len(turn.new) == before:
            return False
        turn.lead.append(beside(turn, before) or noted(turn))
        same = slot.question.told not in dict(parsed.also) and _choices(turn, slot) == offered
        if turn.looks_at(slot) and same:
            turn.leave()  # something else was told there: the way goes on
        turn.ask()
        return True
    changing = turn.top.kind == "change"
    turn.understood(slot.qid)
    take_back(turn, slot, parsed, raw)
    tell(turn, parsed, raw, how)
    said = parsed.raw(slot.qid, raw)
    had = added_to(turn, slot, parsed.value, said)
    together = joined_ids(had.value, parsed.value) if had else gathered(turn, slot, parsed.value)
    turn.keep(slot.qid, together, f"{had.raw}, {said}" if had and had.raw else said, how)
    keep_besides(turn, slot)
    turn.note("picking")
    turn.leave()
    turn.lead += said_back(turn, slot, changing=changing)
    turn.lead += ahead(turn, slot)
    turn.effects += slot.question.after(turn.trace.live, slot.item)
    if not _told_before(turn, slot, how):
        turn.ask()
    return True


def keep_besides(turn: Turn, slot: Slot) -> None:
    """Keep what else an answer says; of a life that it begins, the words it begins with are the proof.

    Words of a file were said in the message that brought it.
    """
    said = slot.question.besides(turn.content, turn.trace.live, slot.item)
    begun = {qid.removesuffix("/what"): value.text for qid, value in said if qid.endswith("/what")}
    paper = turn.trace.live.fact(slot.question.quotes)
    how, source = (paper.how, paper.source) if paper and paper.how is How.FILE else (How.TEXT, "")
    for qid, value in said:
        proof = slot.question.proven(turn.content, turn.trace.live, qid, value)
        if proof:
            turn.keep(qid, value, proof.raw, proof.how, proof.source)
            continue
        words = begun.get(qid.rpartition("/")[0], "")
        turn.keep(qid, value, words, how if words else How.BUTTON, source if words else "")


def said_back(turn: Turn, slot: Slot, *, changing: bool) -> list[Phrase]:
    """Return what is said of an answer; of a changed one its name, and what follows from it where it binds."""
    report = slot.question.report(turn.content, turn.trace.live, slot.item)
    unknown = turn.trace.live.value(slot.qid) == Value(Kind.UNKNOWN)
    if not changing or slot.question.explains:
        return [report or (Phrase("unknown.ok") if unknown else noted(turn))]
    changed = controls.changed(turn, slot)
    return [changed, report] if report and not slot.question.skip else [changed]


def hold(turn: Turn, message: str, text: str) -> None:
    """Let what a message tells before the agreement wait for it; "" forgets that message."""
    own = f"{OPENING}.{message}"
    others = sum(len(turn.noted(name)) for name in turn.state.notes if name.startswith(OPENING) and name != own)
    turn.note(own, text[: max(0, HELD - others)])


def _told_before(turn: Turn, slot: Slot, how: How) -> bool:
    """Read what was told before the agreement, once its keeping is agreed to; any other answer forgets it."""
    waiting = [name for name in turn.state.notes if name.startswith(OPENING)]
    opening = "\n".join(turn.noted(name) for name in waiting)
    for name in waiting:
        turn.note(name)
    then = turn.cur() if opening and turn.trace.live.ids(slot.qid) == AGREED else None
    if then is None:
        return False
    said = read(turn, then, opening)
    named = next((one for one in ADDRESSES if reading.has_any(said.folded, turn.words.small.get(f"say_{one}", ()))), "")
    if named:
        turn.keep(ADDRESS, chosen(named), opening)
    if named and not acts.told(opening, said.lang, said.content, said.hints.spelling):
        return False
    doors = [form for form in doors_called(turn, said) if form.offered(turn.trace.live, "")]
    if doors:
        code = tongue.practised_in(said.folded, turn.content)
        controls.practise_in(turn, code) if code else controls.enter(turn, doors)
        return True
    parsed = heard_beside(turn, then, understood(turn, then, said), said)
    return parsed is not None and accept(turn, then, parsed, opening, how)


def doors_called(turn: Turn, said: Reading) -> list[Form]:
    """Return the side trips a message asks for, by their word or in others, whether they can be opened yet or not."""
    name = reading.command(said.folded, turn.words)
    return [form for form in turn.content.forms if form.door and (form.door == name or form.calls(said))]


def ahead(turn: Turn, slot: Slot) -> list[Phrase]:
    """Return how many questions are left: of all, or of this experience when it is not the first one.

    A question whose own words say how many may follow is not told beside another figure.
    """
    then = turn.cur()
    if not slot.question.milestone or (then and then.question.announces):
        return []
    later = bool(slot.item) and slot.item != first(turn.trace.live.items())
    mine = [q for q in turn.coming if not later or q.startswith(f"exp/{slot.item}/")]
    return [Phrase("left.item" if later else "left", {"n": len(mine)})] if mine else []


def gathered(turn: Turn, slot: Slot, value: Value) -> Value:
    """Return an answer together with what was tapped before it; "that is all" ends a list, it does not empty it."""
    ending = value.ids == ("done",)
    if not slot.question.several or not (ending or turn.noted("picking") == slot.qid):
        return value
    live = turn.trace.live.value(slot.qid)
    if live is None:
        return value
    had = tuple(i for i in live.ids if i not in ENDS)
    new = () if ending or value.ids == ("none",) else value.ids
    return replace(live, ids=tuple(dict.fromkeys((*had, *new)))) if had else value


def added_to(turn: Turn, slot: Slot, value: Value, raw: str) -> Fact | None:
    """Return the list that an answer adds to, "Spanish too"; None when it takes the place of the former answer."""
    fact = turn.trace.live.fact(slot.qid)
    lists = slot.question.several or slot.question.topic == LANGUAGES
    both = fact is not None and fact.value.kind is Kind.CHOICE is value.kind and fact.value.ids and value.ids
    return fact if lists and both and not {*value.ids} & ENDS and adds(raw, turn.words) else None


def adds(raw: str, words: Words) -> bool:
    """Whether an answer opens or ends with "also", and takes nothing back."""
    said, also = reading.tokens(reading.fold(raw)), words.times.get("also", ())
    opening = (*also, *ANDS, *words.edits.get("add", ()), *(AND + way for way in also))
    text = f" {' '.join(said)} "
    opens = text.startswith((*(f" {way} " for way in opening), f" {AND_THE}"))
    ends = text.endswith(tuple(f" {way} " for way in also))
    return (opens or ends) and {*words.negations}.isdisjoint(said)


def joined_ids(old: Value, new: Value) -> Value:
    """Return a list with what is added to it; a level said anew takes the place of the former one."""
    named = {one.partition(":")[0] for one in new.ids}
    kept = (one for one in old.ids if one not in ENDS and one.partition(":")[0] not in named)
    return replace(new, ids=(*kept, *new.ids))


def tell(turn: Turn, parsed: Parsed, whole: str, how: How) -> None:
    """Keep what was told on the way: what is new, and what makes richer what was told before."""
    live = turn.trace.live
    for qid, value in parsed.also:
        old, raw = live.value(qid), parsed.raw(qid, whole)
        if old is None or not old.said or qid.endswith(("/told", "/tidy", "/next", "/level")) or qid in REOPENED:
            turn.keep(qid, value, raw, how)
        elif qid.endswith("/counts"):
            turn.keep(qid, replace(old, ids=tuple(dict.fromkeys((*old.ids, *value.ids)))), raw, how)
        elif old.span and value.span:
            turn.keep(qid, replace(old, span=joined(old.span, value.span)), raw, how)


def beside(turn: Turn, before: int) -> Phrase | None:
    """Return what was understood of an answer to a question that comes later."""
    slots = (turn.trace.slot(fact.qid) for fact in turn.new[before:])
    reports = (s.question.report(turn.content, turn.trace.live, s.item) for s in slots if s)
    return next((said for said in reports if said), None)


def noted(turn: Turn) -> Phrase:
    """Return a word of receipt, not the same twice."""
    return Phrase("noted", {}, len(turn.facts) % WORDINGS + 1)
