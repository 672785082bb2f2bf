"""What it costs of one message that its words are sealed with the person's own key; processor time.

People hold the first conversation in the real house, and that is what a message costs. Then others hold it, and all
that is sealed and opened for them is noted: how often, how much, and where. The same is done again alone, again and
again. The person's key is loaded from its file and unwrapped once in the conversation, as after a start: it stays ready
for the 4 096 people heard of last; the note says the share of a message that has to load it. The key of who agrees is
written once in a life and is not in it.
"""

from __future__ import annotations

import asyncio
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final
from unittest.mock import patch

from bot.app import House, open_house, settle
from bot.channels.base import Arrival
from bot.store.base import Who
from bot.store.keys import KEY_BYTES, Cipher, KeyRing
from flows.model import Text
from tools.bench.figure import QUICK, Figure, processor
from tools.bench.people import SAID
from tools.bench.town import settings

PEOPLE: Final = 2 if QUICK else 40
TIMES: Final = 3 if QUICK else 50  # all that was sealed and opened, again
LOADS: Final = 100 if QUICK else 4_000  # people whose key is loaded
SHARE: Final = 0.01  # of a message, at the most
PERCENT: Final = 100
Place = tuple[str, str, str | int]  # table, column, row
BESIDE: Final = "what it is to be at the most"


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was sealed, or opened: its bytes and its place."""

    opened: bool
    data: bytes
    place: Place


def main() -> None:
    """Measure both."""
    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        whole, done = asyncio.run(held(Path(home)))
        messages, cipher = PEOPLE * len(SAID), Cipher(Who(1, "somebody"), secrets.token_bytes(KEY_BYTES))
        work = list(again(cipher, done))
        alone = processor(lambda: [one() for one in work], TIMES) / messages
        load = loaded(Path(home))
    bytes_each = sum(len(one.data) for one in done) / messages
    usual, first = alone + load / len(SAID), alone + load
    note = (
        f"{usual * 1e6:.0f} µs of {whole * 1e6:.0f} µs: {len(done) / messages:.0f} fields, {bytes_each:.0f} bytes a "
        f"message; {first / whole * PERCENT:.2f} % of the one that loads the key"
    )
    share = usual / whole * PERCENT
    Figure("enciphering, of a message's processor time", share, "%", BESIDE, SHARE * PERCENT, note).tell()


async def held(home: Path) -> tuple[float, Sequence[Done]]:
    """Let people talk; return the processor's seconds of a message, and what is sealed and opened for others."""
    made = open_house(settings(home))
    settle(made.content)
    house = made.house
    await house.start()
    await talk(house, range(1))  # what is read once
    began = time.process_time()
    await talk(house, range(1, PEOPLE + 1))
    whole = (time.process_time() - began) / (PEOPLE * len(SAID))
    with noted() as done:
        await talk(house, range(PEOPLE + 1, 2 * PEOPLE + 1))
    await house.stop()
    return whole, done


async def talk(house: House, people: Sequence[int]) -> None:
    """Let people hold the conversation, one line of each after the other."""
    for number, text in enumerate(SAID):
        for person in people:
            await house.receive([Arrival("bench", f"somebody-{person}", str(number), Text(text), lang="fr")])
    await house.settle()


@contextmanager
def noted() -> Iterator[list[Done]]:
    """Note what is sealed and opened."""
    done, seal, opens = list[Done](), Cipher.seal, Cipher.open

    def sealed(cipher: Cipher, data: bytes, *place: str | int) -> bytes:
        done.append(Done(opened=False, data=data, place=where(place)))
        return seal(cipher, data, *where(place))

    def opened(cipher: Cipher, data: bytes, *place: str | int) -> bytes:
        found = opens(cipher, data, *where(place))
        done.append(Done(opened=True, data=found, place=where(place)))
        return found

    with patch.object(Cipher, "seal", sealed), patch.object(Cipher, "open", opened):
        yield done


def where(place: tuple[str | int, ...]) -> Place:
    """Return the place of a field as it is typed: a table, a column, a row."""
    table, column, row = place
    return str(table), str(column), row


def again(cipher: Cipher, done: Sequence[Done]) -> Iterator[Callable[[], bytes]]:
    """Yield the same work once more, with one key."""
    for one in done:
        sealed = cipher.seal(one.data, *one.place)
        yield partial(cipher.open, sealed, *one.place) if one.opened else partial(cipher.seal, one.data, *one.place)


def loaded(home: Path) -> float:
    """Return the processor's seconds it takes to load somebody's key."""
    people, master = [Who(1, f"somebody-{number}") for number in range(LOADS)], secrets.token_bytes(KEY_BYTES)
    ring = KeyRing(home / "others.db", master, fresh=True)
    for who in people:
        ring.mint(who)
    ring.keep(people)
    ring.close()
    ring = KeyRing(home / "others.db", master)
    each = processor(lambda: [ring.cipher(who) for who in people]) / LOADS
    ring.close()
    return each


if __name__ == "__main__":
    main()
