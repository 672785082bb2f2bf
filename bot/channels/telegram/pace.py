"""When the next message may leave: one a second in a chat after a short burst, thirty a second for the bot.

Pure arithmetic on a clock that is handed in. Telegram publishes no exact numbers; these are its own advice
(core.telegram.org/bots/faq, "My bot is hitting limits"), and a refusal (429) always has the last word.
The method is the "virtual scheduling" form of the leaky bucket: remember when the next one is due in theory.
"""

from __future__ import annotations

from dataclasses import dataclass, field

CHAT_EVERY, CHAT_BURST = 1.0, 3
BOT_EVERY, BOT_BURST = 1 / 30, 30
MANY = 4096  # chats remembered before the quiet ones are dropped


@dataclass(slots=True)
class Pace:
    """The times at which things are next due, on one clock that only goes forward."""

    chats: dict[str, float] = field(default_factory=dict)
    bot: float = 0.0
    until: float = 0.0

    def chat_wait(self, chat: str, now: float) -> float:
        """Book the next message of a chat; return the seconds to wait for it."""
        if len(self.chats) >= MANY:
            self.chats = {name: due for name, due in self.chats.items() if due > now}
        wait, self.chats[chat] = _book(self.chats.get(chat, 0.0), now, CHAT_EVERY, CHAT_BURST)
        return wait

    def bot_wait(self, now: float) -> float:
        """Book the next message of the bot; return the seconds to wait for it."""
        wait, self.bot = _book(self.bot, now, BOT_EVERY, BOT_BURST)
        return wait

    def stop(self, seconds: float, now: float) -> None:
        """Hold the whole bot, as Telegram asked."""
        self.until = max(self.until, now + seconds)

    def stopped(self, now: float) -> float:
        """Return the seconds the bot is still held."""
        return max(0.0, self.until - now)


def _book(due: float, now: float, every: float, burst: int) -> tuple[float, float]:
    wait = max(0.0, due - every * (burst - 1) - now)
    return wait, max(due, now + wait) + every
