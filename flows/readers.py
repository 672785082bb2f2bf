"""Who reads what: the person sees the very lines a counsellor sees, and what was done with them by whom.

The lines are those of flows/summary.py. What a case says beside the answers (the words before the request, how long an
answer can be sent, a line that was set aside), and what was looked at and when, comes from outside, as the desk has it:
it is asked for and comes back as a result, and all of it is said then. Whether anything is read is theirs to change
here, at any time: also while a counsellor speaks, when it is said in bubbles that say they are automatic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from flows import asking, follow, purposes
from flows import floor as floors
from flows.documents import Point, Summary
from flows.model import Choice, Consult, Holder, How, Kind, Phrase, Result, Value
from flows.summary import About, at_the_desk, bubbles
from flows.turn import Turn, choice

READERS: Final = "readers"  # the side of who asks who reads this
LOOKS: Final = "looks"  # outside work: what was done with this dossier at the desk, and by whom
MENU: Final = "menu/seen"
WHATS: Final = (
    "claim", "read", "release", "close", "transfer", "suggest", "cv", "summary", "expire", "set_aside", "take_back",
    "look", "note", "listed", "export", "file",
)  # fmt: skip
BETWEEN: Final = "|"  # stands between the parts of a line: what, the name, the day, the month, the hours, and why
FIELDS: Final = 6
ABOUT: Final = "about"  # begins the line of the case: the time, the minutes left or "", the message, and its words
BESIDE: Final = 5  # parts of that line; the words may hold what stands between
ASIDE: Final = "aside"  # begins a line that was set aside: what it is about, and by whom
ASKED: Final = frozenset({Holder.WAITING, Holder.HUMAN})
STOP, OPEN = "stop_reading", "open_reading"
OLDER: Final = "looks:"  # begins the choice to go back in what was done; the line it goes back from ends it


def seen(turn: Turn) -> None:
    """Show what a counsellor sees, or say that nobody reads here."""
    agreed = asking.agreement(turn)
    following = follow.lines(turn)
    follow.wakes(turn)
    if turn.event.hints.desk is None and not agreed and not following and floors.bot_speaks(turn.state.floor):
        turn.first("seen.nobody")
        turn.ask()
        return
    if following:
        _say(turn, *following)
    elif agreed != "agree":
        _say(turn, Phrase("seen.closed" if agreed else "seen.unasked"))
    turn.effects.append(Consult(LOOKS, f"{LOOKS}:{turn.event.id}"))


def _say(turn: Turn, *parts: Phrase) -> None:
    """Say a bubble; while a counsellor speaks, first that it is automatic."""
    if not floors.bot_speaks(turn.state.floor):
        turn.first("floor.automatic")
    turn.say(*parts)


def who(turn: Turn) -> Phrase:
    """Say who reads what is told: the team where one may, what may leave this machine, and nobody else."""
    elsewhere = [one.id for one in purposes.PURPOSES.values() if one.where]
    away = any(purposes.answer(turn.facts, name) == purposes.AGREE for name in elsewhere)
    return Phrase(f"side.{READERS}" + (".team" if _reads(turn) else ".away" if away else ""))


def _reads(turn: Turn) -> bool:
    """Whether somebody reads what was told before."""
    return asking.agreement(turn) == "agree" or bool(follow.followers(turn))


def _shown(turn: Turn, several: Sequence[str]) -> tuple[tuple[Phrase, ...], ...]:
    """Return what stands on the page of a case, a bubble each; nothing where there is none and nobody reads."""
    if not (_reads(turn) or turn.state.floor.holder in ASKED):
        return ()
    beside = [line.split(BETWEEN, BESIDE - 1) for line in several]
    about = next((_about(turn, *line[1:]) for line in beside if line[0] == ABOUT), About(turn.state.lang))
    aside = {line[1]: line[2] for line in beside if line[0] == ASIDE}
    points = at_the_desk(turn.content, turn.facts if _reads(turn) else (), turn.state, about)
    told = tuple(_set_aside(point, aside[point.id]) if point.id in aside else point for point in points)
    first, *rest = bubbles(Summary(about.lang, told))
    talk = (Phrase("seen.talk"),) if asking.agreement(turn) == "agree" else ()
    return ((*first, *talk), *rest)


def _about(turn: Turn, at: str, window: str, source: str, words: str) -> About:
    return About(turn.state.lang, None, words, source, int(at), int(window) if window else None)


def _set_aside(point: Point, name: str) -> Point:
    by = Phrase("seen.aside", {"name": name or Phrase("floor.somebody")})
    return replace(point, phrase=Phrase("summary.then", {"a": point.phrase, "b": by}))


def looked(turn: Turn, text: str) -> None:
    """Say what is seen and what was done with it, and offer to change whether it is read."""
    before, *several = text.split("\n")
    said = done(several)
    body = turn.event.body
    older = isinstance(body, Result) and bool(body.qid)  # what they are was said when they were asked for
    for bubble in () if older else _shown(turn, several):
        _say(turn, *bubble)
    talk, agreed = not floors.bot_speaks(turn.state.floor), asking.agreement(turn)
    by_word = (Phrase("seen.word"),) if talk and agreed == "agree" else ()
    if said or not older:
        _say(turn, *([] if older else [Phrase("seen.log" if said else "seen.log.none")]), *said, *by_word)
    if talk:
        return
    way: tuple[Choice, ...] = (Choice(f"{OLDER}{before}", Phrase("button.older")),) if before else ()
    way += {"agree": (choice(STOP),), "refuse": (choice(OPEN),)}.get(agreed, ())
    way = (*way, choice(follow.WORD)) if follow.followers(turn) else way
    if not way:
        turn.ask()
        return
    turn.ask_this("menu/seen", "ask.seen", (*way, Choice("continue", Phrase("button.continue"))), "human")


def done(several: Sequence[str]) -> list[Phrase]:
    """Return the lines of what was done, as they are said."""
    lines = (line.split(BETWEEN, FIELDS - 1) for line in several)
    return [_line(*line) for line in lines if len(line) == FIELDS and line[0] in WHATS]


def _line(what: str, name: str, day: str, month: str, hours: str, why: str) -> Phrase:
    who = name or Phrase("floor.somebody")
    when = Phrase("seen.date", {"day": day, "month": Phrase(f"month.of.{month}"), "hours": hours})
    key, args = (f"seen.what.{what}.why", {"why": why}) if what == "look" and why else (f"seen.what.{what}", {})
    return Phrase("seen.line", {"when": when, "what": Phrase(key, {"name": who, **args})})


def older(turn: Turn, name: str) -> None:
    """Go back in what was done: every line of it can be read."""
    before = name.removeprefix(OLDER)
    turn.say(Phrase("seen.log.older"))
    turn.effects.append(Consult(LOOKS, f"{LOOKS}:{turn.event.id}", before))


def chosen(turn: Turn, name: str) -> None:
    """Stop or allow the reading of what was told; the talk itself goes on."""
    answer = "refuse" if name == STOP else "agree"
    turn.keep(asking.AGREED, Value(Kind.CHOICE, ids=(answer, asking.TEXT)), "", How.BUTTON)
    told = Phrase("seen.stopped" if name == STOP else "seen.opened")
    if floors.bot_speaks(turn.state.floor):
        turn.lead.append(told)
        turn.ask()
        return
    who = turn.state.floor.name or Phrase("floor.somebody")
    _say(turn, told, *follow.lines(turn), *((Phrase("floor.reads", {"name": who}),) if name == STOP else ()))


def stop(turn: Turn) -> None:
    """Stop the reading, by word."""
    if asking.agreement(turn):
        chosen(turn, STOP)
    else:
        seen(turn)
