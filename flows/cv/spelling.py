"""In which letters a name and a town stand on the CV: proposed once, and printed only after a yes.

The CV is in French, and what an employer reads is in Latin letters. A name typed in others keeps a note beside it with
one proposal; "is it right?" shows that proposal among the three facts, so it costs no message, and another spelling may
be typed there instead. Nothing is imposed: the letters of one's own may stay. After the first CV, when there is no such
question any more, the same is asked by itself: a name told in other letters counts only with its answer.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from typing import Final

from flows import letters
from flows.claims import OWN, foreign, printed, told
from flows.content import Content, Parsed, Reading
from flows.cv import names
from flows.live import Live
from flows.model import Arg, Choice, Kind, Phrase, Value
from flows.reading import fold

SPELLED: Final = ("cv/name", "cv/town")
ALIKE: Final = 0.5  # how much two spellings of one name have in common at least: "Mhmd" and "Mohamed"
WORDS_MAX: Final = 8


def parsed(reading: Reading, qid: str, text: str) -> Parsed:
    """Return what was read as a name or a town, with a proposal beside it when it is in other letters."""
    latin = _proposal(reading.content, qid, text)
    if not latin:
        void = ((told(qid), Value(Kind.TEXT)),) if reading.live.text(told(qid)) else ()
        return Parsed(Value(Kind.TEXT, text=text), void)
    settled = reading.live.value("cv/facts") is not None
    if settled and latin == printed(reading.live, qid):  # it stands there already, and stays as it was typed
        return Parsed(reading.live.value(qid))
    also = ((told(qid), Value(Kind.TEXT, text=latin)),)
    return Parsed(None if settled else Value(Kind.TEXT, text=text), also, parts=((qid, text),))


def heard(reading: Reading, said: Mapping[str, str]) -> tuple[tuple[str, Value], ...]:
    """Return what names and towns told in any answer are kept as; what was told before is not told anew."""
    found: list[tuple[str, Value]] = []
    for qid, text in said.items():
        one = parsed(reading, qid, text)
        if one.value:
            found.append((qid, one.value))
        if reading.qid == qid or fold(text) != fold(reading.live.text(qid)):
            found += one.also
    return tuple(found)


def _proposal(content: Content, qid: str, text: str) -> str:
    if not text or letters.is_latin(text):
        return ""
    find = letters.name if qid == "cv/name" else letters.town
    return find(text, content.letters)


# ---------------------------------------------------------------- what is printed


def shown(live: Live, qid: str) -> str:
    """Return a name or a town as it will be printed after a yes."""
    return pending(live, qid) or printed(live, qid)


def pending(live: Live, qid: str) -> str:
    """Return the proposal that waits for a yes; "" when there is none."""
    fact, note = live.fact(qid), live.fact(told(qid))
    if note is None or (fact and not foreign(fact.value) and fact.seq > note.seq):
        return ""
    waits = fact is None or foreign(fact.value) or live.value("cv/facts") is not None
    return note.value.text if waits and printed(live, qid) != note.value.text else ""


def variant(qid: str, live: Live, _item: str) -> str:
    """Ask for a yes to the proposal, when there is one."""
    return ".latin" if pending(live, qid) else ""


def choices(qid: str, _content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """The proposal, or the letters as they are."""
    if not pending(live, qid):
        return ()
    return (Choice("yes", Phrase("button.yes")), Choice(OWN, Phrase(f"button.{OWN}")))


def chosen(qid: str, _content: Content, live: Live, _item: str, said: str) -> Value:
    """Return the proposal after a yes, else the name in one's own letters."""
    note = live.fact(told(qid))
    if said == OWN:
        own = live.text(qid)
        own = note.raw if note and letters.is_latin(own) else own
        return Value(Kind.TEXT, text=own, ids=(OWN,))
    return Value(Kind.TEXT, text=(note.value.text if note else "") or live.text(qid))


def arguments(qid: str, _content: Content, live: Live, _item: str) -> Mapping[str, Arg]:
    """The proposal."""
    return {"latin": live.text(told(qid))}


# ---------------------------------------------------------------- another spelling, at "is it right?"


def facts_variant(live: Live, _item: str) -> str:
    """Say that the letters are a proposal, where they are one."""
    return ".latin" if any(pending(live, qid) for qid in SPELLED) else ""


def respelled(reading: Reading) -> Parsed | None:
    """Read another spelling of what is proposed ("no, Fatma Benali"): it is shown for a yes again."""
    waiting = {qid: latin for qid in SPELLED if (latin := pending(reading.live, qid))}
    said = [word for word in re.split(r"[\s,.;:!?،]+", reading.text) if word and not _denies(word, reading)]
    if not waiting or not 0 < len(said) <= WORDS_MAX or not all(names.is_word(word) for word in said):
        return None
    text = names.written(" ".join(said))
    likest = max(waiting, key=lambda qid: _likeness(text, waiting[qid]))
    if not letters.is_latin(text) or _likeness(text, waiting[likest]) < ALIKE:
        return None
    return Parsed(None, ((told(likest), Value(Kind.TEXT, text=text)),))


def _denies(word: str, reading: Reading) -> bool:
    return fold(word) in reading.words.answers.get("no", ())


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, fold(one), fold(other)).ratio()
