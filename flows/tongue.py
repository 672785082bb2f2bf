"""Which language somebody writes, and which one a message names: by name, script, greeting, app, or small words.

It decides nothing: a change of language is offered, or asked for by its name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from flows import letters
from flows.content import Content
from flows.joints import joints
from flows.model import Event
from flows.reading import LANGUAGES, POLITE, SHORT, by_way, greetings, tokens, uncourted
from flows.ways import has_any
from flows.words import Words, fold

WRITTEN: Final = {"ar": "ARABIC", "uk": "CYRILLIC"}  # the languages that are known by their letters

OTHER, ANY = "other", "any"  # the note of a language that was written once and is not the chat's; whichever comes

GLUED_IN: Final = "ب"  # "in", at the front of an Arabic name of a language
_PAIR: Final = 2  # words: a language and "please"
OF: Final = frozenset({"de", "d", "du", "of", "من"})  # "un peu de portugais": the level of what follows
AND: Final = "و"  # glued to the word behind it
_RUN: Final = 3  # words of the longest way to name a language, or how well it is known
LONG: Final = 12  # words: who says no more than that a language is not theirs
PARTS: Final = re.compile(r"[,.;:!?،؛؟\n]+")
SENTENCE: Final = 3  # words: a language is never guessed from fewer
WHOLE: Final = 5  # words: a whole sentence, in letters that several languages have
SURE: Final = 3  # small words of a language in it, for one of the language that is spoken


@lru_cache(maxsize=LANGUAGES)
def tongues(words: Words) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return what each way of saying says: a language, and how well it is known."""
    return by_way(words.languages), by_way(words.levels)


def only_named(folded: str, words: Words) -> bool:
    """Whether a message names languages, two at the least, and how well they are known, and nothing else."""
    known, degrees = tongues(words)
    said, found = tokens(folded), set[str]()
    small = {*joints(words).link, *words.articles, *words.courtesies, *OF}
    at = 0
    while at < len(said):
        runs = (" ".join(said[at : at + n]) for n in range(_RUN, 0, -1))
        run = next((one for run in runs for one in (run, run.removeprefix(AND)) if one in known or one in degrees), "")
        if not run and said[at] not in small:
            return False
        found |= {known[run]} if run in known else set()
        at += run.count(" ") + 1
    return len(found) >= _PAIR


def language_named(folded: str, content: Content) -> str | None:
    """Return the language that is named by the whole message, in any language we offer."""
    known, plain = _languages(content), " ".join(w for w in folded.split() if w not in POLITE)
    if plain in known or not _PAIR <= len(plain.split()) <= SHORT + 1:
        return known.get(plain) or (asked_for(plain, content) if len(plain.split()) <= 2 * SHORT else None)
    bare = (uncourted(folded, words) for words in content.words.values())
    return next((known[one] for one in bare if one in known), None) or asked_for(plain, content)


def asked_for(plain: str, content: Content) -> str | None:
    """Return the language that a whole message asks to speak: "I would like to speak Arabic now"."""
    if not plain.startswith(_asking(content, "speak_in")):
        return None
    known = _languages(content)
    for words in content.words.values():
        way = next((one for one in words.small.get("speak_in", ()) if plain.startswith(f"{one} ")), "")
        found = _named_after(plain, way, words, known) if way else None
        if found:
            return found
    return None


def wished(text: str, lang: str, content: Content) -> tuple[str, str] | None:
    """Return the language a part of a message asks for, and the other parts; "" where it only says that it is not ours.

    None when it asks for none: who tells that they speak, taught or translated a language does not.
    """
    parts = [part.strip() for part in PARTS.split(text) if part.strip()]
    asked, strange, rest = list[str](), False, list[str]()
    for part in parts:
        plain = " ".join(word for word in fold(part).split() if word not in POLITE - {"en", "in"})
        code = _part_asks(plain, content)
        foreign = _not_understood(plain, lang, content)
        asked += [code] if code else []
        strange = strange or foreign
        rest += [] if code or foreign else [part]
    if strange and not asked:
        asked = [named for part in rest if (named := language_named(fold(part), content))]
        rest = [part for part in rest if not language_named(fold(part), content)]
    return (asked[-1] if asked else "", ", ".join(rest)) if asked or strange else None


def _part_asks(plain: str, content: Content) -> str | None:
    """Return the language that a part of a message asks to speak, in words that surely ask: "can we speak English"."""
    if not plain.startswith(_asking(content, "please_in")):
        return None
    for words in content.words.values():
        ways = words.small.get("please_in", ())
        way = max((one for one in ways if plain.startswith(f"{one} ")), key=len, default="")
        found = _named_after(plain, way, words, _languages(content)) if way else None
        if found:
            return found
    return None


def _not_understood(plain: str, lang: str, content: Content) -> bool:
    """Whether a part says that the language of the chat is not understood: "I don't understand French"."""
    known = _languages(content)
    for words in content.words.values():
        if not has_any(plain, words.small.get("not_mine", ())):
            continue
        said = tokens(plain)
        named = {known.get(word) or known.get(word.removeprefix(GLUED_IN)) for word in said}
        if lang in named and len(said) <= LONG:
            return True
    return False


def practised_in(folded: str, content: Content) -> str | None:
    """Return the language in which a whole message asks to practise: "practise in French", in any language we offer."""
    return _asked_in(folded, content, "practise_in")


def translated_in(folded: str, content: Content) -> str | None:
    """Return the language into which a whole message asks to translate."""
    return _asked_in(folded, content, "translate_in")


def _asked_in(folded: str, content: Content, group: str) -> str | None:
    known, plain = _languages(content), " ".join(w for w in folded.split() if w not in POLITE)
    if not plain.startswith(_asking(content, group)) or not _PAIR <= len(plain.split()) <= 2 * SHORT:
        return None
    for words in content.words.values():
        ways = words.small.get(group, ())
        way = max((one for one in ways if plain.startswith(f"{one} ")), key=len, default="")
        found = _named_after(plain, way, words, known) if way else None
        if found:
            return found
    return None


@lru_cache(maxsize=LANGUAGES)
def _asking(content: Content, group: str) -> tuple[str, ...]:
    """Return what opens such a message in any language we offer."""
    return tuple(f"{way} " for words in content.words.values() for way in words.small.get(group, ()))


def _named_after(plain: str, way: str, words: Words, known: Mapping[str, str]) -> str | None:
    """Return the language that is all a message names after its opening."""
    rest = [word for word in tokens(plain.removeprefix(way)) if word not in words.small.get("speak_now", ())]
    named = " ".join(rest)
    return known.get(named) or known.get(named.removeprefix(GLUED_IN))


@lru_cache(maxsize=LANGUAGES)
def _languages(content: Content) -> Mapping[str, str]:
    table: dict[str, str] = {}
    for words in content.words.values():
        offered = {code: ways for code, ways in words.languages.items() if code in content.languages}
        table = {**by_way(offered), **table}
    return table


def language(text: str, event: Event, content: Content) -> str | None:
    """Return a first guess: a language named, the script, a greeting, the app's, small words. None: the default."""
    folded = fold(text)
    inside = next((c for t in tokens(folded) if (c := language_named(t, content))), None)
    named = language_named(folded, content) or (inside if len(tokens(folded)) <= SHORT else None)
    app = getattr(event.body, "lang", "") or event.hints.lang
    by_app = app.split("-")[0].lower() if app else ""
    found = named or script(text, content) or _greeting(folded, content)
    return found or (by_app if by_app in content.languages else None) or by_small_words(folded, content)


def script(text: str, content: Content) -> str | None:
    """Return the language of the letters, when only one that we offer is written so."""
    names = [unicodedata.name(c, "") for c in text if c.isalpha()]
    for code, prefix in WRITTEN.items():
        if code in content.languages and sum(n.startswith(prefix) for n in names) * 2 > len(names):
            return code
    return None


def of_line(text: str, lang: str, content: Content) -> str:
    """Return the language of a line of one's own words, said in a conversation of `lang`; "" when it is none of ours.

    Its letters say it, then the verb or the "I" it begins with; Latin letters that begin with none are of `lang`.
    """
    written = script(text, content)
    if written:
        return written
    first = next(iter(fold(text).split()), "")
    heard = [code for code, words in content.words.items() if first in _openings(words)]
    if lang in heard or not heard:
        return lang if letters.is_latin(text) and lang not in WRITTEN else ""
    return heard[0]


@lru_cache(maxsize=LANGUAGES)
def _openings(words: Words) -> frozenset[str]:
    return frozenset((*map(fold, words.verbs), *words.first))


def _greeting(folded: str, content: Content) -> str | None:
    """Return the one language a message opens in a greeting of; of several that whose own word for it is."""
    if not any(char.isalpha() for char in folded):
        return None
    found = [code for code, words in content.words.items() if greetings(words).begins(folded)]
    opening = folded.split(maxsplit=1)[0].strip("!.,")
    whose = [code for code in found if opening in content.words[code].small.get("our_hello", ())]
    sure = found if len(found) == 1 else whose  # "hello" is said in French too, and is English
    return sure[0] if len(sure) == 1 else None


def by_small_words(folded: str, content: Content) -> str | None:
    """Return the language most of whose own small words a message holds: not every app tells one."""
    said = frozenset(tokens(folded))
    if len(said) < SENTENCE:
        return None
    counts = {code: len(said & own) for code, own in _small_words(content).items()}
    most = [code for code, count in counts.items() if count and count == max(counts.values())]
    return most[0] if len(most) == 1 else None


def of_sentence(text: str, lang: str, content: Content) -> str | None:
    """Return the language of a whole sentence that is surely not of the one spoken, in letters both have; else None."""
    said = tokens(fold(text))
    counts = {code: sum(token in own for token in said) for code, own in _small_words(content).items()}
    other = max(counts, key=lambda code: counts[code])
    sure = counts[other] >= SURE * max(1, counts.get(lang, 0))
    return other if other != lang and len(said) >= WHOLE and sure and other not in WRITTEN else None


@lru_cache(maxsize=LANGUAGES)
def _small_words(content: Content) -> Mapping[str, frozenset[str]]:
    """Return the small words of each language that no other of ours has: what joins clauses and says who is in them."""
    small = {code: _joining(words) for code, words in content.words.items()}
    return {
        code: mine.difference(*(other for name, other in small.items() if name != code)) for code, mine in small.items()
    }


def _joining(words: Words) -> frozenset[str]:
    ways = (way for ways in (*words.joints.values(), *words.small.values(), words.first) for way in ways)
    return frozenset(part for way in ways for part in way.split())


def other_language(text: str, event: Event, lang: str, content: Content) -> str | None:
    """Return the language a message is written in, when it is surely not the one of the conversation."""
    mine = {"ar": "ar", "uk": "uk"}.get(lang, "")
    found = script(text, content)
    if found:
        return found if found != mine else None
    guess = event.hints.lang.split("-")[0].lower()
    many = len(tokens(fold(text))) >= SENTENCE
    return guess if many and guess in content.languages and guess != lang else None
