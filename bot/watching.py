"""Who watches what the program does: told of counts and durations, never of a word, an address or an id of a person.

The shell tells it what happened, and this one does nothing with it. bot/metrics.py counts, where an operator asked for
it. Names of questions, channels and outcomes are all that is ever handed over.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from flows.live import pattern
from flows.model import Fact, State


@dataclass(frozen=True, slots=True)
class Questions:
    """What one event changed for questions, by their ids as the forms have them ("exp/*/what")."""

    reached: tuple[str, ...] = ()  # became the open one
    answered: tuple[str, ...] = ()  # was the open one, and has an answer now
    missed: tuple[str, ...] = ()  # was not understood

    def __add__(self, other: Questions) -> Questions:
        """Return both together."""
        return Questions(self.reached + other.reached, self.answered + other.answered, self.missed + other.missed)


NONE = Questions()


def changed(before: State, after: State, new: Sequence[Fact]) -> Questions:
    """Return what an event changed: an answer counts for the question that was open, not one told in passing."""
    was, now = (state.asked.qid if state.asked else "" for state in (before, after))
    missed = tuple(pattern(qid) for qid, count in after.misses.items() if count > before.misses.get(qid, 0))
    reached = (pattern(now),) if now and now != was else ()
    answered = (pattern(was),) if was and any(fact.qid == was for fact in new) else ()
    return Questions(reached, answered, missed)


class Watch:
    """Told what happens; this one looks away."""

    def committing(self, pieces: int) -> AbstractContextManager[None]:
        """Watch a commit of so many pieces of work, from its beginning to its end."""
        del pieces
        return nullcontext()

    def folded(self, channel: str, questions: Questions) -> None:
        """An event was folded and committed."""

    def unfolded(self, channel: str) -> None:
        """An event could not be folded."""

    def delivered(self, channel: str, outcome: str) -> None:
        """Something came of trying to deliver a bubble, and was written down."""

    def asking(self, whom: str) -> AbstractContextManager[None]:
        """Watch a request to something outside ("model", "ears"), which fails with an exception."""
        del whom
        return nullcontext()
