"""What every arrival goes through before anything is written: unseen letters out, long texts cut, numbers covered.

Pure. It does not read what was said; what it covered is told to the core as a hint, so that the person can be told.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace

from bot.channels.base import Arrival
from bot.masks import mask
from flows.model import Body, Contact, Edit, Media, Place, Text, Voice

LONG = 8_001  # one more than the core takes in a message: it can tell that there was more
SHORT = 200  # a name, an emoji, an id
COUNT = 2**53 - 1  # the largest whole number every JSON reader agrees on (RFC 8259, 6); none that is kept is larger
AHEAD = 100  # letters beyond the cut that are still looked at, so that no number is cut in two and missed
# SQLite stops reading a text at NUL; a lone surrogate has no UTF-8 (notes/security.md C20).
UNWRITABLE = re.compile("[\0\ud800-\udfff]")
# Controls (a terminal obeys them), overrides and isolates: they turn the words around them, ours too, and no keyboard
# makes them. What joins letters or says a direction of one letter (U+200C to U+200F, U+061C) stays.
UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
MARK = "[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]"
TOWER = re.compile(f"({MARK}{{3}}){MARK}+")  # no script puts more than three marks on a letter
WORDS = {Text: "text", Voice: "transcript", Edit: "text", Media: "caption"}  # where a person's own sentences are
NAMES = {Media: "name", Place: "label", Contact: "name"}


def clean(arrival: Arrival) -> tuple[Arrival, tuple[str, ...]]:
    """Return the arrival as it may be kept, and what was covered in it."""
    body, masked = _body(arrival.body)
    address, ext_id, said_id, replies = (
        UNWRITABLE.sub("", ident) for ident in (arrival.address, arrival.ext_id, arrival.said_id, arrival.replies)
    )
    return replace(arrival, body=body, address=address, ext_id=ext_id, said_id=said_id, replies=replies), masked


def covered(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the words of a file as they may be kept, and what was covered in them."""
    return mask(TOWER.sub(r"\1", UNSEEN.sub("", text)))


def _body(body: Body) -> tuple[Body, tuple[str, ...]]:
    kind = type(body)
    told, named = WORDS.get(kind), NAMES.get(kind)
    changed: dict[str, str | int] = {}
    masked: tuple[str, ...] = ()
    for field in fields(body):
        value = getattr(body, field.name)
        if isinstance(value, int) and abs(value) > COUNT:
            changed[field.name] = COUNT
        if not isinstance(value, str):
            continue
        most = LONG if field.name == told else SHORT
        value = TOWER.sub(r"\1", UNSEEN.sub("", value[: most + AHEAD]))
        if field.name in {told, named}:
            value, some = mask(value)
            masked += some
        changed[field.name] = value[:most]
    return replace(body, **changed), masked  # type: ignore[arg-type] # every field keeps its type
