"""Web push as a way to the staff: a browser is told to show a fixed sentence it has already, and nothing else.

A browser names the address it is to be told at, so the address is not believed: https alone, a push service we know or
the operator named, and a host that is on the public internet. The address that was looked at is the one that is
connected to, so that a name cannot mean another place a moment later. What travels is the kind of the notice and a
language, sealed for the browser; several that wait at the service become one (`Topic`).
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any, Final
from urllib.parse import urlsplit

import httpx2

from bot.notices.base import GoneError, LaterError, Notice, NotifyError, Ours, RejectedError, freely
from bot.notices.sealed import AUTH, authorization, coded, decoded, is_point, padded, public, sealed
from bot.parts import Now

NAME: Final = "push"
# Where browsers are told: Chrome and what is made of it, Firefox, Safari; Edge by its ending.
SERVICES: Final = frozenset({"fcm.googleapis.com", "updates.push.services.mozilla.com", "web.push.apple.com"})
ENDINGS: Final = (".notify.windows.com",)
TOPIC: Final = "waiting"  # at most 32 characters (RFC 8030, 5.4)
TTL: Final = 60 * 60  # seconds a phone may be off: later, somebody else looked
SIGNED: Final = 12 * 60 * 60  # seconds a signature is good for; a day at most (RFC 8292, 2)
TIMEOUT: Final = httpx2.Timeout(20.0, connect=10.0)
PORT: Final = 443
LONGEST: Final = 2_000  # characters of an address, and of all a browser names
AGAIN_MOST: Final = 24 * 60 * 60  # seconds a service may ask us to wait
TAKEN: Final = frozenset({200, 201, 202, 204})
GONE: Final = frozenset({404, 410})
BUSY: Final = 429
TROUBLE: Final = 500
DIGITS: Final = re.compile(r"\d{1,9}", re.ASCII)
# Parts of the IPv6 space that lead to addresses of the old one, a private one too (RFC 3056, 4380, 6052).
NESTED: Final = ("2002:", "2001:0:", "64:ff9b:")

Resolve = Callable[[str], Awaitable[Sequence[str]]]
Key = Callable[[], Awaitable[bytes]]


class AddressError(ValueError):
    """What a browser named is not an address we send to."""


@dataclass(frozen=True, slots=True)
class Browser:
    """Where a browser is told, and the keys only it can open."""

    endpoint: str
    point: bytes
    auth: bytes

    @property
    def kept(self) -> str:
        """Return it as it is kept."""
        return json.dumps({"endpoint": self.endpoint, "keys": {"p256dh": coded(self.point), "auth": coded(self.auth)}})


def browser(said: Any, more: Sequence[str] = ()) -> Browser:  # noqa: ANN401 - what a browser sent, whatever it is
    """Return the browser of a subscription in the browser's own form. `more`: hosts the operator named.

    Raises `AddressError`.
    """
    keys = said.get("keys") if isinstance(said, dict) else None
    endpoint = said.get("endpoint") if isinstance(said, dict) else None
    if not isinstance(endpoint, str) or not isinstance(keys, dict) or not known(endpoint, more):
        raise AddressError("endpoint")
    try:
        point, auth = decoded(str(keys.get("p256dh"))), decoded(str(keys.get("auth")))
    except ValueError:
        raise AddressError("keys") from None
    if not is_point(point) or len(auth) != AUTH:
        raise AddressError("keys")
    return Browser(endpoint, point, auth)


def known(endpoint: str, more: Sequence[str] = ()) -> bool:
    """Whether this is an address of a push service we send to."""
    if len(endpoint) > LONGEST or not endpoint.isascii() or any(char <= " " for char in endpoint) or "\\" in endpoint:
        return False
    try:
        parts = urlsplit(endpoint)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.scheme != "https" or port not in {None, PORT} or parts.username is not None or parts.fragment:
        return False
    return host in SERVICES or host in more or host.endswith(ENDINGS)


async def resolved(host: str) -> Sequence[str]:
    """Return the addresses of a host. Raises `OSError`."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, PORT, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


def is_public(address: str) -> bool:
    """Whether an address is on the public internet: not this machine, not its network, not a way round to either."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address)
    except ValueError:
        return False
    inner = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    found = inner or found
    return found.is_global and not found.is_multicast and not found.compressed.startswith(NESTED)


class Pusher:
    """Follows `bot.notices.base.Notifier`; an address is a browser, as it is kept."""

    name = NAME

    def __init__(
        self,
        key: Key,
        subject: str,
        now: Now,
        more: Sequence[str] = (),
        resolve: Resolve = resolved,
        http: httpx2.AsyncClient | None = None,
    ) -> None:
        self._key = key
        self._subject = subject
        self._now = now
        self._more = tuple(more)
        self._resolve = resolve
        self._http = http or httpx2.AsyncClient(timeout=TIMEOUT, follow_redirects=False)

    async def close(self) -> None:
        """End the connections."""
        await self._http.aclose()

    def browser(self, said: Any) -> Browser:  # noqa: ANN401 - what a browser sent
        """Return the browser of a subscription. Raises `AddressError`."""
        return browser(said, self._more)

    async def public(self) -> str:
        """Return what a browser subscribes with."""
        return coded(public(await self._key()))

    async def notify(self, to: str, notice: Notice, ours: Ours = freely) -> None:
        """Send it. Raises a `NotifyError`."""
        try:
            place = self.browser(json.loads(to))
            url = httpx2.URL(place.endpoint)
        except (ValueError, RecursionError, httpx2.InvalidURL):
            failure: NotifyError | None = GoneError()
        else:
            failure = await self._send(url, place, notice, ours)
        if failure is not None:
            raise failure  # out here: the address does not hang on it

    async def _send(self, url: httpx2.URL, place: Browser, notice: Notice, ours: Ours) -> NotifyError | None:
        try:
            addresses = await self._resolve(url.host)
        except OSError:
            return LaterError(reason="network")
        if not addresses or not all(map(is_public, addresses)):
            return RejectedError("not a public address")
        said = json.dumps({"kind": notice.kind.value, "lang": notice.lang}).encode()
        body = sealed(padded(said), place.point, place.auth)
        headers = {"Host": url.host, **await self._headers(f"https://{url.host}")}
        ours()
        there = url.copy_with(host=addresses[0])  # the one that was looked at; TLS asks for the name all the same
        try:
            named = {"sni_hostname": url.host}
            async with self._http.stream("POST", there, content=body, headers=headers, extensions=named) as answer:
                return outcome(answer.status_code, answer.headers.get("retry-after", ""))
        except httpx2.TimeoutException:
            return LaterError(reason="slow")
        except httpx2.HTTPError:
            return LaterError(reason="network")

    async def _headers(self, audience: str) -> dict[str, str]:
        until = self._now() // 1000 + SIGNED
        return {
            "Authorization": authorization(await self._key(), audience, self._subject, until),
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(TTL),
            "Urgency": "high",
            "Topic": TOPIC,
        }


def outcome(status: int, after: str) -> NotifyError | None:
    """Return what an answer of a push service means (RFC 8030, 5 to 7.3)."""
    if status in TAKEN:
        return None
    if status in GONE:
        return GoneError()
    if status == BUSY or status >= TROUBLE:
        seconds = int(after) if DIGITS.fullmatch(after) else 0  # a date, which it may be as well, is not worth reading
        return LaterError(min(seconds, AGAIN_MOST), f"answer {status}")
    return RejectedError(f"answer {status}")
