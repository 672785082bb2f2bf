"""A conversation goes on in another app by a link that says its first word for the person: once, within the hour.

The word is drawn here and told to the app that is opened; the store keeps a keyed hash of it. It is no answer: it is
taken out before anything is read or kept. Pure.
"""

from __future__ import annotations

import re
from typing import Final

from bot.parts import Ids

INVITES: Final = 7 * 24 * 60 * 60 * 1000  # ms: an invitation on paper is carried home first
LIVES: Final = 60 * 60 * 1000  # ms: long enough to install an app, short enough for a screen that is left open
# Letters and digits fit into a `start` parameter of Telegram (64 of A-Z a-z 0-9 _ -) and into any address.
INVITATION: Final = re.compile(r"with-[0-9a-z]{20}")
WORD: Final = re.compile(r"atout-(w-)?[0-9a-z]{20}")
FOR_MANY: Final = "atout-w-"  # of a workshop: many follow it, until it ends
BLANK: Final = "atout-w-00000000000000000000"  # stands for a word that only a browser knows
STAFF: Final = re.compile(r"desk-[0-9a-z]{20}")  # opens nothing: a counsellor's own chat names itself by it


def drawn(ids: Ids) -> str:
    """Return a new word; nobody guesses one of 2^100."""
    return f"atout-{ids()}{ids()}"


def drawn_for_many(ids: Ids) -> str:
    """Return a new word of a workshop."""
    return f"{FOR_MANY}{ids()}{ids()}"


def for_many(word: str) -> bool:
    """Whether this is the word of a workshop."""
    return word.startswith(FOR_MANY)


def on_page(page: str, word: str) -> str:
    """Return the address on the web chat at which a word leads on, once it was pressed there."""
    return f"{page}/go#{word}"


def word_in(text: str) -> str:
    """Return the word of a link when it is the whole message, "" for any other."""
    return _whole(WORD, text)


def staff_word(ids: Ids) -> str:
    """Return a new word for somebody of the staff."""
    return f"desk-{ids()}{ids()}"


def staff_word_in(text: str) -> str:
    """Return the word of a link for the staff when it is the whole message, "" for any other."""
    return _whole(STAFF, text)


def invitation(ids: Ids) -> str:
    """Return a new word by which a counsellor invites one person."""
    return f"with-{ids()}{ids()}"


def invitation_in(text: str) -> str:
    """Return the word of an invitation when it is the whole message, "" for any other."""
    return _whole(INVITATION, text)


def _whole(word: re.Pattern[str], text: str) -> str:
    said = text.strip().lower()
    return said if word.fullmatch(said) else ""
