"""Files that go from one to the other: what a person sent, as it is looked at, and what a counsellor hands over.

No file is opened here or handed on as it came. What a person sent is read, or drawn as a picture, in a process of its
own; what a counsellor gives is copied there without what acts in it, and the copy alone is kept and sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Final

from bot.desk import hidden
from bot.desk.whose import DeskError, held, mine, new, run
from bot.files import found
from bot.files.job import Files
from bot.fold import Fold, Folded
from bot.parts import Parts
from bot.store.base import Session, Store
from bot.store.desk import Case
from bot.store.staff import Account
from flows.counsel import Given, Relay
from flows.model import Event

GIVEN_MOST: Final = 5 * 1024 * 1024  # bytes of a file that is handed over
NAME_MAX: Final = 60  # characters
SIGNS: Final = re.compile(r"[^\w .,()'-]+")
# What a counsellor is told of a file that cannot be handed over; of all others, that it is damaged.
WHY: Final = {found.LOCKED: "file_locked", found.HEAVY: "file_heavy", found.PACKED: "file_heavy"}
KINDS: Final = frozenset({found.STRANGE, found.IMAGE, found.OLD_WORD, found.OPEN_TEXT, found.PROGRAM, found.EMPTY})


class Papers:
    """What is sent in a case beside words."""

    def __init__(self, store: Store, parts: Parts, fold: Fold, announce: Callable[[Folded], None]) -> None:
        self._store = store
        self._parts = parts
        self._fold = fold
        self._announce = announce
        self._files = Files(store, parts)

    async def text(self, account: Account, ident: str, line: str) -> found.Found:
        """Return what a file says that came as a line of a case. Raises `DeskError`."""
        case = await self._read(account, ident, line)
        return await self._files.text(case.who, case.id, line)

    async def page(self, account: Account, ident: str, line: str, number: int) -> found.Drawn:
        """Return a page of it as a picture, or of what was handed over in this line. Raises `DeskError`."""
        case = await self._read(account, ident, line)
        given = await run(self._store, lambda tx: _given(tx, case, line))
        if given is not None:
            return await self._parts.look(given, number) or found.Drawn(found.BROKEN)
        return await self._files.page(case.who, case.id, line, number)

    async def _read(self, account: Account, ident: str, line: str) -> Case:
        """Return the case in which this line can be read; the look is logged."""

        def work(tx: Session) -> Case:
            case = mine(tx, account, ident)
            message = tx.line(case.who, line) if tx.cases.place(case, line) else None
            if message is None or not hidden.readable(message, case, tx.facts(case.who), self._parts.private):
                raise DeskError("gone")
            self._log(tx, account, "read", case)
            return case

        return await run(self._store, work)

    async def give(self, account: Account, ident: str, n: int, file: tuple[str, bytes], said: tuple[str, str]) -> None:
        """Hand a file over, by its name and bytes, with words and under the key of a page: once. Raises `DeskError`."""
        name, data = file
        text, key = said[0].strip(), said[1]
        await run(self._store, lambda tx: held(tx, account, ident, n))  # who may not, waits for nothing
        copy = await self._parts.copy(data) if len(data) <= GIVEN_MOST else found.Drawn(found.HEAVY)
        if copy is None or copy.verdict != found.DRAWN:
            raise DeskError(_why(copy.verdict if copy else found.BROKEN))

        def work(tx: Session) -> Folded | None:
            case, at = held(tx, account, ident, n), self._parts.now()
            conversation = tx.load(case.who, case.id)
            if conversation is None:
                raise DeskError("gone")
            if not new(tx, account, case, (key, "file"), at):
                return None
            given = Given(self._parts.ids(), copy.form, called(name, copy.form))
            tx.cases.put_paper(case.who, given.held, copy.data, at)
            folded = self._fold.event(
                tx, conversation, Event(self._parts.ids(), at, Relay(account.id, text, given=given))
            )
            tx.cases.signed(case, account.id, at)
            self._log(tx, account, "file", case)
            return folded

        await run(self._store, work, lambda folded: self._announce(folded) if folded else None)

    def _log(self, tx: Session, account: Account, what: str, case: Case) -> None:
        tx.accounts.log(self._parts.now(), account.id, what, who=case.who, conversation=case.id)


def _given(tx: Session, case: Case, line: str) -> bytes | None:
    """Return the file that was handed over in a line; None where none was."""
    message = tx.line(case.who, line)
    file = message.bubble.file if message and message.bubble else None
    return tx.cases.paper(case.who, file.held) if file and file.held else None


def _why(verdict: str) -> str:
    return WHY.get(verdict, "file_kind" if verdict in KINDS else "file_broken")


def called(name: str, form: str) -> str:
    """Return the name a file is seen under: what its own says, without a folder, an ending or a sign of a program."""
    stem = PurePosixPath(name.replace("\\", "/")).stem
    plain = " ".join(SIGNS.sub(" ", stem).split())[:NAME_MAX].strip(" .-")
    return f"{plain or 'document'}.{form}"
