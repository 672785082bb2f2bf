"""What the Bot API allows, read from its published machine schema: the judge of every request a test makes.

It knows nothing of our code. The schema files are data beside the repository (`ATOUT_SHARED`, or a folder `shared`
next to one of the parents of this file); without them the double still works and checks less.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from tests.doubles.wire import platforms

FILES = ("telegram-bot-api-10.1.min.json", "telegram-bot-api-10.2.compact.json")
LENGTH = re.compile(r"(\d+)-(\d+) (characters|bytes)")
BETWEEN = re.compile(r"between (\d+)-(\d+)")
READ: Mapping[str, tuple[str, ...]] = {  # what the double itself reads, where no schema tells it: no text, by its name
    **dict.fromkeys(("chat_id", "limit", "max_connections", "message_id", "offset", "timeout"), ("Integer",)),
    **dict.fromkeys(("allowed_updates", "commands", "message_ids", "reaction", "reply_markup"), ("Array",)),
    **dict.fromkeys(("drop_pending_updates", "protect_content"), ("Boolean",)),
}
SCALARS = {"String", "Integer", "Float", "Boolean", "True", "InputFile"}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a method or a type."""

    types: tuple[str, ...]
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Schema:
    """One version of the Bot API. A type whose members are not listed is open: `fields` has no entry for it."""

    name: str
    methods: Mapping[str, Mapping[str, Field]]
    types: Mapping[str, Mapping[str, Field]]
    unions: Mapping[str, tuple[str, ...]]

    def request(self, method: str, values: Mapping[str, Any]) -> Iterator[str]:
        """Yield what is wrong with a request; nothing when all is well."""
        if method not in self.methods:
            yield f"{method}: no such method"
            return
        yield from self._object(method, self.methods[method], values, strict=True)

    def update(self, value: object) -> Iterator[str]:
        """Yield what is wrong with an update; fields newer than the schema are fine."""
        yield from self._value("update", ("Update",), value, strict=False)

    def _object(self, path: str, fields: Mapping[str, Field], value: object, *, strict: bool) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield f"{path}: not an object"
            return
        for name, field in fields.items():
            if name in value:
                yield from self._field(f"{path}.{name}", field, value[name], strict=strict)
            elif field.required:
                yield f"{path}.{name}: missing"
        for name in value if strict else ():
            if name not in fields:
                yield f"{path}.{name}: unknown field"

    def _field(self, path: str, field: Field, value: object, *, strict: bool) -> Iterator[str]:
        yield from self._value(path, field.types, value, strict=strict)
        if isinstance(value, str) and (length := LENGTH.search(field.description)):
            size = len(value.encode()) if length[3] == "bytes" else len(value.encode("utf-16-le")) // 2
            if not int(length[1]) <= size <= int(length[2]):
                yield f"{path}: {size} is not {length[0]}"
        allowed = BETWEEN.search(field.description)
        if isinstance(value, int) and allowed and not int(allowed[1]) <= value <= int(allowed[2]):
            yield f"{path}: {value} is not {allowed[0]}"

    def _value(self, path: str, types: tuple[str, ...], value: object, *, strict: bool) -> Iterator[str]:
        wrong: list[str] = []
        for name in types:
            wrong = list(self._one(path, name, value, strict=strict))
            if not wrong:
                return
        yield from wrong if len(types) == 1 else [f"{path}: fits none of {', '.join(types)}"]

    def _one(self, path: str, name: str, value: object, *, strict: bool) -> Iterator[str]:
        if name.startswith("Array of "):
            if not isinstance(value, list):
                yield f"{path}: not a list"
                return
            for position, item in enumerate(value):
                inner = _alternatives(name.removeprefix("Array of "))
                yield from self._value(f"{path}[{position}]", inner, item, strict=strict)
        elif name in SCALARS:
            if not _scalar(name, value):
                yield f"{path}: not {name}"
        elif name in self.unions:
            yield from self._value(path, self.unions[name], value, strict=strict)
        elif self.types.get(name):
            yield from self._object(path, self.types[name], value, strict=strict)
        elif not isinstance(value, Mapping):
            yield f"{path}: not an object"


@cache
def schemas() -> tuple[Schema, ...]:
    """Return the versions at hand, oldest first; empty when there is no shared folder."""
    folder = platforms()
    return tuple(_load(folder / name) for name in FILES if (folder / name).is_file()) if folder else ()


@cache
def reactions() -> frozenset[str]:
    """Return the emojis a bot may react with; without the schemas a few of them."""
    fields = schemas()[0].types["ReactionTypeEmoji"] if schemas() else {}
    told = fields["emoji"].description if fields else '"👍", "👀", "🙏"'
    return frozenset(re.findall(r'"([^"]+)"', told))


def wire(method: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return form fields, which are all text, as the values they stand for, by the types the method declares."""
    declared = schemas()[-1].methods.get(method, {}) if schemas() else {}
    types = {name: field.types for name, field in declared.items()} if schemas() else READ
    return {name: _read(types.get(name, ()), value) for name, value in values.items()}


def _load(path: Path) -> Schema:
    data = json.loads(path.read_text(encoding="utf-8"))
    methods = {name: _fields(item.get("fields", {})) for name, item in data["methods"].items()}
    types = {name: _fields(item.get("fields", {})) for name, item in data["types"].items()}
    unions = {name: tuple(item["subtypes"]) for name, item in data["types"].items() if item.get("subtypes")}
    return Schema(path.stem, methods, types, unions)


def _fields(fields: dict[str, Any] | list[Any]) -> dict[str, Field]:
    if isinstance(fields, dict):  # {name: {"type": "A or B", ...}}
        return {
            name: Field(_alternatives(item["type"]), item["required"], item["description"])
            for name, item in fields.items()
        }
    return {item["name"]: Field(tuple(item["types"]), item["required"], item["description"]) for item in fields}


def _alternatives(text: str) -> tuple[str, ...]:
    """Return the types a text names: "A or B", and in a list "A, B and C"."""
    if text.startswith("Array of "):
        return (text,)
    return tuple(re.split(r", | and | or ", text))


def _scalar(name: str, value: object) -> bool:
    match name:
        case "Boolean":
            return isinstance(value, bool)
        case "True":
            return value is True
        case "Integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "Float":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "InputFile":
            return isinstance(value, bytes)
        case _:
            return isinstance(value, str)


def _read(types: tuple[str, ...], value: object) -> object:
    if not isinstance(value, str) or not types:
        return value
    if "Integer" in types and re.fullmatch(r"-?\d{1,18}", value):
        return int(value)
    if "Boolean" in types and value.lower() in {"true", "false", "1", "0"}:
        return value.lower() in {"true", "1"}
    if "String" in types or not value.startswith(("{", "[")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
