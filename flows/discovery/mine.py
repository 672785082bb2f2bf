"""What a message tells of the person: when it was, for whom, by what trade, and not of others named beside.

Acts are not its business (`flows/acts.py`), nor is where the answer is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial, reduce
from typing import Final

from flows import acts as catalog
from flows import clauses as spoken
from flows import spans, times
from flows.contact import without_contact
from flows.content import Reading
from flows.discovery import scenes
from flows.lives import at
from flows.model import Fact, Span, Value
from flows.reading import beside_bare, fold, has_any, named_in, tokens
from flows.schooling import held
from flows.whom import alongside, rather_for, workplace
from flows.words import Words

NO_RHYTHM: Final = {"always", "sometimes"}  # told with the acts: "I have always liked it"; a level of its act alone
TO_THE: Final = re.compile(r"(?<!\w)([وف]?)لل(?=[\u0600-\u06ff]{3})")  # "to the", glued: who went to the doctor is none
CARING: Final = frozenset({"care", "childcare"})  # fields of what is done for one's own
OPENING: Final = 4  # words: the longest name of a trade that opens with somebody ("chief accountant")
FAIR: Final = "fair"  # a place of work
SECTOR: Final = "trade"  # a place of work: wherever things are sold
SELLING: Final = "shop."  # begins the acts of who sells
HOUSEHOLD: Final = CARING | {"cleaning", "kitchen", "laundry", "green", "farm"}  # and of what a home needs


def without_hopes(reading: Reading) -> Reading:
    """Return what a parser may look at without what is only wished or still to come: it tells no act, time or place."""
    text = spoken.done(reading.text, reading.words)
    return reading if text == reading.text else replace(reading, text=text, folded=fold(text))


def time_of(reading: Reading) -> Span | None:
    """Return the time told of what the person did, rather than of what they did not do or of somebody else."""
    if not busy(reading, reading.text):
        return None
    if times.corrects(reading.text, reading.words):
        return times.read(without_contact(reading.text), reading.words, reading.at)
    told = _times(map(partial(busy, reading), _own(reading)), reading)
    if told:
        righted = has_any(reading.folded, reading.words.corrections)  # "since 2019, sorry no, since 2020"
        acting = [] if righted else _times(_acting(reading), reading)[:1]  # an act has the time it was told with
        return reduce(spans.joined, [*acting, *told])
    left = ", ".join(c.text for c in spoken.clauses(reading.text, reading.words) if not c.denied)
    left = busy(reading, left or reading.text)  # "no work for 10 years" tells no time of work
    return times.read(without_contact(left), reading.words, reading.at)


def _times(texts: Iterable[str], reading: Reading) -> list[Span]:
    """Return the time each text tells, of those that tell when or how long."""
    spans = (times.read(without_contact(text), reading.words, reading.at) for text in texts)
    return [span for span in spans if span and span.timed]


def _acting(reading: Reading) -> Iterable[str]:
    """Return the clauses that tell an act of the person's own."""
    read = catalog.read(reading.text, reading.lang, reading.content, reading.hints.spelling)
    return (clause.text for clause, hits in read if hits and clause.counts)


def busy(reading: Reading, text: str) -> str:
    """Return a text without what says that somebody had no work: "homeless for 2 years" is no time of it."""
    every = spoken.clauses(text, reading.words)
    left = [c.text for c in every if not _without_work(c, reading)]
    idle = has_any(fold(text), reading.words.cues.get("idle", ()))
    if len(left) == len(every):
        return "" if idle else text  # "3 years that I have | not worked"
    return ", ".join(left)


def _without_work(clause: spoken.Clause, reading: Reading) -> bool:
    """Whether a clause tells of a time without work: out of it, of a diploma, in a camp with nothing done there."""
    folded, words = " ".join(clause.folded), reading.words
    away = (*words.doors.get("inside", ()), *words.cues.get("away", ()))
    told = partial(catalog.told, clause.text, reading.lang, reading.content, reading.hints.spelling)
    apart = has_any(folded, words.cues.get("idle", ())) or held(clause.folded, words)
    return apart or (has_any(folded, away) and not told())


def with_rhythm(span: Span, reading: Reading) -> Span:
    """Return a time with how often it was, when that came with the acts ("on Saturdays I clean") and not with it."""
    facts = [f for q in ("what", "acts", "last") if (f := reading.live.fact(at(reading.item, q))) and f.raw]
    told = (_rhythm(fact, reading) for fact in facts)
    return span if span.rhythm else replace(span, rhythm=next((r for r in told if r), ()))


def _rhythm(fact: Fact, reading: Reading) -> tuple[str, ...]:
    """Return how often, as the words of a fact tell it of what the person did."""
    words = reading.content.words[fact.lang]
    if not times.rhythmic(fact.raw, words):
        return ()
    done = ", ".join(c.text for c in spoken.clauses(fact.raw, words) if c.counts)
    told = times.read(without_contact(done), words, reading.at)
    return tuple(name for name in told.rhythm if name not in NO_RHYTHM) if told else ()


def whom_of(reading: Reading, acts: Iterable[str]) -> str:
    """Return for whom it was, in what the person says of themselves first. `acts` are those told of it."""
    told = tuple(acts)
    fields = _fields(told)
    said = (scenes.whom(part, {*fields, *told}, reading.words) for part in (*_own(reading), reading.text))
    found = next(filter(None, said), "")
    return "" if found == "family" and (with_kin(reading, told) or _only_at_home(reading, told)) else found


def place_of(reading: Reading) -> str:
    """Return the place the person worked in: one, or none. Where kin went, or where one was housed, is none."""
    words, said = reading.words, tokens(reading.folded)
    every = {(place, way) for _, place, way in named_in(beside_bare(reading.folded), words.workplaces)}
    named = {place for place, way in every if not any(way != other and way in other for _, other in every)}
    if SECTOR in named:
        return _sector(reading) if len(named) == 1 else ""
    named = {FAIR} & named or named  # that of a school is not in it
    if len(named) != 1 or {*said} & {*words.kin} or has_any(reading.folded, words.cues.get("lodged", ())):
        return ""
    asked = reading.qid == at(reading.item, "whom")
    told = (workplace(fold(part), words, asked=asked) for part in _own(reading))
    return next(filter(None, told), "")


def _sector(reading: Reading) -> str:
    """Return that a trade was followed where things are sold: an accountant's, and not that of who sells them."""
    told = catalog.told(reading.text, reading.lang, reading.content, reading.hints.spelling)
    return SECTOR if trade_of(reading) and not any(one.act.startswith(SELLING) for one in told) else ""


def elsewhere(reading: Reading, also: Sequence[tuple[str, Value]]) -> tuple[tuple[str, Value], ...]:
    """Return for whom a no to a card says it was ("no, in offices"), where nothing had said that, and it tells no act.

    The act is shown again, with that.
    """
    said, held = rather_for(reading.folded, reading.words), reading.live.ids(at(reading.item, "whom"))
    tells = any(qid.endswith("/told") for qid, _ in also)
    return tuple(pair for pair in also if pair[0].endswith(("/whom", "/place"))) if said and not (held or tells) else ()


def _only_at_home(reading: Reading, acts: Iterable[str]) -> bool:
    """Whether home is only where it was done: who braids hair at home may do it for anybody, so it is asked."""
    named = named_in(beside_bare(reading.folded), reading.words.for_whom)
    places = reading.words.cues.get("at_home", ())
    return all(way in places for _, name, way in named if name == "family") and bool(_fields(acts) - HOUSEHOLD)


def _fields(acts: Iterable[str]) -> set[str]:
    return {name.split(".")[0] for name in acts}


def with_kin(reading: Reading, acts: Iterable[str]) -> bool:
    """Whether work was done with one's kin and not for them: who cares with her mother cares for the family."""
    return not _fields(acts) & CARING and alongside(reading.folded, reading.words)


def _own(reading: Reading) -> tuple[str, ...]:
    """Return the parts of a message between which somebody else acts, or something is denied; whole when none is."""
    parts: list[list[str]] = [[]]
    told = spoken.clauses(reading.text, reading.words)
    echo = {*reading.words.corrections, *reading.words.negations, *reading.words.answers.get("unknown", ())}
    own = [clause for clause in told if clause.counts and not _arrived(clause, reading)]
    for clause in told:
        if clause in own or echo.issuperset(clause.folded):  # "um, no": a correction, and no end of a part
            parts[-1].append(clause.text)
        elif parts[-1]:
            parts.append([])
    if len(own) == len(told):
        return (reading.text,)
    return tuple(", ".join(part) for part in parts if part)


def _arrived(clause: spoken.Clause, reading: Reading) -> bool:
    """Whether a clause says when somebody came to a country: no work was done then."""
    return has_any(" ".join(clause.folded), reading.words.cues.get("arrived", ()))


def trade_of(reading: Reading) -> str:
    """Return the trade the person names for themselves, as it is printed; "" for none."""
    if has_any(reading.folded, reading.words.sides.get("lie", ())):
        return ""  # what is to be made up
    told = [c.folded for c in spoken.clauses(reading.text, reading.words) if c.counts]
    mine = [c for c in told if c[0] not in reading.words.persons or _stands_alone(c, reading.words)]
    said = [token for clause in mine for token in clause]
    plain = TO_THE.sub(r"\1الي ", " ".join(said))
    text = f"{beside_bare(plain)}, {' '.join(token.removeprefix('و') for token in said)}"  # "and" glued to it
    named = named_in(text, reading.words.trades)
    own = partial(_own_trade, text, reading.words)
    found = [(len(way), name) for place, name, way in named if own(place, way)]
    return max(found)[1] if found else ""


def _stands_alone(clause: Sequence[str], words: Words) -> bool:
    """Whether a trade that opens a clause does nothing there: "nurse in a hospital", and no "teacher praised me"."""
    beside = len(clause) == 1 or clause[1].isdecimal() or clause[1] in words.small.get("beside_trade", ())
    named = named_in(" ".join(clause[:OPENING]), words.trades)
    return beside or any(not place and " " in way for place, _, way in named)  # "chief accountant" is no chief


def _own_trade(text: str, words: Words, place: int, way: str) -> bool:
    """Whether a trade named at a place is one's own: nobody's kin follows it, and nothing before makes it another's."""
    follows = {*tokens(text[place + len(way) :])[:1]}
    return follows.isdisjoint(words.kin) and not _of_another(text[:place].split(), words)


def _of_another(before: list[str], words: Words) -> bool:
    """Whether a trade is that of somebody else: "at a hairdresser's", "I married a baker", "the housekeeper said"."""
    last, lead, small = "".join(before[-1:]), "".join(before[-2:-1]), words.small
    if last in small.get("one", ()):
        return bool(lead) and lead not in small.get("been", ())
    return last in {*words.articles, *words.possessives, *small.get("with", ())}


def as_habit(reading: Reading) -> Reading:
    """Return an answer to what is done there without the "will" of what is always done: "I will measure, then cut"."""
    text = reading.text
    for way in reading.words.small.get("will", ()):
        text = re.sub(rf"(?i)\b{re.escape(way)}\b", way.split()[0].split("'")[0], text)
    return reading if text == reading.text else replace(reading, text=text, folded=fold(text))
