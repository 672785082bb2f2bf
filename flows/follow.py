"""A counsellor follows a person: only after a yes to exactly what would be seen, until a word ends it.

An invitation that was opened waits in a note until it may be asked about: never before the agreement to keep what is
told. A yes is a fact, with the version of the text it was said to and when; so is its end. A no is kept nowhere and
changes nothing. Who does not know is not asked again by itself: asking who reads brings the question back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flows import floor as floors
from flows import reading
from flows.floor import By
from flows.model import Ask, Choice, Follow, How, Kind, Phrase, Value
from flows.turn import FOLLOW, FOLLOW_NO, FOLLOW_RESTS, FOLLOW_YES, Turn, begins, choice

MENU, ENDING = "menu/follow", "menu/unfollow"
MENUS: Final = frozenset({MENU, ENDING})
FACT: Final = "follow/"  # begins the facts of who may follow; the account ends it
TEXT: Final = "follow.3"  # the version of what was read before the yes: another one when `ask.follow` says other things
BEGUN, ENDED = "agree", "stop"
END, END_ALL = "unfollow:", "unfollow_all"  # choices: of one, of everybody
WORD: Final = "unfollow"


def followers(turn: Turn) -> Mapping[str, str]:
    """Return who follows this person, each account with its name; a new dossier changes nothing of it."""
    newest = {fact.qid: fact.value for fact in turn.facts if fact.qid.startswith(FACT)}
    agreed = "refuse" not in turn.trace.live.ids("charter/consent")
    return {q.removeprefix(FACT): v.text for q, v in newest.items() if agreed and v.ids[:1] == (BEGUN,)}


def lines(turn: Turn) -> tuple[Phrase, ...]:
    """Return who follows, a line each, and what they see."""
    return tuple(Phrase("follow.line", {"name": name}) for name in followers(turn).values())


# ---------------------------------------------------------------- the question


def meant(turn: Turn, asked: Ask, folded: str) -> str:
    """Return the choice that a yes or a no stands for; "" for none."""
    return begins(asked, {"yes": FOLLOW_YES, "no": FOLLOW_NO}.get(reading.answer_word(folded, turn.words) or "", ""))


def answered(turn: Turn, name: str) -> None:
    """Begin, or leave it; an old button about what is settled says so."""
    way, _, account = name.partition(":")
    called = turn.noted(f"{FOLLOW}{account}")
    turn.note(f"{FOLLOW}{account}")
    if not called:
        turn.first("already")
    elif f"{way}:" == FOLLOW_NO:
        turn.first("follow.refused")
    elif turn.trace.live.ids("charter/consent") != ("agree",):
        turn.first("follow.not_kept")
    else:
        turn.keep(f"{FACT}{account}", Value(Kind.CHOICE, ids=(BEGUN, TEXT), text=called), "", How.BUTTON)
        turn.effects.append(Follow(account, begins=True))
        turn.first("follow.begun", name=called)
    turn.ask()


def rest(turn: Turn, *, aloud: bool) -> None:
    """Ask no more by itself; nothing is shown to anybody meanwhile."""
    turn.note(FOLLOW_RESTS, "1")
    if aloud:
        turn.first("follow.rests")


def wakes(turn: Turn) -> None:
    """Let what rests be asked again."""
    turn.note(FOLLOW_RESTS)


# ---------------------------------------------------------------- the end


def stop(turn: Turn) -> None:
    """End it: of the one who follows; of several, ask which."""
    following = followers(turn)
    if len(following) > 1:
        options = (Choice(f"{END}{one}", Phrase("choice.unfollow", {"name": name})) for one, name in following.items())
        turn.ask_this(ENDING, "ask.unfollow", (*options, choice(END_ALL), choice("continue")), "any")
        return
    end(turn, tuple(following))
    turn.ask()


def chosen(turn: Turn, name: str) -> None:
    """End what was chosen."""
    end(turn, tuple(followers(turn)) if name == END_ALL else (name.removeprefix(END),))
    turn.ask()


def named(turn: Turn, folded: str) -> tuple[str, ...]:
    """Return the accounts a message names that asks for the end ("ne plus être suivi par Anna")."""
    ways = turn.words.commands.get(WORD, ())
    rest_of = next((folded.removeprefix(way) for way in ways if folded.startswith(f"{way} ")), "")
    said = f" {rest_of.strip(' ?!.')} "
    return tuple(one for one, name in followers(turn).items() if rest_of and f" {reading.fold(name)} " in said)


def asks_to_end(turn: Turn, folded: str) -> tuple[str, ...]:
    """Return who is to see nothing any more by words said while a counsellor speaks: who is named, else all."""
    if reading.command(folded, turn.words) == WORD:
        return tuple(followers(turn))
    return named(turn, folded)


def end(turn: Turn, accounts: tuple[str, ...]) -> None:
    """End it for these accounts; one that speaks now speaks no more."""
    following = followers(turn)
    ending = [one for one in accounts if one in following]
    if not ending:
        turn.first("follow.nobody")
    for account in ending:
        turn.keep(f"{FACT}{account}", Value(Kind.CHOICE, ids=(ENDED, TEXT), text=following[account]), "", How.BUTTON)
        turn.effects.append(Follow(account, begins=False))
        turn.first("follow.ended", name=following[account])
        floor = turn.state.floor
        moved = floors.move(floor, "leave", By(), turn.event.at) if floors.holds(floor, account) else None
        turn.state = replace(turn.state, floor=moved or floor)
