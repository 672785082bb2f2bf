"""Taking part in a workshop: a group that begins together is counted, nobody in it is named, and a no changes nothing.

How far somebody came is a note of their own conversation; who counts reads no more than that.
"""

from __future__ import annotations

from flows.kept import OF_ALL, draws
from flows.live import DOCUMENT
from flows.model import Choice, Phrase
from flows.turn import Turn, choice

WORKSHOP, JOINS = "workshop", "joins"  # notes: how far somebody came who takes part; a link to a workshop was followed
IN, TOLD, HAS_CV, OUT = "in", "told", "cv", "out"  # joined; told an experience; has a CV; takes part and is not counted
EXPERIENCE = "exp/"  # begins the questions about an experience


def joins(turn: Turn) -> None:
    """Say that a workshop is counted and that nobody sees the answers; a no changes nothing else."""
    said = turn.noted(JOINS)
    turn.note(JOINS)
    if said and said != IN:
        turn.first(f"workshop.{said}")
        turn.ask()
        return
    offered = (Choice("continue", Phrase("choice.workshop.stay")), choice("uncounted"))
    turn.ask_this("menu/workshop", "ask.workshop", offered, "any")


def uncounted(turn: Turn) -> None:
    """Count the person in a workshop no more."""
    if turn.noted(WORKSHOP):
        turn.note(WORKSHOP, OUT)
    turn.first("workshop.out")
    turn.ask()


def reached(turn: Turn) -> None:
    """Note how far somebody of a workshop came; never less far than before."""
    if turn.noted(WORKSHOP) not in {IN, TOLD}:
        return
    papers = (fact for fact in turn.facts if fact.qid.startswith(DOCUMENT) and fact.value.said)
    if any(draws(turn, fact).partition(":")[0] in OF_ALL for fact in papers):
        turn.note(WORKSHOP, HAS_CV)
    elif any(fact.qid.startswith(EXPERIENCE) for fact in turn.facts):
        turn.note(WORKSHOP, TOLD)
