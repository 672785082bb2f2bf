"""`python -m tests.bot.storm [MESSAGES] [TIMES] [KILLS]`: a storm on each platform, one line of JSON each.

2 500 messages delivered 4 times, 12 kills without it. WhatsApp calls our address; Telegram does too, and is asked for
what is new besides. It ends with 1 when something was lost, seen in another order, or doubled without need.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

from tests.bot.storm.rage import Storm, storm
from tests.bot.storm.sides import Called, Polled, WhatsApp
from tests.doubles.graph import graph
from tests.doubles.telegram import telegram


async def main(messages: int = 2_500, times: int = 4, kills: int = 12) -> int:
    """Let them rage one after the other."""
    well = True
    async with graph() as api:
        well &= told(await storm(WhatsApp(api), messages, times, kills, WhatsApp.all_ills), api.wrong)
    for side in (Called, Polled):
        async with telegram() as other:
            well &= told(await storm(side(other), messages, times, kills, side.all_ills), other.wrong)
    return int(not well)


def told(found: Storm, wrong: Sequence[str]) -> bool:
    """Print what came of it; whether it kept the promise."""
    sys.stdout.write(json.dumps(asdict(found)) + "\n")
    sys.stdout.flush()
    return found.kept and not wrong


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*map(int, sys.argv[1:]))))
