"""What was made and what is missing: the papers put in the chat, to be had again, and what would make the CV better.

Both are asked for by words, at any moment; neither changes an answer.
"""

from __future__ import annotations

from datetime import UTC, datetime

from flows.content import DRAWN
from flows.live import DOCUMENT, ITEM, known
from flows.model import Attach, Choice, Fact, Phrase
from flows.turn import FEW, Turn, choice

SHOWN = f"{DOCUMENT}shown"  # a CV that was asked for: no question stands behind it
SECOND = 1000  # milliseconds
PAPER = "paper"  # begins the choice of a paper, before the number of its fact


def history(turn: Turn) -> None:
    """Offer the papers that were made, the newest first."""
    made = [fact for fact in reversed(turn.facts) if fact.qid.startswith(DOCUMENT) and fact.value.said]
    if not made:
        turn.first("history.none")
        turn.ask()
        return
    offered = tuple(Choice(f"{PAPER}:{fact.seq}", _label(turn, fact)) for fact in made[:FEW])
    turn.ask_this("menu/history", "ask.history", (*offered, choice("continue")), "cv_ready")


def again(turn: Turn, seq: str) -> None:
    """Put a paper in the chat once more, as it was."""
    fact = next((f for f in turn.facts if str(f.seq) == seq and f.qid.startswith(DOCUMENT)), None)
    if fact is None or not fact.value.text.isdecimal():
        turn.first("gone")
        turn.ask()
        return
    document, _, formats = _draws(turn, fact).partition(":")
    turn.effects += [Attach(document, form, int(fact.value.text)) for form in formats.split("+")]
    turn.first("history.here")
    turn.ask()


def missing(turn: Turn) -> None:
    """Say what would make the CV better, by the short names of what was not asked yet, and go on."""
    begun = turn.trace.live.items()
    mine = (qid for qid in turn.coming if not qid.startswith(ITEM) or qid.split("/")[1] in begun)
    left = (known(turn.content, qid) for qid in mine)
    names = dict.fromkeys(q.id.replace("/*", "").replace("/", ".") for q in left if q and q.kind != "confirm")
    what = tuple(Phrase(f"label.{name}") for name in names)[:FEW]
    turn.lead.append(Phrase("missing.list", {"what": what}) if what else Phrase("missing.none"))
    turn.ask()


def _draws(turn: Turn, fact: Fact) -> str:
    question = known(turn.content, fact.qid)
    return question.draws if question else DRAWN


def _label(turn: Turn, fact: Fact) -> Phrase:
    document = _draws(turn, fact).partition(":")[0]
    day = datetime.fromtimestamp(fact.at / SECOND, UTC)
    return Phrase(f"choice.history.{document}", {"day": str(day.day), "month": Phrase(f"month.of.{day.month}")})
