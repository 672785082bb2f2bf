"""The shape of a message (CONTENT.md 2): short sentences, short bubbles, short buttons, plain words.

Placeholders, numbers and what stands in quotes are not counted: they are the person's. A rule for the eye alone is not
here. What a language must not say is in its own `style.toml`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from bot.checks.tree import AROUND, Check, Problem, Tree, at
from flows.words import fold
from locales.catalogs import Entry
from locales.translate import PLACEHOLDER

SENTENCE_WORDS: Final = 12
BUBBLE_SENTENCES: Final = 3
BUBBLE_LETTERS: Final = 240
BUTTON: Final = 20  # WhatsApp: reply button title, Cloud API v23
ROW: Final = 24  # WhatsApp: list row title, Cloud API v23
SKILL: Final = 60  # one line of the CV, with its number and time
BUTTONS: Final = ("button.", "choice.", "door.", "label.")
SHORT: Final = "CV PDF CAP BEP BTS DUT BSR AM CACES AESH BAFA CAF CNAPS CDI CDD SMS IA AI MB ШІ МБ"
CAPITALS: Final = frozenset(SHORT.split())
NAMES: Final = "cv pdf word whatsapp telegram atout e-mail caces bsr cap bep bafa certiphyto cnaps france travail"
LATIN: Final = frozenset(NAMES.split())
OTHER_SCRIPTS: Final = frozenset({"ar", "uk"})
LEVEL_OR_LICENCE: Final = re.compile(r"[A-D][0-2E]?|AM")  # A1 .. C2, permis B, CE

FEEDBACK: Final = ("interview.tip.", "interview.rule.", "interview.quote", "interview.well", "ask.interview.after")
ONTO: Final = "[وفبلك]?(?:ال|لل)?"  # Arabic writes "and", "with", "for" and "the" onto a word

_QUOTED: Final = re.compile(r"«[^»]*»|\"[^\"]*\"|“[^”]*”|„[^“”]*[“”]")
_SENTENCE_END: Final = re.compile(r"[.!?…؟]+(?=\s|$)|\n+")
_JOB: Final = re.compile(r"job\.[A-Z]\d{4}")
_LANGUAGE: Final = re.compile(r"language\.[a-z]{2,3}")
_ETC: Final = re.compile(r"\betc\b|\bтощо\b|\bі т\. ?д\.|إلخ", re.IGNORECASE)


def is_button(key: str) -> bool:
    """Whether a text stands on a button: a choice, a door, a control, the short name of a question or a job."""
    return key.startswith(BUTTONS) or any(kind.fullmatch(key) for kind in (_JOB, _LANGUAGE))


def is_row(key: str) -> bool:
    """Whether a text stands in a list."""
    return key.startswith("act.")


def _each(tree: Tree, wrong: Callable[[str, Entry, str], str]) -> list[Problem]:
    """A problem for every text that a rule finds something to say about."""
    return [at(lang, entry, rule) for lang, entry, text in tree.texts() if (rule := wrong(lang, entry, text))]


def sentences(text: str) -> list[str]:
    """The sentences of a text; a line of nothing but placeholders and numbers is not one."""
    return [part for part in _SENTENCE_END.split(text) if counted(part)]


def counted(sentence: str) -> int:
    """How many words a reader meets, without placeholders, numbers and quotes."""
    bare = PLACEHOLDER.sub(" ", _QUOTED.sub(" ", sentence))
    return sum(any(char.isalpha() for char in word) for word in bare.split())


def short_sentences(tree: Tree) -> list[Problem]:
    """At most 12 words a sentence."""

    def wrong(_lang: str, _entry: Entry, text: str) -> str:
        longest = max((counted(sentence) for sentence in sentences(text)), default=0)
        return f"a sentence of {longest} words, {SENTENCE_WORDS} at most" if longest > SENTENCE_WORDS else ""

    return _each(tree, wrong)


def short_bubbles(tree: Tree) -> list[Problem]:
    """At most 3 sentences and 240 characters in what the conversation says."""

    def wrong(_lang: str, entry: Entry, text: str) -> str:
        if entry.key.startswith(AROUND):
            return ""
        if len(text) > BUBBLE_LETTERS:
            return f"{len(text)} characters, {BUBBLE_LETTERS} at most"
        several = len(sentences(text))
        return f"{several} sentences, {BUBBLE_SENTENCES} at most" if several > BUBBLE_SENTENCES else ""

    return _each(tree, wrong)


def short_labels(tree: Tree) -> list[Problem]:
    """A button, a row and a skill fit where they stand, in every language."""

    def wrong(_lang: str, entry: Entry, text: str) -> str:
        limit = BUTTON if is_button(entry.key) else ROW if is_row(entry.key) else 0
        limit = limit or (SKILL if entry.key.startswith("skill.") else 0)
        size = len(PLACEHOLDER.sub("", text))
        return f"{size} characters, {limit} at most" if limit and size > limit else ""

    return _each(tree, wrong)


def bare_buttons(tree: Tree) -> list[Problem]:
    """No emoji and no full stop on a button or a row."""

    def wrong(_lang: str, entry: Entry, text: str) -> str:
        if not (is_button(entry.key) or is_row(entry.key)):
            return ""
        if any(unicodedata.category(char) in {"So", "Sk"} for char in text):
            return "an emoji in a button"
        return "a full stop at the end of a button" if text.rstrip().endswith((".", "…", "。")) else ""

    return _each(tree, wrong)


def no_capitals(tree: Tree) -> list[Problem]:
    """No word in capitals that is not one of the few abbreviations people know."""

    def wrong(_lang: str, _entry: Entry, text: str) -> str:
        words = re.findall(r"[^\W_]{2,}", PLACEHOLDER.sub(" ", text))
        loud = [w for w in words if w.isupper() and w not in CAPITALS and not LEVEL_OR_LICENCE.fullmatch(w)]
        return f"capitals: {' '.join(loud)}" if loud else ""

    return _each(tree, wrong)


def no_brackets(tree: Tree) -> list[Problem]:
    """No brackets, no middle dot, no "etc.". On a CV the letter of a level stands in brackets (CONTENT.md 6)."""

    def wrong(_lang: str, entry: Entry, text: str) -> str:
        if any(char in "()[]·>" for char in text) and not entry.key.startswith("level."):
            return "brackets or a sign that a voice reads badly"
        return "etc." if _ETC.search(text) else ""

    return _each(tree, wrong)


def own_script(tree: Tree) -> list[Problem]:
    """No Latin letters in a language written otherwise, but for the few names people know."""

    def wrong(lang: str, entry: Entry, text: str) -> str:
        if lang not in OTHER_SCRIPTS or entry.key.startswith(("language.", "web.")):
            return ""  # a language is named in itself; the page names itself
        words = re.findall(r"[A-Za-z][A-Za-z0-9-]*", PLACEHOLDER.sub(" ", text))
        strange = [w for w in words if w.lower() not in LATIN and not LEVEL_OR_LICENCE.fullmatch(w)]
        return f"Latin letters: {' '.join(strange)}" if strange else ""

    return _each(tree, wrong)


def no_banned_words(tree: Tree) -> list[Problem]:
    """None of the words a language avoids; a stem ends with "-" and matches any word that begins so."""

    def wrong(lang: str, entry: Entry, text: str) -> str:
        style: Mapping[str, tuple[str, ...]] = tree.style.get(lang, {})
        words = style.get("banned", ()) + (style.get("feedback", ()) if entry.key.startswith(FEEDBACK) else ())
        found = [word for word in words if _says(fold(text), word)]
        return f"avoid: {', '.join(found)}" if found else ""

    return _each(tree, wrong)


def _says(folded: str, word: str) -> bool:
    return said(word).search(folded) is not None


@cache
def said(word: str) -> re.Pattern[str]:
    """What hears a word of a list in folded text: a stem ends with "-"; Arabic writes small words onto the next."""
    end = "" if word.endswith("-") else r"(?!\w)"
    return re.compile(rf"(?<!\w)(?:{ONTO})?{re.escape(fold(word.rstrip('-')))}{end}")


def labels_differ(tree: Tree) -> list[Problem]:
    """Two things to tap in one list do not read the same."""
    seen: dict[tuple[str, str, str, str], str] = {}
    found: list[Problem] = []
    for lang, entry, text in tree.texts():
        if is_button(entry.key) or is_row(entry.key):
            group = "job" if _JOB.fullmatch(entry.key) else entry.key.rpartition(".")[0]
            first = seen.setdefault((lang, group, entry.context, fold(text)), entry.key)
            found += [at(lang, entry, f"reads like {first}")] if first != entry.key else []
    return found


CHECKS: tuple[Check, ...] = (
    short_sentences,
    short_bubbles,
    short_labels,
    bare_buttons,
    no_capitals,
    no_brackets,
    own_script,
    no_banned_words,
    labels_differ,
)
