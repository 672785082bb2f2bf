"""The letter, read back by three readers in four languages, as PDF and as text; the same facts give the same bytes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from flows.documents import Letter
from flows.model import Phrase
from renderers import letter_pdf, letter_txt
from renderers.errors import NoFontError
from tests.renderers.readers import READERS, found, lost, plain
from tests.renderers.samples import line

WORDS = {
    "fr": ("Je vous écris pour ce travail : cuisine.", "Je sais cuire et servir.", "J’habite près de chez vous."),
    "en": ("I am writing about this job: cooking.", "I can cook and serve.", "I live near you."),
    "ar": ("أكتب إليكم بشأن هذا العمل: الطبخ.", "أجيد ما يلي: الطهي وتقديم الطعام.", "أسكن قريبًا منكم."),
    "uk": ("Пишу вам щодо цієї роботи: кухня.", "Я вмію готувати і подавати.", "Я живу недалеко від вас."),
}
ENDS = {
    "fr": ("Madame, Monsieur,", "Cordialement,", "À l’attention de {employer}"),
    "en": ("Dear Sir or Madam,", "Kind regards,", "To {employer}"),
    "ar": ("تحية طيبة،", "مع التحية،", "إلى {employer}"),
    "uk": ("Добрий день!", "З повагою,", "Для: {employer}"),
}


def letter(lang: str) -> Letter:
    blocks = tuple((line(text),) for text in WORDS[lang])
    return Letter(lang, "Awa Diop", "06 39 98 10 01", "awa@example.org", "Nantes", "Hôtel du Parc", blocks)


def translate(lang: str) -> Callable[[Phrase], str]:
    said = dict(zip(("letter.greeting", "letter.close", "letter.to"), ENDS[lang], strict=True))

    def t(phrase: Phrase) -> str:
        text = said.get(phrase.key, phrase.key)
        return text.replace("{employer}", f"\u2068{phrase.args.get('employer', '')}\u2069")

    return t


@cache
def drawn(lang: str) -> bytes:
    return letter_pdf.render(letter(lang), translate(lang))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("lang", WORDS)
def test_every_word_is_read_back(lang: str, reader: str) -> None:
    text = READERS[reader](drawn(lang))
    wanted = [*WORDS[lang], *ENDS[lang][:2], "Hôtel du Parc"]
    least = {("poppler", "ar"): 0.99, ("pdfium", "ar"): 0.99}.get((reader, lang), 0.95 if reader == "pypdf" else 1.0)
    assert found(wanted, text) >= least, lost(wanted, text)
    assert [part for part in ("Awa Diop", "06 39 98 10 01", "awa@example.org") if part not in plain(text)] == []


@pytest.mark.parametrize("lang", WORDS)
def test_the_text_says_all_of_it_in_order(lang: str) -> None:
    text = letter_txt.render(letter(lang), translate(lang)).decode()
    places = [text.index(part) for part in ("Awa Diop", "Parc", ENDS[lang][0], *WORDS[lang], ENDS[lang][1])]
    assert places == sorted(places)
    assert text.endswith("Awa Diop\n")


def test_the_same_letter_is_the_same_bytes() -> None:
    assert letter_pdf.render(letter("ar"), translate("ar")) == drawn("ar")
    assert len(drawn("ar")) < 60_000


def test_letters_without_a_font_are_named_before_anything_is_drawn() -> None:
    with pytest.raises(NoFontError):
        letter_pdf.render(Letter("fr", name="გიორგი"), translate("fr"))


def test_a_letter_of_a_name_only_has_no_empty_lines() -> None:
    text = letter_txt.render(Letter("fr", name="Awa"), translate("fr")).decode()
    assert "\n\n\n" not in text
    assert "attention" not in text


def test_the_text_holds_nothing_that_is_not_seen_and_no_line_of_a_persons_making() -> None:
    told = Letter(
        "fr", name="Awa\u202e Diop", town="Rezé\u2028", employer="Hôtel\n\nMadame,\u200b \N{THUMBS UP SIGN}\x1b[31m"
    )
    text = letter_txt.render(told, translate("fr")).decode()
    assert "Awa Diop\nRezé\n\n" in text
    assert "Hôtel Madame, [31m\n\n" in text
    assert [char for char in text if char != "\n" and not char.isprintable()] == []
