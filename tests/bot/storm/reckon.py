"""What came of a storm, reckoned for each person: what was decided, from the files; what was shown, from the platform.

A bubble may be shown twice only where nobody can know better: it was shown, and the process that sent it was killed,
or the line broken, before the receipt was written down.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.app import open_house
from bot.channels.base import Shown
from bot.settings import Settings
from tests.bot.storm.sides import Sent

Killed = Sequence[tuple[float, float]]  # when each kill was, and when the next process answered


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What one person met: `unexcused` are bubbles seen twice where the receipt of the first could be known."""

    effects: int
    said: int
    lost: int
    doubled: int
    unexcused: int
    disordered: bool


async def kept(settings: Settings, channel: str, addresses: Sequence[str]) -> list[Sequence[Shown]]:
    """Return the lines of each conversation as they are in the files."""
    house = open_house(settings).house
    try:
        return [await house.transcript(channel, address) for address in addresses]
    finally:
        await house.stop()


def reckoned(lines: Sequence[Shown], hello: tuple[int, int], seen: Sequence[Sent], killed: Killed) -> Reckoning:
    """Compare the lines of one conversation with what the person saw, after so many words and bubbles at its start."""
    decided = [line.bubble.text for line in lines if line.bubble is not None][hello[1] :]
    shown = [sent.text for sent in seen]
    lost, more = Counter(decided) - Counter(shown), Counter(shown) - Counter(decided)
    excused = Counter(sent.text for number, sent in enumerate(seen[:-1]) if _excused(sent, seen[number + 1], killed))
    return Reckoning(
        effects=sum(line.by == "person" for line in lines) - hello[0],
        said=len(decided),
        lost=lost.total(),
        doubled=more.total(),
        unexcused=(more - excused).total(),
        disordered=not _within([text for text, _ in groupby(shown)], [text for text, _ in groupby(decided)]),
    )


def _excused(sent: Sent, following: Sent, killed: Killed) -> bool:
    """Whether nobody here could know that it had arrived when the same was sent again."""
    crashed = any(sent.at < up and struck < following.at for struck, up in killed)
    return sent.text == following.text and (sent.unheard or crashed)


def _within(some: Sequence[str], whole: Sequence[str]) -> bool:
    rest = iter(whole)
    return all(text in rest for text in some)
