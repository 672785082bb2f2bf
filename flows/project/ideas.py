"""One to three occupations with their reasons, and what a person says of them: these, none, or another idea.

Each reason is an act of the person's own. What blocks is said with the occupation. Nothing is chosen for anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.content import Content, Parsed, Reading
from flows.live import Live
from flows.lives import skill
from flows.model import Arg, Choice, Kind, Phrase, Value
from flows.project import titles
from flows.project.law import law, missing
from flows.project.ranking import JOB, Match, known, proposed
from flows.project.rules import CHOSEN, OFFERED, own_words, told_jobs
from flows.project.steps import step
from flows.proofs import sentence
from flows.reading import answer_word, pick_several

NOW: Final = "project/now"
IDEA: Final = "project/idea/told"  # occupations near an idea told in words: they are offered, and the words
NONE: Final = ("none",)
REASONS: Final = 2  # acts named with an occupation; "why" shows one more
CONDITIONS: Final = 3


def offered(live: Live, _item: str) -> bool:
    """The door opens once the first CV is there."""
    return live.said("document/first")


def entering(live: Live) -> tuple[tuple[str, Value], ...]:
    """Look again at a project that is there, else ask for one anew."""
    again = (NOW,) if has_project(live, "") else tuple(qid for qid in (IDEA, CHOSEN) if live.value(qid))
    return tuple((qid, Value(Kind.REMOVED)) for qid in again)


def has_project(live: Live, _item: str) -> bool:
    """Whether an occupation was chosen, or another idea told."""
    return live.said(CHOSEN) and live.ids(CHOSEN) != NONE


# ---------------------------------------------------------------- what is proposed


def cards(content: Content, live: Live, _item: str) -> tuple[tuple[Phrase, ...], ...]:
    """Return a bubble for each occupation proposed: its reasons, and what stands before it."""
    if _near(live):
        return ()
    found = proposed(content, live)
    return tuple(card(content, live, one) for one in found) or ((Phrase("project.nothing"),),)


def card(content: Content, live: Live, match: Match) -> tuple[Phrase, ...]:
    """Return an occupation with its reasons, and what the law asks; how the work is where the law asks nothing."""
    acts = tuple(skill(content, live, own.item, own.act) for own in match.acts[:REASONS])
    said = Phrase("project.card", {"job": title(live, match.code), "acts": acts})
    before = law(content, live, match.code) or _work(content, match.code)
    return (said, before) if before else (said,)


def _work(content: Content, code: str) -> Phrase | None:
    """Return how the work is."""
    one = content.occupations.get(code)
    how = tuple(Phrase(f"condition.{name}") for name in one.conditions[:CONDITIONS]) if one else ()
    return Phrase("project.work", {"conditions": how}) if how else None


def title(live: Live, code: str) -> Phrase:
    """Return an occupation in the form the person chose for the CV; the work itself when none was."""
    return Phrase(f"job.{code}.{(live.ids('cv/title') or ('n',))[0]}")


def choices(content: Content, live: Live, _item: str) -> tuple[Choice, ...]:
    """What is proposed, why, another idea, none; or what is near the idea that was told."""
    near = _near(live)
    if near:
        unsure = (Choice("none", Phrase("button.none")), Choice("unknown", Phrase("button.unknown")))
        return titles.choices(near, *unsure)
    found = proposed(content, live)
    jobs = titles.choices(one.code for one in found)
    why = (Choice("why", Phrase("button.why")),) if found else ()
    none = Choice("none", Phrase(f"button.none{len(found)}" if found else "button.none"))
    return (*jobs, *why, Choice("other", Phrase("button.idea")), none)


def _near(live: Live) -> tuple[str, ...]:
    """Return the occupations near an idea, until it was answered."""
    told, answered = live.fact(IDEA), live.fact(CHOSEN)
    return told.value.ids if told and (answered is None or answered.seq < told.seq) else ()


def why(content: Content, live: Live, _item: str, choice: str) -> tuple[tuple[Phrase, ...], ...]:
    """Return a bubble for each occupation proposed: the acts that speak for it, in the person's own words."""
    if choice != "why":
        return ()
    return tuple(_because(content, live, one) for one in proposed(content, live))


def _because(content: Content, live: Live, match: Match) -> tuple[Phrase, ...]:
    """Return the acts by the words they were told in: one sentence that tells two is shown once."""
    told: dict[str, list[Phrase]] = {}
    for own in match.acts[: REASONS + 1]:
        words = sentence(content, live, own.item, own.act)
        told.setdefault(words if isinstance(words, str) else "", []).append(skill(content, live, own.item, own.act))
    proofs = (_proof(words, tuple(acts)) for words, acts in told.items())
    return (Phrase("project.because", {"job": title(live, match.code)}), *proofs)


def _proof(words: str, acts: tuple[Phrase, ...]) -> Phrase:
    return Phrase("project.proof", {"act": acts, "words": words}) if words else Phrase("project.tapped", {"act": acts})


# ---------------------------------------------------------------- what is said of it


def read(reading: Reading) -> Parsed | None:
    """Read which occupations: their numbers, none, or another idea, whose occupations are offered and never chosen."""
    jobs = tuple(c.id for c in reading.choices if c.id in known(reading.content))
    picked = tuple(i for i in pick_several(reading.folded, reading.choices, (), reading.words) if i in jobs)
    word = answer_word(reading.folded, reading.words)
    if picked or (word == "yes" and len(jobs) == 1):
        return Parsed(Value(Kind.CHOICE, ids=picked or jobs))
    if word in {"no", "none"}:
        return Parsed(chosen(reading.content, reading.live, reading.item, "none"))
    if word or not any(c.isalpha() for c in reading.text):
        return None
    near = told_jobs(reading)[:OFFERED]
    if near:
        return Parsed(None, ((IDEA, Value(Kind.CHOICE, ids=near, text=own_words(reading))),))
    return Parsed(Value(Kind.TEXT, text=own_words(reading)))


def chosen(_content: Content, live: Live, _item: str, said: str) -> Value:
    """Return the occupation that was chosen; of none of those near an idea, the words of that idea."""
    idea = live.value(IDEA)
    if said == "none" and idea and idea.text:
        return Value(Kind.TEXT, text=idea.text)
    return Value(Kind.CHOICE, ids=(said,))


def report_idea(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say that occupations near the idea come."""
    return Phrase("near.jobs") if live.ids(IDEA) else None


def besides(_content: Content, live: Live, _item: str) -> tuple[tuple[str, Value], ...]:
    """Put the first occupation chosen on a CV that has no job, or one that came from here; else the CV stays."""
    codes = live.ids(CHOSEN)
    free = not live.said(JOB) or _from_here(live)
    return ((JOB, Value(Kind.CHOICE, ids=codes[:1])),) if free and codes and codes != NONE else ()


def _from_here(live: Live) -> bool:
    """Whether nobody said the job of the CV: it was taken from the project."""
    wanted = live.fact(JOB)
    return wanted is not None and wanted.value.said and not wanted.raw


def report(_content: Content, live: Live, _item: str) -> Phrase | None:
    """Say that none is an answer too, or that the CV has that job now; what was chosen is said with the project."""
    if not has_project(live, ""):
        return Phrase("noted.project.none")
    return Phrase("project.on_cv") if _from_here(live) else None


# ---------------------------------------------------------------- what comes of it


def unsaid(content: Content, live: Live, _item: str) -> tuple[tuple[Phrase, ...], ...]:
    """Return what was not said yet of what was chosen: what else the law asks, and how the work is."""
    codes = live.ids(CHOSEN)
    told = ((code, line) for code in codes for line in _unsaid(content, live, code))
    alone = len(codes) == 1
    return tuple(lines if alone else (Phrase("project.of", {"job": title(live, code)}), *lines) for code, lines in told)


def _unsaid(content: Content, live: Live, code: str) -> list[tuple[Phrase, ...]]:
    """Return the bubbles of one occupation: its card said the first thing the law asks, or how the work is."""
    laws: list[tuple[Phrase, ...]] = [(Phrase(f"law.{name}"),) for name in missing(content, live, code)]
    carded = code not in live.ids(IDEA)
    how = _work(content, code) if laws or not carded else None
    rest = laws[1:] if carded else laws
    if how and rest:
        return [*rest[:-1], (*rest[-1], how)]
    return [*rest, (how,)] if how else rest


def look(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """It is right, or it is to be changed."""
    return (Choice("yes", Phrase("button.yes")), Choice("change", Phrase("button.change")))


def looked_at(_live: Live) -> str:
    """Return what "change" means while the project is looked at."""
    return CHOSEN


def look_arguments(content: Content, live: Live, _item: str) -> Mapping[str, Arg]:
    """The project, and the one next action."""
    job = live.text(CHOSEN) or tuple(title(live, code) for code in live.ids(CHOSEN))
    return {"job": job, "step": step(content, live, live.ids(CHOSEN))}


def read_look(reading: Reading) -> Parsed | None:
    """Read that the project is right."""
    agreed = answer_word(reading.folded, reading.words) in {"yes", "done"}
    return Parsed(Value(Kind.CHOICE, ids=("yes",))) if agreed else None
