"""What changes something told before: "add that ...", "take the garage off", "not 2019, 2018", "it was paid".

Each reader says whether a message was that, and did it. Nothing here answers the question that is open.
"""

from __future__ import annotations

import re
from dataclasses import replace

from flows import acts, controls, corrections, reading, removal, times
from flows.accept import accept, heard_beside, read, tell, understood
from flows.clauses import clauses
from flows.contact import without_contact
from flows.content import Parsed, Question
from flows.hours import hours_in
from flows.live import Slot
from flows.lives import known_acts
from flows.model import How, Kind, Span, Value
from flows.schooling import named
from flows.turn import Turn
from flows.whom import for_whom, rather_for
from flows.words import Words

STORY = 8  # words: more than a question of the person's own
PAID = {"company", "home", "own"}  # for whom one works for money
WHAT = "exp/*/what"
LIFE = {WHAT, "exp/*/whom", "exp/*/acts", "exp/*/last", "exp/*/when"}  # these words tell of the life that is asked
CARD = "exp/*/skill"  # what was done, shown for a yes
JOB = "project/job"  # "no, in a hotel" is where the person wants to work
UNTIMED = frozenset({"project", "first_name", "contact", "place", "languages"})  # where no time is an answer
RATHER = 3  # words: "no but rather"
NAMED = 4  # words: "add the windows" names a part of what was told
END = Slot("", Question("", "note", "cv_ready"))  # nothing is asked: what is told still counts
TIME_WORDS = 9  # a longer message says more than a time ("in January 2014 I began, until June 2019")


def late_time(turn: Turn, text: str, folded: str, how: How) -> bool:
    """A message that is nothing but a time, where none was asked: it completes or puts right that of a life told.

    It is of the life that is asked about; else of the last one told.
    """
    told, cur = lives_told(turn), turn.cur()
    if not told or len(reading.tokens(folded)) > TIME_WORDS or of_no_work(folded, turn.words):
        return False
    item = cur.item if cur and cur.item in told else told[-1]
    span, qid = times.read(without_contact(text), turn.words, turn.event.at), f"exp/{item}/when"
    if span is None or not span.timed:
        return False
    new, had = len(turn.new), turn.trace.live.value(qid)
    if had and had.span and (righted(turn, folded) or _restated(turn, text, had.span)):
        length = replace(had.span, months=span.months) if span.months and not span.start else span
        turn.keep(qid, Value(Kind.TIME, span=length), text, how)
    tell(turn, Parsed(None, ((qid, Value(Kind.TIME, span=span)),)), text, how)
    if len(turn.new) == new:
        return False
    turn.first("noted")
    if turn.looks_at(turn.cur()):
        turn.leave()  # the answer to what was open, said while looking back
    turn.ask()
    return True


def only_a_time(turn: Turn, slot: Slot, text: str) -> bool:
    """Whether dates, of the life before, come where a job, a name or a town was asked; "Layla" is a name."""
    said, topic = reading.fold(text), slot.question.topic
    named = topic == "first_name" and said in turn.words.cues.get("given", ())
    named = named or (topic == "place" and any(said in table.towns for table in turn.content.letters))  # Lille, "ليل"
    return not named and topic in UNTIMED and times.only(without_contact(text), turn.words, turn.event.at)


def of_no_work(folded: str, words: Words) -> bool:
    """Whether a time is of no work: "out of work since 2021", "I came here in 2022", "vocational school, 1995"."""
    apart = (way for name in ("idle", "away", "arrived") for way in words.cues.get(name, ()))
    return reading.has_any(folded, tuple(apart)) or bool(named(folded, words))


def _restated(turn: Turn, text: str, had: Span) -> bool:
    """Whether a length is said again and put right: "4 years, no, 3"."""
    return had.months is not None and times.restates(text, had.months, turn.words, turn.event.at)


def righted(turn: Turn, folded: str) -> bool:
    """Whether a message says that what was told is wrong: "no, 12 years", "wrong, since 2019"."""
    wrong = {*turn.words.edits.get("wrong", ())}.intersection(reading.tokens(folded))
    return bool(wrong) or reading.denies(folded, turn.words) or reading.opens(folded, turn.words.corrections)


def corrected(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Change the one answer that holds the old word; ask which when there are several."""
    denied = reading.has_any(folded, turn.words.negations)
    found = corrections.correction(text, turn.words) if denied else None
    if found is None:
        return False
    old, new, rest = found
    holders = [s for s in turn.trace.answered() if _holds(turn, s, old) and s.question.parse]
    if not holders:
        return False
    dated = [s for s in holders if turn.trace.live.facts[s.qid].value.kind is Kind.TIME]
    slot = (dated or holders)[-1]
    fact = turn.trace.live.facts[slot.qid]
    words = corrections.swap(fact.raw, old, new)
    parsed = understood(turn, slot, read(turn, slot, words))
    if parsed is None or parsed.value is None:
        return False
    for qid, told in parsed.also:
        turn.keep(qid, told, words, how)
    turn.keep(slot.qid, parsed.value, words, how)
    turn.lead.append(controls.changed(turn, slot))
    if rest and not reading.command(reading.fold(rest), turn.words):
        slot2 = turn.cur()
        again = understood(turn, slot2, read(turn, slot2, rest)) if slot2 else None
        if slot2 and again:
            accept(turn, slot2, again, rest, how)
            return True
    turn.ask()
    return True


def said_better(turn: Turn, text: str, folded: str, how: How) -> bool:
    """After "I meant" a time corrects the newest time, another short answer the newest answer, if it fits.

    What is written so already is not changed; "no, it's fine" means nothing else.
    """
    said = "" if reading.exactly(folded, turn.words) else corrections.meant(text, turn.words)
    if not said or len(reading.tokens(reading.fold(said))) > TIME_WORDS:
        return False
    newest = sorted(turn.trace.answered(), key=lambda s: -turn.trace.live.facts[s.qid].seq)
    dated = [s for s in newest if turn.trace.live.facts[s.qid].value.kind is Kind.TIME]
    slot = next(iter(dated if times.read(said, turn.words, turn.event.at) else newest), None)
    fits = slot and (not slot.question.free or slot in dated)
    parsed = understood(turn, slot, read(turn, slot, said)) if slot and fits else None
    if slot is None or parsed is None or parsed.value is None:
        return False
    if turn.trace.live.value(slot.qid) == parsed.value:
        turn.first("already")
    else:
        turn.keep(slot.qid, parsed.value, said, how)
        turn.lead.append(controls.changed(turn, slot))
    turn.ask()
    return True


def _holds(turn: Turn, slot: Slot, old: str) -> bool:
    fact = turn.trace.live.fact(slot.qid)
    return fact is not None and corrections.contains(fact.raw, old)


def amended(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Change an experience told before, by its own words: "add that ...", "take the garage off"."""
    first = reading.tokens(folded)[:4]
    if not {*first}.isdisjoint(turn.words.edits.get("add", ())):
        return _add_to_last(turn, _to_add(turn, text), folded, how)
    if reading.has_any(corrections.whole(folded, turn.words), turn.words.edits.get("remove", ())):
        return removal.taken_off(turn, text, folded, how)
    hours, slot = hours_in(folded), turn.cur()
    if hours and slot and slot.question.kind == "confirm" and lives_told(turn):
        lives = removal.by_words(turn, reading.tokens(folded), lives_told(turn)) or lives_told(turn)
        turn.keep(f"exp/{lives[-1]}/hours", Value(Kind.TEXT, text=hours), text, how)
        turn.first("noted")
        turn.ask()
        return True
    return False


def whose(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Change for whom a life was, by words of their own ("in fact it was paid"); asked again when they clash.

    A longer message is that only when it corrects and tells no work: "it is paid in fact, I have a contract of 20 h".
    """
    live, slot = turn.trace.live, turn.cur()
    holders = [i for i in lives_told(turn) if live.ids(f"exp/{i}/whom")]
    if not holders or (slot and slot.question.id in LIFE):
        return False
    now = _now(turn, text) if len(reading.tokens(folded)) > STORY else text
    said, opens = reading.fold(now), reading.opens(folded, turn.words.corrections)
    if not said or (now != text and not (opens or reading.has_any(said, turn.words.edits.get("indeed", ())))):
        return False
    short = len(reading.tokens(folded)) <= STORY
    whom = for_whom(folded, turn.words) if short and opens and not _is_wanted(turn, slot, text) else ""
    pay = _pay(turn, said)
    clash = [i for i in holders if pay and (live.ids(f"exp/{i}/whom")[0] in PAID) is (pay == "unpaid")]
    on_card = slot is not None and slot.question.id == CARD and slot.item in holders
    here = slot.item if slot and on_card and elsewhere(turn, slot.item, folded) else ""
    whom = rather_for(folded, turn.words) if here else whom
    if not (whom or clash) or (not here and names_job(turn, _without_pay(turn, now))):
        return False
    meant = here or (removal.by_words(turn, reading.tokens(said), clash) or clash or holders)[-1]
    hours = hours_in(said)
    if hours:
        turn.keep(f"exp/{meant}/hours", Value(Kind.TEXT, text=hours), text, how)
    _for_whom(turn, f"exp/{meant}/whom", whom, text, how)
    return True


def elsewhere(turn: Turn, item: str, folded: str) -> bool:
    """Whether a no to the card of a life says for whom it was, and tells no other act: "no, in offices"."""
    whom, held = rather_for(folded, turn.words), turn.trace.live.ids(f"exp/{item}/whom")
    told = acts.told(folded, turn.state.lang, turn.content, turn.event.hints.spelling)
    return bool(whom) and (whom,) != held and not told


def _now(turn: Turn, text: str) -> str:
    """Return a message without the parts that repeat what was said before: "I said volunteer to keep it simple"."""
    parts = [part for part in re.split(r"[,.;:!?،؛؟]+", text) if part.strip()]
    before = turn.words.edits.get("said", ())
    return ", ".join(part.strip() for part in parts if not reading.has_any(reading.fold(part), before))


def _without_pay(turn: Turn, text: str) -> str:
    """Return a text without the words of pay, which name no work."""
    ways = {word for name in ("unpaid", "paid") for way in turn.words.edits.get(name, ()) for word in way.split()}
    return " ".join(word for word in text.split() if not {*reading.tokens(reading.fold(word))} & ways)


def rather(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Change the job that was told, by another one: "no, rather a salesperson" is no plain no to what is open."""
    slot, cur, live = turn.trace.slot(JOB), turn.cur(), turn.trace.live
    told = reading.tokens(folded)
    if slot is None or live.fact(JOB) is None or len(told) > STORY or (cur and cur.question.id in {*LIFE, JOB}):
        return False
    ways = turn.words.cues.get("rather", ())
    ahead = next((n for n, word in enumerate(told[:RATHER], 1) if word in ways), 0)
    said = " ".join(text.replace(",", " ").replace("،", " ").split()[ahead:]) if ahead else ""
    named = said and not {*turn.words.first}.intersection(told)
    parsed = understood(turn, slot, read(turn, slot, said)) if named else None
    if parsed is None or parsed.value is None or parsed.value.kind is not Kind.CHOICE:
        return False
    for qid, value in ((JOB, parsed.value), *parsed.also):
        turn.keep(qid, value, text, how)
    turn.lead.append(controls.changed(turn, slot))
    turn.ask()
    return True


def _is_wanted(turn: Turn, slot: Slot | None, text: str) -> bool:
    """Whether words tell of what is looked for: "no, in a hotel" corrects no life."""
    return bool(slot and slot.question.id == JOB) or hoped(turn, text)


def hoped(turn: Turn, text: str) -> bool:
    """Whether a message tells of what is hoped for."""
    return any(c.hope for c in clauses(text, turn.words))


def _pay(turn: Turn, folded: str) -> str:
    """Return "unpaid" or "paid" as the words say, "" when they do not."""
    return next((name for name in ("unpaid", "paid") if reading.has_any(folded, turn.words.edits.get(name, ()))), "")


def names_job(turn: Turn, text: str) -> bool:
    """Whether a message names what somebody does, done or hoped."""
    return bool(acts.named(text, turn.state.lang, turn.content, turn.event.hints.spelling))


def _for_whom(turn: Turn, qid: str, whom: str, text: str, how: How) -> None:
    """Keep for whom it was, or ask it again."""
    slot = turn.trace.slot(qid)
    if not whom or slot is None:
        controls.change_one(turn, qid)
        return
    turn.keep(qid, Value(Kind.CHOICE, ids=(whom,)), text, how)
    turn.lead.append(controls.changed(turn, slot))
    turn.ask()


def lives_told(turn: Turn) -> list[str]:
    """Return the experiences that were really told, oldest first."""
    live = turn.trace.live
    return [i for i in live.items() if live.said(f"exp/{i}/what") and live.ids(f"exp/{i}/what") != ("none",)]


def _of_another_life(turn: Turn, item: str, names: tuple[str, ...]) -> bool:
    """Whether acts are of no field told of a life: selling at a market is no part of looking after children."""
    mine = {name.split(".")[0] for name in known_acts(turn.trace.live, item)}
    return bool(mine) and not mine & {name.split(".")[0] for name in names}


def _to_add(turn: Turn, text: str) -> str:
    """Return what is to be added without the words that ask for it: they are no proof of anything."""
    before = text.split()[:4]
    asked = next((n for n, word in enumerate(before, 1) if _is(word, turn.words.edits.get("add", ()))), 0)
    rest = text.split(maxsplit=asked)[asked:] if asked else []
    if rest and _is(rest[0].split()[0], turn.words.cues.get("that", ())):
        rest = rest[0].split(maxsplit=1)[1:]
    return rest[0] if rest else text


def _is(word: str, ways: tuple[str, ...]) -> bool:
    return not {*reading.tokens(reading.fold(word))}.isdisjoint(ways)


def _add_to_last(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Add acts to the life told last; what is of another kind begins a life, or goes to the one it is near to."""
    live = turn.trace.live
    items = lives_told(turn)
    told = acts.told(text, turn.state.lang, turn.content, turn.event.hints.spelling)
    names = tuple(one.act for one in told)
    if not items or not names:
        return False
    if _of_another_life(turn, items[-1], names) and len(reading.tokens(folded)) > NAMED:
        parsed = heard_beside(turn, END, None, read(turn, END, text))
        return parsed is not None and accept(turn, END, parsed, text, how)
    off, qid = f"exp/{items[-1]}/off", f"exp/{items[-1]}/added"
    if live.ids(off):  # a line that was taken off comes back when it is told again
        turn.keep(off, Value(Kind.CHOICE, ids=tuple(n for n in live.ids(off) if n not in names)), text, how)
    known, lowered = known_acts(live, items[-1]), f"exp/{items[-1]}/level"
    levels = tuple(f"{one.act}:{one.level}" for one in told if one.level and one.act not in known)
    turn.keep(qid, Value(Kind.CHOICE, ids=tuple(dict.fromkeys((*live.ids(qid), *names)))), text, how)
    if levels:
        turn.keep(lowered, Value(Kind.CHOICE, ids=(*live.ids(lowered), *levels)), text, how)
    turn.first("noted")
    turn.ask()
    return True
