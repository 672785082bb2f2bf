"""The CV as JSON Resume: true to the published schema, and no key for what was not said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, FormatChecker

from flows.documents import Cv, Entry
from flows.model import Moment, Phrase, Span
from renderers import cv_json, outline
from tests.renderers.readers import found, lost
from tests.renderers.samples import ARABIC, FRENCH, PROOFS, SAMPLES, line, lines, translate

SCHEMA: Any = json.loads((Path(__file__).parent / "jsonresume" / "schema.json").read_text(encoding="utf-8"))
PUBLISHED = Draft7Validator(SCHEMA, format_checker=FormatChecker())


def told(cv: Cv) -> Any:  # noqa: ANN401 - what was written, as a stranger reads it
    return json.loads(cv_json.render(cv, translate(cv.lang)))


def strings(value: Any) -> list[str]:  # noqa: ANN401 - any part of it
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    return [text for part in value for text in strings(part)] if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", SAMPLES)
def test_it_holds_to_the_published_schema(name: str) -> None:
    assert [error.message for error in PUBLISHED.iter_errors(told(SAMPLES[name]))] == []


def test_the_schema_would_refuse_a_date_in_words() -> None:
    assert list(PUBLISHED.iter_errors({"work": [{"startDate": "vers 2014"}]}))


@pytest.mark.parametrize("name", SAMPLES)
def test_every_word_of_the_cv_is_in_it_headings_excepted(name: str) -> None:
    cv, t = SAMPLES[name], translate(SAMPLES[name].lang)
    headings = [t(outline.heading(part)) for part in outline.parts(cv)]
    wanted = [text for text in outline.texts(cv, t) if text not in headings]
    text = "\n".join(strings(told(cv)))
    assert found(wanted, text) == 1.0, lost(wanted, text)


def test_who_it_is_and_how_to_reach_them() -> None:
    assert told(FRENCH)["basics"] == {
        "name": "Fatoumata Diallo-Lefèvre",
        "label": "Agente de propreté, temps partiel",
        "email": "fatoumata.diallo@exemple.fr",
        "phone": "06 12 34 56 78",
        "summary": "Permis B\nDisponible dès 5 h, du lundi au samedi",
        "location": {"city": "Saint-Étienne"},
    }


@pytest.mark.parametrize(
    ("span", "start", "end"),
    [
        (None, None, None),
        (Span("", months=36), None, None),
        (Span("", Moment(2019), Moment(2022)), "2019", "2022"),
        (Span("", Moment(2019, 3), Moment(2022, 11)), "2019-03", "2022-11"),
        (Span("", Moment(2019), ongoing=True), "2019", None),
        (Span("", Moment(2014, about=True), Moment(2016)), None, "2016"),
        (Span("", Moment(2019, season=3)), None, None),
    ],
)
def test_only_an_exact_date_is_a_date(span: Span | None, start: str | None, end: str | None) -> None:
    when = line("comme c’est dit") if span else None
    (work,) = told(Cv("fr", experiences=(Entry(line("Cuisine"), when, span=span),)))["work"]
    assert (work.get("startDate"), work.get("endDate")) == (start, end)
    assert work.get("summary") == ("comme c’est dit" if span else None)
    assert set(work) <= {"position", "startDate", "endDate", "summary"}


def test_a_language_and_its_level_are_apart() -> None:
    spoken = Phrase("cv.language.level", {"language": Phrase("Arabe"), "level": Phrase("langue maternelle")})
    bare = Phrase("cv.language", {"language": Phrase("Peul")})
    cv = Cv("fr", languages=(replace(line("x"), phrase=spoken), replace(line("x"), phrase=bare)))
    (one, two) = json.loads(cv_json.render(cv, _saying))["languages"]
    assert one == {"language": "Arabe", "fluency": "langue maternelle"}
    assert two == {"language": "Peul"}


def _saying(phrase: Phrase) -> str:
    """A phrase of the person's own words says them, any other its key."""
    text = phrase.args.get("text")
    return _saying(text) if isinstance(text, Phrase) else phrase.key


def test_a_skill_has_where_it_was_shown_beside_it() -> None:
    assert {
        "name": "Tenir une caisse et rendre la monnaie",
        "keywords": ["Vente au marché : conseiller les clients"],
    } in (told(PROOFS)["skills"])


def test_nothing_told_has_no_key_and_no_line_says_on_what_it_rests() -> None:
    assert set(told(Cv("fr"))) == {"$schema", "meta"}
    assert "proof" not in cv_json.render(FRENCH, translate("fr")).decode()


def test_letters_are_written_as_they_are_and_no_mark_of_direction_is() -> None:
    written = cv_json.render(replace(ARABIC, extras=lines("رخصة 👍")), translate("ar")).decode()
    assert "محمد العربي" in written
    assert not set("\u2066\u2067\u2068\u2069\u200e\u200f") & set(written)
    assert cv_json.render(FRENCH, translate("fr")) == cv_json.render(replace(FRENCH), translate("fr"))
