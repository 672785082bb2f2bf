"""From facts to the CV: each line a catalog phrase, with the numbers and the time said, and the facts it rests on.

The person's words are never printed raw: they are the proof. What has no catalog phrase is printed only after the
person said yes to the tidied line. What was said as private, or taken back, is not here.
"""

from __future__ import annotations

from functools import reduce

from flows import acts as catalog
from flows import lives as life
from flows import times
from flows.content import Content
from flows.cv import training
from flows.cv.rules import ONE_TITLE
from flows.documents import Cv, Entry, Line
from flows.live import Live, trace
from flows.model import Arg, Facts, Kind, Phrase

SKILLS = 6  # lines under "what I can do" (CONTENT.md 6: three to six)
SHOWN = 3  # experiences shown to be confirmed (CONTENT.md: one to three facts)
LINES = 5  # lines under one experience
FRENCH = "fr"


def build(content: Content, facts: Facts, dossier: int = 1, lang: str = FRENCH) -> Cv:
    """Return the CV of the facts as they are."""
    live = trace(content, facts, dossier).live
    items = [i for i in live.items() if life.stands(live, i) and _shows(live, i)]
    told = {i: _lines(content, live, i) for i in items}
    skills = _first_of_each(told)
    return Cv(
        lang=lang,
        name=live.text("cv/name"),
        title=title(live),
        phone=live.text("cv/phone"),
        email=live.text("cv/email"),
        town=live.text("cv/town"),
        skills=tuple(skills),
        experiences=tuple(_entry(live, i, [x for x in told[i] if x not in skills]) for i in items),
        training=training.lines(live),
        languages=_languages(live),
        extras=_extras(live),
    )


def _shows(live: Live, item: str) -> bool:
    """Whether there is something to print: an act, an approved line, or a kind of life that was tapped."""
    return bool(life.known_acts(live, item) or live.said(life.at(item, "own")) or live.ids(life.at(item, "what")))


def _first_of_each(told: dict[str, list[Line]]) -> list[Line]:
    """Return up to six skills, one of each experience in turn, so that no life is left out."""
    rows = [list(lines) for lines in told.values()]
    found: list[Line] = []
    while any(rows) and len(found) < SKILLS:
        for row in rows:
            if row and len(found) < SKILLS:
                line = row.pop(0)
                if line.phrase not in [x.phrase for x in found]:
                    found.append(line)
    return found


def _lines(content: Content, live: Live, item: str) -> list[Line]:
    """Return the skills of an experience, the confirmed one first."""
    names = catalog.without_base(content, life.known_acts(live, item))
    confirmed = live.ids(life.at(item, "skill"))
    if confirmed[:1] == ("yes",):
        names = (confirmed[-1], *(n for n in names if n != confirmed[-1]))
    lines = [Line(life.skill(content, live, item, n), _proof(content, live, item, n)) for n in names]
    for name in ("own", "ours"):
        own = live.fact(life.at(item, name))
        if own and own.value.kind is Kind.TEXT:
            texts = own.value.text.split("\n")
            lines += [Line(Phrase("line.own", {"text": t}), (own.seq,), _other(own.lang)) for t in texts]
    return lines


def _other(lang: str) -> str:
    return "" if lang == FRENCH else lang


def _proof(content: Content, live: Live, item: str, name: str) -> tuple[int, ...]:
    """The facts that tell an act, and those that tell the number or the place in its name."""
    facts = (live.fact(life.at(item, q)) for q in ("told", "last", "acts", "added", "also", "proud"))
    told = [f.seq for f in facts if f and name in f.value.ids]
    more = {"n": "counts", "place": "whom"}.get(life.said_with(content, live, item, name), "")
    beside = live.fact(life.at(item, more)) if more else None
    return (*told, beside.seq) if beside else tuple(told)


def _entry(live: Live, item: str, lines: list[Line]) -> Entry:
    what, whom = live.fact(life.at(item, "what")), live.fact(life.at(item, "whom"))
    proof = tuple(f.seq for f in (what, whom) if f)
    hours = live.fact(life.at(item, "hours"))
    found = [*lines[:LINES]]
    if hours:
        found.append(Line(Phrase("line.hours", {"hours": hours.value.text}), (hours.seq,)))
    return Entry(Line(life.title_of(live, item), proof), _when(live, item), None, tuple(found))


def _when(live: Live, item: str) -> Line | None:
    fact = live.fact(life.at(item, "when"))
    said = times.phrase(fact.value.span) if fact and fact.value.span else None
    return Line(said, (fact.seq,)) if fact and said else None


def title(live: Live) -> Line | None:
    """Return the job sought, in the form the person chose; the activity when none was."""
    fact = live.fact("project/job")
    if fact is None or not fact.value.said:
        return None
    if fact.value.text and fact.value.kind is Kind.CHOICE:  # a trade named in one or two words
        return Line(Phrase("line.own", {"text": fact.value.text}), (fact.seq,), _other(fact.lang))
    if fact.value.ids:
        job = fact.value.ids[0]
        form = "m" if job in ONE_TITLE else (live.ids("cv/title") or ("n",))[0]
        return Line(Phrase(f"job.{job}.{form}"), (fact.seq,))
    return None


def _languages(live: Live) -> tuple[Line, ...]:
    fact = live.fact("cv/languages")
    if fact is None:
        return ()
    return tuple(Line(_language(i), (fact.seq,)) for i in fact.value.ids)


def _language(name: str) -> Phrase:
    code, _, level = name.partition(":")
    if not level:
        return Phrase("cv.language", {"language": Phrase(f"tongue.{code}")})
    return Phrase("cv.language.level", {"language": Phrase(f"tongue.{code}"), "level": Phrase(f"level.{level}")})


def _extras(live: Live) -> tuple[Line, ...]:
    fact = live.fact("cv/extras")
    if fact is None or fact.value.kind is not Kind.CHOICE:
        return ()
    return tuple(Line(Phrase(f"extra.{i}"), (fact.seq,)) for i in fact.value.ids if i != "none")


# ---------------------------------------------------------------- for the chat


def story(content: Content, live: Live) -> Arg:
    """Return each experience in a few words: its title and its time."""
    told = [_title_and_time(live, item) for item in live.items() if life.stands(live, item)]
    if not told:
        return Phrase("fact.none")
    return reduce(lambda a, b: Phrase("fact.two", {"a": a, "b": b}), told[:SHOWN])


def _title_and_time(live: Live, item: str) -> Phrase:
    when = _when(live, item)
    head = life.title_of(live, item)
    return Phrase("fact.story", {"title": head, "time": when.phrase}) if when else head


def wanted(_content: Content, live: Live) -> Arg:
    """Return the job sought, or that it is open."""
    line = title(live)
    return line.phrase if line else Phrase("fact.open")


def reach(_content: Content, live: Live) -> Arg:
    """Return how the person can be reached, as it will be printed."""
    parts = [live.text(q) for q in ("cv/name", "cv/phone", "cv/email", "cv/town") if live.text(q)]
    return " · ".join(parts) if parts else Phrase("fact.none")
