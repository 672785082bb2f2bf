"""A letter as plain text, to be pasted into a form or a message."""

from __future__ import annotations

from flows.documents import Letter
from flows.model import Phrase, Translate


def render(document: Letter, t: Translate) -> bytes:
    """The letter in UTF-8, one blank line between its parts."""
    return ("\n\n".join(parts(document, t)) + "\n").encode()


def parts(letter: Letter, t: Translate) -> list[str]:
    """The letter from top to bottom: who writes, to whom, the greeting, the paragraphs, the end."""
    contact = " | ".join(text for text in (letter.phone, letter.email, letter.town) if text)
    head = "\n".join(text for text in (letter.name, contact) if text)
    to = t(Phrase("letter.to", {"employer": letter.employer})) if letter.employer else ""
    said = [" ".join(t(line.phrase) for line in block) for block in letter.blocks]
    end = "\n".join(text for text in (t(Phrase("letter.close")), letter.name) if text)
    return [text for text in (head, to, t(Phrase("letter.greeting")), *said, end) if text]
