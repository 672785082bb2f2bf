"""What was sent to break something, kept as facts and printed: each document is read back with other tools.

Nothing in it acts or leads anywhere, and the words are there as they can be printed. Facts hold what the door keeps of
each text, cut where the answers to a name or a town are.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import docx
import pypdf
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from bot.door import covered
from bot.parts import DrawError
from flows.interview.rules import answer_of
from flows.model import Facts, Kind, Value
from flows.printed import whole
from renderers import cv_json
from renderers.words import clean
from tests.bot.test_drawn import trap
from tests.flows.test_cv_document import CONTENT, DRAW, Life
from tests.hostile.asking import ask
from tests.hostile.reading import in_pdf, in_png, in_word
from tests.hostile.test_inputs import KINDS, UNSEEN, kept_of, on_the_web
from tests.hostile.whole import HOST
from tests.hostile.whole import whole as whole_house
from tests.renderers.readers import pure

WHO = "33600000042"
LONGEST = 80  # characters of a name (flows/cv/reach.py)
PRINTED = (
    "cv/name/told", "cv/name", "cv/town", "letter/employer", "letter/why", "letter/own", "cv/training", "cv/study",
    "exp/e1/what", "exp/e1/tidy", "exp/e1/own", "exp/e1/trade", "exp/e1/hours", "exp/e2/what", "exp/e2/tidy",
    "exp/e2/own", answer_of(0), answer_of(1),
)  # fmt: skip
JSON_KEYS = {"$schema", "basics", "work", "education", "skills", "languages", "meta"}
"""What JSON Resume may hold at its top (renderers/cv_json.py)."""


def facts(text: str) -> Facts:
    """A life of which every word that is printed is this text."""
    life = Life().keep("cv/facts", "no").keep("cv/phone", text="+33 6 12 34 56 78").keep("cv/template", "clair")
    for qid in PRINTED if text else ():
        life.keep(qid, text=text)
    life.keep("project/job", "other")
    life.facts[-1] = replace(life.facts[-1], value=Value(Kind.CHOICE, text=text))
    return tuple(life.facts)


def bare(text: str) -> str:
    """The text without blanks, which lines are broken at, and with the straight apostrophe that was typed."""
    return "".join(text.replace("’", "'").split())


def pages(data: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def word(data: bytes) -> str:
    return "\n".join(one.text for one in docx.Document(io.BytesIO(data)).paragraphs)


def strings(data: bytes) -> str:
    """The words of JSON, in which nothing became a key or the name of a scheme."""
    read = json.loads(data)
    assert set(read) <= JSON_KEYS
    assert read["$schema"] == cv_json.SCHEMA
    return "\n".join(_strings(read))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(one)


def nothing(_data: bytes) -> set[str]:
    return set()


def drawn(document: str, form: str, told: Facts) -> bytes:
    return DRAW.owned(whole(CONTENT, told, "", "fr")) if document == "mine" else DRAW(document, form, told, "fr")


Acts: TypeAlias = Callable[[bytes], set[str]]
Words: TypeAlias = Callable[[bytes], str]
# Each document: what acts in it, its words, and how often the text stands in it at the least.
DOCUMENTS: dict[tuple[str, str], tuple[Acts, Words, int]] = {
    ("cv", "pdf"): (in_pdf, pure, 4),
    ("cv", "docx"): (in_word, word, 4),
    ("cv", "txt"): (nothing, bytes.decode, 4),
    ("cv", "json"): (nothing, strings, 4),
    ("letter", "pdf"): (in_pdf, pure, 4),
    ("letter", "txt"): (nothing, bytes.decode, 4),
    ("interview", "pdf"): (in_pdf, pure, 1),
    ("mine", "pdf"): (in_pdf, pages, 2),
}


def refused(reason: str, kept: str) -> bool:
    """Whether there is a reason not to draw it: letters of no font, or one letter that stands for a sentence."""
    return reason == "script" or (reason.startswith("long") and len(clean(kept)) > LONGEST)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "number"])  # which are read as numbers
def test_nothing_acts_in_a_document_and_the_words_are_in_it(
    kind: str, record_property: Callable[[str, object], None]
) -> None:
    found, read = list[str](), 0
    for text in KINDS[kind]:
        kept, letters = covered(text)[0][:LONGEST], True
        told, printed = facts(kept), [bare(clean(line)) for line in kept.splitlines()]
        for (document, form), (acts, words, least) in DOCUMENTS.items():
            try:
                data = drawn(document, form, told)
            except DrawError as error:
                letters = error.reason != "script"
                found += [f"{text[:40]!r}: {document}.{form}: {error.reason}"] * (not refused(error.reason, kept))
                continue
            read, said = read + 1, bare(words(data))
            lost = [line for line in printed if letters and line and said.count(line) < least]
            bad = [*acts(data), *["words lost"] * bool(lost)]
            found += [f"{text[:40]!r}: {document}.{form}: {bad}"] * bool(bad)
    record_property("documents read back", read)
    assert found == []
    assert read > 5 * len(KINDS[kind])


@pytest.mark.parametrize("kind", ["markup", "table", "code"])
def test_a_picture_holds_its_dots_alone(kind: str, record_property: Callable[[str, object], None]) -> None:
    for text in KINDS[kind][:2]:
        for document in ("cv", "letter"):
            data = drawn(document, "png", facts(text[:LONGEST]))
            assert in_png(data) == set()
            record_property("documents read back", 1)


# ---------------------------------------------------------------- what is taken along, out of the real page

TALK = ("bonjour", "oui", "je fais le ménage chez une dame", "oui", "1 3 4", "3 ans", "1", "{}", "06 39 98 10 01", "{}")
NAMED = re.compile(r"(data|(cv|letter|mine)-\d+)\.(json|pdf|png|docx|txt)")


@pytest.mark.parametrize("kind", ["markup", "table", "code", "unseen", "long"])
async def test_what_is_taken_along_is_plain_and_whole(
    tmp_path: Path, kind: str, record_property: Callable[[str, object], None]
) -> None:
    read = {"pdf": in_pdf, "docx": in_word, "png": in_png, "txt": nothing, "json": nothing}
    async with whole_house(tmp_path) as house:
        worst = covered(max(KINDS[kind], key=lambda text: len(text) < LONGEST and sum(map(str.isalpha, text))))[0]
        talk = [line.format(f"Awa {worst}"[:LONGEST]) for line in TALK]
        for n, text in enumerate((*talk, "oui", "oui", "oui", *KINDS[kind], "emporter mes données")):
            await on_the_web(house, WHO, n, text)
            await house.made.house.settle()
        address = f"{WHO:x<43}"
        shown = await house.made.house.transcript("web", address)
        (line,) = [one.id for one in shown if one.bubble and one.bubble.file and one.bubble.file.document == "mine"]
        cookie = (b"cookie", f"atout={address}".encode())
        answer = await ask(house.app, "GET", f"/doc/{line}", "", [HOST, cookie])
        assert answer.headers["content-disposition"] == 'attachment; filename="Mes-donnees.zip"'
        with zipfile.ZipFile(io.BytesIO(answer.body)) as pack:
            assert {"data.pdf", "cv", "pdf"} <= {
                part for name in pack.namelist() for part in (name, name[:2], name[-3:])
            }
            assert [name for name in pack.namelist() if not NAMED.fullmatch(name)] == []
            for name in pack.namelist():
                assert read[name.rpartition(".")[2]](pack.read(name)) == set(), name
                record_property("documents read back", 1)
            said = [one["text"] for one in json.loads(pack.read("data.json"))["messages"] if one["by"] == "person"]
        assert [text for text in KINDS[kind] if UNSEEN.sub("", text).strip() and kept_of(text) not in said] == []


# ---------------------------------------------------------------- that these readers see what acts


def test_what_acts_is_seen_in_a_pdf_a_word_file_and_a_picture() -> None:
    assert {"/JavaScript", "/Launch", "/AA", "/EmbeddedFile", "/URI", "/AcroForm"} <= in_pdf(trap())
    out, letter = io.BytesIO(), docx.Document()
    letter.part.relate_to("http://evil.example/a.dotm", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    letter.add_paragraph()._p.append(parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="DDEAUTO cmd"/>'))
    letter.save(out)
    with zipfile.ZipFile(out, "a") as pack:
        pack.writestr("word/vbaProject.bin", b"macro")
    assert {"fldSimple", "leads out", "word/vbaProject.bin"} <= in_word(out.getvalue())
    told, image = PngInfo(), io.BytesIO()
    told.add_text("Comment", "<?php")
    Image.new("L", (9, 9)).save(image, "PNG", pnginfo=told)
    assert in_png(image.getvalue()) == {"tEXt"}
