"""One question about a job looked for that we do not describe: which of its core skills the person has already."""

from __future__ import annotations

from typing import Final

from flows import crafts
from flows.clauses import wishes
from flows.content import Content, Form, Parsed, Question, Reading
from flows.live import Live
from flows.model import Choice, Kind, Value
from flows.reading import fold, pick_several, tokens

JOB: Final = "project/job"
TOLD: Final = "craft/told"
CORE: Final = "craft/core"


def heard(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return the occupation that is named as the job looked for."""
    craft = crafts.named(reading)
    if craft is None:
        return ()
    wish = f" {' '.join(tokens(fold(wishes(reading.text, reading.words))))} "
    return ((TOLD, crafts.kept(craft)),) if reading.qid == JOB or f" {craft.name} " in wish else ()


def asked(live: Live, _item: str) -> bool:
    """Ask it of the job that is looked for now, unless a life told was of that occupation."""
    told, job = live.fact(TOLD), live.fact(JOB)
    if told is None or job is None or told.source != job.source or len(told.value.ids) <= 1:
        return False
    return not any(live.ids(f"exp/{item}/craft")[:1] == told.value.ids[:1] for item in live.items())


def offered(_content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """Return what it is made of."""
    return crafts.choices(live, TOLD)


def read(reading: Reading) -> Parsed | None:
    """Read which of it the person can do."""
    picked = pick_several(reading.folded, reading.choices, (), reading.words)
    return Parsed(Value(Kind.CHOICE, ids=picked)) if picked else None


FORMS = (
    Form(
        "craft",
        1,
        (
            Question(TOLD, "note", "project"),
            Question(
                CORE, "list", "tasks", say="ask.craft.core", parse=read, when=asked, choices=offered, several=True
            ),
        ),
        at=35,
        hears=heard,
    ),
)
