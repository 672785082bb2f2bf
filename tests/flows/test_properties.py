"""What holds for every conversation (the invariants P1 to P14), over thousands of random lives.

P2 and P10 are about the loop and the disk and are tested in tests/bot. Each property also kills a bug planted on
purpose: a check that cannot fail proves nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given

from flows import controls, engine, floor, hear, live, press, reading, turn
from flows.counsel import Close, Release, Transfer
from flows.model import BY_THE_PERSON, Ask, Body, Effect, Event, Fact, Floor, How, Kind, Phrase, Say, Tap, Text, Value
from tests.flows.chat import EXPRESS, Chat, after, content
from tests.flows.moves import KINDS, Life, Move, bot_says, deployed, moves

Property = Callable[[Life], None]
MOST = 16  # moves of a life, after its beginning
BEGINNINGS = [after(*EXPRESS[:said]) for said in range(3, len(EXPRESS) + 1)]  # said before any bug is planted


class Watched(Life):
    """A life in which every event is looked at."""

    def event(self, body: Body, *, wait: int = 60_000, follows: bool = False) -> tuple[Effect, ...]:
        before, ns = self.state, self.state.floor.n
        last = self.says[-1] if self.says else None
        live_before = self.live() if before.floor.holder == "human" else {}
        cur_before = self.cur if before.floor.holder == "human" else ""
        effects = super().event(body, wait=wait, follows=follows)
        if isinstance(body, BY_THE_PERSON) and before.floor.holder in {"bot", "waiting"}:
            assert effects, f"P1: no answer to {type(body).__name__}"
        heard = before.waits and self.state.floor.holder != "human"  # read once nobody speaks
        if before.floor.holder == "human" and not isinstance(body, Release) and not heard:
            assert not bot_says(effects) or self.state.floor.holder != "human", "P6: the bot spoke while a human did"
            assert (self.live(), self.cur) == (live_before, cur_before), "P7: the place moved"
        self._one_speaks(before.floor, body, effects)
        assert self.state.floor.n >= ns, "P6: the floor's number shrank"
        self._never_twice(last, effects)
        self._every_question_has_an_ask(effects)
        assert 1 <= len(self.state.frames) <= 3, "P12"
        return effects

    def _one_speaks(self, before: Floor, body: Body, effects: tuple[Effect, ...]) -> None:
        now = self.state.floor
        by = {say.by for say in effects if isinstance(say, Say) and say.by}
        assert by <= {before.name or before.owner}, "P6: two speakers"
        assert not by or before.holder == "human", "P6: a counsellor spoke without the floor"
        if isinstance(body, Release | Close | Transfer) and body.owner != before.owner:
            assert now == before, "P6: one who has not the floor gave it away"
        assert bool(now.owner) == (now.holder == "human"), "P6: an owner who has not the floor"
        assert (now.n > before.n) == ((now.holder, now.owner) != (before.holder, before.owner)), "P6: a move unseen"
        if now.holder == "human" and before.holder == "human":
            assert now.owner == before.owner or isinstance(body, Transfer), "P6: the floor was taken away"
        if {before.holder, now.holder} <= {"human", "waiting"}:
            assert now.asked == before.asked, "P6: the place in the queue moved"

    def _never_twice(self, last: Say | None, effects: tuple[Effect, ...]) -> None:
        said = [last] if last else []
        for effect in effects:
            if isinstance(effect, Say):
                assert not said or effect.parts != said[-1].parts or effect.by, "P9: the same bubble twice"
                said.append(effect)

    def _every_question_has_an_ask(self, effects: tuple[Effect, ...]) -> None:
        for say in bot_says(effects):
            asks = [p for p in say.parts if p.key.startswith("ask.")]
            assert bool(asks) <= (say.ask is not None), "P11: a question without its ask"


def never_raises_and_always_answers(life: list[Move]) -> None:
    Watched().play(life)


def back_then_keep_is_identity(chat: Life) -> None:
    if chat.state.floor.holder != "bot" or len(chat.state.frames) > 1 or chat.state.frames[0].focus:
        return
    here, kept = chat.cur, chat.live()
    steps = 0
    for _ in range(4):
        before = chat.state.frames[-1].focus
        if not chat.trace.answered() or before == chat.trace.answered()[0].qid:
            break
        chat.event(Text("retour"))
        steps += chat.state.frames[-1].focus != before  # the first one only closes a menu that is open
    for _ in range(steps):
        chat.event(Text("garder"))
    assert (chat.cur, chat.live()) == (here, kept), "P3"


def changing_to_the_same_value_is_identity(chat: Life) -> None:
    here, kept = chat.cur, chat.live()
    for slot in chat.trace.answered()[:6]:
        fact = chat.trace.live.facts[slot.qid]
        t = turn.Turn(chat.content, chat.state, list(chat.facts), _look(chat))
        t.keep(slot.qid, fact.value, fact.raw, How.TEXT)
        chat.facts = list(t.facts)
    assert (chat.cur, chat.live()) == (here, kept), "P4"


def changing_and_changing_back_is_identity(chat: Life) -> None:
    kept = chat.live()
    for slot in chat.trace.answered()[:6]:
        fact = chat.trace.live.facts[slot.qid]
        for value in (replace(fact.value, text="autre chose", ids=("other",)), fact.value):
            t = turn.Turn(chat.content, chat.state, list(chat.facts), _look(chat))
            t.keep(slot.qid, value, fact.raw, fact.how)
            chat.facts = list(t.facts)
    assert chat.live() == kept, "P5"


def a_deploy_keeps_every_answer(chat: Life) -> None:
    chat.content = content()
    kept, log = chat.live(), list(chat.facts)
    chat.content = deployed()
    there = chat.live()
    shared = {q: v for q, v in kept.items() if q in there and not q.startswith("cv/more")}
    assert all(there[q] == v for q, v in shared.items()), "P8: a shared answer changed"
    told = {f.qid for f in log}
    renamed = {q: v for q, v in kept.items() if q.endswith("/whom") and q.replace("/whom", "/forwhom") not in told}
    assert all(there.get(q.replace("/whom", "/forwhom")) == v for q, v in renamed.items()), "P8: a renamed one was lost"
    assert chat.facts == log
    chat.send("aide")
    chat.content = content()
    assert {q: v for q, v in chat.live().items() if q in kept} == kept, "P8: the way back"


def every_old_button_is_accepted(chat: Life) -> None:
    if chat.state.floor.holder != "bot":
        return
    for n, ask in enumerate([ask for ask in chat.asks.values() if ask.choices]):
        assert chat.event(Tap(ask.id, str((chat.n + n) % len(ask.choices)))), "P11"


def two_messages_of_one_instant_lose_no_text(chat: Life) -> None:
    if chat.state.floor.holder != "bot":
        return
    first, second = ((0, 1), (1, 0))[chat.n % 2]
    for n, follows in ((first, False), (second, chat.n % 3 == 0)):
        effects = chat.event(Text(f"histoire numero {n} avec le menage"), wait=0, follows=follows)
        assert effects, "P13: a text without an answer"
    said = chat.state.said
    if said is not None and len(said.sources) > 1:
        raws = [fact.raw for fact in chat.facts if fact.source == said.sources[-1]]
        assert any("numero 0" in raw and "numero 1" in raw for raw in raws), "P13: half of a burst was lost"


def free_text_is_never_a_control_value(chat: Life) -> None:
    for fact in chat.facts:
        if fact.how is How.TEXT and fact.value.kind in {"unknown", "skipped", "removed"}:
            folded = reading.fold(fact.raw)
            words = chat.content.words["fr"]
            assert (
                not folded or reading.command(folded, words) or reading.unknown(folded, words) or "enleve" in folded
            ), "P14"


def _look(chat: Chat) -> Event:
    """An event of no importance."""
    return Event("look", chat.at, Text(""))


def begun(life: list[Move]) -> Life:
    """A life that began with an agreement and a first experience, then anything."""
    said = BEGINNINGS[len(life) % len(BEGINNINGS)]
    chat = Life(said.content, said.state, [*said.facts], {**said.asks}, [*said.says], [*said.effects], said.n, said.at)
    chat.play(life)
    return chat


WATCHED = "P1 P6 P7 P9 P11 P12"
PROPERTIES: dict[str, Property] = {
    "P3": back_then_keep_is_identity,
    "P4": changing_to_the_same_value_is_identity,
    "P5": changing_and_changing_back_is_identity,
    "P8": a_deploy_keeps_every_answer,
    "P11": every_old_button_is_accepted,
    "P13": two_messages_of_one_instant_lose_no_text,
    "P14": free_text_is_never_a_control_value,
}


@given(moves(MOST))
def test_every_event_of_every_life_is_answered_well(life: list[Move]) -> None:
    never_raises_and_always_answers(life)


@given(moves(MOST))
def test_it_holds_at_the_end_of_every_life(life: list[Move]) -> None:
    chat = begun(life)
    for holds in PROPERTIES.values():  # each goes on from there by itself
        holds(chat.twin())


# ---------------------------------------------------------------- is it really tried?

HAPPENINGS = ("back", "change", "old button", "list delete", "deploy", "human", "side trip", "burst", "closed")
RARE = 5  # lives of forty in which each kind of thing happens at the least


def by_lot(lives: int) -> Iterator[list[Move]]:
    """Lives drawn by lot, the same each time: what Hypothesis draws depends on all that is imported."""
    lots = Random(7)
    for _ in range(lives):
        yield [(lots.choice(KINDS), lots.randrange(1000), lots.randrange(1000)) for _ in range(MOST)]


def test_each_kind_of_thing_really_happens() -> None:
    happened: Counter[str] = Counter()
    for life in by_lot(40):
        happened.update(name for name, n in begun(life).counts.items() if n)
    assert all(happened[name] >= RARE for name in HAPPENINGS), happened


# ---------------------------------------------------------------- bugs planted on purpose


def _say_as_it_is(self: turn.Turn, *parts: Phrase, ask: Ask | None = None, **rest: str) -> None:
    said = (*self.lead, *parts)
    self.lead = []
    self.state = replace(self.state, asked=ask or self.state.asked)
    self.effects.append(Say(said, ask, rest.get("topic", "")))


def _keep_twice(self: turn.Turn, qid: str, value: Value, raw: str = "", how: How = How.TEXT) -> None:
    KEEP(self, qid, replace(value, text=value.text + "!"), raw, how)


def _answer_none(newest: Mapping[str, Fact], slot: live.Slot) -> Fact | None:
    """Forget that a question may replace an older one."""
    fact = newest.get(slot.qid)
    return None if fact is None or fact.value.kind == "removed" else fact


def _walk_on(t: turn.Turn) -> None:
    t.focus("")
    t.say(Phrase("kept"))
    if t.trace.open:
        t.keep(t.trace.open[0].qid, Value(Kind.SKIPPED))


def _always_speaks(_floor: object) -> bool:
    return True


def _always_holds(_floor: object, _owner: str) -> bool:
    return True


def _no_answer(_turn: turn.Turn, _text: str) -> None:
    """Say nothing."""


def _skip_it(t: turn.Turn, text: str) -> None:
    slot = t.cur()
    if slot:
        t.keep(slot.qid, Value(Kind.SKIPPED), text)
    t.ask()


KEEP = turn.Turn.keep
PLANTED: dict[str, tuple[str, object, str, object]] = {
    "no answer when nothing is understood": (WATCHED, hear, "missed", _no_answer),
    "the bot speaks while a human does": (WATCHED, floor, "bot_speaks", _always_speaks),
    "a floor that is held is taken": (WATCHED, floor, "MOVES", {**floor.MOVES, (floor.HUMAN, "claim"): floor.HUMAN}),
    "anybody may give it back": (WATCHED, floor, "OWNERS", frozenset()),
    "who holds no floor is heard": (WATCHED, floor, "holds", _always_holds),
    "the same bubble twice": (WATCHED, turn.Turn, "say", _say_as_it_is),
    "keep leaves a question": ("P3", controls, "keep", _walk_on),
    "a fact is changed as it is kept": ("P4", turn.Turn, "keep", _keep_twice),
    "a fact is changed on the way back": ("P5", turn.Turn, "keep", _keep_twice),
    "a renamed question is forgotten": ("P8", live, "answer", _answer_none),
    "an old button is ignored": ("P11", press, "press", lambda *_: None),
    "a second text is dropped": ("P13", engine, "hear", lambda *_: None),
    "what follows at once is dropped": ("P13", engine, "together", lambda turn, _said, _text: turn.event.hints.follows),
    "free text is taken for a skip": ("P14", hear, "missed", _skip_it),
}


@pytest.mark.parametrize("bug", PLANTED)
def test_the_property_kills_the_planted_bug(bug: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, where, what, wrong = PLANTED[bug]
    monkeypatch.setattr(where, what, wrong)
    if what == "keep" and where is controls:
        monkeypatch.setitem(controls.ACTIONS, "keep", wrong)

    def every_life() -> None:
        for life in by_lot(300):
            if name == WATCHED:
                never_raises_and_always_answers(life)
            else:
                PROPERTIES[name](begun(life))

    with pytest.raises((AssertionError, ExceptionGroup)):
        every_life()
