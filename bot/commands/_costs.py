"""What a first CV takes on each channel, for `atout doctor --cost`: played, counted, and told to the operator.

No figure is written here: the messages are those the real house would send, and the price is what the operator reads on
Meta's rate card.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any, Final

import locales
from bot.app import open_house
from bot.channels import telegram, whatsapp
from bot.settings import read
from bot.sim.first import Counting, first_cv

RATES: Final = "its price is on Meta's rate card of the day: give it as --price EUR"


async def costs(price: float | None) -> Sequence[str]:
    """Return what the first CV of somebody who taps takes on each channel. `price`: of one message, in EUR."""
    counts = {name: await counted(name) for name in ("web", "telegram", "whatsapp")}
    said = ["A first CV, by somebody who mostly taps:"]
    said += [f"{name:<9} {counts[name]} messages, 0 EUR" for name in ("web", "telegram")]
    billed = counts["whatsapp"]
    euros = RATES if price is None else f"{billed * price:.2f} EUR ({price:g} EUR each)"
    return (*said, f"{'whatsapp':<9} {billed} messages, {euros}")


async def counted(name: str) -> int:
    """Play a first CV in the real house, in a folder that is thrown away; return the messages it took."""
    with tempfile.TemporaryDirectory(prefix="atout-") as home:
        place = Path(home)
        settings = replace(read({}), data=place / "data", key_file=place / "key", dictionaries=place / "none")
        channel = _counting(name)
        house = open_house(settings, channels={name: channel} if channel else {}).house
        try:
            bubbles = await first_cv(house, name)
        finally:
            await house.stop()
    return channel.count if channel else bubbles


def _counting(name: str) -> Counting | None:
    """Return a channel that builds as the real one; None for the web chat, where bubbles are read as they are."""
    if name not in {telegram.NAME, whatsapp.NAME}:
        return None
    own: Any = import_module(f"bot.channels.{name}.build")
    return Counting(
        name, own.LIMITS, lambda address, bubble, data: own.build(address, bubble, data, locales.translator)
    )
