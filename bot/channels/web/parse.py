"""What the page sent, as an `Arrival`. Pure.

JSON is read once, here: no NaN, no double key, no deep nesting. What cannot be read is a `BadInputError` whose
key names the kind sentence to show; its words never hold what was sent.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from bot.channels.base import Arrival, Reached, Report, Upload, tapped
from bot.files.found import BYTES_MOST
from flows.model import Body, Media, Open, Speak, Text, Voice

NAME = "web"
TEXT_MAX = 8000  # characters; the page says so before sending
BODY_MAX = 256 * 1024  # bytes
FILE_MAX = BYTES_MOST  # the page says so before sending
NAME_MAX = 120
DEPTH_MAX = 20
TICKS_MAX = 50  # lines of which it is said at once how far they came
TICKS = {"delivered": Reached.DELIVERED, "read": Reached.READ}
LINE = re.compile(r"[A-Za-z0-9_-]{1,64}")  # the id of a line
ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
MEDIA = frozenset({"photo", "file", "video"})
HELD = frozenset({"photo", "file"})  # of which the bytes come along
KINDS = ("text", "press", "open", "lang", "file")
GONE = re.compile("[\0\ud800-\udfff]")  # no letter of anybody, and SQLite refuses the surrogates
CONTROLS = re.compile("[\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

MARKS = re.compile(r'"(?:[^"\\]++|\\.?)*+"?|[\[{\]}]', re.DOTALL)  # possessive: linear on any input

Fields = Mapping[str, object]


class BadInputError(ValueError):
    """The page sent what nobody can read; `key` is the sentence to show, `status` the HTTP answer."""

    def __init__(self, key: str, status: int = 400) -> None:
        super().__init__(key)
        self.key = key
        self.status = status
        self.after = 0.0


class SlowError(BadInputError):
    """Not now: come again after `after` seconds."""

    def __init__(self, key: str, after: float, status: int = 429) -> None:
        super().__init__(key, status)
        self.after = after


@dataclass(frozen=True, slots=True)
class Sent:
    """What arrived: whose, in which language of the browser, which fields, and whether a plain form sent it."""

    address: str
    lang: str
    fields: Fields
    plain: bool = False
    data: bytes | None = None  # of a file


def json_fields(body: bytes) -> Fields:
    """The fields of a JSON object. Raises `BadInputError`."""
    try:
        words = body.decode()
        deep = _depth(words) > DEPTH_MAX
        found = None if deep else json.loads(words, parse_constant=_refuse, object_pairs_hook=_once)
    except ValueError as error:
        raise BadInputError("web.unreadable") from error
    if not isinstance(found, dict):
        raise BadInputError("web.unreadable")
    return found


def form_fields(body: bytes) -> Fields:
    """The fields of a plain form. Raises `BadInputError`."""
    try:
        return _once(parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=10))
    except ValueError as error:
        raise BadInputError("web.unreadable") from error


def parse(sent: Sent, languages: frozenset[str]) -> Arrival:
    """The arrival these fields stand for. Raises `BadInputError`."""
    fields = sent.fields
    key = fields.get("id")
    if not isinstance(key, str) or not ID.fullmatch(key):
        raise BadInputError("web.unreadable")
    body = _body(fields, languages, plain=sent.plain)
    ext_id = _ext_id(sent.address, key, repr(body) if sent.plain else "")
    upload = None
    if sent.data is not None and isinstance(body, Media) and body.kind in HELD:
        body, upload = replace(body, held=True), Upload(sent.data)
    if sent.data is not None and isinstance(body, Voice):
        upload = Upload(sent.data)
    return Arrival(NAME, sent.address, ext_id, body, said_id=ext_id, lang=sent.lang, upload=upload)


def ticks(fields: Fields) -> tuple[Report, ...]:
    """What is said of lines of ours: that they came, and that they were seen. Raises `BadInputError`."""
    found: list[Report] = []
    for name, lines in fields.items():
        if name not in TICKS or not isinstance(lines, list):
            raise BadInputError("web.unreadable")
        found += [Report("", line, whole=True, reached=TICKS[name]) for line in map(_line, lines)]
    if len(found) > TICKS_MAX:
        raise BadInputError("web.unreadable")
    return tuple(found)


def _line(value: object) -> str:
    if not isinstance(value, str) or not LINE.fullmatch(value):
        raise BadInputError("web.unreadable")
    return value


def _body(fields: Fields, languages: frozenset[str], *, plain: bool) -> Body:
    kinds = [kind for kind in KINDS if kind in fields]
    if plain and len(kinds) > 1:  # a tap sent by a form may drag an empty text along
        kinds = [kind for kind in kinds if kind != "text"]
    if len(kinds) != 1 or not set(fields) <= {"id", "seen", "late", *KINDS}:
        raise BadInputError("web.unreadable")
    kind, value = kinds[0], fields[kinds[0]]
    if kind == "file" and isinstance(value, dict):
        return _media(value)
    if not isinstance(value, str) or kind == "file":
        raise BadInputError("web.unreadable")
    return _spoken(kind, value, languages)


def _spoken(kind: str, value: str, languages: frozenset[str]) -> Body:
    if kind == "text":
        return _text(value)
    if kind == "press":
        tap = tapped(value)
        if tap is None:
            raise BadInputError("web.old_button")
        return tap
    if value not in languages:
        raise BadInputError("web.unreadable")
    return Open(value) if kind == "open" else Speak(value)


def _text(value: str) -> Text:
    text = GONE.sub("", value)
    if len(text) > TEXT_MAX:
        raise BadInputError("web.too_long", 413)
    if not text.strip():
        raise BadInputError("web.empty")
    return Text(text)


def _media(value: Fields) -> Body:
    kind, label = value.get("kind"), value.get("name", "")
    if not isinstance(kind, str) or not isinstance(label, str) or set(value) - {"kind", "name"}:
        raise BadInputError("web.unreadable")
    if kind == "voice":
        return Voice()
    if kind not in MEDIA:
        raise BadInputError("web.unreadable")
    bare = re.split(r"[/\\]", CONTROLS.sub("", GONE.sub("", label)))[-1]
    return Media(kind, bare[:NAME_MAX])


def _ext_id(address: str, key: str, content: str) -> str:
    """The id of a delivery, the person's own: nobody can use up another person's.

    A plain form keeps its id when the person steps back in the browser and answers otherwise: its content
    counts too.
    """
    digest = hashlib.sha256(f"{address} {content}".encode("utf-8", "replace"))
    return f"{key}.{digest.hexdigest()[:16]}"


def _once(pairs: list[tuple[str, object]] | list[tuple[str, str]]) -> dict[str, object]:
    found: dict[str, object] = dict(pairs)
    if len(found) != len(pairs):
        raise BadInputError("web.unreadable")
    return found


def _refuse(_word: str) -> object:
    raise BadInputError("web.unreadable")


def _depth(words: str) -> int:
    """How deep brackets nest outside strings; told before the parser recurses."""
    deepest = depth = 0
    for mark in MARKS.finditer(words):
        sign = mark.group()
        depth += 1 if sign in "[{" else -1 if sign in "]}" else 0
        deepest = max(deepest, depth)
    return deepest
