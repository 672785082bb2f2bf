"""A CV as JSON Resume, the form in which sites take a CV over: https://jsonresume.org/schema.

Only what was said has a key. The form wants a date as a year, a month or a day: a season, "about 2014" or "18 months"
is no such date and stays in words. All work is in `work`, paid or not, and names no employer. What the form has no
place for (a licence, hours) is in the summary. On what a line rests is not told.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from flows.documents import Cv, Entry
from flows.model import Moment, Phrase, Translate
from renderers.outline import around
from renderers.words import plain

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"


def render(document: Cv, t: Translate) -> bytes:
    """The JSON in UTF-8, in the order of the schema, so that the same facts give the same bytes."""
    whole = {
        "$schema": SCHEMA,
        "basics": _basics(document, t),
        "work": [_work(entry, t) for entry in document.experiences],
        "education": [{"studyType": _said(line.phrase, t)} for line in document.training],
        "skills": [*_skills(document, t), *_shown(document.blocks, t)],
        "languages": [_language(line.phrase, t) for line in document.languages],
        "meta": {"language": document.lang},
    }
    return (json.dumps(_filled(whole), ensure_ascii=False, indent=2) + "\n").encode()


def _said(phrase: Phrase, t: Translate) -> str:
    return plain(t(phrase))


def _filled(keys: Mapping[str, Any]) -> dict[str, Any]:
    """The keys that hold something."""
    return {key: value for key, value in keys.items() if value}


def _basics(cv: Cv, t: Translate) -> dict[str, Any]:
    """Who it is and how to reach them."""
    town = plain(cv.town)
    return _filled(
        {
            "name": plain(cv.name),
            "label": _said(cv.title.phrase, t) if cv.title else "",
            "email": cv.email,
            "phone": cv.phone,
            "summary": "\n".join(_said(line.phrase, t) for line in cv.extras),
            "location": {"city": town} if town else {},
        }
    )


def _work(entry: Entry, t: Translate) -> dict[str, Any]:
    """An experience. Its time is two dates where the form takes them, and words in any case."""
    span = entry.span
    return _filled(
        {
            "position": _said(entry.title.phrase, t),
            "startDate": _date(span.start) if span else "",
            "endDate": _date(span.end) if span and not span.ongoing else "",
            "summary": ", ".join(_said(line.phrase, t) for line in around(entry)),
            "highlights": [_said(line.phrase, t) for line in entry.lines],
        }
    )


def _date(moment: Moment | None) -> str:
    """A year or a month as the form writes it; "" for what was said less exactly."""
    if moment is None or moment.about or moment.season:
        return ""
    return f"{moment.year:04}-{moment.month:02}" if moment.month else f"{moment.year:04}"


def _skills(cv: Cv, t: Translate) -> list[dict[str, Any]]:
    return [{"name": _said(line.phrase, t)} for line in cv.skills]


def _shown(blocks: Iterable[Entry], t: Translate) -> list[dict[str, Any]]:
    """Skills with where they were shown."""
    return [
        {"name": _said(block.title.phrase, t), "keywords": [_said(line.phrase, t) for line in block.lines]}
        for block in blocks
    ]


def _language(phrase: Phrase, t: Translate) -> dict[str, str]:
    """A language, and how well it is known if that was said."""
    name, level = phrase.args.get("language"), phrase.args.get("level")
    if name is None:
        return {"language": _said(phrase, t)}
    said = {"language": name, "fluency": level}
    return {key: _said(Phrase("line.own", {"text": arg}), t) for key, arg in said.items() if arg}
