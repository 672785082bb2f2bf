"""A form is walked no further than it must be, and not twice: nothing of what is decided depends on it."""

from __future__ import annotations

import pytest
from hypothesis import given

from flows.content import Content
from flows.engine import step
from flows.live import trace
from flows.model import Event, Facts, State, Step
from tests.flows import chat
from tests.flows.chat import EXPRESS, after
from tests.flows.moves import Life, Move, moves


class Handed:
    """Decides each event on plain facts, and on those that the step before gave back, as the house does."""

    def __init__(self) -> None:
        self.last: Facts = ()
        self.times = 0  # the facts were those of the step before

    def __call__(self, content: Content, state: State, facts: Facts, event: Event) -> Step:
        plain = step(content, state, facts, event)
        assert plain.told == (*facts, *plain.facts)
        if self.last == facts:
            self.times += 1
            assert step(content, state, self.last, event) == plain
        self.last = plain.told
        return plain


@given(moves())
def test_facts_that_are_handed_on_decide_the_same(life: list[Move]) -> None:
    handed = Handed()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chat, "step", handed)
        begun = Life()
        for said in EXPRESS:
            begun.send(said)
        begun.play(life)
    assert handed.times >= len(EXPRESS) - 1


@pytest.mark.parametrize("said", range(len(EXPRESS) + 1))
def test_what_is_walked_later_is_what_is_walked_at_once(said: int) -> None:
    talk = after(*EXPRESS[:said])
    whole = trace(talk.content, tuple(talk.facts))
    reached, still_open = whole.reached, whole.open
    for slot in reached:
        assert trace(talk.content, tuple(talk.facts)).slot(slot.qid) == whole.slot(slot.qid)
    walked = trace(talk.content, tuple(talk.facts))
    assert walked.first == next(iter(still_open), None)
    assert (walked.reached, walked.open, walked.aside) == (reached, still_open, whole.aside)
    assert walked.live == whole.live
