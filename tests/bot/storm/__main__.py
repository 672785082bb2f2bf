"""`python -m tests.bot.storm [MESSAGES] [TIMES] [KILLS]`: storms on each platform, one line of JSON each.

2 500 messages delivered 4 times: first without a kill or a fault, then with faults and 12 kills. WhatsApp calls our
address; Telegram does too, and is asked for what is new besides. It ends with 1 when something was lost, seen in
another order, or doubled without need.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import asdict

from tests.bot.storm.rage import storm
from tests.bot.storm.sides import Called, Polled, WhatsApp
from tests.doubles.graph import graph
from tests.doubles.telegram import telegram


async def main(messages: int = 2_500, times: int = 4, kills: int = 12) -> int:
    """Let them rage one after the other."""
    well = True
    for side in (WhatsApp, Called, Polled):
        for deadly in dict.fromkeys((0, kills)):
            well &= await raged(side, messages, times, deadly)
    return int(not well)


async def raged(side: type[WhatsApp | Called], messages: int, times: int, kills: int) -> bool:
    """Print what came of one storm; whether it kept the promise."""
    if issubclass(side, WhatsApp):
        async with graph() as api:
            found = await storm(side(api), messages, times, kills, side.all_ills if kills else ())
            wrong = api.wrong
    else:
        async with telegram() as other:
            found = await storm(side(other), messages, times, kills, side.all_ills if kills else ())
            wrong = other.wrong
    sys.stdout.write(json.dumps(asdict(found)) + "\n")
    sys.stdout.flush()
    return found.kept and not wrong


if __name__ == "__main__":
    sys.exit(asyncio.run(main(*map(int, sys.argv[1:]))))
