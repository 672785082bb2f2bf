"""E-mail as a way to the staff: one plain text of one sentence and a link, by the operator's own server.

Nothing leaves in clear: a server that is not on this machine has to speak TLS, from the first byte on port 465 and
after STARTTLS on any other. The standard library's client waits, so it runs in a thread of its own, with a limit on
each wait. A server's answers may quote an address: of them only the codes leave this module.
"""

from __future__ import annotations

import asyncio
import re
import smtplib
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate, make_msgid
from functools import partial
from typing import Final, TypeVar

from bot.notices.base import (
    GoneError,
    LaterError,
    Notice,
    NotifyError,
    NotOursError,
    Ours,
    RejectedError,
    freely,
)
from flows.model import Translate

T = TypeVar("T")

NAME: Final = "mail"
TIMEOUT: Final = 15.0  # seconds for each wait
WHOLE: Final = 465  # the port on which TLS is spoken from the first byte (RFC 8314, 3.3)
GIVEN: Final = 587  # the port of submission, where none is named (RFC 6409)
TWICE: Final = 2  # connections at once
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
# One address as people have them: no name beside it, no quotes, no address of a machine. What is refused here could be
# written into a header or a command.
ADDRESS: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}", re.ASCII)
PERMANENT: Final = 500
NO_MAILBOX: Final = re.compile(rb"\b5\.1\.(?:1|2|3|6|10)\b")  # RFC 3463, 3.2: there is no such mailbox, or it moved
MAILBOX: Final = 550  # where a server says no more than that (RFC 5321, 4.2.3)


class MailError(ValueError):
    """A setting of the e-mail cannot be used; the message says which and what it takes."""


@dataclass(frozen=True, slots=True)
class Server:
    """The operator's server, and who writes."""

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)

    @property
    def here(self) -> bool:
        """Whether it is on this machine."""
        return self.host in LOOPBACK

    @property
    def whole(self) -> bool:
        """Whether it speaks TLS from the first byte."""
        return self.port == WHOLE


def server(place: str, sender: str, user: str = "", password: str = "") -> Server:
    """Return the server of these settings. Raises `MailError`."""
    host, port = _split(place.strip())
    if not is_address(sender):
        raise MailError("ATOUT_MAIL_FROM takes one address, such as atout@example.org")
    if bool(user) != bool(password):
        raise MailError("ATOUT_MAIL_USER and ATOUT_MAIL_PASSWORD go together: both, or none")
    return Server(host, port, sender, user, password)


def _split(place: str) -> tuple[str, int]:
    match = re.fullmatch(r"(\[[0-9A-Fa-f:]+\]|[A-Za-z0-9.-]+)(?::(\d{1,5}))?", place, re.ASCII)
    port = int(match[2] or GIVEN) if match else 0
    if match is None or not 0 < port <= 65535:  # noqa: PLR2004 - the highest port there is
        raise MailError("ATOUT_MAIL_SERVER takes a host and a port, such as smtp.example.org:587")
    return match[1].strip("[]").lower(), port


def is_address(text: str) -> bool:
    """Whether this is one e-mail address and nothing else."""
    return len(text) <= 254 and ADDRESS.fullmatch(text) is not None  # noqa: PLR2004 - RFC 5321, 4.5.3.1


class Mailer:
    """Follows `bot.notices.base.Notifier`; an address is an e-mail address."""

    name = NAME

    def __init__(
        self,
        place: Server,
        words: Callable[[str], Translate],
        tls: ssl.SSLContext | None = None,
        timeout: float = TIMEOUT,
    ) -> None:
        self._server = place
        self._words = words
        self._tls = tls or ssl.create_default_context()
        self._timeout = timeout
        self._room = asyncio.Semaphore(TWICE)

    async def notify(self, to: str, notice: Notice, ours: Ours = freely) -> None:
        """Send it. Raises a `NotifyError`."""
        if not is_address(to):
            raise GoneError
        message = written(self._server.sender, to, self._words(notice.lang)(notice.says), notice)
        async with self._room:
            failure = await aside(partial(self._deliver, to, message, ours))
        if failure is not None:
            raise failure  # out here: what a server said does not hang on it

    async def look(self) -> None:
        """Say hello to the server and sign in, and send nothing. Raises a `NotifyError`."""
        failure = await aside(partial(self._deliver, "", None))
        if failure is not None:
            raise failure

    # ------------------------------------------------------------ in a thread

    def _deliver(self, to: str, message: EmailMessage | None, ours: Ours = freely) -> NotifyError | None:
        """Hand a message over; return what went wrong."""
        try:
            with self._connected() as smtp:
                if message is not None:
                    ours()
                    smtp.send_message(message, self._server.sender, [to])
        except NotOursError as error:
            return error
        except (smtplib.SMTPException, OSError, ValueError) as error:
            return outcome(error)
        return None

    def _connected(self) -> smtplib.SMTP:
        """Return a connection nobody between can read, signed in."""
        place, own = self._server, self._server.sender.partition("@")[2]
        if place.whole:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(place.host, place.port, own, timeout=self._timeout, context=self._tls)
        else:
            smtp = smtplib.SMTP(place.host, place.port, own, timeout=self._timeout)
        ready = False
        try:
            if not place.whole and not place.here:
                smtp.starttls(context=self._tls)
            if place.user:
                smtp.login(place.user, place.password)
            ready = True
        finally:
            if not ready:
                smtp.close()
        return smtp


async def aside(work: Callable[[], T]) -> T:
    """Return what work returns, done in a thread that holds up no end of the program.

    The loop's own threads are waited for when it ends, however long a server takes to answer. `work` raises nothing.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def tell(result: T) -> None:
        if not done.done():
            done.set_result(result)

    def run() -> None:
        result = work()
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(tell, result)

    threading.Thread(target=run, name="atout-mail", daemon=True).start()
    return await done


def written(sender: str, to: str, sentence: str, notice: Notice) -> EmailMessage:
    """Return the message: one plain text, marked as sent by a machine (RFC 3834)."""
    message = EmailMessage(SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, sentence
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = notice.lang
    message.set_content("\n\n".join(filter(None, (sentence, notice.link))) + "\n", cte="base64")
    return message


# What the operator has to mend, or what mends itself: the same for every address, so none is given up for it.
WAITS: Final[tuple[tuple[type[Exception], str], ...]] = (
    (smtplib.SMTPNotSupportedError, "no TLS"),
    (smtplib.SMTPAuthenticationError, "user or password"),
    (smtplib.SMTPSenderRefused, "sender"),
    (smtplib.SMTPServerDisconnected, "network"),
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "TLS"),
    (TimeoutError, "slow"),
)


def outcome(error: Exception) -> NotifyError:
    """Return what a failure means, with a code and no word of the server's."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((_refused(code, said) for code, said in error.recipients.values()), RejectedError("recipient"))
    reason = next((reason for kind, reason in WAITS if isinstance(error, kind)), "")
    if reason:
        return LaterError(reason=reason)
    if isinstance(error, smtplib.SMTPResponseException):
        code = error.smtp_code
        return RejectedError(f"answer {code}") if code >= PERMANENT else LaterError(reason=f"answer {code}")
    return LaterError(reason="network") if isinstance(error, OSError) else RejectedError(type(error).__name__)


def _refused(code: int, said: bytes) -> NotifyError:
    """Return what it means that a mailbox is refused: gone for good, not now, or not by this server."""
    if code < PERMANENT:
        return LaterError(reason=f"recipient {code}")
    enhanced = re.search(rb"\b5\.\d{1,3}\.\d{1,3}\b", said)
    if NO_MAILBOX.search(said) or (code == MAILBOX and enhanced is None):
        return GoneError()
    return RejectedError(f"recipient {code}")
