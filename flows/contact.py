"""How a person can be reached, in words into values: a telephone number as it is dialled, an e-mail address.

In free words only what is surely a number counts; where a telephone is asked for, any that E.164 allows. A date never.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from flows.memory import remembered
from flows.model import Kind, Value

PHONE: Final = re.compile(r"(?<![\w\d])(?:\+|00)?\d(?:[ .\-()]?\d){8,13}(?!\d)")
# Where a phone is asked for: national numbers have 8 digits and more, E.164 at most 15.
NUMBER: Final = re.compile(r"(?<![\w\d+])(?:\+ ?|00)?\d(?:[\s.\-\u2010-\u2015()/]{0,3}\d){7,14}(?!\d)")
TRUNK: Final = re.compile(r"(?<=\d)\s*\(0\)")  # "+33 (0)6": the zero is not dialled after the code of a country
DATED: Final = re.compile(
    r"(?<!\d)(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d ?[/\-\u2010-\u2015] ?(?:19|20)\d\d)(?!\d)"
)  # a day, or the years from one to the other
# Bounded, so that a long word is read once.
EMAIL: Final = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
DIGIT: Final = re.compile(r"\d")
FRANCE: Final = "+33 "  # begins a French number as `phone` writes it for abroad
FRENCH: Final = 10  # digits of a French number
ELSEWHERE: Final = re.compile(r"0\d\d[ .-]\d{3}[ .-]\d\d[ .-]?\d\d")  # "067 765 43 21", "086 123 4567": not in twos


def ascii_digits(text: str) -> str:
    """Return the text with digits of any script as 0-9."""
    return text if text.isascii() else DIGIT.sub(lambda found: str(int(found[0])), text)


def phone(text: str) -> str:
    """Return the first phone number of any text, spaced for reading; "" for none."""
    found = PHONE.search(ascii_digits(text))
    return _dialled(found[0].strip()) if found else ""


def phone_asked(text: str) -> str:
    """Return the phone number of an answer that is one: 8 to 15 digits, however they are spaced; "" for none."""
    found = NUMBER.search(TRUNK.sub(" ", DATED.sub(" ", ascii_digits(text))))
    return _dialled(found[0]) if found else ""


def cut_short(number: str, country: str) -> bool:
    """Whether digits are missing: in France a number that begins with 0 has ten; elsewhere it may have fewer."""
    digits = re.sub(r"\D", "", number)
    return country == "FR" and not number.startswith("+") and digits.startswith("0") and len(digits) < FRENCH


def _dialled(said: str) -> str:
    """Return a number as it is dialled."""
    digits = re.sub(r"\D", "", said)
    if ELSEWHERE.fullmatch(said):
        return " ".join(re.findall(r"[0-9]+", said))
    if len(digits) == FRENCH and digits.startswith("0"):
        return " ".join(digits[i : i + 2] for i in range(0, FRENCH, 2))
    if not said.startswith(("+", "00")):
        return digits
    abroad = digits.removeprefix("00")
    if abroad.startswith("33") and len(abroad) == FRENCH + 1:
        return " ".join(("+33", abroad[2], *(abroad[i : i + 2] for i in range(3, FRENCH + 1, 2))))
    return f"+{' '.join(re.findall(r'[0-9]+', said)).removeprefix('00').strip()}"


def spelled(said: Sequence[str], numbers: Mapping[str, int]) -> str:
    """Return a phone number said in words ("zéro six, trente-neuf ..."), as a voice note may hold it; "" for none."""
    found, i = list[int | str](), 0
    while i < len(said):
        runs = ((n, " ".join(said[i : i + n])) for n in (3, 2, 1))
        size, value = next(((n, numbers[run]) for n, run in runs if run in numbers), (1, None))
        if value is None and said[i].isdecimal():
            found.append(said[i])
        elif value is not None:
            tens = found[-1] if found and isinstance(found[-1], int) else 0
            joins = (tens >= 20 and not tens % 10 and 0 < value < 10) or (tens in {60, 80} and 10 <= value < 20)  # noqa: PLR2004
            found[len(found) - joins :] = [tens + value if joins else value]
        i += size
    digits = "".join(map(str, found))
    return phone(digits) if len(digits) in {FRENCH, FRENCH + 1} and digits.startswith("0") else ""


def national(number: str) -> str:
    """Return a number as it is dialled in France, when it is a French one."""
    found = phone(number)
    return f"0{found[len(FRANCE) :]}" if found.startswith(FRANCE) else found


def email(text: str) -> str:
    """Return the first e-mail address of a text, "" for none."""
    found = EMAIL.search(text)
    return found[0].strip(".").lower() if found else ""


def contact_in(text: str) -> list[tuple[str, Value]]:
    """Return a phone and an e-mail told on the way."""
    pairs = (("cv/told_phone", phone(text)), ("cv/email", email(text)))
    return [(qid, Value(Kind.TEXT, text=found)) for qid, found in pairs if found]


@remembered
def without_contact(text: str) -> str:
    """Return the text without phone numbers and addresses, whose digits are no dates."""
    return EMAIL.sub(" ", PHONE.sub(" ", ascii_digits(text)))


def covered(text: str) -> str:
    """Return the text with "…" for each phone number and address, all else as it was written."""
    plain, out, at = ascii_digits(text), "", 0
    for start, end in sorted(found.span() for ways in (PHONE, EMAIL) for found in ways.finditer(plain)):
        if start >= at:
            out, at = f"{out}{text[at:start]}…", end
    return out + text[at:]
