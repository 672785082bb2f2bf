"""How far an act was the person's own: sentences of everyday life, in each language, with the level they tell."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import content
from flows import acts
from flows.levels import LEVELS, leveled, told
from flows.model import Phrase
from flows.reading import fold
from locales import languages, translator

CONTENT = content.load()
PLAIN = "plain"
FOLDER = Path(__file__).parent / "levels"


def sentences() -> Iterator[object]:
    for file in sorted(FOLDER.glob("*.toml")):
        for level, acts_told in tomllib.loads(file.read_text(encoding="utf-8")).items():
            for act, texts in acts_told.items():
                for text in texts:
                    yield pytest.param(file.stem, level, act, text, id=f"{file.stem}: {text} ({act})")


def test_each_language_has_sentences_of_each_level() -> None:
    for lang in languages():
        known = tomllib.loads((FOLDER / f"{lang}.toml").read_text(encoding="utf-8"))
        assert set(known) == {*LEVELS, PLAIN}


@pytest.mark.parametrize(("lang", "level", "act", "text"), list(sentences()))
def test_a_sentence_tells_how_far_it_was_ones_own(lang: str, level: str, act: str, text: str) -> None:
    found = {one.act: one.level or PLAIN for one in acts.told(text, lang, CONTENT)}
    assert found.get(act) == level, found


@pytest.mark.parametrize("lang", languages())
def test_a_name_with_a_level_says_another_thing_than_without(lang: str) -> None:
    say = translator(lang)
    names = [leveled(Phrase("skill.cleaning.floors"), level) for level in ("", *LEVELS)]
    assert len({say(name) for name in names}) == len(names)
    assert "{" not in "".join(map(say, names))


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "I live with my friend"),
        ("fr", "je vis avec mon ami"),
        ("ar", "أعيش مع صديقي"),
        ("uk", "живу з подругою"),
    ],
)
def test_with_whom_one_lives_says_nothing_of_what_was_done(lang: str, text: str) -> None:
    assert told(fold(text), CONTENT.words[lang]) == ""
