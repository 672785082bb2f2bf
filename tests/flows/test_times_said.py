"""A time as a document says it."""

from __future__ import annotations

from flows import times
from flows.model import Moment, Span


def test_how_long_is_not_said_beside_since() -> None:
    said = times.phrase(Span("", Moment(2021), ongoing=True, months=36))
    assert said
    assert said.key == "time.since"
    ended = times.phrase(Span("", Moment(2018), Moment(2021), months=36))
    assert ended
    assert ended.key == "time.two"
