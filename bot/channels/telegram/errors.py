"""What went wrong, told in the port's words: aiogram's errors in, a `SendError` or a short word out.

aiogram's messages hold chat ids, the address with the token in it, sometimes the text. None of that may pass this
module: an error made here carries a status and a method's name, and is never chained to the one it came from.
"""

from __future__ import annotations

from aiogram.exceptions import (
    AiogramError,
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ClientResponseError

from bot.channels.base import LaterError, RefusedError, SendError, UnreachableError, UnsureError
from bot.files.found import AWAY, HEAVY
from bot.files.found import GONE as GONE_FILE

SOON = 3.0  # seconds: the server is there but not well, or could not be reached at all
NOT_THERE = 404
NO_TOKEN = 60.0  # seconds: nothing can be sent until an operator gives a working token
# A 400 that means the person, not the message (Bot API server, "Bad Request: chat not found").
GONE = ("chat not found", "user not found", "peer_id_invalid", "user is deactivated")


class TokenError(Exception):
    """The token does not have the form Telegram gives, or Telegram does not know it."""


class PolledTwiceError(Exception):
    """This token is already being polled by this process."""


def kind(error: AiogramError) -> str:
    """Return one word for what went wrong."""
    if isinstance(error, TelegramConflictError) and "webhook" in error.message.lower():
        return "webhook"
    for cause, word in _WORDS:
        if isinstance(error, cause):
            return word
    return "api"


def outcome(error: AiogramError, method: str) -> SendError:
    """Return what a failed send means for the outbox."""
    if isinstance(error, TelegramRetryAfter):
        return LaterError(float(error.retry_after), everybody=True)
    if isinstance(error, TelegramUnauthorizedError | TelegramNotFound | TelegramConflictError):
        return LaterError(NO_TOKEN, everybody=True)
    if _gone(error):
        return UnreachableError()
    if isinstance(error, TelegramServerError) or _never_left(error):  # an explicit "not done": ask again
        return LaterError(SOON)
    if isinstance(error, TelegramNetworkError | ClientDecodeError) and not isinstance(error, TelegramEntityTooLarge):
        return UnsureError()
    return RefusedError(f"refused: {kind(error)} {method}")


def unfetched(error: Exception) -> str:
    """Return why a file that a person sent is not to be had, as a word of `bot/files/found.py`."""
    if isinstance(error, TelegramBadRequest):
        return HEAVY if "too big" in error.message.lower() else GONE_FILE
    return GONE_FILE if isinstance(error, ClientResponseError) and error.status == NOT_THERE else AWAY


def sent(error: AiogramError) -> int | None:
    """Return the number of a message that was sent although its receipt could not be read whole."""
    data = error.data if isinstance(error, ClientDecodeError) else None
    result = data.get("result") if isinstance(data, dict) and data.get("ok") is True else None
    number = result.get("message_id") if isinstance(result, dict) else None
    return number if isinstance(number, int) else None


def _gone(error: AiogramError) -> bool:
    if isinstance(error, TelegramBadRequest):
        return any(words in error.message.lower() for words in GONE)
    return isinstance(error, TelegramForbiddenError)


def _never_left(error: AiogramError) -> bool:
    return isinstance(error, TelegramNetworkError) and isinstance(error.__cause__, ClientConnectorError)


_WORDS: tuple[tuple[type[AiogramError], str], ...] = (
    (TelegramRetryAfter, "wait"),
    (TelegramConflictError, "conflict"),
    (TelegramUnauthorizedError, "token"),
    (TelegramNotFound, "token"),
    (TelegramForbiddenError, "forbidden"),
    (TelegramServerError, "server"),
    (TelegramEntityTooLarge, "too large"),
    (TelegramNetworkError, "network"),
    (TelegramBadRequest, "bad request"),
    (ClientDecodeError, "garbled"),
    (TelegramAPIError, "api"),
)
