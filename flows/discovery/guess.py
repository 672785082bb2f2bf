"""Acts that a dictionary made out of a task somebody wrote, or that nouns alone name: shown, they count after a yes.

What our own words say of a message counts as it stands; which of its acts are there only because a dictionary guessed
a word is worked out here. Each question about tasks has a note of its own for them, and a question that asks about it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows import acts as catalog
from flows.content import Content, Parsed, Question, Reading
from flows.discovery import asked
from flows.discovery.asked import TOGETHER
from flows.discovery.rest import FEW, LETTERS
from flows.discovery.rules import goes_on
from flows.discovery.telling import told_on_the_way
from flows.live import Live
from flows.lives import at, known_acts, skill
from flows.model import Arg, Choice, Kind, Phrase, Value
from flows.reading import keeps


def without(reading: Reading) -> Reading:
    """Return an answer as it is read without what a dictionary guessed."""
    hints = reading.hints
    spelling = {word: meant for word, meant in hints.spelling.items() if word not in hints.guessed}
    return replace(reading, hints=replace(hints, spelling=spelling, guessed=()))


def beside(reading: Reading, note: str) -> tuple[tuple[str, Value], ...]:
    """Return the acts of an answer that are only guessed, for the note from which they are shown for a yes."""
    sure = {one.act for one in _told(without(reading))}
    guessed = [one.act for one in _told(reading)] if reading.hints.guessed else []
    named = catalog.bare(reading.text, reading.lang, reading.content, reading.hints.spelling)
    had = {*sure, *known_acts(reading.live, reading.item)}
    found = tuple(act for act in dict.fromkeys((*guessed, *named)) if act not in had)[:TOGETHER]
    return ((at(reading.item, note), Value(Kind.CHOICE, ids=found)),) if found else ()


def _told(reading: Reading) -> tuple[catalog.Told, ...]:
    return catalog.told(reading.text, reading.lang, reading.content, reading.hints.spelling)


def _in_words(reading: Reading, note: str) -> bool:
    """Whether all the acts of a note were named in words of our own: who goes on telling agrees to those."""
    fact = reading.live.fact(at(reading.item, note))
    named = catalog.bare(fact.raw, fact.lang, reading.content) if fact else ()
    return bool(named) and fact is not None and {*fact.value.ids} <= {*named}


def question(name: str, note: str) -> Question:
    """Return the question whether the acts of a note are meant."""
    opened = asked.opened(name)

    def wanted(live: Live, item: str) -> bool:
        return bool(live.ids(at(item, note))) and opened(live, item)

    def arguments(content: Content, live: Live, item: str) -> Mapping[str, Arg]:
        return dict(zip(LETTERS, (skill(content, live, item, n) for n in live.ids(at(item, note))), strict=False))

    def variant(live: Live, item: str) -> str:
        many = len(live.ids(at(item, note)))
        return "" if many == FEW else f".{many}"

    def value(_content: Content, live: Live, item: str, said: str) -> Value:
        return Value(Kind.CHOICE, ids=("yes", *live.ids(at(item, note))) if said == "yes" else ("no",))

    def read(reading: Reading) -> Parsed | None:
        said = keeps(reading.folded, reading.words)
        also = () if said else told_on_the_way(reading)
        if goes_on(also):
            said = "yes" if _in_words(reading, note) else None
        kept = value(reading.content, reading.live, reading.item, said) if said else None
        return Parsed(kept, also) if said or goes_on(also) else None

    return Question(
        f"exp/*/{name}",
        "confirm",
        "tasks",
        say="ask.exp.rest",
        parse=read,
        when=wanted,
        choices=choices,
        args=arguments,
        variant=variant,
        choosing=value,
    )


def choices(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """All of them, or none."""
    return (Choice("yes", Phrase("button.yes")), Choice("no", Phrase("button.no")))
