"""The public address of an installation: which ones can carry a page, and how browsers write its origin."""

from __future__ import annotations

from urllib.parse import urlsplit

LOOPBACK = frozenset({"127.0.0.1", "localhost", "[::1]"})
FORM = "ATOUT_PUBLIC_URL takes an address that begins with https:// (http:// on this machine alone)"
DEFAULT_PORTS = {"http": ":80", "https": ":443"}


class PublicUrlError(ValueError):
    """The public address cannot carry a page; the message says which can."""

    def __init__(self) -> None:
        super().__init__(FORM)


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
