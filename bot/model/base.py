"""The port of a language model: one question of ours, one answer of a closed form. Nothing is needed of it, ever.

What is asked are masked words (`bot/model/pseudonyms.py`), handed over as data; what comes back is one of four forms,
and whatever is not one of them is an error with one word. There are no tools, and nothing an answer says is followed.
Which one is set is chosen in `app.py` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.files.found import AWAY

BUSY: Final = "busy"  # asked to wait
REFUSED: Final = "refused"  # the key, the model, or the question is not taken
STRANGE: Final = "strange"  # an answer that is none of ours
LATE: Final = "late"
VERDICTS: Final = (AWAY, BUSY, REFUSED, STRANGE, LATE)

FACTS: Final = "facts"  # what one message tells, each with its quote
WORDING: Final = "wording"  # one line said more clearly
FEEDBACK: Final = "feedback"  # what an answer of an interview has and lacks, each with its quote
TRANSLATION: Final = "translation"  # the person's words in another language
PURPOSES: Final = (FACTS, WORDING, FEEDBACK, TRANSLATION)

PATIENCE: Final = 4.0  # seconds over everything, a second try included
ANSWER_MOST: Final = 8 * 1024  # bytes
SAID_MOST: Final = 1_000  # characters of one thing that is proposed
PROPOSED_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked. `text` is masked; `fields`: what may be told, by its id, in words of ours.

    `lang` is the language of the words, `to` the one they are wanted in.
    """

    purpose: str
    text: str
    lang: str
    to: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Proposed:
    """One thing found in the words: what it is about, the words it stands in, and what it says."""

    field: str
    quote: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: things found (facts, feedback), or one text (wording, translation); and what it cost in tokens."""

    found: tuple[Proposed, ...] = ()
    text: str = ""
    tokens: int = 0


class ModelError(Exception):
    """Nothing was answered; `verdict` says why in one word, and never which words. `tokens`: what it cost even so."""

    def __init__(self, verdict: str, tokens: int = 0) -> None:
        super().__init__(verdict)
        self.verdict = verdict
        self.tokens = tokens


class Model(Protocol):
    """Answers. `own`: it runs on the operator's machine, and nothing leaves."""

    own: bool

    async def propose(self, asked: Request) -> Reply:
        """Return what is proposed, within `PATIENCE`. Raises `ModelError`, and nothing else."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...
