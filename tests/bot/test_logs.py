"""Logs tell what happened and where, never what anybody said: the same hostile inputs, and every line read back."""

from __future__ import annotations

import io
import json
import logging

from bot.channels.base import Arrival, Bubble, RefusedError
from bot.house import House
from flows.model import Body, Contact, Edit, Media, Open, Place, Speak, Tap, Text, Unsupported, Voice
from tests.bot.little import Outside, Person

CANARY = "Canarinette"
HOSTILE: tuple[Body, ...] = (
    Text(CANARY),
    Text(f"!break {CANARY}"),
    Text(f"{CANARY}\0\ud800"),
    Text(f"\u202e{CANARY}\u2066"),
    Text(CANARY * 8000),
    Text(f"!{CANARY}"),  # the small core knows no such word and breaks on it
    Tap(CANARY, CANARY),
    Tap(CANARY, "0" * 5000),
    Voice(CANARY, -1),
    Media(CANARY, CANARY, CANARY),
    Place(CANARY),
    Contact(CANARY, CANARY),
    Edit(CANARY, CANARY),
    Speak(CANARY),
    Open(CANARY),
    Unsupported(CANARY),
)


async def test_no_word_reaches_the_log_whatever_comes(house: House, outside: Outside, written: io.StringIO) -> None:
    ana = Person(house, address=CANARY)
    await ana.agrees()
    for body in HOSTILE:
        await ana.does(body, ext_id=f"{CANARY}{id(body)}", said_id=CANARY)

    def refuse(bubble: Bubble) -> None:
        raise RefusedError("400")

    def breaks(bubble: Bubble) -> None:
        raise ValueError(bubble.text + CANARY)

    for outside.fail in (refuse, breaks):
        await ana.says(f"!break {CANARY}")
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    assert {line["what"] for line in lines} >= {"not folded", "refused", "not delivered"}
    assert any("tests/bot/little.py" in place for line in lines for place in line.get("at", ()))
    assert CANARY not in written.getvalue()


async def test_hostile_arrivals_are_answered_or_kept_and_never_raise(house: House) -> None:
    ana = Person(house)
    await ana.agrees()
    for number, body in enumerate(HOSTILE):
        await house.receive([Arrival("push", "ana", f"h{number}", body)])
    await house.settle()
    await ana.says("still here")
    assert (await ana.raws())[-1] == "still here"


def test_a_library_that_logs_words_is_cut_to_its_template(written: io.StringIO) -> None:
    strange = logging.getLogger("somebody.else")
    strange.info("said %s", CANARY)
    strange.warning("said %s", CANARY)
    try:
        raise ValueError(CANARY)  # noqa: TRY301 - to have it logged
    except ValueError:
        strange.exception("failed for %s", CANARY)
    assert CANARY not in written.getvalue()
    assert [json.loads(line)["what"] for line in written.getvalue().splitlines()] == ["said %s", "failed for %s"]
