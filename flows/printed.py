"""What is kept of a person, on paper: the chapters that are said in the chat, with every answer that counts."""

from __future__ import annotations

from collections.abc import Iterator

from flows.content import Content
from flows.controls import LOOKED_OVER, answered, label
from flows.documents import Chapter, Owned
from flows.held import SUBJECTS, chapters, subject
from flows.live import Trace, trace
from flows.model import Facts, Phrase


def whole(content: Content, facts: Facts, counted: str, lang: str) -> Owned:
    """Return all of it, in the language of the conversation."""
    walked = trace(content, facts, facts[-1].dossier if facts else 1)
    first, *rest = chapters(content, facts, counted)
    return Owned(lang, (first, *_answers(content, walked), *rest))


def _answers(content: Content, walked: Trace) -> Iterator[Chapter]:
    """Yield the answers by subject, in the order in which they are asked."""
    found: dict[str, list[Phrase]] = {}
    for slot in walked.answered():
        name = subject(slot.qid)
        if name and slot.qid not in LOOKED_OVER and not (slot.question.explains or slot.question.leads):
            said = answered(content, walked.live, slot)
            found.setdefault(name, []).append(Phrase("mine.answer", {"what": label(slot), "said": said}))
    for name in (*SUBJECTS, "other"):
        if name in found:
            yield Chapter(Phrase(f"mine.title.{name}"), tuple(found[name]))
