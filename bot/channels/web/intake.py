"""Reads the body of a request, at most as much as is allowed, once, into fields."""

from __future__ import annotations

import asyncio
from urllib.parse import unquote

from starlette.requests import Request

from bot.channels.web.parse import BODY_MAX, FILE_MAX, BadInputError, Fields, form_fields, json_fields
from bot.pages.bodies import FORM, JSON, body_of, content_type

BYTES = "application/octet-stream"
SCRIPT = frozenset({JSON, BYTES})  # what the page's script sends, and no plain form
SAID = "Said"  # the header with the fields of a file: its name is in no address, so in no log
SIGN_MAX = 8 * 1024  # bytes
SLOWEST = 300  # seconds a file may take over a weak line


async def fields_of(request: Request) -> Fields:
    """The fields that were sent. Raises `BadInputError`."""
    kind = content_type(request)
    if kind == BYTES:
        return json_fields(unquote(request.headers.get(SAID, "")).encode("utf-8", "replace"))
    if kind not in {JSON, FORM}:
        raise BadInputError("web.unreadable", 415)
    body = await _capped(request, BODY_MAX, "web.too_long")
    return json_fields(body) if kind == JSON else form_fields(body)


async def signs_of(request: Request) -> Fields:
    """The fields of a small sign. Raises `BadInputError`."""
    if content_type(request) != JSON:
        raise BadInputError("web.unreadable", 415)
    return json_fields(await _capped(request, SIGN_MAX, "web.too_long"))


async def file_of(request: Request) -> bytes:
    """The bytes of the file that is sent. Raises `BadInputError`, while they come."""
    announced = request.headers.get("content-length", "0")
    if announced.isascii() and announced.isdecimal() and int(announced) > FILE_MAX:
        raise BadInputError("web.heavy", 413)
    try:
        async with asyncio.timeout(SLOWEST):
            return await _capped(request, FILE_MAX, "web.heavy")
    except TimeoutError:
        raise BadInputError("web.file_again", 408) from None


async def _capped(request: Request, most: int, key: str) -> bytes:
    body = await body_of(request, most)
    if body is None:
        raise BadInputError(key, 413)
    return body
