"""Plain frozen dataclasses into bytes and back. It knows types, no file and no key.

msgspec reads dataclasses but cannot tell the members of a union of dataclasses apart (msgspec, "Supported types",
unions). So the one union that is stored, the body of an event, carries the name of its class beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, get_args

import msgspec

from bot.channels.base import Bubble
from flows.model import Ask, Body, Event, Fact, Hints, State

T = TypeVar("T")


class CodecError(Exception):
    """Bytes that are not what they should be; the message names the type only."""


@dataclass(frozen=True, slots=True)
class _Event:
    id: str
    at: int
    kind: str
    body: msgspec.Raw
    hints: Hints


_BODIES: dict[str, type] = {body.__name__: body for body in get_args(Body)}
_PACK = msgspec.msgpack.Encoder()
_TYPES: tuple[type, ...] = (State, Fact, Ask, Bubble, _Event, *_BODIES.values())
_UNPACK: dict[type, msgspec.msgpack.Decoder[Any]] = {kind: msgspec.msgpack.Decoder(kind) for kind in _TYPES}


def pack(thing: State | Fact | Ask | Bubble | Event) -> bytes:
    """Return the bytes of a thing."""
    if isinstance(thing, Event):
        body = msgspec.Raw(_PACK.encode(thing.body))
        return _PACK.encode(_Event(thing.id, thing.at, type(thing.body).__name__, body, thing.hints))
    return _PACK.encode(thing)


def unpack(kind: type[T], data: bytes) -> T:
    """Return the thing of that type the bytes hold."""
    if kind is Event:
        stored = _read(_Event, data)
        if stored.kind not in _BODIES:
            raise CodecError(stored.kind)
        body: Body = _read(_BODIES[stored.kind], bytes(stored.body))
        return Event(stored.id, stored.at, body, stored.hints)  # type: ignore[return-value] # kind is Event here
    return _read(kind, data)


def _read(kind: type[T], data: bytes) -> T:
    try:
        return _UNPACK[kind].decode(data)  # type: ignore[no-any-return]
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise CodecError(kind.__name__) from None
