"""Nothing invented: every line of a CV rests on what the person said or approved, and goes when it is taken back."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from flows.cv.document import build
from flows.documents import Cv
from flows.model import Fact, How, Translate
from locales.catalogs import catalog
from locales.translate import translator
from tests.promises.stops import LANGS, Person, Stops, content

pytestmark = pytest.mark.parametrize("lang", LANGS)
CHILDREN = {"fr": "je garde des enfants", "en": "I look after children",
            "ar": "أعتني بالأطفال", "uk": "я доглядаю дітей"}  # fmt: skip
LATER = {"fr": ("2019", "2021"), "en": ("2019", "2021"), "ar": ("٢٠١٩", "٢٠٢١"), "uk": ("2019", "2021")}
HERS = frozenset({How.TEXT, How.BUTTON, How.VOICE, How.EDIT, How.SHARED})
WAYS = ("cv/facts", "menu/end", "cv/extras")


async def cv(person: Person) -> tuple[Cv, Sequence[Fact]]:
    state, facts = await person.known()
    return build(content(), facts, state.dossier), facts


async def test_every_line_rests_on_facts_of_the_person_and_falls_with_them(stops: Stops, lang: str) -> None:
    lines = 0
    for question in WAYS:
        async with stops.again(await stops.at(lang, question)) as person:
            drawn, facts = await cv(person)
            by_seq = {fact.seq: fact for fact in facts}
            for line in drawn.lines():
                lines += 1
                proofs = [by_seq[seq] for seq in line.proof]
                assert proofs, f"{line} rests on nothing"
                assert {fact.how for fact in proofs} <= HERS
                asked = {fact.qid for fact in proofs}
                rest = [fact for fact in facts if fact.qid not in asked]
                assert line not in build(content(), rest).lines(), f"{line} stands without {asked}"
    assert lines > 10


async def test_no_word_is_printed_that_no_line_holds(stops: Stops, lang: str) -> None:
    async with stops.again(await stops.at(lang, "menu/end")) as person:
        drawn, _ = await cv(person)
        said = translator("fr", "vous")
        heads = [t for (key, _), texts in catalog("fr").items() if key.startswith("cv.heading.") for t in texts]
        known = [*heads, drawn.name, drawn.phone, drawn.email, drawn.town, *_texts(drawn, said)]
        printed = person.papers[-1].text
        assert words(printed) - words("\n".join(known)) == set()


def _texts(drawn: Cv, said: Translate) -> list[str]:
    return [said(line.phrase) for line in drawn.lines()]


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


@pytest.mark.parametrize("how", ["change", "edit", "back"])
async def test_words_taken_back_are_no_longer_printed(stops: Stops, lang: str, how: str) -> None:
    """The first sentence told of cleaning; now it tells of children, and nobody said cleaning any more."""
    async with stops.again(await stops.at(lang, "exp/*/acts")) as person:
        assert _acts(await cv(person)) == {"cleaning"}
        match how:
            case "change":
                await person.does({"press_old": "exp/e1/what"}, {"text": CHILDREN[lang]})
            case "edit":
                await person.send({"edit": list(person.said.values())[-1], "text": CHILDREN[lang]})
            case _:
                await person.does({"press": "back"}, {"press": "back"}, {"text": CHILDREN[lang]})
        assert _acts(await cv(person)) == {"childcare"}


def _acts(drawn: tuple[Cv, Sequence[Fact]]) -> set[str]:
    return {line.phrase.key.split(".")[1] for line in drawn[0].skills}


async def test_a_message_edited_twice_says_what_it_says_last(stops: Stops, lang: str) -> None:
    async with stops.again(await stops.at(lang, "exp/*/when")) as person:
        await person.send({"text": "2018", "id": "when"})
        for year in LATER[lang]:
            await person.send({"edit": "when", "text": year})
        span = (await person.live())["exp/e1/when"].span
    assert span is not None
    assert span.said == "2021"
