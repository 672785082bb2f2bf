"""What a counsellor may see of what a person told: the answers that count, and nothing the person took back.

Why each thing is left out:

- a question marked `private` is between the person and the program;
- what an earlier or another release asked and this one does not know any more: nobody can say what showing it means;
- what was removed, or told again otherwise: somebody who puts an answer right must not be met by the old one;
- what was denied ("not that", "none of these jobs"): to turn an offer down has no consequence, so nobody reads of it;
- an experience of which every act was denied: nothing of it is on a CV either;
- "I don't know" and what was passed: no answer is nobody's business;
- what an earlier dossier held: who began again began again;
- a telephone and an e-mail, of which only that they are there is seen, wherever they were written: what is made of
  these facts is printed, taken out and left open. The talk and the CV hold them (docs/decisions/the-floor.md).

What was told before its question's turn is shown as well, for a person does not wait to be asked: a language named in
the first message counts here long before the CV asks for languages. Before the agreement there is nothing of the kind.
What was agreed to or refused is shown as well, for what a counsellor may do rests on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flows import acts as catalog
from flows.contact import covered
from flows.content import Content
from flows.live import ITEM, Live, Trace, answer, known, latest, trace, walk
from flows.lives import at, candidates, known_acts
from flows.model import Fact, Facts, Kind, Value
from flows.turn import agreed

DENIALS: Final = frozenset({"no", "none", "without"})  # the first choice of an answer that says no to something
DENYING: Final = frozenset({"not", "off"})  # questions of an experience whose answers are what it was not
AGREEMENT: Final = "consent/"  # begins the ids of agreements that no form asks for; a new dossier keeps them
OFFERS: Final = "project/"  # begins the questions that propose occupations
CONTACT: Final = "contact"  # the topic of questions about how somebody is reached
GIVEN: Final = Value(Kind.CHOICE, ids=("given",))  # a number or an address is there


def visible(content: Content, facts: Facts, dossier: int = 0) -> Facts:
    """Return the facts a counsellor may see, in the order told; those of the newest dossier if none is named."""
    number = dossier or (facts[-1].dossier if facts else 1)
    return shown(content, counting(content, trace(content, facts, number)))


def counting(content: Content, walked: Trace) -> Live:
    """Return what counts without what is private, and with what was told before its turn.

    What was denied is still in it: without it, nobody could tell which acts of an experience stand.
    """
    found = {**walked.live.facts, **_early(content, walked)}
    open_to_all = {qid: fact for qid, fact in found.items() if not _private(content, qid)}
    agreements = {fact.qid: fact for fact in walked.live.log if fact.qid.startswith(AGREEMENT)}
    return replace(walked.live, facts={**agreements, **open_to_all})


def shown(content: Content, live: Live) -> Facts:
    """Return the facts to be seen of those that count."""
    seen = (_shown(content, live, qid, fact) for qid, fact in live.facts.items())
    return tuple(sorted((fact for fact in seen if fact), key=lambda fact: fact.seq))


def _early(content: Content, walked: Trace) -> Mapping[str, Fact]:
    """Return what was told for questions that stand further on the way than the last one that can be asked."""
    if not agreed(walked.live):
        return {}
    slots = [slot for together in walk(content, walked.live) for slot in together if not slot.door]
    reached = {slot.qid for slot in walked.reached if slot.question.kind != "note"}
    last = max((place for place, slot in enumerate(slots) if slot.qid in reached), default=-1)
    newest = latest(walked.live.log, walked.live.dossier)
    ahead = [slot for slot in slots[last + 1 :] if slot.question.kind != "document"]
    return {slot.qid: fact for slot in ahead if (fact := answer(newest, slot))}


def private(content: Content, qid: str) -> bool:
    """Whether a question is one whose answer is for the person alone."""
    question = known(content, qid)
    return question is not None and question.private


def refusal(qid: str, answer: str) -> bool:
    """Whether an answer is a no to occupations that were proposed: to turn an offer down has no consequence."""
    return qid.startswith(OFFERS) and answer in DENIALS


def _private(content: Content, qid: str) -> bool:
    return known(content, qid) is None or private(content, qid)


def denied(live: Live, item: str) -> bool:
    """Whether every act that was told of an experience was denied, and no line of one's own stands for it."""
    told = candidates(live, item) and not known_acts(live, item)
    return bool(told) and not live.said(at(item, "own"))


def _shown(content: Content, live: Live, qid: str, fact: Fact) -> Fact | None:
    """Return a fact as it may be seen; None when it may not."""
    if qid.startswith(AGREEMENT):
        return fact if fact.value.said else None
    question = known(content, qid)
    if question is None or not fact.value.said or DENIALS.issuperset(fact.value.ids[:1] or ("",)):
        return None
    if question.topic == CONTACT:
        return replace(fact, value=GIVEN, raw="")
    return _of_item(content, live, qid, fact) if qid.startswith(ITEM) else _covered(fact)


def _covered(fact: Fact) -> Fact:
    """Return a fact without the numbers and addresses in its words."""
    text, raw = covered(fact.value.text), covered(fact.raw)
    same = (text, raw) == (fact.value.text, fact.raw)
    return fact if same else replace(fact, value=replace(fact.value, text=text), raw=raw)


def _of_item(content: Content, live: Live, qid: str, fact: Fact) -> Fact | None:
    """Return a fact of an experience without the acts that do not stand; None when it told nothing else."""
    _, item, name = qid.split("/")
    if name in DENYING or denied(live, item):
        return None
    stand, value = known_acts(live, item), fact.value
    names = [(one, one.partition(":")[0]) for one in value.ids]  # "<act>:<level>" as well
    ids = tuple(one for one, act in names if act in stand or catalog.act(content, act) is None)
    if value.ids and not ids and not (value.text or value.span):
        return None
    return _covered(fact if ids == value.ids else replace(fact, value=replace(value, ids=ids)))
