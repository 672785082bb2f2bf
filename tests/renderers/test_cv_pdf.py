"""The CV, read back: by three readers, word by word, in four languages; and what the file says of itself."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
from pypdf.generic import ContentStream, DictionaryObject, IndirectObject

from flows.documents import Cv, Entry
from renderers import cv_pdf, outline
from renderers.errors import NoFontError
from tests.renderers.readers import READERS, found, lost, plain, poppler, pure
from tests.renderers.samples import ARABIC, FRENCH, MIXED, SAMPLES, SHORT, line, lines, translate

ROOT = Path(__file__).parents[2]
LEAST = {("poppler", "ar"): 0.99, ("pdfium", "ar"): 0.99}
NAMES = ("Zoë", "Müller", "Işık", "Олена", "محمد", "محمد العربي", "Anne-Marie D’Étienne", "Nguyễn Thị Ánh", "Żółć")
INDIAN_AND_ETHIOPIC = (
    *("মোহাম্মদ রহমান", "ফাতেমা খাতুন", "শ্রীকৃষ্ণ চৌধুরী"),
    *("கிருஷ்ணமூர்த்தி செல்வம்", "ஸ்ரீதேவி", "யோகேஸ்வரி"),
    *("ኣስመሮም ተኽለ", "ፍረወይኒ ገብረመድህን"),
    *("प्रियंका श्रीवास्तव", "ऋषि द्विवेदी", "हर्षिता"),
    *("İbrahim Şimşek", "Işık Öztürk Çağlayan"),
)


@cache
def drawn(name: str) -> bytes:
    cv = SAMPLES[name]
    return cv_pdf.render(cv, translate(cv.lang))


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(pdf))


# ------------------------------------------------------------------ words


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", SAMPLES)
def test_every_word_is_read_back(name: str, reader: str) -> None:
    cv = SAMPLES[name]
    wanted = list(outline.texts(cv, translate(cv.lang)))
    text = READERS[reader](drawn(name))
    least = LEAST.get((reader, cv.lang), 0.95 if reader == "pypdf" else 1.0)
    assert found(wanted, text) >= least, lost(wanted, text)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", SAMPLES)
def test_name_telephone_and_address_are_exact(name: str, reader: str) -> None:
    cv = SAMPLES[name]
    text = plain(READERS[reader](drawn(name)))
    assert [word for word in (cv.name, cv.phone, cv.email) if word not in text] == []


def texts(cv: Cv) -> dict[str, str]:
    """What each reader gets back of a CV, drawn once."""
    pdf = cv_pdf.render(cv, translate(cv.lang))
    return {reader: plain(reading(pdf)) for reader, reading in READERS.items()}


@pytest.mark.parametrize("lang", ["fr", "ar"])
@pytest.mark.parametrize("name", NAMES)
def test_names_are_exact_in_any_document(name: str, lang: str) -> None:
    seen = texts(replace(SAMPLES[lang], name=name))
    assert {reader: text for reader, text in seen.items() if name not in text} == {}


@pytest.mark.parametrize("name", INDIAN_AND_ETHIOPIC)
def test_names_of_india_bangladesh_and_ethiopia_are_exact_on_a_french_page(name: str) -> None:
    seen = texts(replace(SHORT, name=name, town=name, skills=lines(name)))
    assert {reader: text for reader, text in seen.items() if text.count(name) != 3} == {}


@pytest.mark.parametrize("phone", ["06 12 34 56 78", "+33612345678", "0033 6 12 34 56 78", "+380 (67) 123-45-67"])
@pytest.mark.parametrize(
    ("email", "town"), [("", ""), ("", "مرسيليا"), ("a.b-c@exemple.fr", "Lyon"), ("a@b.fr", "باريس")]
)
def test_telephones_keep_their_order_in_arabic(phone: str, email: str, town: str) -> None:
    seen = texts(replace(ARABIC, phone=phone, email=email, town=town))
    assert {reader: text for reader, text in seen.items() if phone not in text or email not in text} == {}


def test_the_vowel_marks_of_arabic_are_read_back() -> None:
    cv = Cv("ar", name="مُحَمَّد", skills=lines("شُكْرًا جَزِيلًا"))
    text = plain(poppler(cv_pdf.render(cv, translate("ar"))))
    assert "مُحَمَّد" in text
    assert "شُكْرًا جَزِيلًا" in text


def test_operators_stand_in_reading_order() -> None:
    text = plain(pure(drawn("fr")))
    wanted = [
        FRENCH.name,
        FRENCH.phone,
        "Agente de propreté",
        "Ce que je sais faire",
        "Tenir une caisse",
        "Expériences",
    ]
    wanted += [
        "Agente d’entretien",
        "de 2019 à 2022",
        "Clinique du Parc",
        "Laver les sols",
        "Formation",
        "Langues",
        "En plus",
    ]
    places = [text.index(word) for word in wanted]
    assert places == sorted(places)


def test_the_name_stands_alone_on_the_first_line() -> None:
    for name in ("fr", "uk", "en"):
        assert poppler(drawn(name)).splitlines()[0] == SAMPLES[name].name


def test_no_heading_without_lines_and_no_blank_for_a_date() -> None:
    cv = Cv("fr", name="Zoë", experiences=(Entry(line("Aide à domicile")),))
    assert plain(poppler(cv_pdf.render(cv, translate("fr")))) == "Zoë Expériences Aide à domicile"


def test_emoji_and_arrows_leave_no_box() -> None:
    cv = replace(SHORT, skills=lines("Cuisine 👩‍🍳 → service ✓ ★"))
    assert "• Cuisine - service" in plain(poppler(cv_pdf.render(cv, translate("fr"))))


def test_nothing_told_is_still_a_page() -> None:
    assert cv_pdf.render(Cv("fr"), translate("fr")).startswith(b"%PDF-1.7")


def test_alphabets_without_a_font_are_all_named_before_anything_is_drawn() -> None:
    cv = replace(FRENCH, name="ნინო", extras=lines("王", "Permis B"))
    with pytest.raises(NoFontError) as caught:
        cv_pdf.render(cv, translate("fr"))
    assert caught.value.scripts == {"georgian", "cjk"} == cv_pdf.unprintable(cv, translate("fr"))
    assert cv_pdf.unprintable(FRENCH, translate("fr")) == frozenset()


# ------------------------------------------------------------------ the file


@pytest.mark.parametrize("name", SAMPLES)
def test_the_file_says_its_language_and_title_and_no_more(name: str) -> None:
    pdf = read(drawn(name))
    root: Any = pdf.trailer["/Root"]
    assert root["/Lang"] == SAMPLES[name].lang
    assert {key: str(value) for key, value in (pdf.metadata or {}).items()} == {"/Title": SAMPLES[name].name}
    assert root["/MarkInfo"]["/Marked"].value is True
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert len(pdf.pages) == 1
    assert str(pdf.pages[0]["/Tabs"]) == "/S"


@pytest.mark.parametrize("name", SAMPLES)
def test_it_is_one_light_page(name: str) -> None:
    assert len(drawn(name)) < 60_000


@pytest.mark.parametrize("name", SAMPLES)
def test_every_font_is_embedded_and_no_glyph_is_missing(name: str) -> None:
    fonts: dict[str, Any] = read(drawn(name)).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    assert fonts
    for font in fonts.values():
        below = font["/DescendantFonts"][0]
        glyphs = below["/CIDToGIDMap"].get_data()
        assert below["/FontDescriptor"]["/FontFile2"].get_data()
        assert b"\0\0" not in [glyphs[at : at + 2] for at in range(2, len(glyphs), 2)]
        assert len(below["/W"][1]) == len(glyphs) // 2 - 1
    assert b"Helvetica" not in drawn(name)


@pytest.mark.parametrize("name", SAMPLES)
def test_all_that_is_drawn_is_in_an_element_or_an_artifact(name: str) -> None:
    page = read(drawn(name)).pages[0]
    stack: list[str] = []
    marks: list[int] = []
    content = ContentStream(page.get_contents(), None)
    for operands, operator in content.operations:
        if operator in {b"BDC", b"BMC"}:
            stack.append(operands[0])
            marks += [operands[1]["/MCID"]] if operator == b"BDC" and "/MCID" in operands[1] else []
        elif operator == b"EMC":
            stack.pop()
        elif operator in {b"TJ", b"Tj", b"f"}:
            assert stack, "drawn outside any element"
    assert stack == []
    assert marks == list(range(len(marks)))
    assert sorted(marks_of(drawn(name))) == marks


def elements(pdf: bytes) -> Iterator[DictionaryObject]:
    """Every element of the structure, in reading order."""
    root: Any = read(pdf).trailer["/Root"]
    waiting: list[Any] = [root["/StructTreeRoot"]["/K"][0]]
    while waiting:
        element = waiting.pop(0).get_object()
        if isinstance(element, DictionaryObject):
            yield element
            kids = element["/K"] if isinstance(element["/K"], list) else [element.raw_get("/K")]
            waiting = [kid for kid in kids if isinstance(kid, IndirectObject)] + waiting


def marks_of(pdf: bytes) -> list[int]:
    """The numbers of the marks that elements hold."""
    found: list[int] = []
    for element in elements(pdf):
        kids = element["/K"] if isinstance(element["/K"], list) else [element["/K"]]
        found += [int(kid) for kid in kids if isinstance(kid, int)]
    return found


def test_the_structure_names_headings_lists_and_paragraphs() -> None:
    roles = " ".join(str(element["/S"])[1:] for element in elements(drawn("fr")))
    assert roles.startswith("Document H1 P P H2 L LI Lbl LBody LI Lbl LBody")
    assert "H2 H3 P P L LI" in roles
    assert roles.count("H2") == 5
    assert roles.count("H3") == len(FRENCH.experiences)


def test_each_mark_leads_back_to_its_element() -> None:
    pdf = drawn("ar")
    root: Any = read(pdf).trailer["/Root"]
    owners = root["/StructTreeRoot"]["/ParentTree"]["/Nums"][1].get_object()
    assert len(owners) == len(marks_of(pdf))
    for mark, owner in enumerate(owners):
        kids = owner.get_object()["/K"]
        assert kids == mark or mark in kids


def test_words_of_another_language_say_so() -> None:
    spoken = [(str(element["/S"]), str(element["/Lang"])) for element in elements(drawn("mixed")) if "/Lang" in element]
    assert spoken == [("/Span", "ar")]


def test_actual_text_stands_only_on_left_to_right_words_that_need_it() -> None:
    assert b"ActualText" not in operators(MIXED)
    assert b"ActualText" not in operators(ARABIC)
    marked = replace(SHORT, skills=lines("ӂ\u0301"))
    assert operators(marked).count(b"ActualText") == 1


def operators(cv: Cv) -> bytes:
    contents = read(cv_pdf.render(cv, translate(cv.lang))).pages[0].get_contents()
    assert contents is not None
    return contents.get_data()


# ------------------------------------------------------------------ looks


def lefts(cv: Cv) -> list[float]:
    """The left end of every passage."""
    return [float(x) for x in re.findall(rb"Tm|1 0 0 1 ([\d.]+) [\d.]+ Tm", operators(cv)) if x]


def test_an_arabic_page_is_mirrored() -> None:
    left, right = min(lefts(ARABIC)), max(lefts(ARABIC))
    assert left == pytest.approx(51.02, abs=4)  # dates
    assert right > 500  # bullets, at the right margin
    assert min(lefts(FRENCH)) == pytest.approx(51.02, abs=0.1)


def test_french_and_arabic_dates_end_at_the_far_margin() -> None:
    assert max(lefts(FRENCH)) > 400


# ------------------------------------------------------------------ always the same

SCRIPT = """
import hashlib
from tests.renderers.samples import SAMPLES, translate
from renderers import cv_pdf
for name, cv in SAMPLES.items():
    print(name, hashlib.sha256(cv_pdf.render(cv, translate(cv.lang))).hexdigest())
"""


def test_the_same_facts_give_the_same_bytes_in_another_process() -> None:
    here = [f"{name} {hashlib.sha256(drawn(name)).hexdigest()}" for name in SAMPLES]
    for seed in ("1", "2"):
        there = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
            text=True,
        )
        assert there.stdout.splitlines() == here


def test_another_fact_gives_other_bytes() -> None:
    assert cv_pdf.render(replace(SHORT, town="Rennes"), translate("fr")) != drawn("short")
