"""Back, change, pause, restart at every step, by button and by word, in every language. An old button always works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from flows.controls import ACTIONS
from flows.model import Phrase
from flows.reading import fold
from locales import translator
from tests.promises.stops import (
    FIRST,
    LANGS,
    Line,
    Person,
    Stop,
    Stops,
    asked,
    asked_in,
    content,
    offered,
    on_the_way,
    turned,
    ways,
)

pytestmark = pytest.mark.parametrize("lang", LANGS)
Going = Sequence[tuple[Line, Line | None]]
PLAYED = "game/"  # begins the cards of a game
HOLDS = frozenset({"text", "choice", "date"})  # kinds of questions whose answer is one choice, kept as it is


def moves(lang: str) -> Iterator[tuple[Line, Line | None]]:
    """What goes away from a question and what comes back to it (None: "keep" does); other words each time."""
    words = {n: turned(lang, n) for n in ("back", "change", "pause", "continue", "restart", "no")}
    while True:
        yield {"text": next(words["back"])}, None
        yield {"text": next(words["change"])}, None
        yield {"text": next(words["pause"])}, {"text": next(words["continue"])}
        yield {"text": next(words["restart"])}, {"text": next(words["no"])}


WORDS = 4  # of them
BUTTONS: tuple[tuple[Line, Line | None], ...] = (
    ({"press": "back"}, None),
    ({"press": "change"}, None),
    ({"press": "pause"}, {"sticker": "🌷"}),
)


async def test_every_question_is_tried(stops: Stops, lang: str) -> None:
    tried = {stop.question.replace("/+/", "/*/") for stop in await stops.of(lang)}
    assert tried >= asked_in(lang)


async def test_there_and_back_by_word_is_the_same_place(stops: Stops, lang: str) -> None:
    going, keep, broken = moves(lang), keeps(lang), []
    for stop in await stops.of(lang):
        broken += await _try(stops, stop, [next(going) for _ in range(WORDS)], keep)
    assert broken == []


async def test_there_and_back_by_button_is_the_same_place(stops: Stops, lang: str) -> None:
    keep, broken = keeps(lang), []
    for stop in await stops.mine(lang):
        broken += await _try(stops, stop, BUTTONS, keep)
    assert broken == []


async def _try(stops: Stops, stop: Stop, going: Going, keep: Iterator[Line]) -> list[str]:
    broken = []
    async with stops.again(stop) as person:
        here = await person.place()
        for away, home in going:
            if stop.question.startswith(PLAYED) and fold(str(away.get("text"))) in wrong(stop.lang):
                continue  # "that is wrong" answers a card
            question = await _go(person, stop, away, home or next(keep))
            if question != stop.asks or await person.place() != here:
                broken.append(f"{stop}: {away} then {home} asks {question}, open is {await person.open()}")
    return broken


def wrong(lang: str) -> Sequence[str]:
    """Return how people say that something is wrong."""
    return content().words[lang].small["fails"]


def keeps(lang: str) -> Iterator[Line]:
    """Keep, by button and by word."""
    for word in turned(lang, "keep"):
        yield {"press": "keep"}
        yield {"text": word}


def knocks(lang: str, door: str) -> str:
    """A word that opens a door and says no more: what its button says, where that is one."""
    label = fold(translator(lang)(Phrase(f"button.{door}")))
    return label if label in ways(lang, door) else ways(lang, door)[0]


async def _go(person: Person, stop: Stop, away: Line, home: Line) -> str:
    """Go away and come back; the question that is asked then."""
    slot = (await person.trace()).slot(stop.asks)
    door = slot.door if slot else ""
    new = await person.send(away)
    if asked(new) == "menu/change":
        new = await person.send({"press": new[-1].buttons[0].id})
    if "keep" in offered(new) or asked(new) in {"", "menu/restart"}:
        new = await person.send(home)
    elif door and await person.open() != stop.asks:  # back walked out through the door
        new = await person.send({"text": knocks(stop.lang, door)})
    return asked(new)


async def test_far_back_and_all_the_way_forward_is_the_same_place(stops: Stops, lang: str) -> None:
    back, keep = turned(lang, "back"), turned(lang, "keep")
    last = (await stops.of(lang))[-1]
    async with stops.again(await stops.at(lang, "menu/end")) as person:
        here, seen = await person.place(), [""]
        while "keep" in offered(new := await person.send({"text": next(back)})) and asked(new) != seen[-1]:
            assert asked(new) not in seen, f"{last}: back to {asked(new)} twice"
            seen.append(asked(new))
        assert len(seen) > len(on_the_way(lang)) / 2
        for _ in seen[1:]:
            await person.send({"text": next(keep)})
        assert await person.place() == here


async def test_a_restart_begins_again_and_keeps_what_was_told(stops: Stops, lang: str) -> None:
    restart, yes = turned(lang, "restart"), turned(lang, "yes")
    broken = []
    for stop in await stops.mine(lang):
        async with stops.again(stop) as person:
            _, told = await person.known()
            await person.does({"text": next(restart)}, {"text": next(yes)})
            begun = FIRST if stop.question == FIRST else "exp/e1/what"
            if (await person.known())[1][: len(told)] != told or await person.open() != begun:
                broken.append(f"{stop}: a restart leads to {await person.open()}")
    assert broken == []


async def test_later_is_reminded_once_and_a_pause_never(stops: Stops, lang: str) -> None:
    later = turned(lang, "later")
    broken = []
    for stop in await stops.mine(lang):
        if stop.question == FIRST:  # who has agreed to nothing is not written to
            continue
        async with stops.again(stop) as person:
            here, counts = await person.place(), []
            for lines in (({"press": "pause"},), ({"text": next(later)}, {"press": "agree"})):
                for line in lines:
                    await person.send(line)
                counts += [len(await person.send({"wait": wait})) for wait in ("PT21H", "P4D")]
            if counts != [0, 0, 1, 0] or await person.place() != here:
                broken.append(f"{stop}: {counts} bubbles after a pause and after later")
    assert broken == []


async def test_each_button_ever_shown_re_answers_its_question(stops: Stops, lang: str) -> None:
    broken = []
    async with stops.again(await stops.at(lang, "menu/end")) as person:
        for bubble in list(person.shown):
            for button in bubble.buttons:
                new = await person.send({"press_old": bubble.question, "choice": button.id})
                told = button.id in ACTIONS or await _told(person, bubble.question, button.id)
                if not told or not (asked(new) or (await person.known())[0].paused):
                    broken.append(f"{bubble.question} {button.id}: {[b.text for b in new]}")
    assert broken == []


async def _told(person: Person, question: str, choice: str) -> bool:
    """Whether the answer of a question is this choice now, where an answer is one choice."""
    slot = (await person.trace()).slot(question)
    value = (await person.live()).get(question)
    if slot is None or slot.question.kind not in HOLDS or slot.question.several:
        return True
    return value is not None and (choice in value.ids or bool(slot.question.choosing))
