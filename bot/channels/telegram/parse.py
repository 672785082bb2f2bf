"""What Telegram said, in our words: one raw update in, its arrivals out.

Pure: no network, no log, no state. Each update is read alone, so that one that cannot be read never takes its
neighbours with it. Only private chats count: a CV is not talked about before a group.
Facts about updates: Bot API 10.1, "Update" and "Message".
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from aiogram.enums import ContentType
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message, Update
from pydantic import ValidationError

from bot.channels.base import Arrival, Upload, tapped
from bot.channels.telegram import NAME
from bot.files.found import BYTES_MOST
from bot.links import invitation_in, staff_word_in, word_in
from flows.model import Body, Contact, Edit, Media, Open, Place, Reach, Text, Unsupported, Voice

# The default set leaves nothing out that we need, but it holds much that we do not: ask for what is read below.
WANTED = ("message", "edited_message", "callback_query", "my_chat_member")
COMMAND = re.compile(r"/([a-z][a-z0-9_]{0,31})(?:@\w+)?", re.IGNORECASE)
# Things Telegram says in a private chat that are no message of the person: nobody waits for an answer.
SERVICE = frozenset(
    {
        "boost_added",
        "chat_background_set",
        "connected_website",
        "direct_message_price_changed",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "message_auto_delete_timer_changed",
        "paid_message_price_changed",
        "pinned_message",
        "proximity_alert_triggered",
        "write_access_allowed",
    }
)


class UnreadableError(Exception):
    """An update does not have the form Telegram documents."""


def update(raw: Mapping[str, object]) -> Update:
    """Return the update as a typed object. Raises `UnreadableError`, which carries none of its words."""
    try:
        # A lone surrogate is legal in JSON and refused by everything after it; it becomes "?".
        text = json.dumps(raw, ensure_ascii=False).encode("utf-8", "replace")
        return Update.model_validate(json.loads(text))
    except (ValidationError, RecursionError, ValueError, TypeError):
        pass  # raised below, outside, so that the words of the update are not chained to the error
    raise UnreadableError


def arrivals(said: Update, bot: str) -> tuple[Arrival, ...]:
    """Return what a readable update means; empty when nobody waits for an answer to it."""
    ext_id = f"{bot}.{said.update_id}"
    if said.message is not None:
        return tuple(_message(said.message, ext_id))
    if said.edited_message is not None:
        return tuple(_edited(said.edited_message, ext_id))
    if said.callback_query is not None:
        return tuple(_tapped(said.callback_query, ext_id))
    if said.my_chat_member is not None:
        return tuple(_reach(said.my_chat_member, ext_id))
    return ()


def leftover(raw: Mapping[str, object], bot: str) -> tuple[Arrival, ...]:
    """Return the least an unreadable update still says: that somebody sent something. Empty when not even that."""
    number, kind = raw.get("update_id"), next((kind for kind in WANTED if kind in raw), "")
    part = raw.get(kind)
    sender = part.get("from") if isinstance(part, dict) else None
    address = sender.get("id") if isinstance(sender, dict) else None
    chat = part.get("chat", {"type": "private"}) if isinstance(part, dict) else None
    private = isinstance(chat, dict) and chat.get("type") == "private"
    if not (_whole(number) and _whole(address) and private) or kind == "my_chat_member":
        return ()
    return (Arrival(NAME, str(address), f"{bot}.{number}", Unsupported("unreadable")),)


def confirmed(raws: Sequence[Mapping[str, object]]) -> int | None:
    """Return the offset that tells Telegram these were received; None when none has a number."""
    numbers = [number for raw in raws if isinstance(number := raw.get("update_id"), int)]
    return max(numbers) + 1 if numbers else None


def said_id(chat: int, message: int) -> str:
    """Return the name of a message: its number is unique only within its chat."""
    return f"{chat}.{message}"


def _message(message: Message, ext_id: str) -> Iterator[Arrival]:
    person = message.from_user
    if message.chat.type != "private" or (person is not None and person.is_bot):
        return
    lang = _lang(person.language_code if person else None)
    body = _body(message, lang)
    if body is None:
        return
    chat = str(message.chat.id)
    yield Arrival(
        NAME, chat, ext_id, body, said_id(message.chat.id, message.message_id), lang,
        sent=int(message.date.timestamp() * 1000), upload=_upload(message, body), replies=_replies(message),
    )  # fmt: skip


def _replies(message: Message) -> str:
    """Return the name of the message this one was written under."""
    under = message.reply_to_message
    return said_id(message.chat.id, under.message_id) if under is not None else ""


def _body(message: Message, lang: str) -> Body | None:
    """Return what a message is; None for Telegram's own remarks."""
    kind = ContentType(message.content_type).value
    match kind:
        case "text":
            return _text(message.text or "", lang)
        case "contact" | "location" | "venue":
            return _shared(message)
        case "voice" | "photo" | "live_photo" | "document" | "audio" | "video" | "video_note" | "animation" | "sticker":
            return _media(message, kind)
        case _:
            return None if kind in SERVICE else Unsupported(kind)


def _text(text: str, lang: str) -> Body:
    command = COMMAND.match(text)
    if command is None:
        return Text(text)
    word = command[1].lower()
    if word == "start":
        rest = text[command.end() :]
        given = word_in(rest) or invitation_in(rest) or staff_word_in(rest)
        return Text(given) if given else Open(lang)
    alone = command.end() == len(text.rstrip())
    return Text(word) if alone else Text(text)


def _media(message: Message, kind: str) -> Body:
    if message.voice is not None:
        return Voice(seconds=message.voice.duration, heavy=(message.voice.file_size or 0) > BYTES_MOST)
    if message.sticker is not None:
        return Media("sticker", emoji=message.sticker.emoji or "")
    named = message.animation or message.document or message.audio or message.video
    name = (named.file_name if named is not None else None) or ""
    words = message.caption or ""
    if kind in {"photo", "live_photo"}:
        return Media("photo", held=bool(message.photo), caption=words)
    if message.document is None or message.animation is not None:
        return Media("file" if kind == "audio" else "video", name, caption=words)
    heavy = (message.document.file_size or 0) > BYTES_MOST  # said before anything is fetched
    return Media("file", name, held=not heavy, heavy=heavy, caption=words)


def _upload(message: Message, body: Body) -> Upload | None:
    """Return what Telegram calls a voice note, a document that can be read, or the largest size of a photo."""
    if message.voice is not None and isinstance(body, Voice):
        return None if body.heavy else Upload(ref=message.voice.file_id)
    if not isinstance(body, Media) or not body.held:
        return None
    sizes = [message.document] if message.document else list(message.photo or ())
    fits = [one for one in sizes if (one.file_size or 0) <= BYTES_MOST]
    return Upload(ref=fits[-1].file_id) if fits else None


def _shared(message: Message) -> Body:
    if message.contact is not None:
        card, person = message.contact, message.from_user
        own = person is not None and card.user_id == person.id
        name = " ".join(part for part in (card.first_name, card.last_name) if part)
        return Contact(name=name, phone=card.phone_number, own=own)
    return Place(message.venue.title if message.venue is not None else "")


def _edited(message: Message, ext_id: str) -> Iterator[Arrival]:
    """Yield the new words of an edited message; a live position that moved is no act of the person."""
    words, person = message.text or message.caption, message.from_user
    if message.chat.type != "private" or not words:
        return
    chat = message.chat.id
    lang = _lang(person.language_code if person else None)
    yield Arrival(NAME, str(chat), ext_id, Edit(said_id(chat, message.message_id), words), lang=lang)


def _tapped(tap: CallbackQuery, ext_id: str) -> Iterator[Arrival]:
    """Yield a tap. The message may be gone or too old to read: the payload alone says which question it was."""
    chat = tap.message.chat if tap.message is not None else None
    if chat is not None and chat.type != "private":
        return
    body = tapped(tap.data or "") or Unsupported("button")
    yield Arrival(
        NAME, str(chat.id if chat else tap.from_user.id), ext_id, body, lang=_lang(tap.from_user.language_code)
    )


def _reach(change: ChatMemberUpdated, ext_id: str) -> Iterator[Arrival]:
    """Yield whether the person can be written to: in a private chat this comes only when they block or unblock."""
    if change.chat.type == "private":
        yield Arrival(NAME, str(change.chat.id), ext_id, Reach(ok=change.new_chat_member.status == "member"))


def _lang(code: str | None) -> str:
    """Return the language alone: "pt-br" is "pt"."""
    return re.split(r"[-_]", code or "")[0].lower()


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
