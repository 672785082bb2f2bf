"""What went wrong, told in the port's words: an answer of the Graph API in, a `SendError` or a short word out.

Its answers may repeat numbers and words. None of that may pass this module: an error made here carries a code alone.
The codes: Cloud API, error codes, as of 2026-03.
"""

from __future__ import annotations

from typing import Final

from bot.channels.base import ClosedError, LaterError, RefusedError, SendError, UnreachableError, UnsureError

SOON: Final = 3.0  # seconds
WHILE: Final = 60.0  # seconds: too many of ours at once, or Meta's own maintenance
PAIR: Final = 16.0  # seconds: too many to one person; Meta asks for 4^n
NO_TOKEN: Final = 60.0  # seconds: nothing can be sent until an operator does something
CLOSED: Final = frozenset({131047})
GONE: Final = frozenset({131026})
BUSY: Final = frozenset({4, 80007, 130429, 131016, 131048, 131057})
MEDIA: Final = frozenset({131052, 131053, 131000})  # of a file, or nobody knows what
FAILED: Final = 400  # HTTP status of what is refused
TO_ONE: Final = frozenset({131056})
STOPPED: Final = {
    190: "token not accepted or expired",
    10: "token may not send",
    200: "token may not send",
    131005: "token may not send",
    131031: "account locked",
    131042: "payment refused",
    368: "account blocked for a policy",
}
TOO_MANY: Final = 429  # HTTP status
DENIED: Final = frozenset({401, 403})
UNWELL: Final = 500  # HTTP status from which on the fault is the server's


def outcome(status: int, code: int) -> SendError:
    """Return what a refusal means for the outbox."""
    if code in CLOSED:
        return ClosedError()
    if code in GONE:
        return UnreachableError()
    wait = _wait(status, code)
    if wait is not None:
        return wait
    return UnsureError() if status >= UNWELL else RefusedError(f"refused: {code or status}")


def _wait(status: int, code: int) -> LaterError | None:
    """Return how long to wait before it is tried again, and whether everybody has to; None when waiting is no help."""
    if code in STOPPED or status in DENIED:
        return LaterError(NO_TOKEN, everybody=True)
    if code in BUSY or status == TOO_MANY:
        return LaterError(WHILE, everybody=True)
    if code in TO_ONE:
        return LaterError(PAIR)
    return LaterError(SOON) if status >= UNWELL and code else None


def late(code: int) -> SendError:
    """Return what it means that a message which was taken failed afterwards: media that did not arrive goes again."""
    return LaterError(SOON) if code in MEDIA or not code else outcome(FAILED, code)


def unwell(status: int, code: int) -> bool:
    """Whether Meta could not answer just now: no refusal, and nothing an operator can do but wait."""
    return status >= UNWELL or status == TOO_MANY or code in BUSY


def alarm(status: int, code: int) -> str:
    """Return what an operator must do something about; "" for nothing."""
    return STOPPED.get(code, "token not accepted or expired" if status in DENIED else "")
