"""The words we understand and the words we show agree: what a button says can also be typed, and means the same.

A command is read before the answer to the open question, so a label that is also a command would never be an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from bot.checks.tree import Check, Problem, Tree, at
from bot.checks.writing import is_button, is_row
from flows.words import Words, fold
from locales.catalogs import Entry

# A label may be a command or an answer of the same meaning under another name.
SAME: Final[Mapping[str, frozenset[str]]] = {
    "refuse": frozenset({"no"}),
    "another": frozenset({"other"}),
    "idea": frozenset({"other"}),
    "without": frozenset({"skip", "none"}),
    "keep_all": frozenset({"all"}),
    "no_more": frozenset({"done", "no", "none"}),
    "elsewhere": frozenset({"code"}),  # the code, and what goes on in another app
    **dict.fromkeys(("true", "agree", "may"), frozenset({"yes"})),  # of a game, where a yes or a no says the same
    **dict.fromkeys(("differ", "must"), frozenset({"no"})),
    "false": frozenset({"no", "change"}),
    "again": frozenset({"restart", "repeat"}),
    **dict.fromkeys(
        ("word", "text", "picture", "tongue", "skills", "lives"), frozenset({"forms"})
    ),  # said anywhere, they open that door
    **dict.fromkeys(("none", "none1", "none2", "none3"), frozenset({"no", "none"})),
}


def small_words_in_each(tree: Tree) -> list[Problem]:
    """Each key of these tables stands in every language, empty where it has no such word: a new one forgets none."""
    tables = {lang: {"small": words.small, "tidy": words.tidy} for lang, words in tree.words.items()}
    keys = {(name, key) for known in tables.values() for name, ways in known.items() for key in ways}
    return [
        Problem(f"locales/{lang}/words.toml", f"{name}.{key}", "missing: an empty list says that there is no such word")
        for lang, known in tables.items()
        for name, key in sorted(keys)
        if key not in known[name]
    ]


def labels_mean_themselves(tree: Tree) -> list[Problem]:
    """No label reads like a command or an answer of another meaning."""
    return [
        at(lang, entry, f"typed, it would mean {meaning!r}")
        for lang, entry, name, meanings in _labels(tree)
        for meaning in meanings - {name} - SAME.get(name, frozenset())
    ]


def controls_can_be_typed(tree: Tree) -> list[Problem]:
    """What a control button says works as a word too."""
    return [
        at(lang, entry, f"typed, it is not understood as {name!r}")
        for lang, entry, name, meanings in _labels(tree)
        if entry.key.startswith("button.") and name in _known(tree.words[lang]) and name not in meanings
    ]


def _labels(tree: Tree) -> Iterator[tuple[str, Entry, str, set[str]]]:
    """Each thing to tap: its language, its entry, its own name, and what its text means when typed."""
    for lang, entry, text in tree.texts():
        tapped = is_button(entry.key) and not entry.key.startswith("label.")
        if lang in tree.words and (tapped or is_row(entry.key)):
            typed = fold(text)
            meanings = {name for name, ways in _known(tree.words[lang]).items() if typed in ways}
            yield lang, entry, entry.key.rpartition(".")[2], meanings


def _known(words: Words) -> Mapping[str, tuple[str, ...]]:
    return {**words.answers, **words.commands}


CHECKS: tuple[Check, ...] = (small_words_in_each, labels_mean_themselves, controls_can_be_typed)
