"""The name of who one was, said alone: "a waitress", "і кухарем". Three in a row are three lives, of one field or not.

A name is that of an occupation of ours or of a trade; what is said around it only says that one was that. What was done
there is told by acts, and names nobody.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from flows.content import Content, Reading
from flows.joints import joints
from flows.live import CONTENTS
from flows.reading import LANGUAGES, fold, tokens
from flows.words import Words

AND: Final = "و"  # glued to the word behind it
ENDING: Final = 3  # letters that a case may add to a name: "кухарем", "حارسا"
STEM: Final = 4  # letters that stay of it
OTHER_LETTERS: Final = "\u0370"  # from here on words have cases, and no articles


def name_alone(reading: Reading, text: str) -> str:
    """Return the name that is all a piece of a story says, "" where it says more or none."""
    small, said = _around(reading.words), tokens(fold(text))
    left = [token for token in (_without_and(token, small) for token in said) if token and token not in small]
    names = _names(reading.content, reading.lang)
    whole = " ".join(left)
    if whole in names or not left:
        return whole
    bare = whole.removeprefix(AND)
    return whole if bare in names or (whole >= OTHER_LETTERS and _in_a_case(bare, names)) else ""


def _without_and(token: str, small: frozenset[str]) -> str:
    return "" if token.startswith(AND) and token[1:] in small else token


def _in_a_case(said: str, names: frozenset[str]) -> bool:
    """Whether a name stands here in another case: its end is another, or a letter longer."""
    near = (said[:end] for end in range(max(STEM, len(said) - ENDING), len(said)))
    return len(said) >= STEM and any(stem in names or stem in _stems(names) for stem in near)


@lru_cache(maxsize=LANGUAGES)
def _stems(names: frozenset[str]) -> frozenset[str]:
    """Return the names without the letter that says their case."""
    return frozenset(name[:-1] for name in names if len(name) > STEM)


@lru_cache(maxsize=CONTENTS)
def _names(content: Content, lang: str) -> frozenset[str]:
    words = content.words[lang]
    named = (name for one in content.occupations.values() if lang in one.words for name in one.words[lang].names)
    ways = (way for ways in words.trades.values() for way in ways)
    work = tuple(words.small.get("work_ends", ()))  # "plumbing" is done, and is nobody
    known = (*map(fold, named), *ways, *words.small.get("job", ()))
    return frozenset(name for name in known if not (work and name.endswith(work)))


@lru_cache(maxsize=LANGUAGES)
def _around(words: Words) -> frozenset[str]:
    """Return what says that one was something, and links it to what was said before."""
    small, times = words.small, words.times
    ways = (*words.first, *words.being, *words.articles, *joints(words).link, *small.get("been", ()))
    then = (part for name in ("after", "before", "now") for way in times.get(name, ()) for part in way.split())
    return frozenset((*ways, *small.get("of_being", ()), *then))
