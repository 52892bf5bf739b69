"""What a browser is asked for a passkey, and whether its answer proves anything: the only caller of `webauthn`.

Nothing is stored here. Whose a passkey is, and what is done with a proof, `passkeys.py` knows.
"""

import hashlib
import json
import logging
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

import webauthn
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, options_to_json_dict
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from onboarding.models.account import User
from onboarding.models.passkey import Passkey

log = logging.getLogger("onboarding.passkeys")
Proof = TypeVar("Proof")
LONGEST = 16_000  # characters of an answer; real ones have one to three thousand
TIME_TO_ANSWER = 120_000  # milliseconds that the browser is asked to wait for a person
ALGORITHMS = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]
TRANSPORTS = {each.value for each in AuthenticatorTransport}
# The password was given before: a security key without a PIN is enough. Devices that can ask for a finger do.
VERIFIED = UserVerificationRequirement.PREFERRED


class Party(NamedTuple):
    """For whom passkeys are made: the name of our host, and the origin at which browsers see us."""

    id: str
    origin: str


class Made(NamedTuple):
    """What is kept of a new passkey."""

    credential_id: str
    public_key: str
    sign_count: int
    transports: list[str]


class UnprovenError(Exception):
    """The answer proves nothing: it is malformed, for somebody else, or not signed by the key."""


def handle(user: User) -> bytes:
    """How authenticators know the account: always the same, and nobody reads an address or a name in it."""
    return hashlib.sha256(f"passkeys of account {user.id}".encode()).digest()


def to_make(party: Party, user: User, challenge: bytes, known: Iterable[Passkey]) -> dict[str, Any]:
    """What the browser is to make a passkey by. A device that has one of the `known` makes no second one."""
    options = webauthn.generate_registration_options(
        rp_id=party.id,
        rp_name="HSC onboarding",
        user_id=handle(user),
        user_name=user.email,
        user_display_name=user.name,
        challenge=challenge,
        timeout=TIME_TO_ANSWER,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED, user_verification=VERIFIED
        ),
        exclude_credentials=_described(known),
        supported_pub_key_algs=ALGORITHMS,
    )
    return options_to_json_dict(options)


def to_use(party: Party, challenge: bytes, known: Iterable[Passkey]) -> dict[str, Any]:
    """What the browser is to sign, and with which passkeys it may."""
    options = webauthn.generate_authentication_options(
        rp_id=party.id,
        challenge=challenge,
        timeout=TIME_TO_ANSWER,
        allow_credentials=_described(known),
        user_verification=VERIFIED,
    )
    return options_to_json_dict(options)


def made(party: Party, challenge: bytes, answer: str) -> Made:
    """The passkey that the browser made. Raises UnprovenError."""
    found = _proven(
        lambda: webauthn.verify_registration_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            supported_pub_key_algs=ALGORITHMS,
        )
    )
    transports = _part(_read(answer), "response", "transports")
    return Made(
        bytes_to_base64url(found.credential_id),
        bytes_to_base64url(found.credential_public_key),
        found.sign_count,
        sorted({each for each in transports if isinstance(each, str)} & TRANSPORTS)
        if isinstance(transports, list)
        else [],
    )


def used(party: Party, user: User, passkey: Passkey, challenge: bytes, answer: str) -> int:
    """The counter that the passkey signed. Raises UnprovenError.

    Whether it went back is for who calls this: the library looks at it before it looks at the signature, so that
    anybody could raise an alarm with a number that nobody signed.
    """
    theirs = _part(_read(answer), "response", "userHandle")
    if theirs not in (None, "", bytes_to_base64url(handle(user))):
        raise UnprovenError("another account's")
    found = _proven(
        lambda: webauthn.verify_authentication_response(
            credential=_read(answer),
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=0,
        )
    )
    return found.new_sign_count


def credential_of(answer: str) -> str:
    """Which passkey an answer says it is from. Raises UnprovenError where it names none."""
    id = _read(answer).get("id")
    if not isinstance(id, str):
        raise UnprovenError("no passkey named")
    return id


def _read(answer: str) -> dict[str, Any]:
    try:
        read = json.loads(answer) if len(answer) <= LONGEST else None
    except (ValueError, RecursionError):
        read = None
    if not isinstance(read, dict):
        raise UnprovenError("no answer of a browser")
    return read


def _part(read: dict[str, Any], *path: str) -> Any:
    found: Any = read
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _proven(verify: Callable[[], Proof]) -> Proof:
    try:
        return verify()
    except Exception as error:  # a stranger's bytes: the library lets through whatever its parsers raise
        log.info("an answer for a passkey proves nothing: %s", type(error).__name__)
        raise UnprovenError(type(error).__name__) from error


def _described(known: Iterable[Passkey]) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(each.credential_id),
            transports=[AuthenticatorTransport(name) for name in each.transports if name in TRANSPORTS] or None,
        )
        for each in known
    ]
