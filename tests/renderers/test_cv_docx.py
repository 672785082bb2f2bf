"""The CV as a Word file: read again, held to the order of the schema, and opened by a word processor."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import pytest
from docx import Document
from docx.text.paragraph import Paragraph

from flows.documents import Cv
from renderers import cv_docx, outline
from tests.renderers.readers import MARKS, found, lost, plain, poppler
from tests.renderers.samples import FRENCH, MIXED, SAMPLES, SHORT, lines, translate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# ECMA-376, part 1: 17.3.1.26 (pPr), 17.3.2.28 (rPr), 17.6.17 (sectPr); those that may stand in our files.
ORDER = {
    "pPr": "pStyle keepNext keepLines numPr pBdr bidi spacing ind contextualSpacing jc outlineLvl rPr".split(),  # noqa: SIM905
    "rPr": "rStyle rFonts b bCs i iCs color spacing kern sz szCs u rtl cs lang".split(),  # noqa: SIM905
    "sectPr": "headerReference pgSz pgMar cols bidi docGrid".split(),  # noqa: SIM905
}
LEAST = {
    "ar": 0.85,
    "arabic proofs": 0.85,
    "mixed": 0.95,
}  # LibreOffice's PDF turns some ligatures round; the letters in the file are ours, and tested below


@cache
def written(name: str) -> bytes:
    cv = SAMPLES[name]
    return cv_docx.render(cv, translate(cv.lang))


def paragraphs(data: bytes) -> list[Paragraph]:
    return Document(BytesIO(data)).paragraphs


def part(data: bytes, name: str = "word/document.xml") -> ET.Element:
    return ET.fromstring(ZipFile(BytesIO(data)).read(name))  # noqa: S314 - our own file


# ------------------------------------------------------------------ what is in it


@pytest.mark.parametrize("name", SAMPLES)
def test_every_word_is_read_again(name: str) -> None:
    cv = SAMPLES[name]
    wanted, text = list(outline.texts(cv, translate(cv.lang))), "\n".join(p.text for p in paragraphs(written(name)))
    assert found(wanted, text) == 1.0, lost(wanted, text)
    assert not set("\u2066\u2067\u2068\u2069\u200e\u200f") & set(text)


@pytest.mark.parametrize("name", SAMPLES)
def test_name_first_headings_are_headings_and_lists_are_lists(name: str) -> None:
    cv, told = SAMPLES[name], paragraphs(written(name))
    styles = [(p.style.name if p.style else "", p.text) for p in told]
    assert styles[0] == ("Title", cv.name)
    t = translate(cv.lang)
    assert [text for style, text in styles if style == "Heading 1"] == [
        t(outline.heading(part)) for part in outline.parts(cv)
    ]
    titles = [text.split(",")[0].split("،")[0] for style, text in styles if style == "Heading 2"]
    assert titles == [MARKS.sub("", t(entry.title.phrase)).split(",")[0] for entry in (*cv.blocks, *cv.experiences)]
    assert all(text for _, text in styles)
    assert "List Bullet" in dict(styles)


def test_telephone_and_address_stand_together_and_a_town_in_other_letters_by_itself() -> None:
    assert "06 12 34 56 78 | fatoumata.diallo@exemple.fr | Saint-Étienne" in [p.text for p in paragraphs(written("fr"))]
    assert [p.text for p in paragraphs(written("ar"))][1:3] == ["+33 6 12 34 56 78 | m.alarabi@exemple.fr", "مرسيليا"]


def test_nothing_told_is_an_empty_page_without_headings() -> None:
    assert [p.text for p in paragraphs(cv_docx.render(Cv("fr"), translate("fr")))] == []
    assert [p.text for p in paragraphs(cv_docx.render(Cv("fr", name="Zoë 👍"), translate("fr")))] == ["Zoë"]
    signs = replace(SHORT, skills=lines("A & B <c>"))
    assert "A & B <c>" in [p.text for p in paragraphs(cv_docx.render(signs, translate("fr")))]


# ------------------------------------------------------------------ directions


def turned(paragraph: Paragraph) -> bool:
    """Whether a paragraph says that it reads from right to left."""
    (side,) = [element.get(f"{W}val") for element in paragraph._p.iter(f"{W}bidi")]
    return bool(side == "1")


def test_in_arabic_all_turns_but_the_telephone() -> None:
    told = paragraphs(written("ar"))
    assert [p.text for p in told if not turned(p)] == ["+33 6 12 34 56 78 | m.alarabi@exemple.fr"]
    assert part(written("ar")).find(f".//{W}sectPr/{W}bidi") is not None
    phone = told[1]
    assert [jc.get(f"{W}val") for jc in phone._p.iter(f"{W}jc")] == ["right"]


@pytest.mark.parametrize("name", SAMPLES)
def test_each_run_has_letters_of_one_direction_and_says_it(name: str) -> None:
    for paragraph in paragraphs(written(name)):
        for run in paragraph.runs:
            arabic = any("\u0600" <= char <= "\u06ff" and char.isalpha() for char in run.text)
            latin = any(char.isalpha() and char < "\u0600" for char in run.text)
            assert not (arabic and latin), run.text
            assert (run._r.find(f"{W}rPr/{W}rtl") is not None) >= arabic, run.text
            assert not (latin and run._r.find(f"{W}rPr/{W}rtl") is not None), run.text


def test_a_french_page_turns_only_what_is_arabic() -> None:
    told = [p.text for p in paragraphs(written("mixed")) if turned(p)]
    assert told == [MIXED.name, "أفهم وأتكلم في العمل"]
    assert part(written("mixed")).find(f".//{W}sectPr/{W}bidi") is None


def test_letters_of_complex_scripts_have_their_own_font_size_and_weight() -> None:
    styles = part(written("ar"), "word/styles.xml")
    for name in ("Normal", "Title", "Heading1", "Heading2"):
        look = styles.find(f".//{W}style[@{W}styleId='{name}']/{W}rPr")
        assert look is not None
        fonts, size, plain_size = (look.find(f"{W}{tag}") for tag in ("rFonts", "szCs", "sz"))
        assert fonts is not None
        assert size is not None
        assert plain_size is not None
        assert fonts.get(f"{W}cs") == fonts.get(f"{W}ascii") == "Arial"
        assert int(size.get(f"{W}val", "0")) > int(plain_size.get(f"{W}val", "0"))
        assert (look.find(f"{W}b") is None) == (look.find(f"{W}bCs") is None)


def test_the_language_of_the_words_is_told() -> None:
    assert spoken("ar") == {"ar-SA", "fr-FR"}
    assert spoken("uk") == {"uk-UA", "fr-FR"}
    assert spoken("mixed") == {"fr-FR", "ar-SA"}
    assert spoken("proofs") == {"fr-FR", "es"}


def spoken(name: str) -> set[str]:
    attributes = (element.attrib.values() for element in part(written(name)).iter(f"{W}lang"))
    return {value for values in attributes for value in values}


# ------------------------------------------------------------------ the file


@pytest.mark.parametrize("name", SAMPLES)
def test_children_stand_in_the_order_of_the_schema(name: str) -> None:
    for tag, order in ORDER.items():
        for element in part(written(name)).iter(f"{W}{tag}"):
            told = [child.tag.removeprefix(W) for child in element]
            assert set(told) <= set(order)
            assert told == sorted(told, key=order.index)
    for style in part(written(name), "word/styles.xml").iter(f"{W}style"):
        if style.get(f"{W}styleId") in {"Normal", "Title", "Subtitle", "Heading1", "Heading2"}:
            told = [child.tag.removeprefix(W) for child in style]
            assert told.index("pPr") == told.index("rPr") - 1 == len(told) - 2


def test_it_says_its_title_and_language_and_no_author_time_or_program() -> None:
    core = Document(BytesIO(written("fr"))).core_properties
    assert (core.title, core.language) == (FRENCH.name, "fr-FR")
    assert (core.author, core.last_modified_by, core.comments, core.created, core.modified) == ("", "", "", None, None)
    archive = ZipFile(BytesIO(written("fr")))
    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.testzip() is None
    assert not [name for name in archive.namelist() if "thumbnail" in name or "app.xml" in name]


def test_the_same_facts_give_the_same_bytes_and_others_give_others() -> None:
    for name, cv in SAMPLES.items():
        assert cv_docx.render(replace(cv), translate(cv.lang)) == written(name)
    assert cv_docx.render(replace(SHORT, town="Rennes"), translate("fr")) != written("short")


@pytest.mark.parametrize("name", SAMPLES)
def test_it_is_light(name: str) -> None:
    assert len(written(name)) < 40_000


# ------------------------------------------------------------------ opened


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The text of each file as LibreOffice shows it; where all must be checked without it, as the file holds it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None and os.environ.get("CI") == "true":
        return {name: "\n".join(held(written(name))) for name in SAMPLES}
    if program is None:
        pytest.skip("LibreOffice is absent: install libreoffice-writer-nogui")
    folder = tmp_path_factory.mktemp("word")
    files = [folder / f"{place}.docx" for place in range(len(SAMPLES))]
    for file, name in zip(files, SAMPLES, strict=True):
        file.write_bytes(written(name))
    command = [program, f"-env:UserInstallation={(folder / 'home').as_uri()}", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", folder, *files], check=True, capture_output=True, timeout=180)
    return {name: poppler(file.with_suffix(".pdf").read_bytes()) for file, name in zip(files, SAMPLES, strict=True)}


def held(data: bytes) -> list[str]:
    """The paragraphs as any reader of XML finds them."""
    return ["".join(text.text or "" for text in p.iter(f"{W}t")) for p in part(data).iter(f"{W}p")]


@pytest.mark.parametrize("name", SAMPLES)
def test_a_word_processor_shows_every_word(opened: dict[str, str], name: str) -> None:
    cv, text = SAMPLES[name], opened[name]
    wanted = list(outline.texts(cv, translate(cv.lang)))
    assert found(wanted, text) >= LEAST.get(name, 1.0), lost(wanted, text)
    assert [word for word in (cv.phone, cv.email) if word not in plain(text)] == []
