"""The letter: asked for, never pushed. An offer if there is one, what to say of oneself, and when one can begin."""

from __future__ import annotations

from flows import offers
from flows.content import Form, Question
from flows.letter import rules

DOOR = "letter"
QUESTIONS = (
    Question("letter/offer", "text", "offer", say="ask.letter.offer", parse=offers.read, choices=rules.no_offer,
             free=True, pasted=True, want="file", report=rules.report_offer),
    Question("letter/job", "choice", "offer", say="ask.letter.job", parse=rules.read_job, when=rules.job_unsure,
             choices=rules.jobs),
    Question("letter/employer", "text", "offer", say="ask.letter.employer", parse=rules.read_employer),
    Question("letter/seen", "choice", "offer", say="ask.letter.seen", parse=rules.read_choice, when=rules.has_offer,
             choices=rules.seen),
    Question("letter/facts", "list", "offer", say="ask.letter.facts", parse=rules.read_facts, when=rules.has_acts,
             choices=rules.acts, several=True),
    Question("letter/why", "choice", "offer", say="ask.letter.why", parse=rules.read_why, choices=rules.whys),
    Question("letter/own", "confirm", "offer", say="ask.letter.own", parse=rules.read_own, when=rules.own_words,
             choices=rules.yes_change_no, args=rules.own_arguments, choosing=rules.own_value,
             variant=rules.own_variant, about=rules.own_about),
    Question("letter/start", "choice", "offer", say="ask.letter.start", parse=rules.read_choice, choices=rules.starts),
    Question("document/letter", "document", "cv_ready", draws="letter:png+pdf+txt", making="letter.making",
             here="letter.here", fresh=True),
)  # fmt: skip

FORMS = (
    Form("letter", 1, QUESTIONS, at=100, door=DOOR, offered=rules.offered, entering=rules.entering),
)  # fmt: skip
