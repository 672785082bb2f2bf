"""'I don't know' is an answer to every question, and so is nothing at all. No empty headings, no required dates."""

from __future__ import annotations

import re

import pytest

from flows.live import known
from locales.catalogs import catalog
from tests.promises.stops import FIRST, LANGS, Person, Stops, asked, content, turned, ways

pytestmark = pytest.mark.parametrize("lang", LANGS)
TIMES = 4  # easier words first, three times at most
LONG = 40  # messages: more than there are questions
HEADINGS = {text for (key, _), texts in catalog("fr").items() if key.startswith("cv.heading.") for text in texts}


@pytest.mark.parametrize("name", ["unknown", "skip"])
async def test_every_question_can_be_left_by_word(stops: Stops, lang: str, name: str) -> None:
    said, broken = turned(lang, name), []
    for stop in await (stops.of if name == "unknown" else stops.mine)(lang):
        if stop.question in {FIRST, "menu/end"}:
            continue
        async with stops.again(stop) as person:
            word = next(said)
            texts = [{"text": word}] * TIMES
            if not await _left(person, stop.asks, texts):
                broken.append(f"{stop}: {word}")
    assert broken == []


async def test_every_question_can_be_left_by_a_button(stops: Stops, lang: str) -> None:
    broken = []
    for stop in await stops.mine(lang):
        if stop.question in {FIRST, "menu/end"}:
            continue
        async with stops.again(stop) as person:
            if not await _left(person, stop.asks, [{"press": "skip"}]):
                broken.append(str(stop))
    assert broken == []


async def _left(person: Person, question: str, lines: list[dict[str, str]]) -> bool:
    """Whether one of these lines leads to another question."""
    for line in lines:
        new = await person.send(line)
        if asked(new) and await person.open() != question:
            return True
    return False


async def test_who_knows_nothing_has_a_cv_all_the_same(stops: Stops, lang: str) -> None:
    """The agreement and a name are told; all the rest is not known, to the end."""
    said = turned(lang, "unknown")
    async with stops.again(await stops.at(lang, "exp/*/what")) as person:
        while person.messages < LONG and await person.open():
            named = await person.open() == "cv/name"
            await person.send({"text": "Lina"} if named else {"text": next(said)})
        assert await person.open() == ""
        assert person.papers
        for paper in person.papers:
            _look(paper.text, lang)


def _look(text: str, lang: str) -> None:
    """A heading has something under it, no date is made up, and not knowing is not printed."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    assert "Lina" in text
    assert [a for a, b in zip(lines, [*lines[1:], ""], strict=True) if a in HEADINGS and (b in HEADINGS or not b)] == []
    assert re.findall(r"\d", text) == []
    assert [w for w in ways(lang, "unknown") if len(w) > 3 and w in text.lower()] == []


@pytest.mark.parametrize("name", ["unknown", "skip"])
async def test_an_answer_that_is_looked_at_stays_when_nothing_is_known(stops: Stops, lang: str, name: str) -> None:
    """An old button, or back, and "I don't know": nothing that was told is lost, and the way goes on."""
    said, broken = turned(lang, name), []
    async with stops.again(await stops.at(lang, "menu/end")) as person:
        here, asked_before = await person.place(), {bubble.question for bubble in person.shown}
        for slot in (await person.trace()).answered():
            if slot.question.kind != "confirm" and slot.qid in asked_before:  # a card's own "change" asks which one
                await person.send({"press_old": slot.qid})
                broken += [slot.qid] if await person.open() != slot.qid else []
                await person.send({"text": next(said)})
            broken += [slot.qid] if await person.place() != here else []
        for _ in range(4):
            await person.send({"press": "back"})
        while await person.open():
            await person.send({"text": next(said)})
        assert await person.place() == here
    assert broken == []


async def test_an_answer_is_taken_off_on_purpose(stops: Stops, lang: str) -> None:
    """Back to an answer, and "take it off": it is no longer printed, and it can be told again."""
    words = turned(lang, "remove")
    async with stops.again(await stops.at(lang, "cv/facts")) as person:
        for question, line in (("cv/town", {"text": next(words)}), ("cv/phone", {"press": "remove"})):
            before = (await person.live())[question]
            await person.does({"press_old": question}, line)
            after = (await person.live())[question]
            assert (before.said, after.said) == (True, False)
            assert known(content(), question) is not None
        assert await person.open() == "cv/facts"
        await person.does({"press_old": "exp/e1/what"}, {"text": next(words)})
        assert not [qid for qid in await person.live() if qid.startswith("exp/e1/")]
