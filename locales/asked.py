"""What an interview asks, out of the files that hold a question in every language: occupations, and banks of families.

A key is "asked.<file>.<question>", the question an id of a bank or its place in the file of an occupation, from 1;
".example" behind it is an answer that is nobody's own. A file is read when one of its questions is first said.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

PREFIX: Final = "asked."
FOLDERS: Final = ("occupations", "interview")


def asked(lang: str, key: str, root: Path) -> str:
    """Return the words of a key in a language, "" when there are none."""
    name, _, question = key.removeprefix(PREFIX).partition(".")
    return _file(name, root).get((lang, question), "") if name.isalnum() else ""


@cache
def _file(name: str, root: Path) -> Mapping[tuple[str, str], str]:
    path = next((at for folder in FOLDERS if (at := root / folder / f"{name}.toml").exists()), None)
    return dict(_told(tomllib.loads(path.read_text(encoding="utf-8")))) if path else {}


def _told(raw: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], str]]:
    for one in raw.get("questions", ()):
        for lang, words in one.items():
            if isinstance(words, dict):
                yield (lang, one["id"]), words["ask"]
                yield (lang, f"{one['id']}.example"), words["example"]
    for lang, words in raw.items():
        if isinstance(words, dict):
            yield from (((lang, str(place)), text) for place, text in enumerate(words.get("questions", ()), 1))
