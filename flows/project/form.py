"""Which job the first CV is for; and, behind a door after it, occupations that fit with one next action."""

from __future__ import annotations

from flows.content import Form, Question
from flows.project import ideas, rules, second
from flows.project.ranking import JOB

WANTED = (
    Question(rules.HINT, "note", "project", report=rules.report_near),
    Question(
        JOB,
        "choice",
        "project",
        say="ask.project.job",
        parse=rules.read,
        when=rules.ready,
        may=rules.may_ready,
        choices=rules.near,
        choosing=rules.chosen,
        report=rules.report,
        warns=rules.warns,
        free=True,
    ),
)
IDEAS = (
    Question(ideas.IDEA, "note", "project", report=ideas.report_idea),
    Question(
        rules.CHOSEN,
        "choice",
        "project",
        say="ask.project.chosen",
        parse=ideas.read,
        choices=ideas.choices,
        choosing=ideas.chosen,
        besides=ideas.besides,
        told=ideas.IDEA,
        shows=ideas.cards,
        tells=ideas.why,
        report=ideas.report,
        free=True,
    ),
    Question(
        ideas.NOW,
        "confirm",
        "project",
        say="ask.project.now",
        parse=ideas.read_look,
        when=ideas.has_project,
        choices=ideas.look,
        args=ideas.look_arguments,
        shows=ideas.unsaid,
        about=ideas.looked_at,
    ),
)
ANOTHER = (
    Question(
        second.SECOND,
        "choice",
        "project",
        say="ask.project.second",
        parse=second.read,
        choices=second.choices,
        free=True,
    ),
    Question(
        "document/second",
        "document",
        "cv_ready",
        when=second.wanted,
        draws="second:png+pdf",
        here="second.here",
        fresh=True,
    ),
)
FORMS = (
    Form("project", 1, WANTED, at=30, hears=rules.heard),
    Form("project.ideas", 1, IDEAS, at=85, door="project", offered=ideas.offered, entering=ideas.entering),
    Form("project.second", 1, ANOTHER, at=105, door="another_cv", offered=second.offered, entering=second.entering),
)
