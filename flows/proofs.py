"""The person's own words behind an act: the sentence it was told in, or that it was picked from a list.

Every flow that shows where something comes from shows it from here. Nothing is tidied: a proof is word for word.
"""

from __future__ import annotations

from itertools import islice
from typing import Final

from flows import acts as catalog
from flows.content import Content
from flows.live import Live
from flows.lives import at
from flows.model import Arg, Fact, How, Phrase
from flows.reading import fold

OPENING: Final = ("what", "last", "acts", "also", "proud")  # the questions that are answered in sentences
SAID: Final = ("told", "last", "acts", "added", "also", "proud")  # the answers that tell acts


def sentence(content: Content, live: Live, item: str, name: str) -> Arg:
    """Return the sentence an act was told in, word for word; a tapped act is proof only of itself."""
    for question in OPENING:
        fact = live.fact(at(item, question))
        if fact is None or not fact.raw:
            continue
        for told in catalog.told(fact.raw, fact.lang, content):
            if told.act == name:
                return told.proof
    said = next((f for q in SAID for f in _firsts(live, at(item, q), name) if _told_in_words(f, name)), None)
    last = said.raw if said else live.text(at(item, "last"))
    return last[: catalog.PROOF_MAX] if wordy(last) else Phrase("proof.tapped")


def proof(content: Content, live: Live, item: str, name: str) -> Phrase:
    """Return what a card shows of an act: the person's words as theirs, or that it was picked, in our own."""
    said = sentence(content, live, item, name)
    return Phrase("proof.said", {"words": said}) if isinstance(said, str) else Phrase("proof.listed")


def _firsts(live: Live, qid: str, name: str) -> tuple[Fact, ...]:
    """Return the first message that told an act to a question: the newest answer may only have been added to it."""
    first = (f for f in live.log if f.qid == qid and f.dossier == live.dossier and name in f.value.ids)
    return tuple(islice(first, 1)) if name in live.ids(qid) else ()


def _told_in_words(fact: Fact, name: str) -> bool:
    """Whether an act was heard in a message, be it through words that were mended."""
    return name in fact.value.ids and fact.how is not How.BUTTON and wordy(fact.raw)


def wordy(raw: str) -> bool:
    """Whether something was told in words, not by numbers alone."""
    return any(len(t) > 3 and t.isalpha() for t in fold(raw).split())  # noqa: PLR2004 - "1 et 3" is numbers
