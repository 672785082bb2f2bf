"""Where a line of the CV comes from: the message, its day, how it was said; and a change or a way off from there.

A line is named by what it rests on: "act:e1:cleaning.floors", "life:e1", "cv/languages". Its words are the proof,
shown to the person alone: no document prints them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from flows import claims
from flows import lives as life
from flows.content import Content, Parsed, Reading
from flows.live import Live
from flows.model import Arg, Choice, Fact, How, Kind, Phrase, Value
from flows.reading import answer_word, command, fold, pick, tokens

DOOR = "why_line"
LINE, THEN = "cv/line", "cv/line/then"
OFF = "take_off"
ACT, LIFE = "act", "life"
PLAIN = ("project/job", "cv/languages", "cv/training", "cv/extras", "cv/name", "cv/phone", "cv/town")
SHOWN = 160  # characters of a message shown as a proof
TAPPED = frozenset({How.BUTTON, How.PROPOSAL})
WAYS = {How.VOICE: "voice", How.FILE: "file", How.MODEL: "model"}
MINUTES = 1000


def offered(live: Live, _item: str) -> bool:
    """There is a CV to ask about."""
    return live.said("document/first")


def entering(live: Live) -> tuple[tuple[str, Value], ...]:
    """Another line is asked about each time."""
    return tuple((qid, Value(Kind.REMOVED)) for qid in (LINE, THEN) if live.fact(qid))


def lines(content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """The lines of the CV by their short names, in the order they are printed."""
    return (*_lines(content, live), Choice("none", Phrase("button.none")))


def _lines(content: Content, live: Live) -> Iterator[Choice]:
    items = [i for i in live.items() if life.stands(live, i)]
    for item in items:
        for act in claims.names(content, live, item):
            yield Choice(f"{ACT}:{item}:{act}", Phrase(f"act.{act}"))
    for at, item in enumerate(items, start=1):
        yield Choice(f"{LIFE}:{item}", Phrase("choice.line.life", {"n": at}))
    for qid in PLAIN:
        if live.said(qid):
            yield Choice(qid, Phrase("label." + qid.replace("/", ".")))


def read(reading: Reading) -> Parsed | None:
    """Read which line is meant: its number or name, or words of it."""
    ids = [c.id for c in reading.choices]
    picked = pick(reading.folded, reading.choices, (), reading.words)
    if picked in ids or answer_word(reading.folded, reading.words) in {"no", "none"}:
        return Parsed(Value(Kind.CHOICE, ids=(picked or "none",)))
    said = {t for t in tokens(reading.folded) if len(t) > 3}  # noqa: PLR2004 - short words name nothing
    every = [c.id for c in _lines(reading.content, reading.live)]
    near = next((i for i in every if said & set(tokens(fold(_words(reading.content, reading.live, i))))), "")
    return Parsed(Value(Kind.CHOICE, ids=(near,))) if near else None


def chosen(_content: Content, _live: Live, _item: str, said: str) -> Value:
    """Return the line chosen."""
    return Value(Kind.CHOICE, ids=(said,))


def picked(live: Live, _item: str) -> bool:
    """Ask what to do with it once a line was chosen."""
    return live.ids(LINE) not in {(), ("none",)}


def about(live: Live) -> str:
    """Return the question whose answer the chosen line rests on."""
    name = (live.ids(LINE) or ("",))[0]
    kind, _, rest = name.partition(":")
    item, _, act = rest.partition(":")
    if kind == LIFE:
        return life.at(item, "what")
    if kind != ACT:
        return name
    told = (life.at(item, q) for q in claims.TELLING)
    return next((qid for qid in told if act in live.ids(qid)), life.at(item, "what"))


def changed_at(live: Live) -> str:
    """Return the question to ask again for the chosen line: acts are changed where they are tapped."""
    qid = about(live)
    note = qid.rpartition("/")[2] in {"told", "added"}
    item = qid.split("/")[1] if note else ""
    asked = life.at(item, "acts")
    return (asked if live.fact(asked) else life.at(item, "what")) if note else qid


def ways(_content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """Change it, take it off, look at another, or leave it."""
    return (
        Choice(f"q:{changed_at(live)}", Phrase("button.change")),
        Choice(OFF, Phrase("button.remove")),
        Choice(DOOR, Phrase("choice.line.other")),
        Choice("fine", Phrase("choice.line.fine")),
    )


def read_way(reading: Reading) -> Parsed | None:
    """Read what to do with it."""
    said = pick(reading.folded, reading.choices, (), reading.words)
    off = any(t in reading.words.edits.get("remove", ()) for t in tokens(reading.folded))
    off = off or command(reading.folded, reading.words) == "erase"
    good = answer_word(reading.folded, reading.words) in {"yes", "no", "done", "none"}
    found = OFF if off else said if said in {OFF, "fine"} else "fine" if good else ""
    return Parsed(Value(Kind.CHOICE, ids=(found,))) if found else None


def taken_off(_content: Content, live: Live, _item: str) -> tuple[tuple[str, Value], ...]:
    """Return what is no longer printed, when the line was taken off: an act, a whole life, an answer."""
    if live.ids(THEN) != (OFF,):
        return ()
    name = live.ids(LINE)[0]
    kind, _, rest = name.partition(":")
    item, _, act = rest.partition(":")
    if kind == LIFE:
        return ((f"exp/{item}", Value(Kind.REMOVED)),)
    if kind != ACT:
        return ((name, Value(Kind.SKIPPED)),)
    off = life.at(item, "off")
    return ((off, Value(Kind.CHOICE, ids=tuple(dict.fromkeys((*live.ids(off), act))))),)


# ---------------------------------------------------------------- what is said of it


def report_way(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say that a line was taken off, or stays."""
    return Phrase("removed" if live.ids(THEN) == (OFF,) else "kept")


def report(content: Content, live: Live, _item: str) -> Phrase | None:
    """Say the message a line comes from, its day, and how it was said."""
    name = (live.ids(LINE) or ("none",))[0]
    fact = proof(content, live, name)
    if name == "none" or fact is None:
        return None
    day = datetime.fromtimestamp(fact.at / MINUTES, UTC)
    said: Mapping[str, Arg] = {
        "line": _printed(content, live, name),
        "day": Phrase("date.day", {"day": str(day.day), "month": Phrase(f"month.of.{day.month}")}),
    }
    if fact.how in TAPPED or not any(c.isalnum() for c in fact.raw):
        return Phrase("line.from.list", said)
    words = fact.raw if len(fact.raw) <= SHOWN else f"{fact.raw[:SHOWN].rsplit(' ', 1)[0]} …"
    return Phrase(f"line.from.{WAYS.get(fact.how, 'words')}", {**said, "words": words})


def proof(content: Content, live: Live, name: str) -> Fact | None:
    """Return the fact a line rests on; of an act the first that told it, for its words are the proof."""
    kind, _, rest = name.partition(":")
    item, _, act = rest.partition(":")
    if kind == ACT:
        seqs = claims.proof(content, live.log, live, item, act)
        return next((f for f in live.log if seqs and f.seq == seqs[0]), None)
    return live.fact(life.at(item, "what") if kind == LIFE else name)


def _printed(content: Content, live: Live, name: str) -> Phrase:
    """Return a line as it is printed, or what it is about."""
    kind, _, rest = name.partition(":")
    item, _, act = rest.partition(":")
    if kind == ACT:
        return life.skill(content, live, item, act)
    return life.title_of(content, live, item, live.lang) if kind == LIFE else Phrase("label." + name.replace("/", "."))


def _words(content: Content, live: Live, name: str) -> str:
    fact = proof(content, live, name)
    return fact.raw if fact else ""
