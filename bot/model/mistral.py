"""Asks Mistral, or a server with the same interface, through Mistral's SDK (the extra `mistral`), loaded when chosen.

Facts: mistralai 3.7, `chat.complete_async`; it adds /v1/chat/completions to the address by itself, and an empty key is
refused by its own client. Its retries are off and its client is ours: no redirect is followed, and an answer is cut
off where it grows too long. What goes wrong inside is told as one word, and nothing of its errors is kept: they may
hold the answer. An answer is read strictly, by our own types; one of another form is asked for once more, in words, if
there is time.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from importlib import import_module
from typing import Any, Final

import httpx2
import msgspec

from bot.files.found import AWAY
from bot.model.base import (
    ANSWER_MOST,
    BUSY,
    FACTS,
    FEEDBACK,
    LATE,
    PATIENCE,
    PROPOSED_MOST,
    REFUSED,
    SAID_MOST,
    STRANGE,
    ModelError,
    Proposed,
    Reply,
    Request,
)
from bot.model.prompts import data, form, schema, told

MODEL: Final = "mistral-small-latest"
NO_KEY: Final = "none"  # to a server that asks for none
TOKENS_MOST: Final = 1_500  # of an answer
BODY_MOST: Final = 8 * ANSWER_MOST  # bytes of a whole answer: it is escaped, and comes with its counts
BUSY_CODES: Final = frozenset({429})
BROKEN_FROM: Final = 500  # statuses


class _Found(msgspec.Struct, forbid_unknown_fields=True):
    """One thing, as a model writes it."""

    field: str
    quote: str
    text: str


class _List(msgspec.Struct, forbid_unknown_fields=True):
    """What was found."""

    found: list[_Found]


class _Text(msgspec.Struct, forbid_unknown_fields=True):
    """One text."""

    text: str


class _Cut(httpx2.AsyncByteStream):
    """A body that ends with an error where it grows too long."""

    def __init__(self, body: Any) -> None:  # noqa: ANN401 - a stream of either kind
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield it, as far as it may go."""
        got = 0
        async for part in self._body:
            got += len(part)
            if got > BODY_MOST:
                raise httpx2.ReadError(STRANGE)
            yield part

    async def aclose(self) -> None:
        """Let go of it."""
        await self._body.aclose()


class _Short(httpx2.AsyncHTTPTransport):
    """The network, with short answers only."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Return the answer, its body cut."""
        got = await super().handle_async_request(request)
        got.stream = _Cut(got.stream)
        return got


class Mistral:
    """One account or server. `own`: it runs on the operator's machine."""

    def __init__(
        self, model: str, key: str, server: str = "", *, own: bool = False, patience: float = PATIENCE
    ) -> None:
        sdk = import_module("mistralai.client")
        errors = import_module("mistralai.client.errors")
        self.own = own
        self._http = httpx2.AsyncClient(transport=_Short(retries=0), follow_redirects=False, timeout=patience)
        self._client: Any = sdk.Mistral(
            api_key=key or NO_KEY,
            server_url=server.rstrip("/").removesuffix("/v1") or None,
            timeout_ms=max(1, int(patience * 1000)),
            async_client=self._http,
        )
        self._wrong: type[Exception] = errors.MistralError
        self._void: type[Exception] = errors.NoResponseError  # none of the others
        self._model = model or MODEL
        self._patience = patience

    async def propose(self, asked: Request) -> Reply:
        """Return what is proposed, asked twice at most. Raises `ModelError`."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._tried(asked)
        except TimeoutError:
            pass
        raise ModelError(LATE)  # out here: nothing of the answer hangs on it

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _tried(self, asked: Request) -> Reply:
        answer, tokens = await self._asked(asked, told(asked.purpose), _form(asked))
        reply = read(asked, answer, tokens)
        if reply is None:
            answer, more = await self._asked(asked, form(asked), {"type": "json_object"})
            tokens += more
            reply = read(asked, answer, tokens)
        if reply is None:
            raise ModelError(STRANGE, tokens)
        return reply

    async def _asked(self, asked: Request, system: str, form: dict[str, Any]) -> tuple[str, int]:
        """Return what is answered and the tokens of both ways. Raises `ModelError`."""
        messages = [{"role": "system", "content": system}, {"role": "user", "content": data(asked)}]
        verdict = AWAY
        try:
            said = await self._client.chat.complete_async(
                model=self._model, messages=messages, temperature=0.0, max_tokens=TOKENS_MOST, response_format=form,
                retries=None,
            )  # fmt: skip
            return _content(said), int(said.usage.total_tokens or 0)
        except self._wrong as error:
            verdict = _verdict(getattr(error, "status_code", 0))
        except httpx2.TimeoutException:
            verdict = LATE
        except (self._void, httpx2.HTTPError, OSError):
            verdict = AWAY
        except (ValueError, TypeError, AttributeError):
            verdict = STRANGE  # pydantic's errors are of these, and so is what it lets through
        raise ModelError(verdict)


def read(asked: Request, answer: str, tokens: int) -> Reply | None:
    """Return an answer of the form that was asked for; None for any other."""
    if len(answer.encode("utf-8", "replace")) > ANSWER_MOST:
        return None
    try:
        if asked.purpose not in {FACTS, FEEDBACK}:
            text = msgspec.json.decode(answer, type=_Text).text.strip()
            return Reply(text=text, tokens=tokens) if 0 < len(text) <= SAID_MOST else None
        found = msgspec.json.decode(answer, type=_List).found
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return None
    if not all(one.field in asked.fields for one in found) or len(found) > PROPOSED_MOST:
        return None
    fits = [one for one in found if max(len(one.quote), len(one.text)) <= SAID_MOST]
    if found and not fits:
        return None
    return Reply(found=tuple(Proposed(one.field, one.quote, one.text) for one in fits), tokens=tokens)


def _form(asked: Request) -> dict[str, Any]:
    """Return the form of an answer, as both Mistral and servers of one's own take it."""
    return {"type": "json_schema", "json_schema": {"name": asked.purpose, "schema": schema(asked), "strict": True}}


def _content(said: Any) -> str:  # noqa: ANN401 - the SDK's own type
    """Return the words of an answer, "" for one that is cut short, empty or in pieces."""
    choice = said.choices[0] if said.choices else None
    words = choice.message.content if choice and choice.message and choice.finish_reason == "stop" else ""
    return words if isinstance(words, str) else ""


def _verdict(status: int) -> str:
    if status in BUSY_CODES:
        return BUSY
    if status in {200, 422}:
        return STRANGE  # 200: the SDK could not read it
    return AWAY if status >= BROKEN_FROM else REFUSED
