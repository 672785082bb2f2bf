"""What is said back of what was told of an experience. It reads nothing, and says no more than was understood."""

from __future__ import annotations

from flows import clauses as spoken
from flows import spans, tidy
from flows.content import Content
from flows.discovery.asked import INSIDE
from flows.live import Live
from flows.lives import at, candidates
from flows.model import Kind, Phrase
from flows.reading import answer_word, fold, has_any, tokens

TELLING = 3  # words: fewer say nothing that could be missed


def report_what(content: Content, live: Live, item: str) -> Phrase | None:
    """After the opening words: nothing but the card itself, or a word of warmth when nothing was named yet."""
    fact = live.fact(at(item, "what"))
    if fact and has_any(fold(fact.raw), content.words[fact.lang].doubts):
        return Phrase("doubt")
    if live.ids(at(item, "what")) == (INSIDE,):
        return Phrase("private")
    others = live.ids(at(item, "next"))
    if others:
        return Phrase("noted.lives", {"n": len(others) + 1})
    return Phrase("noted.short") if candidates(live, item) else Phrase("noted")


def report_when(_content: Content, live: Live, item: str) -> Phrase | None:
    """Say the time back, as it was said."""
    value = live.value(at(item, "when"))
    if value is None or value.span is None:
        return None
    return Phrase("noted.time", {"time": spans.phrase(value.span) or value.span.said})


def report_more(content: Content, live: Live, item: str) -> Phrase | None:
    """Say that nothing for a CV was found in what else was told, rather than that it is kept; None where it was."""
    fact = live.fact(at(item, "also"))
    guessed = live.fact(at(item, "hint"))
    if fact is None or fact.value.kind is not Kind.TEXT or (guessed and guessed.source == fact.source):
        return None
    words, folded = content.words[fact.lang], fold(fact.raw)
    closes = spoken.is_denied(folded, words) or answer_word(folded, words) or len(tokens(folded)) < TELLING
    lines = tidy.lines(fact.raw, fact.lang, content, {})
    return None if closes or lines else Phrase("noted.unread")
