"""A life, with the real catalogs, in each language, layout and format: read back, not a word less and none more."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pytest
from docx import Document

from bot.parts import DrawError
from flows.documents import Cv, Summary
from flows.model import Span, State
from flows.summary import About, summary
from locales import languages, translator
from renderers import outline
from tests.flows.test_cv_document import CONTENT, DRAW, Life
from tests.renderers.readers import READERS, found, lost, plain

TEMPLATES = ("clair", "preuves")
PHONE, EMAIL = "+33 6 12 34 56 78", "f.benali@exemple.fr"
NAMES = {"ar": "فاطمة بن علي", "uk": "Fatima Benali"}  # her own letters where the CV is in them
# PDFium in Arabic turns a letter and a digit in brackets round: "(A2)".
LEAST = {("poppler", "ar"): 0.99, ("pdfium", "ar"): 0.98, ("pypdf", "ar"): 0.95}


def strings(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    return [text for part in value for text in strings(part)] if isinstance(value, list) else [str(value)]


FORMATS: dict[str, Callable[[bytes], str]] = {
    "txt": bytes.decode,
    "json": lambda data: "\n".join(strings(json.loads(data))),
    "docx": lambda data: "\n".join(p.text for p in Document(BytesIO(data)).paragraphs),
}


@cache
def told(lang: str, template: str) -> Life:
    """Three lives, two without a date; a trade of no catalog, languages, a diploma, a licence, hours."""
    life = Life().keep("cv/name/told", text="Fatima Benali").keep("cv/name", text="فاطمة بن علي")
    life.keep("cv/phone", text=PHONE).keep("cv/email", text=EMAIL).keep("cv/town", text="Rezé").keep("cv/facts", "no")
    life.did("e1", "cleaning.floors", "cleaning.toilets", "cleaning.beds", span=Span("", months=36), whom="home")
    life.go_on()
    life.did("e2", "kitchen.cook", "kitchen.cut", span=Span("", rhythm=("sunday",)), counts="people:60")
    life.did("e3", "care.wash", "care.meals", "care.outings", span=Span("", months=24), whom="family")
    life.keep("exp/e3/hours", text="15").keep("cv/languages", "ar:mother", "fr:A2")
    life.keep("cv/training", "cap:cooking:2008:").keep("cv/extras", "B", "early")
    return life.keep("cv/lang", lang).keep("cv/template", template)


def texts(lang: str, template: str) -> list[str]:
    cv: Cv = told(lang, template).cv
    assert (cv.lang, cv.template) == (lang, template)
    return list(outline.texts(cv, translator(lang)))


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("reader", READERS)
def test_a_page_is_read_back_in_each_language(reader: str, lang: str, template: str) -> None:
    text = READERS[reader](DRAW("cv", "pdf", tuple(told(lang, template).facts), "fr"))
    wanted = texts(lang, template)
    assert found(wanted, typed(text)) >= LEAST.get((reader, lang), 1.0), lost(wanted, typed(text))
    exact = [NAMES.get(lang, "Fatima Benali"), PHONE, EMAIL]
    assert [word for word in exact if word not in plain(text)] == []


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("form", FORMATS)
def test_each_file_is_read_back_in_each_language(form: str, lang: str, template: str) -> None:
    text = FORMATS[form](DRAW("cv", form, tuple(told(lang, template).facts), "fr"))
    say = translator(lang)
    headings = {say(outline.heading(part)) for part in outline.PARTS} if form == "json" else set()
    wanted = [one for one in texts(lang, template) if one not in headings]
    assert found(wanted, typed(text)) == 1.0, lost(wanted, typed(text))
    assert {NAMES.get(lang, "Fatima Benali"), PHONE, EMAIL} - set(re.split(r"\n| \| ", text)) == set()


@pytest.mark.parametrize("form", ["pdf", "png", *FORMATS])
def test_the_same_facts_give_the_same_bytes(form: str) -> None:
    facts = tuple(told("ar", "preuves").facts)
    assert DRAW("cv", form, facts, "fr") == DRAW("cv", form, facts, "ar")


def test_a_format_nobody_knows_is_refused() -> None:
    with pytest.raises(DrawError):
        DRAW("cv", "odt", tuple(told("fr", "clair").facts), "fr")


def typed(text: str) -> str:
    """The text with straight apostrophes, as the catalogs write them."""
    return text.replace("’", "'")


@pytest.mark.parametrize("lang", languages())
@pytest.mark.parametrize("form", ["txt", "docx"])
def test_a_summary_is_a_file_in_the_language_of_who_reads_it(lang: str, form: str) -> None:
    summed = summary(CONTENT, tuple(told("fr", "clair").facts), State(), About(lang))
    text = FORMATS[form](DRAW.summary(summed, form))
    said = [plain(translator(lang)(point.phrase)) for point in summed.points]
    assert found(said, text.replace("’", "'")) == 1.0, lost(said, text.replace("’", "'"))
    assert PHONE not in text


def test_a_summary_is_nothing_a_person_can_ask_for_in_the_chat() -> None:
    for form in ("txt", "docx"):
        with pytest.raises(DrawError):
            DRAW("summary", form, tuple(told("fr", "clair").facts), "fr")
    with pytest.raises(DrawError):
        DRAW.summary(Summary("fr"), "pdf")


@pytest.mark.parametrize("said", ["none", "done"])
def test_who_has_no_licence_has_a_page_and_a_summary(said: str) -> None:
    facts = tuple(Life().keep("cv/name", text="Amina").keep("cv/extras", said).facts)
    assert "Amina" in plain(READERS["pypdf"](DRAW("cv", "pdf", facts, "fr")))
    assert DRAW.summary(summary(CONTENT, facts, State(), About("fr")), "txt")
