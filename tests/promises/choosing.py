"""A question tried in the core alone, with what the house knew when it asked: tapped, written and spoken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from flows.model import Consult, State, Value, Voice, counted
from locales import translator
from tests.flows.chat import Chat
from tests.promises.stops import Stop, Stops, content, ways

Where = tuple[str, Mapping[str, tuple[object, ...]]]


async def asked(stops: Stops, stop: Stop) -> Chat:
    """The conversation at a question."""
    async with stops.again(stop) as person:
        state, facts = await person.known()
        at = person.clock.at
    chat = Chat(content(), state, [*facts], label=translator(stop.lang), at=at)
    if state.asked:
        chat.asks[state.asked.id] = state.asked
    return chat


def choices(state: State) -> list[str]:
    """What can be chosen by its number."""
    ids = [one.id for one in state.asked.choices] if state.asked else []
    return ids[: counted(ids)]


def tapped(chat: Chat, choice: str) -> Where:
    """Where a tap leads; where several may be tapped, once that is said to be all."""
    after, qid = chat.copy(), chat.state.asked and chat.state.asked.qid
    after.tap(choice)
    again = after.state.asked
    if again and again.qid == qid and "done" in [one.id for one in again.choices] and after.said(2)[0] == "picked":
        after.tap("done")
    return where(after)


def written(chat: Chat, said: str) -> Where:
    """Where the same leads in words."""
    after = chat.copy()
    after.send(said)
    return where(after)


def spoken(chat: Chat, said: str) -> Where:
    """Where it leads by voice: heard, read back, and a yes that is heard too."""
    after = chat.copy()
    for words in (said, ways(chat.state.lang, "yes")[0]):
        (note,) = (one.key for one in after.event(Voice(seconds=3, held=True)) if isinstance(one, Consult))
        after.send(Voice(f"{words.capitalize()}.", 3, of=note))
    return where(after)


def where(chat: Chat) -> Where:
    """The question that is open now, and the answers that count."""
    return chat.cur, {qid: _said(value) for qid, value in chat.live().items()}


def _said(value: Value) -> tuple[object, ...]:
    return value.kind, value.ids, value.text


def numbers(lang: str) -> Callable[[int], str]:
    """Each way to say a number, one after the other."""
    known: dict[int, list[str]] = {}
    for word, number in content().words[lang].numbers.items():
        known.setdefault(number, []).append(word)
    turns: dict[int, Iterator[str]] = {}

    def said(number: int) -> str:
        if number not in turns:
            turns[number] = _turned(known[number])
        return next(turns[number])

    return said


def _turned(said: list[str]) -> Iterator[str]:
    while True:
        yield from said
