"""The keys of people, where several programs of a machine have them: in the file, and in the memory they share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Barrier

import pytest

from bot.channels.base import BusyError
from bot.house import House
from bot.store.base import Who
from bot.store.keys import KeyRing
from flows.model import Text
from tests.bot import little
from tests.bot.little import Clock, Outside, Person, open_house
from tests.bot.test_unkept import FAILING, keys_in_memory, refused, unread
from tests.patience import BUSY
from tests.servers import postgres

PEOPLE = [Who(1, f"person-{number}") for number in range(200)]


@pytest.fixture
def rings(tmp_path: Path) -> Iterator[tuple[KeyRing, KeyRing]]:
    """What two programs see of the same keys."""

    def ring(*, fresh: bool) -> KeyRing:
        return KeyRing(tmp_path / "keys.db", bytes(32), fresh=fresh, memory=tmp_path / "memory")

    with ExitStack() as open_:
        yield open_.enter_context(closing(ring(fresh=True))), open_.enter_context(closing(ring(fresh=False)))


def at_once(*acts: Callable[[Who], None]) -> None:
    """Do something with each person, each act in a program of its own, at the same moment."""
    gate = Barrier(len(acts))

    def does(act: Callable[[Who], None]) -> None:
        for who in PEOPLE:
            gate.wait(BUSY)
            act(who)

    with ThreadPoolExecutor(len(acts)) as threads:
        for done in [threads.submit(does, act) for act in acts]:
            done.result()


def test_two_programs_destroy_a_key_at_once(rings: tuple[KeyRing, KeyRing]) -> None:
    one, other = rings
    for who in PEOPLE:
        one.mint(who)
    at_once(one.forget, other.forget)
    assert not any(ring.readable(who) for ring in rings for who in PEOPLE)


def test_a_key_is_kept_while_another_program_destroys_it(rings: tuple[KeyRing, KeyRing]) -> None:
    one, other = rings
    for who in PEOPLE:
        one.mint(who)
    at_once(lambda who: one.keep([who]), other.forget)
    assert not any(who in set(one._memory) for who in PEOPLE)


def test_a_key_that_another_program_destroyed_does_not_come_back(rings: tuple[KeyRing, KeyRing]) -> None:
    one, other = rings
    who = PEOPLE[0]
    one.mint(who)
    one.keep([who])
    other.forget(who)
    one.only_in_memory(who)
    assert not any(ring.readable(who) for ring in rings)


@pytest.fixture
def sharing(server: postgres.Server, tmp_path: Path, clock: Clock, outside: Outside) -> Iterator[House]:
    """The house of a worker: the keys of who did not agree are in the memory that it shares with others."""
    from bot.store.postgres import PostgresStore  # noqa: PLC0415 - an extra

    def opens(folder: Path, key: bytes, clock: Clock) -> PostgresStore:
        return PostgresStore(server.database(folder), folder, key, clock, memory=tmp_path / "memory")

    little.OPENS.append(opens)
    yield open_house(tmp_path / "worker", clock, outside)
    little.OPENS.remove(opens)


async def test_who_comes_while_the_shared_memory_takes_no_key_is_not_lost(sharing: House, tmp_path: Path) -> None:
    ana = Person(sharing)
    said = ana.arrival(Text("hello"))
    with unread(tmp_path / "memory" / "keys.db"), pytest.raises(BusyError):
        await sharing.receive([said])
    assert await sharing.peek("push", "ana") is None
    await sharing.receive([said])
    assert await ana.raws() == ["hello"]
    await sharing.stop()


async def test_no_key_stays_in_the_shared_memory_of_who_was_not_saved(sharing: House) -> None:
    said = [Person(sharing, address=f"somebody-{number}").arrival(Text("hello")) for number in range(10)]
    async with refused(sharing, "postgresql", "INSERT", "message", "1 = 1", how=FAILING):
        with pytest.raises(BusyError):
            await sharing.receive(said)
    assert keys_in_memory(sharing) == 0
    await sharing.receive(said)
    assert keys_in_memory(sharing) == len(said)
    await sharing.stop()


def test_the_key_of_who_agreed_at_once_and_was_not_saved_is_in_no_file(rings: tuple[KeyRing, KeyRing]) -> None:
    one, other = rings
    who, saved = PEOPLE[:2]
    for each in (who, saved):
        one.mint(each)
    one.keep([who, saved])
    one.unmint([who])
    assert [other.readable(each) for each in (who, saved)] == [False, True]
