"""An old CV: its text, then what was found in it, three lines at a time."""

from __future__ import annotations

from functools import partial

from flows.content import Form, Question
from flows.former import rules

PAGES = ("former/one", "former/two", "former/three")
QUESTIONS = (
    Question(rules.TEXT, "text", "activity", say="ask.former.text", parse=rules.read_text, free=True, pasted=True,
             want="file", report=rules.report),
    Question(rules.FOUND, "note", "activity"),
    *(
        Question(qid, "list", "confirm_facts", say="ask.former.keep", parse=rules.read_kept,
                 variant=partial(rules.alone, page), when=partial(rules.has_page, page),
                 choices=partial(rules.choices, page),
                 besides=partial(rules.lives, page, qid), quotes=rules.FOUND, several=True)
        for page, qid in enumerate(PAGES)
    ),
)  # fmt: skip
FORMS = (
    Form("former", 1, QUESTIONS, at=106, door="old_cv", offered=rules.offered, entering=partial(rules.entering, PAGES)),
)
