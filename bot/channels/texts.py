"""What every messaging app needs of a text: its length, its parts, its direction, and the name of a file. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from bot.channels.base import BOT, PAYLOAD, Attachment, Bubble, Button
from flows.aloud import LISTEN
from flows.model import Phrase, Translate

# Places to cut a long text, best first: between paragraphs, lines, sentences, words.
CUTS = ("\n\n", "\n", ". ", " ")
BY = "said.by"  # the line above what a counsellor says: who says it
HEAR = "\U0001f50a"  # a loudspeaker: who cannot read the word beside it knows it
MARKS = {"ltr": "\u200e", "rtl": "\u200f"}
ISOLATED = re.compile("[\u2066\u2067\u2068][^\u2069]*\u2069")
SIGNS = re.compile(r"[\x00-\x1f\x7f*_~`\u202a-\u202e\u2066-\u2069]+")  # in a name: what an app takes for a format
UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+')


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units, as Telegram counts it and no platform counts more strictly."""
    return len(text) + sum(char > "\uffff" for char in text)


def pieces(text: str, most: int) -> tuple[str, ...]:
    """Return the text in parts of at most `most` units, cut where a reader would pause; nothing said is lost."""
    out: list[str] = []
    rest = text.strip()
    while units(rest) > most:
        end = _end(rest, most)
        out.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return tuple(part for part in (*out, rest) if part)


def directed(bubble: Bubble, words: Callable[[str], Translate]) -> str:
    """Return the text, opened by a mark when its first strong letter would turn it the wrong way round.

    A counsellor's stands under their name, on a line of its own.
    """
    if bubble.by == BOT:
        return _turned(bubble.text, bubble.dir, _first(bubble.text))
    name = " ".join(SIGNS.sub(" ", bubble.by).split())
    head = words(bubble.lang)(Phrase(BY, {"name": name}))
    named = _turned(head, bubble.dir, _first(head) or "L")  # what has no letters is set from the left
    return "\n".join(part for part in (named, _turned(bubble.text, bubble.dir, _first(bubble.text))) if part)


def hearing(bubble: Bubble, words: Callable[[str], Translate]) -> tuple[Button, ...]:
    """Return the button that has this bubble read aloud, none where it is not wanted."""
    if not bubble.hear:
        return ()
    label = f"{HEAR} {words(bubble.lang)(Phrase(f'button.{LISTEN}'))}"
    return (Button(f"{PAYLOAD}.{bubble.id}.{LISTEN}", LISTEN, label),)


def _first(text: str) -> str:
    """Return which way the first letter runs that has a way, as platforms look for it; "" for none."""
    strong = (unicodedata.bidirectional(char) for char in ISOLATED.sub("", text))
    return next((kind for kind in strong if kind in {"L", "R", "AL"}), "")


def _turned(text: str, way: str, first: str) -> str:
    wrong = first != "" and (first == "L") != (way == "ltr")
    return MARKS[way] + text if wrong else text


def filename(file: Attachment) -> str:
    """Return the name a person sees, with nothing that could break out of a header or a folder."""
    name = " ".join(UNSAFE.sub(" ", file.name).split()).strip(" .")
    return name or f"{file.document}.{file.format}"


def _end(text: str, most: int) -> int:
    """Return where to cut: the last good place that fits, and not so early that a part is a crumb."""
    end = _within(text, most)
    for cut in CUTS:
        found = text.rfind(cut, end // 2, end)
        if found > 0:
            return found + len(cut)
    while end > 1 and unicodedata.combining(text[end]):
        end -= 1  # a mark stays with its letter
    return end


def _within(text: str, most: int) -> int:
    """Return how many characters of the text fit into `most` units."""
    used = 0
    for position, char in enumerate(text):
        used += units(char)
        if used > most:
            return position
    return len(text)
