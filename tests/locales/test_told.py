"""How people tell what they do: sentences of everyday life that must give an act or must not.

A file a language, and another one ("ar_dialects") where it is written in many ways.
A file has a table for each act: `yes` are sentences that tell it, `no` are sentences that look like it and do not: a
negation, somebody else who did it, another thing of the same name. A test is a field of life in a file; when it fails
it names each of the sentences that are not read as they should be.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot import content
from flows import acts

CONTENT = content.load()
FILES = sorted((Path(__file__).parent / "told").glob("*.toml"))
Said = Sequence[tuple[str, str]]  # an act, and a sentence


def sentences(kind: str) -> Iterator[object]:
    """The sentences of this kind of each field of each file, with their language."""
    for file in FILES:
        for field, acts_of in tomllib.loads(file.read_text(encoding="utf-8")).items():
            said = [(f"{field}.{act}", text) for act, told in acts_of.items() for text in told.get(kind, ())]
            if said:
                yield pytest.param(file.stem.partition("_")[0], said, id=f"{file.stem} {field}")


def told(lang: str, text: str) -> tuple[str, ...]:
    return tuple(found.act for found in acts.told(text, lang, CONTENT))


@pytest.mark.parametrize(("lang", "said"), list(sentences("yes")))
def test_a_sentence_tells_what_was_done(lang: str, said: Said) -> None:
    assert [(act, text) for act, text in said if act not in told(lang, text)] == []


@pytest.mark.parametrize(("lang", "said"), list(sentences("no")))
def test_a_sentence_that_looks_like_it_tells_nothing_of_it(lang: str, said: Said) -> None:
    assert [(act, text) for act, text in said if act in told(lang, text)] == []


def test_each_act_named_in_a_file_exists() -> None:
    for file in FILES:
        for domain, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for act in table:
                assert acts.act(CONTENT, f"{domain}.{act}"), f"{file.name}: {domain}.{act}"
