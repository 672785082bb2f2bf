"""What a person has to see, from what the page says and how far a channel goes; nothing is listed by hand.

The differences that are allowed are those the product itself makes: `whole` where a message is paid for, `screen` and
`pieces` where choices or texts are too many or too long, `OWN_WORDS` where a thing is done otherwise, and the window in
which a channel may write.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from bot import say
from bot.app import BILLED
from bot.channels.base import Bubble, Limits, tapped
from bot.channels.screen import screen
from bot.channels.texts import directed, filename, pieces
from flows.model import Phrase
from locales import translator

Group = Sequence[Bubble]  # what the page says of one event
Data = Mapping[str, bytes]  # the bytes of each document, by the id of the bubble that holds it


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on a screen: words with their choices, or a file."""

    words: str = ""
    choices: tuple[str, ...] = ()
    file: str = ""  # photo or document, its name, and what stands for its bytes
    ask: str = field(default="", compare=False)
    shown: object = field(default=None, compare=False)


def expected(bubbles: Group, name: str, limits: Limits, data: Data) -> Iterator[Entry]:
    """Yield what is to be seen on a channel of the bubbles of one event."""
    here = [replace(bubble, text=elsewhere(bubble.text, bubble.lang, name)) for bubble in bubbles]
    files = iter([data[bubble.id] for bubble in here if bubble.file])
    for bubble in say.whole(here) if name in BILLED else here:
        if bubble.file:
            yield file(filename(bubble.file), next(files), bubble.file.mime, limits)
        shown = screen(bubble, directed(bubble, translator), limits)
        offered = (*shown.buttons, *shown.answers, *shown.controls)
        choices = tuple(one.label for one in offered if answers(one.payload))
        *before, last = pieces(shown.text, limits.text_max or len(shown.text)) or ("",)
        for part in before:
            yield Entry(part)
        if last or choices:
            yield Entry(last, choices, ask=bubble.ask)


def answers(payload: str) -> bool:
    """Whether a choice is one of the question: its payload is a place among those, and no word of the channel's own."""
    tap = tapped(payload)
    return tap is not None and tap.choice.isdecimal()


def file(name: str, data: bytes, mime: str, limits: Limits) -> Entry:
    """Return a file as it is compared: a picture small enough is shown, everything else is a document with a name."""
    picture = mime.startswith("image/") and len(data) <= (limits.photo_out_max or 0)
    return Entry(file=" ".join(("photo" if picture else name, hashlib.sha256(data).hexdigest()[:12])))


def elsewhere(text: str, lang: str, name: str) -> str:
    """Return words of the page as they are said on another channel."""
    for there, here in own(lang, name):
        text = text.replace(there, here)
    return text


@cache
def own(lang: str, name: str) -> Sequence[tuple[str, str]]:
    """Return each text the page has of its own, or has not, and what is said instead on this channel."""
    keys = [(ways.get("web", key), ways.get(name, key)) for key, ways in say.OWN_WORDS.items()]
    ways = [(wording, translator(lang, form)) for wording in (1, 2, 3) for form in ("vous", "tu")]
    return [(said(Phrase(one, {}, n)), said(Phrase(other, {}, n))) for one, other in keys for n, said in ways]
