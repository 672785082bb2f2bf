"""A file drawn anew: a picture of a page, or a copy of what is seen without what acts. Real bytes in and out."""

from __future__ import annotations

import io
from collections.abc import Callable

import pypdf
import pypdfium2  # type: ignore[import-untyped]
import pytest
from PIL import Image, ImageDraw
from pypdf.actions import JavaScript
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from bot.files import found
from bot.files.reader import copy, page
from tests.bot import papers
from tests.bot.papers import LINES

ACTS = (
    b"/JS",
    b"/JavaScript",
    b"/Launch",
    b"/OpenAction",
    b"/AA",
    b"/EmbeddedFile",
    b"/AcroForm",
    b"/SubmitForm",
    b"canary",
)


def _uri(address: str) -> DictionaryObject:
    return DictionaryObject({NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject(address)})


def _acts(name: str, **more: object) -> DictionaryObject:
    return DictionaryObject(
        {NameObject("/S"): NameObject(name)} | {NameObject(f"/{key}"): one for key, one in more.items()}
    )


def trap() -> bytes:
    """A PDF with everything that runs, opens or is hidden, a link to the web, and a field somebody filled in."""
    out = io.BytesIO()
    sheet = Canvas(out)
    sheet.setAuthor("canary author")
    sheet.drawString(50, 800, LINES[0])
    sheet.acroForm.textfield(name="nom", value="Rempli", x=50, y=700, width=200, height=20)
    sheet.linkURL("https://example.org/inscription", (50, 600, 200, 620))
    sheet.save()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(out.getvalue()))
    writer.add_open_action(JavaScript("app.alert('canary')"))
    writer.add_attachment("canary.exe", b"MZ canary")
    leaf = writer.pages[0]
    script = _acts("/JavaScript", JS=TextStringObject("canary()"))
    leaf[NameObject("/AA")] = DictionaryObject({NameObject("/O"): script})
    leaf[NameObject("/PieceInfo")] = TextStringObject("canary")
    edge = ArrayObject([FloatObject(n) for n in (50, 500, 200, 520)])
    for deed in (
        _acts("/Launch", F=TextStringObject("canary.exe")),
        _uri("file:///canary"),
        _uri("javascript:canary()"),
        script,
    ):
        bad = {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Link"),
            NameObject("/Rect"): edge,
        }
        leaf["/Annots"].append(DictionaryObject({**bad, NameObject("/A"): deed}))  # type: ignore[attr-defined] # an array
    done = io.BytesIO()
    writer.write(done)
    return done.getvalue()


def _photo(*, turned: bool = False, size: tuple[int, int] = (800, 400)) -> bytes:
    """A photo with a dark left half, and what a telephone writes beside it."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 2, size[1]), fill="black")
    about = Image.Exif()
    about[0x010F] = "canary"  # who made the camera
    about[0x8825] = {1: "N", 2: (45.0, 45.0, 0.0)}  # where
    if turned:
        about[0x0112] = 6  # held upright: to be turned to the right
    out = io.BytesIO()
    image.save(
        out, "MPO" if turned else "JPEG", exif=about
    )  # with a second picture beside it, as some telephones write
    return out.getvalue()


def _leaves(count: int) -> bytes:
    out = io.BytesIO()
    sheet = Canvas(out)
    for n in range(count):
        sheet.drawString(50, 800, f"feuille {n + 1}")
        sheet.showPage()
    sheet.save()
    return out.getvalue()


def _wide(size: tuple[int, int], kind: str = "PNG") -> bytes:
    out = io.BytesIO()
    Image.new("L", size).save(out, kind)
    return out.getvalue()


def _text(data: bytes) -> str:
    return "\n".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(data)).pages)


async def test_a_copy_shows_what_was_shown_and_does_nothing() -> None:
    made = trap()
    assert all(deed in made or deed.lower() in made.lower() for deed in ACTS[:3]), "the trap is one"
    got = await copy(made)
    assert got is not None
    assert (got.verdict, got.form, got.pages) == (found.DRAWN, "pdf", 1)
    plain = pypdf.PdfWriter(clone_from=io.BytesIO(got.data))
    for one in plain._objects:  # whatever is packed in it is looked at, too
        assert not isinstance(one, DictionaryObject) or not {"/JS", "/AA", "/OpenAction", "/EF", "/AcroForm"} & set(one)
    assert [deed for deed in ACTS if deed in got.data] == []
    assert LINES[0] in _text(got.data)
    assert "Rempli" in _text(got.data), "what was written into a field is a part of the page"
    several = pypdf.PdfReader(io.BytesIO(got.data)).pages[0]["/Annots"]
    assert [one.get_object()["/A"]["/URI"] for one in several] == ["https://example.org/inscription"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", ["fr", "ar", "uk"])
async def test_a_copy_says_the_same_words_and_looks_the_same(lang: str) -> None:
    made = papers.our_cv(lang)
    got = await copy(made)
    assert got is not None
    assert _text(got.data).split() == _text(made).split()
    before, after = (pypdfium2.PdfDocument(one)[0].render(scale=1).to_pil() for one in (made, got.data))
    assert before.tobytes() == after.tobytes()


async def test_a_page_is_a_picture_of_it() -> None:
    for number in (1, 2):
        got = await page(_leaves(2), number)
        assert got is not None
        assert (got.verdict, got.form, got.pages) == (found.DRAWN, "jpg", 2)
        image = Image.open(io.BytesIO(got.data))
        assert max(image.size) == 1600
        assert image.convert("L").getextrema()[0] < 100, "letters are dark"  # type: ignore[operator]


@pytest.mark.parametrize("look", [lambda data: page(data, 1), copy], ids=["page", "copy"])
async def test_a_photo_keeps_its_dots_and_not_where_it_was_taken(look: Callable[[bytes], object]) -> None:
    for turned, dark in ((False, (10, 100)), (True, (100, 10))):
        got = await look(_photo(turned=turned))  # type: ignore[misc]
        assert (got.verdict, got.form) == (found.DRAWN, "jpg")
        assert b"canary" not in got.data
        image = Image.open(io.BytesIO(got.data))
        assert not image.getexif()
        assert image.size == ((400, 800) if turned else (800, 400))
        assert image.convert("L").getpixel(dark) < 60  # type: ignore[operator]
        assert image.convert("L").getpixel((image.width - 10, image.height - 10)) > 200  # type: ignore[operator]


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a PDF with a password": (papers.locked, found.LOCKED),
    "half a PDF": (lambda: papers.pdf()[:600], found.BROKEN),
    "half a photo": (lambda: _photo()[:700], found.BROKEN),
    "a photo of an iPhone": (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 400, found.BROKEN),
    "a picture that swells": (lambda: _wide((30_000, 30_000)), found.PACKED),
    "a Word file": (papers.word, found.STRANGE),
    "a zip of photos": (lambda: papers.zipped(a_jpg=papers.image()), found.STRANGE),
    "a page of the web": (lambda: b"<html><script>alert(1)</script></html>", found.STRANGE),
    "a drawing that runs": (lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", found.STRANGE),
    "a program": (papers.program, found.PROGRAM),
    "nothing": (lambda: b"", found.EMPTY),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
async def test_what_cannot_be_drawn_has_a_reason(name: str) -> None:
    make, why = REFUSED[name]
    data = make()
    for got in (await page(data, 1), await copy(data)):
        assert got is not None
        assert (got.verdict, got.data) == (why, b"")


async def test_too_many_pages_are_not_handed_over_and_can_be_looked_at() -> None:
    many = _leaves(31)
    got, seen, beyond = await copy(many), await page(many, 30), await page(many, 31)
    assert got == found.Drawn(found.HEAVY)
    assert seen is not None
    assert (seen.verdict, seen.pages) == (found.DRAWN, 30)
    assert beyond == found.Drawn(found.EMPTY)


async def test_a_sheet_as_large_as_a_wall_is_as_large_as_any() -> None:
    out = io.BytesIO()
    sheet = Canvas(out, pagesize=(14_400, 14_400))
    sheet.drawString(50, 800, "x")
    sheet.save()
    got = await page(out.getvalue(), 1)
    assert got is not None
    assert Image.open(io.BytesIO(got.data)).size == (1600, 1600)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "GIF", "BMP"])
async def test_every_picture_becomes_one_kind(kind: str) -> None:
    got = await copy(_wide((40, 30), kind))
    assert got is not None
    assert Image.open(io.BytesIO(got.data)).format == "JPEG"
