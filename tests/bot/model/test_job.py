"""What a model is asked for one person: only what they agreed to, so often, and nothing it says that they did not."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot import app
from bot.house import House
from bot.loop import run
from bot.model.breaker import FAILURES, REST, Breaker
from bot.model.job import Helper
from bot.settings import read as read_settings
from bot.store.using import DAY, KEPT, Spent, Used
from flows.aided import ANSWER, TOLD, Aid, Found, read, words, written
from flows.model import Consult, Event, Fact, Facts, Hints, How, Kind, Media, Result, State, Step, Text, Value, Voice
from tests.bot import little
from tests.bot.little import START, Clock
from tests.bot.model.people import Asking, asking
from tests.doubles.chatting import lying
from tests.doubles.chatting import words as data

SAID = "je fais le ménage chez madame dupont depuis 3 ans"
TODAY = START // DAY


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[Asking]:
    async with asking(tmp_path) as made:
        yield made


async def test_what_is_found_is_in_the_persons_own_words(house: Asking) -> None:
    rose = await house.meets("rose", name="Rose Diallo", town="Rezé")
    house.server.says = [{"found": [
        {"field": "what", "quote": "le ménage chez madame [NOM1]", "text": "ménage chez madame [NOM1]"},
        {"field": "when", "quote": "depuis [NUM1] ans", "text": "depuis [NUM1] ans"},
    ]}]  # fmt: skip
    well, text = await house.asks(rose, SAID)
    assert well
    assert read(text) == Aid("facts", (
        Found("what", "le ménage chez madame dupont", "ménage chez madame dupont"),
        Found("when", "depuis 3 ans", "depuis 3 ans"),
    ))  # fmt: skip
    (body,) = map(json.loads, house.server.bodies)
    assert data(body) == {"text": "je fais le ménage chez madame [NOM1] depuis [NUM1] ans", "language": "fr",
                          "fields": dict(TOLD)}  # fmt: skip
    assert await house.used(rose) == [Used(TODAY, "facts", 1)]
    assert await house.spent() == Spent(asked=1, tokens=50)


async def test_a_name_told_in_a_long_story_hides_the_name_and_not_the_story(house: Asking) -> None:
    story = "bonjour moi c'est rose diallo et je fais le ménage chez une dame"
    rose = await house.meets("rose")
    named = Fact(9, "cv/name", Value(Kind.TEXT, text="Rose Diallo"), story, "m", How.TEXT, START, 1, "fr")
    await run(house.store, lambda tx: tx.learn(rose, [named]))
    house.server.says = [{"found": []}]
    await house.asks(rose, story)
    (body,) = map(json.loads, house.server.bodies)
    assert data(body)["text"] == "bonjour moi c'est [NOM1] [NOM2] et je fais le ménage chez une dame"


async def test_a_line_a_translation_and_an_answer(house: Asking) -> None:
    rose = await house.meets("rose", line="je fais le ménage chez des gens")
    house.server.says = [{"text": "Ménage chez des gens"}, {"text": "прибирання в домі"}, {"found": [
        {"field": "action", "quote": "je fais le ménage", "text": "vous dites ce que vous faites"}]}]  # fmt: skip
    assert read((await house.asks(rose, "plus clair", "wording:cv/line"))[1]) == Aid(
        "wording", text="Ménage chez des gens"
    )
    assert data(json.loads(house.server.bodies[0]))["text"] == "je fais le ménage chez des gens"
    well, text = await house.asks(rose, "je fais le ménage dans la maison", "translation:uk")
    assert (well, read(text)) == (True, Aid("translation", text="прибирання в домі"))
    assert data(json.loads(house.server.bodies[1]))["to"] == "uk"
    well, text = await house.asks(rose, Voice("je fais le ménage et je range", 3), "feedback:interview/1")
    assert well
    assert data(json.loads(house.server.bodies[2]))["fields"] == dict(ANSWER)
    assert {one.purpose for one in await house.used(rose)} == {"wording", "translation", "feedback"}


@pytest.mark.parametrize("text", [
    "bravo", "une bonne réponse", "votre accent est fort", "des fautes de grammaire", "un score élevé",
])  # fmt: skip
async def test_a_mark_or_a_word_about_how_somebody_speaks_is_dropped(house: Asking, text: str) -> None:
    rose = await house.meets("rose")
    said = "je fais le ménage dans la maison"
    for told, comes in ((text, False), ("vous dites ce que vous faites", True)):
        house.server.says = [{"found": [{"field": "action", "quote": "je fais le ménage", "text": told}]}]
        assert (await house.asks(rose, said, "feedback:interview/1/answer"))[0] is comes


@pytest.mark.parametrize(("quote", "told"), [
    ("je fais LE ménage!!!", "Je fais le ménage"), ("🏆 je fais ★le★ ménage ***", "Je fais le ménage"),
    ("je\u202e fais le ménage\u2066", "Je fais le ménage"), ("ménage, et l’école", "ménage, et l'école"),
    ("fais le ménage, et l'école du port.", "fais le ménage, et l'école du port"),
    ("l'école", "l'école"), ("école", "l'école"),
    ("fais le me", ""), ("*** !", ""), ("je fais du ménage", ""), ("le ménage je fais", ""),
])  # fmt: skip
async def test_a_quote_is_the_words_of_the_person_as_they_wrote_them(house: Asking, quote: str, told: str) -> None:
    rose = await house.meets("rose")
    house.server.says = [{"found": [{"field": "what", "quote": quote, "text": "mén\u202eage"}]}]
    well, text = await house.asks(rose, "Je fais le ménage, et l'école du port.")
    assert read(text) == (Aid("facts", (Found("what", told, "ménage"),)) if told else None)
    assert well is bool(told)


async def test_nothing_unseen_comes_with_a_translation(house: Asking) -> None:
    rose = await house.meets("rose")
    house.server.says = [{"text": "\u202ei clean\u2066 the\x1b house\u0336\u0336\u0336\u0336\u0336"}]
    well, text = await house.asks(rose, "je fais le ménage dans la maison", "translation:en")
    assert (well, read(text)) == (True, Aid("translation", text="i clean the house\u0336\u0336\u0336"))


@pytest.mark.parametrize("lie", ["quote", "number", "address", "mark"])
@pytest.mark.parametrize("about", ["facts", "translation:fr"])
async def test_a_lie_is_dropped(house: Asking, lie: str, about: str) -> None:
    if (lie, about) == ("quote", "translation:fr"):
        return
    rose = await house.meets("rose")
    house.server.thinks = lying(lie)
    assert await house.asks(rose, SAID, about) == (False, "")


@pytest.mark.parametrize("text", [
    "ménage chez Karim", "ménage à Nantes", "chez monsieur Pierre", "ménage, 12 rue des lilas", "voir a@b.fr",
    "½ ménage",    "ménage [NOM1] [NUM2]", "www.ménage.fr", "ménage pendant dix douze trente quarante ans",
])  # fmt: skip
async def test_a_name_a_place_or_a_number_that_nobody_told_is_dropped(house: Asking, text: str) -> None:
    rose = await house.meets("rose")
    house.server.says = [{"text": text}]
    assert await house.asks(rose, "je fais le ménage tous les jours", "translation:fr") == (False, "")


async def test_without_an_agreement_or_after_it_was_taken_back_nothing_leaves(house: Asking) -> None:
    rose = await house.meets("rose")
    await house.agrees(rose, "refuse")
    assert await house.asks(rose, SAID) == (False, "")
    assert house.server.asked == 0
    await house.agrees(rose)
    await house.asks(rose, SAID)
    assert house.server.asked == 1
    assert await house.helper.help(house.job(rose, "", "uses")) == (True, "uses\n1")


async def test_on_the_operators_own_machine_nobody_is_asked_about_it_and_who_refused_is_left_alone(
    tmp_path: Path,
) -> None:
    async with asking(tmp_path, own=True) as house:
        house.parts = replace(
            house.parts, content=app.load_content(read_settings({"ATOUT_MODEL": "http://127.0.0.1:9"}))
        )
        house.helper = Helper(house.store, house.parts)
        rose = await house.meets("rose", agrees=False)
        await house.asks(rose, SAID)
        assert house.server.asked == 1
        await house.agrees(rose, "refuse")
        await house.asks(rose, SAID)
        assert house.server.asked == 1


async def test_so_many_calls_a_day_and_no_more(tmp_path: Path) -> None:
    async with asking(tmp_path, budget=2) as house:
        rose, bo = await house.meets("rose"), await house.meets("bo")
        for _ in range(4):
            await house.asks(rose, SAID)
        assert house.server.asked == 2
        await house.asks(bo, SAID)
        assert house.server.asked == 3
        house.clock.move(DAY)
        await house.asks(rose, SAID)
        assert house.server.asked == 4
        assert await house.used(rose) == [Used(TODAY, "facts", 2), Used(TODAY + 1, "facts", 1)]


async def test_counts_go_with_the_person_and_with_time(house: Asking) -> None:
    rose, bo = await house.meets("rose"), await house.meets("bo")
    await house.asks(rose, SAID)
    await house.asks(bo, SAID)
    await run(house.store, lambda tx: tx.forget(rose))
    assert await house.used(rose) == []
    assert (await house.spent()).asked == 1
    await run(house.store, lambda tx: tx.tidy(house.clock() + (KEPT + 1) * DAY))
    assert (await house.spent()).asked == 0


async def test_what_is_no_words_of_theirs_is_not_asked_about(house: Asking) -> None:
    rose = await house.meets("rose")
    for said in ("oui", "x" * 3_000, Media("image", "r")):
        assert await house.asks(rose, said) == (False, "")
    assert await house.asks(rose, SAID, "poem") == (False, "")
    assert await house.asks(rose, SAID, "wording:cv/unknown") == (False, "")
    assert await house.helper.help(house.job(rose, "no such message")) == (False, "")
    assert house.server.asked == 0


async def test_where_no_model_is_set_nobody_is_asked(house: Asking) -> None:
    rose = await house.meets("rose")
    for parts in (replace(house.parts, model=None), replace(house.parts, words=None)):
        house.helper = Helper(house.store, parts)
        assert await house.asks(rose, SAID) == (False, "")
    assert house.server.asked == 0


@pytest.mark.parametrize("fault", ["429", "500", "half", "401", "noise", "wrong", "refusal", "flood"])
async def test_one_that_keeps_failing_is_left_alone_for_a_while(house: Asking, fault: str) -> None:
    rose = await house.meets("rose")
    house.server.faults = [fault] * 99
    for _ in range(FAILURES + 2):
        assert await house.asks(rose, SAID) == (False, "")
    tries = 2 if fault in {"wrong", "refusal"} else 1
    assert house.server.asked == FAILURES * tries
    house.clock.move(REST)
    await house.asks(rose, SAID)
    await house.asks(rose, SAID)
    assert house.server.asked == (FAILURES + 1) * tries
    house.server.faults = []
    house.clock.move(REST)
    house.server.says = [{"found": [{"field": "what", "quote": "le ménage", "text": "ménage"}]}] * 2
    assert (await house.asks(rose, SAID))[0]
    assert (await house.asks(rose, SAID))[0]
    assert (await house.spent()).failed == FAILURES + 1


async def test_one_that_hangs_is_not_waited_for(tmp_path: Path) -> None:
    async with asking(tmp_path, patience=0.5) as house:
        rose = await house.meets("rose")
        house.server.faults = ["hang"]
        assert await house.asks(rose, SAID) == (False, "")
        assert (await house.spent()) == Spent(asked=1, failed=1)


async def test_a_misspelt_word_goes_with_its_meaning_and_comes_back_as_it_was_written(house: Asking) -> None:
    rose = await house.meets("rose")
    house.server.says = [{"found": [{"field": "what", "quote": "le [MOT1:menage]", "text": "[MOT1]"}]}]
    hints = Hints(spelling={"menaje": "menage"})
    well, text = await house.asks(rose, "je fais le ménaje tous les jours", hints=hints)
    assert data(json.loads(house.server.bodies[0]))["text"] == "je fais le [MOT1:menage] tous les jours"
    assert (well, words(text)) == (True, "ménaje")


async def test_a_house_asks_tells_the_core_and_goes_on_when_nobody_answers(house: Asking) -> None:
    heard: list[Event] = []

    def decide(state: State, facts: Facts, event: Event) -> Step:
        if isinstance(event.body, Result):
            heard.append(event)
            return Step((), state, ())
        if isinstance(event.body, Text) and event.body.text.startswith("je "):
            agreed = Value(Kind.CHOICE, ids=("agree",))
            fact = Fact(len(facts) + 1, "purpose/model", agreed, "", event.id, How.BUTTON, event.at, 1, "fr")
            return Step((fact,), replace(state, lang="fr"), (Consult("model", event.id, "facts"),))
        return little.step(state, facts, event)

    known = {"model": house.parts.model, "words": house.parts.words, "content": house.parts.content}
    home = House(house.store, replace(little.parts(house.clock), decide=decide, **known))  # type: ignore[arg-type] # each is of its kind
    ana = little.Person(home, "web")
    await ana.agrees()
    house.server.says = [{"found": [{"field": "what", "quote": "le menage", "text": "le menage"}]}]
    await ana.says("je fais le menage chez karim")
    house.server.faults = ["500"]
    await ana.says("je fais la cuisine chez karim")
    results = [event.body for event in heard if isinstance(event.body, Result)]
    assert [(one.job, one.ok, one.qid, one.text) for one in results] == [
        ("model", True, "facts", "facts\nwhat\tle menage\tle menage"), ("model", False, "facts", ""),
    ]  # fmt: skip
    assert [bool(body) for body in house.server.bodies] == [True, True]
    assert b"karim" not in b"".join(house.server.bodies)
    await home.forget("web", "ana")
    assert (await house.spent()) == Spent()


def test_a_breaker_lets_one_try_after_a_rest() -> None:
    clock = Clock()
    breaker = Breaker(clock)
    for _ in range(FAILURES):
        assert breaker.begin()
        breaker.end(well=False)
    assert breaker.open
    assert not breaker.begin()
    clock.move(REST)
    assert breaker.begin()
    assert not breaker.begin()
    breaker.end(well=False)
    assert not breaker.begin()
    clock.move(REST)
    assert breaker.begin()
    breaker.end(well=True)
    assert breaker.begin()
    assert breaker.begin()


@pytest.mark.parametrize(
    "text", ["", "facts", "poem\nx", "facts\nwhat\tq", "facts\ncv/name\tq\tt", "wording\na\nb", "facts\nwhat\t\tt"]
)
def test_lines_of_another_form_are_no_proposal(text: str) -> None:
    assert read(text) is None
    assert words(text) == ""


def test_what_is_written_is_read_again() -> None:
    for aid in (
        Aid("facts", (Found("what", "a b", "c"),)),
        Aid("wording", text="a\tb\nc"),
        Aid("feedback", (Found("result", "q", "t"),)),
    ):
        again = read(written(aid))
        assert again is not None
        assert again.found == aid.found
        assert again.text == " ".join(aid.text.split())
