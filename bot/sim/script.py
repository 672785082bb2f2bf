"""A journey as text: what a person does, what happens to the house, and what has to be seen after it.

Pure. docs/talk.md tells the format to a person; this module is its only reader. A line is an action (it changes
something) or an expectation (it looks at what came since the last action). A line may be for some languages only:
"fr> bonjour", "en,uk< PDF".
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

HEADER: Final = "languages"
LINE: Final = re.compile(r"(?P<langs>[a-z]{2}(?:,[a-z]{2})*)?(?P<mark>[>\[@~!<?=])\s*(?P<rest>.*)")
HOUSE: Final = frozenset({"kill", "restart", "duplicate", "deploy", "desk"})
GIFTS: Final = frozenset(
    {"voice", "sticker", "photo", "file", "location", "contact", "edit", "old", "lang", "together"}
)
ARROW: Final = " => "  # between the words of an earlier message and what they become


class ScriptError(ValueError):
    """A line of a journey that cannot be read; the message names the line."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line. `mark` is its first sign, `word` what follows an "@" or "!", `rest` the remainder."""

    number: int
    mark: str
    word: str
    rest: str
    langs: tuple[str, ...] = ()

    @property
    def looks(self) -> bool:
        """Whether the line looks at what came, instead of doing something."""
        return self.mark in {"<", "?", "="}

    def holds_in(self, lang: str) -> bool:
        """Whether the line is played in this language."""
        return not self.langs or lang in self.langs


@dataclass(frozen=True, slots=True)
class Script:
    """A journey: the languages it is played in, and its lines."""

    languages: tuple[str, ...]
    steps: tuple[Step, ...]


def read(text: str) -> Script:
    """Return the journey. Raises `ScriptError`."""
    languages: tuple[str, ...] = ("fr",)
    steps: list[Step] = []
    for number, line in enumerate(map(str.strip, text.splitlines()), start=1):
        if not line or line.startswith("#"):
            continue
        if line.startswith(HEADER + " "):
            languages = tuple(line.split()[1:])
            continue
        steps.append(_step(number, line))
    return Script(languages, tuple(steps))


def _step(number: int, line: str) -> Step:
    found = LINE.fullmatch(line)
    if found is None:
        raise ScriptError(f"line {number}: not a line of a journey: {line[:40]}")
    mark, rest = found["mark"], found["rest"]
    langs = tuple((found["langs"] or "").split(",")) if found["langs"] else ()
    if mark == "[":
        if not rest.endswith("]"):
            raise ScriptError(f"line {number}: a button ends with ]")
        return Step(number, mark, "", rest[:-1].strip(), langs)
    if mark not in "@!~":
        return Step(number, mark, "", rest, langs)
    word, _, rest = rest.partition(" ")
    known = {"@": GIFTS, "!": HOUSE, "~": frozenset({"wait"})}[mark]
    if word not in known:
        raise ScriptError(f"line {number}: {mark}{word} is not one of {', '.join(sorted(known))}")
    return Step(number, mark, word, rest.strip(), langs)


def said(step: Step, earlier: Mapping[str, str]) -> Mapping[str, object]:  # noqa: PLR0911 - one kind a line
    """Return the line of `talk --jsonl` an action stands for; `earlier` knows messages by their words. Raises."""
    match step.mark, step.word:
        case ">", _:
            return {"text": step.rest}
        case "[", _:
            return {"press": step.rest}
        case "~", _:
            return {"wait": step.rest}
        case _, "voice":
            return {"voice": "note.ogg", "transcript": step.rest}
        case _, "sticker" | "photo" | "file" | "lang":
            return {step.word: step.rest}
        case _, "together":
            return {"text": step.rest, "next": True}
        case _, "location":
            return {"location": _numbers(step)}
        case _, "contact":
            name, _, phone = step.rest.rpartition(",")
            return {"contact": {"name": name.strip(), "phone": phone.strip()}}
        case _, "old":
            topic, _, choice = step.rest.partition(" ")
            return {"press_old": topic, **({"choice": choice} if choice else {})}
        case _, "edit":
            return _edit(step, earlier)
        case _:
            raise ScriptError(f"line {step.number}: nothing is said")


def _numbers(step: Step) -> Sequence[float]:
    try:
        return [float(part) for part in step.rest.split()]
    except ValueError:
        raise ScriptError(f"line {step.number}: two numbers") from None


def _edit(step: Step, earlier: Mapping[str, str]) -> Mapping[str, object]:
    old, arrow, new = step.rest.partition(ARROW)
    if not arrow or old not in earlier:
        raise ScriptError(f"line {step.number}: @edit EARLIER WORDS{ARROW}NEW WORDS")
    return {"edit": earlier[old], "text": new}


def spoken(said: Mapping[str, object]) -> str:
    """Return the words a person has to type for this; "" for a tap or a thing that is sent."""
    return str(said.get("text", ""))


def shown(said: Mapping[str, object]) -> str:
    """Return an action as it is read in a transcript."""
    if "text" in said and "edit" not in said:
        return f"> {said['text']}"
    if "press" in said:
        return f"[{said['press']}]"
    return "@" + json.dumps(said, ensure_ascii=False)
