"""What a message tells of before, where something else is asked: "before that I built walls with my cousin"."""

from __future__ import annotations

from typing import Final

from flows import acts
from flows.clauses import clauses
from flows.content import Reading
from flows.reading import has_any, tokens

OPENING: Final = 2  # words in which "before" stands


def tells_before(reading: Reading) -> bool:
    """Whether words tell what the person did before: they wish for nothing, and name no work that is looked for."""
    words, said = reading.words, tokens(reading.folded)
    before = has_any(" ".join(said[:OPENING]), words.times.get("before", ()))
    mine = before and not {*words.first}.isdisjoint(said)
    hopes = any(clause.hope for clause in clauses(reading.text, words)) if mine else True
    return not hopes and bool(acts.told(reading.text, reading.lang, reading.content, reading.hints.spelling))
