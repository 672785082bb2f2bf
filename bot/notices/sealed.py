"""What web push is made of: a message only the browser can read (RFC 8291), and a word that says who sends (RFC 8292).

Sixty lines on `cryptography`, which is here anyway: the libraries that do it bring a second HTTP client each
(docs/decisions/notices.md). The tests hold it to the example of RFC 8291 and to a push service that checks.
"""

from __future__ import annotations

import base64
import json
import secrets
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE: Final = ec.SECP256R1()
SCALAR: Final = 32  # bytes of a private key, and of each half of a signature
POINT: Final = 65  # bytes of a public key, uncompressed
AUTH: Final = 16
SALT: Final = 16
RECORD: Final = 4096
PADDED: Final = 96  # bytes of a message with its end: all are as long, so their length says nothing
LAST: Final = b"\x02"  # the end of the last record (RFC 8188, 2)


def fresh() -> bytes:
    """Return a new private key."""
    return ec.generate_private_key(CURVE).private_numbers().private_value.to_bytes(SCALAR, "big")


def public(private: bytes) -> bytes:
    """Return the public key of a private one."""
    return _point(_key(private).public_key())


def sealed(said: bytes, browser: bytes, auth: bytes, *, salt: bytes = b"", private: bytes = b"") -> bytes:
    """Return a message for the browser of this public key, as one record of aes128gcm. Raises `ValueError`.

    `salt` and `private` are drawn for each message, but for a test.
    """
    own, salt = _key(private or fresh()), salt or secrets.token_bytes(SALT)
    point = _point(own.public_key())
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, browser)
    shared = _derived(own.exchange(ec.ECDH(), theirs), auth, b"WebPush: info\0" + browser + point, SCALAR)
    key = _derived(shared, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(shared, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes((len(point),)) + point
    return head + AESGCM(key).encrypt(nonce, said + LAST, None)


def padded(said: bytes) -> bytes:
    """Return a message of JSON as long as every other: blanks mean nothing there."""
    return said.ljust(PADDED)


def authorization(private: bytes, audience: str, subject: str, until: int) -> str:
    """Return the header that says who sends. `until`: seconds since 1970, a day ahead at most; `subject`: a contact."""
    claims = {"aud": audience, "exp": until, **({"sub": subject} if subject else {})}
    signed = ".".join(coded(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "ES256"}, claims))
    halves = decode_dss_signature(_key(private).sign(signed.encode(), ec.ECDSA(SHA256())))
    signature = b"".join(half.to_bytes(SCALAR, "big") for half in halves)
    return f"vapid t={signed}.{coded(signature)}, k={coded(public(private))}"


def coded(data: bytes) -> str:
    """Return bytes as base64url without padding."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def decoded(text: str) -> bytes:
    """Return the bytes of base64url, padded or not. Raises `ValueError`."""
    plain = text.rstrip("=")
    return base64.b64decode(plain + "=" * (-len(plain) % 4), altchars=b"-_", validate=True)


def is_point(data: bytes) -> bool:
    """Whether this is a public key of the curve."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, data)
    except ValueError:
        return False
    return len(data) == POINT


def _key(private: bytes) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(private, "big"), CURVE)


def _point(key: ec.EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
