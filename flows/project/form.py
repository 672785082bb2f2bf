"""One question before the first CV: which job. The rest of the project comes later."""

from __future__ import annotations

from flows.content import Form, Question
from flows.project import rules

FORMS = (
    Form(
        "project",
        1,
        (
            Question(rules.HINT, "note", "project", report=rules.report_near),
            Question(
                rules.JOB,
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
        ),
        at=30,
        hears=rules.heard,
    ),
)
