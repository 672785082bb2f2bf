"""Putting a `Phrase` into words: the wording, the plural, the list, and the arguments in their place.

This is the only place where a person's words enter a sentence of ours, so it is where they are isolated (Unicode
FSI ... PDI): a phone number, a date or a name in another script then stays whole, whatever surrounds it. Nothing
strips these marks later. Counts are written in ASCII digits in every language: it is what our public meets on French
papers, and Arabic readers in France use both. An error names the key, never the arguments.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from flows.model import Arg, Phrase, Translate
from locales.asked import PREFIX, asked
from locales.catalogs import HERE, MissingWords, Texts, catalog, typeset
from locales.grammar import direction, listed, plural

FSI: Final = "\u2068"
PDI: Final = "\u2069"
PLACEHOLDER: Final = re.compile(r"\{(\w+)(?::small)?\}")
SMALL: Final = ":small}"  # how a placeholder ends in which our own phrases begin with a small letter
COUNT: Final = "n"  # the argument that chooses the plural, when there are several numbers
SAID: Final = 4096  # keys, with their wording, that were looked up: what is said often, in four languages
NUMBERS: Final = 1024  # whose plural is remembered
# Embeddings, overrides and isolates typed inside a person's words could close or turn ours (UAX #9, 2.1 to 2.3).
_BIDI_CONTROLS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_RIGHT_TO_LEFT: Final = frozenset({"R", "AL", "AN"})


class MissingArgument(LookupError):  # noqa: N818 - named for what happened
    """A phrase came without an argument its text needs."""

    def __init__(self, key: str, name: str) -> None:
        super().__init__(f"{key!r} was said without {name!r}")
        self.key = key
        self.name = name


def isolate(value: str, lang: str) -> str:
    """`value` fit to stand in a sentence of `lang`: isolated wherever its direction could mix with the sentence's."""
    value = _BIDI_CONTROLS.sub("", value)
    if value.startswith("https://"):
        return value  # on a line of its own: apps take a mark that follows an address for a part of it
    mixes = direction(lang) == "rtl" or any(unicodedata.bidirectional(char) in _RIGHT_TO_LEFT for char in value)
    return f"{FSI}{value}{PDI}" if mixes and value else value


@lru_cache(maxsize=NUMBERS)
def _plural(lang: str, count: int) -> int:
    """Which of the plural texts of a language a number takes: the rules are read once a number, not once a phrase."""
    return plural(lang, count)


@lru_cache(maxsize=SAID)
def _texts(lang: str, address: str, key: str, wording: int, root: Path) -> Texts:
    """The wording asked for, else the first; in French, the one for this form of address."""
    if key.startswith(PREFIX):
        said = asked(lang, key, root)
        if not said:
            raise MissingWords(lang, key)
        return (typeset(said, lang),)
    table = catalog(lang, root)
    for number in dict.fromkeys((wording, 1)):
        for context in (f"{number} {address}", str(number)):
            if (key, context) in table:
                return table[key, context]
    raise MissingWords(lang, key)


def translator(lang: str, address: str = "vous", root: Path = HERE) -> Translate:
    """What puts phrases into the words of `lang`, with the French form of address where the language has one."""
    return _Speaker(lang, address, root)


@dataclass(frozen=True, slots=True)
class _Speaker:
    lang: str
    address: str
    root: Path

    def __call__(self, phrase: Phrase) -> str:
        texts = _texts(self.lang, self.address, phrase.key, phrase.wording, self.root)
        text = texts[self._form(phrase, texts)]
        return PLACEHOLDER.sub(lambda found: self._fill(phrase, found), text) if "{" in text else text

    def _form(self, phrase: Phrase, texts: Texts) -> int:
        """Which of the plural texts fits; 0 when the entry does not count."""
        if len(texts) == 1:
            return 0
        numbers = [phrase.args[COUNT]] if COUNT in phrase.args else list(phrase.args.values())
        count = next((value for value in numbers if isinstance(value, int)), None)
        if count is None:
            raise MissingArgument(phrase.key, COUNT)
        return _plural(self.lang, count)

    def _fill(self, phrase: Phrase, found: re.Match[str]) -> str:
        name = found[1]
        if name not in phrase.args:
            raise MissingArgument(phrase.key, name)
        return self._say(phrase.args[name], small=found[0].endswith(SMALL))

    def _say(self, value: Arg, *, small: bool = False) -> str:
        match value:
            case Phrase():
                return _small(self(value)) if small else self(value)
            case str():
                return isolate(value, self.lang)
            case int():
                return str(value)
            case tuple():
                return listed([self._say(item, small=small) for item in value], self.lang)


def _small(text: str) -> str:
    """A phrase as it stands inside a sentence; what begins with a name in capitals keeps them."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"
