"""How choices are shown within what a channel can do, in one order: buttons, a list, numbers in the text. Pure.

What is too much for any screen never comes here: the core shows five answers and "more" (`flows/turn.py`, `shorten`).
Nothing is cut: a label too long for the platform is a failure of the build (`atout check`), and what only the name of a
trade or an operator's own list can make too long is shown as numbers, which can be answered as they stand.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.base import Bubble, Button, Limits
from bot.channels.texts import units
from flows.model import counted


@dataclass(frozen=True, slots=True)
class Screen:
    """A bubble as a channel can show it: its text, and its choices as buttons, or as the rows of a list.

    `answers` are rows that answer the question, `controls` those that are the same under every question.
    """

    text: str
    buttons: tuple[Button, ...] = ()
    answers: tuple[Button, ...] = ()
    controls: tuple[Button, ...] = ()


def screen(bubble: Bubble, text: str, limits: Limits) -> Screen:
    """Return the first way to show the choices that the channel can do."""
    if not bubble.buttons:
        return Screen(text)
    if _fit(bubble, limits.buttons_max, limits.button_title_max) and units(text) <= (limits.body_max or units(text)):
        return Screen(text, buttons=bubble.buttons)
    if _fit(bubble, limits.rows_max, limits.row_title_max):
        end = _answers(bubble)
        return Screen(text, answers=bubble.buttons[:end], controls=bubble.buttons[end:])
    return Screen(numbered(bubble, text))


def numbered(bubble: Bubble, text: str) -> str:
    """Return the text with its answers numbered, and under them the words that work under every question."""
    labels, end = [button.label for button in bubble.buttons], _answers(bubble)
    lines = [] if bubble.several else [f"{number} {label}" for number, label in enumerate(labels[:end], start=1)]
    return "\n".join((text, *lines, *labels[end:]))


def _answers(bubble: Bubble) -> int:
    """Return how many of the buttons answer the question; the row below them is the same under every question."""
    return counted([button.id for button in bubble.buttons])


def _fit(bubble: Bubble, many: int | None, long: int | None) -> bool:
    """Whether so many choices with such labels can be shown."""
    labels = [button.label for button in bubble.buttons]
    distinct = len({*labels}) == len(labels)
    return many is not None and len(labels) <= many and distinct and all(units(one) <= (long or 0) for one in labels)
