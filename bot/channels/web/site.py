"""What the web chat is told when it starts: where it lives, what it may use, how fast people may write.

The clock and the source of secrets enter here and nowhere else, so that a test can move the one and repeat
the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from flows.content import Host
from flows.model import Translate


@dataclass(frozen=True, slots=True)
class Site:
    """The settings of the web chat. `public` is its origin ("https://cv.example.org"), "" on this machine alone.

    `languages` are the codes offered, the first one being the default. `fresh` gives 256 random bits as 43
    characters of base64url. `clock` counts seconds; only differences are used.
    """

    translator: Callable[[str], Translate]
    direction: Callable[[str], str]
    languages: Sequence[str]
    fresh: Callable[[], str]
    clock: Callable[[], float]
    public: str = ""
    hears: bool = False  # somebody hears voice notes: the page records them
    voices: Sequence[str] = ()  # the languages that are read aloud
    host: Host = field(default_factory=Host)  # who answers for it: the pages beside the chat say so
    messages_a_minute: int = 20  # a person
    chats_a_minute: int = 5  # an address of the network
