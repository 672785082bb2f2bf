"""A transcript as a counsellor reads it: the person's words as written, our catalogs' in the reader's language.

What a catalog said (questions, buttons) is shown in the counsellor's own language with the original under it. Words a
person wrote are never translated here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.channels.base import BOT, Bubble, Button, Reached
from bot.store.desk import Line
from bot.transcript import words
from flows.model import Contact, Edit, Event, Media, Phrase, Place, Tap, Translate, Unsupported, Voice

PERSON = "person"
KINDS: Final = {
    "voice": Phrase("desk.kind.voice"),
    "heard": Phrase("desk.kind.heard"),  # its words are a line of their own, once they are there
    "photo": Phrase("desk.kind.photo"),
    "video": Phrase("desk.kind.video"),
    "place": Phrase("desk.kind.place"),
    "sticker": Phrase("desk.kind.sticker"),
    "file": Phrase("desk.kind.file"),
}
OTHER: Final = Phrase("desk.kind.other")
SEEN: Final = Phrase("desk.kind.photo.seen")  # it can be looked at
PICTURES: Final = frozenset({"photo", "video"})  # what words under them or their name do not stand for


@dataclass(frozen=True, slots=True)
class Read:
    """A line as it is shown. `original` is "" where the words are shown as they are."""

    id: str
    at: int
    by: str  # person | bot | a counsellor's public name
    text: str
    lang: str
    original: str = ""
    spoken: str = ""  # the language of the original
    buttons: tuple[tuple[str, str], ...] = ()  # each as the reader reads it, and as it was shown, "" for the same
    file: str = ""  # the name of a file of ours, or what a person sent beside their words
    readable: bool = False  # a file whose text can be shown
    look: str = ""  # photo | pages: what can be shown as a picture
    reached: Reached = Reached.UNKNOWN
    waiting: bool = False  # decided, and not shown yet
    failed: bool = False  # nor will be: the platform refused it, or the person cannot be reached
    edits: str = ""  # the message of theirs that the person changed with this one
    edited: bool = False  # they changed it later


class Reader:
    """Reads lines in a language, with what fills its phrases."""

    def __init__(self, lang: str, translate: Translate, spoken: str) -> None:
        self._lang = lang
        self._translate = translate
        self._spoken = spoken

    def read(self, lines: Sequence[Line]) -> list[Read]:
        """Return the lines that are seen."""
        found = [one for one in map(self._one, lines) if one]
        changed = {one.edits for one in found}
        return [replace(one, edited=True) if one.id in changed else one for one in found]

    def _one(self, line: Line) -> Read | None:
        message = line.message
        if message.bubble is not None:
            return None if message.bubble.gone else self._bubble(line, message.bubble, message.at)
        return self._event(message.event) if message.event else None

    def _event(self, event: Event) -> Read | None:
        said, kind = words(event), _kind(event)
        if not said and kind is None:
            return None
        named = self._translate(kind) if kind else ""
        body = event.body
        readable = isinstance(body, Media) and body.readable
        look = "" if not isinstance(body, Media) or not body.held else "pages" if readable else "photo"
        if not said:  # nothing of it can be shown; that it came is
            return Read(event.id, event.at, PERSON, named, self._lang, readable=readable, look=look)
        meant = self._tapped(event) if self._spoken != self._lang else ""
        shown = (meant, said) if meant and meant != said else (said, "")
        lang = self._lang if shown[1] else self._spoken
        read = Read(event.id, event.at, PERSON, shown[0], lang, shown[1], self._spoken, file=named)
        read = replace(read, readable=readable, look=look)
        return replace(read, edits=event.body.of) if isinstance(event.body, Edit) else read

    def _tapped(self, event: Event) -> str:
        """Return the label of the button that was pressed, in the reader's language."""
        ask, body = event.hints.ask, event.body
        if ask is None or not isinstance(body, Tap):
            return ""
        ids = [choice.id for choice in ask.choices]
        digits = body.choice.isascii() and body.choice.isdecimal()
        place = int(body.choice) if digits else ids.index(body.choice) if body.choice in ids else -1
        return self._translate(ask.choices[place].label) if 0 <= place < len(ids) else ""

    def _bubble(self, line: Line, bubble: Bubble, at: int) -> Read:
        ours = bubble.by == BOT and bool(bubble.said) and bubble.lang != self._lang
        text = "\n".join(self._translate(part) for part in bubble.said) if ours else bubble.text
        original = bubble.text if ours and text != bubble.text else ""
        return Read(
            bubble.id,
            at,
            bubble.by,
            text,
            self._lang if original else bubble.lang,
            original,
            bubble.lang,
            tuple(self._button(one, ours=ours) for one in bubble.buttons),
            bubble.file.name if bubble.file else "",
            look="pages" if bubble.file and bubble.file.held else "",
            reached=line.reached,
            waiting=not line.place and not line.failed,
            failed=line.failed,
        )

    def _button(self, button: Button, *, ours: bool) -> tuple[str, str]:
        label = self._translate(button.said) if ours and button.said else button.label
        return label, button.label if label != button.label else ""


def _kind(event: Event) -> Phrase | None:
    """Return what a person sent that is no text of theirs; None where their words, or its name, are all of it."""
    match event.body:
        case Voice(transcript="", held=held):
            return KINDS["heard" if held else "voice"]
        case Media(kind="photo", held=True, name=name):
            return None if name else SEEN
        case Media(kind=kind, name=name, emoji=emoji):
            return KINDS.get(kind, OTHER) if kind in PICTURES or not (name or emoji) else None
        case Place(label=""):
            return KINDS["place"]
        case Contact(name="", phone="") | Unsupported():
            return OTHER
        case _:
            return None
