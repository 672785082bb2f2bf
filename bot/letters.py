"""What a Ukrainian message typed in Latin letters says in its own letters ("dohliadala" is "доглядала").

Only for reading: what was typed stays as typed in the conversation. Such a message is told from French or English by
its words: more than half of them must be words we know, or end as Ukrainian ones do. Soft signs and "ї", which nobody
types, are put back where they always stand. It is no transliteration of names; nothing here prints one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import lru_cache
from itertools import chain
from typing import Final

from flows.reading import fold, tokens
from flows.words import Words

LATIN: Final = re.compile(r"(?<![\w.@])[a-z']+(?![\w@]|\.\w)", re.IGNORECASE)  # a word; not an address of any kind
SHORTEST: Final = 3  # letters of a word that tells the language
SENTENCE: Final = 4  # such words of a message of which half need be known: shorter ones need more
LOOKS: Final = re.compile(
    r"\w{3,}(?:uva(?:la|v|ty)|[ay]l[ay]|[ay]ty|skoi|skyi|nnia|oiu|ykh)"
)  # of no other language here
# In this order: longer writings of a letter first.
SOUNDS: Final = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        (r"krain", "країн"),
        (r"\bizh(?=[aiuy])", "їж"),
        (r"\bist(?=[iy])", "їст"),
        (r"\b(?:yii|jiji|yiyi)\b", "її"),
        (r"(?<=[bcdfghklmnprstvz])y[iyj](?=[^aeiouy\W]|$)", "ий"),
        (r"\bden\b", "день"),
        (r"\bditm", "дітьм"),
        (r"zhden\b", "ждень"),
        (r"tel\b", "тель"),
        (r"lsh", "льш"),
        (r"(?<=i)lk", "льк"),
        (r"ln(?=[iyja])", "льн"),
        (r"ii(?=[^aeiouy\W]|$)", "ій"),
        (r"(?<=[aeou])i(?=[^aeiouy\W]|$)", "й"),
        (r"l(?=sk[aiouy])", "ль"),
        (r"(?<=\w)tsk(?=[aiouy])", "цьк"),
        (r"(?<=\w)sk(?=[aiouy])", "ськ"),
        (r"(?<=u)zk(?=[aiouy])", "зьк"),
        (r"shch", "щ"),
        (r"zh", "ж"),
        (r"kh", "х"),
        (r"ts", "ц"),
        (r"ch", "ч"),
        (r"sh", "ш"),
        (r"[yij]a", "я"),
        (r"[yij]u", "ю"),
        (r"[yij]e", "є"),
        (r"[yj]i", "ї"),
        (r"x", "кс"),
    )
)
LETTERS: Final = str.maketrans("abvwhgdezyijklmnoprstufcq", "абввггдезиійклмнопрстуфцк", "'")


def written(text: str) -> str:
    """Return the text with its Latin words in Cyrillic letters, the rest as it is."""
    return LATIN.sub(lambda found: _word(found[0].lower()), text)


def _word(word: str) -> str:
    for pattern, letters in SOUNDS:
        word = pattern.sub(letters, word)
    return word.translate(LETTERS)


def in_its_letters(text: str, words: Words, told: Callable[[str], bool]) -> str:
    """Return what a message says in Cyrillic, "" when it is not Ukrainian in Latin letters.

    `told` says whether a word is one that tells an act.
    """
    if not text.isascii() or not LATIN.search(text):
        return ""
    typed = [word for word in tokens(fold(text)) if word.isalpha() and len(word) >= SHORTEST]
    read = [fold(written(word)) for word in typed]
    known = sum(word in _known(words) or told(word) or _looks(own) for word, own in zip(read, typed, strict=True))
    return written(text) if 2 * known > len(read) or 2 * known == len(read) >= SENTENCE else ""


def _looks(typed: str) -> bool:
    """Whether a word as it was typed ends as the verbs and adjectives of Ukrainian do."""
    return LOOKS.fullmatch(typed) is not None


@lru_cache(maxsize=4)
def _known(words: Words) -> frozenset[str]:
    """Return every word of the language that stands somewhere in what we understand."""
    found: set[str] = set()
    for field in fields(words):
        found.update(token for way in _ways(getattr(words, field.name)) for token in way.split())
    return frozenset(found)


def _ways(section: object) -> Iterable[str]:
    """Return what is written in a section: a list, ways by their meaning, or numbers by their names."""
    if isinstance(section, Mapping):
        return chain.from_iterable(said if isinstance(said, tuple) else (key,) for key, said in section.items())
    return section if isinstance(section, tuple) else ()
