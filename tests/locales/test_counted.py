"""What counts as done, a file a language: what is only wished, what tells nothing, what was done all the same.

`wish` and `done` are by field of life; `not` is by act.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from bot import content
from flows import acts, reading
from flows.words import fold

CONTENT = content.load()
FILES = sorted((Path(__file__).parent / "counted").glob("*.toml"))
Said = Sequence[tuple[str, str]]  # what is meant, and a sentence


def tables(name: str) -> list[object]:
    """This table of each file: what is meant, with the sentences that mean it."""
    read = ((file.stem, tomllib.loads(file.read_text(encoding="utf-8"))) for file in FILES)
    return [pytest.param(lang, [*sentences(table[name])], id=lang) for lang, table in read]


def sentences(table: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    return ((what, text) for what, said in table.items() for text in said)


def told(lang: str, text: str) -> list[str]:
    return [found.act for found in acts.told(text, lang, CONTENT)]


def fields(names: Iterable[str]) -> set[str]:
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(("lang", "said"), tables("wish"))
def test_a_wish_is_the_job_looked_for_and_no_skill(lang: str, said: Said) -> None:
    assert [(f, text) for f, text in said if f not in fields(acts.wished(text, lang, CONTENT))] == []
    assert [(f, text) for f, text in said if f in fields(told(lang, text))] == []


@pytest.mark.parametrize(("lang", "said"), tables("nothing"))
def test_what_was_not_done_shows_no_skill(lang: str, said: Said) -> None:
    assert {text: found for _, text in said if (found := told(lang, text))} == {}


@pytest.mark.parametrize(("lang", "said"), tables("done"))
def test_what_was_done_counts_whatever_the_way_it_is_said(lang: str, said: Said) -> None:
    assert [(field, text) for field, text in said if field not in fields(told(lang, text))] == []


@pytest.mark.parametrize(("lang", "said"), tables("not"))
def test_what_somebody_else_did_is_not_the_persons(lang: str, said: Said) -> None:
    assert [(act, text) for act, text in said if act in told(lang, text)] == []


@pytest.mark.parametrize(("lang", "said"), tables("heavy"))
def test_heavy_words_about_oneself_are_heard_however_they_are_typed(lang: str, said: Said) -> None:
    assert [text for _, text in said if not reading.heavy(fold(text), CONTENT.words[lang])] == []


@pytest.mark.parametrize(("lang", "said"), tables("light"))
def test_an_answer_that_looks_heavy_stays_an_answer(lang: str, said: Said) -> None:
    assert [text for _, text in said if reading.heavy(fold(text), CONTENT.words[lang])] == []
