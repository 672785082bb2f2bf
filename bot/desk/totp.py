"""Codes of six digits that change every half minute (RFC 6238), and the codes that help when the telephone is gone."""

from __future__ import annotations

import hmac
import re
import secrets
from typing import Final

import pyotp

STEP: Final = 30 * 1000  # milliseconds
AROUND: Final = (0, -1, 1)  # steps: clocks differ, and people type slowly
SECRET: Final = re.compile(r"[A-Z2-7]{32}")  # 160 bits, as RFC 4226 asks for
NAME: Final = "Atout"
LETTERS: Final = "abcdefghjkmnpqrstvwxyz23456789"  # none that is taken for another
CODE: Final = 12  # letters of a recovery code: 58 bits
CODES: Final = 8


def fresh() -> str:
    """Return a new secret."""
    return pyotp.random_base32()


def address(secret: str, login: str) -> str:
    """Return what a telephone reads to know the secret."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=NAME)


def step_of(secret: str, code: str, now: int) -> int:
    """Return the step in which this is the code, 0 when it is not; with no secret the same work for nothing."""
    typed = re.sub(r"[\s-]", "", code)
    known, here = pyotp.TOTP(secret or "A" * 32), now // STEP
    steps = [here + shift for shift in AROUND]
    hits = [step for step in steps if hmac.compare_digest(known.generate_otp(step).encode(), typed.encode())]
    return hits[0] if hits and secret else 0


def recovery_codes() -> list[str]:
    """Return eight codes of one use, as they are shown."""
    drawn = ["".join(secrets.choice(LETTERS) for _ in range(CODE)) for _ in range(CODES)]
    return ["-".join((code[:4], code[4:8], code[8:])) for code in drawn]


def bare(code: str) -> str:
    """Return a recovery code as it is kept, however it was typed."""
    return re.sub(r"[^a-z0-9]", "", code.casefold())
