"""Practising an interview: an offer or none, five questions with what would help each answer, and a page to keep.

All of it is `private`: what somebody tries out before an interview is no answer about themselves, and nobody at a desk
reads it. The person has it in their data, and it goes when they erase.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from flows.content import Form, Question
from flows.interview import added, plan, rules, said

DOOR: Final = "interview"


def _of(place: int) -> tuple[Question, Question]:
    """Return the two questions at a place: the interview's own, and what to do with the answer."""
    return (
        Question(
            rules.answer_of(place),
            "text",
            "interview",
            say="ask.interview.answer",
            parse=rules.read_answer,
            when=partial(rules.begun, place=place),
            choices=rules.helps,
            args=partial(said.asked, place=place),
            tells=partial(said.helping, place=place),
            report=partial(said.heard, place=place),
            besides=partial(added.beside, place=place),
            proven=partial(added.told_before, place=place),
            free=True,
            nods=plan.kind_of(place) == plan.PRACTICAL,
            parting=True,
            pasted=True,
            private=True,
        ),
        Question(
            rules.after_of(place),
            "choice",
            "interview",
            say="ask.interview.after",
            parse=rules.read_after,
            when=partial(rules.answered, place=place),
            choices=partial(rules.then, place=place),
            shows=partial(said.quoted, place=place),
            args=partial(said.helped, place=place),
            tells=partial(said.helping, place=place),
            besides=partial(rules.again, place=place),
            proven=partial(rules.said_again, place=place),
            report=partial(said.gone_on, place=place),
            parting=True,
            leads=True,
            pasted=True,  # an answer that is said again is read for nothing else either
            private=True,
        ),
    )


BEFORE: Final = (
    Question(
        rules.OFFER,
        "text",
        "offer",
        say="ask.interview.offer",
        parse=rules.read_offer,
        choices=rules.no_offer,
        choosing=rules.chosen_offer,
        tells=said.of_a_link,
        besides=rules.offered_job,
        free=True,
        pasted=True,
        want="file",
        private=True,
    ),
    Question(rules.ELSE, "note", "interview", private=True),
    Question(
        rules.JOB,
        "choice",
        "project",
        say="ask.interview.job",
        parse=rules.read_job,
        when=rules.unsure,
        choices=rules.jobs,
        report=said.for_any,
        private=True,
    ),
    Question(
        rules.GO,
        "choice",
        "interview",
        say="ask.interview.go",
        variant=said.for_job,
        args=said.named_job,
        parse=rules.read_go,
        choices=rules.start,
        besides=rules.planned,
        leads=True,
        report=said.begins,
        private=True,
    ),
    Question(rules.PLAN, "note", "interview", private=True),
    Question(added.FOUND, "note", "interview", private=True),
)
AFTER: Final = (
    Question(
        added.ADD,
        "list",
        "interview",
        say="ask.interview.add",
        parse=added.read,
        when=added.any_found,
        choices=added.acts,
        shows=said.said_well,
        tells=added.asks_which,
        besides=added.kept,
        proven=added.proven,
        report=added.report,
        several=True,
        private=True,
    ),
    Question(
        rules.KEEP,
        "confirm",
        "interview",
        say="ask.interview.keep",
        parse=rules.read_choice,
        when=rules.worth,
        choices=rules.yes_no,
        shows=said.at_the_end,
        report=said.without_page,
        private=True,
    ),
    Question(
        rules.PAPER,
        "document",
        "cv_ready",
        when=rules.wanted,
        draws="interview:png+pdf",
        making="interview.making",
        here="interview.here",
        fresh=True,
        private=True,
    ),
)
QUESTIONS: Final = (*BEFORE, *(question for place in plan.PLACES for question in _of(place)), *AFTER)
FORMS = (
    Form(
        "interview",
        1,
        QUESTIONS,
        at=108,
        door=DOOR,
        offered=rules.offered,
        entering=rules.entering,
        opened=rules.opened,
        calls=rules.called,
    ),
)
