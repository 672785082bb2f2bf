"""A bubble, said the way WhatsApp says things. Pure: a bubble in, messages of the Cloud API out.

A message has at most three buttons, or a list of at most ten rows. A document stands above the buttons, so that both
are one message: each is paid for. Speech has no words of its own under it: they follow. Limits: Cloud
API, interactive messages and media, as of 2026-03.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from bot.channels.base import VOICE, Attachment, Beat, Bubble, Button, Limits
from bot.channels.screen import Screen, screen
from bot.channels.texts import directed, filename, hearing, pieces, units
from bot.channels.whatsapp.words import ALSO, ANSWERS, MENU, OPEN_LIST, Words
from bot.files.found import BYTES_MOST
from flows.model import Phrase

TEXT_MAX: Final = 4096
BODY_MAX: Final = 1024  # of a text with buttons, and of a caption
DAY: Final = 24 * 60 * 60
MORE: Final = "+"  # in the mark of a message: more of the same bubble follows
SCOPED: Final = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]{1,128}")  # a business-scoped user id: "FR.13491208655302741918"
LIMITS: Final = Limits(
    text_max=TEXT_MAX,
    body_max=BODY_MAX,
    buttons_max=3,
    button_title_max=20,
    rows_max=10,
    row_title_max=24,
    file_in_max=BYTES_MOST,
    photo_out_max=5_000_000,
    voice_out_max=512_000,  # above it the app shows a file to load, not a voice note
    window=DAY,
    archives=False,  # no type of `DOCUMENTS`
    oldest=7 * DAY,  # it is tried for so long (Cloud API, Webhooks, 2026-11)
    chat_pace=Beat(6, burst=45),  # the pair rate: one in six seconds, 45 of them at once at most
    # 80 in any second, what comes in counted too (Cloud API, Throughput, 2026-05): three at once, and 77 more.
    pace=Beat(1 / 77, burst=3),
)
# The types a document may have; what is none of them goes as plain text (Cloud API, media: supported types).
DOCUMENTS: Final = frozenset(
    {
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "text/plain",
    }
)


@dataclass(frozen=True, slots=True)
class File:
    """Bytes to hand to the platform before the message that shows them."""

    data: bytes = field(repr=False)
    mime: str
    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A message to send; with a file its number is to be put into the message first (`shown`)."""

    address: str = field(repr=False)
    message: Mapping[str, Any] = field(repr=False)
    file: File | None = None

    def shown(self, number: str) -> Mapping[str, Any]:
        """Return the message with the platform's number of the file in its place."""
        kind = str(self.message["type"])
        inner = self.message[kind]
        if kind != "interactive":
            return {**self.message, kind: {**inner, "id": number}}
        header = inner["header"]
        named = {**header[header["type"]], "id": number}
        return {**self.message, kind: {**inner, "header": {**header, header["type"]: named}}}


def build(address: str, bubble: Bubble, data: bytes | None, words: Words) -> tuple[Call, ...]:
    """Return the messages that show this bubble, in order; the last one carries the choices.

    Each is marked with our id of the bubble, which comes back with what is reported of it, and all but the last with
    `MORE` behind it.
    """
    *before, last = _calls(address, bubble, data, words)
    return (*(_marked(one, bubble.id + MORE) for one in before), _marked(last, bubble.id))


def knock(address: str, template: str, lang: str) -> Call:
    """Return the message an operator had approved for who may not be written to freely: it asks them to write."""
    return _call(address, "template", {"name": template, "language": {"code": lang}})


def _marked(call: Call, mark: str) -> Call:
    return replace(call, message={**call.message, "biz_opaque_callback_data": mark})


def _calls(address: str, bubble: Bubble, data: bytes | None, words: Words) -> tuple[Call, ...]:
    shown = _with_hear(_with_menu(screen(bubble, directed(bubble, words), LIMITS), bubble, words), bubble, words)
    file = bubble.file if data is not None else None
    if file is None or data is None:
        return _texts(address, shown, bubble, words)
    if file.voice:
        return (_voice(address, File(data, VOICE, filename(file))), *_texts(address, shown, bubble, words))
    sent = File(data, _mime(file), filename(file))
    if shown.buttons or not (shown.answers or shown.controls or len(shown.text) > BODY_MAX):
        return (_with_file(address, shown, sent),)
    return (_with_file(address, Screen(""), sent), *_texts(address, shown, bubble, words))


def _with_menu(shown: Screen, bubble: Bubble, words: Words) -> Screen:
    """Return the screen with the menu as its last button, where there is room and it has none: always the same way out.

    It sends the word, which works everywhere.
    """
    room = 0 < len(shown.buttons) < (LIMITS.buttons_max or 0)
    if not room or any(button.id == MENU for button in shown.buttons):
        return shown
    return replace(shown, buttons=(*shown.buttons, Button(MENU, MENU, words(bubble.lang)(Phrase("button.menu")))))


def _with_hear(shown: Screen, bubble: Bubble, words: Words) -> Screen:
    """Return the screen with what has it read aloud, where a button or a row is free."""
    hear, rows = hearing(bubble, words), len(shown.answers) + len(shown.controls)
    if rows:
        return replace(shown, controls=(*shown.controls, *hear)) if rows < (LIMITS.rows_max or 0) else shown
    room = shown.text.strip() and units(shown.text) <= BODY_MAX and len(shown.buttons) < (LIMITS.buttons_max or 0)
    return replace(shown, buttons=(*shown.buttons, *hear)) if room else shown


def _mime(file: Attachment) -> str:
    mime = file.mime.partition(";")[0]
    return mime if mime in DOCUMENTS or mime.startswith("image/") else "text/plain"


def _texts(address: str, shown: Screen, bubble: Bubble, words: Words) -> tuple[Call, ...]:
    *before, last = pieces(shown.text, TEXT_MAX) or ("",)
    texts = [_call(address, "text", {"body": part, "preview_url": False}) for part in before]
    if shown.buttons:
        return (*texts, _buttons(address, shown))
    if shown.answers or shown.controls:
        return (*texts, _list(address, last, shown, bubble.lang, words))
    return (*texts, _call(address, "text", {"body": last, "preview_url": False})) if last else tuple(texts)


def _buttons(address: str, shown: Screen, header: Mapping[str, Any] | None = None) -> Call:
    replies = [{"type": "reply", "reply": {"id": one.payload, "title": one.label}} for one in shown.buttons]
    inner = {"type": "button", "body": {"text": shown.text}, "action": {"buttons": replies}}
    return _call(address, "interactive", {**inner, "header": header} if header else inner)


def _list(address: str, text: str, shown: Screen, lang: str, words: Words) -> Call:
    say = words(lang)
    parts = ((ANSWERS, shown.answers), (ALSO, shown.controls))
    sections = [{"title": say(Phrase(key)), "rows": _rows(rows)} for key, rows in parts if rows]
    action = {"button": say(Phrase(OPEN_LIST)), "sections": sections}
    return _call(address, "interactive", {"type": "list", "body": {"text": text}, "action": action})


def _rows(buttons: Sequence[Button]) -> list[dict[str, str]]:
    return [{"id": button.payload, "title": button.label} for button in buttons]


def _with_file(address: str, shown: Screen, file: File) -> Call:
    photo = file.mime.startswith("image/") and len(file.data) <= (LIMITS.photo_out_max or 0)
    kind = "image" if photo else "document"
    about = {} if photo else {"filename": file.name}
    if shown.buttons:
        call = _buttons(address, shown, {"type": kind, kind: about})
    else:
        caption = {"caption": shown.text} if shown.text.strip() else {}
        call = _call(address, kind, {**about, **caption})
    return Call(address, call.message, file)


def _voice(address: str, file: File) -> Call:
    note = {"voice": True} if len(file.data) <= (LIMITS.voice_out_max or 0) else {}
    return Call(address, _call(address, "audio", note).message, file)


def _call(address: str, kind: str, inner: Mapping[str, Any]) -> Call:
    to = {"recipient": address} if SCOPED.fullmatch(address) else {"to": address}
    about = {"messaging_product": "whatsapp", "recipient_type": "individual", **to}
    return Call(address, {**about, "type": kind, kind: inner})
