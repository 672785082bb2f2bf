"""A bubble, said the way Telegram says things. Pure: a bubble in, aiogram's method objects out.

No parse mode is ever set, so nothing in a person's words can be taken for mark-up and nothing needs escaping.
Buttons stay on the last part of a message, where the question is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from aiogram.methods import DeleteMessages, SendDocument, SendMessage, SendPhoto, SendVoice
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.base import Attachment, Beat, Bubble, Button, Limits
from bot.channels.telegram.words import SHARE, Words
from bot.channels.texts import directed, filename, hearing, pieces, units
from bot.files.found import BYTES_MOST
from flows.model import Phrase

Sent: TypeAlias = SendMessage | SendDocument | SendPhoto | SendVoice
Call: TypeAlias = Sent | DeleteMessages
Markup: TypeAlias = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

TEXT_MAX = 4096  # Bot API 10.1, sendMessage; counted in UTF-16 units, the stricter of the two readings
CAPTION_MAX = 1024  # Bot API 10.1, sendDocument, sendPhoto and sendVoice
PAYLOAD_MAX = 64  # bytes; Bot API 10.1, InlineKeyboardButton.callback_data
BUTTONS_MAX = 100  # in one keyboard; refused above by the server (constants of python-telegram-bot 22.8)
FILE_MAX = 50_000_000  # bytes; Bot API 10.1, sendDocument
PHOTO_MAX = 10_000_000  # bytes; Bot API 10.1, sendPhoto
VOICE_MAX = 1_000_000  # bytes; above it the app shows a file to load, not a voice note
DELETED_MAX = 100  # in one call; Bot API 10.1, deleteMessages
# Seconds; 48 hours (Bot API 10.1, deleteMessage), but for one: a clock that is off, and what waits for its turn. One
# message that is too old has the whole call refused.
DELETABLE = 47 * 60 * 60
TYPING = 5  # seconds a chat action shows; Bot API 10.1, sendChatAction
SHORT = 12  # characters: two such labels stand side by side on a 320-pixel screen
LIMITS = Limits(
    text_max=TEXT_MAX,
    buttons_max=BUTTONS_MAX,
    button_title_max=64,
    file_in_max=BYTES_MOST,  # of the 20 MB a bot may fetch (Bot API, getFile)
    photo_out_max=PHOTO_MAX,
    voice_out_max=VOICE_MAX,
    chat_pace=Beat(1, burst=3),  # Telegram's own advice (core.telegram.org/bots/faq, "My bot is hitting limits")
    group_pace=Beat(60 / 17, burst=3),  # 20 in any minute, by the same page: three at once, and 17 more
    pace=Beat(1 / 27, burst=3),  # 30 in any second, by the same page: three at once, and 27 more
    delete_within=DELETABLE,
)


def build(address: str, bubble: Bubble, data: bytes | None, words: Words) -> tuple[Call, ...]:
    """Return the calls that show this bubble, in order; the last one carries the buttons."""
    if bubble.gone:
        return _gone(int(address), bubble.gone)
    chat, text, markup = int(address), directed(bubble, words), _markup(bubble, words)
    file = bubble.file if data is not None and len(data) <= FILE_MAX else None
    if file is None or data is None:
        return _texts(chat, text, markup)
    if not text.strip() or units(text) <= CAPTION_MAX:
        return (_file(chat, file, data, text, markup),)
    return (_file(chat, file, data, "", None), *_texts(chat, text, markup))


def _gone(chat: int, said: Sequence[str]) -> tuple[Call, ...]:
    numbers = [int(one.rpartition(".")[2]) for one in said]
    calls = range(0, len(numbers), DELETED_MAX)
    return tuple(DeleteMessages(chat_id=chat, message_ids=numbers[at : at + DELETED_MAX]) for at in calls)


def rows(buttons: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons in rows: one a row, or two short ones that stand next to each other."""
    out: list[tuple[Button, ...]] = []
    for button in buttons:
        short = len(button.label) <= SHORT
        if out and short and len(out[-1]) == 1 and len(out[-1][0].label) <= SHORT:
            out[-1] = (out[-1][0], button)
        else:
            out.append((button,))
    return tuple(out)


def _texts(chat: int, text: str, markup: Markup) -> tuple[Call, ...]:
    parts = pieces(text, TEXT_MAX)
    quiet = LinkPreviewOptions(is_disabled=True)  # a preview would have Telegram fetch what a person wrote
    return tuple(
        SendMessage(
            chat_id=chat,
            text=part,
            link_preview_options=quiet,
            reply_markup=markup if number == len(parts) else None,
        )
        for number, part in enumerate(parts, 1)
    )


def _file(chat: int, file: Attachment, data: bytes, caption: str, markup: Markup | None) -> Call:
    sent = BufferedInputFile(data, filename=filename(file))
    said = caption.strip() or None
    if file.mime.startswith("image/") and len(data) <= PHOTO_MAX:
        return SendPhoto(chat_id=chat, photo=sent, caption=said, reply_markup=markup)
    if file.voice and len(data) <= VOICE_MAX:
        return SendVoice(chat_id=chat, voice=sent, caption=said, reply_markup=markup)
    return SendDocument(chat_id=chat, document=sent, caption=said, reply_markup=markup)


def _markup(bubble: Bubble, words: Words) -> Markup:
    buttons = [button for button in bubble.buttons if _fits(button)][:BUTTONS_MAX]
    if bubble.want == "contact":
        return _sharing(buttons, words(bubble.lang)(Phrase(SHARE)))
    buttons.extend(hearing(bubble, words))
    if not buttons:
        return ReplyKeyboardRemove(remove_keyboard=True)  # a keyboard of an earlier question must not stay
    return InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=button.label, callback_data=button.payload) for button in row]
            for row in rows(buttons)
        ]
    )


def _sharing(buttons: Sequence[Button], label: str) -> ReplyKeyboardMarkup:
    """Return a keyboard that offers the person's own number; its other keys send their label as words."""
    own = [KeyboardButton(text=label, request_contact=True)]
    rest = [[KeyboardButton(text=button.label) for button in row] for row in rows(buttons)]
    return ReplyKeyboardMarkup(keyboard=[own, *rest], resize_keyboard=True, one_time_keyboard=True)


def _fits(button: Button) -> bool:
    """Whether Telegram takes this button at all; its number still stands in the text."""
    return bool(button.label.strip()) and 1 <= len(button.payload.encode()) <= PAYLOAD_MAX
