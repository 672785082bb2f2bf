"""What servers and our own processes answer: a model, a mail server, the reader of files."""

from __future__ import annotations

import smtplib

from bot.files import reader as files
from bot.model.base import ANSWER_MOST, FACTS, FEEDBACK, PURPOSES, Request
from bot.model.mistral import read
from bot.notices.base import NotifyError
from bot.notices.mail import outcome

FIELDS = {"exp/e1/what": "what"}


def model(data: bytes) -> None:
    """An answer of a model: the first byte says what was asked."""
    if not data:
        return
    purpose = PURPOSES[data[0] % len(PURPOSES)]
    said = read(Request(purpose, "x", "fr", fields=FIELDS), data[1:].decode("utf-8", "replace"), 1)
    if said is not None:
        assert all(one.field in FIELDS for one in said.found)
        assert purpose in {FACTS, FEEDBACK} or 0 < len(said.text) <= ANSWER_MOST


def mail_server(data: bytes) -> None:
    """A line of a mail server, as the library gives it on."""
    code = int(data[:3]) if data[:3].isdigit() else -1
    for error in (
        smtplib.SMTPResponseException(code, data[4:]),
        smtplib.SMTPRecipientsRefused({"a@b.fr": (code, data[4:])}),
        smtplib.SMTPSenderRefused(code, data[4:], "a@b.fr"),
    ):
        assert isinstance(outcome(error), NotifyError)


def reader(data: bytes) -> None:
    """What the process that looks into files wrote."""
    head, _, said = data.partition(b"\n")
    drawn = files.drawn((head.decode("ascii", "replace"), said))
    assert drawn is not None
    assert drawn.pages >= 0
