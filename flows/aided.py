"""What a language model proposes, as the result of outside work carries it: three closed forms, in lines of text.

Nothing here is a fact: each is shown to the person, as made by a machine, and counts after their yes alone. It was
looked at before: a quote stands in the person's words, no number, name or address is new, no mark is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

JOB: Final = "model"
FACTS, WORDING, FEEDBACK, TRANSLATION = "facts", "wording", "feedback", "translation"
USES: Final = "uses"  # no question to a model: how often one was asked for this person
KINDS: Final = (
    FACTS,
    WORDING,
    FEEDBACK,
    TRANSLATION,
    USES,
)  # a `Consult` names one: "wording:<question>", "translation:uk"
TOLD: Final[Mapping[str, str]] = {  # what one message may tell, and what a model is told of it
    "what": "what the person did, one piece of work or help",
    "when": "when that was, or for how long",
    "place": "the kind of place where it was",
    "whom": "for whom it was",
    "hours": "how much of a week it took",
    "study": "a school, a training or a diploma",
    "languages": "a language the person speaks",
    "licence": "a driving licence",
    "wish": "the work the person is looking for",
}
ANSWER: Final[Mapping[str, str]] = {  # what an answer of an interview may have, or not have yet
    "situation": "when and where it was",
    "action": "what the person did themselves",
    "result": "what came of it",
    "missing": "one thing the answer does not say yet",
}


@dataclass(frozen=True, slots=True)
class Found:
    """One thing: its id of `TOLD` or `ANSWER`, the person's own words it stands in, and what it says."""

    field: str
    quote: str
    text: str


@dataclass(frozen=True, slots=True)
class Aid:
    """What is proposed: things found, or one text."""

    kind: str
    found: tuple[Found, ...] = ()
    text: str = ""


def written(aid: Aid) -> str:
    """Return it in lines: the kind, then a line for each thing found, or the text."""
    lines = ("\t".join(map(_line, (one.field, one.quote, one.text))) for one in aid.found)
    return "\n".join((aid.kind, *lines, *([_line(aid.text)] if aid.text else ())))


def read(text: str) -> Aid | None:
    """Return what such lines say; None where they are none of ours."""
    kind, *lines = text.split("\n")
    if kind not in KINDS or not lines:
        return None
    if kind in {WORDING, TRANSLATION, USES}:
        return Aid(kind, text=lines[0]) if len(lines) == 1 and lines[0] else None
    known = TOLD if kind == FACTS else ANSWER
    found = [Found(*parts) for parts in (line.split("\t") for line in lines) if _fits(parts, known)]
    return Aid(kind, tuple(found)) if len(found) == len(lines) else None


def words(text: str) -> str:
    """Return the words of a result that a question may read."""
    aid = read(text)
    return " ".join((*(one.text for one in aid.found), aid.text)).strip() if aid else ""


def _fits(parts: Iterable[str], known: Mapping[str, str]) -> bool:
    field, *said = parts
    return field in known and len(said) == 2 and all(said)  # noqa: PLR2004 - a quote and a text


def _line(text: str) -> str:
    return " ".join(text.split())
