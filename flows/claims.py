"""What documents claim and how they name the person: acts in the order they are printed, each with the facts behind it.

The CV and the letter both claim; they meet here, and neither knows the other.
"""

from __future__ import annotations

from typing import Final

from flows import acts as catalog
from flows import letters
from flows import lives as life
from flows.content import Content
from flows.live import Live
from flows.model import Facts, Value

# The questions whose answers tell acts.
TELLING: Final = ("told", "last", "acts", "added", "also", "guess", "hint", "sure", "meant", "proud")
FRENCH: Final = "fr"  # the language of a document when no other was asked for
ALPHABETS: Final = {"ar": "arabic", "uk": "cyrillic"}  # of the languages that are not written in Latin letters
OWN: Final = "letters"  # the choice, and the mark of an answer, that one's own letters stay


def names(content: Content, live: Live, item: str) -> tuple[str, ...]:
    """Return the acts of an experience as they are printed: the confirmed one first, no needless one."""
    known = life.known_acts(live, item)
    found = catalog.without_base(content, known)
    sharper = {name for n in known if (act := catalog.act(content, n)) for name in act.over}
    confirmed = live.ids(life.at(item, "skill"))
    if confirmed[:1] == ("yes",) and confirmed[-1] in known and confirmed[-1] not in sharper:
        return (confirmed[-1], *(n for n in found if n != confirmed[-1]))
    return found


def proof(content: Content, facts: Facts, live: Live, item: str, name: str) -> tuple[int, ...]:
    """Return the facts that tell an act, and those that tell the number, the place or the level in its name.

    What is told is added to what was told before, so it is the first fact that names an act which rests on its words.
    """
    told = [
        first for q in TELLING if name in live.ids(life.at(item, q)) and (first := _first(facts, live, item, q, name))
    ]
    more = {"n": "counts", "place": "whom"}.get(life.said_with(content, live, item, name), "")
    lowered = "level" if life.level(live, item, name) else ""
    beside = (live.fact(life.at(item, one)) for one in (more, lowered) if one)
    return tuple(dict.fromkeys((*told, *(fact.seq for fact in beside if fact))))


def _first(facts: Facts, live: Live, item: str, question: str, name: str) -> int:
    qid = life.at(item, question)
    return next(f.seq for f in facts if f.qid == qid and f.dossier == live.dossier and name in f.value.ids)


def language(live: Live) -> str:
    """Return the language of the CV: French, whatever the person speaks, or the one that was asked for."""
    return next(iter((*live.ids("forms/lang"), *live.ids("cv/lang"))), FRENCH)


def told(qid: str) -> str:
    """Return the id of the note that holds the proposal for an answer."""
    return f"{qid}/told"


def printed(live: Live, qid: str, lang: str = FRENCH) -> str:
    """Return a name or a town as it stands on the CV: in other letters only while nobody said yes to the proposal.

    In a document that is written in those letters itself, they stay.
    """
    fact, note, facts = live.fact(qid), live.fact(told(qid)), live.fact("cv/facts")
    text = live.text(qid)
    if not fact or not note or not note.value.text or not facts or not foreign(fact.value):
        return text
    if letters.alphabet(text) == ALPHABETS.get(lang):
        return text
    agreed = facts.value.said and facts.seq > max(fact.seq, note.seq)
    return note.value.text if agreed else text


def foreign(value: Value) -> bool:
    """Whether a name or a town is in other letters than Latin ones, and is not to stay so."""
    return OWN not in value.ids and not letters.is_latin(value.text)


# ---------------------------------------------------------------- the question
