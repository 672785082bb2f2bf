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
from flows.reading import LANGUAGES, beside_bare, by_way, fold, has_any
from flows.words import Ways, Words

MOST: Final = 3  # lines from one message
FEWEST_WORDS, MOST_WORDS = 2, 9
LONGEST: Final = 60  # characters of a line
OBJECTS: Final = {"me", "m", "lui", "leur", "y", "en", "se", "s", "ne", "n", "nous", "aussi", "juste", "surtout",
                  "ще", "також", "теж", "еще", "too", "also",
                  "just", "mostly", "mainly", "erm", "er", "um", "etc", "sometimes", "always",
                  "usually", "often", "only", "really", "still", "off"}  # fmt: skip
AUXILIARY: Final = {"ai", "avais", "a", "avons", "have", "had", "used", "to", "was", "were", "am", "m", "been",
                    "are", "did", "do"}  # fmt: skip
VERB_FIRST: Final = frozenset({"en"})  # where a deed is told by a verb that comes first; a noun alone tells none
DOING: Final = ("ing", "in")  # how such a verb ends, also as it is said
EMPTY: Final = frozenset({"them", "it", "him", "her", "that", "this", "things", "stuff", "up", "there", "some",
                          "us", "for"})  # fmt: skip
SOMEBODY: Final = frozenset({"them", "him", "her"})  # "give them tablets": the line would not say to whom
TOWARDS: Final = frozenset({"for", "with", "in", "at", "of", "from", "on", "by", "since", "until", "till"})
FILLERS: Final = frozenset({"well", "so", "like", "right", "ok", "yeah", "mi", "erm", "er"})  # before what is told
TO_ME: Final = frozenset({"me", "us"})  # what was done to the person; nor "washing was done by ..."
TRADE_WORDS: Final = 3
TALK: Final = {"c", "ca", "sa", "cest", "ce", "it", "that", "this", "there", "si", "if", "quand", "when", "oui", "non",
               "comme", "like", "bref", "voila", "ah", "ben", "bah", "ok", "bon", "alors", "genre", "well", "so",
               "ну", "qui", "dont", "who", "which", "whose", "tout", "toute", "already", "back"}  # fmt: skip
OPENING: Final = {"avec", "dans", "chez", "pour", "par", "sur", "sous", "entre", "vers", "depuis", "de", "du", "des",
                  "a", "au", "aux", "en", "with", "in", "at", "for", "from", "since", "on", "of"}  # fmt: skip
CUT_AT: Final = {"quand", "lorsque", "parce", "puisque", "pendant", "durant", "depuis", "when", "because", "since",
                 "during", "while"}  # fmt: skip
PLACE: Final = {"a", "au", "en", "dans", "chez", "in", "at"}  # before a name: a place, which a line can do without
ENDING: Final = {"aussi", "hein", "quoi", "voila", "la", "meme", "too", "also", "there"}  # words of talk at the end
ELIDED: Final = re.compile(r"\b([ldnsmtcj]|qu) (?=[aeiouyhéèêàâîô])", re.IGNORECASE)
UNFINISHED: Final = {"que", "qu", "that", "si", "if", "comment", "how"}  # what follows is missing: "write that"
WITH_S: Final = frozenset({"fr"})  # where "several" is a letter that is not heard
SEVERAL: Final = {"les", "des", "mes", "ces", "quelques", "plusieurs"}
WHERE: Final = {"в", "у", "на", "з", "із", "зі", "с", "до", "по", "під", "біля", "для", "від", "за", "при", "після"}
DONE: Final = re.compile(r"\w{2,}(?:ла|ли|в|вся|лась|лася|лися|ю|юсь|юся|имо|ємо)")  # a verb: "в полі працювала"


AND_GLUED: Final = re.compile(r"و(?:ال\w{3}|[بت]\w{4})")  # "and the", "and with"; "وصل" is a verb of its own
APART: Final = re.compile(r"(?:\s|(?<![\u0400-\u04ff])['’])+")  # "l'eau" is two words, "сім'я" is one
DEED: Final = 5  # letters of a word that names a deed
NOTHING: Final = {"ca", "cela", "tout", "rien", "it", "that", "this", "everything"}  # what a line may not be about
LISTED: Final = 3  # words of what stands beside a deed in a list


def lines(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the lines a text could give, beyond the acts of the catalog."""
    words, found = content.words[lang], dict[str, None]()
    secret = {c.sentence for c in clauses(text, words) if has_any(beside_bare(fold(c.sentence)), words.secrets)}
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
    starts = [i for i, w in enumerate(said) if i and words.lang in VERB_FIRST and _is_doing(w, words, spelling)]
    for begin, end in pairwise((0, *starts, len(said))):
        yield said[begin:end]


def _is_doing(word: str, words: Words, spelling: Mapping[str, str]) -> bool:
    return fold(word).endswith(DOING) and bool(_verb(word, words, spelling))


def _verb(word: str, words: Words, spelling: Mapping[str, str]) -> str:
    """Return the infinitive of a word as it is written, or as it is mended, or said without its last letter."""
    folded = fold(word)
    ways = (folded, spelling.get(folded, ""), f"{folded}g" if folded.endswith(DOING[1]) else "")
    return next((verb for way in ways if way and (verb := infinitive(way, words))), "")


def _list(text: str, lang: str, content: Content, spelling: Mapping[str, str] | None) -> tuple[str, ...]:
    """Return a few names of things done, one beside the other ("sanding, filler, paint"), as one line."""
    words = content.words[lang]
    every = [piece.strip() for piece in CUT.split(text) if piece.strip()]
    pieces = [c.text.strip() for c in catalog.beyond(text, lang, content, spelling)]
    small = {*_skipped(words), *TALK, *words.answers.get("done", ()), *(w for w in words.thanks)}
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
    known = {*_skipped(words), *TALK, *words.hello, *words.thanks, *_flat(tables)}
    return "" if folded in known or _private(said, words) else said[0][:1].upper() + said[0][1:]


def _line(said: list[str], words: Words, spelling: Mapping[str, str]) -> str:
    if said and _and_first(fold(said[0]), words):
        said = [said[0][1:], *said[1:]]
    while words.lang in VERB_FIRST and len(said) > 1 and fold(said[0]) in FILLERS:
        said = said[1:]
    while len(said) > 1 and fold(said[-1]) in joints(words).link:
        said = said[:-1]  # "dancing and"
    if said and fold(said[0]) in TALK:
        return ""
    said, spoke = _after_subject(said, words)
    opens = not spoke and fold("".join(said[:1])) in {*OPENING, *words.articles}
    opens = opens or fold("".join(said[-1:])) in UNFINISHED
    said = [] if opens else _without_end(_without_where_and_when(said), words, spelling)
    if said and fold(said[0]) in WHERE and not any(DONE.fullmatch(fold(w)) for w in said):
        return ""  # only a place
    if not FEWEST_WORDS <= len(said) <= MOST_WORDS or _private(said, words) or {*map(fold, said[1:])} <= EMPTY:
        return ""
    verb = _verb(said[0], words, spelling) if words.verbs else ""
    nothing = verb and (fold(said[-1]) in NOTHING or fold(said[1]) in SOMEBODY)
    if nothing or (not verb and (spoke or words.lang in VERB_FIRST) and words.verbs and not _is_trade(said, words)):
        return ""
    said = _in_number([verb or said[0], *said[1:]]) if words.lang in WITH_S else [verb or said[0], *said[1:]]
    if not verb and words.lang in WITH_S and "a" in said:
        return ""  # "frigo machine a laver": things, one after the other
    kept = " ".join(said)
    kept = ELIDED.sub(r"\1'", kept[:1].upper() + kept[1:])
    return kept if len(kept) <= LONGEST else ""


def _in_number(said: list[str]) -> list[str]:
    """Return the words with the letter of several after "les", which is often left out: "les pointe"."""
    several = [before in SEVERAL and word[-1:].isalpha() and word[-1:] not in "sxzl" for before, word in pairwise(said)]
    return [said[0], *(f"{word}s" if more else word for word, more in zip(said[1:], several, strict=True))]


def _is_trade(said: list[str], words: Words) -> bool:
    """Whether a few words name who one was, where deeds begin with their verb: "school caretaker"."""
    named = words.lang in VERB_FIRST and len(said) <= TRADE_WORDS
    last = fold(said[-1])
    place = any(last in ways for ways in words.for_whom.values())
    return named and last.endswith(words.trade_endings) and last not in words.persons and not place


def _without_end(said: list[str], words: Words, spelling: Mapping[str, str]) -> list[str]:
    """Take away the small words a line ends with, and in English for whom, with whom or how long."""
    said = _without_others(said, words) if words.lang in VERB_FIRST else said
    small = {*ENDING, *(({*words.articles, *TALK, *TOWARDS, *joints(words).link}) if words.lang in VERB_FIRST else ())}
    while len(said) > 1 and (fold(said[-1]) in {*small, *words.courtesies} or spelling.get(fold(said[-1])) in small):
        said = said[:-1]
    return said


def _without_others(said: list[str], words: Words) -> list[str]:
    """Take away the end that says for whom, with whom or how long: "braid hair / for my friends"."""
    somebody, timed = _others(words), _timed(words)
    for i, word in enumerate(said):
        rest = [fold(w) for w in said[i + 1 :]]
        told = any(w in somebody or w.isdecimal() for w in rest) or has_any(" ".join(rest), timed)
        if i and fold(word) in TOWARDS and told:
            return said[:i]
    return said


def _without_where_and_when(said: list[str]) -> list[str]:
    """Return the words up to a time, a reason or the name of a place: "I keep bees" of "... in Kent since 2016"."""
    for i, word in enumerate(said[1:], start=1):
        named = any(w[:1].isupper() for w in said[i + 1 : i + 3])
        if fold(word) in CUT_AT or (fold(word) in PLACE and named):
            return said[:i]
    return [w for i, w in enumerate(said) if not i or fold(w) != "aussi"]


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
    while (spoke or words.lang in VERB_FIRST) and len(said) > 1 and fold(said[0]) in AUXILIARY:
        said = said[1:]
    if words.lang in VERB_FIRST and said and fold(said[0]) in words.articles:
        said = said[1:]  # "I was a barber"
    return said, spoke


@lru_cache(maxsize=LANGUAGES)
def _skipped(words: Words) -> frozenset[str]:
    opening = {*words.first, *words.corrections, *words.edits.get("add", ()), *words.hello, "que", "qu"}
    return frozenset({*opening, *joints(words).link, *OBJECTS})


@lru_cache(maxsize=LANGUAGES)
def _others(words: Words) -> frozenset[str]:
    return frozenset({*words.kin, *words.persons, *words.possessives, *words.third})


@lru_cache(maxsize=LANGUAGES)
def _timed(words: Words) -> tuple[str, ...]:
    """Return all that tells a time, or how often."""
    times = [words.times.get(name, ()) for name in ("since", "ago", "until", "now", "last", "same", "vague")]
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
    talk = has_any(beside_bare(whole), (*words.doubts, *words.secrets, *words.cues.get("here", ()))) or any(
        f in words.negations for f in folded
    )
    passive = words.lang in VERB_FIRST and (not AUXILIARY.isdisjoint(folded[1:2]) or not TO_ME.isdisjoint(folded))
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
