"""Plain frozen dataclasses into bytes and back. It knows types, no file and no key.

msgspec reads dataclasses but cannot tell the members of a union of dataclasses apart (msgspec, "Supported types",
unions). So the one union that is stored, the body of an event, carries the name of its class beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar, get_args

import msgspec

from bot.channels.base import Arrival, Bubble, Upload
from bot.store.base import UnreadableError
from flows.model import Ask, Body, Event, Fact, Hints, State

T = TypeVar("T")


class CodecError(UnreadableError):
    """Bytes that are not what they should be; the message names the type only."""


@dataclass(frozen=True, slots=True)
class _Event:
    id: str
    at: int
    kind: str
    body: msgspec.Raw
    hints: Hints


@dataclass(frozen=True, slots=True)
class Coming:
    """An arrival that waits to be folded, and what was covered in it."""

    arrival: Arrival
    masked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Coming:
    kind: str
    body: msgspec.Raw
    rest: tuple[str, str, str, str, str, bool, int, Upload | None, str, str]
    masked: tuple[str, ...]


_BODIES: dict[str, type] = {body.__name__: body for body in get_args(Body)}
_PACK = msgspec.msgpack.Encoder()
_TYPES: tuple[type, ...] = (State, Fact, Ask, Bubble, _Event, _Coming, *_BODIES.values())
_UNPACK: dict[type, msgspec.msgpack.Decoder[Any]] = {kind: msgspec.msgpack.Decoder(kind) for kind in _TYPES}


def pack(thing: State | Fact | Ask | Bubble | Event | Coming) -> bytes:
    """Return the bytes of a thing."""
    if isinstance(thing, Coming):
        one = thing.arrival
        rest = (one.channel, one.address, one.ext_id, one.said_id, one.lang)
        more = (one.follows, one.sent, one.upload, one.phone, one.replies)
        body = msgspec.Raw(_PACK.encode(one.body))
        return _PACK.encode(_Coming(type(one.body).__name__, body, (*rest, *more), thing.masked))
    if isinstance(thing, Event):
        body = msgspec.Raw(_PACK.encode(thing.body))
        return _PACK.encode(_Event(thing.id, thing.at, type(thing.body).__name__, body, thing.hints))
    return _PACK.encode(thing)


def unpack(kind: type[T], data: bytes) -> T:
    """Return the thing of that type the bytes hold."""
    if kind is Event:
        stored = _read(_Event, data)
        body = _body(stored.kind, stored.body)
        return Event(stored.id, stored.at, body, stored.hints)  # type: ignore[return-value] # kind is Event here
    if kind is Coming:
        given = _read(_Coming, data)
        channel, address, ext_id, said_id, lang, *more = given.rest
        body = _body(given.kind, given.body)
        arrival = Arrival(channel, address, ext_id, body, said_id, lang, *more)  # type: ignore[arg-type] # in this order
        return Coming(arrival, given.masked)  # type: ignore[return-value] # kind is Coming here
    return _read(kind, data)


def _body(kind: str, data: msgspec.Raw) -> Body:
    if kind not in _BODIES:
        raise CodecError(kind)
    body: Body = _read(_BODIES[kind], bytes(data))
    return body


def _read(kind: type[T], data: bytes) -> T:
    try:
        return _UNPACK[kind].decode(data)  # type: ignore[no-any-return]
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise CodecError(kind.__name__) from None
