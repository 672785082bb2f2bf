"""Reads the body of a request, at most as much as is allowed, once, into fields."""

from __future__ import annotations

from starlette.requests import Request

from bot.channels.web.parse import BODY_MAX, BadInputError, Fields, form_fields, json_fields

JSON, FORM = "application/json", "application/x-www-form-urlencoded"


def content_type(request: Request) -> str:
    """The kind of body, without its parameters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


async def fields_of(request: Request) -> Fields:
    """The fields that were sent. Raises `BadInputError`."""
    kind = content_type(request)
    if kind not in {JSON, FORM}:
        raise BadInputError("web.unreadable", 415)
    body = await _capped(request)
    return json_fields(body) if kind == JSON else form_fields(body)


async def _capped(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY_MAX:
            raise BadInputError("web.too_long", 413)
    return bytes(body)
