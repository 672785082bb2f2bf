"""When each question of a practice is asked, what is kept beside an answer, and how an answer is read.

An answer is kept as it was said and read for nothing else: what somebody tries out is no fact of the CV. What it tells
of new acts is offered for the CV at the end (`added`), and stands there only after a yes.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from flows import acts as catalog
from flows import offers
from flows.clauses import clauses
from flows.content import Content, Parsed, Reading
from flows.interview import plan
from flows.interview.deeds import ME, deeds
from flows.live import Live
from flows.lives import known_acts
from flows.model import Choice, Fact, Kind, Phrase, Value
from flows.reading import answer_word, fold, has_any, pick, side, tokens, uncourted, without
from flows.ways import spots

OFFER, ELSE, JOB, GO, PLAN, KEEP, PAPER = (
    "interview/offer", "interview/else", "interview/job", "interview/go", "interview/plan", "interview/keep",
    "document/interview",
)  # fmt: skip
LETTER: Final = "letter/offer"  # an offer that was pasted for a letter
STOP: Final = "enough"
ENDS: Final = ("next", "none", "no")  # what ends it where `STOP` is no choice: after the last answer, before it begins
AT_A_LINK: Final = "link"  # an offer of which only the address was sent
LINK: Final = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
WONDERS: Final = "wonders"  # a question of one's own in place of an answer
ANY: Final = "any"  # no occupation in particular
OFFERED: Final = 3  # acts of an offer that are asked about, one an interview
JOBS: Final = 4  # occupations shown, the nearest to what was done first
SIDE: Final = "practice"  # what is asked beside an answer
SHORT: Final = 14  # words: a longer message tells something
LONG: Final = 30  # words: a longer message that speaks of an interview tells something
ASKS: Final = ("?", "؟")
PART: Final = 4  # letters of a word that may be a part of a name
NAMED: Final = 6  # words that name an occupation at most
AGAIN: Final = 5  # words: whoever says so much after an answer says that answer again


def answer_of(place: int) -> str:
    """Return the question of the answer at a place."""
    return f"interview/{place}/answer"


def after_of(place: int) -> str:
    """Return the question after the answer at a place."""
    return f"interview/{place}/after"


ANSWERS: Final = tuple(qid(n) for n in plan.PLACES for qid in (answer_of, after_of))
ANEW: Final = (OFFER, ELSE, GO, *ANSWERS, "interview/add", KEEP)


# ---------------------------------------------------------------- when


def offered(live: Live, _item: str) -> bool:
    """Somebody may practise as soon as what they say may be kept."""
    return live.said("charter/consent") and "minor" not in live.ids("charter/consent")


def called(reading: Reading) -> bool:
    """Whether a message says that an interview comes, or is to be practised: "I have an interview on Monday".

    Who tells work as well tells a life: nothing of it is lost, and the practice is named beside it.
    """
    said, words = tokens(reading.folded), reading.words
    if {*said} & {*words.negations} or side(reading.folded, words) != SIDE:
        return False
    return len(said) <= LONG and not _tells(reading)


def _tells(reading: Reading) -> bool:
    """Whether work that was done is told before the interview is spoken of, or in a clause that does not."""
    ways = reading.words.sides[SIDE]
    before = reading.folded[: min(at for at, _ in spots(reading.folded, ways))]
    apart = [c.text for c in clauses(reading.text, reading.words) if c.counts and not has_any(" ".join(c.folded), ways)]
    return any(catalog.told(text, reading.lang, reading.content, reading.hints.spelling) for text in (before, *apart))


def opened(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Read for which occupation the interview is, where the words that open it say so."""
    found = offers.jobs_in(reading)[:1] if len(tokens(reading.folded)) > AGAIN else ()
    return (*_anew(reading.live), *_for_job(found)) if found else ()


def entering(live: Live) -> tuple[tuple[str, Value], ...]:
    """Return what is asked anew: each practice is one of its own. One that was left in the middle is gone on with."""
    return () if _left(live) else _anew(live)


def _anew(live: Live) -> tuple[tuple[str, Value], ...]:
    return tuple((qid, Value(Kind.REMOVED)) for qid in ANEW if live.fact(qid))


def _left(live: Live) -> bool:
    """Whether a practice that has answers was neither ended nor answered to the last question: a game came between."""
    last = plan.PLACES[-1]
    return begun(live, "", last) and worth(live, "") and live.fact(answer_of(last)) is None


def unsure(live: Live, _item: str) -> bool:
    """Ask for which occupation where none is known, or another one is wanted."""
    return not job(live) or bool(live.ids(JOB)) or live.said(ELSE)


def begun(live: Live, _item: str, place: int) -> bool:
    """Ask the question at a place once the practice was begun, until it is ended."""
    return live.ids(GO) == ("go",) and len(live.ids(PLAN)) >= place and not _ended(live, place)


def answered(live: Live, _item: str, place: int) -> bool:
    """Speak of an answer that was given."""
    return bool(live.text(answer_of(place)))


def _ended(live: Live, place: int) -> bool:
    return any(live.ids(qid(n)) == (STOP,) for n in range(1, place) for qid in (answer_of, after_of))


def worth(live: Live, _item: str) -> bool:
    """Keep something where something was answered."""
    return any(live.text(answer_of(n)) for n in plan.PLACES)


def wanted(live: Live, _item: str) -> bool:
    """Draw the page for who wants it."""
    return live.ids(KEEP) == ("yes",)


def other_job(live: Live) -> bool:
    """Whether the way into this practice was left for another occupation, and is asked again."""
    for fact in reversed(live.log):
        if fact.qid == GO and fact.value.ids:
            return fact.value.ids[0] == "job"
        if fact.qid == OFFER:
            return False
    return False


def job(live: Live) -> str:
    """Return the code of the occupation practised for: the one named for it, that of the offer, the one chosen."""
    offer = tuple(i for i in live.ids(OFFER) if "." not in i and i != "without")
    named = live.ids(JOB) if live.said(ELSE) else ()
    said = (*named, *offer, *live.ids("project/chosen"), *live.ids("project/job"), *live.ids(JOB))
    return next((code for code in said if code not in {"none", ANY}), "") if named != (ANY,) else ""


# ---------------------------------------------------------------- choices


def button(name: str) -> Choice:
    """Return a choice that many questions have."""
    return Choice(name, Phrase(f"button.{name}"))


def no_offer(_content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """The offer a letter was written for, or none: a practice needs no offer."""
    pasted = (Choice("same", Phrase("choice.interview.same")),) if live.text(LETTER) else ()
    return (*pasted, Choice("without", Phrase("choice.letter.without")))


def chosen_offer(_content: Content, live: Live, _item: str, name: str) -> Value:
    """Return the value of a choice about the offer."""
    return (live.value(LETTER) if name == "same" else None) or Value(Kind.CHOICE, ids=(name,))


def jobs(content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """Occupations that what was told is near to, or none in particular."""
    told = {act for item in live.items() for act in known_acts(live, item)}
    near = sorted((-len(told & {*one.acts}), code) for code, one in content.occupations.items() if told & {*one.acts})
    named = (Choice(code, Phrase(f"job.{code}")) for _, code in near[:JOBS])
    return (*named, Choice(ANY, Phrase("choice.interview.any")))


def start(_content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """Begin, for another occupation, or not now."""
    other = (Choice("job", Phrase("choice.interview.job")),) if job(live) else ()
    return (Choice("go", Phrase("choice.interview.go")), *other, Choice("none", Phrase("choice.interview.none")))


def helps(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """An example, the question in other words, or the end."""
    return (
        Choice("example", Phrase("choice.interview.example")),
        Choice("rephrase", Phrase("choice.interview.rephrase")),
        Choice(STOP, Phrase("choice.interview.enough")),
    )


def then(_content: Content, _live: Live, _item: str, place: int) -> tuple[Choice, ...]:
    """Go on, say it again, see an example, know why, or end."""
    last = place == len(plan.KINDS)
    around = (
        Choice("redo", Phrase("choice.interview.redo")),
        Choice("example", Phrase("choice.interview.example")),
        Choice("why", Phrase("choice.interview.why")),
    )
    if last:
        return (Choice("next", Phrase("choice.interview.end")), *around)
    return (Choice("next", Phrase("choice.interview.next")), *around, Choice(STOP, Phrase("choice.interview.enough")))


def yes_no(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Yes or no."""
    return (button("yes"), button("no"))


# ---------------------------------------------------------------- what is kept beside


def offered_job(_content: Content, live: Live, _item: str) -> tuple[tuple[str, Value], ...]:
    """Leave the occupation named before for the one an offer is for, where it is none of the offer's."""
    offer = [one for one in live.ids(OFFER) if "." not in one and one != "without"]
    other = live.said(ELSE) and bool(offer) and not {*offer} & {*live.ids(JOB)}
    return ((ELSE, Value(Kind.REMOVED)),) if other else ()


def planned(content: Content, live: Live, _item: str) -> tuple[tuple[str, Value], ...]:
    """Keep which five questions this practice asks; or that it is to be for another occupation."""
    if live.ids(GO)[:1] == ("job",):
        named = live.ids(GO)[1:]
        anew = Value(Kind.CHOICE, ids=named) if named else Value(Kind.REMOVED)
        return ((GO, Value(Kind.REMOVED)), (JOB, anew), (ELSE, Value(Kind.CHOICE, ids=("yes",))))
    if live.ids(GO) != ("go",) or _planned_already(live):
        return ()
    rounds = sum(fact.qid == PLAN for fact in live.log)
    named = tuple(i for i in live.ids(OFFER) if "." in i)
    offer = catalog.without_base(content, named)[:OFFERED]
    field = next((act.partition(".")[0] for item in live.items() for act in known_acts(live, item)), "")
    asked = (PLAN, Value(Kind.CHOICE, ids=plan.plan(content, job(live), field, offer, rounds)))
    answered_others = tuple((qid, Value(Kind.REMOVED)) for qid in ANSWERS if live.fact(qid))
    return (asked, *answered_others)


def _planned_already(live: Live) -> bool:
    """Whether this practice has its questions: it is begun once more after a look back, for the same occupation."""
    newest = {fact.qid: fact.seq for fact in live.log}
    return bool(live.ids(PLAN)) and newest[PLAN] > max(newest.get(qid, 0) for qid in (OFFER, ELSE, JOB))


def again(_content: Content, live: Live, _item: str, place: int) -> tuple[tuple[str, Value], ...]:
    """Take an answer back that is to be said again, or that was said again already."""
    value = live.value(after_of(place))
    if value is None or value.ids != ("redo",):
        return ()
    anew = Value(Kind.TEXT, text=value.text) if value.text else Value(Kind.REMOVED)
    return ((answer_of(place), anew), (after_of(place), Value(Kind.REMOVED)))


def former(live: Live, place: int) -> Fact | None:
    """Return the answer that was to be said again, where the practice is ended instead: it counts."""
    planned = max((fact.seq for fact in live.log if fact.qid == PLAN), default=0)
    told = (f for f in reversed(live.log) if f.qid == answer_of(place) and f.value.kind is Kind.TEXT)
    ended = live.ids(answer_of(place)) == (STOP,)
    return next((fact for fact in told if fact.seq > planned), None) if ended else None


def said_again(_content: Content, live: Live, qid: str, value: Value, place: int) -> Fact | None:
    """Return the fact that holds the words of an answer that was said again."""
    return live.fact(after_of(place)) if qid == answer_of(place) and value.text else None


# ---------------------------------------------------------------- reading


def read_offer(reading: Reading) -> Parsed | None:
    """Read an offer, that there is none, or that it is the one of the letter; a job alone is what to practise for."""
    if LINK.fullmatch(reading.text.strip()):
        return Parsed(Value(Kind.CHOICE, ids=(AT_A_LINK,)))
    same = [choice for choice in reading.choices if choice.id == "same"]
    if same and answer_word(reading.folded, reading.words) == "yes":
        return Parsed(chosen_offer(reading.content, reading.live, reading.item, "same"))
    parsed = offers.read(reading)
    named = parsed is None and len(tokens(reading.folded)) <= NAMED
    found = offers.jobs_in(reading)[:1] if named else ()
    return Parsed(Value(Kind.CHOICE, ids=("without",)), _for_job(found)) if found else parsed


def _for_job(found: tuple[str, ...]) -> tuple[tuple[str, Value], ...]:
    """Return what says that a practice is for the job that was named."""
    return (ELSE, Value(Kind.CHOICE, ids=("yes",))), (JOB, Value(Kind.CHOICE, ids=found))


def read_job(reading: Reading) -> Parsed | None:
    """Read an occupation we describe; one that we do not describe is practised with what everybody is asked."""
    picked = pick(reading.folded, reading.choices, (), reading.words)
    if picked or answer_word(reading.folded, reading.words) in {"no", "none", "unknown"}:
        return Parsed(Value(Kind.CHOICE, ids=(picked or ANY,)))
    found = offers.jobs_in(reading) or _named_in_part(reading)
    return Parsed(Value(Kind.CHOICE, ids=found[:1] or (ANY,))) if any(c.isalpha() for c in reading.folded) else None


def _named_in_part(reading: Reading) -> tuple[str, ...]:
    """Return the occupation a part of whose name was said, as "cleaning" of "office cleaning": that of the shortest.

    It is of the field of work most of those names are in; a part of as many in another names none.
    """
    said = {word for word in tokens(reading.folded) if len(word) >= PART and word not in reading.words.articles}
    if not said or len(tokens(reading.folded)) > NAMED:
        return ()
    named = {
        (len(name), code)
        for code, one in reading.content.occupations.items()
        for lang in dict.fromkeys((reading.lang, offers.PRINTED))
        for name in (one.words[lang].names if lang in one.words else ())
        if said <= {*tokens(fold(name))}
    }
    fields = Counter(reading.content.occupations[code].domain for _, code in named)
    most = [field for field, count in fields.items() if count == max(fields.values())]
    mine = sorted(one for one in named if reading.content.occupations[one[1]].domain == most[0])
    return (mine[0][1],) if len(most) == 1 else ()


def read_answer(reading: Reading) -> Parsed | None:
    """Keep an answer as it is said; a word for what can be chosen is that choice."""
    name = _called(reading) or _at_a_loss(reading) or _wonders(reading)
    if name:
        return Parsed(Value(Kind.CHOICE, ids=(name,)))
    said = reading.text if any(c.isalnum() for c in reading.text) else _nod(reading)
    return Parsed(Value(Kind.TEXT, text=said)) if said else None


def _nod(reading: Reading) -> str:
    """Return the word for what a thumb says to what is practical: a page cannot be read with a sign for an answer."""
    if reading.qid != answer_of(plan.KINDS.index(plan.PRACTICAL) + 1):
        return ""
    ways = reading.words.interview.get(answer_word(reading.folded, reading.words) or "", ())
    return next(iter(ways), "")


def read_go(reading: Reading) -> Parsed | None:
    """Read whether to begin; an occupation that is named is the one to practise for.

    Who says here that there is no offer was asked for one before, and wants to go on.
    """
    parsed = Parsed(Value(Kind.CHOICE, ids=("go",))) if without(reading.folded, reading.words) else read_choice(reading)
    short = len(tokens(reading.folded)) <= NAMED
    found = offers.jobs_in(reading)[:1] if parsed is None and short else ()
    return Parsed(Value(Kind.CHOICE, ids=("job", *found))) if found else parsed


def read_after(reading: Reading) -> Parsed | None:
    """Read what to do next; so many words are the answer, said again."""
    parsed, asks = read_choice(reading), reading.text.rstrip().endswith(ASKS)
    if parsed is None and _asks_why(reading):
        return Parsed(Value(Kind.CHOICE, ids=("why",)))
    if parsed is None and len(tokens(reading.folded)) >= AGAIN and not asks:
        return Parsed(Value(Kind.CHOICE, ids=("redo",), text=reading.text))
    return parsed


def read_choice(reading: Reading) -> Parsed | None:
    """Read one of the choices on screen; a yes goes on."""
    ids = [choice.id for choice in reading.choices]
    word = answer_word(reading.folded, reading.words)
    meant = {"yes": ("next", "go", "yes"), "done": ("next",), "no": ("next", "none", "no"), "none": ("none", "no")}
    found = _called(reading) or pick(reading.folded, reading.choices, (), reading.words)
    found = found or next((name for name in meant.get(word or "", ()) if name in ids), None)
    return Parsed(Value(Kind.CHOICE, ids=(found,))) if found else None


def _asks_why(reading: Reading) -> bool:
    """Whether a few words begin with a "why", however the rest is spelt: "pk tu di sa"."""
    said = tokens(reading.folded)
    return 0 < len(said) < SHORT and said[0] in reading.words.commands.get("why", ())


def _at_a_loss(reading: Reading) -> str:
    """Return what helps with a short question: "if they ask that, what do I say?", "what do they mean by weakness?"."""
    short = len(tokens(reading.folded)) <= SHORT and not side(reading.folded, reading.words)
    if not short or not reading.text.rstrip().endswith(ASKS):
        return ""
    ways = reading.words.interview
    helps = (("example", "say_what"), ("rephrase", "means"))
    return next((one for one, name in helps if has_any(reading.folded, ways.get(name, ()))), "")


def _wonders(reading: Reading) -> str:
    """Return the choice of who asks a short question of their own: it is no answer, unless questions were asked for."""
    planned = {answer_of(n): ident for n, ident in enumerate(reading.live.ids(PLAN), 1)}
    asks = reading.text.rstrip().endswith(ASKS) and len(tokens(reading.folded)) <= SHORT
    if not asks or planned.get(reading.qid) == plan.OF_THEIRS:
        return ""
    done = any(deed.whose == ME for deed in deeds(reading.text, reading.words))
    return "" if done or catalog.told(reading.text, reading.lang, reading.content, reading.hints.spelling) else WONDERS


def _called(reading: Reading) -> str:
    """Return the choice on screen that a whole message calls by a word of its own: "next", "an example"."""
    said = uncourted(reading.folded, reading.words)
    ways, ids = reading.words.interview, [one.id for one in reading.choices]
    found = next((one for one in ids if said in ways.get(one, ())), "")
    return found or (next((one for one in ENDS if one in ids), "") if ends(reading) else "")


def ends(reading: Reading) -> bool:
    """Whether a whole message ends the practice."""
    return uncourted(reading.folded, reading.words) in reading.words.interview.get(STOP, ())
