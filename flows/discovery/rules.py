"""The rules of an experience: which acts it shows, what it is called, and what was told on the way.

A life has items ("exp/e1"). Each has the sentence that opened it (what), the acts told in words (told) or tapped
(acts), the skill confirmed with its proof (skill), a time (when), for whom (whom), and two questions after the CV.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from flows import acts as catalog
from flows import claims, crafts, levels, tidy, times
from flows import clauses as spoken
from flows.contact import without_contact
from flows.content import Act, Arguments, Choosing, Content, Parsed, Parser, Reading, Shows
from flows.discovery import mine
from flows.discovery.asked import INSIDE, UNSAID, own_left, position
from flows.discovery.telling import (
    TELLING,
    WORKED,
    another_detained,
    another_life,
    beside,
    door_in,
    of_others,
    own_lines,
    same_time,
    takes_off,
    told_beside,
    told_lives,
    told_on_the_way,
    with_levels,
)
from flows.live import Live
from flows.lives import (
    DOORS,
    NOT_MINE,
    WHOM,
    at,
    best,
    candidates,
    known_acts,
    skill,
    stands,
    title_of,
    trade_kept,
)
from flows.model import Arg, Choice, Kind, Phrase, Value
from flows.proofs import proof
from flows.reading import (
    answer_word,
    beside_bare,
    exactly,
    fold,
    grieves,
    has_any,
    named_in,
    opens_unknown,
    pick,
    pick_several,
    spot,
    tokens,
    unwell,
    yes_or_no,
)
from flows.standing import PARENT, standing
from flows.tongue import of_line
from flows.whom import for_whom

NEAR: Mapping[str, tuple[str, ...]] = {
    "work": ("cleaning", "kitchen", "logistics", "shop"),
    "home": ("childcare", "cleaning", "kitchen"),
    "help": ("care", "office"),
    "club": ("office", "kitchen", "shop"),
    "odd": ("shop", "logistics", "driving", "building"),
    "school": ("office", "shop"),
    "guard": ("office", "driving"),
    "road": ("office", "care"),
    "workshop": ("logistics", "textile", "industry"),
    INSIDE: ("kitchen", "cleaning", "laundry", "industry"),
    "hobby": ("textile", "kitchen", "building", "workshop"),
    UNSAID: ("childcare", "cleaning", "kitchen"),
}
TAPS = 10
UNSURE = 5  # words: who says "all my life" or "perhaps" in more tells a story
ENOUGH = frozenset({"no", "done", "none", "all"})  # there is no other life to tell
NAMED = 4  # words: "the till, the windows" names what was not done; a longer answer tells what was


# ---------------------------------------------------------------- when


def among(live: Live, _item: str) -> str:
    """Name the life that is asked about, when several were told."""
    return ".of" if sum(stands(live, one) for one in live.items()) > 1 else ""


def titled(content: Content, live: Live, item: str) -> Mapping[str, Arg]:
    """What a life is called."""
    return {"title": title_of(content, live, item, live.lang)}


def own_arguments(name: str) -> Arguments:
    """The lines as they would be printed."""

    def arguments(_content: Content, live: Live, item: str) -> Mapping[str, Arg]:
        return {"text": " · ".join(own_left(live, item, name))}

    return arguments


def own_away(name: str) -> Shows:
    """Say once that words in another language than the CV's stay off it, and that they can be said in that one."""

    def shows(content: Content, live: Live, item: str) -> tuple[tuple[Phrase, ...], ...]:
        lang, told = claims.language(live), live.fact(at(item, "tidy"))
        away = told and any(of_line(line, told.lang, content) != lang for line in own_left(live, item, name))
        return ((Phrase(f"own.away.{lang}"),),) if away else ()

    return shows


def own_value(name: str) -> Choosing:
    """What is approved is kept as it was shown; what is refused is remembered as refused."""

    def choosing(_content: Content, live: Live, item: str, said: str) -> Value:
        shown = own_left(live, item, name)
        return Value(Kind.TEXT, text="\n".join(shown)) if said == "yes" else Value(Kind.CHOICE, ids=("no", *shown))

    return choosing


def read_own(name: str) -> Parser:
    """Read yes, no, or the line said another way."""

    def read(reading: Reading) -> Parsed | None:
        said = yes_or_no(reading.folded, reading.words)
        if said:
            return Parsed(own_value(name)(reading.content, reading.live, reading.item, said))
        printed = _in_other_words(reading)
        if printed:
            return Parsed(None, ((at(reading.item, "tidy"), Value(Kind.TEXT, text="\n".join(printed))),))
        again = own_lines(reading)
        return Parsed(Value(Kind.TEXT, text="\n".join(again))) if again else None

    return read


# ---------------------------------------------------------------- choices


def doors(_content: Content, live: Live, item: str) -> tuple[Choice, ...]:
    """Kinds of life, paid or not; five on screen."""
    ways = tuple(Choice(name, Phrase(f"door.{name}")) for name in DOORS)
    last = Choice(NOT_MINE, Phrase("choice.no_more")) if position(live, item) else Choice("unknown", _button("unknown"))
    return (*ways, last)


def _button(name: str) -> Phrase:
    return Phrase(f"button.{name}")


def offered(content: Content, live: Live, item: str) -> tuple[Choice, ...]:
    """Acts a neighbour could have seen, near what was told, those told left out."""
    had = set(live.ids(at(item, "told")))
    names = [n for n in near(content, live, item) if n not in had]
    return (*(Choice(n, Phrase(f"act.{n}")) for n in names[:TAPS]), Choice("done", _button("done")))


def near(content: Content, live: Live, item: str) -> tuple[str, ...]:
    """Return the acts of the domains an experience is about, or of those behind the door that was tapped."""
    of_trade = live.ids(at(item, "trade"))
    if of_trade and not live.ids(at(item, "told")):
        return of_trade
    known = live.ids(at(item, "told")) or _named(content, live, item)
    domains = list(dict.fromkeys(n.split(".")[0] for n in known if "." in n))
    if not domains:
        door = (live.ids(at(item, "what")) or ("work",))[0]
        near_it = _sectors(content, live, item) or NEAR.get(door, NEAR["work"])
        domains = [d for d in near_it if d in content.domains]
        return tuple(a.id for row in zip(*(_sharp(content, d) for d in domains), strict=False) for a in row)
    names = [a.id for d in domains if d in content.domains for a in _sharp(content, d)]
    first = _of_jobs(content, known)
    named = () if live.ids(at(item, "told")) else known  # what a word may mean is asked first
    return tuple(sorted(names, key=lambda name: (name not in named, first.get(name, len(first)))))


def _named(content: Content, live: Live, item: str) -> tuple[str, ...]:
    """Return the acts that the opening words name without telling them: "a course in sewing"."""
    fact = live.fact(at(item, "what"))
    return catalog.named(fact.raw, fact.lang, content) if fact and fact.raw else ()


def _sectors(content: Content, live: Live, item: str) -> tuple[str, ...]:
    """Return the domains of the field or the place that the opening words name: "in a restaurant", "hospitality"."""
    fact = live.fact(at(item, "what"))
    told = content.words[fact.lang].sectors if fact and fact.raw else {}
    found = list(named_in(beside_bare(fold(fact.raw)), told)) if fact else []
    spans = {(at, at + len(way)) for at, _, way in found}
    parts = {one for one in spans for begin, end in spans - {one} if begin <= one[0] and one[1] <= end}
    named = {name for at, name, way in found if (at, at + len(way)) not in parts}  # a post office is no office
    return tuple(name for name in told if name in named)


def _of_jobs(content: Content, known: tuple[str, ...]) -> Mapping[str, int]:
    """Return the place of each act in the occupations that what was told is near to: a waiter lays tables."""
    told_acts = [act for name in known if (act := catalog.act(content, name))]
    codes = dict.fromkeys(code for act in told_acts for code in act.occupations if code in content.occupations)
    beside = (name for act in told_acts for name in act.beside)
    acts = dict.fromkeys((*(name for code in codes for name in content.occupations[code].acts), *beside))
    return {name: place for place, name in enumerate(acts)}


def _sharp(content: Content, domain: str) -> tuple[Act, ...]:
    return tuple(a for a in content.domains[domain].acts if not a.base)


def whoms(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """For whom it was."""
    return tuple(Choice(name, Phrase(f"choice.whom.{name}")) for name in WHOM)


def times_offered(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Nothing to tap but not knowing: any way of saying a time is read."""
    return (Choice("unknown", _button("unknown")),)


def card_choices(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Yes, change, no."""
    return (Choice("yes", _button("yes")), Choice("change", _button("change")), Choice("no", _button("no")))


# ---------------------------------------------------------------- what is said


def card_arguments(content: Content, live: Live, item: str) -> Mapping[str, Arg]:
    """The skill, and the person's own words for it."""
    name = best(content, live, item)
    return {"skill": skill(content, live, item, name), "proof": proof(content, live, item, name)}


# ---------------------------------------------------------------- reading


def read_what(reading: Reading) -> Parsed | None:
    """Read the sentence that opens an experience: acts, time, for whom, phone, all that is told at once."""
    picked = pick(reading.folded, reading.choices, (), reading.words)
    if picked in DOORS or picked == NOT_MINE:
        return Parsed(Value(Kind.CHOICE, ids=(picked,)))
    whole, reading = reading, mine.without_hopes(reading)
    common = answer_word(reading.folded, reading.words)
    told = _told(reading)
    if reading.item != "e1" and (common in ENOUGH or _enough(reading) or takes_off(reading, told=bool(told))):
        return Parsed(Value(Kind.CHOICE, ids=(NOT_MINE,)))
    grief = _mourns(reading) and not mine.trade_of(reading)
    state = _state(reading)
    apart = unwell(reading.folded, reading.words) or another_detained(reading) or state not in {"", PARENT}
    if not told and (grief or apart):
        return None  # "our house fell" is no work of the home, "unemployed for ten years" is none at all
    door = "home" if state == PARENT else door_in(reading)
    if door and not told:
        timed = at(reading.item, "when") if door == INSIDE else ""  # how long one was there is not how long one worked
        also = tuple(pair for pair in told_on_the_way(reading) if pair[0] != timed)
        return Parsed(Value(Kind.CHOICE, ids=(door,)), also)
    common = None if told else common  # "yes, in a cafe, too"
    if common or not _tells(reading):
        return None if common else _course(whole) or _employer(reading)
    return told_lives(reading)


def _mourns(reading: Reading) -> bool:
    """Whether a message tells of a loss, and beside it of nothing that took a time."""
    every = spoken.clauses(reading.text, reading.words)
    left = ", ".join(c.text for c in every if not grieves(" ".join(c.folded), reading.words))
    span = times.read(left, reading.words, reading.at) if left else None
    return grieves(reading.folded, reading.words) and not (span and span.timed)


def _told(reading: Reading) -> tuple[catalog.Told, ...]:
    """Return the acts a message tells; who says that they are in a wheelchair pushes none."""
    folded = reading.folded
    for way in reading.words.cues.get("unwell", ()):
        folded = folded.replace(way, " ", 1) if spot(folded, way) >= 0 else folded
    text = reading.text if folded == reading.folded else folded
    return catalog.told(text, reading.lang, reading.content, reading.hints.spelling)


def _state(reading: Reading) -> str:
    """Return how somebody says they live, who names no trade, no kind of life and nobody else it was for."""
    whom = for_whom(reading.folded, reading.words) not in {"", "family"}
    named = catalog.named(reading.text, reading.lang, reading.content, reading.hints.spelling)  # "a course in sewing"
    more = whom or door_in(reading) or mine.trade_of(reading) or crafts.named(reading) or named
    return "" if more else standing(reading.folded, reading.words)


def _employer(reading: Reading) -> Parsed | None:
    """Read words that only say for whom it was ("McDo"): a life of that kind, whose acts are asked."""
    door = WORKED.get(for_whom(reading.folded, reading.words))
    heavy = has_any(
        reading.folded, (*reading.words.doubts, *reading.words.negations, *reading.words.answers["unknown"])
    )
    return Parsed(Value(Kind.CHOICE, ids=(door,)), told_on_the_way(reading)) if door and not heavy else None


def _enough(reading: Reading) -> bool:
    """Whether a message opens with "no" or "that is all", and says why: it tells no other life."""
    head = fold(re.split(r"[,;.:!?،؛؟]", reading.text)[0])
    told = catalog.told(reading.text, reading.lang, reading.content, reading.hints.spelling)
    return not told and exactly(head, reading.words) in ENOUGH


def _course(reading: Reading) -> Parsed | None:
    """Return a course that a message tells and nothing else: it opens a life, and shows no act."""
    learnt = [c for c in spoken.clauses(reading.text, reading.words) if c.hope == spoken.TRAINED and c.mine]
    near = learnt and catalog.named(reading.text, reading.lang, reading.content, reading.hints.spelling)
    return Parsed(Value(Kind.TEXT, text=reading.text)) if near else None


def _tells(reading: Reading) -> bool:
    """Whether a message tells something: an act, or at least a few words that are not a denial."""
    told = catalog.told(reading.text, reading.lang, reading.content, reading.hints.spelling)
    unclear = catalog.unclear(reading.text, reading.lang, reading.content, reading.hints.spelling)
    if told or unclear or mine.trade_of(reading) or crafts.named(reading):
        return True
    if has_any(reading.folded, reading.words.sides.get("lie", ())) or times.only(
        reading.text, reading.words, reading.at
    ):
        return False  # what is to be made up, or when it was
    own = [c for c in spoken.clauses(reading.text, reading.words) if c.counts]
    words = [w for c in own for w in c.folded if any(letter.isalpha() for letter in w)]
    unsure = has_any(reading.folded, reading.words.answers["unknown"]) and len(words) <= UNSURE
    field = any(any(named_in(beside_bare(" ".join(c.folded)), reading.words.sectors)) for c in own)
    return (len(words) >= TELLING or field) and not has_any(reading.folded, reading.words.doubts) and not unsure


def read_acts(reading: Reading) -> Parsed | None:
    """Read acts told or chosen by numbers; words that name none are kept as told, to be shown tidied."""
    picked = pick_several(reading.folded, reading.choices, (), reading.words)
    agreed = answer_word(reading.folded, reading.words) == "yes" and candidates(reading.live, reading.item)
    if picked or agreed:
        return Parsed(Value(Kind.CHOICE, ids=picked or ("done",)))
    if another := another_life(reading):
        return another
    reading = mine.as_habit(reading)
    names = tuple(t.act for t in catalog.told(reading.text, reading.lang, reading.content, reading.hints.spelling))
    also = told_on_the_way(reading)
    if names:
        names, others = of_others(reading, names)
        also = (*(pair for pair in also if not pair[0].endswith("/told")), *others)
        return Parsed(Value(Kind.CHOICE, ids=names) if names else None, also)
    if not _tells(reading):
        return None
    return Parsed(Value(Kind.TEXT, text=reading.text), also)


def core_offered(_content: Content, live: Live, item: str) -> tuple[Choice, ...]:
    """What an imported occupation is made of, to be picked from."""
    return crafts.choices(live, at(item, "craft"))


def read_core(reading: Reading) -> Parsed | None:
    """Read which of the skills shown are the person's; what else is told meanwhile is kept."""
    picked = pick_several(reading.folded, reading.choices, (), reading.words)
    also = () if picked else beside(reading)
    if not picked and not also:
        return None
    return Parsed(Value(Kind.CHOICE, ids=picked) if picked else None, also)


def read_when(reading: Reading) -> Parsed | None:
    """Read a time in any way it is said; "the same time" is that of the experience before."""
    first = re.split(r"[,;.:!?،؛؟]", reading.text)[0]
    if not times.only(first, reading.words, reading.at) and (another := another_life(reading)):
        return another  # whoever answers first, and tells more then, answers
    text = mine.busy(reading, reading.text)
    told = mine.without_hopes(replace(reading, text=text, folded=fold(text))).text
    span = times.read(without_contact(told), reading.words, reading.at)
    often = span is not None and span.rhythm and not span.timed
    if often and not all(c.counts for c in spoken.clauses(told, reading.words)):
        span = None  # "my son is ill, I am free in the morning"
    value = Value(Kind.TIME, span=mine.with_rhythm(span, reading)) if span else same_time(reading)
    also = beside(reading)
    return Parsed(value, also) if value or also else None


def _in_other_words(reading: Reading) -> tuple[str, ...]:
    """Return the lines said in the CV's language while another one is spoken, to be shown for a yes."""
    lang, content = claims.language(reading.live), reading.content
    if lang == reading.lang or lang not in content.words:
        return ()
    lines = tidy.lines(reading.text, lang, content, reading.hints.spelling)
    return tuple(line for line in lines if of_line(line, reading.lang, content) == lang)


def read_whom(reading: Reading) -> Parsed | None:
    """Read for whom: a choice, a word of the list, or the person's own words; acts and time told here are kept."""
    picked = pick(reading.folded, reading.choices, (), reading.words)
    if picked in WHOM:
        return Parsed(Value(Kind.CHOICE, ids=(picked,)))
    if another := another_life(reading):
        return another
    found, also = for_whom(reading.folded, reading.words), beside(reading)
    if found and not (found == "family" and mine.with_kin(reading, known_acts(reading.live, reading.item))):
        also = tuple(pair for pair in also if not pair[0].endswith("/told")) if _only_where(reading) else also
        return Parsed(Value(Kind.CHOICE, ids=(found,)), also)
    if answer_word(reading.folded, reading.words) or not any(c.isalpha() for c in reading.text):
        return Parsed(None, also) if also else None
    words, trade = reading.words, mine.trade_of(reading)
    if trade and _of_another_field(reading):
        return None
    if trade and not reading.live.text(at(reading.item, "trade")):
        also = (
            *also,
            (at(reading.item, "trade"), trade_kept(reading.content, trade)),
        )  # who says what they were says it here
    somebody = bool({*words.kin, *words.persons} & set(tokens(reading.folded)))
    answered = somebody or not also or any(qid.endswith("/told") for qid, _ in also)  # who tells an act goes on
    return Parsed(Value(Kind.TEXT, text=reading.text) if answered else None, also)


def _of_another_field(reading: Reading) -> bool:
    """Whether a trade that is named has nothing of what was told of this life: who cleaned there was no mason."""
    named = catalog.named(reading.text, reading.lang, reading.content, reading.hints.spelling)
    had = {name.split(".")[0] for name in known_acts(reading.live, reading.item)}
    return bool(had and named) and had.isdisjoint(name.split(".")[0] for name in named)


def _only_where(reading: Reading) -> bool:
    """Whether words only name where something was done: "a volunteer centre" tells no act of its own."""
    read = catalog.read(reading.text, reading.lang, reading.content, reading.hints.spelling)
    return all(hit.where for _, hits in read for hit in hits)


def read_card(reading: Reading) -> Parsed | None:
    """Read the answer to the skill card, in a sentence of any length."""
    said = yes_or_no(reading.folded, reading.words)
    if not said and opens_unknown(reading.folded, reading.words):
        return None  # "I don't know, the canteen or home care" agrees to nothing
    if not said and (another := another_life(reading)):
        return another
    also = beside(reading) if said else told_on_the_way(reading)
    if where := mine.elsewhere(reading, also):
        return Parsed(None, where)
    about = (best(reading.content, reading.live, reading.item),)
    lowered = () if any(qid.endswith("/told") for qid, _ in also) else answered(reading, about)
    said = "yes" if lowered else said or ("yes" if goes_on(also) else None)
    return Parsed(card_value(reading.content, reading.live, reading.item, said), (*also, *lowered)) if said else None


def goes_on(also: tuple[tuple[str, Value], ...]) -> bool:
    """Whether somebody goes on telling, and has not said no; a brother, or any words, agree to nothing."""
    return any(not qid.endswith(("/whom", "/tidy")) for qid, _ in also)


def answered(reading: Reading, names: tuple[str, ...]) -> tuple[tuple[str, Value], ...]:
    """Return the level that an answer gives the acts it is about: "a bit", "with my mother"."""
    level = levels.told(reading.folded, reading.words)
    acts = (name for name in names if (act := catalog.act(reading.content, name)) and not act.help)
    fresh = tuple(f"{name}:{level}" for name in acts) if level else ()
    return (with_levels(reading, fresh),) if fresh else ()


def card_value(content: Content, live: Live, item: str, said: str) -> Value:
    """Return yes or no, and the act it was said of."""
    return Value(Kind.CHOICE, ids=(said, best(content, live, item)))


def read_words(reading: Reading) -> Parsed | None:
    """Read free words about an experience; "no" and "nothing" are answers too."""
    if answer_word(reading.folded, reading.words) in {"no", "done", "none"}:
        return Parsed(Value(Kind.CHOICE, ids=(NOT_MINE,)))
    names = tuple(t.act for t in catalog.told(reading.text, reading.lang, reading.content, reading.hints.spelling))
    also = tuple(pair for pair in told_on_the_way(reading) if not pair[0].endswith(("/told", "/trade", "/craft")))
    if names:
        return Parsed(Value(Kind.CHOICE, ids=names), also)
    return Parsed(Value(Kind.TEXT, text=reading.text), also) if any(c.isalpha() for c in reading.text) else None


def read_praise(reading: Reading) -> Parsed | None:
    """Read what people said of the work: it may show an act, and is otherwise nobody's line and nobody's trade."""
    told = told_beside(reading)
    if told:
        return told
    told = read_words(reading)
    return told and replace(told, also=tuple(p for p in told.also if not p[0].endswith(("/tidy", "/trade", "/craft"))))


def read_not(reading: Reading) -> Parsed | None:
    """Read what the person did not do: the acts denied, or only named, are taken off; what was done is added."""
    if answer_word(reading.folded, reading.words) in {"no", "done", "none"}:
        return Parsed(Value(Kind.CHOICE, ids=(NOT_MINE,)))
    spelling = reading.hints.spelling
    told = tuple(t.act for t in catalog.told(reading.text, reading.lang, reading.content, spelling))
    denied = catalog.denied(reading.text, reading.lang, reading.content, spelling)
    said = tokens(reading.folded)
    named = len(said) <= NAMED and not any(t in reading.words.first for t in said)
    names = (*(told if named else ()), *denied)
    had = reading.live.ids(at(reading.item, "added"))
    more = tuple(dict.fromkeys((*had, *told)))
    also = ((at(reading.item, "added"), Value(Kind.CHOICE, ids=more)),) if told and not named else ()
    return Parsed(Value(Kind.CHOICE, ids=names) if names else Value(Kind.TEXT, text=reading.text), also)
