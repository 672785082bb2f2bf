"""The CV for another occupation: the same facts under another title, what serves that occupation first."""

from __future__ import annotations

from dataclasses import replace

from flows.content import Content
from flows.cv.document import build as build_first
from flows.documents import Cv, Line
from flows.levels import act_of
from flows.live import trace
from flows.model import Facts, Phrase

SECOND, JOB = "project/second", "project/job"


def build(content: Content, facts: Facts, dossier: int = 1) -> Cv:
    """Return the CV with the other occupation as the one looked for."""
    other = trace(content, facts, dossier).live.fact(SECOND)
    if other is None or not other.value.said or other.value.ids == ("none",):
        return build_first(content, facts, dossier)
    cv = build_first(content, (*facts, replace(other, qid=JOB)), dossier)
    one = content.occupations.get((other.value.ids or ("",))[0])
    wanted = one.acts if one else ()
    return replace(cv, skills=tuple(sorted(cv.skills, key=lambda line: _place(line, wanted))))


def _place(line: Line, wanted: tuple[str, ...]) -> int:
    """Return how early a line serves an occupation; those that do not serve it keep their order, after the others."""
    skill = line.phrase.args.get("skill", line.phrase)
    act = act_of(skill) if isinstance(skill, Phrase) else ""
    return wanted.index(act) if act in wanted else len(wanted)
