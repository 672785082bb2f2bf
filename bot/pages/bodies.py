"""The body of a request, at most as much as is allowed, and the fields of a plain form in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import Request

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
FIELDS_MAX = 100
UNWRITABLE = re.compile("[\0\ud800-\udfff]")  # SQLite stops reading at the one, the other has no UTF-8


async def body_of(request: Request, most: int) -> bytes | None:
    """Return the bytes of the body; None as soon as it is too much."""
    body, more = await read(request, most)
    return None if more else body


async def read(request: Request, most: int) -> tuple[bytes, bool]:
    """Return the bytes of the body, at most so many, and whether there are more."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            return bytes(body[:most]), True
    return bytes(body), False


def content_type(request: Request) -> str:
    """The kind of body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def fields_in(body: bytes) -> Mapping[str, str]:
    """The fields of a plain form, of each name the last, without what cannot be kept. Raises `ValueError`."""
    pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=FIELDS_MAX)
    return {name: UNWRITABLE.sub("", value).replace("\r\n", "\n") for name, value in pairs}
