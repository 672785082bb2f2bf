"""What answers of a practice tell that the CV does not hold: offered at the end, one act at a time, never added alone.

An answer says what somebody would do as often as what they did. So only an act that is told as one's own is offered,
the question asks whether it was really done, and nothing is kept of what is not picked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from flows import acts as catalog
from flows.content import Content, Parsed, Reading
from flows.interview import plan
from flows.interview.deeds import ME, deeds
from flows.interview.owned import owns
from flows.interview.rules import STOP, after_of, answer_of, button, ends, former
from flows.live import Live
from flows.lives import at, known_acts, stands
from flows.model import Choice, Fact, Kind, Phrase, Value
from flows.reading import answer_word, pick_several

ADD, FOUND = "interview/add", "interview/found"
MOST: Final = 3  # acts that are offered
WHICH: Final = "which"  # what is told after a bare yes to several


def beside(content: Content, live: Live, item: str, place: int) -> tuple[tuple[str, Value], ...]:
    """Keep which acts are told; of who ends it instead of saying an answer again, that answer."""
    told = former(live, place)
    if told is None:
        return found(content, live, item)
    return (answer_of(place), told.value), (after_of(place), Value(Kind.CHOICE, ids=(STOP,)))


def told_before(_content: Content, live: Live, qid: str, value: Value, place: int) -> Fact | None:
    """Return the fact that holds the words of an answer that was not said again after all."""
    return former(live, place) if qid == answer_of(place) and value.text else None


def found(content: Content, live: Live, _item: str) -> tuple[tuple[str, Value], ...]:
    """Keep which acts the answers so far tell that stand in no experience."""
    had = {act for item in live.items() for act in known_acts(live, item)}
    over = {act for name in had if (one := catalog.act(content, name)) for act in one.over}
    told = (act for place in plan.PLACES for act in _told(content, live.fact(answer_of(place))))
    new = [act for act in dict.fromkeys(told) if act not in had | over]
    return ((FOUND, Value(Kind.CHOICE, ids=tuple(catalog.without_base(content, tuple(new)))[:MOST])),)


def _told(content: Content, fact: Fact | None) -> Iterator[str]:
    """Yield the acts an answer tells in clauses of what the person does."""
    if fact is None or fact.lang not in content.words:
        return
    words = content.words[fact.lang]
    for deed in deeds(fact.value.text, words):
        if deed.whose == ME and not deed.beside:
            told = (one.act for one in catalog.told(deed.clause.text, fact.lang, content))
            yield from (act for act in told if owns(deed.clause.text, act, fact.lang, content))


def any_found(live: Live, _item: str) -> bool:
    """Ask where there is something to add."""
    return bool(live.ids(FOUND))


def acts(_content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """What was told, and nothing of it."""
    return (*(Choice(name, Phrase(f"act.{name}")) for name in live.ids(FOUND)), button("none"))


def read(reading: Reading) -> Parsed | None:
    """Read which of them were really done; a yes is enough where there is one, of several it is asked which."""
    shown = tuple(one.id for one in reading.choices if "." in one.id)
    word = answer_word(reading.folded, reading.words)
    if word == "yes" and len(shown) > 1:
        return Parsed(Value(Kind.CHOICE, ids=(WHICH,)))
    if ends(reading):
        return Parsed(Value(Kind.CHOICE, ids=("none",)))
    picked = (
        shown
        if word == "all" or (word == "yes" and len(shown) == 1)
        else pick_several(reading.folded, reading.choices, (), reading.words)
    )
    return Parsed(Value(Kind.CHOICE, ids=picked)) if picked else None


def asks_which(_content: Content, _live: Live, _item: str, name: str) -> tuple[tuple[Phrase, ...], ...]:
    """Ask which of several acts a bare yes means: none is added that was not picked."""
    return ((Phrase("interview.which"),),) if name == WHICH else ()


def kept(content: Content, live: Live, _item: str) -> tuple[tuple[str, Value], ...]:
    """Keep the acts that were picked, each where its field is; those of a field of their own begin an experience."""
    had: dict[str, tuple[str, ...]] = {}
    for name in live.ids(ADD):
        if "." in name:
            qid = _place(live, name)
            had[qid] = (*had.get(qid, live.ids(qid)), name)
    return tuple(_pairs(content, live, had))


def _pairs(content: Content, live: Live, had: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, Value]]:
    """Yield what is kept: one more act a fact, so that each rests on the words it was told in."""
    for qid, names in had.items():
        if qid == at(live.spare, "told"):
            yield from _begun(live, answer(content, live, names[0]))
        yield from ((qid, Value(Kind.CHOICE, ids=names[:n])) for n in range(len(live.ids(qid)) + 1, len(names) + 1))


def _begun(live: Live, told: Fact | None) -> Iterator[tuple[str, Value]]:
    """Yield what begins an experience, after those that stand; its first words are the answer that told of it."""
    head = next(iter(live.items()), live.spare)
    if head != live.spare:
        yield at(head, "next"), Value(Kind.CHOICE, ids=(*live.ids(at(head, "next")), live.spare))
    yield at(live.spare, "what"), Value(Kind.TEXT, text=told.value.text if told else "")


def _place(live: Live, name: str) -> str:
    """Return the question an act is kept under: of the experience with most acts of its field, else of a new one."""
    field = name.partition(".")[0]
    told = {item: [one.partition(".")[0] for one in known_acts(live, item)] for item in live.items()}
    near = [item for item, fields in told.items() if stands(live, item) and field in fields]
    return at(max(near, key=lambda item: told[item].count(field)), "added") if near else at(live.spare, "told")


def answer(content: Content, live: Live, name: str) -> Fact | None:
    """Return the answer an act was told in."""
    facts = (live.fact(answer_of(place)) for place in plan.PLACES)
    return next((fact for fact in facts if name in _told(content, fact)), None)


def proven(content: Content, live: Live, qid: str, value: Value) -> Fact | None:
    """Return the answer that proves what is kept of it."""
    name = value.ids[-1] if value.ids and "." in value.ids[-1] else ""
    if name:
        return answer(content, live, name)
    facts = (live.fact(answer_of(place)) for place in plan.PLACES)
    return next((fact for fact in facts if fact and value.text and fact.value.text == value.text), None)


def report(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say that it is on the CV, or that nothing was added."""
    if any("." in one for one in live.ids(ADD)):
        return Phrase("interview.added", {"button": Phrase("button.show_cv")})
    return Phrase("interview.not_added")
