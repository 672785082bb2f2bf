"""Skills shown one by one, for lives told without dates: what a person can do, and below it where and how long.

The same facts as under "what I can do" and under each experience, in another order. A block is a skill and what else
of its field was done in the same experience; the line below it says the experience, its time and those acts. No line
is said twice, and nothing told is dropped: what no block holds stays with its experience.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain, zip_longest
from typing import Final, TypeAlias

from flows import lives as life
from flows.cv import skills
from flows.documents import Entry, Line
from flows.levels import act_of, level_of
from flows.model import Phrase

LONG_TIMES: Final = ("time.two", "time.rhythm")  # how often, alone or after how long: it takes the room of an act
MOST: Final = 4  # skills that are shown one by one
ROOMY, TIGHT = 1 + skills.LISTED, 2  # acts of a block: the skill and what is listed below it

Told: TypeAlias = "dict[str, list[Line]]"  # the lines of each experience
Heads: TypeAlias = "dict[str, tuple[Line, Line | None]]"  # its title, and its time if said


@dataclass(frozen=True, slots=True)
class _Block:
    """A skill and the acts below it, of one experience."""

    item: str
    head: Line
    acts: tuple[Line, ...]


def of(told: Told, heads: Heads) -> tuple[Entry, ...]:
    """Return the skills with where they were shown, and take what they show off the experiences."""
    chosen = _chosen(told, heads)
    for block in chosen:
        told[block.item][:] = [line for line in told[block.item] if line not in (block.head, *block.acts)]
    entries = [Entry(block.head, lines=(_where(heads[block.item], block.acts),)) for block in chosen]
    return tuple(_also(told, heads, entry, entries) for entry in entries)


def _chosen(told: Told, heads: Heads) -> list[_Block]:
    """Return the blocks, of each experience in turn; smaller ones where large ones would be few."""
    for size in range(ROOMY, TIGHT - 1, -1):
        rows = [list(_blocks(item, lines, size, heads[item][1])) for item, lines in told.items()]
        found = _once(block for block in chain(*zip_longest(*rows)) if block)
        if len(found) >= MOST:
            break
    return found[:MOST]


def _once(blocks: Iterator[_Block]) -> list[_Block]:
    """Return the blocks without those whose skill another one shows."""
    found = dict[str, _Block]()
    for block in blocks:
        found.setdefault(skills.head(block.head), block)
    return list(found.values())


def _blocks(item: str, lines: list[Line], size: int, when: Line | None) -> Iterator[_Block]:
    """Return the blocks an experience could give: one alone at most, for it says nothing but how long."""
    alone, room = when is None, skills.LISTED - (when is not None and when.phrase.key.startswith(LONG_TIMES))
    for field in dict.fromkeys(map(_field, lines)):
        same = [line for line in lines if _field(line) == field]
        groups = [same[i : i + size] for i in range(0, len(same), size)] if field else [same[:1]]
        for head, *several in groups:
            acts = _short(several, room)
            if acts or not alone:
                yield _Block(item, head, tuple(acts))
            alone = alone or not acts


def _short(acts: list[Line], room: int) -> list[Line]:
    """Return as many acts as one line holds: one said with a level takes the room of two."""
    kept = list[Line]()
    for line in acts:
        room -= 2 if level_of(line.phrase) else 1
        kept += [line] if room >= 0 else []
    return kept


def _field(line: Line) -> str:
    """The field of an act; "" for a line of the person's own words."""
    return act_of(line.phrase).partition(".")[0]


# ---------------------------------------------------------------- what stands below a skill


def _also(told: Told, heads: Heads, entry: Entry, entries: list[Entry]) -> Entry:
    """Return a skill with another experience that tells it in the same words, if that adds a time."""
    head, where = entry.title, entry.lines
    said = [line.phrase for other in entries for line in other.lines]
    for item, lines in told.items():
        again = [line for line in lines if line.phrase == head.phrase]
        proof = _all(*(line.proof for line in again))
        if again and len(where) == 1 and heads[item][1]:
            other = _where(heads[item], ())
            where = where if other.phrase in said else (*where, replace(other, proof=_all(other.proof, proof)))
        head = replace(head, proof=_all(head.proof, proof))
        lines[:] = [line for line in lines if line not in again]
    return replace(entry, title=head, lines=where)


def _where(head: tuple[Line, Line | None], acts: tuple[Line, ...]) -> Line:
    """Return one experience with its time, and what else was done there."""
    title, when = head
    named = life.without_place(title.phrase) if acts else title.phrase  # the line stays short
    story = Phrase("fact.story", {"title": named, "time": when.phrase}) if when else named
    proof = _all(title.proof, when.proof if when else (), *(line.proof for line in acts))
    if acts:
        return Line(Phrase("line.shown", {"story": story, "acts": skills.listed(list(acts))}), proof)
    return Line(story, proof, "" if when else title.lang)


def _all(*proofs: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(chain(*proofs)))
