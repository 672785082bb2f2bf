"""Accounts of the desk in the SQLite file. Queries are in accounts.sql; names and secrets are sealed for the house.

What is drawn at random with 256 bits (a cookie, a link) is looked up by its SHA-256; what a person types or a browser
names, by a hash keyed with the master key. It knows no page and decides nothing.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence

from bot.store.base import LostKeyError, Who
from bot.store.chain import Chain
from bot.store.database import Database, Row, Statements
from bot.store.keys import Cipher, KeyRing, Pepper, SealError
from bot.store.staff import ABSOLUTE, AHEAD, IDLE, MINUTE, Account, Line, Passkey, Password, Role, Signed

LENGTH = 2  # bytes that say how long the name of a passkey is
SESSION_ID = 16  # hex digits by which a page names a session; they open nothing


class SqlAccounts:
    """One batch of work on the accounts."""

    def __init__(self, db: Database, keys: KeyRing, pepper: Pepper, org: int) -> None:
        self._sql = Statements(db, "accounts.sql")
        self._keys = keys
        self._house = keys.house(org)
        self._pepper = pepper
        self._org = org
        self._chain = Chain(self._sql, keys.chain)

    # ------------------------------------------------------------ accounts

    def create(self, account: Account) -> None:
        """Write down a new account."""
        name = self._seal(account.name, "name", account.id)
        row = {"role": account.role.value, "name": name, "lang": account.lang, "at": account.at}
        self._sql.run("create", {**self._of(account.id), **row})

    def get(self, ident: str) -> Account | None:
        """Return an account."""
        row = self._sql.one("account", self._of(ident))
        return self._account(row) if row else None

    def all(self) -> Sequence[Account]:
        """Return every account, oldest first."""
        return [self._account(row) for row in self._sql.run("all", {"org": self._org})]

    def _account(self, row: Row) -> Account:
        ident, role, name, lang, at, *flags = row
        return Account(ident, Role(role), self._open(name, "name", ident), lang, at, *map(bool, flags))

    def speak(self, ident: str, lang: str) -> None:
        """Note the language an account reads."""
        self._sql.run("speak", {**self._of(ident), "lang": lang})

    def away(self, ident: str, *, away: bool) -> None:
        """Note whether somebody is there for people."""
        self._sql.run("away", {**self._of(ident), "away": int(away)})

    def disable(self, ident: str) -> bool:
        """End an account and all its sessions; False when there is none, or it was ended before."""
        if not self._sql.run("disable", self._of(ident)).rowcount:
            return False
        self._forget(ident)
        return True

    def _forget(self, ident: str) -> None:
        """Forget what an account signs in with, and end where it is signed in."""
        for name in ("forget_factors", "forget_passkeys", "forget_recovery", "forget_invitations"):
            self._sql.run(name, self._of(ident))
        self.end_all(ident)

    # ------------------------------------------------------------ invitations

    def invite(self, ident: str, secret: str, until: int) -> None:
        """Keep the hash of a link that lets an account in once, in place of any before."""
        self._sql.run("forget_invitations", self._of(ident))
        self._sql.run("invite", {**self._of(ident), "hash": _hash(secret), "until": until})

    def invited(self, secret: str, now: int) -> Account | None:
        """Return whom this link lets in."""
        row = self._sql.one("invited", {"org": self._org, "hash": _hash(secret), "now": now})
        account = self.get(str(row[0])) if row else None
        return account if account and not account.disabled else None

    def open_until(self, ident: str) -> int:
        """Return until when an invitation of this account is open, 0 for none."""
        row = self._sql.one("invitation_until", self._of(ident))
        return int(row[0] or 0) if row else 0

    def accept(self, secret: str, now: int) -> Account | None:
        """Use a link up; what the account signed in with before, and where, ends with it."""
        account = self.invited(secret, now)
        if account is not None:
            self._forget(account.id)
        return account

    # ------------------------------------------------------------ passwords

    def set_password(self, password: Password) -> bool:
        """Keep a password in place of any before; False when somebody else has this sign-in name."""
        login, ident = self._login(password.login), password.account
        row = self._sql.one("login_of", {"org": self._org, "login": login})
        if row is not None and row[0] != ident:
            return False
        sealed = {
            "login_enc": self._seal(password.login, "login", ident),
            "password": self._seal(password.hash, "password", ident),
            "totp": self._seal(password.totp, "totp", ident),
        }
        self._sql.run("set_password", {**self._of(ident), **sealed, "login": login, "step": password.step})
        return True

    def password(self, login: str) -> Password | None:
        """Return the password that goes with a sign-in name."""
        row = self._sql.one("login_of", {"org": self._org, "login": self._login(login)})
        return self.password_of(str(row[0])) if row else None

    def password_of(self, ident: str) -> Password | None:
        """Return the password of an account."""
        row = self._sql.one("password", self._of(ident))
        if row is None:
            return None
        _, login, known, totp, step = row
        opened = (
            self._open(login, "login", ident),
            self._open(known, "password", ident),
            self._open(totp, "totp", ident),
        )
        return Password(ident, *opened, step)

    def mark(self, login: str, drawn: str) -> str:
        """Return what shows that a browser was given what was drawn for a sign-in name, and for no other."""
        return self._pepper.hash("device", self._org, self._login(login).hex(), drawn).hex()

    def step(self, ident: str, step: int) -> bool:
        """Use up a code and all before it; False when it was used."""
        return self._sql.run("step", {**self._of(ident), "step": step}).rowcount == 1

    # ------------------------------------------------------------ passkeys

    def add_passkey(self, passkey: Passkey) -> bool:
        """Keep a passkey; False when it is known already."""
        known = self._credential(passkey.credential)
        if self.passkey(passkey.credential) is not None:
            return False
        both = len(passkey.credential).to_bytes(LENGTH, "big") + passkey.credential + passkey.public
        key = self._house.seal(both, "passkey", "key", known.hex())
        row = {"hash": known, "key": key, "count": passkey.count, "at": passkey.at}
        self._sql.run("add_passkey", {**self._of(passkey.account), **row})
        return True

    def passkey(self, credential: bytes) -> Passkey | None:
        """Return the passkey the browser calls so."""
        row = self._sql.one("passkey", {"org": self._org, "hash": self._credential(credential)})
        return self._passkey(row) if row else None

    def passkeys(self, ident: str) -> Sequence[Passkey]:
        """Return the passkeys of an account, oldest first."""
        return [self._passkey(row) for row in self._sql.run("passkeys", self._of(ident))]

    def _passkey(self, row: Row) -> Passkey:
        known, account, sealed, count, at, used = row
        both = self._house.open(sealed, "passkey", "key", known.hex())
        end = LENGTH + int.from_bytes(both[:LENGTH], "big")
        return Passkey(account, both[LENGTH:end], both[end:], count, at, used)

    def use_passkey(self, passkey: Passkey, count: int, at: int) -> None:
        """Note that a passkey signed."""
        known = self._credential(passkey.credential)
        self._sql.run("use_passkey", {"org": self._org, "hash": known, "count": count, "at": at})

    def drop_passkey(self, passkey: Passkey) -> None:
        """Forget a passkey."""
        known = self._credential(passkey.credential)
        self._sql.run("drop_passkey", {**self._of(passkey.account), "hash": known})

    # ------------------------------------------------------------ codes of one use

    def set_recovery(self, ident: str, codes: Sequence[str]) -> None:
        """Keep the hashes of codes of one use, in place of any before."""
        self._sql.run("forget_recovery", self._of(ident))
        for code in codes:
            self._sql.run("add_recovery", {**self._of(ident), "hash": self._code(code)})

    def recover(self, code: str) -> Account | None:
        """Use a code up and return whose it was."""
        ident = self.recovery_of(code)
        if not ident:
            return None
        self._sql.run("use_recovery", {"org": self._org, "hash": self._code(code)})
        return self.get(ident)

    def recovery_of(self, code: str) -> str:
        """Return whose code this is, "" when it is none; it is not used up."""
        row = self._sql.one("recovery", {"org": self._org, "hash": self._code(code)})
        return str(row[0]) if row else ""

    def recovery_left(self, ident: str) -> int:
        """Return how many codes of an account are left."""
        row = self._sql.one("recovery_left", self._of(ident))
        return int(row[0]) if row else 0

    # ------------------------------------------------------------ sessions

    def begin(self, secret: str, ident: str, now: int, device: str) -> None:
        """Begin a session."""
        known = _hash(secret)
        row = {"hash": known, "session": known.hex()[:SESSION_ID], "now": now, "device": device}
        self._sql.run("begin", {**self._of(ident), **row})

    def session(self, secret: str, now: int, *, there: bool = True) -> Signed | None:
        """Return who holds this secret; None once it ended or the account did. `there`: it is they who ask."""
        known = _hash(secret)
        row = self._sql.one("session", {"org": self._org, "hash": known, **_alive(now)})
        account = self.get(str(row[1])) if row else None
        if row is None or account is None or account.disabled:
            return None
        if there and now - row[3] > MINUTE:  # a page that asks every second is no write a second
            self._sql.run("see", {"org": self._org, "hash": known, "now": now})
        return Signed(row[0], account, row[2], row[3], row[4])

    def sessions(self, ident: str, now: int) -> Sequence[Signed]:
        """Return where an account is signed in, the last used first."""
        account = self.get(ident)
        if account is None:
            return ()
        rows = self._sql.run("sessions", {**self._of(ident), **_alive(now)})
        return [Signed(name, account, at, seen, device) for name, _, at, seen, device in rows]

    def end(self, ident: str, session: str) -> bool:
        """End one session of an account; False when it has none of that name."""
        return bool(self._sql.run("end", {**self._of(ident), "session": session}).rowcount)

    def end_all(self, ident: str, but: str = "") -> int:
        """End all sessions of an account, all but one where it is named; return how many."""
        return self._sql.run("end_all", {**self._of(ident), "but": but}).rowcount

    def tidy(self, now: int) -> None:
        """Drop sessions and invitations that ended, and lines of the log that are a year old."""
        self._sql.run("tidy_sessions", _alive(now))
        self._sql.run("tidy_invitations", {"now": now})
        self._chain.tidy(now)

    # ------------------------------------------------------------ the log

    def log(
        self, at: int, account: str, what: str, *, who: Who | None = None, conversation: str = "", detail: str = ""
    ) -> None:
        """Add a line to the log that is only ever added to; its detail goes unreadable with the person's key."""
        sealed = self._log_cipher(who).seal(detail.encode(), "desk_log", "detail", at)
        row = {"org": self._org, "person": who.person if who else None, "conversation": conversation or None}
        self._chain.add({**row, "at": at, "account": account, "what": what, "detail": sealed})

    def lines(self, before: int, most: int, *, reasons: bool) -> Sequence[Line]:
        """Return the last lines before one of this number, 0 for all, the last first."""
        rows = self._sql.run("lines", {"org": self._org, "before": before, "most": most}).fetchall()
        found = []
        for ident, at, account, what, conversation, person, sealed in rows:
            who = Who(self._org, person) if person else None
            detail = self._detail(who, sealed, at) if reasons or who is None else ""
            found.append(Line(ident, at, account, what, conversation or "", detail))
        return found

    def logged(self, who: Who) -> Sequence[Line]:
        """Return the lines about a person, oldest first."""
        rows = self._sql.run("logged", {"org": who.org, "person": who.person}).fetchall()
        return [
            Line(ident, at, account, what, conversation or "", self._detail(who, sealed, at))
            for ident, at, account, what, conversation, _, sealed in rows
        ]

    def head(self) -> str:
        """Return what tells later that the end of the log was cut off, "" where there is no line."""
        return self._chain.head()

    def _detail(self, who: Who | None, sealed: bytes, at: int) -> str:
        try:
            return self._log_cipher(who).open(sealed, "desk_log", "detail", at).decode()
        except (LostKeyError, SealError):
            return ""  # the person is forgotten; that something was done stays

    def _log_cipher(self, who: Who | None) -> Cipher:
        return self._keys.cipher(who) if who else self._house

    # ------------------------------------------------------------ plumbing

    def _of(self, ident: str) -> dict[str, object]:
        return {"org": self._org, "id": ident}

    def _seal(self, text: str, column: str, ident: str) -> bytes:
        return self._house.seal(text.encode(), "account", column, ident)

    def _open(self, sealed: bytes, column: str, ident: str) -> str:
        return self._house.open(sealed, "account", column, ident).decode()

    def _login(self, login: str) -> bytes:
        return self._pepper.hash("login", self._org, unicodedata.normalize("NFKC", login).strip().casefold())

    def _credential(self, credential: bytes) -> bytes:
        return self._pepper.hash("passkey", self._org, credential.hex())

    def _code(self, code: str) -> bytes:
        return self._pepper.hash("recovery", self._org, code)


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()


def _alive(now: int) -> dict[str, object]:
    return {"began": now - ABSOLUTE, "seen": now - IDLE, "soon": now + AHEAD}
