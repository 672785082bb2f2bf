"""Texts that came together: the second was written before anybody could see what answers the first. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.channels.base import Arrival
from flows.model import Text


def bursts(batch: Sequence[Arrival]) -> tuple[Arrival, ...]:
    """Return the batch with `follows` set on each text that came together with the person's text before it."""
    texts: set[str] = set()
    out: list[Arrival] = []
    for arrival in batch:
        text = isinstance(arrival.body, Text)
        out.append(replace(arrival, follows=text and (arrival.follows or arrival.address in texts)))
        (texts.add if text else texts.discard)(arrival.address)
    return tuple(out)
