"""What a language model may do in a conversation: propose. It is never waited for, and nothing counts before a yes.

The theory. At the end of a turn it is decided whether a message left something unread; if so, and only where the person
agreed, a model is asked about it, outside. What comes back is read by the parser of the question it is for, so it can
say nothing a form cannot, and its own words are never kept: a text is the person's own, from their message. It waits in
notes until the way would go on, and is shown once, marked, with two equal buttons. Whoever answers something else has
left it. What is late, broken or of another time is nothing: no bubble, no change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from flows import acts, aided, purposes, reading, spans, times
from flows.accept import read, understood
from flows.aided import FACTS, JOB, Found
from flows.clauses import clauses
from flows.cv import training
from flows.hours import hours_in
from flows.live import MAIN, Slot, known
from flows.lives import known_acts
from flows.model import BY_THE_PERSON, Arg, Ask, Choice, Consult, How, Kind, Phrase, Result, State, Text, Value
from flows.proposing import LATE, awake, may, numbers
from flows.turn import HEARD_IN, Turn, begins, named
from flows.whom import for_whom

MENU: Final = "menu/helped"
FOUND, SHOWN = "helped:", "helped.shown:"  # begin the notes of what was found: the question ends it
READS: Final = "helped.reads"  # the note of the message that is read: its id, the question it was said to, when
OFFERED: Final = "helped.offered"  # the note that it was asked whether a model may help
YES, NO = "helped_yes:", "helped_no:"  # begin the choices of what was found; the questions end them, a space between
EACH: Final = "helped_each"
HEARD: Final = "menu/heard"  # the screen on which what was heard is confirmed
SHORTEST: Final = 4  # words of a message in which something may be left to find
ANSWER: Final = 8  # words of one that begins with a yes or a no: "no, that is all", "yes, that is fair"
CLAUSE: Final = 3  # words of a clause that says something
MOST: Final = 3  # facts of one card (PRODUCT.md)
QUOTED: Final = 80  # letters of their words beside it
AND: Final = " … "  # between the person's words for several acts
KEPT: Final = 9  # that wait or were shown
FIRST: Final = "document/first"
PRACTISES: Final = "interview/go"
STORIES: Final = ("exp/", "project/")  # begin the questions whose answers may be read by a model
LIFE: Final = {"what": ("told",), "when": ("when",), "place": ("whom",), "whom": ("whom",), "hours": ("hours",)}
PERSON: Final = {
    "study": ("cv/training",),
    "languages": ("cv/languages",),
    "licence": ("cv/extras",),
    "wish": ("project/job",),
}
NAMES: Final = {"project/job": "job", "cv/languages": "tongue", "cv/extras": "extra"}  # how ids of an answer read


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was found: the question it answers, what it would be, how that reads, and the words it is from."""

    slot: Slot
    value: Value
    shown: Arg
    quote: str
    source: str
    also: tuple[tuple[str, Value], ...] = ()  # what is kept with it


# ---------------------------------------------------------------- whether


def settle(turn: Turn, before: State) -> None:
    """At the end of a turn: have a model look for what a story left unread. Nothing waits for it."""
    key, text, qid = _said(turn, before)
    if not text or not awake(turn) or not may(turn) or turn.state.waits is not None:
        return
    question = known(turn.content, qid) if qid.startswith(STORIES) else None
    if question is None or not question.free or question.pasted or question.private:
        return
    folded = reading.fold(text)
    theirs = any(reading.has_any(folded, words.cues.get("advert", ())) for words in turn.content.words.values())
    if theirs or reading.command(folded, turn.words) or not _unread(turn, before, text):
        return  # an employer's words are nobody's story
    turn.note(READS, f"{key} {qid} {turn.event.at} {turn.state.dossier}")
    turn.effects.append(Consult(JOB, key, FACTS))


def _said(turn: Turn, before: State) -> tuple[str, str, str]:
    """Return the message that tells something, its words, and the question it was said to.

    What was heard counts once it was confirmed, as the answer that it is then; the message is the note's own.
    """
    body, asked = turn.event.body, before.asked
    if asked is not None and asked.qid == HEARD:
        told = (fact for fact in turn.new if fact.how is How.VOICE and fact.qid.startswith(STORIES))
        answer = next((fact for fact in told if (asks := known(turn.content, fact.qid)) and asks.free), None)
        note = turn.noted(HEARD_IN)
        return (note, answer.raw, answer.qid) if answer and note else ("", "", "")
    if isinstance(body, Text):
        return turn.event.id, turn.event.hints.written or body.text, asked.qid if asked else ""
    return "", "", ""


def _unread(turn: Turn, before: State, text: str) -> bool:
    """Whether a message says more than was understood of it: nothing was, or a clause of it told nothing."""
    said = reading.tokens(reading.fold(text))
    if len(said) < (ANSWER if said and reading.answer_word(said[0], turn.words) in {"yes", "no"} else SHORTEST):
        return False
    if not any(fact.how in {How.TEXT, How.VOICE} and fact.value.said for fact in turn.new):
        return sum(turn.state.misses.values()) > sum(before.misses.values())
    return any(not _heard(turn, clause.text) for clause in clauses(text, turn.words) if len(clause.folded) >= CLAUSE)


def _heard(turn: Turn, clause: str) -> bool:
    """Whether our own words find something in a clause."""
    told = acts.told(clause, turn.state.lang, turn.content, turn.event.hints.spelling)
    timed = times.read(clause, turn.words, turn.event.at)
    return bool(told or timed or for_whom(reading.fold(clause), turn.words))


# ---------------------------------------------------------------- what comes back


def came(turn: Turn, result: Result) -> None:
    """Note what was found, to be asked about when the way goes on; what cannot be used now is nothing."""
    aid = aided.read(result.text) if result.ok and awake(turn) and may(turn) else None
    if aid is not None and aid.kind == FACTS:
        _found(turn, result.key, aid.found)


def _found(turn: Turn, key: str, found: tuple[Found, ...]) -> None:
    source, _, rest = turn.noted(READS).partition(" ")
    qid, _, when = rest.partition(" ")
    at, _, dossier = when.partition(" ")
    if source != key or not at.isdecimal() or dossier != str(turn.state.dossier) or turn.event.at - int(at) > LATE:
        return
    turn.note(READS)
    for one in found:
        for to in _questions(turn, one.field, qid, key):
            said = _beside(turn, to, one, key) if f"{FOUND}{to}" in turn.state.notes else one
            if said is not None and _read(turn, to, said, key) is not None:
                turn.note(f"{SHOWN}{to}")
                turn.note(f"{FOUND}{to}", _written(turn, said, key))
    waiting = [name for name in turn.state.notes if name.startswith((SHOWN, FOUND))]
    for name in waiting[:-KEPT]:
        turn.note(name)


def _beside(turn: Turn, to: str, one: Found, key: str) -> Found | None:
    """Return it together with what waits already: acts that the same message told of the same life; None for others."""
    source, quote, text = turn.noted(f"{FOUND}{to}").split("\n")[:3]
    more = source == key and to.endswith("/told") and one.text not in text
    return Found(one.field, f"{quote}{AND}{one.quote}", f"{text}, {one.text}") if more else None


def _questions(turn: Turn, field: str, asked: str, source: str) -> Iterator[str]:
    """Yield the questions that may be answered by what was found: of the life that was spoken of, or of the person."""
    yield from PERSON.get(field, ())
    told = [fact.qid for fact in turn.facts if fact.source == source and fact.qid.startswith("exp/")]
    item = (*told, asked)[0].split("/")[1] if (*told, asked)[0].startswith("exp/") else ""
    if item in turn.trace.live.items():
        yield from (f"exp/{item}/{name}" for name in LIFE.get(field, ()))
    elif item and field == "what":
        yield f"exp/{item}/what"


def _written(turn: Turn, one: Found, source: str) -> str:
    """Return what is noted of it; what libraries know of its words goes with it, so that it is read alike later."""
    hints = turn.event.hints
    spelling = " ".join(f"{word}={meant}" for word, meant in hints.spelling.items() if " " not in f"{word}{meant}")
    return "\n".join((source, one.quote, one.text, spelling, " ".join(hints.occupations)))


def _waiting(turn: Turn, qid: str) -> Fact | None:
    """Return what was found for a question, read anew; None where there is nothing any more."""
    source, quote, text, spelling, codes = (*turn.noted(f"{FOUND}{qid}").split("\n"), "", "", "", "", "")[:5]
    if not quote:
        source, quote, text, spelling, codes = (*turn.noted(f"{SHOWN}{qid}").split("\n"), "", "", "", "", "")[:5]
    if not quote:
        return None
    known_words = dict(pair.split("=", 1) for pair in spelling.split())
    hints = replace(turn.event.hints, spelling=known_words, occupations=tuple(codes.split()))
    event, turn.event = turn.event, replace(turn.event, hints=hints)
    try:
        return _read(turn, qid, Found("", quote, text), source)
    finally:
        turn.event = event


def _read(turn: Turn, qid: str, one: Found, source: str) -> Fact | None:
    """Return what the question itself reads in it; None for what it cannot, what is answered, and what is new."""
    question, name = known(turn.content, qid), qid.rpartition("/")[2]
    item = qid.split("/")[1] if qid.startswith("exp/") else ""
    if question is None or numbers(turn, one.text) - numbers(turn, one.quote):
        return None
    if name == "told" and item in turn.trace.live.items():
        return _acts(turn, Slot(qid, question, item), one, source)
    told = next((fact for fact in reversed(turn.facts) if fact.qid == qid), None)
    if told is not None and told.dossier == turn.state.dossier:
        return None
    slot = Slot(qid, question, item)
    if name in {"what", "hours"}:
        return (_life if name == "what" else _hours)(turn, slot, one, source)
    parsed = understood(turn, slot, read(turn, slot, one.text))
    if parsed is not None and parsed.value is not None and parsed.value.ids and qid in NAMES:
        parsed = replace(parsed, value=replace(parsed.value, text=""))  # how our lists call it, not how a model does
    elif parsed is not None and parsed.value is not None and parsed.value.text:
        parsed = understood(turn, slot, read(turn, slot, one.quote))  # a text of the person's own, or none
    value = parsed.value if parsed else None
    if value is None or not value.said:
        return None
    shown = _shown(turn, slot, value)
    return Fact(slot, value, shown, one.quote, source) if shown else None


def _acts(turn: Turn, slot: Slot, one: Found, source: str) -> Fact | None:
    """Return the acts it tells that are not known yet, beside those that are."""
    item, live = slot.item, turn.trace.live
    told = acts.told(one.text, turn.state.lang, turn.content, turn.event.hints.spelling)
    off = {*live.ids(f"exp/{item}/not"), *live.ids(f"exp/{item}/off")}
    had = live.ids(slot.qid)
    fresh = tuple(dict.fromkeys(n.act for n in told if n.act not in {*known_acts(live, item), *off, *had}))[:MOST]
    shown = tuple(Phrase(f"act.{name}") for name in fresh)
    return Fact(slot, Value(Kind.CHOICE, ids=(*had, *fresh)), shown, one.quote, source) if fresh else None


def _life(turn: Turn, slot: Slot, one: Found, source: str) -> Fact | None:
    """Return a life that it tells, in the person's own words, where an act is told with it."""
    found = _acts(turn, Slot(f"exp/{slot.item}/told", slot.question, slot.item), one, source)
    value = Value(Kind.TEXT, text=one.quote)
    return replace(found, slot=slot, value=value, also=((found.slot.qid, found.value),)) if found else None


def _hours(turn: Turn, slot: Slot, one: Found, source: str) -> Fact | None:
    """Return the hours a week that it says, and that the person's own words say as a number too."""
    hours = hours_in(reading.fold(one.text))
    said = hours and int(hours) in numbers(turn, one.quote) and slot.item in turn.trace.live.items()
    shown = Phrase("line.hours", {"hours": hours})
    return Fact(slot, Value(Kind.TEXT, text=hours), shown, one.quote, source) if said else None


def _shown(turn: Turn, slot: Slot, value: Value) -> Arg | None:
    """Return what would be kept, as it reads; None for what has no words."""
    if value.kind is Kind.TIME:
        return spans.phrase(value.span) if value.span else None
    if slot.qid == training.TRAINING and value.kind is Kind.CHOICE:
        return tuple(training.phrases(value, own=bool(value.text))) or None
    if value.text or value.kind is Kind.TEXT:
        return value.text or None
    family = NAMES.get(slot.qid, "")
    if family:
        return tuple(Phrase(f"{family}.{name.partition(':')[0]}") for name in value.ids)
    offered = {c.id: c.label for c in slot.question.choices(turn.content, turn.trace.live, slot.item)}
    return tuple(offered[name] for name in value.ids) if set(value.ids) <= offered.keys() else None


# ---------------------------------------------------------------- asking


def asks(turn: Turn) -> bool:
    """Ask about what was found, or once whether a model may help; False where neither is due."""
    if not isinstance(turn.event.body, BY_THE_PERSON) or not awake(turn) or turn.top.focus:
        return False
    return (turn.top.kind == MAIN and _asks_of_facts(turn)) or _asks_whether(turn)


def _asks_of_facts(turn: Turn) -> bool:
    """Show what was found, three things at most; before the first paper only what would be asked for it anyway."""
    qids = [name.removeprefix(FOUND) for name in turn.state.notes if name.startswith(FOUND)]
    if not qids or not may(turn):
        return False
    made = turn.trace.live.said(FIRST)
    due = [qid for qid in qids if made or qid in turn.coming or _bare(turn, qid)]
    found = [one for qid in due if (one := _waiting(turn, qid))]
    for qid in set(due) - {one.slot.qid for one in found}:
        turn.note(f"{FOUND}{qid}")  # it was answered meanwhile
    if found:
        _card(turn, found[:MOST])
    return bool(found)


def _bare(turn: Turn, qid: str) -> bool:
    """Whether acts were found of a life of which none is known."""
    item = qid.split("/")[1] if qid.endswith("/told") else ""
    return bool(item) and not known_acts(turn.trace.live, item)


def _card(turn: Turn, found: list[Fact]) -> None:
    turn.first("helped.mark")
    for one in found:
        turn.note(
            f"{SHOWN}{one.slot.qid}", turn.noted(f"{FOUND}{one.slot.qid}") or turn.noted(f"{SHOWN}{one.slot.qid}")
        )
        turn.note(f"{FOUND}{one.slot.qid}")
        turn.first("helped.fact", what=_label(one.slot), value=one.shown, words=_short(one.quote))
    qids = " ".join(one.slot.qid for one in found)
    each = (Choice(f"{EACH}:{qids}", Phrase(f"button.{EACH}")),) if len(found) > 1 else ()
    offered = (Choice(f"{YES}{qids}", Phrase("button.yes")), Choice(f"{NO}{qids}", Phrase("button.no")), *each)
    turn.ask_this(MENU, "ask.helped", offered, "confirm_facts")


def _short(quote: str) -> str:
    """Return as many whole words as are shown beside what was found."""
    return quote if len(quote) <= QUOTED else quote[:QUOTED].rpartition(" ")[0] + " …"


def _label(slot: Slot) -> Phrase:
    said = {"told": "label.exp.acts", "what": "label.exp.acts", "hours": "label.exp.when"}
    return Phrase(said.get(slot.qid.rpartition("/")[2], named(slot.question)))


def _asks_whether(turn: Turn) -> bool:
    """Ask once, after the first paper, before a story or a practice begins."""
    live, host = turn.trace.live, turn.content.host
    if not host.helped or turn.noted(OFFERED) or not purposes.unasked(host, turn.facts, purposes.MODEL):
        return False
    slot = turn.cur()
    story = slot is not None and slot.question.free and slot.qid.startswith(STORIES) and turn.top.kind == MAIN
    if not (story or (slot is not None and slot.qid == PRACTISES)):
        return False
    if not live.said(FIRST) or live.ids("charter/consent") != ("agree",):
        return False
    turn.note(OFFERED, "1")
    turn.ask_whether(purposes.MODEL)
    return True


def meant(turn: Turn, asked: Ask, folded: str) -> str:
    """Return the choice that words stand for; "" for none. Not knowing is no yes."""
    word = reading.answer_word(folded, turn.words) or ""
    return begins(asked, {"yes": YES, "all": YES, "no": NO, "none": NO, "unknown": NO}.get(word, ""))


def answered(turn: Turn, name: str) -> None:
    """Keep what was found, leave it, or ask one by one; an old button is about what it showed."""
    way, _, qids = name.partition(":")
    found = [one for qid in qids.split() if (one := _waiting(turn, qid))]
    if not found:
        turn.first("already")
    elif way == EACH:
        for one in found:
            turn.note(f"{FOUND}{one.slot.qid}", turn.noted(f"{SHOWN}{one.slot.qid}"))
        _card(turn, found[:1])
        return
    for one in found:
        turn.note(f"{FOUND}{one.slot.qid}")
        turn.note(f"{SHOWN}{one.slot.qid}")
        if f"{way}:" == YES:
            for qid, value in ((one.slot.qid, one.value), *one.also):
                turn.keep(qid, value, one.quote, How.MODEL, one.source)
    if found:
        turn.first("helped.kept" if f"{way}:" == YES else "helped.left")
    turn.ask()
