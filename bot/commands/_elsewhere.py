"""Rows that are in PostgreSQL: what commands about the folder's own file say of them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.app import cache_server, memory_of
from bot.settings import SettingError, Settings
from bot.store.aside import durable, workers, writable
from bot.store.base import StoreError
from bot.store.slots import SLOTS

PAGE = "docs/operators/postgresql.md"


def needs_the_file(settings: Settings, command: str) -> None:
    """Refuse a command that knows the SQLite file alone. Raises `SettingError`."""
    if settings.store:
        said = f"ATOUT_STORE is set, and `atout {command}` knows the file of ATOUT_DATA alone: {PAGE} says what to do"
        raise SettingError(said)


def examined(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield how it is ("ok", "wrong"), and a sentence; nothing where the rows are in a file."""
    if not settings.store:
        return
    try:
        memory_of(settings)
    except SettingError as error:
        yield "wrong", f"Settings: {error}."
    try:
        loses = durable(settings.store.value)
        writable(settings.store.value)
    except StoreError as error:
        yield "wrong", f"{error}."
        return
    if loses:
        yield "wrong", f"PostgreSQL may lose what was acknowledged: set {' and '.join(loses)} to on."
    else:
        yield "ok", f"PostgreSQL answers, and keeps what it acknowledged; its tables can be written. Copies: {PAGE}."
    yield from _shared(settings)


def _shared(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield who shares the database now, and whether what is between them answers."""
    try:
        held = workers(settings.store.value)
    except StoreError:
        return
    if held:
        told = ", ".join(f"worker {number} holds {slots}" for number, slots in held.items())
        yield "ok", f"Of {SLOTS} slots of people, {told}."
    if settings.redis:
        yield _redis(settings)


def _redis(settings: Settings) -> tuple[str, str]:
    try:
        why = cache_server(settings).refusal(settings.redis.value)
    except SettingError as error:
        return "wrong", f"Settings: {error}."
    return ("wrong", f"{why}. The workers do without it.") if why else ("ok", "Redis answers.")
