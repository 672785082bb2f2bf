"""Every line of every CV can be traced to a message of the person, is short, and holds no word that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import pytest

from bot import content
from bot.app import hinter
from bot.hints import Hinter
from flows import acts
from flows.content import Content
from flows.cv.document import build
from flows.documents import Cv, Line
from flows.model import Fact, How, Kind, Phrase, State, Text
from flows.reading import fold, number, tokens
from locales import translator
from tests.dictionary import unknown
from tests.personas.test_personas import MOST_LETTERS, NAMES, conversation

SAY = translator("fr")


def document(name: str) -> Cv:
    found = conversation(name)
    assert found.content is not None
    return build(found.content, found.known, found.known[-1].dossier)


def lines(name: str) -> tuple[Line, ...]:
    return document(name).lines()


def proofs(name: str, line: Line) -> list[Fact]:
    return [fact for fact in conversation(name).known if fact.seq in line.proof]


def skills(phrase: Phrase) -> Iterator[str]:
    """The acts a line names."""
    if phrase.key.startswith(("skill.", "act.")):
        yield ".".join(phrase.key.split(".")[1:3])
    for value in phrase.args.values():
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Phrase):
                yield from skills(part)


@pytest.mark.parametrize("name", NAMES)
def test_each_line_rests_on_messages_of_this_conversation(name: str) -> None:
    said = conversation(name).said
    for line in lines(name):
        facts = proofs(name, line)
        assert len(facts) == len(set(line.proof)) > 0, SAY(line.phrase)
        assert [fact.source for fact in facts if fact.source not in said] == [], SAY(line.phrase)


@pytest.mark.parametrize("name", NAMES)
def test_each_skill_is_told_in_the_words_it_rests_on_or_was_tapped(name: str) -> None:
    known = conversation(name).content
    assert known is not None
    for line in lines(name):
        for act in skills(line.phrase):
            ways = [f for f in proofs(name, line) if act in f.value.ids]
            told = {t.act for f in ways for t in acts.told(f.raw, f.lang, known, mended(f, known))}
            told.update(act for f in ways for act in acts.bare(f.raw, f.lang, known, mended(f, known)))
            tapped = [f for f in ways if f.how is How.BUTTON or re.fullmatch(r"[\d\s,.]+|\w{1,4}", fold(f.raw))]
            assert act in told or tapped, f"{SAY(line.phrase)}: {[f.raw for f in ways]}"


def mended(fact: Fact, known: Content) -> Mapping[str, str]:
    """The words of a fact as the house mended their spelling."""
    return spelling(known)(Text(fact.raw), State(lang=fact.lang)).spelling


@cache
def spelling(known: Content) -> Hinter:
    return hinter(known)


@pytest.mark.parametrize("name", NAMES)
def test_each_line_is_short_and_no_message(name: str) -> None:
    said = {fact.raw.strip() for fact in conversation(name).known if len(fact.raw) > MOST_LETTERS // 4}
    printed = [SAY(line.phrase) for line in lines(name) if not line.phrase.key.startswith("time.")]
    assert [text for text in printed if len(text) > MOST_LETTERS or text in said] == []


@pytest.mark.parametrize("name", NAMES)
def test_no_part_says_the_same_twice(name: str) -> None:
    cv = document(name)
    parts = ((*cv.skills, *(entry.title for entry in cv.blocks)), cv.training, cv.languages, cv.extras)
    below = tuple(entry.lines for entry in (*cv.blocks, *cv.experiences))
    for part in (*parts, *below):
        assert len({SAY(line.phrase) for line in part}) == len(part), [SAY(line.phrase) for line in part]


@pytest.mark.parametrize("name", NAMES)
def test_a_number_on_the_cv_was_said(name: str) -> None:
    for line in lines(name):
        spans = [f.value.span for f in proofs(name, line) if f.value.kind is Kind.TIME and f.value.span]
        if not spans and not line.phrase.key.startswith("cv."):
            digits = re.findall(r"\d+", SAY(line.phrase))
            raw = " ".join(fold(f.raw) for f in proofs(name, line))
            assert [n for n in digits if n not in numbers(raw)] == [], SAY(line.phrase)


def numbers(raw: str) -> set[str]:
    """The numbers said, in digits or in letters of any of our languages."""
    every = content.load().words.values()
    found = {str(n) for word in tokens(raw) for one in every if (n := number(word, one)) is not None}
    return {*found, *re.findall(r"\d+", raw)}


@pytest.mark.parametrize("name", NAMES)
def test_every_word_is_in_the_dictionary_names_excepted(name: str) -> None:
    named = ("cv.language", "tongue.")  # names of languages
    text = "\n".join(
        SAY(line.phrase) for line in lines(name) if line.lang in {"", "fr"} and not line.phrase.key.startswith(named)
    )
    assert unknown(text) == []


@pytest.mark.parametrize("name", NAMES)
def test_without_the_facts_it_rests_on_a_line_is_not_there(name: str) -> None:
    """And no other fact brings it back: a proof is what a line stands on, not a note beside it."""
    found = conversation(name)
    assert found.content is not None
    for line in lines(name):
        sources = {fact.source for fact in proofs(name, line)}
        left = tuple(fact for fact in found.known if fact.source not in sources)
        again = build(found.content, left, found.known[-1].dossier).lines() if left else ()
        assert (line.phrase, line.proof) not in [(other.phrase, other.proof) for other in again], SAY(line.phrase)
