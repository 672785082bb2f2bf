"""The CV without who it is about: no name, town or employer in any format, and a way to be reached."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from docx import Document

from flows.cv.anonymous import anonymous, initials
from flows.documents import Cv
from flows.model import Span
from tests.flows.test_cv_blocks import undated
from tests.flows.test_cv_document import DRAW, SAY, Life
from tests.renderers.readers import poppler

FORMATS: dict[str, Callable[[bytes], str]] = {
    "pdf": poppler,
    "txt": bytes.decode,
    "json": bytes.decode,
    "docx": lambda data: "\n".join(p.text for p in Document(BytesIO(data)).paragraphs),
}


def told() -> Life:
    """A life with a name, a town, an address that holds the name, and words that name an employer."""
    life = undated().keep("cv/name", text="Fatou-Binta Diallo").keep("cv/phone", text="06 12 34 56 78")
    life.keep("cv/email", text="diallo.fb@exemple.fr").keep("cv/town", text="Saint-Étienne").keep(
        "cv/training", "cap:cooking:2008:"
    )
    life.keep("exp/e3/what", text="…").keep("exp/e3/tidy", text="…")
    return life.keep("exp/e3/own", text="Faire des gâteaux\nAider au restaurant Le Dakar")


def lines(cv: Cv) -> list[str]:
    return [SAY(line.phrase) for line in cv.lines()]


@pytest.mark.parametrize("template", ["clair", "preuves"])
@pytest.mark.parametrize("format_", FORMATS)
def test_no_format_says_who_it_is(format_: str, template: str) -> None:
    facts = tuple(told().keep("cv/template", template).facts)
    data = DRAW("anonymous", format_, facts, "fr")
    text = FORMATS[format_](data)
    assert re.findall("Fatou|Binta|Diallo|diallo|Étienne|Dakar|exemple", text) == []
    assert [
        word for word in ("F.-B. D.", "06 12 34 56 78", "Faire des gâteaux", "Cuisiner pour 60") if word not in text
    ] == []
    assert b"Diallo" not in data
    assert b"0044006900610" not in data  # as the title of a PDF would be written
    assert DRAW.name("anonymous", format_, facts, "fr") == f"CV.{format_}"
    assert DRAW.name("cv", format_, facts, "fr") == f"CV-Fatou-Binta.{format_}"


def test_all_that_names_nobody_stays() -> None:
    life = told()
    assert set(lines(life.cv)) - set(lines(anonymous(life.cv))) == {"Aider au restaurant Le Dakar"}
    assert anonymous(life.cv).template == life.cv.template == "preuves"


@pytest.mark.parametrize(
    ("name", "short"),
    [("Zoë", "Z."), ("Jeanne d’Arc", "J. D."), ("anne-marie le goff", "A.-M. L. G."), ("محمد علي", "م. ع."), ("", "")],
)
def test_a_name_is_its_initials(name: str, short: str) -> None:
    assert initials(name) == short


@pytest.mark.parametrize(
    ("name", "email", "kept"),
    [
        ("Zoë Müller", "zoe1990@exemple.fr", False),
        ("Zoë Müller", "MULLER@exemple.fr", False),
        ("Zoë Müller", "soleil@exemple.fr", True),
        ("Li Wu", "lumiere@exemple.fr", True),
        ("محمد", "soleil@exemple.fr", False),  # nobody can compare them
    ],
)
def test_an_address_stays_only_if_it_is_no_name(name: str, email: str, *, kept: bool) -> None:
    assert bool(anonymous(Cv("fr", name=name, email=email)).email) is kept


def test_a_title_in_words_that_name_somebody_is_said_without_it() -> None:
    life = undated().keep("exp/e3/what", text="…").keep("exp/e3/trade", text="Serveuse chez Samba")
    life.keep("exp/e3/when", span=Span("", months=12))
    assert "Serveuse chez Samba" in lines(life.cv)
    hidden = lines(anonymous(life.cv))
    assert "Expérience" in hidden
    assert not any("Samba" in text for text in hidden)


def test_an_experience_of_which_nothing_is_left_is_not_there() -> None:
    life = undated().keep("exp/e3/what", text="…").keep("exp/e3/trade", text="Serveuse chez Samba")
    assert len(life.cv.experiences) == 3
    assert len(anonymous(life.cv).experiences) == 2
    told = life.keep("exp/e3/when", span=Span("", months=12)).cv
    assert len(anonymous(told).experiences) == 3


def test_words_in_another_language_tell_an_origin() -> None:
    cv = told().keep("exp/e3/trade", text="Éleveur de chiens de traîneau").keep("cv/lang", "en").cv
    assert any(line.lang == "fr" for line in cv.lines())
    assert [line.lang for line in anonymous(cv).lines() if line.lang] == []


def test_anonymous_twice_is_anonymous_once() -> None:
    once = anonymous(told().cv)
    assert anonymous(once) == once
