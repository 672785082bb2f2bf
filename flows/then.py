"""What a message tells of work that was done, where the work that is looked for is asked.

"Before that I built walls with my cousin", "I also looked after children", "I cooked at weddings for two years".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows import acts, times
from flows.clauses import clauses
from flows.contact import without_contact
from flows.content import Reading
from flows.joints import joints
from flows.lives import known_acts
from flows.reading import by_way, fold, has_any, longest_named, tokens
from flows.talk import talk_of
from flows.whom import for_whom
from flows.words import Words

OPENING: Final = 2  # words in which "before" stands


def tells_done(reading: Reading) -> bool:
    """Whether words tell what the person did, before or as well: they wish for nothing, and name no work looked for."""
    words, said = reading.words, tokens(reading.folded)
    before = has_any(" ".join(said[:OPENING]), words.times.get("before", ()))
    also = has_any(reading.folded, words.times.get("also", ()))
    mine = not {*words.first}.isdisjoint(said)
    done = before or also or _another_lasted(reading) if mine else also and _for_somebody(reading)
    done = done or _works_there(said, words)
    if not done or any(clause.hope for clause in clauses(reading.text, words)):
        return False
    return bool(_told(reading))


def _works_there(said: Sequence[str], words: Words) -> bool:
    """Whether words open with where it is, and say that one works: "here I work at night, I clean a hospital"."""
    opening = " ".join(said[: OPENING * 2])
    there = any(has_any(opening, words.times.get(name, ())) for name in ("here", "there", "now"))
    return there and has_any(" ".join(said), words.telling.get("worked", ()))


def _another_lasted(reading: Reading) -> bool:
    """Whether words say how long work was done of a field of which nothing was told: "for 3 years" of another."""
    span = times.read(without_contact(reading.text), reading.words, reading.at)
    if span is None or not span.timed or longest_named(reading.folded, reading.words.trades):
        return False  # "a cook for 5 years" may be what is looked for again
    had = {act.split(".")[0] for item in reading.live.items() for act in known_acts(reading.live, item)}
    return had.isdisjoint(told.act.split(".")[0] for told in _told(reading))


def _for_somebody(reading: Reading) -> bool:
    """Whether words say for whom something was done, and name no choice: "also cooking for the parish"."""
    choice = not {*reading.words.small.get("or", ())}.isdisjoint(tokens(reading.folded))
    return not choice and bool(for_whom(reading.folded, reading.words))


def _told(reading: Reading) -> tuple[acts.Told, ...]:
    return acts.told(reading.text, reading.lang, reading.content, reading.hints.spelling)


def without_any(folded: str, words: Words) -> str:
    """Return a text without the "or anything" it ends with."""
    found = [one for one in words.small.get("or", ()) if f" {one} " in folded]
    ends = (f" {one} {way}" for one in found for way in words.answers["unknown"])
    return next((folded.removesuffix(end) for end in ends if folded.endswith(end)), folded)


def only_trades(text: str, words: Words) -> bool:
    """Whether nothing but trades is named, in small letters or several: "maçon ou plongeur", "a baker perhaps"."""
    small = {*words.small.get("or", ()), *joints(words).link, *words.articles}
    said = f" {without_any(fold(text), words)} "
    for way in words.times.get("around", ()):
        said = said.replace(f" {way} ", " ")  # "perhaps"
    parts = [part for part in said.replace(",", " ").split() if part not in small]
    several = len(tokens(fold(text))) > 1 and any(part in small for part in tokens(fold(text)))
    if not parts or not (several or text.strip()[:1].islower()):  # "Boulanger" is a name
        return False
    whole, within = " ".join(parts), any(part in talk_of(words).place for part in parts[1:])
    opens = within and bool(longest_named(parts[0], words.trades))  # "vendeuse dans une boutique"
    return opens or whole in by_way(words.trades) or all(part in by_way(words.trades) for part in parts)
