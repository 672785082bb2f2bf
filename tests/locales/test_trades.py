"""An occupation, said by its everyday name or by what was done in it: the first thing said names a skill of it.

Whole conversations, each of three messages: a greeting, the agreement, and the life.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import content
from flows import acts, lives
from flows.content import Reading
from flows.live import Live
from flows.model import State
from flows.project import titles
from flows.reading import fold
from tests.flows.chat import Chat

CONTENT = content.load()
OPENINGS = {"fr": ("bonjour", "oui"), "en": ("hello", "yes"), "ar": ("مرحبا", "نعم"), "uk": ("привіт", "так")}
FIELDS = {"cleaning", "care", "childcare", "kitchen", "farm", "green", "recycling", "security", "beauty", "social"}


def told() -> Iterator[object]:
    for file in sorted((Path(__file__).parent / "trades").glob("*.toml")):
        for code, said in tomllib.loads(file.read_text(encoding="utf-8")).items():
            yield from (pytest.param(file.stem, code, text, id=f"{file.stem} {code}: {text}") for text in said)


@pytest.mark.parametrize(("lang", "code", "text"), list(told()))
def test_a_first_life_is_answered_with_a_skill_of_its_occupation(lang: str, code: str, text: str) -> None:
    chat = Chat(CONTENT, State(lang=lang))
    for said in (*OPENINGS[lang], text):
        chat.send(said)
    one = CONTENT.occupations[code]
    named = lives.best(CONTENT, chat.trace.live, "e1")
    assert chat.cur == "exp/e1/skill"
    assert named in one.acts or named.partition(".")[0] == one.domain


@pytest.mark.parametrize(
    ("said", "code"), [("j'étais serveuse", "G1803"), ("j'étais boulanger", "D1102"), ("j'étais ash", "J1301")]
)
def test_the_acts_offered_first_are_those_of_the_occupation_told(said: str, code: str) -> None:
    chat = Chat(CONTENT, State(lang="fr"))
    for text in (*OPENINGS["fr"], said, "oui"):
        chat.send(text)
    assert chat.cur == "exp/e1/acts"
    offered = [choice.id for choice in chat.state.asked.choices] if chat.state.asked else []
    assert set(offered[:4]) <= {*CONTENT.occupations[code].acts}


def names() -> Iterator[object]:
    for code, one in sorted(CONTENT.occupations.items()):
        if one.domain in FIELDS:
            yield from (pytest.param(lang, code, id=f"{lang} {code}") for lang in sorted(one.words))


@pytest.mark.parametrize(("lang", "code"), list(names()))
def test_each_everyday_name_tells_an_act_of_its_occupation_or_field(lang: str, code: str) -> None:
    one = CONTENT.occupations[code]
    for name in one.words[lang].names:
        heard = {found.act for found in acts.told(name, lang, CONTENT)}
        assert heard & {*one.acts} or one.domain in {act.partition(".")[0] for act in heard}, name


@pytest.mark.parametrize(("lang", "code"), list(names()))
def test_each_everyday_name_said_of_the_work_wished_for_names_its_occupation(lang: str, code: str) -> None:
    for name in CONTENT.occupations[code].words[lang].names:
        assert code in titles.named(_reading(lang, name)), name


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("je veux être aide-soignante", ("J1501",)),
        ("cuisinière dans une école", ("G1606",)),
        ("serveuse ou plongeuse", ("G1803", "G1605")),
        ("pas cuisinier, plutôt boulanger", ("D1102",)),
        ("je cherche près de chez moi", ()),
    ],
)
def test_a_job_is_named_by_its_longest_name_and_not_by_one_turned_down(said: str, codes: tuple[str, ...]) -> None:
    assert titles.named(_reading("fr", said)) == codes


def _reading(lang: str, text: str) -> Reading:
    return Reading(text, fold(text), 1_790_000_000_000, CONTENT.words[lang], Live(), CONTENT, lang, "", "")
