"""Files that people sent, sealed, for as long as somebody has to read them."""

from __future__ import annotations

from bot.channels.base import Upload
from bot.store.base import Conversation, Who
from bot.store.outbox import SqlOutbox
from bot.store.rows import keyed
from flows.model import Holder

UPLOADS = 3  # files of one person that wait to be read
UPLOADS_ASKED = 12  # and that a counsellor may look at


class SqlFiles(SqlOutbox):
    """The table of files."""

    def hold(self, conversation: Conversation, message: str, upload: Upload, at: int) -> None:
        """Keep a file that came with a message, until it is read; of one person only the last few.

        Those that a counsellor may want to see stay for as long as somebody is asked for or speaks.
        """
        who = conversation.who
        cipher = self._keys.cipher(who)
        ref = cipher.seal(upload.ref.encode(), "upload", "ref", message)
        body = cipher.seal(upload.data, "upload", "body", message)
        self._run("hold", {**keyed(who), "id": message, "at": at, "ref": ref, "body": body})
        most = UPLOADS if conversation.state.floor.holder is Holder.BOT else UPLOADS_ASKED
        self._run("hold_few", {**keyed(who), "most": most})

    def held(self, who: Who, message: str) -> tuple[int, Upload] | None:
        """Note that the file of a message is read now; return how often that was, and the file if it is still here."""
        row = self._one("held", {**keyed(who), "id": message})
        if row is None:
            return None
        tries, ref, body = row
        cipher = self._keys.cipher(who)
        name = cipher.open(ref, "upload", "ref", message).decode()
        return int(tries), Upload(cipher.open(body, "upload", "body", message), name)

    def looked_at(self, who: Who, message: str, data: bytes) -> None:
        """Note that the file of a message could be looked at, and keep its bytes, which were fetched."""
        body = self._keys.cipher(who).seal(data, "upload", "body", message)
        self._run("looked_at", {**keyed(who), "id": message, "body": body})

    def let_go(self, who: Who, message: str) -> None:
        """Destroy the file of a message."""
        self._run("let_go", {**keyed(who), "id": message})
        self.after.emptied = True
