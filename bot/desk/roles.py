"""Who may do what: one table, read before any page is. A page whose action has no line here does not start."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.store.staff import Role


class Action(StrEnum):
    """What a page does. `KEYS` and `LEAVE` are open to who was invited and has nothing to sign in with yet."""

    HOME = "home"
    KEYS = "keys"  # what one signs in with oneself
    LEAVE = "leave"
    SELF = "self"  # one's own account: where it is signed in, its language
    INVITE = "invite"
    ACCOUNTS = "accounts"  # everybody's: to see them, to end one
    QUEUE = "queue"  # who waits, without a word of theirs
    PEOPLE = "people"  # one's own: who said yes to being followed by this account
    CASE = "case"  # the conversation of one's own claim
    REASSIGN = "reassign"
    READ = "read"  # a conversation that is not one's own, with a written reason
    COUNTS = "counts"
    TOGETHER = "together"  # a person begins on the office's computer
    WORKSHOP = "workshop"  # a group begins together; counts, and nobody in them
    LOG = "log"  # who did what, when, to which case; no word of people


_ALL: Final = frozenset(Role)
_PEOPLE: Final = frozenset({Role.COUNSELLOR, Role.LEAD})  # an operator sees no word of people
_LEAD: Final = frozenset({Role.LEAD})
_STAFF: Final = frozenset({Role.LEAD, Role.OPERATOR})

ALLOWED: Final[Mapping[Action, frozenset[Role]]] = MappingProxyType(
    {
        Action.HOME: _ALL,
        Action.KEYS: _ALL,
        Action.LEAVE: _ALL,
        Action.SELF: _ALL,
        Action.INVITE: _STAFF,
        Action.ACCOUNTS: _STAFF,
        Action.QUEUE: _PEOPLE,
        Action.PEOPLE: _PEOPLE,
        Action.CASE: _PEOPLE,
        Action.REASSIGN: _LEAD,
        Action.READ: _LEAD,
        Action.COUNTS: _ALL,
        Action.TOGETHER: _PEOPLE,
        Action.WORKSHOP: _PEOPLE,
        Action.LOG: _STAFF,
    }
)
BEFORE: Final = frozenset({Action.KEYS, Action.LEAVE})  # with nothing to sign in with yet
INVITED_BY: Final[Mapping[Role, frozenset[Role]]] = MappingProxyType(
    {
        Role.COUNSELLOR: frozenset(),
        Role.LEAD: frozenset({Role.COUNSELLOR}),
        Role.OPERATOR: frozenset(Role),
    }
)
"""Whom each role may let in, and end."""
