"""What is kept, on paper: read back by three readers in four languages, tagged on each page, nothing left out."""

from __future__ import annotations

from functools import cache
from io import BytesIO

import pypdf
import pytest

from flows.documents import Chapter, Owned
from flows.model import Phrase
from locales import translator
from renderers import mine_pdf
from tests.renderers.readers import READERS, found, lost, plain

SAID = {
    "fr": "je fais le ménage chez une dame",
    "en": "I clean the house of an old lady",
    "ar": "أنظف منزل سيدة مسنة",
    "uk": "прибираю в однієї пані",
}
HEADINGS = ("mine.answers", "mine.beside", "mine.until", "mine.agreements", "mine.readers")


def owned(lang: str, times: int = 1, said: str = "") -> Owned:
    line = Phrase("mine.answer", {"what": Phrase("label.cv.town"), "said": said or SAID[lang]})
    return Owned(lang, tuple(Chapter(Phrase(heading), (line,) * times) for heading in HEADINGS))


@cache
def drawn(lang: str, times: int = 1) -> bytes:
    return mine_pdf.render(owned(lang, times), translator(lang))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("lang", SAID)
def test_every_word_is_read_back(lang: str, reader: str) -> None:
    say, text = translator(lang), READERS[reader](drawn(lang))
    wanted = [SAID[lang], *(say(Phrase(heading)) for heading in HEADINGS), say(Phrase("mine.page"))]
    assert found(wanted, text) >= (0.95 if reader == "pypdf" or lang == "ar" else 1.0), lost(wanted, text)


@pytest.mark.parametrize("lang", SAID)
def test_it_has_as_many_pages_as_it_needs_each_of_them_tagged(lang: str) -> None:
    again = mine_pdf.render(owned(lang, 40), translator(lang))
    assert again == drawn(lang, 40)
    read = pypdf.PdfReader(BytesIO(again))
    assert len(read.pages) > 2
    assert str(read.root_object["/Lang"]) == lang
    assert [int(str(page["/StructParents"])) for page in read.pages] == list(range(len(read.pages)))
    tree = read.root_object["/StructTreeRoot"]
    nums = tree["/ParentTree"]["/Nums"]  # type: ignore[index]
    assert list(nums[::2]) == list(range(len(read.pages)))
    for page, owners in zip(read.pages, nums[1::2], strict=True):
        assert {owner.get_object()["/Pg"].get_object()["/StructParents"] for owner in owners.get_object()} == {
            page["/StructParents"]
        }
    whole = plain("\n".join(page.extract_text() for page in read.pages))
    assert whole.count("40") or len(whole.split()) >= 40 * len(HEADINGS) * 2


def test_a_long_answer_and_letters_without_a_font_stop_nothing() -> None:
    text = mine_pdf.render(owned("fr", 2, "mot " * 2000 + "ქართული"), translator("fr"))
    read = pypdf.PdfReader(BytesIO(text))
    whole = " ".join(page.extract_text() for page in read.pages)
    assert whole.split().count("mot") == 2000 * 2 * len(HEADINGS)
    assert "…" in whole


def test_nothing_at_all_is_a_page_with_a_title() -> None:
    read = pypdf.PdfReader(BytesIO(mine_pdf.render(Owned("fr", ()), translator("fr"))))
    assert len(read.pages) == 1
