"""The keys of people, where several programs of a machine have them: in the file, and in the memory they share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from threading import Barrier

import pytest

from bot.store.base import Who
from bot.store.keys import KeyRing

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
            gate.wait(10)
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
