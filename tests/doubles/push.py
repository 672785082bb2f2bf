"""A small push service of our own, over real HTTP, and browsers that subscribe to it and read what they are sent.

It is written from RFC 8030, 8188, 8291 and 8292 and knows nothing of our code: it refuses what is not signed, for
another audience, out of date or too big, and a browser opens the bytes with its own keys.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.doubles.wire import Hangup, served

HOST = "updates.push.services.mozilla.com"
DAY = 86_400
TOPIC = re.compile(r"[A-Za-z0-9_-]{1,32}")
VAPID = re.compile(r"vapid t=([\w-]+)\.([\w-]+)\.([\w-]+), ?k=([\w-]+)")


def plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@dataclass(slots=True)
class Reader:
    """A browser somewhere: its keys, and the messages that wait for it."""

    endpoint: str
    key: ec.EllipticCurvePrivateKey
    auth: bytes
    signer: str = ""  # the only key it takes messages from
    waiting: dict[str, dict[str, Any]] = field(default_factory=dict)  # by topic
    gone: bool = False

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def subscription(self) -> dict[str, Any]:
        """What a page is given, as `PushSubscription.toJSON` says it."""
        keys = {"p256dh": text(self.point), "auth": text(self.auth)}
        return {"endpoint": self.endpoint, "expirationTime": None, "keys": keys}

    def opens(self, body: bytes) -> bytes:
        """Decrypt one record of aes128gcm."""
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        theirs, cipher = body[21 : 21 + length], body[21 + length :]
        assert len(cipher) <= size
        sender = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
        secret = self.key.exchange(ec.ECDH(), sender)
        shared = HKDF(SHA256(), 32, self.auth, b"WebPush: info\0" + self.point + theirs).derive(secret)
        key = HKDF(SHA256(), 16, salt, b"Content-Encoding: aes128gcm\0").derive(shared)
        nonce = HKDF(SHA256(), 12, salt, b"Content-Encoding: nonce\0").derive(shared)
        whole = AESGCM(key).decrypt(nonce, cipher, None).rstrip(b"\0")
        assert whole.endswith(b"\x02")
        return whole[:-1]


@dataclass(slots=True)
class PushService:
    """The service's memory."""

    url: str = ""
    readers: dict[str, Reader] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)  # a status, a Retry-After; 0: the line breaks
    most: int = 4096

    def browser(self, host: str = HOST) -> Reader:
        """Somebody says yes to being told in their browser."""
        name = secrets.token_urlsafe(12)
        reader = Reader(
            f"https://{host}/wpush/v2/{name}", ec.generate_private_key(ec.SECP256R1()), secrets.token_bytes(16)
        )
        self.readers[name] = reader
        return reader

    def fail(self, status: int, after: str = "") -> None:
        """Let the next request fail."""
        self.faults.append((status, after))

    async def answer(self, request: Request) -> Response:
        """Answer one request as the real ones do."""
        body = await request.body()
        self.requests.append(request)
        self.bodies.append(body)
        if self.faults:
            status, after = self.faults.pop(0)
            return Response(status_code=status, headers={"Retry-After": after} if after else {}) if status else Hangup()
        reader = self.readers.get(request.path_params["name"])
        if reader is None:
            return Response(status_code=404)
        if reader.gone:
            return Response(status_code=410)
        if len(body) > self.most:
            return Response(status_code=413)
        if not _signed(request, reader):
            return Response(status_code=403)
        return self._keep(request, reader, body)

    def _keep(self, request: Request, reader: Reader, body: bytes) -> Response:
        headers = request.headers
        topic = headers.get("topic", "")
        right = headers.get("content-encoding") == "aes128gcm" and headers.get("ttl", "").isdigit()
        right = right and headers.get("urgency") in {"very-low", "low", "normal", "high"}
        if not right or (topic and not TOPIC.fullmatch(topic)):
            return Response(status_code=400)
        reader.waiting[topic or secrets.token_hex(4)] = json.loads(reader.opens(body))
        return Response(status_code=201, headers={"Location": f"{reader.endpoint}/m"})


def _signed(request: Request, reader: Reader) -> bool:
    """Whether a request is signed for this service and now, by whom the browser chose (RFC 8292)."""
    match = VAPID.fullmatch(request.headers.get("authorization", ""))
    if match is None:
        return False
    head, claims, signature, key = match.groups()
    half = len(plain(signature)) // 2
    parts = [int.from_bytes(plain(signature)[at : at + half], "big") for at in (0, half)]
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), plain(key))
    try:
        public.verify(encode_dss_signature(*parts), f"{head}.{claims}".encode(), ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    said, now = json.loads(plain(claims)), time.time()
    timely = now < said["exp"] <= now + DAY
    audience = said["aud"] == f"https://{request.headers['host']}"
    subject = str(said.get("sub", "")).startswith(("mailto:", "https:"))
    algorithm = json.loads(plain(head)).get("alg") == "ES256"
    return timely and audience and subject and algorithm and (not reader.signer or reader.signer == key)


@asynccontextmanager
async def push_service(now: Callable[[], float] = time.time) -> AsyncIterator[PushService]:
    """Serve on a free port for the length of a block."""
    double = PushService()
    async with served([Route("/wpush/v2/{name}", double.answer, methods=["POST"])], now) as url:
        double.url = url
        yield double
