"""The questions of a practice interview: each bank whole in every language, short enough to be heard once.

A question is what an interviewer in France says, an example answer is nobody's own; both follow the shape of a message
(CONTENT.md 2). What an employer may not ask is no rule for the eye alone: `tests/flows/interview` holds the list.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.checks.tree import Check, Problem, Tree
from bot.checks.writing import BUBBLE_SENTENCES, SENTENCE_WORDS, counted, sentences
from bot.content import BANKS, banks, domains
from flows.interview.plan import EVERYBODY, KINDS

FEWEST: Final = 12  # questions of a family, with none of everybody's among them
ASK: Final = 90  # characters of a question
ASKED: Final = 2  # sentences of a question
EXAMPLE: Final = 180  # characters of an example: it stands in a bubble with words before it


def whole(tree: Tree) -> list[Problem]:
    """Each question has its words in each language, and a kind we know."""
    found: list[Problem] = []
    for path in sorted(BANKS.glob("*.toml")):
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
        told = [*_family(path.stem, raw), *_questions(raw, set(tree.entries))]
        found += [Problem(f"locales/interview/{path.name}", part, rule) for part, rule in told]
    return found


def every_field(_tree: Tree) -> list[Problem]:
    """Each field of life has one family of questions."""
    covered = [field for bank in banks().values() for field in bank.domains]
    wrong = [field for field in domains() if covered.count(field) != 1]
    wrong += [field for field in covered if field not in domains()]
    return [Problem("locales/interview", field, "one family asks about each field") for field in wrong]


def _family(name: str, raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    told = raw["questions"]
    ids, kinds = [one["id"] for one in told], [one["kind"] for one in told]
    if raw["family"] != name:
        yield "family", f"the file is called {name}"
    if len(ids) < FEWEST:
        yield "questions", f"{len(ids)}, {FEWEST} at least"
    yield from ((one, "twice") for one in sorted({one for one in ids if ids.count(one) > 1}))
    wanted = KINDS if name == EVERYBODY else KINDS[1:]
    yield from ((kind, "no question of this kind") for kind in wanted if kind not in kinds)


def _questions(raw: Mapping[str, Any], langs: set[str]) -> Iterator[tuple[str, str]]:
    for one in raw["questions"]:
        if one["kind"] not in KINDS:
            yield one["id"], f"no such kind: {one['kind']}"
        for lang in sorted(langs):
            words = one.get(lang, {})
            rules = (*_text(words.get("ask", ""), ASK, ASKED), *_text(words.get("example", ""), EXAMPLE))
            yield from ((f"{one['id']} ({lang})", rule) for rule in rules)


def _text(text: str, most: int, several: int = BUBBLE_SENTENCES) -> Iterator[str]:
    if not text:
        yield "no words"
    if len(text) > most:
        yield f"{len(text)} characters, {most} at most: {text}"
    if len(sentences(text)) > several:
        yield f"{len(sentences(text))} sentences, {several} at most: {text}"
    if any(counted(sentence) > SENTENCE_WORDS for sentence in sentences(text)):
        yield f"a sentence over {SENTENCE_WORDS} words: {text}"


CHECKS: tuple[Check, ...] = (whole, every_field)
