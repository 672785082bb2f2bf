"""What an experience claims in a document: its acts in the order they are printed, each with the facts it rests on.

The CV and the letter both claim; they meet here, and neither knows the other.
"""

from __future__ import annotations

from typing import Final

from flows import acts as catalog
from flows import lives as life
from flows.content import Content
from flows.live import Live
from flows.model import Facts

TELLING: Final = ("told", "last", "acts", "added", "also", "proud")  # the questions whose answers tell acts


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
    """Return the facts that tell an act, and those that tell the number or the place in its name.

    What is told is added to what was told before, so it is the first fact that names an act which rests on its words.
    """
    told = [
        first for q in TELLING if name in live.ids(life.at(item, q)) and (first := _first(facts, live, item, q, name))
    ]
    more = {"n": "counts", "place": "whom"}.get(life.said_with(content, live, item, name), "")
    beside = live.fact(life.at(item, more)) if more else None
    return (*told, beside.seq) if beside else tuple(told)


def _first(facts: Facts, live: Live, item: str, question: str, name: str) -> int:
    qid = life.at(item, question)
    return next(f.seq for f in facts if f.qid == qid and f.dossier == live.dossier and name in f.value.ids)
