"""The catalogs say the same things: same keys, same placeholders, whole plurals, three wordings of a question.

French is the source: what it has, every language has, and nothing else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from bot.checks.tree import AROUND, Check, Problem, Tree, at, by_key
from locales import SOURCE
from locales.catalogs import Entry
from locales.grammar import categories
from locales.translate import COUNT, PLACEHOLDER

WORDINGS: Final = 3  # a question asked twice is asked differently (CONTENT.md 2)
QUESTION: Final = "ask."
ONE_NUMBER: Final = frozenset({"zero", "one", "two"})  # forms that may leave the number to the word
_HEAD: Final = re.compile(r'^msgctxt "(?P<context>[^"]*)"\nmsgid "(?P<key>[^"]*)"', re.MULTILINE)


def same_keys(tree: Tree) -> list[Problem]:
    """Every language has the keys of the source, and no other."""
    found: list[Problem] = []
    wanted = set(tree.source)
    for lang, entries in tree.entries.items():
        keys = set(by_key(entries))
        found += [Problem(f"locales/{lang}/{_file(tree, key)}", key, "missing") for key in wanted - keys]
        found += [at(lang, entry, "no such key in French") for entry in entries if entry.key not in wanted]
    return found


def _file(tree: Tree, key: str) -> str:
    return tree.source[key][0].file.name


def said_once(tree: Tree) -> list[Problem]:
    """A key is said once in each wording: the second would hide the first."""
    found: list[Problem] = []
    for lang, entries in tree.entries.items():
        files = sorted({entry.file for entry in entries})
        heads = Counter(
            (match["key"], match["context"]) for f in files for match in _HEAD.finditer(f.read_text(encoding="utf-8"))
        )
        found += [
            Problem(f"locales/{lang}", f"{key} ({context})", "said twice")
            for (key, context), times in heads.items()
            if times > 1
        ]
    return found


def nothing_empty(tree: Tree) -> list[Problem]:
    """Every text, and every plural of it, is written."""
    return [at(lang, entry, "empty") for lang, entry, text in tree.texts() if not text.strip()]


def same_counting(tree: Tree) -> list[Problem]:
    """What counts in French counts in every language."""
    counting = {key for key, entries in tree.source.items() if any(entry.counts for entry in entries)}
    return [
        at(
            lang,
            entry,
            "counts in French, so it needs plurals" if entry.key in counting else "does not count in French",
        )
        for lang, entries in tree.entries.items()
        for entry in entries
        if entry.counts != (entry.key in counting)
    ]


def same_placeholders(tree: Tree) -> list[Problem]:
    """A text has the placeholders of the French wording it translates."""
    source = tree.source
    return [
        at(lang, entry, f"placeholders {_shown(has)} instead of {_shown(wanted)}")
        for lang, entry, text, category in _by_category(tree)
        if (wanted := _wanted(source, entry)) is not None
        and (has := _placeholders(text)) != wanted
        and not (category in ONE_NUMBER and has == wanted - {COUNT})
    ]


def _by_category(tree: Tree) -> Iterable[tuple[str, Entry, str, str]]:
    for lang, entries in tree.entries.items():
        for entry in entries:
            names = categories(lang) if entry.counts else ("",)
            yield from ((lang, entry, text, name) for text, name in zip(entry.texts, names, strict=False))


def _wanted(source: Mapping[str, tuple[Entry, ...]], entry: Entry) -> frozenset[str] | None:
    """What the French entry of this wording asks for; that of the first wording when French has no such wording."""
    entries = source.get(entry.key, ())
    for number in (entry.context[:1], "1"):
        for french in entries:
            if french.context[:1] == number:
                return _placeholders(french.texts[-1])
    return None


def _placeholders(text: str) -> frozenset[str]:
    return frozenset(PLACEHOLDER.findall(text))


def _shown(names: frozenset[str]) -> str:
    return " ".join(f"{{{name}}}" for name in sorted(names)) or "(none)"


def three_wordings(tree: Tree) -> list[Problem]:
    """A question can be said in three ways, and every other key has a first one."""
    found: list[Problem] = []
    for lang, entries in tree.entries.items():
        for key, several in by_key(entries).items():
            has = {entry.context[:1] for entry in several}
            wanted = {str(number + 1) for number in range(WORDINGS if key.startswith(QUESTION) else 1)}
            missing = ", ".join(sorted(wanted - has))
            found += [at(lang, several[0], f"no wording {missing}")] if missing else []
    return found


def both_addresses(tree: Tree) -> list[Problem]:
    """In French what speaks to the person in the conversation has both forms; elsewhere there is one form."""
    found: list[Problem] = []
    for lang, entries in tree.entries.items():
        for several in by_key(entries).values():
            contexts = {entry.context for entry in several}
            found += [p for entry in several for p in _address(lang, entry, contexts)]
    return found


def _address(lang: str, entry: Entry, contexts: set[str]) -> list[Problem]:
    number, _, address = entry.context.partition(" ")
    if not address:
        return []
    if lang != SOURCE or address not in {"vous", "tu"}:
        return [at(lang, entry, "no such form of address")]
    other = "tu" if address == "vous" else "vous"
    missing = f"{number} {other}" not in contexts and not entry.key.startswith(AROUND)
    return [at(lang, entry, f"no {other} beside it")] if missing else []


CHECKS: tuple[Check, ...] = (
    same_keys,
    said_once,
    nothing_empty,
    same_counting,
    same_placeholders,
    three_wordings,
    both_addresses,
)
