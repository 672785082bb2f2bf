"""From facts to the page to keep of a practice interview: each question that was answered, and the answer.

It is the person's own page and no test that was corrected: what would help is said in the conversation and not here.
"""

from __future__ import annotations

from typing import Final

from flows import claims
from flows.content import Content
from flows.documents import Interview, Practised
from flows.interview import plan, rules, said
from flows.live import Live, trace
from flows.model import Fact, Facts, Phrase

SHORT: Final = 160  # characters of an answer where five whole ones would not fit on the page


def build(content: Content, facts: Facts, dossier: int = 1) -> Interview:
    """Return the page of the practice that counts."""
    live = trace(content, facts, dossier).live
    code = rules.job(live)
    return Interview(
        lang=live.lang or "fr",
        name=claims.printed(live, "cv/name"),
        job=Phrase(f"job.{code}") if code in content.occupations else None,
        answers=tuple(
            _practised(content, live, place, fact)
            for place in plan.PLACES
            if (fact := live.fact(rules.answer_of(place))) and fact.value.text
        ),
    )


def _practised(content: Content, live: Live, place: int, fact: Fact) -> Practised:
    answer = " ".join(fact.value.text.split())
    short = said.seen(content, live, place).quote or (answer if len(answer) <= SHORT else f"{answer[:SHORT].rstrip()}…")
    return Practised(said.question(live, place), answer, short, (fact.seq,))
