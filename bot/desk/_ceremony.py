"""What the passkey library says and checks, in our words. Loaded when the first passkey is made or used.

User verification is required: a passkey stands for two factors, the device and a finger, a face or a code. It is
discoverable: nobody types a name. No attestation is asked for: which make of key somebody holds is not our business.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import webauthn
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bot.store.staff import Account, Passkey

# What malformed bytes make the library raise besides its own errors: it reads CBOR, DER and base64 of the browser's.
_BROKEN: Final = (WebAuthnException, ValueError, LookupError, TypeError, AttributeError, ArithmeticError)


class PasskeyError(Exception):
    """What the browser sent is not what was asked for."""


@dataclass(frozen=True, slots=True)
class Party:
    """For whom a passkey is: the name of the host, and from which pages it is used."""

    name: str
    origins: Sequence[str]


def to_make(party: Party, account: Account, known: Sequence[Passkey], challenge: bytes) -> str:
    """Return what a browser is asked to make a passkey, as JSON."""
    options = webauthn.generate_registration_options(
        rp_id=party.name,
        rp_name="Atout",
        user_id=account.id.encode(),
        user_name=account.name,
        challenge=challenge,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=one.credential) for one in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.REQUIRED
        ),
    )
    return webauthn.options_to_json(options)


def made(party: Party, account: str, said: dict[str, Any], challenge: bytes, at: int) -> Passkey:
    """Return the passkey a browser made. Raises `PasskeyError`."""
    try:
        found = webauthn.verify_registration_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=party.name,
            expected_origin=list(party.origins),
            require_user_verification=True,
        )
    except _BROKEN as error:
        raise PasskeyError from error
    return Passkey(account, found.credential_id, found.credential_public_key, found.sign_count, at)


def to_use(party: Party, challenge: bytes) -> str:
    """Return what a browser is asked to sign in with any passkey it has for us, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=party.name, challenge=challenge, user_verification=UserVerificationRequirement.REQUIRED
    )
    return webauthn.options_to_json(options)


def credential_in(said: dict[str, Any]) -> bytes:
    """Return what the browser calls the passkey it used. Raises `PasskeyError`."""
    try:
        return base64url_to_bytes(said["rawId"])
    except _BROKEN as error:
        raise PasskeyError from error


def used(party: Party, passkey: Passkey, said: dict[str, Any], challenge: bytes) -> int:
    """Return how often the passkey says that it signed. Raises `PasskeyError`."""
    try:
        found = webauthn.verify_authentication_response(
            credential=said,
            expected_challenge=challenge,
            expected_rp_id=party.name,
            expected_origin=list(party.origins),
            credential_public_key=passkey.public,
            credential_current_sign_count=passkey.count,
            require_user_verification=True,
        )
    except _BROKEN as error:
        raise PasskeyError from error
    return found.new_sign_count
