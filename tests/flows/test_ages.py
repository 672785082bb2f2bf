"""How old somebody was is no time that something took: it is kept as it was said, and nothing is printed of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot import content
from flows import corrections, times
from flows.model import Span

WORDS = content.load().words
NOVEMBER = int(datetime(2026, 11, 29, tzinfo=UTC).timestamp() * 1000)
SEPTEMBER = int(datetime(2026, 9, 21, tzinfo=UTC).timestamp() * 1000)


def read(lang: str, text: str, at: int = NOVEMBER) -> Span | None:
    return times.read(text, WORDS[lang], at)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "quand j'avais 20 ans"), ("fr", "quand mon fils avait 3 ans"), ("fr", "jusqu'à mes 30 ans"),
        ("fr", "de mes 18 à mes 25 ans"), ("fr", "depuis mes 16 ans"), ("fr", "à 16 ans"), ("fr", "j'avais 20 ans"),
        ("fr", "entre 18 et 20 ans"), ("fr", "de 16 ans à 18 ans"),
        ("en", "when I was 20"), ("en", "when my son was 3 years old"), ("en", "until I was 30 years"),
        ("en", "between 18 and 20 years"), ("en", "at 16"),
        ("ar", "لما كان عمري 20 سنة"), ("ar", "حتى سن 30 سنة"), ("ar", "بين 18 و 20 سنة"), ("ar", "من عمر 16 سنة"),
        ("uk", "коли мені було 20 років"), ("uk", "коли синові було 3 роки"), ("uk", "до моїх 30 років"),
        ("uk", "з 18 до 20 років"), ("uk", "у 16 років"),
        ("fr", "quand j'étais petit, peut-être 6 ans"), ("fr", "quand jetais petite genre 6 7 ans"),
        ("en", "when I was little, maybe 6 years"), ("en", "I was a kid, like 10 years"),
        ("ar", "لما كنت صغيرة، يمكن 6 سنين"), ("uk", "коли була малою, десь 6 років"),
    ],
)  # fmt: skip
def test_how_old_somebody_was_says_when_and_not_how_long(lang: str, text: str) -> None:
    assert read(lang, text) == Span(text)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "j'ai 52 ans"), ("fr", "ma fille a 3 ans"), ("fr", "à 52 ans ce n'est pas simple"),
        ("en", "I am 52 years old"), ("ar", "عمري 52 سنة"), ("uk", "мені 52 роки"),
    ],
)  # fmt: skip
def test_how_old_somebody_is_now_says_nothing_of_when(lang: str, text: str) -> None:
    assert read(lang, text) is None


@pytest.mark.parametrize(
    ("lang", "text", "months"),
    [
        ("fr", "j'avais 3 ans d'expérience", 36), ("fr", "entre 2 et 3 ans", 36), ("fr", "depuis 15, 20 ans", 240),
        ("fr", "quand j'avais 20 ans, pendant 3 ans", 36), ("fr", "mes 3 ans là-bas", 36), ("fr", "20 ans", 240),
        ("fr", "serveuse avant, deux ans", 24), ("en", "I was a barista before, two years", 24),
        ("en", "it was 3 years", 36), ("en", "I was there 3 years", 36), ("en", "for 2 to 3 years", 36),
        ("ar", "كنت 3 سنين", 36), ("ar", "من 5 سنين", 60),
        ("fr", "quand j'étais petit, pendant 6 ans", 72), ("en", "when I was little, for 6 years", 72),
        ("uk", "це було 3 роки", 36), ("uk", "в мене було 3 роки досвіду", 36), ("uk", "вже 20 років", 240),
    ],
)  # fmt: skip
def test_a_length_stays_one(lang: str, text: str, months: int) -> None:
    found = read(lang, text)
    assert found
    assert found.months == months


@pytest.mark.parametrize(
    ("lang", "text", "years"),
    [
        ("fr", "je suis arrivé en 2016 et depuis 2017 je fais la plonge", (2017, None)),
        ("en", "I came in 2016 and since 2017 I am a dishwasher", (2017, None)),
        ("ar", "جيت في 2016 ومن 2017 وأنا أنظف", (2017, None)),
        ("uk", "приїхала у 2016, а з 2017 прибираю", (2017, None)),
        ("fr", "de 2016 à 2017", (2016, 2017)), ("fr", "depuis 2016 jusqu'à 2017", (2016, 2017)),
        ("en", "in 2016, since then until 2018", (2016, 2018)), ("ar", "من 2016 إلى 2017", (2016, 2017)),
        ("uk", "з 2016 року по 2017", (2016, 2017)),
    ],
)  # fmt: skip
def test_a_year_before_since_is_not_when_it_began(lang: str, text: str, years: tuple[int, int | None]) -> None:
    found = read(lang, text)
    assert found
    assert (found.start and found.start.year, found.end and found.end.year) == years


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "2 mois par an pendant 5 ans"), ("en", "2 months a year for 5 years"),
        ("ar", "شهرين في السنة لمدة 5 سنين"), ("uk", "2 місяці на рік протягом 5 років"),
    ],
)  # fmt: skip
def test_some_months_of_each_year_are_no_length_of_the_whole(lang: str, text: str) -> None:
    assert read(lang, text) == Span(text)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "quand jetais petit"), ("en", "when I was a child"), ("ar", "لما كنت صغيرة"), ("uk", "коли була малою"),
        ("fr", "deux étés"), ("fr", "2 jours"), ("fr", "de mai à septembre"), ("fr", "l'hiver dernier"),
        ("en", "two summers"), ("en", "2 days"), ("en", "from May to September"),
        ("en", "since I was 15 till I came here in 2022"), ("fr", "jusqu'à mon arrivée en France en 2022"),
        ("ar", "صيفين"), ("ar", "يومين"), ("ar", "من مايو إلى سبتمبر"),
        ("uk", "два літа"), ("uk", "2 дні"), ("uk", "з травня по вересень"),
    ],
)  # fmt: skip
def test_words_of_time_alone_are_kept_as_they_were_said(lang: str, text: str) -> None:
    assert read(lang, text) == Span(text)


@pytest.mark.parametrize(
    ("lang", "text"),
    [("fr", "l'été dernier"), ("en", "last summer"), ("ar", "الصيف الماضي"), ("uk", "минулого літа")],
)
def test_last_summer_has_its_year_but_right_after_a_summer(lang: str, text: str) -> None:
    found = read(lang, text)
    assert found
    assert found.start
    assert (found.start.year, found.start.season, found.end) == (2026, 2, None)
    assert read(lang, text, SEPTEMBER) == Span(text)  # it may be the one before


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "10 ans, de 2008 à 2022. Non, 14 ans"), ("en", "10 years, from 2008 to 2022. No, 14 years"),
        ("ar", "10 سنين، من 2008 إلى 2022. لا، 14 سنة"), ("uk", "10 років, з 2008 по 2022. Ні, 14 років"),
    ],
)  # fmt: skip
def test_a_length_that_is_put_right_further_on_is_the_last_one(lang: str, text: str) -> None:
    found = read(lang, text)
    assert found
    assert (found.start and found.start.year, found.end and found.end.year, found.months) == (2008, 2022, 168)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "non, 14 ans pas 10"), ("fr", "14 ans et pas 10 ans"), ("fr", "pas 10 ans, 14 ans"),
        ("en", "no, 14 years, not 10"), ("ar", "14 سنة وليس 10"), ("uk", "14 років, а не 10"),
    ],
)  # fmt: skip
def test_a_number_is_put_right_with_its_unit(lang: str, text: str) -> None:
    assert corrections.correction(text, WORDS[lang]) == ("10", "14", "")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fr", "non, 14 ans"), ("fr", "5 ans pas loin de la rue"),
        ("fr", "8 ans et pas un jour de retard"), ("en", "eight years and not one day late"),
    ],
)  # fmt: skip
def test_what_names_no_other_number_puts_none_right(lang: str, text: str) -> None:
    assert corrections.correction(text, WORDS[lang]) is None


ANEW = [
    ("fr", "3 ans non 4", 48), ("fr", "3 ans, euh non 4", 48), ("fr", "3 ans non pardon 4 plutôt", 48),
    ("fr", "3 ans non 4 le babysitting", 48),
    ("fr", "6 mois, non 8", 8), ("en", "3 years no 4", 48), ("en", "3 years, sorry, 4", 48),
    ("ar", "3 سنين لا 4", 48), ("uk", "3 роки, ні, 4", 48),
    ("fr", "3 ans non 4 enfants", 36), ("fr", "3 ans pas 4", 36),
    ("fr", "3 ans et non 4", 36), ("en", "3 years, not 4", 36),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "months"), ANEW)
def test_a_number_behind_a_no_takes_the_place_of_the_one_before(lang: str, text: str, months: int) -> None:
    found = read(lang, text)
    assert found
    assert found.months == months


@pytest.mark.parametrize(("lang", "text"), [(lang, text) for lang, text, _ in ANEW[:9]])
def test_it_puts_nothing_right_that_was_said_before(lang: str, text: str) -> None:
    assert corrections.correction(text, WORDS[lang]) is None


@pytest.mark.parametrize(
    ("lang", "text", "years"),
    [
        ("fr", "de 2013 à mars 2026. non, 2014", (2014, 2026)), ("fr", "2013 à 2020, non, 2021", (2013, 2021)),
        ("en", "2013 to 2026, sorry, 2014", (2014, 2026)),
    ],
)  # fmt: skip
def test_a_year_puts_the_nearer_one_right(lang: str, text: str, years: tuple[int, int]) -> None:
    found = read(lang, text)
    assert found
    assert (found.start and found.start.year, found.end and found.end.year) == years
