"""What a message tells of lives beyond the answer to a question: acts, numbers, a time, for whom, other lives.

A message may tell several lives, or one while something else was asked. Each stands, and is asked about later; what
is told on the way is kept with the life it belongs to. The questions themselves are read in `rules`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from flows import acts as catalog
from flows import clauses as spoken
from flows import crafts, tidy
from flows.contact import contact_in, without_contact
from flows.content import Parsed, Reading
from flows.corrections import ordered_off, replacing
from flows.discovery import mine, stories
from flows.discovery.asked import BESIDE, INSIDE, MOST, TOGETHER
from flows.hours import hours_in
from flows.lives import at, known_acts, stands, trade_kept
from flows.model import Kind, Value
from flows.reading import beside_bare, fold, has_any, opens_unknown, tokens
from flows.then import only_trades, tells_done, without_any
from flows.whom import for_whom

GUESSED = frozenset({"ar"})  # languages that, typed in Latin letters, are read by their consonants
WORKED = {"company": "work", "association": "club", "family": "home"}  # kinds of life, by for whom
JOB = "project/job"  # there, what was done is a life, and no work that is looked for
TELLING = 3  # words: a story is at least so long; two may be a greeting
ELSEWHERE = frozenset({"cv/name", "cv/phone", "cv/town", "cv/facts", "cv/more", ""})  # what acts do not answer


def takes_off(reading: Reading, *, told: bool) -> bool:
    """Whether a message wants something off and tells no life; one that tells what was done first is a story."""
    order = ordered_off(reading.folded, reading.words)
    return order is not None and (order.opens or not told)


def told_lives(reading: Reading) -> Parsed:
    """Return the life a message opens, and the other lives it tells: they stand, and are asked about later."""
    parts = sorted(stories.lives(reading), key=lambda part: not _acts_in(reading, part))
    had = reading.live.ids(at(reading.item, "next"))
    fresh = int(reading.spare.removeprefix("e") or 0) + (reading.spare == reading.item)
    items = (reading.item, *had, *(f"e{fresh + n}" for n in range(len(parts))))[: len(parts)]
    also = list(_certain(stories.alone(reading, parts[0], reading.item)))
    also += _named_beside(stories.alone(reading, parts[0], reading.item))
    if items[1:]:
        also.append((at(reading.item, "next"), Value(Kind.CHOICE, ids=items[1:])))
    for item, part in zip(items[1:], parts[1:], strict=True):
        also.append((at(item, "what"), _opening(stories.alone(reading, part, item))))
        also += _certain(stories.alone(reading, part, item))
        also += _named_beside(stories.alone(reading, part, item))
    told = tuple((f"exp/{item}", part) for item, part in zip(items, parts, strict=True)) if items[1:] else ()
    return Parsed(Value(Kind.TEXT, text=parts[0]), tuple(also), told)


def _named_beside(reading: Reading) -> Iterator[tuple[str, Value]]:
    """Yield what nouns alone may mean beside an act that is told ("cleaning, the garden"): it is shown for a yes.

    Where no act is told they are the first that are offered.
    """
    told = {one.act for one in catalog.told(reading.text, reading.lang, reading.content, reading.hints.spelling)}
    named = catalog.bare(reading.text, reading.lang, reading.content, reading.hints.spelling) if told else ()
    fresh = tuple(act for act in named if act not in told)[:TOGETHER]
    if fresh:
        yield at(reading.item, "guess"), Value(Kind.CHOICE, ids=fresh)


def _opening(reading: Reading) -> Value:
    """Return what opens a life told with others: its words, or its kind where they tell no act and no trade."""
    plain = _acts_in(reading, reading.text) or mine.trade_of(reading) or own_lines(reading)
    door = "" if plain else door_in(reading) or WORKED.get(for_whom(reading.folded, reading.words), "")
    return Value(Kind.CHOICE, ids=(door,)) if door else Value(Kind.TEXT, text=reading.text)


def door_in(reading: Reading) -> str:
    """Return the kind of life the words tell of ("at home for 11 years"), "" for none."""
    said = beside_bare(reading.folded)
    doors = (name for name, ways in reading.words.doors.items() if has_any(said, ways))
    return next((name for name in doors if name != INSIDE or not another_detained(reading)), "")


def another_detained(reading: Reading) -> bool:
    """Whether somebody of the person's is in prison, and not the person."""
    ways = reading.words.doors.get(INSIDE, ())
    own = (" ".join(c.folded) for c in spoken.clauses(reading.text, reading.words) if c.counts)
    return has_any(beside_bare(reading.folded), ways) and not any(has_any(said, ways) for said in own)


def _certain(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return what a life's words hold, without a time that may be that of one of its acts alone: it is asked."""
    unsure = stories.doubtful(reading)
    return tuple(pair for pair in told_on_the_way(reading) if pair[0].rpartition("/")[2] not in unsure)


def _acts_in(reading: Reading, text: str) -> bool:
    """Whether a life tells an act: it is asked about first, for a skill can be named at once (CONTENT.md 4)."""
    return bool(catalog.told(text, reading.lang, reading.content, reading.hints.spelling))


def told_elsewhere(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return what a story tells while something else was asked: more of a life that was told, or a new one."""
    live = reading.live
    items = [i for i in live.items() if stands(live, i)]
    here = reading.qid in ELSEWHERE or (reading.qid == JOB and tells_done(reading))
    if not here or not items or len(reading.folded.split()) < TELLING:
        return ()
    any_work = without_any(reading.folded, reading.words) != reading.folded
    if any_work or opens_unknown(reading.folded, reading.words) or only_trades(reading.text, reading.words):
        return ()  # "I don't know, a forklift driver perhaps", "a care assistant or anything" is a wish
    if contact_in(reading.text) and not any(t in reading.words.first for t in tokens(reading.folded)):
        return ()  # "by e-mail please" is how to be reached
    told = catalog.told(reading.text, reading.lang, reading.content, reading.hints.spelling)
    if takes_off(reading, told=bool(told)) or replacing(reading.text, reading.words):
        return ()
    fields = {t.act.split(".")[0] for t in told}
    near = [i for i in items if fields & {n.split(".")[0] for n in known_acts(live, i)}]
    going = (("cv/more", Value(Kind.CHOICE, ids=("go",))),) if told and live.said("document/first") else ()
    if near or (told and len(items) >= MOST):
        return (*told_on_the_way(stories.alone(reading, reading.text, (near or items)[-1])), *going)
    return (*_begun(reading), *going) if told else ()


def _begun(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return a life that words tell while something else was asked: it stands, and is asked about later."""
    head = next(i for i in reading.live.items() if stands(reading.live, i))
    return (
        (at(head, "next"), Value(Kind.CHOICE, ids=(*reading.live.ids(at(head, "next")), reading.spare))),
        (at(reading.spare, "what"), Value(Kind.TEXT, text=reading.text)),
        *told_on_the_way(stories.alone(reading, reading.text, reading.spare)),
    )


def another_life(reading: Reading) -> Parsed | None:
    """Return a life of its own that is told while one is asked about; None when the words are of this one.

    Its acts are of no field of the one asked about, and it has its own time, or is for somebody else.
    """
    return Parsed(None, _begun(reading)) if _is_another(reading) else None


def of_others(reading: Reading, names: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[tuple[str, Value], ...]]:
    """Return the acts told that are of the life asked about, and those that are of the field of another one alone.

    Who cleans a school, and minds an old man at night, says of both at once what is done there.
    """
    live = reading.live
    fields = {i: {name.split(".")[0] for name in known_acts(live, i)} for i in live.items() if stands(live, i)}
    mine = fields.pop(reading.item, set())
    also: dict[str, tuple[str, ...]] = {}
    kept = list[str]()
    for name in names:
        field = name.split(".")[0]
        whose = next((i for i, of in fields.items() if field in of), "") if mine and field not in mine else ""
        if whose:
            had = also.get(whose, live.ids(at(whose, "told")))
            also[whose] = tuple(dict.fromkeys((*had, name)))
        else:
            kept.append(name)
    return tuple(kept), tuple((at(item, "told"), Value(Kind.CHOICE, ids=ids)) for item, ids in also.items())


def told_beside(reading: Reading) -> Parsed | None:
    """Return an answer to what else there is to say of a life that tells another one: that one stands as it was told.

    "The school fair, I kept the till for two years" is no memory of keeping house. Nothing is asked of it.
    """
    if not _is_another(reading, elsewhere_is_enough=True):
        return None
    stands_so = (at(reading.spare, BESIDE), Value(Kind.CHOICE, ids=("yes",)))
    return Parsed(Value(Kind.TEXT, text=reading.text), (*_begun(reading), stands_so))


def _is_another(reading: Reading, *, elsewhere_is_enough: bool = False) -> bool:
    """Whether words tell a life of its own; of acts of the same field too, if its time and people are others."""
    had = {name.split(".")[0] for name in known_acts(reading.live, reading.item)}
    told = catalog.told(reading.text, reading.lang, reading.content, reading.hints.spelling)
    span, whom = mine.time_of(reading), reading.live.ids(at(reading.item, "whom"))
    timed = span is not None and span.timed
    elsewhere = bool(whom) and for_whom(reading.folded, reading.words) not in {"", *whom}
    others = bool(had and told) and not had & {one.act.split(".")[0] for one in told}
    apart = others and (timed or elsewhere or _now_after(reading))
    same = elsewhere_is_enough and timed and elsewhere
    return bool(told) and (apart or same) and len(reading.live.items()) < MOST


def _now_after(reading: Reading) -> bool:
    """Whether words tell of now, and the life asked about is over: "now I deliver meals" of a tailor to 2015."""
    when = reading.live.fact(at(reading.item, "when"))
    over = when is not None and when.value.span is not None and when.value.span.end is not None
    return over and has_any(reading.folded, reading.words.times.get("now", ()))


def told_on_the_way(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return everything else an experience's words hold: acts, numbers, time, for whom, a phone."""
    reading = mine.without_hopes(reading)
    item, words = reading.item, reading.words
    told = catalog.told(reading.text, reading.lang, reading.content, reading.hints.spelling)
    clean = without_contact(reading.text)
    found: list[tuple[str, Value]] = []
    names = tuple(one.act for one in told)
    if told:
        before = reading.live.ids(at(item, "told")) if stands(reading.live, item) else ()
        every = tuple(dict.fromkeys((*before, *names)))
        found += [(at(item, "told"), Value(Kind.CHOICE, ids=every)), *_levels(reading, told)]
    counted = catalog.counts(clean, words)
    if counted:
        found.append((at(item, "counts"), Value(Kind.CHOICE, ids=counted)))
    span = mine.time_of(reading)
    when = Value(Kind.TIME, span=span) if span and span.timed else same_time(reading)
    often = () if when or span is None else tuple(r for r in span.rhythm if r not in mine.NO_RHYTHM)
    if when:
        found.append((at(item, "when"), when))
    elif span and often:
        found.append(
            (
                at(item, "often"),
                Value(
                    Kind.TIME,
                    span=replace(span, said="", start=None, end=None, ongoing=False, months=None, rhythm=often),
                ),
            )
        )
    whom = mine.whom_of(reading, names or known_acts(reading.live, item))
    if whom:
        found += [(at(item, "whom"), Value(Kind.CHOICE, ids=(whom,))), *_place(reading)]
    craft = crafts.named(reading)
    if craft:
        found.append((at(item, "craft"), crafts.kept(craft)))
    trade = mine.trade_of(reading) or (craft.title if craft else "")
    told_so = reading.words.trades.get(trade, ())
    own = own_lines(reading)
    own = tuple(line for line in own if not has_any(fold(line), told_so))  # the title says it
    if own:
        had = reading.live.text(at(item, "tidy")).split("\n")
        found.append((at(item, "tidy"), Value(Kind.TEXT, text="\n".join(dict.fromkeys([*filter(None, had), *own])))))
    if trade:
        found.append((at(item, "trade"), trade_kept(reading.content, trade)))
    hours = hours_in(reading.folded)
    if hours:
        found.append((at(item, "hours"), Value(Kind.TEXT, text=hours)))
    found += contact_in(reading.text)
    return tuple(found)


def _place(reading: Reading) -> Iterator[tuple[str, Value]]:
    """Yield the place of work that says for whom it was; none any more, where another answer named one."""
    place, qid = mine.place_of(reading), at(reading.item, "place")
    if place or reading.live.ids(qid):
        yield qid, Value(Kind.CHOICE, ids=(place,) if place else ())


def _levels(reading: Reading, told: tuple[catalog.Told, ...]) -> Iterator[tuple[str, Value]]:
    """Yield how far the acts that are new were one's own; what was said of an act first is not raised."""
    known = known_acts(reading.live, reading.item) if stands(reading.live, reading.item) else ()
    fresh = tuple(f"{one.act}:{one.level}" for one in told if one.level and one.act not in known)
    if fresh:
        yield with_levels(reading, fresh)


def with_levels(reading: Reading, fresh: tuple[str, ...]) -> tuple[str, Value]:
    """Return the levels of an experience with those of some acts."""
    acts = {one.rpartition(":")[0] for one in fresh}
    qid = at(reading.item, "level")
    before = (one for one in reading.live.ids(qid) if one.rpartition(":")[0] not in acts)
    return qid, Value(Kind.CHOICE, ids=(*before, *fresh))


def beside(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return what an answer about one thing tells of others: acts, numbers, time, for whom; no words to be tidied."""
    pairs = dict(pair for pair in told_on_the_way(reading) if not pair[0].endswith(("/tidy", "/trade", "/craft")))
    qid = at(reading.item, "told")
    told, had = pairs.get(qid), reading.live.ids(qid)
    if told is None:
        return tuple(pairs.items())
    fresh, others = of_others(reading, tuple(name for name in told.ids if name not in had))
    if others and not fresh:
        del pairs[qid]
    elif others:
        pairs[qid] = Value(Kind.CHOICE, ids=(*had, *fresh))
    return (*pairs.items(), *others)


def own_lines(reading: Reading) -> tuple[str, ...]:
    """Return the lines of the person's own words; none of letters that were guessed by their sound."""
    if reading.hints.written and reading.lang in GUESSED:
        return ()
    return tidy.lines(reading.text, reading.lang, reading.content, reading.hints.spelling)


def same_time(reading: Reading) -> Value | None:
    """Return the time of the experience before, when the words say it was the same."""
    if not has_any(reading.folded, reading.words.times.get("same", ())):
        return None
    before = [i for i in reading.live.items() if i != reading.item]
    value = reading.live.value(at(before[-1], "when")) if before else None
    return value if value and value.span else None
