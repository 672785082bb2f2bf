"""Covers the numbers a CV never needs, before the first write: social security, bank account, bank card.

It looks at shapes and check digits only; it keeps what it covers nowhere. A telephone number is never covered: it
starts with 0 or +, and a person wants it on the CV. Digits of any script count as digits.
"""

from __future__ import annotations

import re
import unicodedata

COVER = "•••"

_GAP = r"[\s.\-/_]{0,2}"
# French social security number: sex, year, month (INSEE also gives 20-42 and 50-99), department, town, order, key.
# The key is not checked: a number told wrongly by a digit still says who somebody is.
_NIR = re.compile(
    rf"(?<![\d+])[123478]{_GAP}\d\d{_GAP}(?:0[1-9]|1[0-2]|[2-3]\d|4[0-2]|[5-9]\d){_GAP}(?:\d\d|2[ABab]){_GAP}"
    rf"\d{{3}}{_GAP}\d{{3}}(?:{_GAP}\d\d)?(?!\d)"
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d\d(?:[\s.\-]?[A-Za-z0-9]){11,30}")
_CARD = re.compile(r"(?<![\d+])\d(?:[\s.\-]?\d){12,18}(?!\d)")
# Lengths from the IBAN registry (SWIFT, ISO 13616) for the countries whose people we meet; others by the check alone.
_IBAN_LENGTHS = {
    "AD": 24, "AE": 23, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18,
    "EE": 20, "EG": 29, "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GE": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22,
    "IT": 27, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "MR": 27, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
    "PT": 25, "RO": 24, "RS": 22, "SA": 24, "SE": 24, "SI": 19, "SK": 24, "TN": 24, "TR": 26, "UA": 29, "XK": 20,
}  # fmt: skip
# First digits and lengths of the card networks (ISO/IEC 7812): Visa, Mastercard, Amex, Diners, JCB, Discover, UnionPay.
_NETWORK = re.compile(r"4(?:\d{12}|\d{15}|\d{18})|5\d{15}|2[2-7]\d{14}|3[47]\d{13}|3[0689]\d{12}|35\d{14}|6\d{15,18}")
_TEN = 10
_IBAN_REST = 97


def mask(text: str) -> tuple[str, tuple[str, ...]]:
    """Return the text with such numbers covered, and what was covered: nir, iban, card."""
    plain = _digits(text)
    found: list[tuple[int, int, str]] = []
    for kind, spans in (("iban", _ibans(plain)), ("nir", _spans(_NIR, plain)), ("card", _cards(plain))):
        found += [(start, end, kind) for start, end in spans if not any(start < e and s < end for s, e, _ in found)]
    if not found:
        return text, ()
    for start, end, _ in sorted(found, reverse=True):
        text = text[:start] + COVER + text[end:]
    return text, tuple(dict.fromkeys(kind for _, _, kind in sorted(found)))


def _digits(text: str) -> str:
    """Return the text with every decimal digit in ASCII, letter for letter."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text)]


def _cards(text: str) -> list[tuple[int, int]]:
    return [span for span in _spans(_CARD, text) if _is_card(re.sub(r"\D", "", text[slice(*span)]))]


def _is_card(digits: str) -> bool:
    """Whether a card network may have given this number: its first digits, its length and its check digit (Luhn)."""
    if not _NETWORK.fullmatch(digits):
        return False
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(n - 9 if n >= _TEN else n for n in doubled) % _TEN == 0


def _ibans(text: str) -> list[tuple[int, int]]:
    """Return where IBANs are. What follows without a gap that ends it ("... 189 merci") is cut by the length."""
    found = []
    for match in _IBAN.finditer(text):
        places = [i for i in range(*match.span()) if text[i].isalnum()]
        code = "".join(text[i] for i in places).upper()
        length = _IBAN_LENGTHS.get(code[:2], len(code))
        if length <= len(code) and _is_iban(code[:length]):
            found.append((places[0], places[length - 1] + 1))
    return found


def _is_iban(code: str) -> bool:
    if not code.isascii():
        return False
    turned = code[4:] + code[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % _IBAN_REST == 1
