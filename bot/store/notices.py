"""How the staff is told, in the SQLite file, by notices.sql. Addresses and the key are sealed for the house."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.notices.rules import NIGHT, Member, Quiet, Telling, Told, Waiting, Way
from bot.store.database import Database, Row, Statements
from bot.store.keys import KeyRing, Pepper

MOST = 10  # ways of one account: more than anybody has devices
KEPT = 90 * 24 * 60 * 60 * 1000  # a request that waits for longer is told of again


class SqlNotices:
    """One batch of work on the tables of notices."""

    def __init__(self, db: Database, keys: KeyRing, pepper: Pepper, org: int) -> None:
        self._sql = Statements(db, "notices.sql")
        self._house = keys.house(org)
        self._pepper = pepper
        self._org = org

    # ------------------------------------------------------------ whom, and by which way

    def staff(self, since: int) -> Sequence[Member]:
        """Return who may be told, with their ways."""
        ways: dict[str, list[Way]] = {}
        for row in self._run("all_ways", {}):
            ways.setdefault(row[1], []).append(self._way(row))
        quiet = {account: _quiet(begins, ends) for account, begins, ends in self._run("all_quiet", {})}
        rows = self._run("staff", {"since": since})
        return [
            Member(one, lang, bool(lead), bool(away), bool(here), quiet.get(one, NIGHT), tuple(ways.get(one, ())))
            for one, lang, lead, away, here in rows
        ]

    def ways(self, account: str) -> Sequence[Way]:
        """Return the ways to an account, oldest first."""
        return [self._way(row) for row in self._run("ways", {"account": account})]

    def _way(self, row: Row) -> Way:
        ident, _, kind, sealed, silenced, rests, tries = row
        to = self._house.open(sealed, "notice_way", "address", ident).decode()
        return Way(ident, kind, to, bool(silenced), rests, tries)

    def add(self, account: str, way: Way, at: int) -> bool:
        """Keep a way, or take one with that address up again."""
        known = {"account": account, "kind": way.kind, "hash": self._address(way)}
        if self._sql.run("renew_way", {"org": self._org, **known}).rowcount:
            return True
        if len(self._run("ways", {"account": account})) >= MOST:
            return False
        sealed = self._house.seal(way.to.encode(), "notice_way", "address", way.id)
        self._run("add_way", {**known, "id": way.id, "address": sealed, "at": at})
        return True

    def silence(self, account: str, way: str, *, silenced: bool) -> None:
        """Note whether a way is used."""
        self._run("silence", {"account": account, "id": way, "silenced": int(silenced)})

    def drop(self, account: str, way: str) -> None:
        """Forget a way."""
        self._run("drop_way", {"account": account, "id": way})

    def rest(self, account: str, way: str, until: int) -> None:
        """Note that a way did not work, and is left alone until then."""
        self._run("rest", {"account": account, "id": way, "until": until})

    def well(self, account: str, way: str) -> None:
        """Note that a way works."""
        self._run("well", {"account": account, "id": way})

    def quiet(self, account: str) -> Quiet | None:
        """Return the quiet hours of an account."""
        rows = self._run("quiet", {"account": account})
        return _quiet(*rows[0][1:]) if rows else NIGHT

    def set_quiet(self, account: str, quiet: Quiet | None) -> None:
        """Note the quiet hours of an account."""
        begins, ends = (quiet.begin, quiet.end) if quiet else (0, 0)
        self._run("set_quiet", {"account": account, "begins": begins, "ends": ends})

    # ------------------------------------------------------------ a chat that names itself as a way

    def invite(self, account: str, word: str, until: int) -> None:
        """Keep the hash of a word of one use, in place of any before."""
        self._run("forget_words", {"account": account})
        self._run("invite", {"account": account, "word": self._word(word), "until": until})

    def link(self, word: str, way: Way, now: int) -> str:
        """Keep a way by a word and return whose it is."""
        known = {"org": self._org, "word": self._word(word)}
        if not self._sql.run("use_word", {**known, "hash": self._address(way), "now": now}).rowcount:
            return ""
        account = str(self._run("word", known)[0][0])
        return account if self.add(account, way, now) else ""

    # ------------------------------------------------------------ what was told

    def told(self, waiting: Sequence[Waiting]) -> Sequence[Told]:
        """Return who was told, or is being told, of these requests, under any number."""
        return [
            Told(account, one.case, one.since, n, at)
            for one in waiting
            for account, n, at in self._run("told", {"request": self._request(one)})
        ]

    def last(self, since: int) -> Mapping[str, int]:
        """Return when each account was last told of anything."""
        return dict(self._run("last", {"since": since}))

    def begin(self, telling: Telling, at: int) -> None:
        """Note that somebody is being told."""
        self._each("begin", telling, {"kind": telling.kind.value, "at": at})

    def sent(self, telling: Telling) -> None:
        """Note that they were."""
        self._each("sent", telling, {})

    def undo(self, telling: Telling) -> None:
        """Note that they were not."""
        self._each("undo", telling, {})

    def _each(self, name: str, telling: Telling, args: Mapping[str, Any]) -> None:
        for one in telling.about:
            self._run(name, {"account": telling.account, "request": self._request(one), "n": one.n, **args})

    def wake(self) -> None:
        """Take back what was being told when the program ended."""
        self._run("wake", {})

    # ------------------------------------------------------------ the rest

    def key(self, fresh: bytes) -> bytes:
        """Return the key of this house for web push; the fresh one from now on where there is none."""
        rows = self._run("key", {})
        if rows:
            return self._house.open(rows[0][0], "notice_key", "key", self._org)
        self._run("keep_key", {"key": self._house.seal(fresh, "notice_key", "key", self._org)})
        return fresh

    def tidy(self, now: int) -> None:
        """Drop what is old, and the addresses of accounts that ended."""
        self._run("tidy_notices", {"before": now - KEPT})
        self._run("tidy_words", {"now": now})
        for name in ("tidy_ways", "tidy_quiet"):
            self._run(name, {})

    # ------------------------------------------------------------ plumbing

    def _run(self, name: str, args: Mapping[str, Any]) -> list[Row]:
        return self._sql.run(name, {"org": self._org, **args}).fetchall()

    def _address(self, way: Way) -> bytes:
        return self._pepper.hash("way", self._org, way.kind, way.to)

    def _word(self, word: str) -> bytes:
        return self._pepper.hash("desk word", self._org, word)

    def _request(self, one: Waiting) -> bytes:
        return self._pepper.hash("request", self._org, one.case, one.since)


def _quiet(begins: int, ends: int) -> Quiet | None:
    return None if begins == ends else Quiet(begins, ends)
