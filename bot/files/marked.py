"""Words out of a page of XML as it comes, a paragraph a line; what a tag means is said by who reads its kind of file.

XML that defines words of its own (a DTD) is refused, for that is how a small file becomes a large one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final
from xml.parsers import expat

from bot.files import found

BULLET: Final = "• "  # an item of a list: its sign is drawn by the program, and is nowhere in the text


class Marked:
    """Gathers the words of a page of XML."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._opened
        self._parser.EndElementHandler = self._closed
        self._parser.CharacterDataHandler = self._said
        self._parser.StartDoctypeDeclHandler = _refuse
        self._found: list[str] = []
        self._length = 0
        self._aside = 0  # how deep in what is not to be read

    def read(self, chunks: Iterator[bytes]) -> str:
        """Return the words, up to as many as are wanted."""
        for chunk in chunks:
            self._parser.Parse(chunk, False)  # noqa: FBT003 - expat's own order
            if self._length > found.TEXT_MOST:
                return "".join(self._found)
        self._parser.Parse(b"", True)  # noqa: FBT003
        return "".join(self._found)

    def skips(self, _space: str, _tag: str) -> bool:
        """Whether what is inside a tag is not to be read."""
        return False

    def begin(self, space: str, tag: str, about: Mapping[str, str]) -> str:
        """Return what a tag stands for where it begins."""
        raise NotImplementedError

    def end(self, space: str, tag: str) -> str:
        """Return what a tag stands for where it ends."""
        raise NotImplementedError

    def heard(self) -> bool:
        """Whether what is said here is words of the page."""
        raise NotImplementedError

    def _opened(self, name: str, about: Mapping[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        if self._aside or self.skips(space, tag):
            self._aside += 1
        else:
            self._add(self.begin(space, tag, about))

    def _closed(self, name: str) -> None:
        space, _, tag = name.rpartition(" ")
        if self._aside:
            self._aside -= 1
        else:
            self._add(self.end(space, tag))

    def _said(self, words: str) -> None:
        if not self._aside and self.heard():
            self._add(words)

    def _add(self, words: str) -> None:
        self._length += len(words)
        self._found.append(words)


def _refuse(*_about: object) -> None:
    raise found.UnreadableError(found.STRANGE)
