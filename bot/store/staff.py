"""Who works at the desk, as the rest of the shell may ask of a store: accounts, what they sign in with, what they did.

A secret of a browser, a link or a person (a cookie, an invitation, a code) comes in as it is and is kept as a hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from bot.store.base import Who

MINUTE: Final = 60 * 1000  # milliseconds
IDLE: Final = 30 * MINUTE  # a session nobody used for so long has ended (OWASP ASVS 5.0, 7.3.1)
AHEAD: Final = 5 * MINUTE  # a session that begins later than that from now began by a clock that was wrong
ABSOLUTE: Final = 10 * 60 * MINUTE  # and so has one that is so old (7.3.2)


NAME_MAX: Final = 80  # characters of a name
OURS: Final = frozenset({"bot", "person"})  # how a line says that it is the bot's or the person's: nobody's name


def public_name(text: str) -> str:
    """Return a name as people and colleagues read it; "" for none, or one that would be taken for somebody else."""
    name = text.strip()[:NAME_MAX].strip()
    return "" if name.casefold() in OURS else name


class Role(StrEnum):
    """What somebody is at the desk."""

    COUNSELLOR = "counsellor"
    LEAD = "lead"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody of the staff. `joined`: they have something to sign in with."""

    id: str
    role: Role
    name: str
    lang: str
    at: int
    away: bool = False
    disabled: bool = False
    joined: bool = False


def unled(staff: Iterable[Account]) -> bool:
    """Whether nobody leads here: a lead is who is told of a person that waits while no counsellor is on duty."""
    roles = {one.role for one in staff if one.joined and not one.disabled}
    return bool(roles) and Role.LEAD not in roles


@dataclass(frozen=True, slots=True)
class Password:
    """What a password is compared with, and the secret of the codes beside it. `step`: the last code that was used."""

    account: str
    login: str
    hash: str
    totp: str
    step: int = 0


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey: what the browser calls it, its public key, and how often it says that it signed."""

    account: str
    credential: bytes
    public: bytes
    count: int
    at: int
    used: int = 0


@dataclass(frozen=True, slots=True)
class Signed:
    """Where an account is signed in. `id` is how a page names it; it opens nothing."""

    id: str
    account: Account
    at: int
    seen: int
    device: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the log of the desk. `account` "": somebody at the server."""

    id: int
    at: int
    account: str
    what: str
    conversation: str
    detail: str


class Accounts(Protocol):
    """The accounts of one organisation, inside one batch."""

    def create(self, account: Account) -> None:
        """Write down a new account."""
        ...

    def get(self, ident: str) -> Account | None:
        """Return an account."""
        ...

    def all(self) -> Sequence[Account]:
        """Return every account, oldest first."""
        ...

    def speak(self, ident: str, lang: str) -> None:
        """Note the language an account reads."""
        ...

    def away(self, ident: str, *, away: bool) -> None:
        """Note whether somebody is there for people."""
        ...

    def disable(self, ident: str) -> bool:
        """End an account and all its sessions; False when there is none, or it was ended before."""
        ...

    # -- invitations
    def invite(self, ident: str, secret: str, until: int) -> None:
        """Keep the hash of a link that lets an account in once, in place of any before."""
        ...

    def invited(self, secret: str, now: int) -> Account | None:
        """Return whom this link lets in."""
        ...

    def open_until(self, ident: str) -> int:
        """Return until when an invitation of this account is open, 0 for none."""
        ...

    def accept(self, secret: str, now: int) -> Account | None:
        """Use a link up; what the account signed in with before, and where, ends with it."""
        ...

    # -- what one signs in with
    def set_password(self, password: Password) -> bool:
        """Keep a password in place of any before; False when somebody else has this sign-in name."""
        ...

    def password(self, login: str) -> Password | None:
        """Return the password that goes with a sign-in name."""
        ...

    def password_of(self, ident: str) -> Password | None:
        """Return the password of an account."""
        ...

    def mark(self, login: str, drawn: str) -> str:
        """Return what shows that a browser was given what was drawn for a sign-in name, and for no other."""
        ...

    def step(self, ident: str, step: int) -> bool:
        """Use up a code and all before it; False when it was used."""
        ...

    def add_passkey(self, passkey: Passkey) -> bool:
        """Keep a passkey; False when it is known already."""
        ...

    def passkey(self, credential: bytes) -> Passkey | None:
        """Return the passkey the browser calls so."""
        ...

    def passkeys(self, ident: str) -> Sequence[Passkey]:
        """Return the passkeys of an account, oldest first."""
        ...

    def use_passkey(self, passkey: Passkey, count: int, at: int) -> None:
        """Note that a passkey signed."""
        ...

    def drop_passkey(self, passkey: Passkey) -> None:
        """Forget a passkey."""
        ...

    def set_recovery(self, ident: str, codes: Sequence[str]) -> None:
        """Keep the hashes of codes of one use, in place of any before."""
        ...

    def recover(self, code: str) -> Account | None:
        """Use a code up and return whose it was."""
        ...

    def recovery_of(self, code: str) -> str:
        """Return whose code this is, "" when it is none; it is not used up."""
        ...

    def recovery_left(self, ident: str) -> int:
        """Return how many codes of an account are left."""
        ...

    # -- sessions
    def begin(self, secret: str, ident: str, now: int, device: str) -> None:
        """Begin a session."""
        ...

    def session(self, secret: str, now: int, *, there: bool = True) -> Signed | None:
        """Return who holds this secret; None once it ended or the account did.

        `there`: it is they who ask, and it is noted; a page that is left open asks by itself.
        """
        ...

    def sessions(self, ident: str, now: int) -> Sequence[Signed]:
        """Return where an account is signed in, the last used first."""
        ...

    def end(self, ident: str, session: str) -> bool:
        """End one session of an account; False when it has none of that name."""
        ...

    def end_all(self, ident: str, but: str = "") -> int:
        """End all sessions of an account, all but one where it is named; return how many."""
        ...

    def tidy(self, now: int) -> None:
        """Drop sessions and invitations that ended, and lines of the log that are a year old."""
        ...

    # -- the log
    def log(
        self, at: int, account: str, what: str, *, who: Who | None = None, conversation: str = "", detail: str = ""
    ) -> None:
        """Add a line to the log that is only ever added to; its detail goes unreadable with the person's key."""
        ...

    def lines(self, before: int, most: int, *, reasons: bool) -> Sequence[Line]:
        """Return the last lines before one of this number, 0 for all, the last first.

        `reasons`: with the details of what is about a person.
        """
        ...

    def logged(self, who: Who) -> Sequence[Line]:
        """Return the lines about a person, oldest first."""
        ...

    def head(self) -> str:
        """Return what tells later that the end of the log was cut off, "" where there is no line."""
        ...
