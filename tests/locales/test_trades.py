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
from locales.translate import translator
from tests.flows.chat import Chat

CONTENT = content.load()
OPENINGS = {"fr": ("bonjour", "oui"), "en": ("hello", "yes"), "ar": ("مرحبا", "نعم"), "uk": ("привіт", "так")}
SKIP = {"fr": "je ne sais pas", "en": "I do not know", "ar": "لا أعرف", "uk": "не знаю"}
FIELDS = {"cleaning", "care", "childcare", "kitchen", "farm", "green", "recycling", "security", "beauty", "social"}


def told() -> Iterator[object]:
    for file in sorted((Path(__file__).parent / "trades").glob("*.toml")):
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        yield pytest.param(file.stem, [(code, text) for code, texts in said.items() for text in texts], id=file.stem)


def answered(lang: str, text: str) -> tuple[str, str]:
    """What is asked after a first life, and the act that is named of it."""
    chat = Chat(CONTENT, State(lang=lang))
    for said in (*OPENINGS[lang], text):
        chat.send(said)
    return chat.cur, lives.best(CONTENT, chat.trace.live, "e1")


def fits(code: str, act: str) -> bool:
    """Whether an act is of this occupation, or of its field."""
    one = CONTENT.occupations[code]
    return act in one.acts or act.partition(".")[0] == one.domain


@pytest.mark.parametrize(("lang", "said"), list(told()))
def test_a_first_life_is_answered_with_a_skill_of_its_occupation(lang: str, said: list[tuple[str, str]]) -> None:
    came = [(code, text, *answered(lang, text)) for code, text in said]
    assert [one for one in came if one[2] != "exp/e1/skill" or not fits(one[0], one[3])] == []


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
    """The everyday names of the occupations of a field in a language, each with its code."""
    for lang in OPENINGS:
        for field in sorted(FIELDS):
            mine = [(code, one) for code, one in sorted(CONTENT.occupations.items()) if one.domain == field]
            found = [(code, name) for code, one in mine if lang in one.words for name in one.words[lang].names]
            yield pytest.param(lang, found, id=f"{lang} {field}")


@pytest.mark.parametrize(("lang", "named"), list(names()))
def test_each_everyday_name_tells_an_act_of_its_occupation_or_field(lang: str, named: list[tuple[str, str]]) -> None:
    heard = {name: [found.act for found in acts.told(name, lang, CONTENT)] for _, name in named}
    assert heard
    assert [(code, name) for code, name in named if not any(fits(code, act) for act in heard[name])] == []


@pytest.mark.parametrize(("lang", "named"), list(names()))
def test_each_everyday_name_said_of_the_work_wished_for_names_its_occupation(
    lang: str, named: list[tuple[str, str]]
) -> None:
    assert [(code, name) for code, name in named if code not in titles.named(_reading(lang, name))] == []


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


def test_a_name_that_is_written_as_a_time_is_a_name() -> None:
    chat = Chat(CONTENT, State(lang="ar"))
    for said in (*OPENINGS["ar"], "أنظف البيوت", "نعم", "1", "سنتين", "لا أعرف", "ليلى"):
        chat.send(said)
    assert chat.live()["cv/name"].text == "ليلى"


TWICE = {
    "fr": ("je suis coiffeuse", "je fais la plonge", "je suis livreur"),
    "en": ("I do hair", "I was a dishwasher", "I am a security guard"),
    "ar": ("أنا حلاقة", "أغسل الصحون في مطعم", "كنت حارس أمن"),
    "uk": ("я перукарка", "працювала прибиральницею", "був охоронцем"),
}


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, texts in TWICE.items() for text in texts])
def test_no_job_is_offered_under_a_name_twice(lang: str, text: str) -> None:
    chat = Chat(CONTENT, State(lang=lang))
    for said in (*OPENINGS[lang], text):
        chat.send(said)
    for _ in range(12):
        if chat.cur == "project/job":
            break
        chat.send(SKIP[lang])
    assert chat.cur == "project/job"
    labels = [translator(lang)(choice.label) for choice in chat.on_screen.choices]
    assert len(labels) == len({*labels})


LATE = {
    "fr": ("je fais le ménage", "oui", "1", "2 ans", "des particuliers", "je ne sais pas", "manutentionnaire"),
    "en": ("I clean houses", "yes", "1", "2 years", "people", "I don't know", "warehouse worker"),
    "ar": ("أنظف البيوت", "نعم", "1", "سنتين", "لا أعرف", "عاملة نظافة أو أي شيء"),
    "uk": ("прибираю квартири", "так", "1", "2 роки", "людям", "не знаю", "кухар"),
}


def test_a_name_that_is_a_trade_in_arabic_is_one_once_the_job_is_known() -> None:
    chat = Chat(CONTENT, State(lang="ar"))
    for said in (*OPENINGS["ar"], *LATE["ar"][:-1], "طباخ"):
        chat.send(said)
    assert (chat.cur, chat.trace.live.said("project/job")) == ("cv/name", True)
    chat.send("طباخ")
    assert chat.trace.live.text("cv/name") == "طباخ"


@pytest.mark.parametrize("lang", LATE)
def test_a_job_that_is_named_at_the_next_question_is_the_one_looked_for(lang: str) -> None:
    chat = Chat(CONTENT, State(lang=lang))
    for said in (*OPENINGS[lang], *LATE[lang][:-1]):
        chat.send(said)
    assert (chat.cur, chat.trace.live.said("project/job")) == ("cv/name", False)
    chat.send(LATE[lang][-1])
    assert chat.cur == "cv/name"
    assert chat.trace.live.said("project/job")
    assert not chat.trace.live.said("cv/name")
