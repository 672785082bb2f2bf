"""Which five questions are asked: one about oneself, an act, a hard moment, the rules or the team, what is practical.

A pure choice: the occupation's own questions, those of its family of work, those of everybody, each kind in its order.
A round takes the next of each kind, so that no five come twice in a row (CONTENT.md 8).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flows.content import Content
from flows.model import Phrase

PRACTICAL: Final = "practical"  # many of these can be answered by yes or no
KINDS: Final = ("me", "act", "hard", "rules", PRACTICAL)  # in the order in which an interview asks
EVERYBODY: Final = "common"
OF_THEIRS: Final = "common.questions"  # "do you have any questions?": a yes or a no asks none
OF_OFFER: Final = "act:"  # begins the question about an act that an offer names
PLACES: Final = tuple(range(1, len(KINDS) + 1))


def plan(content: Content, code: str, field: str, offer: Sequence[str], rounds: int) -> tuple[str, ...]:
    """Return the ids of five questions, a kind each.

    `code` is the occupation, "" for one outside ours, `field` the field of life it is in; `offer` are acts an offer
    names, asked before any others; `rounds` is how many interviews there were.
    """
    return tuple(_one(pool(content, code, field, kind), kind, offer, rounds) for kind in KINDS)


def _one(ids: Sequence[str], kind: str, offer: Sequence[str], rounds: int) -> str:
    if kind == "act" and offer:
        ids = (*(f"{OF_OFFER}{act}" for act in offer), *ids)
    return ids[rounds % len(ids)]


def pool(content: Content, code: str, field: str, kind: str) -> tuple[str, ...]:
    """Return the questions of a kind: the occupation's own, those of its family, those of everybody."""
    one = content.occupations.get(code)
    own = [f"{code}.{place}" for place, asks in enumerate(one.asks if one else (), 1) if asks == kind]
    field = one.domain if one else field
    families = [bank for bank in content.banks.values() if field in bank.domains]
    others = [bank for bank in content.banks.values() if bank.family == EVERYBODY]
    shared = [f"{b.family}.{q}" for b in (*families, *others) for q, asks in b.questions.items() if asks == kind]
    return (*own, *shared)


def question(ident: str) -> Phrase:
    """Return the words of a question."""
    if ident.startswith(OF_OFFER):
        return Phrase("interview.of_offer", {"act": Phrase(f"act.{ident.removeprefix(OF_OFFER)}")})
    return Phrase(f"asked.{ident}")


def example(content: Content, ident: str, kind: str, code: str) -> tuple[Phrase, ...]:
    """Return an answer that is nobody's own: to this question, else one to another of its kind, without that one."""
    family, _, name = ident.partition(".")
    if name in (content.banks[family].questions if family in content.banks else ()):
        return (Phrase("interview.example", {"text": Phrase(f"asked.{ident}.example")}),)
    shared = [one for one in pool(content, code, "", kind) if one.partition(".")[0] in content.banks]
    return (Phrase("interview.example.other", {"text": Phrase(f"asked.{shared[0]}.example")}),)


def kind_of(place: int) -> str:
    """Return the kind of the question at a place, from 1."""
    return KINDS[place - 1]
