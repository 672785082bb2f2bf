"""What a person sees before there is an answer: a tap taken in, a file that is being read. Pure.

Both are hints: sent beside everything else, never waited for, and nobody misses one that does not arrive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from aiogram.methods import AnswerCallbackQuery, SetMessageReaction
from aiogram.types import ReactionTypeEmoji

from bot.channels.base import Arrival
from flows.model import Media

# One of those a bot may set (Bot API 10.1, ReactionTypeEmoji). Eyes say that it is being looked at: they neither praise
# nor agree, and mean the same to people of every language we speak.
LOOKED_AT: Final = "👀"


def taken(raws: Sequence[Mapping[str, object]]) -> Iterator[AnswerCallbackQuery]:
    """Yield what stops the spinner of each tap."""
    for raw in raws:
        part = raw.get("callback_query")
        number = part.get("id") if isinstance(part, dict) else None
        if isinstance(number, str) and number:
            yield AnswerCallbackQuery(callback_query_id=number)


def looked_at(arrivals: Sequence[Arrival]) -> Iterator[SetMessageReaction]:
    """Yield a mark on each message whose file is read: only that takes long, all else is answered at once."""
    for arrival in arrivals:
        chat, _, number = arrival.said_id.rpartition(".")
        if isinstance(arrival.body, Media) and arrival.body.readable and chat:
            mark = ReactionTypeEmoji(emoji=LOOKED_AT)
            yield SetMessageReaction(chat_id=int(chat), message_id=int(number), reaction=[mark])
