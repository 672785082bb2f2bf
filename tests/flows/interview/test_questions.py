"""What a practice asks: five questions of each occupation in each language, never the same five twice in a row.

None of them is one an employer may not ask: `never_asked.toml` holds the list, and hears the questions that are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import content
from bot.checks.interview import ASK, ASKED, EXAMPLE, FEWEST
from bot.checks.writing import SENTENCE_WORDS, counted, sentences
from flows.interview import plan
from flows.interview.plan import EVERYBODY, KINDS, PLACES, pool
from flows.model import Phrase
from flows.reading import fold
from locales import languages, translator
from locales.catalogs import HERE as LOCALES
from locales.catalogs import read_entries

HERE = Path(__file__).parent
CONTENT = content.load()
LANGUAGES = languages()
CODES = sorted(CONTENT.occupations)
FIELDS = sorted(CONTENT.domains)
ACTS = sorted(act.id for domain in CONTENT.domains.values() for act in domain.acts)
NEVER = tomllib.loads((HERE / "never_asked.toml").read_text(encoding="utf-8"))
SUBJECTS = (
    "family", "children", "pregnancy", "age", "origin", "nationality", "religion", "health", "disability", "union",
    "politics", "orientation", "address", "bank", "number", "body",
)  # fmt: skip
ROUNDS = 12  # plans one after the other: as many as a family has questions


@cache
def questions() -> frozenset[str]:
    """Every question that can be asked of anybody."""
    return frozenset(one for code in CODES for kind in KINDS for one in pool(CONTENT, code, "", kind))


# ---------------------------------------------------------------- the words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_five_questions_of_each_occupation_are_short_enough_to_be_heard_once(lang: str) -> None:
    say = translator(lang)
    asked = [say(plan.question(one)) for code in CODES for one in plan.plan(CONTENT, code, "", (), 0)]
    assert len(asked) == len(CODES) * len(KINDS)
    for text in asked:
        assert len(text) <= ASK, text
        assert 0 < len(sentences(text)) <= ASKED, text
        assert max(counted(one) for one in sentences(text)) <= SENTENCE_WORDS, text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_and_every_example_can_be_said(lang: str) -> None:
    say = translator(lang)
    for code in CODES:
        for kind in KINDS:
            for one in pool(CONTENT, code, "", kind):
                assert say(plan.question(one))
                said = [say(phrase) for phrase in plan.example(CONTENT, one, kind, code)]
                assert all(len(text) <= EXAMPLE + ASK + FEWEST * 4 for text in said), said


def test_each_family_has_questions_enough_without_those_of_everybody() -> None:
    counts = {bank.family: len(bank.questions) for bank in CONTENT.banks.values()}
    assert {family: n for family, n in counts.items() if n < FEWEST} == {}
    assert EVERYBODY in counts


TO_ONE = re.compile(r"(?<!\w)(?:عند|لدي|ل|ب|من|يمكن|يناسب)ك(?!\w)|(?<!\w)أنت(?!\w)|ماذا تفعل|كيف تتصرف|بماذا تجيب")


def test_arabic_has_one_address_for_all_it_asks() -> None:
    """The polite plural where somebody is spoken to, and one way to ask "what do you do?"."""
    say = translator("ar")
    assert [text for one in sorted(questions()) if TO_ONE.search(text := say(plan.question(one)))] == []


# ---------------------------------------------------------------- which five


@given(st.sampled_from(("", *CODES)), st.sampled_from(("", *FIELDS)), st.lists(st.sampled_from(ACTS), max_size=3))
def test_never_the_same_five_twice_in_a_row(code: str, field: str, offer: list[str]) -> None:
    plans = [plan.plan(CONTENT, code, field, offer, rounds) for rounds in range(ROUNDS)]
    for before, after in pairwise(plans):
        assert before != after
        assert sum(a == b for a, b in zip(before, after, strict=True)) <= 1
    assert all(len({*five}) == len(KINDS) for five in plans)


@pytest.mark.parametrize("code", CODES)
def test_each_plan_asks_each_kind_once_and_its_own_questions_first(code: str) -> None:
    five = plan.plan(CONTENT, code, "", (), 0)
    kinds = [next(k for k in KINDS if one in pool(CONTENT, code, "", k)) for one in five]
    assert kinds == [plan.kind_of(place) for place in PLACES]
    assert five[1].startswith(f"{code}.")


def test_an_offer_is_asked_about_first() -> None:
    five = plan.plan(CONTENT, "K2205", "", ("cleaning.floors",), 0)
    assert five[1] == "act:cleaning.floors"


# ---------------------------------------------------------------- what may not be asked


@cache
def ways(lang: str, subject: str) -> re.Pattern[str]:
    says = NEVER[lang][subject]["says"]
    ends = [re.escape(fold(one.rstrip("-"))) + ("" if one.endswith("-") else r"(?!\w)") for one in says]
    glued = "[وفبلك]?" if lang == "ar" else ""
    return re.compile(rf"(?<!\w){glued}(?:{'|'.join(ends)})")


def heard(lang: str, text: str) -> list[str]:
    return [subject for subject in SUBJECTS if ways(lang, subject).search(fold(text))]


def everything_asked(lang: str) -> Iterator[str]:
    say = translator(lang)
    yield from (say(plan.question(one)) for one in sorted(questions()))
    yield from (say(Phrase(f"interview.rephrase.{kind}")) for kind in KINDS)
    entries = [one for one in read_entries(LOCALES / lang) if one.file.name == "interview.po"]
    yield from (text for one in entries if one.key.startswith(("ask.", "interview.tip.")) for text in one.texts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_asked_that_an_employer_may_not_ask(lang: str) -> None:
    found = [(text, subjects) for text in everything_asked(lang) if (subjects := heard(lang, text))]
    assert found == []


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_hears_such_a_question(lang: str, subject: str) -> None:
    assert subject in heard(lang, NEVER[lang][subject]["asked"])


def test_the_list_has_every_subject_in_every_language() -> None:
    assert {lang: tuple(subjects) for lang, subjects in NEVER.items()} == dict.fromkeys(
        ("fr", "en", "ar", "uk"), SUBJECTS
    )
