"""The digits of a packet's signature: PAdES, made by pyHanko with a key that the installation keeps."""

import asyncio
from typing import NamedTuple

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate

from onboarding.errors import OnboardingError
from onboarding.packets.layout import ROOM


class Signer(NamedTuple):
    """What signs: a private key and its certificate, with those that vouch for it, all in DER."""

    key: bytes
    certificate: bytes
    chain: tuple[bytes, ...] = ()


class SigningError(OnboardingError):
    """There is no signature, and why."""


def signed(signer: Signer, digest: bytes) -> bytes:
    """The signature of a SHA-256, as CMS in DER. Raises SigningError where it has no room in a packet."""
    from pyhanko.sign.signers import SimpleSigner
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # it ships no type of this
    store.register_multiple([Certificate.load(each) for each in signer.chain])
    made = SimpleSigner(
        Certificate.load(signer.certificate), PrivateKeyInfo.load(signer.key), cert_registry=store, embed_roots=False
    )
    cms = asyncio.run(made.async_sign(digest, "sha256", use_pades=True)).dump()
    if len(cms) > ROOM:
        raise SigningError(
            f"The signature takes {len(cms)} bytes, and a packet has room for {ROOM}: use a key of less."
        )
    return bytes(cms)
