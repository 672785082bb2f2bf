"""Which other form of the CV is wanted: what is offered, how it is read, and what of it stays.

A file is for once. A language and a layout stay until another one is chosen: each time the door opens, what was chosen
goes into two notes that the CV reads (`cv/lang`, `cv/template`), and the question is free for another answer.
"""

from __future__ import annotations

from flows.content import Content, Parsed, Reading
from flows.documents import LAYOUTS
from flows.live import Live
from flows.model import Choice, Kind, Phrase, Value
from flows.reading import has_any, pick, tokens
from flows.tongue import language_named

WHICH, LANG = "forms/which", "forms/lang"
SHORT = 8  # words of a message that asks for a form
FORMS = ("word", "text", "picture", "nameless", "tongue", "skills", "lives", "site")


def offered(live: Live, _item: str) -> bool:
    """Another form needs a first CV."""
    return live.said("document/first")


def entering(live: Live) -> tuple[tuple[str, Value], ...]:
    """Return what stays of the last time, and that the questions are asked anew."""
    layout = [LAYOUTS[name] for name in live.ids(WHICH) if name in LAYOUTS]
    stays = {"cv/lang": live.ids(LANG), "cv/template": tuple(layout)}
    kept = tuple((qid, Value(Kind.CHOICE, ids=ids)) for qid, ids in stays.items() if ids)
    return (*kept, *((qid, Value(Kind.REMOVED)) for qid in (WHICH, LANG) if live.fact(qid)))


def opened(reading: Reading) -> tuple[tuple[str, Value], ...]:
    """Return the form that is named by the words that open the door: "my CV in English"."""
    parsed = read_which(reading)
    return ((WHICH, parsed.value), *parsed.also) if parsed and parsed.value else ()


def called(reading: Reading) -> bool:
    """Whether a short message speaks of the CV and of a form it could have: "can I have the CV in French?"."""
    said, words = tokens(reading.folded), reading.words
    if not 1 < len(said) <= SHORT or {*said} & {*words.negations}:
        return False
    return all(has_any(reading.folded, words.cues.get(name, ())) for name in ("the_cv", "cv_as"))


def is_asked(name: str, live: Live, _item: str) -> bool:
    """Whether this form is the one that is wanted."""
    return live.ids(WHICH) == (name,)


def in_another(live: Live, _item: str) -> bool:
    """Ask for the language when another one is wanted."""
    return is_asked("tongue", live, _item)


def is_changed(live: Live, _item: str) -> bool:
    """Whether the CV itself looks otherwise now."""
    return bool(LAYOUTS.keys() & {*live.ids(WHICH)}) or live.said(LANG)


def forms(_content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Return the forms there are, those asked for most often first."""
    return tuple(Choice(name, Phrase(f"choice.forms.{name}")) for name in FORMS)


def langs(content: Content, _live: Live, _item: str) -> tuple[Choice, ...]:
    """Return the languages a CV can be in."""
    return tuple(Choice(code, Phrase(f"language.{code}")) for code in content.languages)


def read_which(reading: Reading) -> Parsed | None:
    """Read the form that is wanted: its label, or how people call it. A language that is named is one of them."""
    picked = pick(reading.folded, reading.choices, (), reading.words)
    code = _named(reading)
    called = (name for name in FORMS if has_any(reading.folded, reading.words.cues.get(f"as_{name}", ())))
    name = picked if picked in FORMS else next(called, "tongue" if code else "")
    also = ((LANG, Value(Kind.CHOICE, ids=(code,))),) if code and name == "tongue" else ()
    return Parsed(Value(Kind.CHOICE, ids=(name,)), also) if name else None


def read_lang(reading: Reading) -> Parsed | None:
    """Read a language we have words in."""
    code = pick(reading.folded, reading.choices, (), reading.words) or _named(reading)
    return Parsed(Value(Kind.CHOICE, ids=(code,))) if code in reading.content.languages else None


def _named(reading: Reading) -> str | None:
    """Return the first language that is named in a message."""
    return next((code for word in tokens(reading.folded) if (code := language_named(word, reading.content))), None)
