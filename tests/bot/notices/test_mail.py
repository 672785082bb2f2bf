"""E-mail to the staff, through a real server: what is written, what stays secret, and what each failure means."""

from __future__ import annotations

import ssl
from dataclasses import replace

import pytest

from bot.notices import mail
from bot.notices.base import GoneError, Kind, LaterError, Notice, RejectedError
from bot.notices.mail import Mailer, MailError, Server, is_address, server
from locales.translate import translator
from tests.doubles.smtp import PASSWORD, USER, Smtp, context, smtp

FROM = "atout@example.org"
TO = "amina@ville.example"
NOTICE = Notice(Kind.WAITS, "fr", "https://cv.example.org/desk")


def to(double: Smtp, timeout: float = mail.TIMEOUT) -> Mailer:
    return Mailer(Server("127.0.0.1", double.port, FROM), translator, timeout=timeout)


class Elsewhere(Server):
    """A server that counts as not on this machine, though it is."""

    @property
    def here(self) -> bool:
        return False


def far(double: Smtp, tls: ssl.SSLContext | None = None, user: str = "", password: str = "") -> Mailer:
    place = Elsewhere("127.0.0.1", double.port, FROM, user, password)
    return Mailer(place, translator, tls or context()[1])


@pytest.mark.parametrize("lang", ["fr", "en", "ar", "uk"])
async def test_one_sentence_and_a_link_in_the_readers_language(lang: str) -> None:
    async with smtp() as double:
        await to(double).notify(TO, replace(NOTICE, lang=lang))
        letter = double.letters[0]
    said = translator(lang)(NOTICE.says)
    read = letter.read
    assert (letter.sender, letter.to, read["Subject"]) == (FROM, [TO], said)
    assert read.get_content_type() == "text/plain"
    assert read.get_content().splitlines() == [said, "", NOTICE.link]
    assert (read["Auto-Submitted"], read["From"], read["To"]) == ("auto-generated", FROM, TO)
    assert not read.is_multipart()
    assert read["Message-ID"].endswith("@example.org>")
    assert double.said[0].lower() == "ehlo example.org"  # the name of the machine is nobody's business


async def test_elsewhere_nothing_is_said_in_clear() -> None:
    async with smtp(asks=True) as double:
        await far(double, user=USER, password=PASSWORD).notify(TO, NOTICE)
        assert double.letters[0].secure
        assert double.said.index("STARTTLS") < next(n for n, text in enumerate(double.said) if text.startswith("AUTH"))


class Whole(Elsewhere):
    """And one that speaks TLS from the first byte, though its port is another."""

    @property
    def whole(self) -> bool:
        return True


async def test_tls_from_the_first_byte() -> None:
    assert Server("smtp.example.org", 465, FROM).whole
    async with smtp(whole=True, tls=False) as double:
        await Mailer(Whole("127.0.0.1", double.port, FROM), translator, context()[1]).notify(TO, NOTICE)
        assert double.letters[0].secure


async def test_a_server_without_tls_is_told_nothing() -> None:
    async with smtp(tls=False) as double:
        with pytest.raises(LaterError, match="no TLS"):
            await far(double, user=USER, password=PASSWORD).notify(TO, NOTICE)
        assert not any(text.startswith(("AUTH", "MAIL")) for text in double.said)
        assert double.letters == []


async def test_a_certificate_nobody_vouches_for_is_told_nothing() -> None:
    async with smtp() as double:
        with pytest.raises(LaterError, match="certificate"):
            await far(double, tls=ssl.create_default_context()).notify(TO, NOTICE)
        assert double.letters == []


@pytest.mark.parametrize(
    ("command", "answer", "kind", "why"),
    [
        ("", "421 4.3.2 too busy", LaterError, "421"),
        ("", "554 5.7.1 go away", RejectedError, "554"),
        ("", "drop", LaterError, "network"),
        ("EHLO", "drop", LaterError, "network"),
        ("MAIL", "451 4.3.0 later", LaterError, "sender"),
        ("MAIL", "553 5.7.1 not you", LaterError, "sender"),
        ("RCPT", "450 4.2.1 greylisted", LaterError, "450"),
        ("RCPT", f"550 5.1.1 <{TO}> no such mailbox", GoneError, ""),
        ("RCPT", "550 nobody of that name", GoneError, ""),
        ("RCPT", "550 5.7.1 blocked by policy", RejectedError, "550"),
        ("RCPT", "552 5.2.2 mailbox full", RejectedError, "552"),
        ("RCPT", "421 4.3.2 going down", LaterError, "421"),
        ("DATA", "554 5.7.1 no", RejectedError, "554"),
        ("DATA", "452 4.3.1 no room", LaterError, "452"),
        (".", "451 4.7.1 wait", LaterError, "451"),
        (".", "550 5.7.1 spam", RejectedError, "550"),
        (".", "drop", LaterError, "network"),
    ],
)
async def test_what_each_answer_means(command: str, answer: str, kind: type[Exception], why: str) -> None:
    async with smtp() as double:
        double.fail(command, answer)
        if command == "EHLO":
            double.fail("HELO", answer)
        with pytest.raises(kind) as raised:
            await to(double).notify(TO, NOTICE)
        assert why in str(raised.value)
        assert TO not in f"{raised.value!r}"
        assert raised.value.__context__ is None
        assert double.letters == []


@pytest.mark.parametrize("command", ["", "EHLO", "MAIL", "RCPT", "DATA", "."])
async def test_a_server_that_never_answers_is_left(command: str) -> None:
    async with smtp() as double:
        double.fail(command, "hang")
        with pytest.raises(LaterError, match=r"slow|network"):
            await to(double, timeout=0.2).notify(TO, NOTICE)


async def test_nobody_listens_there() -> None:
    async with smtp() as double:
        pass
    with pytest.raises(LaterError, match="network"):
        await to(double).notify(TO, NOTICE)


async def test_a_wrong_password_is_the_operators_to_mend_and_is_in_no_error() -> None:
    async with smtp(asks=True) as double:
        with pytest.raises(LaterError, match="user or password") as raised:
            await far(double, user=USER, password="wrong").notify(TO, NOTICE)
        assert USER not in f"{raised.value!r}"
        double.said.clear()
        await far(double, user=USER, password=PASSWORD).look()
        assert not any(text.startswith("MAIL") for text in double.said)
        assert double.letters == []


NO_ADDRESSES = (
    *("", "amina", "a@b", "a b@c.org", "a@c.org\r\nBcc: x@y.org", "a@c.org, x@y.org", "<a@c.org>"),
    *("a@[127.0.0.1]", "a@c.org\n", "é@c.org", "a" * 65 + "@c.org", "a@" + "b" * 64 + ".org"),
)


@pytest.mark.parametrize("address", NO_ADDRESSES)
async def test_what_is_no_address_never_reaches_the_server(address: str) -> None:
    assert not is_address(address)
    async with smtp() as double:
        with pytest.raises(GoneError):
            await to(double).notify(address, NOTICE)
        assert double.said == []


@pytest.mark.parametrize(
    ("place", "sender", "user", "password", "why"),
    [
        ("", FROM, "", "", "ATOUT_MAIL_SERVER"),
        ("smtp.example.org:0", FROM, "", "", "ATOUT_MAIL_SERVER"),
        ("smtp.example.org:99999", FROM, "", "", "ATOUT_MAIL_SERVER"),
        ("smtps://smtp.example.org", FROM, "", "", "ATOUT_MAIL_SERVER"),
        ("smtp.example.org", "Atout <atout@example.org>", "", "", "ATOUT_MAIL_FROM"),
        ("smtp.example.org", FROM, "atout", "", "ATOUT_MAIL_USER"),
        ("smtp.example.org", FROM, "", "secret", "ATOUT_MAIL_PASSWORD"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(place: str, sender: str, user: str, password: str, why: str) -> None:
    with pytest.raises(MailError, match=why):
        server(place, sender, user, password)


def test_a_server_is_read() -> None:
    assert server("smtp.example.org", FROM) == Server("smtp.example.org", 587, FROM)
    assert server("[::1]:25", FROM).here
    assert "secret" not in repr(server("smtp.example.org:465", FROM, "atout", "secret"))
