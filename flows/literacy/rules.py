"""The yes to a tip a day: asked once after a game, or when the person asks for tips, and only where it can be kept."""

from __future__ import annotations

from flows import games, tips
from flows.content import Content, Parsed, Reading
from flows.live import Live
from flows.model import Choice, Kind, Phrase, Value
from flows.reading import yes_or_no as said_yes_or_no
from flows.turn import choice

OFFER = "tip/offer"
YES = ("yes",)


def kept(live: Live, _item: str) -> bool:
    """Tips come tomorrow: who wants nothing kept has none."""
    return live.ids("charter/consent") == ("agree",)


def entering(live: Live) -> tuple[tuple[str, Value], ...]:
    """Who asks for tips is asked for a yes again, whatever was answered before."""
    return ((tips.DAILY, Value(Kind.REMOVED)),) if live.fact(tips.DAILY) else ()


def to_offer(game: games.Game, live: Live, item: str) -> bool:
    """Offer tips once, after a game, to who never answered whether they want any."""
    return kept(live, item) and games.over(game, live, item) and (tips.DAILY not in live.ever or OFFER in live.ever)


def yes_or_no(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Return the two answers, as near as each other."""
    return (choice("yes"), choice("no"))


def read(reading: Reading) -> Parsed | None:
    """Read yes or no."""
    said = said_yes_or_no(reading.folded, reading.words)
    return Parsed(Value(Kind.CHOICE, ids=(said,))) if said else None


def report(qid: str, _content: Content, live: Live, _item: str) -> Phrase:
    """Say the first tip, or that none comes."""
    wanted = live.ids(qid) == YES and live.said(tips.SHOWN)
    return Phrase("tip.on", {"tip": Phrase(f"tip.says.{live.ids(tips.SHOWN)[0]}")}) if wanted else Phrase("tip.no")


def first_tip(_content: Content, live: Live, _item: str) -> tuple[tuple[str, Value], ...]:
    """A yes brings the first tip at once."""
    return ((tips.SHOWN, Value(Kind.CHOICE, ids=(tips.following(live.log),))),) if live.ids(tips.DAILY) == YES else ()


def same_and_first_tip(_content: Content, live: Live, _item: str) -> tuple[tuple[str, Value], ...]:
    """What is answered to the offer is the answer to whether tips are wanted."""
    value = live.value(OFFER)
    if value is None or not value.said:
        return ()
    first = ((tips.SHOWN, Value(Kind.CHOICE, ids=(tips.following(live.log),))),) if value.ids == YES else ()
    return ((tips.DAILY, value), *first)
