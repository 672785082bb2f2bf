"""The summary a counsellor's page opens with, of somebody who told much, beside what the whole page is to take at most.

The life is the conversation of the other measures, with the same experience told five times and answers told again, so
that there are 200 facts. The lines are put into words, too. Nothing is remembered from one time to the next, as when
each page is of somebody else. One thread, processor time.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import cycle

import locales
from flows.content import Content
from flows.live import ITEM
from flows.memory import forget
from flows.model import Fact, Facts, State
from flows.summary import About, summary
from tools.bench.figure import QUICK, Figure, processor
from tools.bench.recorded import record

FACTS, LIVES = 200, 5
TIMES = 20 if QUICK else 500
PAGE = 80.0  # ms: a counsellor's page with all that stands on it
ABOUT = About(words="je voudrais parler à une personne", source="m1", at=1_795_000_000_000, window_minutes=90)


def main() -> None:
    """Measure, and say how long it took."""
    told = record()
    last = told.once[-1]
    facts = much((*last.facts, *last.step.facts))
    seconds = processor(lambda: written(told.content, facts, last.step.state), TIMES)
    lines = len(written(told.content, facts, last.step.state))
    note = f"{lines} lines of {len(facts)} facts"
    Figure("a summary in words", seconds * 1e3, "ms", "the whole page, at most", PAGE, note).tell()


def written(content: Content, facts: Facts, state: State) -> list[str]:
    """Return the lines of the summary."""
    found = summary(content, facts, state, ABOUT)
    forget()
    say = locales.translator(found.lang)
    return [say(point.phrase) for point in found.points]


def much(facts: Facts) -> Facts:
    """Return a life of so many facts: its first experience told as others too, then its answers told again."""
    first = [fact for fact in facts if fact.qid.startswith(f"{ITEM}e1/")]
    more = [replace(f, qid=f.qid.replace("e1", f"e{n}", 1)) for n in range(2, LIVES + 1) for f in first]
    again = cycle([fact for fact in facts if fact.qid != "charter/consent"])
    known = [*facts, *more]
    known += [next(again) for _ in range(FACTS - len(known))]
    return tuple(_placed(fact, seq) for seq, fact in enumerate(known, start=1))


def _placed(fact: Fact, seq: int) -> Fact:
    return replace(fact, seq=seq, source=f"m{seq}")


if __name__ == "__main__":
    main()
