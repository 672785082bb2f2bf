"""From facts to the CV: each line a catalog phrase, with the numbers and the time said, and the facts it rests on.

The person's words are never printed raw: they are the proof. What has no catalog phrase is printed only after the
person said yes to the tidied line, and only in the language it was said in. What was said as private, or
taken back, is not here.
"""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

from flows import claims, crafts
from flows import lives as life
from flows.content import Content
from flows.cv import blocks, fit, skills, spelling, training
from flows.cv.rules import ONE_TITLE
from flows.documents import CLAIR, LAYOUTS, PREUVES, Cv, Entry, Line
from flows.live import Live, latest, trace
from flows.model import ENDS, Arg, Facts, Kind, Phrase, Span

SHOWN = 3  # experiences shown to be confirmed (CONTENT.md: one to three facts)
EARLY = ("cv/extras", "cv/languages", "cv/training")
ONGOING = 9999 * fit.MONTHS


def build(content: Content, facts: Facts, dossier: int = 1) -> Cv:
    """Return the CV of the facts as they are, in the language and the template that were chosen."""
    live = with_told(trace(content, facts, dossier).live)
    gone = fit.aside(live)
    items = [i for i in fit.in_order(live) if i not in gone and _shows(live, i)]
    told = {i: skills.lines(content, facts, live, i) for i in items}
    template = chosen(live, items, told)
    wished = crafts.lines(live, "craft/told", "craft/core")
    lang = claims.language(live)
    heads = {i: (skills.title(content, live, i, lang), skills.when(live, i)) for i in items}
    shown = (*blocks.of(told, heads), *map(Entry, wished)) if template == PREUVES else ()
    return Cv(
        lang=lang,
        name=claims.printed(live, "cv/name", lang),
        title=title(content, live, lang),
        phone=live.text("cv/phone"),
        email=live.text("cv/email"),
        town=claims.printed(live, "cv/town", lang),
        skills=() if shown else (*skills.first(live, told), *wished),
        experiences=tuple(_entry(live, i, heads[i], told[i]) for i in items),
        training=training.lines(content, live),
        languages=_languages(live),
        extras=_extras(live),
        column=template == CLAIR and _chronological([fit.span(live, i) for i in items]),
        template=template,
        blocks=shown,
    )


def with_told(live: Live) -> Live:
    """Return what counts, and what was told of languages, training and licences before it is asked."""
    newest = latest(live.log, live.dossier)
    early = {qid: newest[qid] for qid in EARLY if qid not in live.facts and qid in newest}
    return replace(live, facts={**live.facts, **{qid: fact for qid, fact in early.items() if fact.value.said}})


def chosen(live: Live, items: list[str], told: dict[str, list[Line]]) -> str:
    """Return the template: the one that was asked for, else what the life has.

    *Preuves* wants several lives, few of them dated, and as much to show as it has blocks.
    """
    asked = [LAYOUTS[name] for name in live.ids("forms/which") if name in LAYOUTS] or live.ids("cv/template")
    if asked:
        return asked[0]
    dated = sum(1 for item in items if (span := fit.span(live, item)) and span.start)
    short = len(items) > 1 and 2 * dated < len(items)
    return PREUVES if short and sum(map(len, told.values())) >= blocks.MOST else CLAIR


def _chronological(spans: list[Span | None]) -> bool:
    """Whether dates stand in a column: all are dated with their end, and no year between two is without one."""
    dated = [s for s in spans if s and s.start and (s.end or s.ongoing)]
    if not spans or len(dated) < len(spans):
        return False
    ranges = sorted(
        (fit.month(s.start), ONGOING if s.ongoing else fit.month(s.end or s.start)) for s in dated if s.start
    )
    reached = [max(end for _, end in ranges[: n + 1]) for n in range(len(ranges))]
    return all(begin - end <= fit.MONTHS for (begin, _), end in zip(ranges[1:], reached, strict=False))


def _shows(live: Live, item: str) -> bool:
    """Whether there is something to print: an act, a trade, an approved line, or a kind of life that was tapped."""
    tapped = live.ids(life.at(item, "what"))[:1]
    door = bool(tapped) and tapped[0] in life.DOORS
    told = life.known_acts(live, item) or (live.text(life.at(item, "trade")) and not live.ids(life.at(item, "told")))
    return bool(told or live.said(life.at(item, "own")) or door)


def _entry(live: Live, item: str, head: tuple[Line, Line | None], lines: list[Line]) -> Entry:
    title, when = head
    hours = live.fact(life.at(item, "hours"))
    found = skills.below([line for line in lines if line.phrase != title.phrase])
    if hours:
        found.append(Line(Phrase("line.hours", {"hours": hours.value.text}), (hours.seq,)))
    return Entry(title, when, None, tuple(found), fit.span(live, item))


def title(content: Content, live: Live, lang: str) -> Line | None:
    """Return the job sought in a language, in the form the person chose; the activity when none was."""
    fact = live.fact("project/job")
    if fact is None or not fact.value.said:
        return None
    if fact.value.text and fact.value.kind is Kind.CHOICE:  # a trade named in one or two words
        named = life.trade_named(content, fact.value.text, lang)
        return Line(named, (fact.seq,), life.FRENCH if named.key == life.OWN else "")
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
    levels = tuple(Phrase(f"level.{one}") for one in level.split("+"))
    said: Arg = levels if len(levels) > 1 else levels[0]
    return Phrase("cv.language.level", {"language": Phrase(f"tongue.{code}"), "level": said})


def _extras(live: Live) -> tuple[Line, ...]:
    fact = live.fact("cv/extras")
    if fact is None or fact.value.kind is not Kind.CHOICE:
        return ()
    return tuple(Line(Phrase(f"extra.{i}"), (fact.seq,)) for i in fact.value.ids if i not in ENDS)


# ---------------------------------------------------------------- for the chat


def story(content: Content, live: Live) -> Arg:
    """Return each experience that will be printed in a few words: its title and its time."""
    items = [item for item in live.items() if life.stands(live, item) and _shows(live, item)]
    told = [fit.story(content, live, item) for item in items]
    if not told:
        return Phrase("fact.none")
    return reduce(lambda a, b: Phrase("fact.two", {"a": a, "b": b}), told[:SHOWN])


def wanted(content: Content, live: Live) -> Arg:
    """Return the job sought, or that it is open."""
    line = title(content, live, live.lang)
    return line.phrase if line else Phrase("fact.open")


def reach(_content: Content, live: Live) -> Arg:
    """Return how the person can be reached, as it will be printed; each part by itself, for each has its direction."""
    told = (
        spelling.shown(live, "cv/name"),
        live.text("cv/phone"),
        live.text("cv/email"),
        spelling.shown(live, "cv/town"),
    )
    parts: list[Arg] = [text for text in told if text]
    if not parts:
        return Phrase("fact.unreached")
    return reduce(lambda a, b: Phrase("fact.beside", {"a": a, "b": b}), parts)
