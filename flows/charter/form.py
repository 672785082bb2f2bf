"""The one agreement before anything else: what is kept, and the age to agree alone. Refusing opens the same door."""

from __future__ import annotations

from collections.abc import Mapping

from flows.content import Content, Form, Parsed, Question, Reading
from flows.live import Live
from flows.model import Arg, Choice, Consent, Effect, Kind, Phrase, Value
from flows.reading import asks, denies, has_any, pick, wavers, yes_or_no

CONSENT = "charter/consent"
ANSWERS = ("agree", "refuse", "minor")


def offer(content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Three equal buttons, nothing pre-ticked."""
    return tuple(Choice(name, Phrase(f"choice.consent.{name}", {"age": content.host.age})) for name in ANSWERS)


def read(reading: Reading) -> Parsed | None:
    """Read an agreement or a refusal; a condition after the yes ("but not to others") is a yes to this purpose only.

    A no that goes on denying is one at any length; what asks ("no but is it free?", "agree to what?") is neither.
    """
    folded, words = reading.folded, reading.words
    if wavers(reading.text, words) or asks(reading.text, words):
        return None
    picked, answer = pick(folded, reading.choices, (), words), yes_or_no(folded, words)
    refuses = answer == "no" or (answer is None and denies(folded, words) and has_any(folded, words.negations))
    said = "refuse" if refuses else "agree" if answer == "yes" else ""
    found = picked if picked in ANSWERS else said
    return Parsed(Value(Kind.CHOICE, ids=(found,))) if found else None


def arguments(content: Content, _live: Live, _item: str) -> Mapping[str, Arg]:
    """Who answers for it, and from which age somebody agrees alone."""
    return {"operator": content.host.operator, "age": content.host.age}


def agreed(live: Live, _item: str) -> tuple[Effect, ...]:
    """Tell the shell whether the key may be kept."""
    return (Consent("agree" in live.ids(CONSENT)),)


def report(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say what the answer means."""
    return Phrase(f"consent.{live.ids(CONSENT)[0]}") if live.ids(CONSENT) else None


FORMS = (
    Form(
        id="charter",
        version=2,  # 2: names the notice
        at=10,
        questions=(
            Question(
                CONSENT,
                "choice",
                "consent",
                say="ask.charter.consent",
                parse=read,
                choices=offer,
                args=arguments,
                after=agreed,
                report=report,
                skip=False,
            ),
        ),
    ),
)
