"""Every page of the desk, found from its routes: a page that is added tomorrow is walked as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import httpx2

from bot.desk.app import DeskApp
from bot.desk.web import HANDS
from tests.bot.desk.full import Full

PARAMETER = re.compile(r"{(\w+)}")
EVENTS = "/events"  # ends the path of a stream, which is read until it has said what it shows
PATIENCE = 30.0  # seconds a stream may be silent before it has said all
QUERIES = (
    "",
    "?view=mine",
    "?view=sleeping",
    "?view=held",
    "?format=txt&notes=yes",
    "?format=docx&notes=yes",
    "?q=zzq",
)


@dataclass(frozen=True)
class Seen:
    """What was answered to one request."""

    who: str
    method: str
    path: str
    status: int
    told: str  # all of it: its first line, headers and body


def paths(app: DeskApp, filling: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Every path, its parameters filled in every way; a parameter nobody thought of yet gets a case and a word."""
    for route in app.routes:
        names = PARAMETER.findall(route.path)
        for values in product(*(filling.get(name, (*filling["case"], "x")) for name in names)):
            path = route.path
            for name, value in zip(names, values, strict=True):
                path = path.replace(f"{{{name}}}", value)
            yield path


def asked(full: Full, name: str, method: str, path: str, fields: Mapping[str, str] | None = None) -> Seen:
    """Ask once, as one of the staff, no faster than hands do."""
    full.office.clock.ahead += 60_000 // HANDS + 1
    http = full.staff[name].http
    if path.partition("?")[0].endswith(EVENTS) and method == "GET":
        answer, body = streamed(http, path)
    else:
        answer = http.request(method, path, data=fields) if fields is not None else http.request(method, path)
        body = answer.text if "text" in answer.headers.get("content-type", "text") else answer.content.decode("latin-1")
    head = "\n".join(f"{key}: {value}" for key, value in answer.headers.multi_items())
    return Seen(name, method, path, answer.status_code, f"{answer.status_code}\n{head}\n\n{body}")


def streamed(http: httpx2.Client, path: str) -> tuple[httpx2.Response, str]:
    """What a stream says at first: up to the end of its first event."""
    with http.stream("GET", path, headers={"Accept": "text/event-stream"}, timeout=PATIENCE) as answer:
        body = ""
        for part in answer.iter_text():
            body += part
            if "event:" in body and body.endswith("\n\n"):
                break
        return answer, body
