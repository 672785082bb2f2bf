"""Lives out of an old CV: which of its lines tell of work, and what each of them says.

The text is the person's own paper, yet nothing of it counts before a yes: CVs are old, and somebody else may have
written them. A line is kept as it stands, and shown as a proof like any other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from flows import acts as catalog
from flows import times
from flows.contact import contact_in
from flows.content import Content, Parsed, Reading
from flows.live import Live
from flows.lives import at, trade_kept
from flows.model import Choice, Fact, Kind, Phrase, Value
from flows.reading import answer_word, fold, longest_named, pick_several, spot, tokens

TEXT, FOUND = "former/text", "former/found"
PAGE = 3  # lines looked at together
MOST = 9
FEWEST = 4  # words of a text that can be a CV
SHOWN = 110  # characters of a line that are shown
KEPT = 300  # and kept, with what is listed under it
UNDER = "\t"  # between a line and what is listed under it
WORK, SKILLS, REST = "cv_work", "cv_skills", "cv_else"  # headings: of work, of what is known, of the rest of a CV
TOP = ""  # what stands above the first heading: a name, the job that is looked for
DIPLOMAS = (
    "cap", "bep", "bacpro", "bac", "brevet", "bts", "dut", "title", "licence", "bachelor", "master", "doctorate",
)  # fmt: skip
SIGNS = re.compile(r"^[\W\d_]+")
MARKS = " -–•*·|"
LISTED = ("-", "–", "•", "*", "·")
PRINTED = "fr"


# ---------------------------------------------------------------- when


def offered(live: Live, _item: str) -> bool:
    """Once keeping was agreed to, or refused: a CV can be made of an old one from the start."""
    return live.said("charter/consent") and "minor" not in live.ids("charter/consent")


def entering(pages: Sequence[str], live: Live) -> tuple[tuple[str, Value], ...]:
    """Another paper is asked for each time."""
    return tuple((qid, Value(Kind.REMOVED)) for qid in (TEXT, FOUND, *pages) if live.fact(qid))


def has_page(page: int, live: Live, _item: str) -> bool:
    """Whether there are lines for this page."""
    return len(_page(live, page)) > 0


def alone(page: int, live: Live, _item: str) -> str:
    """Ask about one line otherwise than about several."""
    return ".one" if len(_page(live, page)) == 1 else ""


def _page(live: Live, page: int) -> list[str]:
    found = live.text(FOUND)
    every = found.split("\n") if found else []
    return every[page * PAGE : (page + 1) * PAGE]


# ---------------------------------------------------------------- reading


def read_text(reading: Reading) -> Parsed | None:
    """Read a text that was pasted: the lines of it that tell of work."""
    if len(tokens(reading.folded)) < FEWEST or answer_word(reading.folded, reading.words):
        return None
    found = tuple(islice(_lines(reading), MOST))
    also = ((FOUND, Value(Kind.TEXT, text="\n".join(found))),) if found else ()
    return Parsed(Value(Kind.TEXT, text=reading.text), also)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a CV: whether it is an item of a list, and the name and the number of the part it stands in."""

    text: str
    listed: bool
    part: str
    place: int


def _lines(reading: Reading) -> Iterator[str]:
    """Yield the lines that tell of work, each with what is listed under it; skills are lives only where no work is."""
    rows = [row for row in _rows(reading) if not _is_diploma(row.text, reading)]
    worked = list(_told([row for row in rows if row.part != SKILLS], reading))
    yield from worked or _told(rows, reading)


def _told(rows: Sequence[Row], reading: Reading) -> Iterator[str]:
    for head, *under in _gathered(rows, reading):
        told = [row.text for row in under if _tells(reading.content, reading.lang, row.text)]
        if told or _tells(reading.content, reading.lang, head.text):
            yield UNDER.join((head.text, *told))[:KEPT]


def _gathered(rows: Sequence[Row], reading: Reading) -> list[list[Row]]:
    """Return the rows of a CV that may tell of work: a dated one with those below that are of it, any other alone."""
    gathered: list[list[Row]] = []
    for row in _timed(rows, reading):
        if gathered and _is_of(gathered[-1], row, reading):
            gathered[-1].append(row)
        else:
            gathered.append([row])
    return gathered


def _is_of(life: Sequence[Row], row: Row, reading: Reading) -> bool:
    """Whether a row is of the dated one above it: listed there, saying where it was, or more of the same field."""
    head = life[0]
    if head.place != row.place or not _dated(head.text, reading) or _dated(row.text, reading):
        return False
    if row.listed:
        return True
    above = [one.text for one in life if _tells(reading.content, reading.lang, one.text)]
    if not above or not _tells(reading.content, reading.lang, row.text):
        return True
    fields = {_field(act) for text in above for act in _acts(reading.content, reading.lang, text)}
    here = _acts(reading.content, reading.lang, row.text)
    return not _trade(reading.content, reading.lang, row.text) and bool(here) and fields.issuperset(map(_field, here))


def _field(act: str) -> str:
    return act.partition(".")[0]


def _rows(reading: Reading) -> Iterator[Row]:
    """Yield the rows of the parts about work; above the first heading only what is dated, where one of work follows."""
    every = [(raw, " ".join(raw.split()).strip(MARKS)) for raw in re.split(r"[\n\r;]+|(?=•)| / ", reading.text)]
    headed = any(_heading(row, reading) == WORK for _, row in every)
    part, place = TOP, 0
    for raw, row in every:
        begins = _heading(row, reading)
        part, place = begins or part, place + bool(begins)
        named = begins and not row.partition(":")[2].strip()
        above = part == TOP and headed and not _dated(row, reading)
        if row and part != REST and not (named or above or contact_in(row)):
            yield Row(row, raw.strip()[:1] in LISTED, part, place)


def _heading(row: str, reading: Reading) -> str:
    """Return which part of a CV a row begins; "" for none."""
    title = fold(row.partition(":")[0])
    return next((name for name in (WORK, SKILLS, REST) if title in reading.words.cues.get(name, ())), "")


def _is_diploma(row: str, reading: Reading) -> bool:
    """Whether a row names a diploma first: that is asked elsewhere, and is no work."""
    said = " ".join((*tokens(fold(SIGNS.sub("", row))), ""))
    return any(said.startswith(f"{way} ") for kind in DIPLOMAS for way in reading.words.studies.get(kind, ()))


def _timed(rows: Sequence[Row], reading: Reading) -> Iterator[Row]:
    """Yield the rows; a time that stands alone is of the one below it, or above where times stand below."""
    lone = [times.only(row.text, reading.words, reading.at) for row in rows]
    tells = [
        not alone and _tells(reading.content, reading.lang, row.text) for alone, row in zip(lone, rows, strict=True)
    ]
    wants = [told and not row.listed and not _dated(row.text, reading) for told, row in zip(tells, rows, strict=True)]
    way = -1 if True in wants and any(lone[: wants.index(True)]) else 1
    for place, row in enumerate(rows):
        beside = _time_beside(place, way, lone, tells) if wants[place] else None
        if not lone[place]:
            yield row if beside is None else replace(row, text=f"{row.text}, {rows[beside].text}")


def _time_beside(place: int, way: int, lone: Sequence[bool], tells: Sequence[bool]) -> int | None:
    """Return where the time of a row stands: next to it, or beyond one row that tells nothing, where it was."""
    near, far = place + way, place + 2 * way
    if not 0 <= near < len(lone):
        return None
    if lone[near]:
        return near
    return far if 0 <= far < len(lone) and lone[far] and not tells[near] else None


def _dated(row: str, reading: Reading) -> bool:
    """Whether a row tells a time: "in the evening" says no year."""
    said = times.read(row, reading.words, reading.at)
    return said is not None and said.timed


def _tells(content: Content, lang: str, row: str) -> bool:
    return bool(_acts(content, lang, row) or _trade(content, lang, row))


def _acts(content: Content, lang: str, row: str) -> tuple[str, ...]:
    """Return the acts a line of a CV names: nobody says "I" there."""
    langs = [code for code in dict.fromkeys((lang, PRINTED)) if code in content.words]
    hits = [hit for code in langs for clause, found in catalog.read(row, code, content) if not clause.denied
            for hit in found]  # fmt: skip
    done = [hit.act for hit in hits if not hit.where] or [hit.act for hit in hits]
    return tuple(dict.fromkeys(done))


def _trade(content: Content, lang: str, row: str) -> str:
    """Return the trade a line names, as a French CV prints it."""
    folded = f" {fold(row)} "
    langs = [code for code in dict.fromkeys((PRINTED, lang)) if code in content.words]
    named = (longest_named(folded, content.words[code].trades) for code in langs)
    return next(filter(None, named), "")


def read_kept(reading: Reading) -> Parsed | None:
    """Read which lines to keep: numbers, all, or none."""
    lines = tuple(c.id for c in reading.choices if c.id.isdecimal())
    but = next((folded for way in reading.words.exceptions if (folded := _after(reading.folded, way))), "")
    if but:
        left = pick_several(but, reading.choices, (), reading.words)
        return Parsed(Value(Kind.CHOICE, ids=tuple(one for one in lines if one not in left))) if left else None
    picked = pick_several(reading.folded, reading.choices, (), reading.words)
    ids = lines if answer_word(reading.folded, reading.words) == "yes" else picked
    return Parsed(Value(Kind.CHOICE, ids=ids)) if ids else None


def _after(folded: str, way: str) -> str:
    """Return what stands after a word; "" when it is not there."""
    at = spot(folded, way)
    return folded[at + len(way) :].strip() if at >= 0 else ""


# ---------------------------------------------------------------- what is asked


def choices(page: int, _content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """The lines as they were found, all of them, or none."""
    page_lines = (line.partition(UNDER)[0][:SHOWN] for line in _page(live, page))
    lines = tuple(Choice(str(n), Phrase("line.own", {"text": line})) for n, line in enumerate(page_lines, 1))
    return (*lines, Choice("all", Phrase("choice.former.all")), Choice("none", Phrase("button.none")))


def report(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say how many lines were found, or that none was."""
    found = len(live.text(FOUND).split("\n")) if live.text(FOUND) else 0
    return Phrase("former.found", {"n": found}) if found else Phrase("former.none")


# ---------------------------------------------------------------- what follows from a yes


def lives(page: int, qid: str, content: Content, live: Live, _item: str) -> tuple[tuple[str, Value], ...]:
    """Return the lives of the lines that are kept; one that is there already is not told twice."""
    fact = live.fact(FOUND)
    said, here = live.ids(qid), _page(live, page)
    kept = [n for n, _ in enumerate(here, 1) if str(n) in said or "all" in said]
    if fact is None or not kept:
        return ()
    had = {live.text(at(item, "what")) for item in live.items()}
    every = [line.replace(UNDER, ", ") for n, line in enumerate(here, 1) if n in kept]
    lines = [line for line in every if line not in had]
    if not lines:
        return ()
    first = int(live.spare.removeprefix("e"))
    told = {f"e{first + n}": line for n, line in enumerate(lines)}
    head, *others = (*live.items()[:1], *told)
    after = (*live.ids(at(head, "next")), *(item for item in others if item in told))
    beside = ((at(head, "next"), Value(Kind.CHOICE, ids=after)),) if after else ()
    return (*beside, *(pair for item, line in told.items() for pair in _life(content, fact, item, line)))


def _life(content: Content, fact: Fact, item: str, line: str) -> Iterator[tuple[str, Value]]:
    """What one line says: the life, its acts, its trade, its time."""
    lang = fact.lang if fact.lang in content.words else PRINTED
    acts, trade = _acts(content, lang, line), _trade(content, lang, line)
    span = times.read(line, content.words[lang], fact.at)
    yield at(item, "what"), Value(Kind.TEXT, text=line)
    if acts:
        yield at(item, "told"), Value(Kind.CHOICE, ids=acts)
    if trade:
        yield at(item, "trade"), trade_kept(content, trade)
    if span and span.timed:
        yield at(item, "when"), Value(Kind.TIME, span=span)
