"""The CV: what is needed before the first one, and what makes it better after it."""

from __future__ import annotations

from functools import partial

from flows.content import Each, Form, Question
from flows.cv import extras, fit, origin, reach, rules, spelling, training

FIRST = (
    Question("cv/name/told", "note", "first_name"),
    Question("cv/name", "text", "first_name", say="ask.cv.name", parse=reach.read_name, when=rules.ready,
             may=rules.may_ready, report=reach.report_name, milestone=True, told="cv/name/told",
             variant=partial(spelling.variant, "cv/name"), choices=partial(spelling.choices, "cv/name"),
             choosing=partial(spelling.chosen, "cv/name"), args=partial(spelling.arguments, "cv/name")),
    Question("cv/told_phone", "note", "contact"),
    Question("cv/email", "note", "contact"),
    Question("cv/phone", "text", "contact", say="ask.cv.phone", parse=reach.read_phone, when=rules.ready,
             may=rules.may_ready, choices=reach.phone_choices, args=reach.phone_arguments, told="cv/told_phone",
             variant=reach.phone_variant, choosing=reach.phone_value, report=reach.report_phone, want="contact"),
    Question("cv/town/told", "note", "place"),
    Question("cv/town", "text", "place", say="ask.cv.town", parse=reach.read_town, when=rules.ready,
             may=rules.may_ready, told="cv/town/told",
             variant=partial(spelling.variant, "cv/town"), choices=partial(spelling.choices, "cv/town"),
             choosing=partial(spelling.chosen, "cv/town"), args=partial(spelling.arguments, "cv/town")),
    Question("cv/facts", "confirm", "confirm_facts", say="ask.cv.facts", parse=rules.read_facts, when=rules.ready,
             may=rules.may_ready, choices=rules.yes_change, args=rules.fact_arguments,
             variant=spelling.facts_variant),
    Question("cv/long", "note", "cv_ready"),
    Question("cv/lang", "note", "language"),
    Question("cv/template", "note", "cv_ready"),
    Question("document/first", "document", "cv_ready", when=rules.facts_agreed, report=fit.report),
    Question("cv/more", "confirm", "recap", say="ask.cv.more", parse=rules.read_more, when=rules.delivered,
             choices=rules.go_later, announces=True),
)  # fmt: skip
BETTER = (
    Question("cv/extras", "list", "licence", say="ask.cv.extras", parse=extras.read_extras,
             when=rules.improving, may=rules.may_improve,
             choices=extras.extras, several=True),
    Question("cv/languages", "text", "languages", say="ask.cv.languages", parse=extras.read_languages,
             when=rules.improving, may=rules.may_improve),
    Question("cv/training", "text", "education", say="ask.cv.training", parse=training.read,
             when=rules.improving, may=rules.may_improve, free=True),
    Question("cv/study", "confirm", "confirm_skill", say="ask.exp.own", parse=training.read_approval,
             when=training.unsure, may=rules.may_study,
             choices=rules.yes_change_no, args=training.arguments, choosing=training.approval),
    Question("cv/title", "choice", "project", say="ask.cv.title", parse=rules.read_choice,
             when=rules.has_job, may=rules.may_title,
             choices=rules.titles, args=rules.title_arguments),
    Question("cv/address", "choice", "tu_vous", say="ask.cv.address", parse=rules.read_address,
             when=rules.in_french, may=rules.may_address,
             choices=rules.addresses),
    Question("document/last", "document", "cv_ready", when=rules.improving, fresh=True, report=fit.report),
)  # fmt: skip
FULL = (
    Question("exp/*/fit", "confirm", "confirm_facts", say="ask.cv.fit", parse=fit.read, when=fit.asking,
             choices=fit.yes_no, args=fit.arguments),
)  # fmt: skip

ORIGIN = (
    Question(origin.LINE, "choice", "any", say="ask.cv.line", parse=origin.read, choices=origin.lines,
             choosing=origin.chosen, report=origin.report),
    Question(origin.THEN, "confirm", "any", say="ask.cv.line.then", parse=origin.read_way, when=origin.picked,
             choices=origin.ways, besides=origin.taken_off,
             report=origin.report_way, about=origin.changed_at),
)  # fmt: skip

FORMS = (
    Form("cv", 1, FIRST, at=40, hears=reach.hears),
    Form("cv.full", 1, (Each(fit.proposed, FULL),), at=75),
    Form("cv.better", 1, BETTER, at=80),
    Form("cv.origin", 1, ORIGIN, at=95, door=origin.DOOR, offered=origin.offered, entering=origin.entering),
)
