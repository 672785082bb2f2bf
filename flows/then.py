"""What a message tells of before, where something else is asked: "before that I built walls with my cousin"."""

from __future__ import annotations

from typing import Final

from flows import acts
from flows.clauses import clauses
from flows.content import Reading
from flows.joints import joints
from flows.reading import by_way, fold, has_any, longest_named, tokens
from flows.talk import talk_of
from flows.words import Words

OPENING: Final = 2  # words in which "before" stands


def tells_before(reading: Reading) -> bool:
    """Whether words tell what the person did before: they wish for nothing, and name no work that is looked for."""
    words, said = reading.words, tokens(reading.folded)
    before = has_any(" ".join(said[:OPENING]), words.times.get("before", ()))
    mine = before and not {*words.first}.isdisjoint(said)
    hopes = any(clause.hope for clause in clauses(reading.text, words)) if mine else True
    return not hopes and bool(acts.told(reading.text, reading.lang, reading.content, reading.hints.spelling))


def only_trades(text: str, words: Words) -> bool:
    """Whether nothing but trades is named, in small letters or several: "maçon ou plongeur", "a baker perhaps"."""
    small = {*words.small.get("or", ()), *joints(words).link, *words.articles}
    said = f" {fold(text)} "
    for way in words.times.get("around", ()):
        said = said.replace(f" {way} ", " ")  # "perhaps"
    parts = [part for part in said.replace(",", " ").split() if part not in small]
    several = len(tokens(fold(text))) > 1 and any(part in small for part in tokens(fold(text)))
    if not parts or not (several or text.strip()[:1].islower()):  # "Boulanger" is a name
        return False
    whole, within = " ".join(parts), any(part in talk_of(words).place for part in parts[1:])
    opens = within and bool(longest_named(parts[0], words.trades))  # "vendeuse dans une boutique"
    return opens or whole in by_way(words.trades) or all(part in by_way(words.trades) for part in parts)
