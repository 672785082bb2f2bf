"""A life outside the catalog, in the person's words made fit for a CV, to be shown and approved before it is printed.

Nothing is invented: words are taken away (who speaks, small words of talk) and a verb said of oneself becomes its
infinitive. What cannot be made tidy is not shown at all. A clause about somebody else, denied, with a name, a date or
a number to call is left out; so is one that a catalog act already says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import Final

from flows import acts as catalog
from flows.clauses import ARABIC_AND_I, CUT, Clause, clauses
from flows.content import Content
from flows.joints import joints
from flows.reading import LANGUAGES, beside_bare, by_way, fold, has_any, private
from flows.talk import talk_of
from flows.words import Ways, Words

MOST: Final = 3  # lines from one message
FEWEST_WORDS, MOST_WORDS = 2, 9
LONGEST: Final = 60  # characters of a line
TRADE_WORDS: Final = 3
ELIDED: Final = re.compile(r"\b([ldnsmtcj]|qu) (?=[aeiouyhéèêàâîô])", re.IGNORECASE)


AND_GLUED: Final = re.compile(r"و(?:ال\w{3}|[بت]\w{4})")  # "and the", "and with"; "وصل" is a verb of its own
APART: Final = re.compile(r"(?:\s|(?<![\u0400-\u04ff])['’])+")  # "l'eau" is two words, "сім'я" is one
STEM: Final = 2  # letters before the ending of a verb
DEED: Final = 5  # letters of a word that names a deed
LISTED: Final = 3  # words of what stands beside a deed in a list


def lines(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the lines a text could give, beyond the acts of the catalog."""
    words, found = content.words[lang], dict[str, None]()
    secret = {c.sentence for c in clauses(text, words) if private(fold(c.sentence), words)}
    every = catalog.beyond(text, lang, content, spelling)
    told = (clause for clause in every if not _asks(clause) and clause.sentence not in secret)
    for clause in told:
        for deed in _deeds(clause.text, words, spelling or {}):
            line = _line(deed, words, spelling or {}) or _name(clause, words)
            found.update({line: None} if line else {})
    return tuple(found)[:MOST] or _list(text, lang, content, spelling)


def _asks(clause: Clause) -> bool:
    """Whether a clause ends its sentence, and asks something ("who reads this?")."""
    sentence = clause.sentence.rstrip()
    return sentence.endswith(("?", "؟")) and sentence.rstrip("?؟ ").endswith(clause.text.rstrip("?؟ "))


def _deeds(text: str, words: Words, spelling: Mapping[str, str]) -> Iterator[list[str]]:
    """Yield the words of a clause, cut before each "-ing" where deeds are told so: "caretaker / mowing / painting"."""
    respelt = by_way(words.spellings)
    said = [respelt.get(fold(w), w) for w in APART.split(CUT.sub(" ", text)) if fold(w)]
    starts = [i for i, w in enumerate(said) if i and talk_of(words).doing and _is_doing(w, words, spelling)]
    for begin, end in pairwise((0, *starts, len(said))):
        yield said[begin:end]


def _is_doing(word: str, words: Words, spelling: Mapping[str, str]) -> bool:
    return _ends(fold(word), words) and bool(_verb(word, words, spelling))


def _verb(word: str, words: Words, spelling: Mapping[str, str]) -> str:
    """Return the infinitive of a word as it is written, or as it is mended, or said without its last letter."""
    folded = fold(word)
    ways = (folded, spelling.get(folded, ""), f"{folded}g" if _ends(folded, words) else "")
    return next((verb for way in ways if way and (verb := infinitive(way, words))), "")


def _list(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None) -> tuple[str, ...]:
    """Return a few names of things done, one beside the other ("sanding, filler, paint"), as one line."""
    words = content.words[lang]
    every = [piece.strip() for piece in CUT.split(text) if piece.strip()]
    pieces = [c.text.strip() for c in catalog.beyond(text, lang, content, spelling)]
    small = {*_skipped(words), *talk_of(words).talk, *words.answers.get("done", ()), *(w for w in words.thanks)}
    plain = all(len(p.split()) <= LISTED and not {fold(p), *fold(p).split()} & small for p in pieces)
    if (
        len(pieces) < FEWEST_WORDS
        or len(pieces) != len(every)
        or not plain
        or _private(" ".join(pieces).split(), words)
    ):
        return ()
    line = ", ".join([pieces[0][:1].upper() + pieces[0][1:], *(p[:1].lower() + p[1:] for p in pieces[1:])])
    return (line,) if len(line) <= LONGEST else ()


def _name(clause: Clause, words: Words) -> str:
    """Return a deed named by one word in a sentence that is a list ("rounds, bag checks"); "" for another word."""
    said, folded = clause.text.split(), fold(clause.text)
    every = [fold(piece).split() for piece in CUT.split(clause.sentence) if piece.strip()]
    names = all(len(piece) <= LISTED and not {*piece} & {*words.first, *words.negations} for piece in every)
    if not (words.verbs and len(said) == 1 < len(every) and names and len(folded) >= DEED):
        return ""
    tables = (words.answers, words.commands, words.for_whom, words.times, words.languages, words.licences, words.cues)
    known = {*_skipped(words), *talk_of(words).talk, *words.hello, *words.thanks, *_flat(tables)}
    return "" if folded in known or _private(said, words) else said[0][:1].upper() + said[0][1:]


def _line(said: list[str], words: Words, spelling: Mapping[str, str]) -> str:
    if said and _and_first(fold(said[0]), words):
        said = [said[0][1:], *said[1:]]
    while talk_of(words).doing and len(said) > 1 and fold(said[0]) in talk_of(words).fillers:
        said = said[1:]
    while len(said) > 1 and fold(said[-1]) in joints(words).link:
        said = said[:-1]  # "dancing and"
    if said and fold(said[0]) in talk_of(words).talk:
        return ""
    said, spoke = _after_subject(said, words)
    opens = not spoke and fold("".join(said[:1])) in {*talk_of(words).opening, *words.articles}
    opens = opens or fold("".join(said[-1:])) in talk_of(words).unfinished
    said = [] if opens else _without_end(_without_where_and_when(said, words), words, spelling)
    if said and fold(said[0]) in talk_of(words).where and not any(_is_done(fold(w), words) for w in said):
        return ""  # only a place
    if (
        not FEWEST_WORDS <= len(said) <= MOST_WORDS
        or _private(said, words)
        or {*map(fold, said[1:])} <= talk_of(words).empty
    ):
        return ""
    verb = _verb(said[0], words, spelling) if words.verbs else ""
    nothing = verb and (fold(said[-1]) in talk_of(words).nothing or fold(said[1]) in talk_of(words).somebody)
    if nothing or (not verb and (spoke or talk_of(words).doing) and words.verbs and not _is_trade(said, words)):
        return ""
    said = _in_number([verb or said[0], *said[1:]], words) if talk_of(words).several else [verb or said[0], *said[1:]]
    if not verb and talk_of(words).several and "a" in said:
        return ""  # "frigo machine a laver": things, one after the other
    kept = " ".join(said)
    kept = ELIDED.sub(r"\1'", kept[:1].upper() + kept[1:])
    return kept if len(kept) <= LONGEST else ""


def _in_number(said: list[str], words: Words) -> list[str]:
    """Return the words with the letter of several after "les", which is often left out: "les pointe"."""
    les = talk_of(words).several
    several = [before in les and word[-1:].isalpha() and word[-1:] not in "sxzl" for before, word in pairwise(said)]
    return [said[0], *(f"{word}s" if more else word for word, more in zip(said[1:], several, strict=True))]


def _is_trade(said: list[str], words: Words) -> bool:
    """Whether a few words name who one was, where deeds begin with their verb: "school caretaker"."""
    named = bool(talk_of(words).doing) and len(said) <= TRADE_WORDS
    last = fold(said[-1])
    place = any(last in ways for ways in words.for_whom.values())
    return named and last.endswith(words.trade_endings) and last not in words.persons and not place


def _ends(word: str, words: Words) -> bool:
    """Whether a word ends as a verb does where it comes first."""
    return word.endswith(tuple(talk_of(words).doing))


def _is_done(word: str, words: Words) -> bool:
    """Whether a word beside a place is a verb by its ending: "в полі працювала"."""
    return any(word.endswith(end) and len(word) >= len(end) + STEM for end in talk_of(words).done)


def _without_end(said: list[str], words: Words, spelling: Mapping[str, str]) -> list[str]:
    """Take away the small words a line ends with, and in English for whom, with whom or how long."""
    said = _without_others(said, words) if talk_of(words).doing else said
    known = talk_of(words)
    more = {*words.articles, *known.talk, *known.towards, *joints(words).link} if known.doing else ()
    small = {*known.ending, *more}
    while len(said) > 1 and (fold(said[-1]) in {*small, *words.courtesies} or spelling.get(fold(said[-1])) in small):
        said = said[:-1]
    return said


def _without_others(said: list[str], words: Words) -> list[str]:
    """Take away the end that says for whom, with whom or how long: "braid hair / for my friends"."""
    somebody, timed = _others(words), _timed(words)
    for i, word in enumerate(said):
        rest = [fold(w) for w in said[i + 1 :]]
        told = any(w in somebody or w.isdecimal() for w in rest) or has_any(" ".join(rest), timed)
        if i and fold(word) in talk_of(words).towards and told:
            return said[:i]
    return said


def _without_where_and_when(said: list[str], words: Words) -> list[str]:
    """Return the words up to a time, a reason or the name of a place: "I keep bees" of "... in Kent since 2016"."""
    small = talk_of(words)
    for i, word in enumerate(said[1:], start=1):
        named = any(w[:1].isupper() for w in said[i + 1 : i + 3])
        if fold(word) in small.cut_at or (fold(word) in small.place and named):
            return said[:i]
    return [w for i, w in enumerate(said) if not i or fold(w) not in small.left_out]


def _and_first(word: str, words: Words) -> bool:
    """Whether the Arabic "and" is glued to a word: to "I", to a verb said of oneself, to a preposition or "the"."""
    return bool(ARABIC_AND_I.fullmatch(word) or AND_GLUED.match(word)) or (word[:1] == "و" and word[1:] in words.first)


def _after_subject(said: list[str], words: Words) -> tuple[list[str], bool]:
    """Take away who speaks and the small words around it."""
    skip = _skipped(words)
    spoke = False
    while said and fold(said[0]) in skip:
        spoke = spoke or fold(said[0]) in words.first
        said = said[1:]
    while (spoke or talk_of(words).doing) and len(said) > 1 and fold(said[0]) in talk_of(words).auxiliary:
        said = said[1:]
    if talk_of(words).doing and said and fold(said[0]) in words.articles:
        said = said[1:]  # "I was a barber"
    return said, spoke


@lru_cache(maxsize=LANGUAGES)
def _skipped(words: Words) -> frozenset[str]:
    opening = {*words.first, *words.corrections, *words.edits.get("add", ()), *words.hello}
    return frozenset({*opening, *joints(words).link, *talk_of(words).objects})


@lru_cache(maxsize=LANGUAGES)
def _others(words: Words) -> frozenset[str]:
    return frozenset({*words.kin, *words.persons, *words.possessives, *words.third})


@lru_cache(maxsize=LANGUAGES)
def _timed(words: Words) -> tuple[str, ...]:
    """Return all that tells a time, or how often."""
    times = [words.times.get(name, ()) for name in ("since", "ago", "until", "now", "last", "same", "vague", "child")]
    ways = (words.units, words.fractions, words.rhythms)
    return (*words.months, *(way for said in times for way in said), *_flat(ways))


def _flat(tables: tuple[Ways, ...]) -> tuple[str, ...]:
    return tuple(way for of in tables for said in of.values() for way in said)


def _private(said: list[str], words: Words) -> bool:
    """Whether a line would tell of somebody else, hold a name, a number or a time."""
    somebody = _others(words)
    folded = [fold(w) for w in said]
    whole = " ".join(folded)
    named = any(w[:1].isupper() for w in said[1:])
    here = (*words.doubts, *words.cues.get("here", ()))
    talk = private(whole, words) or has_any(beside_bare(whole), here) or any(f in words.negations for f in folded)
    passive = talk_of(words).doing and (
        not talk_of(words).auxiliary.isdisjoint(folded[1:2]) or not talk_of(words).to_me.isdisjoint(folded)
    )
    told = passive or any(f in somebody for f in folded) or any(c.isdigit() for c in whole)
    place = any(whole in ways for ways in words.for_whom.values())
    return named or told or place or folded[0] in words.numbers or talk or has_any(whole, _timed(words))


def infinitive(word: str, words: Words) -> str:
    """Return the infinitive of a verb form, "" when it is none we know."""
    verbs = _verbs(words)
    return verbs.get(word) or verbs.get(word.removeprefix("j"), "")


@lru_cache(maxsize=LANGUAGES)
def _verbs(words: Words) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for verb, forms in words.verbs.items():
        for form in (*forms, fold(verb)):
            found.setdefault(form, verb)
    return found
