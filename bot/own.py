"""What a person takes along, put together from the store, the core and the renderers: see archive.py for what is in it.

It is made again each time, in a thread, and remembered nowhere.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from bot import archive
from bot.channels.base import Attachment
from bot.documents import Documents
from bot.loop import run
from bot.parts import DrawError, Parts, Print
from bot.store.base import Job, Session, Store, Who
from flows.content import Content
from flows.memory import forget
from flows.mine import ARCHIVE, DOCUMENT, PAPER
from flows.model import Facts
from flows.printed import whole

JSON = "json"
READABLE = "data.pdf"  # in the archive: the page to be read
TWO = (PAPER, JSON)  # for an app that takes no archive; the documents are in its chat


class Own:
    """Makes it for one house. `print_` puts the page on paper."""

    def __init__(self, parts: Parts, content: Content, print_: Print) -> None:
        self._parts = parts
        self._content = content
        self._print = print_

    async def counted(self, store: Store, job: Job) -> str:
        """Return what no fact tells of what is kept."""
        return await run(store, lambda tx: archive.counted(tx, job.who, self._parts.zone))

    async def made(self, store: Store, documents: Documents, job: Job) -> str:
        """Try it; return the formats this app takes, up to which fact, and how many documents are missing.

        Raises `DrawError`.
        """
        where = await run(store, lambda tx: tx.load(job.who, job.conversation))
        facts = await run(store, lambda tx: tx.facts(job.who))
        channel = self._parts.channels.get(where.channel) if where else None
        takes = channel is None or channel.limits.archives
        formats = (job.qid,) if takes or job.qid != ARCHIVE else TWO
        upto, lang, missing = facts[-1].seq if facts else 0, where.state.lang if where else "fr", 0
        for form in formats:
            file = Attachment(DOCUMENT, form, "", "", upto)
            missing += (await self.taken(store, documents, job.who, file, lang))[1]
        return f"{'+'.join(formats)} {upto} {missing}"

    async def taken(
        self, store: Store, documents: Documents, who: Who, file: Attachment, lang: str
    ) -> tuple[bytes, int]:
        """Return it in a format, and how many documents are missing in it. Raises `DrawError`."""
        if file.format == JSON:
            data, _ = await run(store, lambda tx: self._read(tx, who))
            return archive.written(data), 0
        facts, told = await run(store, lambda tx: (tx.facts(who), archive.counted(tx, who, self._parts.zone)))
        page = await asyncio.to_thread(self._page, facts, told, lang)
        if file.format == PAPER:
            return page, 0
        data, given = await run(store, lambda tx: self._read(tx, who))
        files: dict[str, bytes] = {READABLE: page}
        listed: list[archive.Document] = []
        room = archive.MOST
        for entry in archive.entries(self._content, facts, given):
            drawn = await _drawn(_Where(store, documents, who), entry, facts)
            fits = drawn is not None and len(drawn) <= room
            listed.append(archive.Document(entry.name if fits else "", entry.what, entry.at))
            if drawn is not None and fits:
                files[entry.name] = drawn
                room -= len(drawn)
        data = replace(data, documents=tuple(listed))
        missing = sum(1 for one in listed if not one.file)
        return await asyncio.to_thread(archive.packed, data, files), missing

    def _read(self, tx: Session, who: Who) -> tuple[archive.Data, tuple[Attachment, ...]]:
        return archive.read(tx, who, self._parts.now(), self._parts.retention.months)

    def _page(self, facts: Facts, told: str, lang: str) -> bytes:
        try:
            return self._print(whole(self._content, facts, told, lang))
        finally:
            forget()


@dataclass(frozen=True, slots=True)
class _Where:
    """Where the documents of a person come from."""

    store: Store
    documents: Documents
    who: Who


async def _drawn(where: _Where, entry: archive.Entry, facts: Facts) -> bytes | None:
    """Return a document, or the file a counsellor handed over; None for what cannot be drawn."""
    if entry.file.held:
        return await run(where.store, lambda tx: tx.cases.paper(where.who, entry.file.held))
    try:
        return await where.documents.draw(where.who, entry.file, facts, entry.lang)
    except DrawError:
        return None
