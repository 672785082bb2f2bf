"""What can keep a document from being drawn, by name, so that a caller can say it plainly.

No error carries a word of the person: only names of alphabets and places in a list.
"""

from __future__ import annotations


class RenderError(Exception):
    """A document could not be drawn."""


class NoFontError(RenderError):
    """The document holds letters of alphabets we have no font for. `scripts` are their names: georgian, cjk, ..."""

    def __init__(self, scripts: frozenset[str]) -> None:
        self.scripts = scripts
        super().__init__(f"no font for: {', '.join(sorted(scripts))}")

    def __reduce__(self) -> tuple[type[NoFontError], tuple[frozenset[str]]]:
        """Let it pass from one process to another."""
        return NoFontError, (self.scripts,)


class TooLongError(RenderError):
    """The document does not fit on its page. `experiences` are the places of those to leave out, oldest first.

    Without them it fits; when even that is not enough, all of them are named.
    """

    def __init__(self, experiences: tuple[int, ...]) -> None:
        self.experiences = experiences
        super().__init__(f"more than one page; {len(experiences)} experiences overflow")

    def __reduce__(self) -> tuple[type[TooLongError], tuple[tuple[int, ...]]]:
        """Let it pass from one process to another."""
        return TooLongError, (self.experiences,)
