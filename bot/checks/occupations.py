"""The occupations: each file whole in every language, made of acts there are, its lists as long as they should be.

It checks what can be counted; whether an everyday name is one, only a reader knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.checks.tree import Check, Problem, Tree
from bot.content import domains, occupations, trades
from flows.content import Everyday, Occupation, Trade
from flows.interview.plan import KINDS
from flows.words import fold
from locales import SOURCE

ACTS: Final = range(8, 13)  # acts of an occupation (CONTENT.md 5)
OF_TRADE: Final = range(4, 6)  # acts offered of a trade outside our occupations
CONDITIONS: Final = range(3, 6)
NEAR: Final = range(2, 5)
NAMES: Final = range(4, 9)
TOOLS: Final = range(5, 6)
QUESTIONS: Final = range(8, 9)
NAME, TOOL = 40, 40  # characters of an everyday name, of a tool
WORDS: Final = 12  # of a sentence (CONTENT.md 2)
ASKING: Final = "?؟"


CODE: Final = re.compile(r"[A-N][0-9]{4}")  # ROME 4.0


def whole(tree: Tree) -> list[Problem]:
    """Each occupation has its lists, and each language its words."""
    domain_ids = set(domains())
    found: list[Problem] = []
    for code, one in occupations().items():
        rules = [*_structure(one, tree.acts, domain_ids), *_words(one, set(tree.entries))]
        found += [Problem(f"locales/occupations/{code}.toml", part, rule) for part, rule in rules]
    return found


def _structure(one: Occupation, acts: frozenset[str], fields: set[str]) -> Iterator[tuple[str, str]]:
    if one.domain not in fields:
        yield "domain", f"no such field: {one.domain}"
    yield from (("acts", f"no such act: {act}") for act in (*one.acts, *_ways(one)) if act not in acts)
    yield from (("near", f"no ROME code of another: {n}") for n in one.near if not CODE.fullmatch(n) or n == one.code)
    yield from (("asks", f"no such kind: {kind}") for kind in one.asks if kind not in KINDS)
    if len(one.asks) not in QUESTIONS:
        yield "asks", f"{len(one.asks)} kinds for the questions"
    for part, said, wanted in (
        ("acts", one.acts, ACTS),
        ("conditions", one.conditions, CONDITIONS),
        ("near", one.near, NEAR),
    ):
        yield from _counted(part, said, wanted)


def _ways(one: Occupation) -> Iterator[str]:
    """Yield the acts that the law asks less of."""
    return (name for name in one.lighter if "." in name)


def _words(one: Occupation, langs: set[str]) -> Iterator[tuple[str, str]]:
    for lang in sorted(langs):
        words = one.words.get(lang, Everyday())
        yield from _counted(f"{lang}.names", words.names, NAMES)
        yield from _counted(f"{lang}.tools", words.tools, TOOLS)
        yield from _counted(f"{lang}.questions", words.questions, QUESTIONS)
        yield from ((f"{lang}.names", f"too long: {name}") for name in words.names if len(name) > NAME)
        yield from ((f"{lang}.tools", f"too long: {tool}") for tool in words.tools if len(tool) > TOOL)
        for question in words.questions:
            if question[-1:] not in ASKING:
                yield f"{lang}.questions", f"no question: {question}"
            if any(len(part.split()) > WORDS for part in question.replace("?", ".").split(".")):
                yield f"{lang}.questions", f"a sentence over {WORDS} words: {question}"


def _counted(part: str, said: tuple[str, ...], wanted: range) -> Iterator[tuple[str, str]]:
    if len(said) not in wanted:
        yield part, f"{len(said)}, {wanted.start} to {wanted.stop - 1} wanted"
    folded = [fold(text) for text in said]
    yield from ((part, f"twice: {text}") for text in said if folded.count(fold(text)) > 1)


def of_trades(tree: Tree) -> list[Problem]:
    """Every trade a language can say has its name in each, and its acts are as many as are offered at once."""
    said = {name for words in tree.words.values() for name in words.trades}
    found: list[tuple[str, str]] = []
    names = [name for trade in trades().values() for name in trade.names]
    found += [(name, "has no name in the other languages") for name in sorted(said.difference(names))]
    found += [(name, "of two trades") for name in sorted({name for name in names if names.count(name) > 1})]
    for trade in trades().values():
        found += [(trade.id, f"no such act: {act}") for act in trade.acts if act not in tree.acts]
        found += [(trade.id, "no language has words for it")] if said.isdisjoint(trade.names) else []
        found += _counted(trade.id, trade.acts, OF_TRADE) if trade.acts else []
    found += [
        (trade.id, f"called as {code} is, and not among its jobs")
        for trade, code in _called(tree)
        if code not in trade.jobs
    ]
    return [Problem("locales/trades.toml", part, rule) for part, rule in found]


def _called(tree: Tree) -> list[tuple[Trade, str]]:
    """Return each trade with the occupations a language calls as it calls the trade."""
    codes, known, found = tuple(occupations()), trades(), set[tuple[str, str]]()
    for lang, entries in tree.entries.items():
        said = {entry.key: entry.texts[0] for entry in entries}
        jobs = [(code, said.get(f"job.{code}")) for code in codes]
        for trade in known.values():
            names = {said.get(f"trade.{trade.id}"), *(trade.names if lang == SOURCE else ())} - {None}
            found |= {(trade.id, code) for code, name in jobs if name in names}
    return [(known[name], code) for name, code in sorted(found)]


CHECKS: tuple[Check, ...] = (whole, of_trades)
