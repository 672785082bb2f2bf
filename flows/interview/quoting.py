"""The best act of an answer, in the person's own words: a whole clause of the work, from its subject to its end.

What is told of the work is quoted before what only happened to be said, what was done before what is done, and a clause
that can be shown whole before one that must be cut. Nothing is quoted of who is fed up, and nothing others did.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Final

from flows.interview.deeds import ME, OTHER, Deed
from flows.interview.shapes import Tongue, apart, tongue
from flows.interview.things import is_thing
from flows.reading import fold, has_any
from flows.words import Words

QUOTE: Final = 80  # characters
FULL: Final = 3  # words of a clause that was cut, at least
SIGNS: Final = '.,;:!?…،؛؟\n()—–-"»”'
TIMES: Final = range(3, 0, -1)  # words of "one day", looked for at the end
DECIMAL: Final = re.compile(r"[,.:]\d")
DONE: Final = re.compile(r"\w+(?:ed|e|ee|es|i|u|is|it|rt|en)")  # after "have": what was done, not what one has
ENDS_WITH_WHOM: Final = ("ه", "ها", "هم")  # an Arabic preposition that is whole: "to him", "with them"


def quote(plain: str, told: Sequence[Deed], words: Words, works: Callable[[Deed], bool]) -> str:
    """Return what says best what the person does, with what belongs to it; `works` says whether a clause is of work.

    Nothing is quoted of who is fed up, owns to a theft or never did it; of hard words that others said, what was done.
    """
    unfit, theirs = words.telling["unfit"], has_any(fold(plain), words.interview.get("theirs", ()))
    if has_any(fold(plain), (*(() if theirs else unfit), *words.telling["undone"])):
        return ""
    never, coming = frozenset(words.telling["never"]), {fold(way) for way in words.telling["bare"]}
    mine = [
        n
        for n, deed in enumerate(told)
        if deed.whose == ME
        and not _asks(plain, deed)
        and not (deed.over and never & {*deed.clause.folded})
        and not has_any(fold(deed.clause.text), unfit)
    ]
    mine = [n for n in mine if not told[n].beside] or mine  # "he won't let me in, so I knock": the knocking
    quotes = [(_worth(told[n], words, works), *_with_rest(plain, told, n, words)) for n in mine]
    best = max(
        (one for one in quotes if one[1] and fold(one[1]) not in coming and not has_any(fold(one[1]), unfit)),
        key=lambda one: (*one[0], one[2], len(one[1])),
        default=None,
    )
    return best[1] if best else ""


def _asks(plain: str, deed: Deed) -> bool:
    """Whether a clause ends in a question: who asks has told no act."""
    return plain[deed.end :].lstrip()[:1] in {"?", "؟"}


def _worth(deed: Deed, words: Words, works: Callable[[Deed], bool]) -> tuple[bool, ...]:
    """Return what a clause is worth: done, more than to come, to have or to be employed, of the work, over, a thing."""
    said, told = deed.clause.folded, words.telling
    opens = " ".join(t for t in said if t not in tongue(words).lead)
    little = opens.startswith((*told["bare"], *told["worked"])) or _only_has(said, words)
    thing = any(is_thing(token, words) for token in said)
    return not deed.clause.denied, not little, works(deed), deed.over, thing


def _only_has(said: Sequence[str], words: Words) -> bool:
    """Whether a clause says what one has: "I had a small bucket", and not "I had cleaned"."""
    known = tongue(words)
    after = next((said[n + 1 : n + 3] for n, token in enumerate(said) if token in known.having), ())
    owns = after[:1] and (after[0] in known.had or is_thing(after[0], words))
    return bool(owns) or (len(after) > 1 and not DONE.fullmatch(after[0]) and is_thing(after[1], words))


def _with_rest(plain: str, told: Sequence[Deed], n: int, words: Words) -> tuple[str, bool]:
    """Return an act with what follows it up to a sign, while nobody else acts; and whether it is whole."""
    start, end = told[n].start, told[n].end
    whole = end - start <= QUOTE
    for before, deed in pairwise(told[n:]):
        gap = plain[before.end : deed.start]
        number = DECIMAL.fullmatch(gap + plain[deed.start : deed.start + 1])
        if gap.strip() and not number:
            break
        needed = number or before.clause.folded[-1] in tongue(words).before
        if deed.end - start > QUOTE or (deed.whose == OTHER and not needed):
            whole = whole and not needed
            break
        end = deed.end
    after = plain[end:]
    return _cut(plain[start:end], words, closed=not after.strip() or after.lstrip(" ")[0] in SIGNS), whole


def _cut(text: str, words: Words, *, closed: bool) -> str:
    """Return a quote without the links around it, and short enough to be read at once, cut before a phrase.

    `closed`: a sign comes after it, so it ends as it was meant to: "I put the lid on".
    """
    said = text.strip(" ,.;:!?…").split()
    known = tongue(words)
    while len(said) > 1 and fold(said[0]) in known.lead:
        said = said[1:]
    said[:1] = [apart(word, known) for word in said[:1]]
    if len(" ".join(said)) > QUOTE:
        said = " ".join(said)[: QUOTE + 1].split()[:-1] or said[:1]
        phrases = [n for n, word in enumerate(said) if n >= FULL and fold(word) in known.before | known.lead]
        said, closed = said[: phrases[-1]] if phrases else said, False
    said = said if closed else _ended(said, known, words)
    found = " ".join(said)
    return found if len(found) <= QUOTE else ""


def _ended(said: list[str], known: Tongue, words: Words) -> list[str]:
    """Return the words of a quote without those at its end that begin something else: "and one day", "because"."""
    whole = {token for token in known.before if token.endswith(ENDS_WITH_WHOM)}
    ends = (known.lead | known.before | known.beside | {*words.articles}) - whole
    while len(said) > 1:
        times = (n for n in TIMES if n < len(said) - 1 and fold(" ".join(said[-n:])) in words.telling["situation"])
        size = next(times, 0)
        if size and fold(said[-size - 1]) in known.lead:
            said = said[: -size - 1]
        elif fold(said[-1]) in ends and not is_thing(fold(said[-1]), words):  # "ніж" is "than", and a knife
            said = said[:-1]
        else:
            break
    return said
