"""What WhatsApp said, in our words: the body of a webhook in, arrivals out.

Pure: no network, no log, no state. Each message is read alone, so that one that cannot be read never takes its
neighbours with it; what is not known is "unsupported", and never a failure. Shapes: Cloud API, webhooks, as of 2026-08.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.channels.base import Arrival, Reached, Report, Upload, tapped
from bot.channels.whatsapp import NAME
from bot.channels.whatsapp.build import MORE
from bot.channels.whatsapp.errors import late
from bot.channels.whatsapp.words import MENU
from flows.model import Body, Contact, Edit, Media, Place, Reach, Text, Unsupported, Voice

OBJECT: Final = "whatsapp_business_account"
FIELD: Final = "messages"
UNDELIVERABLE: Final = 131026  # no WhatsApp, an old app, or we are blocked
SILENT: Final = frozenset({"system", "revoke"})  # no message of the person: nobody waits for an answer
SECONDS: Final = 11  # digits of a time in seconds
STATUSES: Final = {
    "sent": Reached.TAKEN,
    "delivered": Reached.DELIVERED,
    "read": Reached.READ,
    "played": Reached.PLAYED,
}
MOVED: Final = "user_changed_number"

Json = Mapping[str, Any]


class UnreadableError(Exception):
    """A body that is not what WhatsApp sends."""


def read(raw: bytes) -> Json:
    """Return the body as JSON. Raises `UnreadableError`, which carries none of its words."""
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or found.get("object") != OBJECT:
        raise UnreadableError
    return found


def arrivals(body: Json, phone: str) -> tuple[Arrival, ...]:
    """Return what the people who write to this number did; what is meant for another number is not ours."""
    return tuple(arrival for value in _values(body, phone) for arrival in _all(value))


def heard(body: Json, phone: str) -> tuple[tuple[str, str], ...]:
    """Return the address and the platform's id of each message that somebody waits to see answered."""
    told = ((_address(value, one), _text(one, "id")) for value in _values(body, phone) for one in _messages(value))
    return tuple(pair for pair in told if all(pair))


def reports(body: Json, phone: str) -> tuple[tuple[str, Report], ...]:
    """Return the address and what is said of each message of ours that was taken."""
    told = ((_receiver(value, one), _report(one)) for value in _values(body, phone) for one in _list(value, "statuses"))
    return tuple((address, report) for address, report in told if address and report)


def _report(one: Json) -> Report | None:
    """Return how far a message came, or that it was not delivered after all; None for what is not known."""
    status, mark = _text(one, "status"), _text(one, "biz_opaque_callback_data")
    ident, bubble, whole = _text(one, "id"), mark.removesuffix(MORE), bool(mark) and not mark.endswith(MORE)
    if status == "failed":
        codes = [code for error in _list(one, "errors") if isinstance(code := error.get("code"), int)]
        return Report(ident, bubble, whole, error=late(codes[0] if codes else 0))
    return Report(ident, bubble, whole, STATUSES[status]) if status in STATUSES else None


def _receiver(value: Json, one: Json) -> str:
    """Return the address of who a message of ours was for."""
    number = _text(one, "recipient_id")
    known = next((card for card in _list(value, "contacts") if _text(card, "wa_id") == number), {})
    return _text(one, "recipient_user_id") or _text(known, "user_id") or number


def numbers(body: Json) -> frozenset[str]:
    """Return Meta's ids of the numbers whose messages these are; none when it is about something else."""
    changes = (change for entry in _list(body, "entry") for change in _list(entry, "changes"))
    told = (_part(_part(one, "value"), "metadata") for one in changes if one.get("field") == FIELD)
    return frozenset(number for one in told if (number := _text(one, "phone_number_id")))


def _values(body: Json, phone: str) -> Iterator[Json]:
    for entry in _list(body, "entry"):
        for change in _list(entry, "changes"):
            value = _part(change, "value")
            if change.get("field") == FIELD and _text(_part(value, "metadata"), "phone_number_id") == phone:
                yield value


def _all(value: Json) -> Iterator[Arrival]:
    for one in _messages(value):
        yield from _message(value, one)
    for one in _list(value, "statuses"):
        yield from _status(value, one)


def _messages(value: Json) -> Sequence[Json]:
    return _list(value, "messages")


def _message(value: Json, one: Json) -> Iterator[Arrival]:
    address, ident, kind = _address(value, one), _text(one, "id"), _text(one, "type")
    if not address or not ident:
        return
    if kind == "system":
        yield from _system(one, address, ident)
    if kind in SILENT or (kind == "reaction" and not _text(_part(one, kind), "emoji")):
        return
    inner = _part(one, kind)
    said = "" if kind in {"edit", "revoke", "reaction"} else ident
    sent = _milliseconds(_text(one, "timestamp"))
    yield Arrival(
        NAME, address, ident, _body(kind, inner, one), said,
        sent=sent, upload=_upload(kind, inner), phone=_number(_text(one, "from")),
        replies=_text(_part(one, "context"), "id") or _text(_part(one, "reaction"), "message_id"),
    )  # fmt: skip


def _body(kind: str, inner: Json, one: Json) -> Body:
    match kind:
        case "text":
            return Text(_text(inner, "body"))
        case "interactive" | "button":
            return _tapped(inner)
        case "edit":
            return _edited(inner)
        case "location":
            return Place(_text(inner, "name"))
        case "contacts":
            return _contact(one)
        case _:
            return _media(kind, inner)


def _tapped(inner: Json) -> Body:
    """Return a tap: of a button or of a row, or of a button under a template, which has words of its own."""
    reply = _part(inner, _text(inner, "type"))
    words = _text(reply, "title") if _text(reply, "id") == MENU else _text(inner, "text")
    return tapped(_text(reply, "id") or _text(inner, "payload")) or (Text(words) if words else Unsupported("button"))


def _media(kind: str, inner: Json) -> Body:
    words = _text(inner, "caption")
    match kind:
        case "audio":
            return Voice() if inner.get("voice") is True else Media("file")
        case "document":
            return Media("file", _text(inner, "filename"), held=bool(_text(inner, "id")), caption=words)
        case "image":
            return Media("photo", held=bool(_text(inner, "id")), caption=words)
        case "video" | "sticker":
            return Media(kind, caption=words)
        case "reaction":
            return Media("sticker", emoji=_text(inner, "emoji"))
        case _:
            return Unsupported(_text(inner, "type") or kind)


def _upload(kind: str, inner: Json) -> Upload | None:
    """Return what WhatsApp calls a document, a picture or a voice note. Its own link is never followed."""
    number = _text(inner, "id")
    known = kind in {"document", "image"} or (kind == "audio" and inner.get("voice") is True)
    return Upload(ref=number) if known and number else None


def _edited(inner: Json) -> Body:
    new = _part(inner, "message")
    words = _text(_part(new, _text(new, "type")), "body") or _text(_part(new, _text(new, "type")), "caption")
    original = _text(inner, "original_message_id")
    return Edit(original, words) if original and words else Unsupported("edit")


def _contact(one: Json) -> Body:
    card = next(iter(_list(one, "contacts")), {})
    phone = next(iter(_list(card, "phones")), {})
    own = bool(_text(phone, "wa_id")) and _text(phone, "wa_id") == _text(one, "from")
    return Contact(_text(_part(card, "name"), "formatted_name"), _text(phone, "phone"), own=own)


def _system(one: Json, address: str, ident: str) -> Iterator[Arrival]:
    """Yield that nobody is at an address any more: a number may be somebody else's next, who begins anew."""
    if _text(_part(one, "system"), "type") == MOVED:
        yield Arrival(NAME, address, ident, Reach(ok=False))


def _status(value: Json, one: Json) -> Iterator[Arrival]:
    """Yield that somebody cannot be reached, when that is why a message failed."""
    codes = [error.get("code") for error in _list(one, "errors")]
    address = _receiver(value, one)
    if _text(one, "status") == "failed" and UNDELIVERABLE in codes and address:
        yield Arrival(NAME, address, f"{_text(one, 'id')}.failed", Reach(ok=False))


def _address(value: Json, one: Json) -> str:
    """Return the id of a person for this business, else their number, which may one day be somebody else's."""
    sender = _text(one, "from")
    known = next((card for card in _list(value, "contacts") if _text(card, "wa_id") == sender), {})
    alone = next(iter(_list(value, "contacts")), {}) if not sender else {}
    return _text(one, "from_user_id") or _text(known, "user_id") or _text(alone, "user_id") or sender


def _number(wa_id: str) -> str:
    """Return a person's number as it is dialled from abroad; "" where the platform hides it."""
    return f"+{wa_id}" if wa_id.isascii() and wa_id.isdecimal() else ""


def _milliseconds(seconds: str) -> int:
    """Return a time of theirs in ours, 0 for none."""
    return int(seconds) * 1000 if seconds.isascii() and seconds.isdecimal() and len(seconds) <= SECONDS else 0


def _part(whole: Json, name: str) -> Json:
    found = whole.get(name)
    return found if isinstance(found, dict) else {}


def _list(whole: Json, name: str) -> Sequence[Json]:
    found = whole.get(name)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _text(whole: Json, name: str) -> str:
    found = whole.get(name)
    return found if isinstance(found, str) else ""
