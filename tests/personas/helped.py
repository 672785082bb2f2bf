"""What the replays are held with: no model, the double of one, or the one an operator set up.

The adapter, its sockets and all that a model passes on its way are the real ones; the double stands where a server
would. Its mouth is `thinking.py`. It stands elsewhere, and is asked after a yes, or on a machine of one's own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

import locales
from bot.app import Asked
from bot.model.base import Model, Reply, Request
from bot.model.chosen import model as chosen
from bot.model.mistral import Mistral
from bot.settings import Settings, from_environment, read
from bot.spelling.worker import Mender, dictionaries
from tests.doubles.chatting import KEY, Chatting, chatting
from tests.personas.thinking import Person, Thinker

OFF, ELSEWHERE, OWN, REAL = "off", "elsewhere", "own", "real"
WAYS = (OFF, ELSEWHERE, OWN, REAL)
BRAND = "mistral"  # whom people are asked about where the double stands elsewhere
PATIENCE = 30.0  # seconds: what a replay finds does not hang on how busy a machine is


@dataclass
class Counted:
    """A model, and what passed. It is asked as it is."""

    real: Model
    calls: int = 0
    proposed: int = 0
    seen: list[Request] = field(default_factory=list)
    own: bool = field(init=False)

    def __post_init__(self) -> None:
        """Stand where it stands."""
        self.own = self.real.own

    async def propose(self, asked: Request) -> Reply:
        """Ask it, and count."""
        self.calls += 1
        self.seen.append(asked)
        reply = await self.real.propose(asked)
        self.proposed += len(reply.found) + bool(reply.text)
        return reply

    async def close(self) -> None:
        """Let go of connections."""
        await self.real.close()


@dataclass
class Helped:
    """Whom the house of one replay asks: a model, and who knows which words are words."""

    settings: Settings
    model: Counted | None = None
    words: Mender | None = None

    @property
    def asked(self) -> Asked:
        """Return it as a house takes it."""
        return Asked(self.model, self.words)


class Helping:
    """Gives each replay what it is held with, for as long as a block lasts."""

    def __init__(self, way: str, server: Chatting | None, words: Mender | None, settings: Settings) -> None:
        self.way = way
        self._server = server
        self._words = words
        self._settings = settings

    def of(self, person: Person) -> Helped:
        """Return what the house of this person's replay asks."""
        if self.way == OFF:
            return Helped(self._settings)
        if self._server is None:
            model = chosen(self._settings)
            return Helped(self._settings, Counted(model) if model else None, self._words)
        self._server.thinks = Thinker(person)
        own = self.way == OWN
        double = Mistral("small", KEY, self._server.at, own=own, patience=PATIENCE)
        return Helped(replace(self._settings, model=self._server.at if own else BRAND), Counted(double), self._words)


@asynccontextmanager
async def helping(way: str) -> AsyncIterator[Helping]:
    """What replays are held with. `way`: of `WAYS`; a real one is that of the environment's settings."""
    if way == OFF:
        yield Helping(way, None, None, read({}))
        return
    settings = from_environment() if way == REAL else read({})
    words = Mender(dictionaries(settings.dictionaries, locales.languages()), _nothing)
    try:
        if way == REAL:
            yield Helping(way, None, words, settings)
            return
        async with chatting() as server:
            yield Helping(way, server, words, settings)
            assert server.wrong == []
    finally:
        await words.stop()


def _nothing(_lang: str, _word: str, _near: object) -> str:
    """Words are looked up and never mended: which are, and how fast, is each machine's own."""
    return ""
