"""One message may tell several lives: "3 years in a warehouse, and before that I was a waiter, 2015 to 2018".

The theory. A story is cut into steps at its commas, full stops and "and". A step that tells acts opens a group; what
follows without acts (a time, a place) belongs to it. A group is another life only if it tells of another field *and*
something says that it was apart: "before", a time of its own beside another time, "then" and another trade, "now" or
"here" after something that had its time, other people than those named. In one field two lengths of time, or two
dates, each told with an act of its own, are two lives as well; so is "then", behind a length of time, with work that
no job holds beside the first ("3 years in a restaurant, then I drove a lorry"). Tasks of one day ("I cook and I
clean") stay together, and so does what goes on ("cleaning for 3 years, ironing for 1 year") or is a part ("3 years, of
which 1 ..."). Each life is then read alone, so that no time, place or number of one is printed under another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flows import acts, times
from flows.contact import without_contact
from flows.content import Content, Reading
from flows.discovery import scenes
from flows.discovery.jobs import name_alone
from flows.discovery.mine import CARING, trade_of
from flows.joints import joints
from flows.lives import EMPLOYED
from flows.model import Span
from flows.reading import beside_bare, fold, has_any, named_in, tokens
from flows.words import Words

LEARNING = frozenset({"Apprenti", "Apprentie", "Stagiaire"})  # in which a trade is learnt: none of its own
OPENING = 3  # words of a step in which "before" makes it another life
AT_HOME = frozenset({"home", "family"})  # "my sister's children" and "at their place" are one
CHORES = frozenset({"cleaning", "kitchen", "laundry", "care", "childcare"})  # fields of one day's tasks
AND = "و"  # glued to the word behind it
VERB = 5  # letters of a word of which "and I" is the beginning
MOST = 5  # lives read in one message
LIST = 3  # names of who one was, one after the other: of two ("a mason and painter") one may be all there was
STOPS = (*".!?؟\n",)  # end a sentence
PAUSES = (*STOPS, *",;،؛")  # between two things told
SHORT = 2  # words of a step that is no scene of its own
YEAR = 4  # digits
AHEAD = 8  # words looked at where a step may begin


@dataclass(frozen=True, slots=True)
class _Group:
    """Some steps of a story: where they stand in the text, and what sets them apart."""

    text: str
    fields: frozenset[str]
    whom: str
    time: Span | None
    before: bool
    since: bool = False
    within: bool = False
    then: bool = False  # "after that"
    trade: bool = False  # who one was is named: "a guard"
    turns: bool = False  # "now", "here", or "after that": something else begins
    spoken: bool = False  # it says who one was: "I was a nurse"
    fresh: bool = False  # it opens a sentence
    sign: int = 0  # how much its opening says that the scene changes
    place: bool = False  # it only names a place of work: "in a bakery"
    lasted: bool = False  # its time is told with its act: "a waiter for 2 years"
    hours: str = ""  # when in the day: "in the evening"
    where: str = ""  # a country, a town or an employer by its name
    home: bool = False  # "now I am at home with my children"
    job: str = ""  # the name of who one was, where it says nothing else: "and a cook"
    listed: bool = False  # that name is one of several, said one after the other
    acts: frozenset[str] = frozenset()

    def joined(self, other: _Group) -> _Group:
        """Return the two as one, in the order of the text."""
        return _Group(
            f"{self.text} {other.text}",
            self.fields | other.fields,
            self.whom or other.whom,
            self.time or other.time,
            self.before,
            self.since or other.since,
            self.within,
            self.then,
            self.trade or other.trade,
            self.turns,
            self.spoken or other.spoken,
            self.fresh,
            self.sign,
            self.place and other.place,
            self.lasted or other.lasted,
            self.hours or other.hours,
            other.where or self.where,
            self.home,
            other.job or self.job,
            other.listed or self.listed,
            self.acts | other.acts,
        )

    def elsewhere(self, other: _Group) -> bool:
        """Whether it is about people at home and the other is not, or the other way round: the story turns here."""
        return bool(self.whom and other.whom) and (self.whom in AT_HOME) != (other.whom in AT_HOME)

    def apart(self, other: _Group, content: Content) -> bool:
        """Whether what follows is another life."""
        elsewhere = bool(self.fields and other.fields) and not self.fields & other.fields
        timed = bool(self.time and other.time) and not other.within
        later = bool(self.time) and other.then and other.trade  # "a fitter for 15 years, then a guard"
        if self.turned(other) or self._parted(other) or self._of_two(other):
            return True
        if elsewhere and self.lasted and other.then and self._of_no_one_job(other, content):
            return True
        return (elsewhere and (other.before or timed or later or self.elsewhere(other))) or (
            timed and bool(self.fields & other.fields) and (other.then or self._after(other))
        )

    def _of_no_one_job(self, other: _Group, content: Content) -> bool:
        """Whether no job is both: "I cleaned offices for 3 years, then I drove a lorry"; chores are of one day."""
        if not other.acts or self.fields | other.fields <= CHORES:
            return False
        jobs = content.occupations.values()
        return all(self.acts.isdisjoint(one.acts) or other.acts.isdisjoint(one.acts) for one in jobs)

    def _of_two(self, other: _Group) -> bool:
        """Whether two trades, two places of work, or work and a home are named: nobody has both at once."""
        apart = bool(self.fields and other.fields) and not self.fields & other.fields
        trades = self.trade and other.trade
        there = bool(
            self.where and not other.where and self.fields & other.fields
        )  # "in a hotel, a porter, then a cook"
        if self.job and other.job not in {"", self.job} and ((other.then and not there) or self.listed & other.listed):
            return True
        hours = bool(self.hours and other.hours) and self.hours != other.hours
        cared_for = self.whom == EMPLOYED and other.fields <= CARING
        if apart and (trades or (self.place and other.place) or (hours and (self.trade or other.trade or cared_for))):
            return True
        elsewhere = other.place and not other.fields and bool(self.time and other.time)
        dated = bool(self.time and other.time and self.time.start and other.time.start and other.time.end)
        return (elsewhere and (other.then or dated)) or (other.home and bool(self.fields) and other.elsewhere(self))

    def _parted(self, other: _Group) -> bool:
        """Whether enough says that the scene changes: less between two fields than within one."""
        if not (self.fields or self.spoken or self.place) or not other.fields or other.within:
            return False
        if len(other.text.split()) <= SHORT:
            return False  # "nets, volunteer"
        named = bool(self.where and other.where) and self.where != other.where  # "in Ghana", then "in Italy"
        alone = self.spoken or len(self.text.split()) <= OPENING + SHORT
        at_home = other.whom == scenes.FAMILY and other.sign >= scenes.PLAIN  # "a teacher, now I mind my grandchildren"
        if self.trade and alone and not (self.time or named or at_home) and self.fields & other.fields:
            return False  # "I am a nurse, in my country I worked in a hospital"; "a baker all my life. ..."
        paused = self.text[-1:] in PAUSES or other.sign > 0  # "I clean and mind the children, for 3 years" is one
        people, timed = scenes.others(self.whom, other.whom), bool(other.time and not self.time and paused)
        signs = other.sign + people + (timed or bool(self.time and other.then and other.fresh))
        signs += other.sign >= scenes.PLAIN and (self.before or self.sign >= scenes.PLAIN)  # "before that", then "now"
        signs += (other.trade or bool(other.job)) and bool(other.sign)  # "at weekends I am a doorman"
        signs += (scenes.PLAIN + other.spoken) * named
        signs += other.fresh and (timed or (bool(people) and other.whom in scenes.PERSONS))
        return signs >= (scenes.SURELY if self.fields & other.fields else scenes.APART)

    def turned(self, other: _Group) -> bool:
        """Whether one thing was told with its time, and then, now or here another: "a nurse to 2016, then I clean"."""
        told = bool(self.fields) or self.spoken
        timed = bool(self.time) or self.before or (self.trade and (bool(other.time) or not other.then))
        alone = bool(other.time) or other.trade or bool(other.whom and other.whom != self.whom)
        alone = alone or (self.then and self.lasted)  # "a waiter, then a driver for 2 years, then I mended cars"
        turns = other.turns and (alone or not other.then)  # "then I cooked lunch" is of the same day
        return told and timed and turns and bool(other.fields) and not self.fields & other.fields

    def _after(self, other: _Group) -> bool:
        """Whether two times told in one field, each with its act, are those of two jobs."""
        if self.time is None or other.time is None or not self.fields:
            return False
        if self.since and other.since and not (self.time.end and other.time.end):
            return False
        lengths, starts = (self.time.months, other.time.months), (self.time.start, other.time.start)
        return any(all(pair) and pair[0] != pair[1] for pair in (lengths, starts))


def lives(reading: Reading) -> tuple[str, ...]:
    """Return the parts of a message that tell one life each, in its order; the whole message when it tells one."""
    fields = acts.fields(reading.text, reading.lang, reading.content, reading.hints.spelling)
    steps = list(_steps(reading))
    turns = any(scenes.sign(step, reading.words) for step in steps[1:]) or len(_jobs(reading, steps)) >= LIST
    if len(fields) < 2 and not turns and len([s for s in steps if _span(reading, s)]) < 2:  # noqa: PLR2004
        return (reading.text,)  # another life is of another field, or has another time
    found: list[_Group] = []
    for group in _groups(reading):
        if found and found[-1].apart(group, reading.content) and len(found) < MOST:
            found.append(group)
        else:
            found[-1:] = [found[-1].joined(group)] if found else [group]
    return tuple(g.text.strip(" ,;،؛") for g in found) if len(found) > 1 else (reading.text,)


def doubtful(reading: Reading) -> frozenset[str]:
    """Return what a life's words may have said of a part of it alone: "when", "often", "whom".

    It came with an act of another field, a sentence or an "I" after the first act: "I cook, I clean. I sew on Mondays."
    """
    stops = any(stop in reading.text[:-1] for stop in STOPS)
    first, later, found, before, whom = frozenset[str](), False, set[str](), "", ""
    for text in _steps(reading):
        fields = _fields(reading, text, _told(reading, text))
        told = tokens(fold(text))
        apart = before[-1:] in STOPS or (
            not stops and (told[:1] > [scenes.LATIN] or bool({*told} & {*reading.words.first}))
        )
        later = bool(first) and (later or apart)
        if later and fields and not fields & first and len(told) > SHORT:
            span = times.read(without_contact(text), reading.words, reading.at)
            found |= {"whom"} if stops and scenes.whom(text, fields, reading.words) not in {"", whom} else set()
            found |= {"when"} if span and span.timed else {"often"} if span and span.rhythm else set()
        whom = whom or scenes.whom(text, fields, reading.words)
        first, before = first or fields, text
    return frozenset(found)


def _jobs(reading: Reading, steps: Sequence[str]) -> list[str]:
    """Return the names of who one was, said one after the other, each alone in its step; none of what was done."""
    being = {*reading.words.being}
    was = any(not being.isdisjoint(tokens(fold(step))) for step in steps)
    return [name for step in steps if (name := name_alone(reading, step))] if was else []


def _groups(reading: Reading) -> Iterator[_Group]:
    """Yield the steps of a story, each with what follows it and tells no act."""
    held: _Group | None = None
    steps = list(_steps(reading))
    listed = len(_jobs(reading, steps)) >= LIST
    for text in steps:
        step = _group(reading, text, held.text if held else "")
        step = replace(step, listed=listed and bool(step.job))
        own = held and (held.time or held.whom)  # "a teacher, 12 years in a school" is one
        elsewhere = held and (step.elsewhere(held) or (own and step.place and step.time))
        placed = held and held.place and held.time and step.place and step.time and step.then
        apart = held and held.fields and (step.fields or step.before or step.sign or elsewhere)
        if held and (apart or placed or held.turned(step)):
            yield held
            held = step
        else:
            held = held.joined(step) if held else step
    if held:
        yield held


def _steps(reading: Reading) -> Iterator[str]:
    """Yield the text cut after its punctuation and before its linking words; nothing is dropped."""
    current: list[str] = []
    every = reading.text.split()
    for at, word in enumerate(every):
        folded = tokens(fold(word))
        linking = (reading.words.times.get(name, ()) for name in ("before", "within"))
        links = bool(folded) and (
            folded[0] in joints(reading.words).link or any(has_any(folded[0], ways) for ways in linking)
        )
        links = links or _and_then(folded, reading.words) or _and_a(folded, reading)
        links = (
            links
            or (bool(current) and _and_so_many(folded, current[-1], reading.words))
            or _and_i(folded, reading.words)
        )
        links = links or (bool(current) and scenes.opens_step(_ahead(every, at), fold(current[-1]), reading.words))
        links = links or _from_a_year(_ahead(every, at), current, reading.words)
        named = links and len(current) == 1 and name_alone(reading, current[0])  # "a plasterer and a cook"
        if current and ((links and (len(current) > 1 or named)) or current[-1][-1:] in ",;.!?،؛؟\n"):
            yield " ".join(current)
            current = []
        current.append(word)
    if current:
        yield " ".join(current)


def _ahead(every: list[str], at: int) -> list[str]:
    """Return the folded words that stand at a place of a text."""
    return [token for word in every[at : at + AHEAD] for token in tokens(fold(word))]


def _from_a_year(ahead: list[str], said: list[str], words: Words) -> bool:
    """Whether another time begins here, after one that had its year: "joiner to 2014 from 2015 I painted"."""
    heads = {*ahead[:1], *(one.removeprefix(AND) for one in ahead[:1])}
    again = not heads.isdisjoint(words.times.get("from", ())) and any(map(_is_year, ahead[1:2]))
    return again and any(_is_year(token) for word in said for token in tokens(fold(word)))


def _is_year(token: str) -> bool:
    return len(token) == YEAR and token.isdecimal()


def _and_so_many(folded: list[str], before: str, words: Words) -> bool:
    """Whether an Arabic "and" is glued to a number that begins another time ("and three years"), not a part of one."""
    glued = folded[0][1:] if folded and folded[0][:1] == AND else ""
    known = glued in words.numbers or any(glued in ways for ways in words.duals.values())
    return known and fold(before) not in words.numbers


def _and_i(folded: list[str], words: Words) -> bool:
    """Whether an Arabic "and" is glued to what may be a verb of the person's own: "and I clean", not "and the"."""
    word = folded[0] if folded else ""
    if word[:1] == AND and (word[1:] in words.being or scenes.is_day(word[1:], words)):
        return True  # "and I was", "and at weekends"
    return len(word) >= VERB and word.startswith(AND + "ا") and not word.startswith(AND + "ال")


def _and_then(folded: list[str], words: Words) -> bool:
    """Whether an Arabic "and" is glued to "then", "now" or "before"."""
    word = folded[0] if folded else ""
    ways = (way for name in ("after", "now", "before") for way in words.times.get(name, ()))
    return word.startswith(AND) and has_any(word[1:], tuple(ways))


def _and_a(folded: list[str], reading: Reading) -> bool:
    """Whether an Arabic "and" is glued to the name of who one was: "and a cook"."""
    word = folded[0] if folded else ""
    return len(word) > VERB - 1 and word.startswith(AND) and bool(name_alone(reading, word[1:]))


def _opens(text: str, words: Words, *names: str) -> bool:
    """Whether a text begins with one of these ways, a linking word before it left out: "and then", "а тут"."""
    said, small = tokens(fold(text)), joints(words)
    linked = said[:1] != [] and (said[0] in small.link or said[0] in small.but)
    heads = [" ".join(said[at : at + OPENING]) + " " for at in range(1 + linked)]
    heads.append(heads[0].removeprefix(AND))
    return any(one.startswith(f"{way} ") for name in names for way in words.times.get(name, ()) for one in heads)


def _group(reading: Reading, text: str, before: str = "") -> _Group:
    words, done, fresh = reading.words, _told(reading, text), before[-1:] in STOPS
    fields = _fields(reading, text, done)
    head = " ".join(tokens(fold(text))[:OPENING]).removeprefix(AND)
    then = _opens(text, words, "after") or tokens(fold(text))[-1:] in [[way] for way in words.times.get("after", ())]
    whom, span, now = scenes.whom(text, fields, words), _span(reading, text), _opens(text, words, "now", "here")
    if whom == EMPLOYED and span and not fields and has_any(fold(text), words.telling.get("worked", ())):
        fields = frozenset(name for _, name, _ in named_in(beside_bare(fold(text)), words.sectors))
    return _Group(
        text,
        fields,
        whom,
        span,
        has_any(head, words.times.get("before", ())) and not scenes.schoolday(text, words),
        times.since(text, words),
        has_any(head, words.times.get("within", ())),
        then,
        trade_of(alone(reading, text, reading.item)) not in {"", *LEARNING},
        then or now,
        not {*tokens(fold(text))}.isdisjoint(words.being),
        fresh,
        scenes.sign(text, words, fresh=fresh),
        whom == EMPLOYED and all(hit.where for hit in _hits(reading, text)),
        bool(fields and span and span.months),
        next(iter(named_in(fold(text), scenes.hours(words))), (0, "", ""))[1],
        scenes.named(text, words),
        now and not fields and whom in AT_HOME and has_any(fold(text), words.doors.get("home", ())),
        name_alone(reading, text),
        acts=frozenset(one.act for one in done),
    )


def _hits(reading: Reading, text: str) -> list[acts.Hit]:
    """Return what fires in a step, of what the person did."""
    read = acts.read(text, reading.lang, reading.content, reading.hints.spelling)
    return [hit for clause, hits in read if clause.counts for hit in hits]


def _fields(reading: Reading, text: str, done: Sequence[acts.Told]) -> frozenset[str]:
    """Return the fields of the acts of a step; a trade without any is a field of its own."""
    fields = frozenset(told.act.split(".")[0] for told in done)
    trade = "" if fields else trade_of(alone(reading, text, reading.item))
    trade = "" if trade in LEARNING else trade
    known = reading.content.trades.get(trade)
    return frozenset({trade, *(act.split(".")[0] for act in (known.acts if known else ()))}) if trade else fields


def _span(reading: Reading, text: str) -> Span | None:
    span = times.read(without_contact(text), reading.words, reading.at)
    return span if span and span.timed else None


def _told(reading: Reading, text: str) -> tuple[acts.Told, ...]:
    return acts.told(text, reading.lang, reading.content, reading.hints.spelling)


def alone(reading: Reading, text: str, item: str) -> Reading:
    """Return what a parser may look at when it reads one life of the message."""
    return replace(reading, text=text, folded=fold(text), item=item)
