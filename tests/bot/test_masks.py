"""Numbers a CV never needs are covered, in any script and spacing; numbers a person tells are not."""

from __future__ import annotations

import pytest

from bot.channels.base import Arrival
from bot.door import LONG, clean
from bot.masks import mask
from flows.model import Contact, Text, Voice


@pytest.mark.parametrize(
    "said",
    [
        "2 81 04 44 109 321 07",
        "281044410932107",
        "2810444109321",
        "1 85 05 78 006 084 36",
        "1.85.05.78.006.084.36",
        "1-85-05-2A-006-084",
        "185052b00608436",
        "٢ ٨١ ٠٤ ٤٤ ١٠٩ ٣٢١ ٠٧",
        "۲۸۱۰۴۴۴۱۰۹۳۲۱۰۷",
        "1\u202f85\u202f05\u202f78\u202f006\u202f084\u202f36",
    ],
)
def test_a_social_security_number_is_covered(said: str) -> None:
    assert mask(f"mon numéro {said} voilà") == ("mon numéro ••• voilà", ("nir",))


@pytest.mark.parametrize(
    "said",
    [
        "FR76 3000 6000 0112 3456 7890 189",
        "fr7630006000011234567890189",
        "DE89 3704 0044 0532 0130 00",
        "UA21 3223 1300 0002 6007 2335 6600 1",
        "GB82 WEST 1234 5698 7654 32",
        "FR٧٦ ٣٠٠٠ ٦٠٠٠ ٠١١٢ ٣٤٥٦ ٧٨٩٠ ١٨٩",
    ],
)
def test_a_bank_account_is_covered_and_the_word_after_it_is_not(said: str) -> None:
    assert mask(f"voici {said} merci") == ("voici ••• merci", ("iban",))


@pytest.mark.parametrize(
    "said",
    ["4111 1111 1111 1111", "4111-1111-1111-1111", "5500005555555559", "3782 822463 10005", "٤١١١ ١١١١ ١١١١ ١١١١"],
)
def test_a_bank_card_is_covered(said: str) -> None:
    assert mask(f"ma carte {said}.") == ("ma carte •••.", ("card",))


@pytest.mark.parametrize(
    "said",
    [
        "06 12 34 56 78",
        "+33 6 12 34 56 78",
        "0033612345678",
        "+2348012345678",
        "+380 44 123 45 67",
        "de 2018 à 2019, puis 2020 et 2021",
        "2018 2019 2020 2021",
        "1 3 4 5 6 7 8 9 10 11 12",
        "4111 1111 1111 1112",
        "FR76 3000 6000 0112 3456 7890 188",
        "44000 Nantes, 12 rue de la Paix",
        "SIRET 732 829 320 00074",
        "",
    ],
)
def test_what_a_person_may_want_to_tell_is_not_covered(said: str) -> None:
    assert mask(said) == (said, ())


def test_two_kinds_are_both_told() -> None:
    text, found = mask("2 81 04 44 109 321 07 et FR76 3000 6000 0112 3456 7890 189")
    assert (text, found) == ("••• et •••", ("nir", "iban"))


def arrival(body: Text | Voice | Contact) -> Arrival:
    return Arrival("web", "a", "1", body)


def test_every_place_with_words_goes_through_the_door() -> None:
    number = "2 81 04 44 109 321 07"
    for body in (Text(number), Voice(number), Contact(number, "+33612345678")):
        cleaned, masked = clean(arrival(body))
        assert masked == ("nir",)
        assert number not in repr(cleaned)


def test_a_shared_telephone_number_stays() -> None:
    cleaned, masked = clean(arrival(Contact("Ana", "+33612345678", own=True)))
    assert (cleaned.body, masked) == (Contact("Ana", "+33612345678", own=True), ())


def test_a_long_text_is_cut_just_beyond_what_the_core_reads_and_no_number_slips_through_the_cut() -> None:
    text = "x" * (LONG - 10) + " 2 81 04 44 109 321 07"
    cleaned, masked = clean(arrival(Text(text)))
    assert isinstance(cleaned.body, Text)
    assert len(cleaned.body.text) <= LONG
    assert masked == ("nir",)
    assert "2 81" not in cleaned.body.text
