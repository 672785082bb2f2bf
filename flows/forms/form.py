"""The other forms of the CV, asked for and never pushed: a Word file, a text, another language, another layout."""

from __future__ import annotations

from functools import partial

from flows.content import DRAWN, Form, Question
from flows.forms import rules

DOOR = "forms"
QUESTIONS = (
    Question("forms/which", "choice", "cv_ready", say="ask.forms.which", parse=rules.read_which, choices=rules.forms),
    Question("forms/lang", "choice", "languages", say="ask.forms.lang", parse=rules.read_lang, when=rules.in_another,
             choices=rules.langs),
    Question("document/word", "document", "cv_ready", when=partial(rules.is_asked, "word"), fresh=True,
             draws="cv:docx", here="forms.here.word"),
    Question("document/text", "document", "cv_ready", when=partial(rules.is_asked, "text"), fresh=True,
             draws="cv:txt", here="forms.here.text"),
    Question("document/site", "document", "cv_ready", when=partial(rules.is_asked, "site"), fresh=True,
             draws="cv:json", here="forms.here.site"),
    Question("document/picture", "document", "cv_ready", when=partial(rules.is_asked, "picture"), fresh=True,
             draws="cv:png", here="forms.here.picture"),
    Question("document/nameless", "document", "cv_ready", when=partial(rules.is_asked, "nameless"), fresh=True,
             draws="anonymous:png+pdf", here="forms.here.nameless"),
    Question("document/changed", "document", "cv_ready", when=rules.is_changed, fresh=True,
             draws=DRAWN, here="forms.here.changed"),
)  # fmt: skip

FORMS = (
    Form("forms", 1, QUESTIONS, at=110, door=DOOR, offered=rules.offered, entering=rules.entering,
         opened=rules.opened, calls=rules.called),
)  # fmt: skip
