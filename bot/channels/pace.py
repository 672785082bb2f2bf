"""When the next message may leave: so many seconds apart in a chat after a short burst, and so many a second in all.

Pure arithmetic on a clock that is handed in; the numbers are each channel's own (`Limits`), and a refusal of the
platform always has the last word. The method is the "virtual scheduling" form of the leaky bucket: remember when the
next one is due in theory. In any stretch of time no more leave than may leave at once, and those of the time itself:
a limit of thirty in any second is three at once and 27 a second, not thirty at once and thirty a second.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.channels.base import Beat, Limits

MANY = 4096  # chats remembered before the quiet ones are dropped
NOTHING = 1e-6  # seconds that nobody waits for: what is left of a sum of floats


@dataclass(slots=True)
class Pace:
    """The times at which things are next due, on one clock that only goes forward."""

    chat: Beat
    group: Beat
    all: Beat
    chats: dict[str, float] = field(default_factory=dict)
    bot: float = 0.0
    came: float = 0.0
    until: float = 0.0
    part: float = 1.0  # of the pace of the bot: other programs have the rest

    def chat_wait(self, chat: str, now: float, *, group: bool = False) -> float:
        """Book the next message of a chat; return the seconds to wait for it. `group`: several people read there."""
        if len(self.chats) >= MANY:
            self.chats = {name: due for name, due in self.chats.items() if due > now}
        wait, self.chats[chat] = _book(self.chats.get(chat, 0.0), now, self.group if group else self.chat)
        return wait

    def left(self, chat: str, now: float, *, group: bool = False) -> None:
        """Say that the message of a chat leaves only now: it waited for the turn of the bot too, and so do the next."""
        beat = self.group if group else self.chat
        self.chats[chat] = max(self.chats.get(chat, 0.0), now + beat.every)

    def bot_wait(self, now: float) -> float:
        """Book the next message of the bot; return the seconds to wait for it."""
        wait, self.bot = _book(self.bot, now, self._ours)
        return wait

    def turn(self, now: float) -> float:
        """Book the next message of the bot if it may leave now, and return 0; else the seconds to ask again after."""
        wait, due = _book(self.bot, now, self._ours)
        self.bot = self.bot if wait else due
        return wait

    def heard(self, now: float) -> None:
        """Count a message that came in, where the platform's limit is for both ways.

        Of a flood no more than half of the pace is counted: the other half is always ours to answer with.
        """
        every = self._ours.every
        wait, due = _book(self.came, now, Beat(2 * every, burst=max(1, round(1 / every))))
        if not wait:
            self.came = due
            self.bot = max(self.bot, now) + every

    @property
    def _ours(self) -> Beat:
        """What of the bot's pace is ours."""
        return (
            self.all if self.part == 1.0 else Beat(self.all.every / self.part, max(1, int(self.all.burst * self.part)))
        )

    def stop(self, seconds: float, now: float) -> None:
        """Hold the whole bot, as Telegram asked."""
        self.until = max(self.until, now + seconds)

    def stopped(self, now: float) -> float:
        """Return the seconds the bot is still held."""
        return max(0.0, self.until - now)


def paced(limits: Limits) -> Pace:
    """Return the pace of a channel; where it says none, nothing waits."""
    free = Beat(0, burst=1)
    return Pace(limits.chat_pace or free, limits.group_pace or free, limits.pace or free)


def _book(due: float, now: float, beat: Beat) -> tuple[float, float]:
    wait = due - beat.every * (beat.burst - 1) - now
    wait = wait if wait > NOTHING else 0.0
    return wait, max(due, now + wait) + beat.every
