"""All that reads what somebody else wrote, in one table: a name, how it is called with bytes, and what it reads well.

Each lets through only the errors that its callers answer; any other is a crash, and so is an answer that breaks what
the last line of each asks. A parser that is added gets a line here: `python -m tests.fuzz` then looks at it as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, fields

from bot.channels.base import Arrival
from bot.channels.telegram import parse as telegram
from bot.channels.telegram.webhook import update
from bot.channels.web import parse as web
from bot.channels.whatsapp import parse as whatsapp
from bot.door import clean
from bot.notices import hours, mail, push
from bot.pages.address import PublicUrlError, origin
from bot.pages.bodies import fields_in
from bot.pages.language import guess
from bot.settings import SettingError, Settings, read
from bot.store import codec
from bot.voice.base import VoiceError
from bot.voice.openai import words_in
from flows.model import Ask, Event, Fact, State
from tests.fuzz import files, imported, replies, seeds, talk

LANGUAGES = ("fr", "en", "ar", "uk")
KEPT = (State, Fact, Ask, Event)
PHONE = "106540352242922"
NAMES = tuple(option.name.upper() for option in fields(Settings))


@dataclass(frozen=True, slots=True)
class Parser:
    """One of them: what reads the bytes, and bytes that it reads well, from which the search starts."""

    takes: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


def _kept(arrivals: tuple[Arrival, ...]) -> None:
    """What comes in is cleaned before it is kept, and can then be written down."""
    for arrival in arrivals:
        cleaned, _ = clean(arrival)
        codec.pack(Event("e", 1, cleaned.body))
        (cleaned.address + cleaned.ext_id + cleaned.said_id + cleaned.replies).encode()


def telegram_update(data: bytes) -> None:
    raw = update(data)
    try:
        told = telegram.arrivals(telegram.update(raw), "1")
    except telegram.UnreadableError:
        told = telegram.leftover(raw, "1")
    telegram.confirmed([raw])
    _kept(told)


def whatsapp_webhook(data: bytes) -> None:
    try:
        body = whatsapp.read(data)
    except whatsapp.UnreadableError:
        return
    whatsapp.heard(body, PHONE)
    whatsapp.reports(body, PHONE)
    whatsapp.numbers(body)
    _kept(whatsapp.arrivals(body, PHONE))


def web_message(data: bytes) -> None:
    for plain, take in ((False, web.json_fields), (True, web.form_fields)):
        with suppress(web.BadInputError):
            found = take(data)
            with suppress(web.BadInputError):
                web.ticks(found)
            _kept((web.parse(web.Sent("a", "fr", found, plain=plain), frozenset(LANGUAGES)),))


def desk_form(data: bytes) -> None:
    with suppress(ValueError):
        for value in fields_in(data).values():
            value.encode()


def headers(data: bytes) -> None:
    assert guess(data.decode("latin-1"), LANGUAGES) in LANGUAGES
    with suppress(PublicUrlError):
        origin(data.decode("latin-1"))


def settings(data: bytes) -> None:
    lines = (line.partition("=") for line in data.decode("utf-8", "replace").splitlines())
    with suppress(SettingError):
        read({f"ATOUT_{name}": value for name, _, value in lines})


def office_hours(data: bytes) -> None:
    with suppress(hours.HoursError):
        found = hours.parse(data.decode("utf-8", "replace"), seeds.PARIS)
        (found.open(seeds.NOON), found.opens_next(seeds.NOON), found.closes(seeds.NOON), found.turns(seeds.NOON))


def mail_server(data: bytes) -> None:
    place, _, sender = data.decode("utf-8", "replace").partition(" ")
    with suppress(mail.MailError):
        mail.server(place, sender)


def push_subscription(data: bytes) -> None:
    with suppress(ValueError, RecursionError, push.AddressError):
        assert push.browser(json.loads(data)).endpoint.lower().startswith("https://")


def kept_rows(data: bytes) -> None:
    for kind in KEPT:
        with suppress(codec.CodecError):
            codec.unpack(kind, data)


def voice_reply(data: bytes) -> None:
    with suppress(VoiceError):
        text, lang = words_in(data, "fr")
        (text + lang).encode("utf-8", "replace")


PARSERS: Mapping[str, Parser] = {
    "telegram update": Parser(telegram_update, seeds.TELEGRAM),
    "whatsapp webhook": Parser(whatsapp_webhook, seeds.WHATSAPP),
    "web message": Parser(web_message, seeds.WEB),
    "answers to every question": Parser(talk.answers, seeds.SAID),
    "times, money and contacts": Parser(talk.times, seeds.SAID),
    "a talk, ladder and all": Parser(talk.talk, seeds.TALK),
    "offers": Parser(talk.offers, seeds.SAID),
    "text of a PDF": Parser(files.pdf, seeds.pdfs()),
    "text of a Word file": Parser(files.word, seeds.words()),
    "plain text": Parser(files.plain, seeds.PLAIN),
    "tables of an import": Parser(imported.tables, imported.SEEDS),
    "zip of an import": Parser(imported.zipped, imported.zips()),
    "reply of the model": Parser(replies.model, seeds.MODEL),
    "reply of who hears": Parser(voice_reply, seeds.VOICE),
    "reply of a mail server": Parser(replies.mail_server, seeds.SMTP),
    "reply of the reader of files": Parser(replies.reader, seeds.READER),
    "push subscription": Parser(push_subscription, seeds.PUSH),
    "settings": Parser(settings, seeds.SETTINGS),
    "office hours": Parser(office_hours, seeds.HOURS),
    "mail server and address": Parser(mail_server, seeds.MAIL),
    "rows of the store": Parser(kept_rows, seeds.rows()),
    "form of the desk": Parser(desk_form, seeds.FORMS),
    "headers of a browser": Parser(headers, seeds.HEADERS),
}
