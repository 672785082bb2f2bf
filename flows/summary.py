"""The summary a case opens with: at most ten lines, each with the facts and the messages it rests on.

It is written for somebody who has a minute, and read by the person as well: only what was told, in the words of the
catalogs, or in the person's own between quotation marks. Nothing is weighed, counted up or concluded about anybody.

The order is that of the questions a counsellor has: what is asked of me, where do we stand, what was done so far, what
is looked for, on which terms, in which languages, where, with which agreements, and how can I answer. There are eight
such lines besides the experiences, so two places at least are left for those. **What gives way is the layout, never a
fact**: each experience has a line of its own while there is room; otherwise the first ones do and the last line holds
the others together. Four are named, the rest is counted.

Of what may not be seen (`flows/visible.py`) no line is made. Words about faith, health or a home that was lost stay in
their message, to which the line leads; a telephone or an address in what is quoted is covered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import reduce
from typing import Final

from flows import claims, lacking, proofs, spans
from flows import lives as life
from flows.asking import AGREED, TOPIC
from flows.contact import covered
from flows.content import Content, Question
from flows.cv import fit, training
from flows.documents import Point, Summary
from flows.live import Live, Trace, coming, trace
from flows.model import ENDS, Fact, Facts, Holder, Kind, Phrase, State
from flows.reading import fold, private
from flows.turn import FEW, named, standing
from flows.visible import counting, denied, shown

MOST: Final = 10  # lines
NAMED: Final = 4  # experiences that are named
WORDS: Final = 160  # characters of the words said before a person was asked for
ANSWER: Final = 80  # characters of an answer in one's own words
SECOND: Final = 1000  # milliseconds
HOUR: Final = 60  # minutes
TELLING: Final = ("what", "own", "ours", *claims.TELLING)  # the questions of an experience that say what was done
NO_TITLE: Final = "title.none"
STANDS: Final = "stands"  # the line of what is open and missing
WHAT, ACTS = "exp/*/what", "exp/*/acts"
PRINTED: Final = frozenset({
    WHAT, ACTS, "exp/*/when", "exp/*/whom", "project/job", "cv/name", "cv/phone", "cv/town", "cv/extras",
    "cv/languages", "cv/training",
})  # fmt: skip
Row = tuple[Phrase, tuple[Fact, ...]]  # what a line says, and what it rests on


@dataclass(frozen=True, slots=True)
class About:
    """What a summary says beside the facts: what was asked for, and how the conversation can go on.

    `lang`: the language of who reads. `topic`: what a person is asked for, one of the catalog; without it, the one that
    was chosen. `words`: what was written just before or while waiting, as it was, in the message `source` at the time
    `at`; with none, `at` is when a person was asked for, 0 where nobody was. `asks`: the messages in which questions
    were asked. `window_minutes`: how long WhatsApp still takes an answer, None where no time runs out.
    """

    lang: str = "fr"
    topic: Phrase | None = None
    words: str = ""
    source: str = ""
    at: int = 0
    window_minutes: int | None = None
    asks: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Known:
    """All a line can be made of."""

    content: Content
    state: State
    about: About
    walked: Trace
    live: Live
    seen: frozenset[int]  # the facts that may be seen


def summary(content: Content, facts: Facts, state: State, about: About) -> Summary:
    """Return the summary of what is known, in the language of who reads it."""
    walked = trace(content, facts, state.dossier)
    live = counting(content, walked)
    known = _Known(content, state, about, walked, live, frozenset(fact.seq for fact in shown(content, live)))
    before = [*_asked(known), *_stands(known, facts)]
    after = [*_job(known), *_terms(known), *_languages(known), *_reach(known), *_agreements(known), *_chat(known)]
    lives = _lives(known, MOST - len(before) - len(after))
    return Summary(about.lang, (*before, *lives, *after))


def at_the_desk(content: Content, facts: Facts, state: State, about: About) -> tuple[Point, ...]:
    """Return the lines a case opens with, for these facts: none where the person did not open their answers.

    What is open and missing is then not known either.
    """
    points = summary(content, facts, state, about).points
    return points if facts else tuple(one for one in points if one.id != STANDS)


# ---------------------------------------------------------------- lines


def _point(known: _Known, name: str, says: Iterable[Phrase], used: Iterable[Fact | None] = ()) -> list[Point]:
    """Return a line of these sentences, none without any. Only facts that may be seen are named as its proof."""
    said = list(says)
    facts = sorted({f.seq: f for f in used if f and f.seq in known.seen}.values(), key=lambda f: f.seq)
    if not said:
        return []
    whole = reduce(lambda a, b: Phrase("summary.then", {"a": a, "b": b}), said)
    sources = tuple(dict.fromkeys(fact.source for fact in facts))
    return [Point(name, whole, tuple(f.seq for f in facts), sources, day(max((f.at for f in facts), default=0)))]


def day(at: int) -> Phrase | None:
    """Return a date as it is read; None for no time."""
    day = datetime.fromtimestamp(at / SECOND, UTC)
    month = Phrase(f"month.of.{day.month}")
    return Phrase("summary.date", {"day": str(day.day), "month": month, "year": str(day.year)}) if at else None


def _quoted(known: _Known, words: str, lang: str, most: int = ANSWER) -> Phrase | None:
    """Return the person's words between quotation marks, as written but for a number or an address.

    None for words that stay in their message.
    """
    said = covered(" ".join(words.split()))
    told = known.content.words.get(lang)
    if not any(char.isalnum() for char in said) or (told and private(fold(said), told)):
        return None
    short = said if len(said) <= most else f"{said[:most].rpartition(' ')[0] or said[:most]}…"
    return Phrase("summary.quote", {"words": short})


def _apart(several: Sequence[Phrase]) -> Phrase:
    """Return things that have commas of their own, one after the other."""
    return reduce(lambda a, b: Phrase("summary.apart", {"a": a, "b": b}), several)


def _beside(several: Sequence[Phrase]) -> Phrase:
    return reduce(lambda a, b: Phrase("fact.beside", {"a": a, "b": b}), several)


# ---------------------------------------------------------------- what is asked, and where we stand


def _asked(known: _Known) -> list[Point]:
    """What a person is asked for, and what was written just before, or when that was."""
    about, chosen = known.about, known.state.notes.get(TOPIC, "")
    topic = about.topic or (Phrase(f"summary.{chosen}") if chosen else None)
    words = _quoted(known, about.words, known.state.lang, WORDS)
    waits = about.source or about.at or known.state.floor.holder is Holder.WAITING
    asks = Phrase("summary.asked", {"topic": topic}) if topic else Phrase("summary.human") if waits else None
    says = [asks] if asks else []
    meanwhile = about.at > known.state.floor.asked > 0
    says += [Phrase("summary.meanwhile" if meanwhile else "summary.words", {"words": words})] if words else []
    said = day(about.at) if asks and about.at and not about.source else None
    says += [Phrase("summary.when", {"day": said})] if said else []
    told = (f for f in known.live.facts.values() if about.source and f.source == about.source)
    sources = (about.source,) if about.source else ()
    when = None if said else day(about.at)
    return [replace(one, sources=sources, day=when) for one in _point(known, "asked", says, told)]


def _stands(known: _Known, facts: Facts) -> list[Point]:
    """Whether there is a CV, which question is open, how many may follow, and what the CV has not yet."""
    slot, _ = standing(known.walked, known.state.frames)
    left = coming(known.content, facts, known.state.dossier)
    says = [Phrase("summary.cv")] if known.live.said("document/first") else []
    if slot is None:
        says.append(Phrase("summary.done"))
    elif slot.question.kind != "document":
        says += [] if slot.question.private else [Phrase("summary.open", {"question": _named(slot.question)})]
        says += [Phrase("left", {"n": len(left)})] if left else []
    missing = _missing(known, left)
    says += [Phrase("summary.missing", {"what": missing})] if missing else []
    asked = known.about.asks.get(slot.qid, "") if slot and not slot.question.private else ""
    return [replace(one, sources=(asked,) if asked else ()) for one in _point(known, STANDS, says)]


def _missing(known: _Known, left: Sequence[str]) -> tuple[Phrase, ...]:
    """Return the short names of what the CV would print and nobody told; another experience or more acts are not."""
    unasked = lacking.unasked(known.content, known.walked.live, left)
    passed = (slot.question for slot in lacking.passed(known.walked))
    lives = [item for item in known.live.items() if life.stands(known.live, item)]
    there = {WHAT} if lives else set()
    there |= {ACTS} if all(_acts(known, item) for item in lives) else set()
    wanted = PRINTED - there
    missed = dict.fromkeys(one for one in (*unasked, *passed) if one.id in wanted and not one.private)
    return tuple(_named(question) for question in missed)[:FEW]


def _named(question: Question) -> Phrase:
    return Phrase(named(question))


# ---------------------------------------------------------------- experiences


def _lives(known: _Known, room: int) -> list[Point]:
    """Return the experiences in so many lines: one each, or the first ones so and the others together."""
    items = [item for item in fit.in_order(known.live) if _says(known, item)]
    first = items[:NAMED]
    alone = first if len(first) <= room else first[: room - 1]
    found = [point for item in alone for point in _line(known, "summary.life", [item])]
    found += _line(known, "summary.lives", first[len(alone) :])
    more = len(items) - len(first)
    if not more:
        return found
    last = found[-1]
    counted = Phrase("summary.lives.more", {"n": more})
    whole = Phrase("summary.then", {"a": last.phrase, "b": counted})
    return [*found[:-1], replace(last, phrase=whole)]


def _says(known: _Known, item: str) -> bool:
    """Whether something is known of an experience but that there was one."""
    if not life.stands(known.live, item) or denied(known.live, item):
        return False
    return _title(known, item).key != NO_TITLE or bool(_time(known, item)[0] or _acts(known, item))


def _acts(known: _Known, item: str) -> int:
    return len(claims.names(known.content, known.live, item))


def _line(known: _Known, key: str, items: list[str]) -> list[Point]:
    """Return a line about these experiences."""
    if not items:
        return []
    rows = [_story(known, item) for item in items]
    said = Phrase(key, {"what": _apart([phrase for phrase, _ in rows])})
    return _point(known, f"life/{'+'.join(items)}", [said], (fact for _, facts in rows for fact in facts))


def _story(known: _Known, item: str) -> Row:
    """Return an experience: what it was, when, and how many acts were told of it."""
    live, acts = known.live, _acts(known, item)
    when, fact = _time(known, item)
    parts = [_title(known, item), when, Phrase("summary.tasks", {"n": acts}) if acts else None]
    titled = life.titled_by(known.content, live, item, known.about.lang)
    asked = dict.fromkeys((*titled, *TELLING))
    told = (one for name in asked if (one := live.fact(life.at(item, name))))
    return _beside([part for part in parts if part]), (*told, *([fact] if fact else []))


def _title(known: _Known, item: str) -> Phrase:
    """Return what an experience is called; one of no field we know by the words it was told in."""
    content, live, lang = known.content, known.live, known.about.lang
    title, what = life.title_of(content, live, item, lang), live.fact(life.at(item, "what"))
    if title.key == life.OWN and not life.traded(content, live, item, lang):
        return Phrase("summary.quote", {"words": str(title.args["text"])})
    bare = title.key == NO_TITLE and what is not None and proofs.wordy(what.raw)
    words = _quoted(known, what.raw, what.lang) if bare and what else None
    return words or title


def _time(known: _Known, item: str) -> tuple[Phrase | None, Fact | None]:
    """Return the time of an experience as it was said, and the fact that tells it."""
    told = (known.live.fact(life.at(item, name)) for name in ("when", "often"))
    fact = next((one for one in told if one and one.value.span), None)
    if fact is None or fact.value.span is None:
        return None, None
    said = spans.phrase(fact.value.span) or _quoted(known, fact.value.span.said, fact.lang)
    return said, fact if said else None


# ---------------------------------------------------------------- what is looked for


def _job(known: _Known) -> list[Point]:
    """The job of the CV, and those of the project."""
    used = [fact for qid in ("project/job", "project/chosen") if (fact := _seen(known, qid))]
    jobs = {repr(job): Phrase("summary.small", {"what": job}) for fact in used for job in _jobs(known, fact)}
    says = [Phrase("summary.job", {"job": _apart([*jobs.values()])})] if jobs else []
    return _point(known, "job", says, used)


def _jobs(known: _Known, fact: Fact) -> list[Phrase]:
    """Return the jobs of an answer: occupations, a trade by its name, or what was looked for in one's own words."""
    value = fact.value
    if value.text and value.kind is Kind.CHOICE:
        return [life.trade_named(known.content, value.text, known.about.lang)]
    if value.ids:
        form = (known.live.ids("cv/title") or ("n",))[0]  # the one chosen for the CV, else the work itself
        return [Phrase(f"job.{code}.{form}") for code in value.ids]
    words = _quoted(known, value.text, fact.lang)
    return [words] if words else []


def _terms(known: _Known) -> list[Point]:
    """Licences, hours and limits, and from when on."""
    extras, start = _seen(known, "cv/extras"), _seen(known, "letter/start")
    what: list[Phrase] = [Phrase(f"extra.{name}") for name in extras.value.ids if name not in ENDS] if extras else []
    words = _quoted(known, extras.value.text, extras.lang) if extras else None
    what += [words] if words else []
    says = [Phrase("summary.terms", {"what": tuple(what)})] if what else []
    says += [Phrase("summary.start", {"when": Phrase(f"choice.letter.{one}")}) for one in _ids(start)[:1]]
    return _point(known, "terms", says, (extras if what else None, start))


def _languages(known: _Known) -> list[Point]:
    """Languages, each with its level if one was said, and schools."""
    spoken, studied = _seen(known, "cv/languages"), _seen(known, training.TRAINING)
    tongues = [_language(name) for name in _ids(spoken)]
    studies = _studies(known, studied) if studied else []
    says = [Phrase("summary.languages", {"what": _apart(tongues)})] if tongues else []
    says += [Phrase("summary.studies", {"what": _apart(studies)})] if studies else []
    return _point(known, "languages", says, (spoken, studied if studies else None))


def _language(name: str) -> Phrase:
    code, _, level = name.partition(":")
    return _beside([_tongue(code), *(Phrase(f"level.{one}") for one in level.split("+") if one)])


def _tongue(code: str) -> Phrase:
    return Phrase("summary.tongue", {"language": Phrase(f"tongue.{code}")})


def _studies(known: _Known, fact: Fact) -> list[Phrase]:
    """Return schools and trainings; a subject, or all of it, in the person's own words between quotation marks."""
    words = _quoted(known, fact.value.text, fact.lang)
    if fact.value.kind is Kind.CHOICE:
        return [_quoting(one) for one in training.phrases(fact.value, own=words is not None)]
    return [words] if words else []


def _quoting(phrase: Phrase) -> Phrase:
    """Return the name of a study with the person's own words in it between quotation marks."""
    inner = {name: _quoting(arg) for name, arg in phrase.args.items() if isinstance(arg, Phrase)}
    subject = phrase.args.get("subject")
    own = {"subject": Phrase("summary.quote", {"words": subject})} if isinstance(subject, str) else {}
    return replace(phrase, args={**phrase.args, **inner, **own})


# ---------------------------------------------------------------- how the person is reached, and what they agreed to


def _reach(known: _Known) -> list[Point]:
    """The town, and that there is a telephone or an e-mail."""
    town = _seen(known, "cv/town")
    ways = {name: fact for name in ("phone", "email") if (fact := _seen(known, f"cv/{name}"))}
    name = claims.printed(known.live, "cv/town", known.about.lang) if town else ""
    says = [Phrase("summary.town", {"town": name})] if name else []
    says += [Phrase("summary.reach", {"ways": tuple(Phrase(f"summary.by.{one}") for one in ways)})] if ways else []
    return _point(known, "reach", says, (town, *ways.values()))


def _agreements(known: _Known) -> list[Point]:
    """Whether answers may be kept, and whether a counsellor may read what was told before."""
    kinds = {"keep": _seen(known, "charter/consent"), "reading": _seen(known, AGREED)}
    agreed = {name: fact.value.ids[:1] == ("agree",) for name, fact in kinds.items() if fact}
    says = [Phrase(f"summary.{name}.{'yes' if yes else 'no'}") for name, yes in agreed.items()]
    return _point(known, "agreements", says, kinds.values())


def _chat(known: _Known) -> list[Point]:
    """The language of the conversation, the form of address that was chosen, and how long an answer can be sent."""
    address, minutes = _seen(known, "cv/address"), known.about.window_minutes
    says = [Phrase("summary.chat", {"language": _tongue(known.state.lang)})]
    says += [Phrase("summary.informal")] if _ids(address) == ("tu",) else []
    return _point(known, "chat", says if minutes is None else [*says, _window(minutes)], (address,))


def _window(minutes: int) -> Phrase:
    if minutes <= 0:
        return Phrase("summary.window.closed")
    if minutes < HOUR:
        return Phrase("summary.window.minutes", {"n": minutes})
    return Phrase("summary.window.hours", {"n": minutes // HOUR})


def _seen(known: _Known, qid: str) -> Fact | None:
    """Return the fact of a question that counts, if it may be seen."""
    fact = known.live.fact(qid)
    return fact if fact and fact.seq in known.seen else None


def _ids(fact: Fact | None) -> tuple[str, ...]:
    return fact.value.ids if fact else ()


# ---------------------------------------------------------------- for the person


def bubbles(told: Summary) -> tuple[tuple[Phrase, ...], ...]:
    """Return the summary as the person reads it in the chat: what is asked, what was done, the rest, a bubble each."""
    lives = [point for point in told.points if point.id.startswith("life/")]
    first = [point for point in told.points if point.id in {"asked", STANDS}]
    rest = [point for point in told.points if point not in (*lives, *first)]
    parts = ([Phrase("summary.shown.intro"), *_said(first)], _said(lives), [*_said(rest), Phrase("summary.shown.end")])
    return tuple(tuple(part) for part in parts if part)


def _said(points: Iterable[Point]) -> list[Phrase]:
    return [point.phrase for point in points]
