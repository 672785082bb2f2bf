"""The pace alone, for a whole day of every token and number: the real buckets, driven as a channel drives them.

No house, store or channel: so millions of lines are played in minutes. A message does what a channel does: the turn of
the chat is booked, then the turn of the bot, the message leaves, and the next one of the chat follows once
the platform has answered. `tests/scale/runs.py` plays some of it with all of the program.
"""

from __future__ import annotations

import heapq
import random
from collections import defaultdict, deque
from dataclasses import dataclass, field

from bot.channels.base import Limits
from bot.channels.pace import Pace, paced
from tests.scale.counters import Pairs, Window
from tests.scale.crowd import Crowd, Line
from tests.scale.platforms import MEAN, SECOND, SOONEST

CHAT, BOT, LEAVES = range(3)  # what a message does next


@dataclass(slots=True)
class Day:
    """What was seen of one token or number."""

    both_ways: bool
    messages: int  # that answer a line
    all: Window
    pairs: Pairs
    waits: list[float] = field(default_factory=list)
    lines: int = 0
    disordered: int = 0


@dataclass(slots=True)
class _Bucket:
    pace: Pace
    day: Day
    lot: random.Random
    heap: list[tuple[float, int, int, int]] = field(default_factory=list)  # when, in which order, who, what
    waiting: defaultdict[int, deque[tuple[Line, int]]] = field(default_factory=lambda: defaultdict(deque))
    turns: deque[int] = field(default_factory=deque)  # who waits for the turn of the number
    told: dict[int, int] = field(default_factory=dict)
    order: int = 0

    def push(self, at: float, who: int, what: int) -> None:
        self.order += 1
        heapq.heappush(self.heap, (at, self.order, who, what))

    def writes(self, line: Line) -> None:
        self.day.lines += 1
        if self.day.both_ways:
            self.pace.heard(line.at)
            self.day.all.add(line.at, judged=False)
        idle = not self.waiting[line.address]
        self.waiting[line.address].extend((line, number) for number in range(self.day.messages))
        if idle:
            self.push(line.at, line.address, CHAT)

    def until(self, end: float) -> None:
        """Let everything happen that happens before then."""
        while self.heap and self.heap[0][0] <= end:
            now, _, who, what = heapq.heappop(self.heap)
            if what == CHAT:
                self.push(now + self.pace.chat_wait(str(who), now), who, BOT)
            elif what == BOT:
                self._turn(now, who)
            else:
                self._leaves(now, who)

    def _turn(self, now: float, who: int) -> None:
        if not self.day.both_ways:
            self.push(now + self.pace.bot_wait(now), who, LEAVES)
            return
        self.turns.append(who)
        if len(self.turns) == 1:
            self._next_turn(now)

    def _next_turn(self, now: float) -> None:
        """One after the other asks whether it may leave, and asks again after as long as it is told."""
        while self.turns:
            if wait := self.pace.turn(now):
                self.push(now + wait, -1, LEAVES)
                return
            self._sent(now, self.turns.popleft())

    def _leaves(self, now: float, who: int) -> None:
        if who < 0:
            self._next_turn(now)
        else:
            self._sent(now, who)

    def _sent(self, now: float, who: int) -> None:
        self.pace.left(str(who), now)
        self.day.all.add(now)
        self.day.pairs.add(str(who), now)
        line, number = self.waiting[who].popleft()
        place = line.number * self.day.messages + number
        self.day.disordered += place <= self.told.get(who, -1)
        self.told[who] = place
        if number == self.day.messages - 1:
            self.day.waits.append(now - line.at)
        if self.waiting[who]:
            self.push(now + SOONEST + self.lot.expovariate(1 / MEAN), who, CHAT)
        else:
            del self.waiting[who]


def played(limits: Limits, day: Day, crowd: Crowd, begin: float, end: float) -> Day:
    """Let people write, and return what was seen."""
    bucket = _Bucket(paced(limits), day, random.Random(crowd.seed))
    for line in crowd.lines(begin, end):
        bucket.until(line.at)
        bucket.writes(line)
    bucket.until(float("inf"))
    return day


def telegram() -> Day:
    """Return a day of a token that nothing was seen of yet."""
    return Day(both_ways=False, messages=2, all=Window(SECOND), pairs=Pairs(SECOND, 3))


def whatsapp() -> Day:
    """Return a day of a number that nothing was seen of yet."""
    return Day(both_ways=True, messages=1, all=Window(SECOND), pairs=Pairs(6 * SECOND, 45))
