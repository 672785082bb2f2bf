"""What a line of a journey comes to where platforms carry less than the terminal: one place for all of it.

A line is changed for everybody, the page too, so that what is compared is the same conversation. What each platform
alone says in another way (a tap on a key that sends its label, a sticker without its emoji) is said by its screen.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from PIL import Image

from bot.channels.base import Bubble
from bot.channels.terminal.parse import EVERYWHERE
from flows.words import Words

# How somebody comes in where nothing is opened.
HELLO = {"fr": "bonjour", "en": "hello", "ar": "مرحبا", "uk": "привіт"}
PAGES = 9  # of a menu that are looked through
Said = Mapping[str, object]


def everywhere(said: Said, words: Words, shown: Sequence[Bubble], *, known: bool, named: bool) -> Iterator[Said]:
    """Yield the lines that are said instead, one after the other as `shown` grows; mostly the line itself.

    `known`: whether the person was here before. `named`: whether the questions have names, as those of a release have.
    """
    press = str(said.get("press", ""))
    match said:
        case {"wait": _}:
            yield said
        case _ if not known and str(said.get("text", "/")).startswith("/"):
            yield {"open": words.lang}  # a first sticker tells no language, and WhatsApp none of the app
        case {"voice": _, "transcript": str(heard)} if heard:
            yield {"voice": said["voice"], **{key: said[key] for key in ("id",) if key in said}}
            yield {"text": heard}  # nobody can hear it: only the terminal has a transcript
        case {"lang": str(wanted)}:
            yield {"text": words.languages[wanted][0]}  # the selector stands on the page, outside the conversation
        case {"press": str()} if press in EVERYWHERE and press not in _on_screen(shown):
            yield {"text": words.commands[press][0]}  # no button says it, and its word works everywhere
        case {"press_old": str(wanted)} if "choice" not in said:
            yield from _change(wanted, words, shown) if named else ()
        case _:
            yield said


def _change(wanted: str, words: Words, shown: Sequence[Bubble]) -> Iterator[Said]:
    """Yield how an answer is changed where no sign stands beside it: by the word, then from the list of answers."""
    asked = next((b.question for b in reversed(shown) if b.question and wanted in {b.question, b.topic}), "")
    yield {"text": words.commands["change"][0]}
    for _ in range(PAGES):
        if f"q:{asked}" in _on_screen(shown) or "more" not in _on_screen(shown):
            break
        yield {"press": "more"}
    if f"q:{asked}" in _on_screen(shown):
        yield {"press": f"q:{asked}"}


def _on_screen(shown: Sequence[Bubble]) -> frozenset[str]:
    """Return the ids of the buttons of the last bubble that has any."""
    return frozenset(next(([b.id for b in one.buttons] for one in reversed(shown) if one.buttons), ()))


def at_hand(said: Said, folder: Path) -> Said:
    """Return the line with a file that can be sent: what is only a name becomes a scan of that name, or a photo."""
    kind = next((kind for kind in ("file", "photo") if kind in said), "")
    name = str(said.get(kind, ""))
    if not name or Path(name).is_file():
        return said
    path = folder / name.rsplit("/", 1)[-1]
    path.write_bytes(scan("PDF" if kind == "file" else "JPEG"))
    return {**said, kind: str(path)}


def scan(form: str = "PDF") -> bytes:
    """Return a PDF with a picture in it and not one letter, or the picture alone."""
    out = io.BytesIO()
    Image.new("L", (60, 90), 200).save(out, form)
    return out.getvalue()
