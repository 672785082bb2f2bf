"""Occupations outside our own that a person names, from a list the operator imported: what they are made of, as values.

What the list says arrives with the event and is kept in a fact, so nothing is looked up again and a replay is exact. Of
its skills only those the person says yes to are theirs. The lives and the project ask, the CV prints; they meet here.
"""

from __future__ import annotations

from typing import Final

from flows.content import Reading
from flows.documents import Line
from flows.live import Live
from flows.model import Choice, Craft, Kind, Phrase, Value
from flows.reading import fold, tokens

NONE: Final = "none"
FRENCH: Final = "fr"  # the language skills are printed in, as they are published
BETWEEN: Final = "\t"  # the printed name of a skill, and how it is shown


def named(reading: Reading) -> Craft | None:
    """Return the first occupation of the hints that is named in the words that are read; None for none."""
    said = f" {' '.join(tokens(fold(reading.text)))} "
    return next((craft for craft in reading.hints.crafts if f" {craft.name} " in said), None)


def kept(craft: Craft) -> Value:
    """Return all a fact must hold of an occupation: its code and title, its skills by id and by name."""
    skills = (BETWEEN.join((label, shown)) for _, label, shown in craft.skills)
    return Value(
        Kind.CHOICE, ids=(craft.code, *(ref for ref, _, _ in craft.skills)), text="\n".join((craft.title, *skills))
    )


def title(live: Live, note: str) -> str:
    """Return the title of the occupation a note holds, "" for none."""
    value = live.value(note)
    return value.text.split("\n")[0] if value else ""


def skills(live: Live, note: str) -> dict[str, tuple[str, str]]:
    """Return its skills by id: the name that is printed, and how it is shown."""
    value = live.value(note)
    if value is None:
        return {}
    pairs = (line.partition(BETWEEN) for line in value.text.split("\n")[1:])
    return {ref: (label, shown) for ref, (label, _, shown) in zip(value.ids[1:], pairs, strict=False)}


def choices(live: Live, note: str) -> tuple[Choice, ...]:
    """Return the skills to pick from, and none of them."""
    offered = (Choice(ref, Phrase("line.own", {"text": shown})) for ref, (_, shown) in skills(live, note).items())
    return (*offered, Choice(NONE, Phrase("button.none")))


def lines(live: Live, note: str, answer: str) -> list[Line]:
    """Return the skills the person said yes to, as they are printed; their proof is the yes."""
    fact, offered = live.fact(answer), skills(live, note)
    picked = fact.value.ids if fact else ()
    return [
        Line(Phrase("line.own", {"text": offered[ref][0]}), (fact.seq,), FRENCH)
        for ref in picked
        if fact and ref in offered
    ]
