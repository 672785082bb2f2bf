"""Reading the `.po` files of a language into one table: key, wording, texts.

msgid is the key, msgctxt the wording: "1", "2" or "3", followed in French by the form of address when the entry
speaks to the person ("1 vous", "1 tu"). An entry that counts has one msgstr for each CLDR plural category of its
language, in the order zero, one, two, few, many, other. Read once, when the language is first spoken, and kept as
`locales/compiled.py` says, so there is no `.mo`. French signs get their no-break spaces here, so that nobody types them
and no line begins with "?". It must not fill, choose or say anything.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING, Final, TypeAlias

from locales.compiled import compiled
from locales.grammar import categories

if TYPE_CHECKING:
    from babel.messages.catalog import Message

HERE: Final = Path(__file__).parent
SOURCE: Final = "fr"  # the language every other is compared with
CONTEXT: Final = re.compile(r"[1-9]( [a-z]+)?")
NO_BREAK: Final = "\u00a0"
_BEFORE_A_SIGN: Final = re.compile("(?<=«) | (?=[»?!:;])")

Texts: TypeAlias = tuple[str, ...]  # one text, or one for each plural category
Said: TypeAlias = tuple[str, str, Texts]  # key, context, texts


class MissingWords(LookupError):  # noqa: N818 - named for what happened
    """A language has no text for a key. Names the key only, never what would have filled it."""

    def __init__(self, lang: str, key: str) -> None:
        super().__init__(f"no words in {lang!r} for {key!r}")
        self.lang = lang
        self.key = key


class BrokenCatalog(ValueError):  # noqa: N818 - named for what happened
    """A `.po` file that cannot be read as ours: which file, and why."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One text of a key as it stands in its file. `counts` tells an entry with plural forms."""

    key: str
    context: str
    texts: Texts
    counts: bool
    file: Path


def languages(root: Path = HERE) -> tuple[str, ...]:
    """The languages we speak: each folder with words and catalogs, in alphabetical order."""
    return tuple(sorted(folder.parent.name for folder in root.glob("*/words.toml")))


def read_entries(folder: Path) -> tuple[Entry, ...]:
    """All entries of the language in `folder`, file by file; a file that is not well formed is refused."""
    found: list[Entry] = []
    for file in sorted(folder.glob("*.po")):
        found += _entries_of(file, folder.name)
    return tuple(found)


def _entries_of(file: Path, lang: str) -> list[Entry]:
    from babel.messages.pofile import PoFileError, read_po  # noqa: PLC0415 - a start reads no catalog

    try:
        with file.open(encoding="utf-8") as source:
            catalog = read_po(source, locale=lang, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise BrokenCatalog(f"{file.parent.name}/{file.name}: {error}") from error
    if catalog.num_plurals != len(categories(lang)):
        raise BrokenCatalog(f"{lang}/{file.name}: the header must say nplurals={len(categories(lang))}")
    return [_entry(message, file) for message in catalog if message.id]


def _entry(message: Message, file: Path) -> Entry:
    counts = isinstance(message.id, list | tuple)
    key = message.id[0] if counts else message.id
    said = message.string or ""
    context = message.context or ""
    if not CONTEXT.fullmatch(context):
        raise BrokenCatalog(f"{file.parent.name}/{file.name}: {key}: msgctxt {context!r} is not a wording")
    texts = (said,) if isinstance(said, str) else tuple(said)
    return Entry(str(key), context, texts, counts, file)


def catalog(lang: str, root: Path = HERE) -> Mapping[tuple[str, str], Texts]:
    """What a language says, by (key, context). Kept once read: the files are part of the program."""
    return _catalog(lang, root)


@cache  # it tells a root that is left out from one that is given: so all callers come through `catalog`
def _catalog(lang: str, root: Path) -> Mapping[tuple[str, str], Texts]:
    read = partial(_said, lang, root)
    files = (root / lang).glob("*.po")
    said = compiled(root / lang / "catalog", files, list[Said], read) if root == HERE else read()
    return {(intern(key), intern(context)): texts for key, context, texts in said}  # every language has the same keys


def _said(lang: str, root: Path) -> list[Said]:
    """Return what the files of a language say: key, context, texts."""
    return [(e.key, e.context, tuple(typeset(text, lang) for text in e.texts)) for e in read_entries(root / lang)]


def typeset(text: str, lang: str) -> str:
    """The text with the no-break spaces that French wants around its signs; as long as before."""
    return _BEFORE_A_SIGN.sub(NO_BREAK, text) if lang == "fr" else text


@cache
def _counts(root: Path) -> Mapping[str, int]:
    found: dict[str, int] = {}
    for key, context in catalog(SOURCE, root):
        found[key] = max(found.get(key, 0), int(context[0]))
    return found


def wordings(key: str, root: Path = HERE) -> int:
    """How many ways the source language has to say `key`."""
    if key not in _counts(root):
        raise MissingWords(SOURCE, key)
    return _counts(root)[key]
