"""Catalogs and words of every language, found by listing the folders here.

It turns a `Phrase` into the person's words and knows the core's types only: no channel, no document, no store.
A language is a folder with `.po` catalogs (msgid = key, msgctxt = wording) and one `words.toml`.
"""

from __future__ import annotations

from locales.catalogs import SOURCE, BrokenCatalog, MissingWords, languages, wordings
from locales.grammar import direction
from locales.translate import MissingArgument, translator
from locales.words import BrokenWords, load_words

__all__ = [
    "SOURCE",
    "BrokenCatalog",
    "BrokenWords",
    "MissingArgument",
    "MissingWords",
    "direction",
    "languages",
    "load_words",
    "translator",
    "wordings",
]
