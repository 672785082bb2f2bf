"""What is said of an answer: one act of it quoted, and one thing that would help. Content only, never a mark.

The rules look for what an answer can hold (CONTENT.md 8): something of work, an act of the person's own, when and where
it was, what came of it, one thing that can be touched or counted; and for its length. The first that is missing is the
one thing said.
How somebody speaks is not looked at, and there is no rule about it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from flows import times
from flows.acts import read
from flows.content import Content
from flows.interview.deeds import ME, OTHER, Deed, deeds
from flows.interview.near import is_near, is_of_life
from flows.interview.quoting import quote
from flows.interview.shapes import AND, ARABIC, LATIN, Tongue, script_of, tongue, without_and
from flows.interview.things import is_thing
from flows.reading import fold, has_any, private, tokens
from flows.words import Words

RULES: Final = ("short", "long", "link", "me", "situation", "result", "concrete", "whole")
FEW, MANY = 8, 150  # words of an answer (CONTENT.md 8)
TOLD_AT_ONCE: Final = frozenset({"practical"})  # of these neither a situation nor a result is wanted
NO_SITUATION: Final = frozenset({"me", *TOLD_AT_ONCE})
STEM: Final = 2  # letters of an Arabic word at least
DIGIT: Final = re.compile(r"\d")
NAMED: Final = re.compile(r"(?<=[^\W\d_] )(?:[A-ZÉÈÀ]|[А-ЯІЇЄҐ])[^\W\d_]{2,}")  # a name, within a sentence


@dataclass(frozen=True, slots=True)
class Seen:
    """What an answer holds.

    `near`: something in it is of work, or it speaks in general. `mine`: it speaks of who answers, be it no act:
    "I can". `quote` is its best act, in the person's own words; "" where none is theirs, or all is far from work.
    """

    words: int
    near: bool
    mine: bool
    quote: str
    situation: bool
    result: bool
    concrete: bool


def look(text: str, lang: str, content: Content, kind: str = "", code: str = "") -> Seen:
    """Return what an answer in a language holds; `kind` is that of its question, `code` the occupation, if any."""
    words = content.words[lang]
    one = content.occupations.get(code)
    tools = one.words[lang].tools if one and lang in one.words else ()
    plain = "\n".join(" ".join(line.split()) for line in text.splitlines())
    said, told = tokens(fold(plain)), deeds(plain, words)
    mine = _says_i(said, words)
    near = (
        is_near(text, lang, content, code, kind)
        or (not mine and _in_general(said, told, words))
        or (_only_does(said, told, words) and not is_of_life(said, kind, words))
    )
    return Seen(
        len(text.split()),
        near,
        mine,
        quote(plain, _fit(told, lang, content), words, partial(_works, lang=lang, content=content)) if near else "",
        _situation(plain, said, told, words),
        _result(said, told, words),
        _concrete(plain, said, words, tools),
    )


def _works(deed: Deed, lang: str, content: Content) -> bool:
    """Whether a clause tells an act, or names one of work at large."""
    return is_near(deed.clause.text, lang, content, "", "")


def _fit(told: Sequence[Deed], lang: str, content: Content) -> tuple[Deed, ...]:
    """Return the clauses an employer may hear: health, faith, papers are of one's own life, unless an act is told."""
    words = content.words[lang]
    own = (n for n, deed in enumerate(told) if private(fold(deed.clause.text), words))
    apart = {n for n in own if not any(hits for _, hits in read(told[n].clause.text, lang, content))}
    return tuple(deed for n, deed in enumerate(told) if n not in apart)


def rule(seen: Seen, kind: str) -> str:
    """Return the one rule an answer is told about, by the kind of its question."""
    if seen.words < FEW and (not _is_told(seen, kind)):
        return "short"
    if seen.words > MANY:
        return "long"
    missing = {
        "link": not seen.near,
        "me": not (seen.quote or (seen.mine and kind in TOLD_AT_ONCE)),
        "situation": not seen.situation and kind not in NO_SITUATION,
        "result": not seen.result and kind not in TOLD_AT_ONCE,
        "concrete": not seen.concrete,
    }
    return next((name for name, lacks in missing.items() if lacks), "whole")


def _is_told(seen: Seen, kind: str) -> bool:
    """Whether a few words are a whole answer: "until midnight, I've got a car"."""
    return kind in TOLD_AT_ONCE and seen.concrete and seen.mine


# ---------------------------------------------------------------- what it holds


def _says_i(said: Sequence[str], words: Words) -> bool:
    """Whether it speaks of who answers: "I live near", "I can", which are no acts."""
    known = tongue(words)
    says = known.me | (frozenset() if script_of(said[0]) == LATIN else known.being) if said else known.me
    return any(without_and(token, known) in says or token.startswith(("j'", "i'")) for token in said)


def _in_general(said: Sequence[str], told: Sequence[Deed], words: Words) -> bool:
    """Whether it speaks of others or of nobody, and in sentences: what "me" is for. Keys pressed make no sentence."""
    known = tongue(words)
    small = {*known.small, *known.lead, *known.before, *words.negations, *words.articles}
    return all(deed.whose != ME for deed in told) and any(without_and(token, known) in small for token in said)


def _only_does(said: Sequence[str], told: Sequence[Deed], words: Words) -> bool:
    """Whether it tells what one does and nothing that is over or liked: "I do one thing after the other"."""
    known = tongue(words)
    now = any(deed.whose == ME for deed in told) and not any(deed.over for deed in told)
    return now and known.being.isdisjoint(without_and(token, known) for token in said)


def _situation(plain: str, said: Sequence[str], told: Sequence[Deed], words: Words) -> bool:
    """Whether it says when, where or with whom it was: something happened, or a time or a place is named."""
    if any(deed.over and not deed.beside for deed in told):
        return True
    if NAMED.search(plain) or has_any(" ".join(said), words.telling.get("situation", ())):
        return True
    span = times.read(plain, words, 0)
    return span is not None and span.timed


def _result(said: Sequence[str], told: Sequence[Deed], words: Words) -> bool:
    """Whether it says what came of it: in so many words, or by what others did after the person, or did not happen."""
    known = tongue(words)
    if any(has_any(" ".join(one), words.telling["result"]) for one in (said, [_without_link(t, known) for t in said])):
        return True
    mine = [n for n, deed in enumerate(told) if deed.whose == ME]
    if not mine:
        return False
    after = any(deed.whose == OTHER and not deed.beside for deed in told[mine[0] + 1 :])
    last = told[-1]
    spared = last.whose == ME and last.over and last.clause.denied
    return after or (len(mine) > 1 and spared and known.beside.isdisjoint(last.clause.folded))


def _without_link(token: str, known: Tongue) -> str:
    """Return an Arabic word without the "and" glued to it, however short: "وما حدا"."""
    glued = token >= ARABIC and len(token) > STEM and token[0] in AND
    return token[1:] if glued else without_and(token, known)


def _concrete(plain: str, said: Sequence[str], words: Words, things: Sequence[str]) -> bool:
    """Whether it names something one can touch, count or go to."""
    if DIGIT.search(plain) or NAMED.search(plain) or has_any(" ".join(said), [fold(thing) for thing in things]):
        return True
    if any(words.numbers.get(token, 0) > 1 and token not in words.kin for token in said):
        return True
    return any(is_thing(token, words) for token in said)
