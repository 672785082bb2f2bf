"""What the web chat is told when it starts: where it lives, what it may use, how fast people may write.

The clock and the source of secrets enter here and nowhere else, so that a test can move the one and repeat
the other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flows.model import Translate

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
FORM = "ATOUT_PUBLIC_URL takes an address that begins with https:// (http:// on this machine alone)"
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class PublicUrlError(ValueError):
    """The public address cannot carry the chat; the message says which can."""

    def __init__(self) -> None:
        super().__init__(FORM)


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
    messages_a_minute: int = 20  # a person
    chats_a_minute: int = 5  # an address of the network


def origin(url: str) -> str:
    """The origin of a public address, as browsers write it. Raises `PublicUrlError`."""
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        raise PublicUrlError from None
    if parts.scheme not in DEFAULT_PORTS or not parts.hostname:
        raise PublicUrlError
    host = parts.netloc.lower().rpartition("@")[2].removesuffix(DEFAULT_PORTS[parts.scheme])
    if parts.scheme == "http" and name(host) not in LOOPBACK:
        raise PublicUrlError
    return f"{parts.scheme}://{host}"


def name(host: str) -> str:
    """The name in a Host header, without its port."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
