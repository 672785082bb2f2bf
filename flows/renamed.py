"""An answer at the top of the CV told again by its name: "my town is Rezé", "my name is Sylvie", another e-mail.

Only short messages are that, and only such that begin so. One that says an answer is wrong asks it again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

from flows import controls, reading
from flows.accept import accept, read, tell, understood
from flows.contact import email, phone, without_contact
from flows.live import MAIN, Slot
from flows.model import Frame, How, Kind, Value
from flows.schooling import named
from flows.turn import Turn
from flows.words import Words, fold

ASKED: Final = {"name": "cv/name", "town": "cv/town", "phone": "cv/phone", "job": "project/job"}
CUES: Final = {"called": "cv/name", "lives": "cv/town"}  # "I am called", "I live in" name the answer too
MAIL: Final = "cv/email"
SHORT: Final = 9  # words: a longer message says more than one answer
WAY: Final = 4  # words of a way to name an answer
UNMARKED: Final = 2  # words without a capital that are a name or a town all the same


def told_again(turn: Turn, text: str, folded: str, how: How) -> bool:
    """Change the answer that a short message names; False when it names none, or says nothing of it."""
    slot = turn.cur()
    school = 0 in named(folded, turn.words)  # "City & Guilds, 2022"
    if (slot and slot.item and slot.question.free) or len(reading.tokens(folded)) > SHORT or school:
        return False
    if _other_mail(turn, slot, text, how):
        return True
    qid, said, sure = _named(turn, text)
    about = turn.trace.slot(qid) if qid else None
    if about is None or not said or (slot and slot.qid == qid):
        return False
    if turn.trace.live.fact(qid) is None:
        return False  # it is not asked yet: what is told on the way waits there
    said = _without_old(turn, qid, said)
    parts = reading.tokens(fold(" ".join(said)))
    if _wrong(turn, parts):
        number = phone(text) if qid == ASKED["phone"] else ""  # "the phone is wrong, 06 ..."
        short = sure or len(parts) <= UNMARKED
        asked = not number and short and controls.change_named(turn, qid.rpartition("/")[2])
        return asked or bool(number and _changed(turn, about, number, text, how))
    right = not {*turn.words.edits.get("right", ())}.isdisjoint(parts)
    others = slot is not None and slot.question.kind == "text" and qid != ASKED["phone"]  # "Town Hall", an employer
    guessed = not sure and (others or qid == ASKED["name"])
    return not (right or guessed) and _plain(said, sure=sure) and _changed(turn, about, " ".join(said), text, how)


def _without_old(turn: Turn, qid: str, said: list[str]) -> list[str]:
    """Return an answer without what it takes the place of: "Gareth, not Gaz"."""
    old = {*reading.tokens(fold(turn.trace.live.text(qid)))}
    ends = (i for i, word in enumerate(said) if i and fold(word) in turn.words.negations)
    end = next((i for i in ends if old & {fold(word.strip(".!,")) for word in said[i + 1 :]}), len(said))
    return said[:end]


def _other_mail(turn: Turn, slot: Slot | None, text: str, how: How) -> bool:
    """Keep another e-mail address than the one given, or one beside the telephone, which stays."""
    mail, had = email(text), turn.trace.live.text(MAIL)
    had = had or (turn.trace.live.text(ASKED["phone"]) if _named(turn, text)[0] == ASKED["phone"] else "")
    rest = reading.tokens(fold(without_contact(text)))
    if not had or mail in {"", had} or (slot and slot.qid == ASKED["phone"]) or any(w.isdecimal() for w in rest):
        return False
    turn.keep(MAIL, Value(Kind.TEXT, text=mail), text, how)
    turn.first("changed", what=mail)
    turn.ask()
    return True


def _named(turn: Turn, text: str) -> tuple[str, list[str], bool]:
    """Return the answer a message opens with, what it says of it, and whether it says "is" or the like."""
    words, said = turn.words, text.split()
    folded = [fold(word) for word in said]
    ways, cues, small = _ways(words)
    changes = folded[:1] != [] and folded[0] in words.edits.get("replace", ())  # "change my name Kadiatou Diop"
    for start in range(len(said)):
        for size in range(min(WAY, len(said) - start), 0, -1):
            way = " ".join(folded[start : start + size])
            if way in cues:
                return cues[way], _after(said[start + size :], folded[start + size :], ())[0], True
            if way in ways:
                rest, said_so = _after(said[start + size :], folded[start + size :], words.cues.get("is", ()))
                return ways[way], rest, said_so or changes or way in words.cues.get("name", ())
        if folded[start] not in small and not (changes and start == 0):
            break
    return "", [], False


@lru_cache(maxsize=reading.LANGUAGES)
def _ways(words: Words) -> tuple[Mapping[str, str], Mapping[str, str], frozenset[str]]:
    """Return how answers are named, how a message that gives one begins, and the small words before a name."""
    ways = {way: qid for name, qid in ASKED.items() for way in words.questions.get(name, ())}
    cues = {way: qid for name, qid in CUES.items() for way in words.cues.get(name, ())}
    return ways, cues, frozenset((*words.possessives, *words.articles, *reading.TO, *words.corrections))


def _after(said: list[str], folded: list[str], ways: Sequence[str]) -> tuple[list[str], bool]:
    """Return what stands after "is" or a colon, and whether one stood there."""
    here = 0
    while here < len(said) and (folded[here] in ways or not reading.tokens(folded[here])):
        here += 1
    return said[here:], here > 0


def _wrong(turn: Turn, said: list[str]) -> bool:
    """Whether words say that an answer is wrong, and not what it is."""
    return not said or not {*turn.words.negations, *turn.words.edits.get("wrong", ())}.isdisjoint(said)


def _plain(said: list[str], *, sure: bool) -> bool:
    """Whether words can be an answer: written as a proper noun or a number, or few after "is"."""
    first = said[0][:1]
    return (
        first.isupper()
        or first.isdigit()
        or first == "+"
        or first.lower() == first.upper()
        or (sure and len(said) <= UNMARKED)
    )


def _changed(turn: Turn, about: Slot, said: str, text: str, how: How) -> bool:
    """Keep the answer as it is told now, say it back, and ask what was open."""
    parsed = understood(turn, about, read(turn, about, said))
    if parsed is None:
        return False
    if parsed.value is None:  # to be looked at first: a name in other letters
        turn.push(Frame(MAIN, "change", about.qid))
        if accept(turn, about, parsed, text, how):
            return True
        turn.pop()
        return False
    if about.qid == ASKED["job"] and parsed.value.kind is not Kind.CHOICE:
        return False
    new = turn.trace.live.value(about.qid) != parsed.value
    tell(turn, parsed, text, how)
    turn.keep(about.qid, parsed.value, text, how)
    turn.first("changed" if new else "already", **({"what": parsed.value.text or controls.label(about)} if new else {}))
    turn.ask()
    return True
