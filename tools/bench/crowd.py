"""People who talk on a double of Telegram to a program that dies under them, and what became of what they said.

Each reads the answer for two seconds or so when it is whole at the platform, and then says the next thing; somebody new
comes in the place of who is done, or waits for what may have arrived. They have agreed that their answers are kept
before anything dies: of who has not, nothing survives a start, on purpose (so in tests/bot/storm too; tests/bot/sweep
looks at the moments before). What they are told is compared with what one was told who talked alone.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from tests.doubles.telegram import Telegram
from tools.bench.people import SAID, LostError

PEOPLE: Final = 60
SILENCE: Final = 1.0  # seconds after which the one who talks alone has heard everything
READS: Final = (1.5, 3.0)  # seconds, at the least and at the most
LATE: Final = 240.0  # seconds after which an answer is lost
DOUBT: Final = 14.0  # seconds until what may have arrived has been said again
LOOK: Final = 1.0  # seconds between two looks at least
FIRST: Final = 1_000  # the number of the first who talks while others do


@dataclass(frozen=True, slots=True)
class Manner:
    """How they talk. `agreeing`: things said before anything dies; `again`: seconds after a start to say it again."""

    agreeing: int = 0
    again: float | None = None


@dataclass(slots=True)
class Seen:
    """What became of it. `astray`: bubbles that who talked alone was not told, and people told in another order."""

    kills: int = 0
    cuts: int = 0
    answers: int = 0
    lost: int = 0
    swallowed: int = 0
    astray: int = 0
    unknown: int = 0
    doubled: int = 0
    people: int = 0

    @property
    def wrong(self) -> int:
        """Everything that may not be."""
        return self.lost + self.swallowed + self.astray + self.unknown


class Bell:
    """Tells each person that something came: one looks at it all, and not each of them."""

    def __init__(self, api: Telegram) -> None:
        self._api = api
        self._people: dict[int, asyncio.Event] = {}

    async def hears(self) -> None:
        """Look at each request that the double was sent; nobody looks at it twice."""
        while True:
            await self._api.until(lambda: bool(self._api.calls), None)
            self._api.date = int(time.time())  # by the platform's clock it is seen what was read
            came = self._api.calls.copy()
            self._api.calls.clear()
            for call in came:
                event = self._people.get(int(call.values.get("chat_id") or 0))
                if event is not None:
                    event.set()

    async def rings(self, number: int) -> None:
        """Wait until something came for somebody, or a little."""
        event = self._people.setdefault(number, asyncio.Event())
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK):
                await event.wait()
        event.clear()


@dataclass(slots=True)
class Crowd:
    """All of them."""

    api: Telegram
    bell: Bell
    manner: Manner
    wanted: Sequence[Sequence[str]]
    seen: Seen = field(default_factory=Seen)
    talks: list[Talk] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)  # when it was there again after each kill
    numbers: count[int] = field(default_factory=lambda: count(FIRST))

    async def full(self) -> None:
        """Let people come until so many talk who have agreed."""
        start = self.starts[-1] if self.starts else 0.0
        missing = max(0, PEOPLE - sum(one.busy(start) for one in self.talks))
        new = [Talk(self, next(self.numbers)) for _ in range(missing)]
        self.talks += new
        await asyncio.gather(*(one.agrees() for one in new))
        for one in new:
            one.going_on = asyncio.create_task(one.goes_on())

    async def ends(self) -> None:
        """Let everybody come to the end, and count."""
        await asyncio.gather(*(one.going_on for one in self.talks if one.going_on))
        await asyncio.sleep(DOUBT)
        for one in self.talks:
            one.counted()


class Talk:
    """One conversation."""

    def __init__(self, crowd: Crowd, number: int) -> None:
        self.number, self.over, self.said, self._reading = number, False, 0, False
        self.going_on: asyncio.Task[None] | None = None
        self._crowd, self._person = crowd, crowd.api.person(number, lang="fr")
        self._expected: list[str] = []
        self._wrote = 0.0

    @property
    def told(self) -> list[str]:
        """What they were told."""
        return [one.text for one in self._person.shown]

    def busy(self, start: float) -> bool:
        """Whether they have been answered since it was started last, or before, and have not come to the end."""
        return not self.over and (self._reading or self._wrote > start)

    async def agrees(self) -> None:
        """Say what comes before they have agreed, and that they do."""
        await self._says_all(range(self._crowd.manner.agreeing))

    async def goes_on(self) -> None:
        """Say the rest."""
        await self._says_all(range(self._crowd.manner.agreeing, len(SAID)))
        self.over = True

    async def _says_all(self, turns: range) -> None:
        last = self._crowd.wanted[-1][-1]
        for turn in turns:
            if self.over or last in self.told[-1:]:
                return
            if turn:
                await self._reads()
            self.over = not await self._says(SAID[turn], self._crowd.wanted[turn])

    async def _reads(self) -> None:
        self._reading = True
        await asyncio.sleep(random.uniform(*READS))  # noqa: S311 - not for a secret # nosec B311
        self._reading = False

    async def _says(self, text: str, answer: Sequence[str]) -> bool:
        """Say something; whether it was answered."""
        seen, began, before = self._crowd.seen, time.monotonic(), len(self._person.shown)
        self._expected += answer
        await self._writes(text)
        while not self._answered(before):
            if time.monotonic() - began > LATE:
                if len(self._person.shown) == before:
                    seen.swallowed += 1
                    del self._expected[-len(answer) :]
                return False
            if self._in_vain():
                await self._writes(text)
            await self._crowd.bell.rings(self.number)
        seen.answers += 1
        return True

    async def _writes(self, text: str) -> None:
        self._wrote, self.said = time.monotonic(), self.said + 1
        self._crowd.api.date = int(time.time())  # the platform's clock goes on though nothing asks it for anything
        await self._person.says(text)

    def _answered(self, before: int) -> bool:
        """Whether the answer is there, all of it; who would say it again goes on with whatever is said."""
        if self._crowd.manner.again is not None:
            return len(self._person.shown) > before
        return within(self._expected, self.told)

    def _in_vain(self) -> bool:
        """Whether it died since they wrote, and was there again for long enough to answer."""
        again = self._crowd.manner.again
        start = next((at for at in self._crowd.starts if at > self._wrote), None)
        return again is not None and start is not None and time.monotonic() > start + again

    def counted(self) -> None:
        """Compare what they were told with what they should be."""
        seen, told = self._crowd.seen, Counter(self.told)
        wanted = [text for answer in self._crowd.wanted for text in answer]
        expected = self._expected if self._crowd.manner.again is None else wanted
        missing = Counter(expected) - told
        seen.people += 1
        seen.lost += missing.total()
        if self._crowd.manner.again is not None:  # a form says one thing to each message
            seen.swallowed += max(0, self.said - len(self.told) - missing.total())
        seen.doubled += sum((told - Counter(expected))[text] for text in set(expected))
        strange = [text for text in self.told if text not in expected]
        order = not missing and not within(expected, self.told)
        seen.astray += len(strange) or order
        if self._crowd.manner.again is None and (missing or strange or order):
            print(self.number, dict(missing), strange, self.told, expected, sep="\n    ", file=sys.stderr)


def within(some: Sequence[str], whole: Sequence[str]) -> bool:
    """Whether all of it is in the other, in its order."""
    rest = iter(whole)
    return all(text in rest for text in some)


async def alone(api: Telegram, number: int) -> list[list[str]]:
    """Let one person hold the conversation while nothing dies; return what they are told after each thing they say."""
    person, wanted = api.person(number, lang="fr"), list[list[str]]()
    for text in SAID:
        before = heard = len(person.shown)
        await person.says(text)
        await api.until(lambda: len(person.shown) > heard, LATE)  # noqa: B023 - it is waited for here
        with suppress(TimeoutError):
            while heard := len(person.shown):
                await api.until(lambda: len(person.shown) > heard, SILENCE)  # noqa: B023 - the same
        wanted.append([one.text for one in person.shown[before:]])
    if not all(wanted):
        raise LostError("who talked alone was not answered")
    return wanted
