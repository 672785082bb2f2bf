"""How a language says whose deed it is: the shapes of its verbs, by script, and its words of `[telling]`, looked up.

A shape is a guess that holds where a verb is expected; what is no verb though it looks like one stands in `no_verb`.
Nothing here decides: `deeds` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Final

from flows.joints import joints
from flows.reading import LANGUAGES, fold
from flows.words import Words

LATIN, CYRILLIC, ARABIC = "", "\u0400", "\u0600"  # before the first letter of a script
WHOLE: Final = 4  # letters of an Arabic verb that has all of its own
THE: Final = "ال"  # glued to an Arabic thing
OBJECTS: Final = ("ها", "هم", "ه", "ني", "نا")  # "her, it", "them", "him", "me", "us", glued to a verb
ROOT: Final = 3  # letters of an Arabic root
AND: Final = "وف"  # "and", "then", glued to an Arabic word
PAST_I: Final = {  # the verb that says "I did" by itself
    CYRILLIC: re.compile(r"\w+(?:[аяиїуіе]ла|[аяиїу]в|ліз|ніс|віз|міг)(?:ся|сь)?|\w{2,}[шйгкзтрс]ла(?:ся|сь)?"),
    ARABIC: re.compile(r"(?!ال|بال|لل|فال|.ا.ت$|\w+ات$)\w{2,}ت(?:ه|ها|هم|هن|و|ك|لو|له|لها|لهم|لهن|لك|يه)?"),
}
NOW_I: Final = {  # the verb that says "I do" by itself
    CYRILLIC: re.compile(r"\w+(?:[аяюуіїєи]ю|лю|[жчшщ]у)(?:ся|сь)?|\w{2,}[рн]ю(?:ся|сь)?"),
    ARABIC: re.compile(
        r"ا(?!ل|\w\wا\w$)\w{2,}(?<!نا)(?<!اني)|ب(?!ال|[يتن])\w{2,}(?<!نا)|كا?ن(?!ت|وا|ا$)\w{2,}(?<!و)(?<!وا)"
    ),
}
FRONT_I: Final = {  # so does this one, at the front alone: elsewhere it is a thing, or in the Middle East "we"
    CYRILLIC: re.compile(r"\w+[бвгдзкмнпрстц]у(?:ся|сь)?|мою|їм|дам"),
    ARABIC: re.compile(r"ن\w{2,}(?<!و)(?<!وا)"),
}
AFTER_I: Final = re.compile(r"\w+(?:ла|в|у|ю|[їа]м|іс|іг|із)(?:ся|сь)?")  # any verb beside "я"
DONE_TO: Final = re.compile(r"\w+[ую]")  # what it is done to may stand before the verb: "підлогу мила двічі"
I_DID: Final = re.compile(r"\w{2,}[^e]ed|\w+[^r]ais")  # after "I", in Latin letters; "-rais" is often only thought of
DOING: Final = re.compile(r"\w{2,}ing?")
OVER: Final = {  # the verb that says what another did
    LATIN: re.compile(r"\w{2,}[^e]ed|\w+ait|\w+aient|\w+erent"),
    CYRILLIC: re.compile(r"\w+(?:л[иоа]|[аяиїуі]в)(?:ся|сь)?"),
    ARABIC: re.compile(r"(?!ال)\w{2,}وا|.ا.ت|(?!ال)\w{2,}(?:تني|وني)|\w{3,}ناه?ا?"),
}
DOES: Final = {  # and what another does; in Latin letters no shape says it
    LATIN: re.compile(r"(?!)"),
    CYRILLIC: re.compile(r"\w+(?:[аяиюуєї]ть|[єюая]ться|є|[жчшщр]е)"),
    ARABIC: re.compile(r"[يت]\w{3,}"),
}


ORDERED: Final = ("mine", "called", "verbs")  # looked for one after the other


def script_of(token: str) -> str:
    """Return the script of a folded word."""
    return next(script for script in (ARABIC, CYRILLIC, LATIN) if token >= script)


@dataclass(frozen=True, slots=True)
class Tongue:
    """The words of `[telling]` that say whose deed it is; `Words.telling` says what each of them holds."""

    me: frozenset[str]
    being: frozenset[str]
    been: frozenset[str]
    having: frozenset[str]
    had: frozenset[str]
    went: frozenset[str]
    small: frozenset[str]
    lead: frozenset[str]
    before: frozenset[str]
    past: frozenset[str]
    no_verb: frozenset[str]
    alone: frozenset[str]
    maghreb: frozenset[str]
    was: frozenset[str]
    everybody: frozenset[str]
    does: frozenset[str]
    may: frozenset[str]
    to_me: frozenset[str]
    beside: frozenset[str]
    forms: frozenset[str] = frozenset()  # verbs as they are said of oneself
    mine: tuple[str, ...] = ()
    called: tuple[str, ...] = ()  # "my name is"
    third: frozenset[str] = frozenset()  # "he", "she"
    counted: frozenset[str] = frozenset()  # numbers, and the times they count
    verbs: tuple[str, ...] = ()  # beginnings of what is done at work


@lru_cache(maxsize=LANGUAGES)
def tongue(words: Words) -> Tongue:
    """Return the words of a language, with what the core knows already."""
    told = words.telling
    of = {f.name: frozenset(told.get(f.name, ())) for f in fields(Tongue) if f.name not in ORDERED}
    small, places = joints(words), (way for ways in words.for_whom.values() for way in ways)
    counted = (way for ways in words.people.values() for way in ways)
    of["had"] |= {*words.articles, *words.possessives, *words.numbers}
    of["small"] |= {*words.negations, *small.objects, *small.link, *small.pointing}
    of["lead"] |= small.link
    of["past"] |= small.past
    of["no_verb"] |= {*words.kin, *words.persons, *words.numbers, *places, *counted}
    of["forms"] = frozenset(form for forms in words.verbs.values() for form in forms)
    of["third"] = frozenset(words.third)
    of["counted"] = frozenset({*words.numbers, *(way for ways in words.units.values() for way in ways)})
    verbs = tuple(stem for stem in told.get("work", ()) if stem.isalpha() and len(stem) >= ROOT)
    return Tongue(**of, mine=told.get("mine", ()), called=words.cues.get("called", ()), verbs=verbs)


def without_object(verb: str) -> str:
    """Return an Arabic verb without whom or what it was done to: "أكلها"."""
    return next((verb.removesuffix(end) for end in OBJECTS if verb.endswith(end)), verb)


def is_work_of_mine(verb: str, known: Tongue) -> bool:
    """Whether an Arabic verb says "I do" of a work we know, wherever it stands: "أطبخ", and "بنضف", no "we"."""
    if verb < ARABIC:
        return False
    with_n = verb.startswith("بن") and verb[1:].startswith(known.verbs) and not verb[2:].startswith(known.verbs)
    return with_n or (verb.startswith("ا") and not verb.startswith(THE) and verb[1:].startswith(known.verbs))


def apart(word: str, known: Tongue) -> str:
    """Return an Arabic verb as it is written, without the "and" glued to it where that is no letter of its own."""
    token = without_and(fold(word), known)
    verb = len(token) >= WHOLE and word[:1] in AND
    is_verb = PAST_I[ARABIC].fullmatch(token) or NOW_I[ARABIC].fullmatch(token)
    return word[1:] if verb and is_verb and token != fold(word) else word


def without_and(token: str, known: Tongue) -> str:
    """Return an Arabic word without the "and" or "then" glued to it."""
    whole = token in known.past or token in known.being or token.startswith(known.mine)
    glued = token >= ARABIC and token[0] in AND and len(token) >= WHOLE and not whole
    return token[1:] if glued else token
