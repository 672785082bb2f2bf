"""What a counsellor does to a conversation, as events: takes the floor, speaks in it, proposes, gives it back.

`owner` is always an account. What the floor does not allow changes nothing (flows/floor.py); what follows from each is
in flows/asking.py and flows/proposed.py.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """A counsellor takes the floor: `owner` is an account, `name` what people call them."""

    owner: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """A file a counsellor hands over: where its copy is kept, what it is (pdf, jpg), and its name as it is seen."""

    held: str
    form: str
    name: str


@dataclass(frozen=True, slots=True)
class Relay:
    """A counsellor says something to the person, or puts a paper of theirs in the chat (`paper`: cv, "" for none).

    `given`: or a file of the counsellor's own, with these words above it.
    """

    owner: str
    text: str
    paper: str = ""
    given: Given | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """A counsellor gives the floor back to the bot."""

    owner: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """A counsellor hands the floor to another one."""

    owner: str
    to: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """A counsellor ends the conversation; the person's next words open it again, with the bot."""

    owner: str


@dataclass(frozen=True, slots=True)
class Suggest:
    """A counsellor proposes an answer to a question: asked about once the bot speaks again, and kept after a yes."""

    owner: str
    name: str
    qid: str
    text: str


@dataclass(frozen=True, slots=True)
class Expire:
    """The lease of a counsellor ended without a sign; back to waiting."""
