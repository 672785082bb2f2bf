"""Somebody who agreed to a model, in a real store, and a model that is a double: what a job needs, and nothing more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from bot import app
from bot.loop import run
from bot.model.job import Helper
from bot.model.mistral import Mistral
from bot.parts import Parts
from bot.settings import read
from bot.spelling.worker import Mender, dictionaries
from bot.store.base import Consented, Conversation, Job, Session, Store, Who
from bot.store.using import Spent, Used
from flows.content import Content
from flows.model import Body, Event, Fact, Hints, How, Kind, State, Text, Value
from flows.purposes import AGREE, FACT, MODEL
from tests.bot.little import Clock, Ids, open_store
from tests.doubles.chatting import KEY, Chatting, chatting

LANGUAGES = ("fr", "en", "uk", "ar")
PLACES = dictionaries(read({}).dictionaries, LANGUAGES)
ORG, TALK = 1, "talk"
PATIENCE = 30.0


@cache
def content() -> Content:
    """What is asked where a model is set outside the operator's machine."""
    return app.load_content(read({"ATOUT_MODEL": "mistral"}))


@dataclass
class Asking:
    """A house with a model, and the people in it."""

    server: Chatting
    store: Store
    clock: Clock
    parts: Parts
    helper: Helper
    said: int = 0

    async def meets(self, person: str, lang: str = "fr", *, agrees: bool = True, **told: str) -> Who:
        """Somebody begins, agrees to all, and tells of themselves: name, town, phone, email."""
        who = Who(ORG, person)
        state = replace(State(), lang=lang)
        talk = Conversation(f"{TALK}-{person}", who, "web", f"chat-{person}", state, 0, 0, Consented.OPEN)

        def work(tx: Session) -> None:
            tx.begin(talk, self.clock())
            tx.consent(who, Consented.GIVEN, None)
            tx.learn(who, [self.fact(n, f"cv/{name}", text) for n, (name, text) in enumerate(told.items(), start=2)])

        await run(self.store, work)
        if agrees:
            await self.agrees(who)
        return who

    def fact(self, seq: int, qid: str, text: str) -> Fact:
        return Fact(seq, qid, Value(Kind.TEXT, text=text), text, "m", How.TEXT, self.clock(), 1, "fr")

    async def agrees(self, who: Who, answer: str = AGREE) -> None:
        def work(tx: Session) -> None:
            seq = max((fact.seq for fact in tx.facts(who)), default=0) + 1
            value = Value(Kind.CHOICE, ids=(answer,))
            tx.learn(who, [Fact(seq, FACT + MODEL, value, answer, "m", How.BUTTON, self.clock(), 1, "fr")])

        await run(self.store, work)

    async def asks(
        self, who: Who, said: str | Body, about: str = "facts", hints: Hints | None = None
    ) -> tuple[bool, str]:
        """Somebody says something, and a model is asked about it."""
        self.said += 1
        event = Event(f"e{self.said}", self.clock(), Text(said) if isinstance(said, str) else said, hints or Hints())

        def work(tx: Session) -> None:
            talk = tx.load(who, f"{TALK}-{who.person}")
            assert talk is not None
            tx.hear(talk, event, "")

        await run(self.store, work)
        return await self.helper.help(self.job(who, event.id, about))

    def job(self, who: Who, key: str, about: str = "facts") -> Job:
        return Job(1, who, f"{TALK}-{who.person}", "consult", "model", key, about, 0, 0)

    async def used(self, who: Who) -> list[Used]:
        return list(await run(self.store, lambda tx: tx.uses.told(who)))

    async def spent(self) -> Spent:
        return await run(self.store, lambda tx: tx.uses.spent(0))


@asynccontextmanager
async def asking(
    folder: Path, *, own: bool = False, budget: int = 30, patience: float = PATIENCE
) -> AsyncIterator[Asking]:
    """Open a house for the length of a block."""
    missing = [lang for lang in LANGUAGES if lang not in PLACES]
    if missing:
        pytest.skip(f"no dictionary for {', '.join(missing)}: tools/system.sh")
    clock = Clock()
    parts = app.parts(content(), {}, clock, Ids(), spelling=PLACES)
    async with chatting() as server:
        model = Mistral("small", KEY, server.at, own=own, patience=patience)
        parts = replace(parts, model=model, model_budget=budget)
        store = open_store(folder, clock)
        try:
            yield Asking(server, store, clock, parts, Helper(store, parts))
            assert server.wrong == []
        finally:
            await store.close()
            await model.close()
            assert isinstance(parts.mending, Mender)
            await parts.mending.stop()
