"""What counts as done, a file a language: what is only wished, what tells nothing, what was done all the same.

`wish` and `done` are by field of life; `not` is by act.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import content
from flows import acts, reading
from flows.words import fold

CONTENT = content.load()
FILES = sorted((Path(__file__).parent / "counted").glob("*.toml"))


def sentences(table: str) -> list[object]:
    return list(_sentences(table))


def _sentences(table: str) -> Iterator[object]:
    for file in FILES:
        for what, said in tomllib.loads(file.read_text(encoding="utf-8"))[table].items():
            for text in said:
                yield pytest.param(file.stem, what, text, id=f"{file.stem}: {text}")


def told(lang: str, text: str) -> list[str]:
    return [found.act for found in acts.told(text, lang, CONTENT)]


def fields(names: Iterator[str] | list[str] | tuple[str, ...]) -> set[str]:
    return {name.partition(".")[0] for name in names}


@pytest.mark.parametrize(("lang", "field", "text"), sentences("wish"))
def test_a_wish_is_the_job_looked_for_and_no_skill(lang: str, field: str, text: str) -> None:
    assert field in fields(acts.wished(text, lang, CONTENT))
    assert field not in fields(told(lang, text))


@pytest.mark.parametrize(("lang", "_", "text"), sentences("nothing"))
def test_what_was_not_done_shows_no_skill(lang: str, _: str, text: str) -> None:
    assert told(lang, text) == []


@pytest.mark.parametrize(("lang", "field", "text"), sentences("done"))
def test_what_was_done_counts_whatever_the_way_it_is_said(lang: str, field: str, text: str) -> None:
    assert field in fields(told(lang, text))


@pytest.mark.parametrize(("lang", "act", "text"), sentences("not"))
def test_what_somebody_else_did_is_not_the_persons(lang: str, act: str, text: str) -> None:
    assert act not in told(lang, text)


@pytest.mark.parametrize(("lang", "_", "text"), sentences("heavy"))
def test_heavy_words_about_oneself_are_heard_however_they_are_typed(lang: str, _: str, text: str) -> None:
    assert reading.heavy(fold(text), CONTENT.words[lang])


@pytest.mark.parametrize(("lang", "_", "text"), sentences("light"))
def test_an_answer_that_looks_heavy_stays_an_answer(lang: str, _: str, text: str) -> None:
    assert not reading.heavy(fold(text), CONTENT.words[lang])
