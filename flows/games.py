"""A game of five taps: a card a tap, one sentence after each, no points, and "stop" ends it.

A card is a sentence and what is right about it; its words are in the catalogs ("game.<game>.<card>", and ".why"). Which
five a game has is dealt when its door opens and kept under "game/<game>/plan": the five after those of the time before,
so that two games in a row share no card; one that was left is gone on with. What is tapped is private and on no paper.

A button names its card. One of an older game is explained again and answers nothing of today's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from flows.content import Content, Form, Parsed, Question, Reading
from flows.live import Live
from flows.model import Arg, Choice, Kind, Phrase, Value
from flows.reading import answer_word, has_any, pick, tokens
from flows.turn import agreed, choice

TAPS: Final = 5  # cards of a game (CONTENT.md 12)
SHORT: Final = 6  # words of an answer; more tell something else
MENU: Final = "learn"  # the menu its button stands in
OWN: Final = "own"  # a card on which every opinion is right
OPINIONS: Final = ("agree", "differ")


@dataclass(frozen=True, slots=True, eq=False)
class Game:
    """A game: its name, what can be tapped for right and for wrong, and its cards in the order they are dealt.

    A card is its id, for ever, and which of the two is right, or `OWN`.
    """

    name: str
    taps: tuple[str, str]
    cards: Mapping[str, str]

    def right(self, card: str) -> str:
        """Return what is right about a card; "" for one that left the game."""
        return self.cards.get(card, "")


def form(game: Game, at: int, *more: Question) -> Form:
    """Return the side trip that plays a game, and what is asked after it."""
    played = (_question(game, place) for place in range(1, TAPS + 1))
    dealt = Question(_plan(game), "note", "any", private=True)
    return Form(
        f"game_{game.name}", 1, (dealt, *played, *more), at=at, door=f"game_{game.name}", offered=offered,
        entering=partial(entering, game), menu=MENU, closed="aside.agree", plays=True,
    )  # fmt: skip


def _question(game: Game, place: int) -> Question:
    return Question(
        f"game/{game.name}/{place}", "confirm", "any", say=f"ask.game.{game.name}", parse=partial(read, game, place),
        when=partial(reached, game, place), choices=partial(choices, game, place), args=partial(args, game, place),
        variant=partial(variant, game, place), report=partial(explained, game, place),
        shows=partial(shows, game, place), tells=partial(tells, game, place), private=True, explains=True,
    )  # fmt: skip


def _plan(game: Game) -> str:
    return f"game/{game.name}/plan"


def offered(live: Live, _item: str) -> bool:
    """A game needs no CV, only that it may be kept how far one is."""
    return agreed(live)


def entering(game: Game, live: Live) -> tuple[tuple[str, Value], ...]:
    """Deal the five cards after those of the last time, and ask anew; a game that was left is gone on with."""
    if _plan(game) in live.facts and not over(game, live, ""):
        return ()
    ids = list(game.cards)
    before = [ids.index(card) for card in live.ids(_plan(game)) if card in ids]
    first = before[-1] + 1 if before else 0
    cards = tuple(ids[(first + place) % len(ids)] for place in range(TAPS))
    asked = (f"game/{game.name}/{place}" for place in range(1, TAPS + 1))
    anew = ((qid, Value(Kind.REMOVED)) for qid in asked if live.fact(qid))
    return ((_plan(game), Value(Kind.CHOICE, ids=cards)), *anew)


def over(game: Game, live: Live, _item: str) -> bool:
    """Whether all cards of a game were played."""
    played = (f"game/{game.name}/{place}" in live.facts for place in range(1, TAPS + 1))
    return all(done or not reached(game, place, live, "") for place, done in enumerate(played, start=1))


def reached(game: Game, place: int, live: Live, _item: str) -> bool:
    """Whether a card is dealt there."""
    return _plan(game) in live.facts and _card(game, place, live) in game.cards


def _card(game: Game, place: int, live: Live) -> str:
    return next(iter(live.ids(_plan(game))[place - 1 : place]), "")


def choices(game: Game, place: int, _content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """Return the two things to tap, which name the card, and the way out."""
    card = _card(game, place, live)
    taps = OPINIONS if game.right(card) == OWN else game.taps
    return (*(Choice(f"{tap}:{card}", Phrase(f"choice.game.{tap}")) for tap in taps), choice("quit"))


def args(game: Game, place: int, _content: Content, live: Live, _item: str) -> Mapping[str, Arg]:
    """Return the card and its place."""
    return {"card": Phrase(f"game.{game.name}.{_card(game, place, live)}"), "step": str(place)}


def variant(game: Game, place: int, live: Live, _item: str) -> str:
    """An opinion is asked as one, and the question says that none is right."""
    return ".own" if game.right(_card(game, place, live)) == OWN else ""


def shows(game: Game, place: int, _content: Content, _live: Live, _item: str) -> tuple[tuple[Phrase, ...], ...]:
    """Before the first card: how many there are, and that nothing is counted."""
    return ((Phrase(f"game.{game.name}.intro"),),) if place == 1 else ()


def tells(
    game: Game, place: int, _content: Content, live: Live, _item: str, tap: str
) -> tuple[tuple[Phrase, ...], ...]:
    """A button of an older game is explained again: its card is not the one that is asked."""
    card = tap.partition(":")[2]
    older = card != _card(game, place, live) and game.right(card)
    return ((Phrase(f"game.{game.name}.{card}.why"),),) if older else ()


def explained(game: Game, place: int, _content: Content, live: Live, _item: str) -> Phrase:
    """Return the one sentence after a card, whatever was answered; after the last one, that it was the last."""
    why = Phrase(f"game.{game.name}.{_card(game, place, live)}.why")
    return Phrase("game.last", {"why": why}) if place == TAPS else why


def read(game: Game, place: int, reading: Reading) -> Parsed | None:
    """Read true or false, yes or no, or a choice on screen, in a few words."""
    offered = choices(game, place, reading.content, reading.live, reading.item)
    ids = [one.id for one in offered if ":" in one.id]
    picked = pick(reading.folded, offered, (), reading.words)
    if picked in ids:
        return Parsed(Value(Kind.CHOICE, ids=(picked,)))
    if len(tokens(reading.folded)) > SHORT:
        return None
    said, small = answer_word(reading.folded, reading.words), reading.words.small
    if said in {"no", "none"} or has_any(reading.folded, small.get("fails", ())):
        return Parsed(Value(Kind.CHOICE, ids=(ids[1],)))
    if said == "yes" or has_any(reading.folded, small.get("holds", ())):
        return Parsed(Value(Kind.CHOICE, ids=(ids[0],)))
    return None
