"""Lines of JSON into arrivals, and bubbles into lines of JSON. Pure; docs/talk.md is its contract.

A line is checked before anything is made of it: what is not understood is an error line, and changes nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.channels.base import Arrival, Bubble, Button, Upload, tapped
from bot.channels.terminal import NAME
from flows.model import Body, Contact, Edit, Media, Place, Speak, Tap, Text, Voice

LINE_MAX: Final = 256_000  # characters, as for the web chat
STRAY: Final = re.compile("[\udc80-\udcff]")  # how Python keeps a byte that is no UTF-8
DURATION: Final = re.compile(r"P(?:(\d{1,4})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:(\d{1,6})S)?)?")
EVERYWHERE: Final = {"back", "change", "pause", "human", "data", "menu", "skip", "later"}  # behind "menu", or by word
# What a plain yes or no means where the buttons say it in other words: the agreement, "go on" after the first CV.
PLAINLY: Final = {"yes": ("agree", "go", "continue"), "no": ("refuse", "later")}
KEYS: Final = ("text", "press", "voice", "photo", "file", "sticker", "location", "contact", "edit", "press_old", "wait",
               "lang")  # fmt: skip


class LineError(ValueError):
    """A line that cannot be used; the message says which part, never what was said."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line understood: something that arrives, or a wait in milliseconds. `next`: one more comes at once.

    `path` is where a file that arrives is on this machine.
    """

    body: Body | None = None
    wait: int = 0
    id: str = ""
    next: bool = False
    path: str = ""


def parse(raw: str, shown: Sequence[Bubble]) -> Line:
    """Return what a line says; `shown` are the bubbles on screen, oldest first. Raises `LineError`."""
    if len(raw) > LINE_MAX:
        raise LineError("the line is too long")
    if STRAY.search(raw):
        raise LineError("not UTF-8")
    try:
        said = json.loads(raw, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise LineError("not a line of JSON") from None
    if not isinstance(said, dict):
        raise LineError("not a JSON object")
    named = [key for key in KEYS if key in said]
    name = "edit" if "edit" in named else "voice" if "voice" in named else next(iter(named), "")
    if not name:
        raise LineError(f"one of these is needed: {', '.join(KEYS)}")
    line_id = said.get("id", "")
    if not isinstance(line_id, str | int):
        raise LineError("id")
    if name == "wait":
        return Line(wait=_wait(said["wait"]), id=str(line_id))
    body, path = _body(name, said, shown), said[name] if name in {"file", "photo"} else ""
    return Line(body, id=str(line_id), next=said.get("next") is True, path=str(path))


def _refuse(_name: str) -> float:
    raise LineError("not a number")


def _wait(value: object) -> int:
    found = DURATION.fullmatch(value) if isinstance(value, str) else None
    if not found or not any(found.groups()):
        raise LineError("wait: a duration such as PT20H")
    days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 3600 + minutes * 60 + seconds) * 1000


def _body(name: str, said: Mapping[str, object], shown: Sequence[Bubble]) -> Body:  # noqa: PLR0911 - one kind a line
    value = said[name]
    match name:
        case "text":
            return Text(_text(value, name))
        case "press":
            return _press(_text(value, name), shown)
        case "press_old":
            return _press_old(_text(value, name), said.get("choice"), shown)
        case "voice":
            return Voice(_text(said.get("transcript", ""), "transcript"))
        case "photo" | "file":
            return Media(name, name=_text(value, name).rsplit("/", 1)[-1])
        case "sticker":
            return Media("sticker", emoji=_text(value, name))
        case "location":
            return _place(value)
        case "contact":
            return _contact(value)
        case "edit":
            return Edit(_text(value, name), _text(said.get("text", ""), "text"))
        case _:
            return Speak(_text(value, name))


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise LineError(f"{name}: a text is needed")
    return value


def _place(value: object) -> Place:
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(n, int | float) for n in value):  # noqa: PLR2004
        raise LineError("location: two numbers")
    return Place()


def _contact(value: object) -> Contact:
    if not isinstance(value, dict) or not isinstance(value.get("phone"), str):
        raise LineError("contact: a name and a phone")
    return Contact(str(value.get("name", "")), value["phone"], own=value.get("own") is True)


def _press(wanted: str, shown: Sequence[Bubble]) -> Tap:
    """The button of that id or label on the last bubble that has one."""
    for bubble in reversed(shown):
        if bubble.buttons:
            if wanted in EVERYWHERE and wanted not in {b.id for b in bubble.buttons}:
                return Tap(bubble.ask, wanted)
            return _tap(wanted, bubble)
    raise LineError("press: no button on screen")


def _tap(wanted: str, bubble: Bubble) -> Tap:
    names = (wanted, *PLAINLY.get(wanted, ()))
    button = next((b for name in names for b in bubble.buttons if name in {b.id, b.label}), None)
    found = tapped(button.payload) if button else None
    if found is None:
        raise LineError("press: no such button")
    return found


def _press_old(wanted: str, choice: object, shown: Sequence[Bubble]) -> Tap:
    """A button of the last bubble that asked this question or was on this topic; with no choice, its "change"."""
    for bubble in reversed(shown):
        if wanted not in {bubble.question, bubble.topic} or not bubble.question:
            continue
        if choice is not None:
            return _tap(_text(choice, "choice"), bubble)
        return Tap(bubble.ask, "change")
    raise LineError("press_old: no such question on screen")


def arrival(
    line: Line, address: str, number: str, lang: str, *, follows: bool = False, upload: Upload | None = None
) -> Arrival:
    """Return what arrives; an id given by the caller makes a repeat a duplicate. `follows`: at once after another."""
    ext = line.id or number
    if line.body is None:
        raise LineError("nothing arrives")
    return Arrival(NAME, address, ext, line.body, said_id=ext, lang=lang, follows=follows, upload=upload)


def bubble_line(bubble: Bubble) -> Mapping[str, object]:
    """Return a bubble as a line."""
    return {
        "say": bubble.text,
        "id": bubble.id,
        "question": bubble.question or None,
        "topic": bubble.topic or "any",
        "buttons": [_button(b) for b in bubble.buttons],
        "lang": bubble.lang,
        "dir": bubble.dir,
    }


def _button(button: Button) -> Mapping[str, str]:
    return {"id": button.id, "label": button.label}
