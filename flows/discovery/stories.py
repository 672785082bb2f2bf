"""One message may tell several lives: "3 years in a warehouse, and before that I was a waiter, 2015 to 2018".

The theory. A story is cut into steps at its commas, full stops and "and". A step that tells acts opens a group; what
follows without acts (a time, a place) belongs to it. A group is another life only if it tells of another field *and*
something says that it was apart: "before", a time of its own beside another time, other people than those named.
Tasks of one day ("I cook and I clean") stay together. Each life is then read alone, so that no time, place or number
of one is printed under another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flows import acts, times
from flows.clauses import LINKS
from flows.content import Reading
from flows.reading import fold, for_whom, has_any, tokens, without_contact

OPENING = 3  # words of a step in which "before" makes it another life
AT_HOME = frozenset({"home", "family"})  # "my sister's children" and "at their place" are one
MOST = 3  # lives read in one message


@dataclass(frozen=True, slots=True)
class _Group:
    """Some steps of a story: where they stand in the text, and what sets them apart."""

    text: str
    fields: frozenset[str]
    whom: str
    timed: bool
    before: bool

    def joined(self, other: _Group) -> _Group:
        """Return the two as one, in the order of the text."""
        return _Group(
            f"{self.text} {other.text}",
            self.fields | other.fields,
            self.whom or other.whom,
            self.timed or other.timed,
            self.before,
        )

    def elsewhere(self, other: _Group) -> bool:
        """Whether it is about people at home and the other is not, or the other way round: the story turns here."""
        return bool(self.whom and other.whom) and (self.whom in AT_HOME) != (other.whom in AT_HOME)

    def apart(self, other: _Group) -> bool:
        """Whether what follows is another life."""
        elsewhere = bool(self.fields and other.fields) and not self.fields & other.fields
        people = self.elsewhere(other)
        return elsewhere and (other.before or (self.timed and other.timed) or people)


def lives(reading: Reading) -> tuple[str, ...]:
    """Return the parts of a message that tell one life each, in its order; the whole message when it tells one."""
    fields = {told.act.split(".")[0] for told in _told(reading, reading.text)}
    if len(fields) < 2:  # noqa: PLR2004 - another life is of another field
        return (reading.text,)
    found: list[_Group] = []
    for group in _groups(reading):
        if found and found[-1].apart(group) and len(found) < MOST:
            found.append(group)
        else:
            found[-1:] = [found[-1].joined(group)] if found else [group]
    return tuple(g.text.strip(" ,;") for g in found) if len(found) > 1 else (reading.text,)


def _groups(reading: Reading) -> Iterator[_Group]:
    """Yield the steps of a story, each with what follows it and tells no act."""
    held: _Group | None = None
    for text in _steps(reading):
        step = _group(reading, text)
        if held and held.fields and (step.fields or step.before or step.elsewhere(held)):
            yield held
            held = step
        else:
            held = held.joined(step) if held else step
    if held:
        yield held


def _steps(reading: Reading) -> Iterator[str]:
    """Yield the text cut after its punctuation and before its linking words; nothing is dropped."""
    current: list[str] = []
    for word in reading.text.split():
        folded = tokens(fold(word))
        links = bool(folded) and (folded[0] in LINKS or has_any(folded[0], reading.words.times.get("before", ())))
        if current and ((links and len(current) > 1) or current[-1][-1:] in ",;.!?،؛؟\n"):
            yield " ".join(current)
            current = []
        current.append(word)
    if current:
        yield " ".join(current)


def _group(reading: Reading, text: str) -> _Group:
    span = times.read(without_contact(text), reading.words, reading.at)
    head = " ".join(tokens(fold(text))[:OPENING])
    return _Group(
        text,
        frozenset(told.act.split(".")[0] for told in _told(reading, text)),
        for_whom(fold(text), reading.words),
        bool(span and (span.start or span.months)),
        has_any(head, reading.words.times.get("before", ())),
    )


def _told(reading: Reading, text: str) -> tuple[acts.Told, ...]:
    return acts.told(text, reading.lang, reading.content, reading.hints.spelling)


def alone(reading: Reading, text: str, item: str) -> Reading:
    """Return what a parser may look at when it reads one life of the message."""
    return replace(reading, text=text, folded=fold(text), item=item)
