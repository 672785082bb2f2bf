"""The page of a practice interview, read back by three readers in four languages, on one page whatever was said."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO

import pypdf
import pytest

from flows.documents import Interview, Practised
from flows.model import Phrase
from locales import translator
from renderers import interview_pdf, interview_png
from tests.renderers.readers import READERS, found, lost, plain

QUOTES = {
    "fr": "j'ai coupé les légumes avec ma collègue",
    "en": "I cut the vegetables with my colleague",
    "ar": "قطعت الخضار مع زميلتي",
    "uk": "я нарізала овочі з колегою",
}
QUESTIONS = ("cleaning.check", "K2205.2", "cleaning.gone", "K2205.5", "K2205.8")
LONGEST = "mot " * 490  # far more than an answer is


def page(lang: str, quote: str = "", name: str = "Awa Diop") -> Interview:
    said = quote or QUOTES[lang]
    answers = tuple(Practised(Phrase(f"asked.{asked}"), said, said[:160], (1,)) for asked in QUESTIONS)
    return Interview(lang, name, Phrase("job.K2205"), answers)


@cache
def drawn(lang: str) -> bytes:
    return interview_pdf.render(page(lang), translator(lang))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("lang", QUOTES)
def test_every_word_is_read_back(lang: str, reader: str) -> None:
    say, text = translator(lang), READERS[reader](drawn(lang))
    wanted = [QUOTES[lang], *(say(one.question) for one in page(lang).answers), say(Phrase("interview.page"))]
    least = {("poppler", "ar"): 0.99, ("pdfium", "ar"): 0.99}.get((reader, lang), 0.95 if reader == "pypdf" else 1.0)
    assert found(wanted, text) >= least, lost(wanted, text)
    assert "Awa Diop" in plain(text)


@pytest.mark.parametrize("lang", QUOTES)
def test_it_is_one_page_in_its_language_and_the_same_each_time(lang: str) -> None:
    again = interview_pdf.render(page(lang), translator(lang))
    assert again == drawn(lang)
    read = pypdf.PdfReader(BytesIO(again))
    assert len(read.pages) == 1
    assert str(read.root_object["/Lang"]) == lang


@pytest.mark.parametrize(
    ("lang", "word"), [("fr", "mot "), ("fr", "mot"), ("ar", "كلمة "), ("uk", "слово "), ("en", "word ")]
)
def test_the_longest_answers_fit_on_one_page(lang: str, word: str) -> None:
    read = pypdf.PdfReader(BytesIO(interview_pdf.render(page(lang, word * 490), translator(lang))))
    assert len(read.pages) == 1


def test_a_short_answer_stays_whole_beside_a_long_one() -> None:
    told = page("fr")
    short = "j'ai porté les caisses et rangé la réserve avec Ali, " * 4 + "et tout était prêt"
    first, *rest = (replace(one, answer=short if n % 2 else LONGEST) for n, one in enumerate(told.answers))
    answers = (first, *rest)
    text = plain(READERS["pypdf"](interview_pdf.render(replace(told, answers=answers), translator("fr"))))
    assert text.count("tout était prêt") == 2
    assert "mot mot" in text


def test_a_whole_answer_is_there_word_for_word() -> None:
    whole = "mot " * 60 + "et voilà"
    text = plain(READERS["pypdf"](interview_pdf.render(page("fr", whole), translator("fr"))))
    assert text.count("voilà") == len(QUESTIONS)


def test_letters_no_font_can_write_are_left_out_and_the_rest_of_the_answer_is_there() -> None:
    odd = interview_pdf.render(page("fr", "j'ai lavé 😀 le 你好 sol et écrit ქართული", "ქეთი"), translator("fr"))
    text = plain(READERS["pypdf"](odd))
    assert "Comment savez-vous" in text
    assert "j'ai lavé le … sol et écrit …" in text


def test_its_picture_is_drawn_from_it() -> None:
    assert interview_png.render(page("ar"), translator("ar")).startswith(b"\x89PNG")
