"""Two counsellors, a person, late papers and reminders, old buttons, deploys, kills, in any order: never two speakers.

The house is the real one, on a real file; a kill is a copy of its files while it runs. What a counsellor was told is
done is still so afterwards, and what they were refused was never said.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.desk.whose import DeskError
from bot.store.base import Job, Session
from bot.store.desk import Case
from bot.store.staff import Account
from flows.model import Floor, Holder, Media, Place, State, Tap, Unsupported, Voice
from locales.catalogs import catalog
from tests.bot.desk.town import HUMAN, MINUTE, Person, Town

NOTICES = (
    "floor.claimed", "floor.transferred", "floor.busy", "floor.closed", "floor.unheard", "floor.unheard.paper",
    "floor.busy.way", "floor.automatic",
)  # fmt: skip
ENDS = frozenset(
    {"menu/data", "menu/erase", "charter/consent"}
)  # who erases everything, or refuses, is here no more after a kill
LIVES = 12
MOVES = 40
WORDS = ("je lave le linge", "3 ans", "retour", "menu", "oui", "assistant", "retirer ma demande", "continuer", "Nantes",
         "que voit mon conseiller", "ne plus montrer", "mes données")  # fmt: skip


def begins(key: str) -> tuple[str, ...]:
    return tuple(text.partition("{")[0] for (name, _), texts in catalog("fr").items() if name == key for text in texts)


STARTS = tuple(start for key in NOTICES for start in begins(key))


class Lives:
    """One life, and what is watched in it."""

    def __init__(self, town: Town, staff: list[Account], awa: Person, chance: random.Random) -> None:
        self.town, self.staff, self.awa, self.chance = town, staff, awa, chance
        self.seen = 0
        self.said: list[str] = []
        self.refused: list[str] = []
        self.count = 0
        self.case: Case | None = None
        self.pasts: list[tuple[int, int]] = []  # the version and the number of the floor before each move

    async def state(self) -> State:
        found = await self.town.house.peek("web", "awa")
        assert found is not None
        return found[0]

    async def floor(self) -> Floor:
        return (await self.state()).floor

    async def move(self) -> None:
        """Do one thing, and look at who spoke."""
        state = await self.state()
        before = state.floor
        self.pasts.append((state.version, before.n))
        does: list[Callable[[], Awaitable[object]]] = [
            self._says, self._says, self._says, self._asks, self._taps, self._claims, self._claims,
            self._speaks, self._speaks, self._speaks, self._gives_back, self._hands_over, self._waits, self._dies,
            self._sends, self._paper_comes_late, self._paper_comes_late, self._reminder_comes_late,
        ]  # fmt: skip
        try:
            await self.chance.choice(does)()
        except DeskError as error:
            assert error.reason in {"taken", "not_held", "ended", "lost", "gone"}  # noqa: PT017 - anything else is a fault
        await self._look(before, await self.floor())

    async def _look(self, before: Floor, after: Floor) -> None:
        assert after.n >= before.n
        lines = [line for line in await self.town.house.transcript("web", "awa") if line.bubble]
        new, self.seen = lines[self.seen :], len(lines)
        if before.holder == after.holder == Holder.HUMAN and before.n == after.n:
            for line in new:
                assert line.bubble is not None
                ours = line.by == "bot" and line.bubble.text.startswith(STARTS)
                assert ours or line.by == before.name, f"{line.by} speaks while {before.name} does"
        for line in new:
            assert line.by in {"bot", before.name, after.name}
        texts = [line.bubble.text for line in lines if line.bubble]
        assert not set(texts) & set(self.refused), "what was refused was said"
        assert [text for text in texts if text in self.said] == self.said, "what was said is there, once, in order"

    async def _says(self) -> None:
        await self.awa.says(self.chance.choice(WORDS))

    async def _sends(self) -> None:
        await self.awa.does(self.chance.choice((Voice(seconds=3), Media("photo"), Place(), Unsupported("poll"))))

    async def _paper_comes_late(self) -> None:
        """What was asked outside long ago is done now: its result has the numbers of then."""
        job, qid = self.chance.choice(
            (("cv", "document/first"), ("cv", ""), ("cv:docx", ""), ("looks", ""), ("code", ""))
        )
        await self._due("consult", job, qid, *self.chance.choice(self.pasts))

    async def _reminder_comes_late(self) -> None:
        """A reminder is due, made for another version or for this very one."""
        version, n = self.pasts[-1] if self.chance.random() < 0.5 else self.chance.choice(self.pasts)
        await self._due("tick", self.chance.choice(("remind", "retry")), "", version, n)

    async def _due(self, kind: str, name: str, qid: str, version: int, n: int) -> None:
        self.count += 1
        key = f"late {self.count}"

        def put(tx: Session) -> None:
            found = tx.find("web", "awa")
            assert found is not None
            tx.schedule(found, Job(0, found.who, found.id, kind, name, key, qid, version, n), self.town.clock.at)

        await self.town.house.run(put)
        await self.town.house.settle()

    async def _asks(self) -> None:
        await self.awa.says(HUMAN["fr"], "oui")

    async def _taps(self) -> None:
        lines = await self.town.house.transcript("web", "awa")
        asked = [line.bubble for line in lines if line.bubble and line.bubble.ask]
        bubble = self.chance.choice([one for one in asked if one.question not in ENDS])
        await self.awa.does(Tap(bubble.ask, str(self.chance.randrange(max(1, len(bubble.buttons))))))

    async def _claims(self) -> None:
        one = self.chance.choice(self.staff)
        rows = [row for view in ("waiting", "sleeping") for row in (await self.town.house.office.queue(one, view)).rows]
        if rows:
            self.case = await self.town.house.office.claim(one, rows[0].case.id)

    async def _speaks(self) -> None:
        one, self.count = self.chance.choice(self.staff), self.count + 1
        text = f"message {self.count} de {one.name}"
        if self.case is None:
            return
        n = self.case.n if self.chance.random() < 0.3 else (await self.floor()).n
        try:
            await self.town.house.office.say(one, self.case.id, n, text, f"k{self.count}")
        except DeskError:
            self.refused.append(text)
            raise
        self.said.append(text)

    async def _gives_back(self) -> None:
        one, office = self.chance.choice(self.staff), self.town.house.office
        if self.case:
            leave = office.give_back if self.chance.random() < 0.5 else office.close
            await leave(one, self.case.id, (await self.floor()).n)

    async def _hands_over(self) -> None:
        one, other = self.chance.sample(self.staff, 2)
        if self.case:
            await self.town.house.office.transfer(one, self.case.id, (await self.floor()).n, other.id)

    async def _waits(self) -> None:
        self.town.clock.at += self.chance.choice((1, 31, 21 * 60)) * MINUTE
        await self.town.house.settle()

    async def _dies(self) -> None:
        """The files as they are now are all that is left; or a stop in order, and other content."""
        if self.chance.random() < 0.5:
            await self.town.again()
            return
        self.count += 1
        copy = self.town.folder / f"copy{self.count}"
        shutil.copytree(self.town.settings.data, copy, ignore=shutil.ignore_patterns("*.lock"))
        await self.town.house.stop()
        shutil.rmtree(self.town.settings.data)
        copy.rename(self.town.settings.data)
        self.town.open()


@pytest.mark.parametrize("seed", range(LIVES))
async def test_one_speaks_at_a_time(tmp_path: Path, seed: int) -> None:
    town = Town(tmp_path)
    staff = [await town.hires(name) for name in ("Anna", "Bilal")]
    awa = town.person()
    await awa.begins()
    life = Lives(town, staff, awa, random.Random(seed))
    await life.move()
    for _ in range(MOVES):
        await life.move()
    await town.house.stop()
