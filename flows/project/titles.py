"""Which occupations words name, by the names people give them: "aide-soignante", "кухар", "kitchen porter".

What somebody is near to is not worked out here (`ranking.py`), nor what a CV prints.
"""

from __future__ import annotations

from functools import lru_cache

from flows.clauses import clauses
from flows.content import Content, Reading
from flows.live import CONTENTS
from flows.reading import beside_bare, fold, named_in
from flows.words import Ways


def named(reading: Reading) -> tuple[str, ...]:
    """Return the occupations the person names and does not turn down, in the order of the words.

    The longest name counts: "cuisinière dans une école" is no "cuisinière".
    """
    wanted = [c.text for c in clauses(reading.text, reading.words) if c.mine and not c.denied]
    found = sorted(named_in(beside_bare(fold(", ".join(wanted))), _names(reading.content, reading.lang)))
    ways = {way for _, _, way in found}
    within = {way for way in ways if any(way != other and way in other for other in ways)}
    return tuple(dict.fromkeys(code for _, code, way in found if way not in within))


@lru_cache(maxsize=CONTENTS)
def _names(content: Content, lang: str) -> Ways:
    """Return the everyday names of each occupation in a language, as a text is folded."""
    known = ((code, one.words[lang].names) for code, one in content.occupations.items() if lang in one.words)
    return {code: tuple(fold(name) for name in names) for code, names in known}
