"""The content after a deploy, for journeys: one question added, one renamed, one taken away.

It is made from today's content, so that a journey shows what any deploy must not break: what was told before still
counts, an old button is still read, and a question nobody answered yet may come or go.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from flows.content import Content, Each, Form, Question
from flows.cv.extras import read_extras
from flows.cv.rules import ready

RENAMED = {"exp/*/whom": "exp/*/forwhom", "exp/*/proud": "exp/*/praise"}
GONE = "cv/town"


@cache
def deployed(content: Content) -> Content:
    """Return the content of the next version, made once."""
    added = Question("cv/extra", "text", "any", say="ask.cv.town", parse=read_extras, when=ready)
    forms = tuple(replace(form, questions=_questions(form), version=form.version + 1) for form in content.forms)
    return replace(content, forms=(*forms, Form("next", 1, (added,), at=45)))


def _questions(form: Form) -> tuple[Question | Each, ...]:
    kept = [entry for entry in form.questions if not (isinstance(entry, Question) and entry.id == GONE)]
    return tuple(
        Each(entry.items, tuple(map(_renamed, entry.questions))) if isinstance(entry, Each) else _renamed(entry)
        for entry in kept
    )


def _renamed(question: Question) -> Question:
    new = RENAMED.get(question.id)
    return replace(question, id=new, replaces=(*question.replaces, question.id)) if new else question
