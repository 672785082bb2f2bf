"""What a person can do, on the CV: which lines stand under "what I can do", and which under their experience.

Three to six come first (CONTENT.md 6), one of each life in turn so that none is left out; each experience keeps some of
its own where there are enough. Nothing told is dropped: what an experience says beyond its lines is listed after them.
"""

from __future__ import annotations

from typing import Final

from flows import claims, crafts, spans
from flows import lives as life
from flows.content import Content
from flows.documents import Line
from flows.levels import act_of, level_of, leveled
from flows.live import Live
from flows.model import Facts, Phrase

FEWEST, MOST = 3, 6  # lines under "what I can do"
KEPT: Final = 2  # lines an experience keeps, where there are enough
LINES: Final = 5  # lines under an experience, before the rest is listed
LISTED: Final = 3  # acts in one line of that list: it stays short enough for the page
VAGUE: Final = frozenset({"sometimes", "always"})  # how often, without saying when


def shared(told: dict[str, list[Line]]) -> list[tuple[str, Line]]:
    """Return the lines that come first, each with its experience, and take them off the experiences."""
    total, found = sum(map(len, told.values())), list[tuple[str, Line]]()
    most = min(MOST, max(FEWEST, total - KEPT * len(told)))
    rows = {item: list(lines) for item, lines in told.items()}
    while any(rows.values()) and len(found) < most:
        for item, row in rows.items():
            line = row.pop(0) if row and len(found) < most else None
            if line is not None and head(line) not in [head(other) for _, other in found]:
                found.append((item, line))
                told[item].remove(line)
    return [(item, _once(line, told)) for item, line in found]


def _once(line: Line, told: dict[str, list[Line]]) -> Line:
    """Return a line that comes first with the proofs of the same words elsewhere, which are not said again."""
    same = [(item, other) for item, others in told.items() for other in others if other.phrase == line.phrase]
    for item, other in same:
        told[item].remove(other)
    seqs = (*line.proof, *(seq for _, other in same for seq in other.proof))
    return Line(line.phrase, tuple(dict.fromkeys(seqs)), line.lang)


def head(line: Line) -> str:
    """The act of a line, without the number, the place or the level it is said with."""
    return act_of(line.phrase) or repr(line.phrase)


def first(live: Live, told: dict[str, list[Line]]) -> tuple[Line, ...]:
    """Return the lines under "what I can do"; the first one of each experience says its time."""
    found = shared(told)
    heads = dict(reversed(found))
    return tuple(_timed(live, item, line) if heads[item] is line else line for item, line in found)


def title(content: Content, live: Live, item: str, lang: str) -> Line:
    """Return the title of an experience in a document of a language; where it is no catalog phrase it says its own."""
    facts = [fact for q in life.titled_by(content, live, item, lang) if (fact := live.fact(life.at(item, q)))]
    phrase = life.title_of(content, live, item, lang)
    spoken = life.FRENCH if phrase == life.traded(content, live, item, lang) else lang
    return Line(phrase, tuple(fact.seq for fact in facts), spoken if phrase.key == "line.own" else "")


def when(live: Live, item: str) -> Line | None:
    """Return the time of an experience, as it was said; None if it was not."""
    told = (live.fact(life.at(item, name)) for name in ("when", "often"))
    fact = next((one for one in told if one and one.value.span), None)
    said = spans.phrase(fact.value.span) if fact and fact.value.span else None
    return Line(said, (fact.seq,)) if fact and said else None


def lines(content: Content, facts: Facts, live: Live, item: str) -> list[Line]:
    """Return the skills of an experience, the confirmed one first; then what is in approved words of one's own."""
    return [
        Line(life.skill(content, live, item, n), claims.proof(content, facts, live, item, n))
        for n in claims.names(content, live, item)
    ] + [
        *crafts.lines(live, life.at(item, "craft"), life.at(item, "core")),
        *(line for name in ("own", "ours") for line in _own(content, live, item, name)),
    ]


def _own(content: Content, live: Live, item: str, name: str) -> list[Line]:
    """Return the approved lines in the CV's language; their proof is the message that told them, and the yes."""
    own, told = live.fact(life.at(item, name)), live.fact(life.at(item, "tidy"))
    lang = claims.language(live)
    seqs = tuple(f.seq for f in (told, own) if f)
    return [
        Line(Phrase("line.own", {"text": text}), seqs, lang)
        for text in life.approved(content, live, life.at(item, name), lang)
    ]


def _timed(live: Live, item: str, line: Line) -> Line:
    """Return the first skill of an experience with its time, when that is a duration or a day and no date."""
    fact = live.fact(life.at(item, "when"))
    span = fact.value.span if fact else None
    if fact is None or span is None or span.start or span.end or not act_of(line.phrase):
        return line
    if span.months:
        phrase = Phrase("line.during", {"skill": line.phrase, "time": spans.duration(span.months)})
    elif span.rhythm and span.rhythm[0] not in VAGUE:
        phrase = Phrase("line.rhythm", {"skill": line.phrase, "time": Phrase(f"rhythm.{span.rhythm[0]}")})
    else:
        return line
    return Line(phrase, (*line.proof, fact.seq), line.lang)


def below(left: list[Line]) -> list[Line]:
    """Return the lines under an experience: the first ones as they are, acts beyond them in a list."""
    own = [line for line in left if not act_of(line.phrase)]
    acts = [line for line in left if act_of(line.phrase)]
    room = max(1, LINES - len(own))
    if len(acts) <= room:
        return [*acts, *own]
    rest = acts[room - 1 :]
    return [*acts[: room - 1], *own, *(_list(rest[i : i + LISTED]) for i in range(0, len(rest), LISTED))]


def _list(some: list[Line]) -> Line:
    """Return several acts in one line, by their short names."""
    return Line(
        Phrase("line.also", {"acts": listed(some)}), tuple(dict.fromkeys(seq for line in some for seq in line.proof))
    )


def listed(some: list[Line]) -> tuple[Phrase, ...]:
    """Return acts by their short names."""
    return tuple(leveled(Phrase(f"act.{act_of(line.phrase)}"), level_of(line.phrase)) for line in some)
