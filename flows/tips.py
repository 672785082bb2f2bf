"""A tip about AI a day: after a yes, in the daytime, and never one too many.

Whether somebody wants them is the newest answer to "tip/daily"; which they had are the facts "tip/shown", so that none
comes twice before all were there. The next one waits as one job; its key is in a note, so that an older job does
nothing. Tips that get no sign end by themselves, and the last one says so. Nothing comes while a counsellor speaks or
is waited for, nor after words of danger: the next word of the person sets the clock again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows import reading
from flows.live import PLAYED
from flows.model import (
    BY_THE_PERSON,
    Ask,
    Cancel,
    Erase,
    Fact,
    Holder,
    How,
    Leave,
    Phrase,
    Schedule,
    Tick,
)
from flows.turn import DANGER, Turn, choice, chosen

JOB: Final = "tip"
DAILY, SHOWN = "tip/daily", "tip/shown"
SCREEN: Final = "menu/tip"
DUE: Final = "tip.due"  # the note of the job that waits: its key, and from when on it is due
HOUR: Final = 60 * 60 * 1000
AFTER: Final = 20 * HOUR  # then the next decent hour: still inside the 24 h in which WhatsApp may be written to
NIGHT: Final = 16 * HOUR  # so long after that it was done, however long the night
DAY: Final = 24 * HOUR  # who was silent so long may not have been written to: then it was dropped
BESIDE: Final = 44 * HOUR  # a day later where a reminder comes tomorrow
APART: Final = 12 * HOUR  # two tips, whatever brought them
SILENT: Final = 3  # tips without a sign, and the last of them says that it is
MORE: Final = frozenset({"more", "repeat"})  # words for one tip more, after one
TIPS: Final = (
    "guesses", "precise", "password", "wrong", "simpler", "money", "sources", "example", "photo", "reread", "unfair",
    "own", "voice", "three", "true", "person", "names", "tongue", "where", "security", "correct", "recruiter", "health",
    "translator", "again", "sees", "refuse", "feels", "power", "decide",
)  # fmt: skip


def on(facts: Sequence[Fact]) -> bool:
    """Whether the person wants tips."""
    answered = (fact for fact in reversed(facts) if fact.qid == DAILY)
    return next((fact.value.ids == ("yes",) for fact in answered), False)


def following(facts: Sequence[Fact]) -> str:
    """Return the next tip: the first one not shown since all of them were."""
    seen: set[str] = set()
    for fact in facts:
        if fact.qid == SHOWN:
            seen.update(fact.value.ids)
            if seen.issuperset(TIPS):
                seen.clear()
    return next(tip for tip in TIPS if tip not in seen)


# ---------------------------------------------------------------- when


def settle(turn: Turn, heard: int) -> None:
    """See to it that a tip waits, after each thing the person does, who was last heard then.

    It was dropped with all that waited, or by a channel that may not write any more.
    """
    if any(isinstance(effect, Cancel) for effect in turn.effects):
        turn.note(DUE)
    if not isinstance(turn.event.body, BY_THE_PERSON) or not _may(turn):
        return
    _, _, wanted = turn.noted(DUE).partition(" ")
    slack = 0 if turn.event.at - heard > DAY else NIGHT
    if wanted.isdecimal() and turn.event.at < int(wanted) + slack:
        return
    reminded = any(isinstance(effect, Schedule) and effect.job == "remind" for effect in turn.effects)
    _wait(turn, BESIDE if reminded else AFTER)


def _may(turn: Turn) -> bool:
    ends = any(isinstance(effect, Erase | Leave) for effect in turn.effects)
    kept = turn.trace.live.ids("charter/consent") == ("agree",)
    return on(turn.facts) and kept and not ends and not turn.noted(DANGER) and turn.state.floor.holder is Holder.BOT


def _wait(turn: Turn, after: int) -> None:
    key = f"{JOB}:{turn.event.id}"
    turn.note(DUE, f"{key} {turn.event.at + after}")
    turn.effects.append(Schedule(JOB, key, after, decent=True))


def due(turn: Turn, tick: Tick) -> None:
    """Say the tip that waited; the last one when none of those before got a sign."""
    if tick.key != turn.noted(DUE).partition(" ")[0] or not on(turn.facts):
        return
    turn.note(DUE)
    if not _may(turn) or _elsewhere(turn):
        return
    if any(fact.qid == SHOWN and fact.at > turn.event.at - APART for fact in turn.facts):
        _wait(turn, AFTER)  # they had one already, asked for or in another app
        return
    unheard = sum(fact.qid == SHOWN and fact.at > turn.state.seen for fact in turn.facts)
    last = unheard + 1 >= SILENT
    tell(turn, last=last)
    if last:
        turn.keep(DAILY, chosen("rest"), "", How.PROPOSAL)
    else:
        _wait(turn, AFTER)


def _elsewhere(turn: Turn) -> bool:
    """Whether the person went on in another app since they were last heard here: it has its own clock for tips."""
    told = (f for f in turn.facts if f.at > turn.state.seen and not f.qid.startswith(PLAYED))
    return any(f.how not in {How.PROPOSAL, How.COUNSELLOR} for f in told)


# ---------------------------------------------------------------- what is said


def tell(turn: Turn, *, last: bool = False) -> None:
    """Say the next tip."""
    tip = following(turn.facts)
    turn.keep(SHOWN, chosen(tip), "", How.PROPOSAL)
    args = {"tip": Phrase(f"tip.says.{tip}")}
    offered = (choice("tips_next"), choice("stop_tips"))
    turn.ask_this(SCREEN, "ask.tip.last" if last else "ask.tip", offered, "any", args)


def go_on(turn: Turn) -> None:
    """A sign after a tip: the next one comes tomorrow. Nothing else is asked, for nothing else was spoken of."""
    if not on(turn.facts):
        turn.keep(DAILY, chosen("yes"), "", How.BUTTON)
    _quietly(turn, "tip.next")


def stop(turn: Turn) -> None:
    """No more tips; what else was on screen is asked again."""
    end(turn)
    if _on_screen(turn):
        _quietly(turn, "tip.off")
    else:
        turn.first("tip.off")
        turn.ask()


def end(turn: Turn) -> None:
    """Keep that no more tips are wanted."""
    turn.note(DUE)
    if on(turn.facts):
        turn.keep(DAILY, chosen("no"), "", How.BUTTON)


def stops(turn: Turn) -> bool:
    """Whether a bare "stop" is about tips: one was the last thing said."""
    return on(turn.facts) and _on_screen(turn)


def _on_screen(turn: Turn) -> bool:
    return turn.state.asked is not None and turn.state.asked.qid == SCREEN


def _quietly(turn: Turn, key: str) -> None:
    """Say one thing, and not that one goes on: who answers a tip was not away from a question."""
    turn.lead = []
    turn.say(Phrase(key, {}, len(turn.facts) % 3 + 1))


def meant(turn: Turn, asked: Ask, folded: str) -> str:
    """Return what words after a tip mean: thanks or a yes, that they go on; a no, that they end; "again", one more.

    "" for other words.
    """
    said = reading.answer_word(folded, turn.words)
    if said in {"no", "none"}:
        return "stop_tips"
    if on(turn.facts) and (said == "other" or reading.command(folded, turn.words) in MORE):
        return "tips"
    glad = said in {"yes", "done"} or reading.polite(folded, turn.words) == "thanks"
    return "tips_next" if glad and choice("tips_next") in asked.choices else ""
