"""What is said in a practice: the question, what helps with it, the two bubbles after an answer, what was said well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.content import Content
from flows.interview import feedback, plan
from flows.interview.rules import ANY, AT_A_LINK, GO, JOB, KEEP, STOP, WONDERS, after_of, answer_of, job, other_job
from flows.live import Live
from flows.model import Arg, Kind, Phrase
from flows.reading import answer_word, fold, has_any, tokens
from flows.words import Words

PLAN, FOUND = "interview/plan", "interview/found"
WORDINGS: Final = 3  # ways a thing is said, one after the other
UNSURE: Final = "unknown"  # what is told the first time somebody does not know
WELL: Final = 3  # things said well, shown at the end
# A rule, and the kind of question it has words of its own for: nobody is asked what came of the hours that suit them.
TIPS: Final = frozenset({
    ("short", "me"), ("short", "practical"), ("link", "me"), ("link", "practical"), ("me", "practical"),
    ("result", "me"), ("whole", "me"), ("whole", "practical"),
})  # fmt: skip
NODS: Final = 4  # words of a yes or a no that tells nothing else
FIRST: Final = "yourself"  # the question about oneself that its kind is put in other words for
REPHRASED: Final = frozenset({"trade", "here", "strength", "improve", "liked", "gap", "questions", "start", "route"})
RULES: Final = frozenset({("short", "practical"), ("whole", "me"), ("whole", "practical")})


# ---------------------------------------------------------------- the question


def asked(_content: Content, live: Live, _item: str, place: int) -> Mapping[str, Arg]:
    """Return the question at a place, and its number."""
    return {"n": place, "question": question(live, place)}


def question(live: Live, place: int) -> Phrase:
    """Return the words of the question at a place."""
    return plan.question(live.ids(PLAN)[place - 1])


def for_job(live: Live, _item: str) -> str:
    """Say for which occupation it is, where that is known; what a practice is, unless that was said already."""
    return f"{'.again' if other_job(live) else ''}{'.for' if job(live) else ''}"


def named_job(_content: Content, live: Live, _item: str) -> Mapping[str, Arg]:
    """Return the occupation that is practised for."""
    return {"job": Phrase(f"job.{job(live)}")} if job(live) else {}


def helping(content: Content, live: Live, _item: str, choice: str, place: int) -> tuple[tuple[Phrase, ...], ...]:
    """Say an example that is nobody's own, the question in other words, or the rule behind what was said."""
    kind = plan.kind_of(place)
    if choice == "example" or (choice == UNSURE and not live.text(answer_of(place))):
        return (plan.example(content, live.ids(PLAN)[place - 1], kind, job(live)),)
    if choice == WONDERS:
        return ((Phrase("side.unknown"),),)
    if choice == "rephrase":
        return ((_rephrased(live.ids(PLAN)[place - 1], kind),),)
    if choice == "why" and live.text(answer_of(place)):
        return ((_own("rule", rule(content, live, place), kind, RULES),),)
    return ()


def _rephrased(ident: str, kind: str) -> Phrase:
    """Return a question in other words: its own, where those of its kind would ask something else."""
    name = ident.partition(".")[2] if ident.partition(".")[0] == plan.EVERYBODY else ""
    if kind == "me" and name != FIRST and name not in REPHRASED:
        return Phrase("interview.rephrase.any")
    return Phrase(f"interview.rephrase.{name if name in REPHRASED else kind}")


# ---------------------------------------------------------------- after an answer


def quoted(content: Content, live: Live, _item: str, place: int) -> tuple[tuple[Phrase, ...], ...]:
    """Return the bubble of an answer's best act, quoted; none where no act is the person's own."""
    quote = seen(content, live, place).quote
    return ((Phrase("interview.quote", {"quote": quote}, place % WORDINGS + 1),),) if quote else ()


def helped(content: Content, live: Live, _item: str, place: int) -> Mapping[str, Arg]:
    """Return what the question after an answer says: the one thing that would help."""
    return {"tip": tip(content, live, place)}


def tip(content: Content, live: Live, place: int) -> Phrase:
    """Return the one thing that would help an answer."""
    fact = live.fact(answer_of(place))
    if fact and fact.lang in content.words and _undone(fact.value.text, content.words[fact.lang]):
        return Phrase("interview.tip.undone", {}, fact.seq % WORDINGS + 1)
    nod = _nod(content, live, place)
    if fact and nod:
        return Phrase(f"interview.tip.{nod}", {}, fact.seq % WORDINGS + 1)
    found = _own("tip", rule(content, live, place), plan.kind_of(place), TIPS)
    return Phrase(found.key, {}, fact.seq % WORDINGS + 1 if fact else 1)


def _nod(content: Content, live: Live, place: int) -> str:
    """Return "yes" or "no" where that is the whole answer, "ask" where it is one to whether there are questions."""
    fact = live.fact(answer_of(place))
    if fact is None or fact.lang not in content.words or plan.kind_of(place) != plan.PRACTICAL:
        return ""
    folded = fold(fact.value.text)
    word = answer_word(folded, content.words[fact.lang]) if len(tokens(folded)) <= NODS else None
    if word not in {"yes", "no"}:
        return ""
    return "ask" if live.ids(PLAN)[place - 1] == plan.OF_THEIRS else str(word)


def _undone(text: str, words: Words) -> bool:
    """Whether it says that this was never done: what one would do is worth telling then."""
    return has_any(fold(text), words.telling.get("undone", ()))


def _own(part: str, name: str, kind: str, apart: frozenset[tuple[str, str]]) -> Phrase:
    return Phrase(f"interview.{part}.{name}.{kind}" if (name, kind) in apart else f"interview.{part}.{name}")


def seen(content: Content, live: Live, place: int) -> feedback.Seen:
    """Return what the answer at a place holds."""
    fact = live.fact(answer_of(place))
    text, lang = (fact.value.text, fact.lang) if fact else ("", live.lang)
    return feedback.look(text, lang, content, plan.kind_of(place), job(live))


def rule(content: Content, live: Live, place: int) -> str:
    """Return the rule an answer is told about."""
    return feedback.rule(seen(content, live, place), plan.kind_of(place))


# ---------------------------------------------------------------- at the end


def said_well(content: Content, live: Live, _item: str) -> tuple[tuple[Phrase, ...], ...]:
    """Return what was said well, in the person's own words."""
    quotes = best(content, live)
    if not quotes:
        return ((Phrase("interview.well.none"),),)
    return ((Phrase("interview.well"), *(Phrase("interview.well.line", {"quote": quote}) for quote in quotes)),)


def at_the_end(content: Content, live: Live, item: str) -> tuple[tuple[Phrase, ...], ...]:
    """Return what was said well, unless it was shown before what may be added to the CV."""
    return () if live.ids(FOUND) else said_well(content, live, item)


def best(content: Content, live: Live) -> tuple[str, ...]:
    """Return up to three quotes: of the fullest answers first, then as they were given."""
    found = [(n, seen(content, live, n)) for n in plan.PLACES if live.text(answer_of(n))]
    full = sorted((one for one in found if one[1].quote), key=lambda one: -_full(one[1]))
    places: dict[str, int] = {}
    for place, one in full:
        places.setdefault(one.quote, place)  # said twice, it stands once
    return tuple(sorted(tuple(places)[:WELL], key=places.__getitem__))


def _full(seen: feedback.Seen) -> int:
    return seen.situation + seen.result + seen.concrete


# ---------------------------------------------------------------- what is said back


def of_a_link(_content: Content, _live: Live, _item: str, name: str) -> tuple[tuple[Phrase, ...], ...]:
    """Say that a page is not opened, and what can be done instead."""
    return ((Phrase("interview.link"),),) if name == AT_A_LINK else ()


def for_any(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say that what everybody is asked comes where the occupation is none of ours."""
    return Phrase("interview.any") if live.ids(JOB) == (ANY,) else None


def begins(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say that it begins, or that it may wait; for another occupation it is asked again."""
    said = {"go": "interview.begins", "none": "interview.another_day", "": "polite.yes"}.get("".join(live.ids(GO)))
    return Phrase(said) if said else None


def heard(_content: Content, live: Live, _item: str, place: int) -> Phrase | None:
    """Say that an answer was heard, that not knowing or leaving it is fine, or that it ends here."""
    value, nothing = live.value(answer_of(place)), not any(live.text(answer_of(n)) for n in plan.PLACES)
    if nothing and live.ids(answer_of(place)) == (STOP,):
        return Phrase("interview.closed")
    if value and value.kind in {Kind.UNKNOWN, Kind.SKIPPED}:
        if nothing and place == len(plan.KINDS):
            return Phrase("interview.well.none")
        return Phrase("unknown.ok" if value.kind is Kind.UNKNOWN else "interview.passed", {}, _turns(place))
    ended = (STOP,) in {live.ids(answer_of(place)), live.ids(after_of(place))}
    return Phrase("interview.enough" if ended else "interview.heard", {}, _turns(place))


def gone_on(_content: Content, live: Live, _item: str, place: int) -> Phrase | None:
    """Say what a choice after an answer leads to."""
    chosen, value = live.ids(after_of(place)), live.value(after_of(place))
    if not chosen and value and value.kind in {Kind.SKIPPED, Kind.UNKNOWN}:
        return Phrase("interview.done") if place == len(plan.KINDS) else Phrase("interview.on", {}, _turns(place))
    if not chosen:  # it was taken back, for the answer is said again
        return Phrase("interview.heard" if live.text(answer_of(place)) else "interview.again", {}, _turns(place))
    if place == len(plan.KINDS):
        return Phrase("interview.done")
    return Phrase("interview.enough" if chosen == (STOP,) else "interview.on", {}, _turns(place))


def without_page(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say that it ends here, to who wants no page."""
    fact = live.fact(KEEP)
    return Phrase("interview.enough", {}, fact.seq % WORDINGS + 1) if fact and fact.value.ids == ("no",) else None


def _turns(place: int) -> int:
    return place % WORDINGS + 1
