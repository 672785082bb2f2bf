"""A letter as plain text, to be pasted into a form or a message. It holds nothing that is not seen, as a CV's."""

from __future__ import annotations

from flows.documents import Letter
from flows.model import Phrase, Translate
from renderers.words import plain


def render(document: Letter, t: Translate) -> bytes:
    """The letter in UTF-8, one blank line between its parts."""
    return ("\n\n".join(parts(document, t)) + "\n").encode()


def parts(letter: Letter, t: Translate) -> list[str]:
    """The letter from top to bottom: who writes, to whom, the greeting, the paragraphs, the end."""
    name, contact = plain(letter.name), " | ".join(filter(None, map(plain, (letter.phone, letter.email, letter.town))))
    head = "\n".join(filter(None, (name, contact)))
    to = plain(t(Phrase("letter.to", {"employer": letter.employer}))) if plain(letter.employer) else ""
    said = [plain(" ".join(t(line.phrase) for line in block)) for block in letter.blocks]
    end = "\n".join(filter(None, (plain(t(Phrase("letter.close"))), name)))
    return [text for text in (head, to, plain(t(Phrase("letter.greeting"))), *said, end) if text]
