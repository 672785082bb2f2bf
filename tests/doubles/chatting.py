"""A server of our own that completes chats as Mistral's does, over real sockets, and fails and lies as a model may.

Written from the types of mistralai 3.7 and the published reference ("Chat Completion"); it knows nothing of our code.
A request that the real one would refuse is answered as it does, and kept in `wrong`. Every request is kept as it came,
in `requests`, and its body in `bodies`, so that a test can look for what must not leave. What it says is scripted: the
next of `says`, or what `thinks` makes of the words.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import jsonschema
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.doubles.wire import Hangup, served

KEY = "canary-of-a-model-key"
TEXT: dict[str, Any] = {"type": "string"}
MESSAGE: dict[str, Any] = {
    "type": "object",
    "properties": {"role": {"enum": ["system", "user", "assistant"]}, "content": {"type": "string", "minLength": 1}},
    "required": ["role", "content"],
    "additionalProperties": False,
}
FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "type": {"enum": ["text", "json_object", "json_schema"]},
        "json_schema": {
            "type": "object",
            "properties": {
                "name": TEXT,
                "description": {"type": ["string", "null"]},
                "schema": {"type": "object"},
                "strict": {"type": "boolean"},
            },
            "required": ["name", "schema"],
            "additionalProperties": False,
        },
    },
    "required": ["type"],
    "additionalProperties": False,
    "if": {"properties": {"type": {"const": "json_schema"}}},
    "then": {"required": ["json_schema"]},
}
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "model": {"type": "string", "minLength": 1},
        "messages": {"type": "array", "minItems": 1, "items": MESSAGE},
        "temperature": {"type": ["number", "null"], "minimum": 0, "maximum": 1.5},
        "top_p": {"type": "number", "minimum": 0, "maximum": 1},
        "max_tokens": {"type": ["integer", "null"], "minimum": 0},
        "stream": {"const": False},
        "random_seed": {"type": ["integer", "null"]},
        "response_format": FORM,
        "n": {"type": ["integer", "null"]},
        "presence_penalty": {"type": "number"},
        "frequency_penalty": {"type": "number"},
        "safe_prompt": {"type": "boolean"},
    },
    "required": ["model", "messages"],
    "additionalProperties": False,  # of a tool, a connector or a document nothing of ours may speak
}
VALID = jsonschema.validators.validator_for(SCHEMA)(SCHEMA)
LIES = ("quote", "number", "address", "field")


@dataclass(frozen=True)
class Came:
    """A request, whole."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass
class Chatting:
    """The server's memory. `faults`: what is answered in place of the truth, once each."""

    at: str = ""
    says: list[Any] = field(default_factory=list)
    thinks: Callable[[dict[str, Any]], Any] | None = None
    faults: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    requests: list[Came] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    hangs: float = 40.0  # seconds

    @property
    def asked(self) -> int:
        """How many requests came."""
        return len(self.bodies)

    async def fault(self) -> Response | None:
        """Fail as servers do."""
        kind = self.faults.pop(0) if self.faults else ""
        if kind.isdecimal():
            return JSONResponse({"object": "error", "message": "no", "type": "no", "code": None}, int(kind))
        if kind == "hang":
            await asyncio.sleep(self.hangs)
        answers: dict[str, Callable[[], Response]] = {
            "half": Hangup,
            "noise": lambda: Response(b"<html>", media_type="text/html"),
            "list": lambda: JSONResponse(["words"]),
            "empty": lambda: Response(b"", media_type="application/json"),
            "none": lambda: JSONResponse(_answer("x", "") | {"choices": []}),
            "length": lambda: JSONResponse(_answer("x", '{"text": "cut', "length")),
            "prose": lambda: JSONResponse(_answer("x", "Sure! Here is what I found.")),
            "refusal": lambda: JSONResponse(_answer("x", "I cannot help with that.")),
            "wrong": lambda: JSONResponse(_answer("x", json.dumps({"facts": [{"a": 1}]}))),
            "more": lambda: JSONResponse(_answer("x", json.dumps({"text": "a", "found": [], "tool": "rm"}))),
            "long": lambda: JSONResponse(_answer("x", json.dumps({"text": "a" * 9_000}))),
            "redirect": lambda: Response(status_code=307, headers={"Location": f"{self.at}/elsewhere"}),
            "flood": lambda: StreamingResponse(_flood(), media_type="application/json"),
        }
        return answers[kind]() if kind in answers else None


@asynccontextmanager
async def chatting() -> AsyncIterator[Chatting]:
    """Serve for the length of a block."""
    server = Chatting()
    routes = [Route("/v1/chat/completions", partial(_completions, server), methods=["POST"])]
    async with served(routes) as server.at:
        yield server


async def _completions(server: Chatting, request: Request) -> Response:
    body = await request.body()
    server.bodies.append(body)
    server.requests.append(Came(request.method, str(request.url), tuple(request.headers.items()), body))
    failed = await server.fault()
    if failed is not None:
        return failed
    if request.headers.get("authorization") != f"Bearer {KEY}":
        return JSONResponse({"detail": "Unauthorized"}, 401)
    asked = json.loads(body)
    error = jsonschema.exceptions.best_match(VALID.iter_errors(asked))
    if error is not None:
        server.wrong.append(error.message)
        return JSONResponse({"detail": [{"loc": ["body"], "msg": error.message, "type": "value_error"}]}, 422)
    said = server.thinks(asked) if server.thinks else server.says.pop(0) if server.says else _nothing(asked)
    return JSONResponse(_answer(asked["model"], said if isinstance(said, str) else json.dumps(said)))


def words(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the data of a request: what stands in its last message."""
    found: dict[str, Any] = json.loads(asked["messages"][-1]["content"])
    return found


def lying(kind: str) -> Callable[[dict[str, Any]], Any]:
    """Return somebody who answers in the right form and not the truth: an invented quote, number, address or id."""

    def answer(asked: dict[str, Any]) -> Any:  # noqa: ANN401 - whatever a model writes
        given = words(asked)
        name = min(given.get("fields", {"x": ""}))
        true = {"field": name, "quote": given["text"], "text": given["text"]}
        lies: dict[str, dict[str, str]] = {
            "quote": {"quote": "directrice d'un grand hôpital"},
            "number": {"text": f"{given['text']} depuis 25 ans"},
            "address": {"text": f"{given['text']} https://evil.example/x"},
            "field": {"field": "cv/name"},
            "mark": {"text": f"{given['text']} [NOM99]"},
        }
        if given.get("fields"):
            return {"found": [true | lies[kind]]}
        return {"text": lies[kind].get("text", given["text"])}

    return answer


def _nothing(asked: dict[str, Any]) -> dict[str, Any]:
    """An answer in the form that is asked for, with nothing in it."""
    form = asked.get("response_format", {}).get("json_schema", {}).get("schema", {})
    return {"found": []} if "found" in form.get("required", ()) else {"text": "…"}


def _answer(model: str, said: str, reason: str = "stop") -> dict[str, Any]:
    message = {"role": "assistant", "content": said, "tool_calls": None, "prefix": False}
    return {
        "id": "cmpl-1",
        "object": "chat.completion",
        "created": 1_790_000_000,
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": 40, "completion_tokens": 10, "total_tokens": 50},
    }


async def _flood() -> AsyncIterator[bytes]:
    yield b'{"id": "'
    for _ in range(4_000):
        yield b"x" * 1_000
