"""The digits of a packet's signature: PAdES, made by pyHanko with a key that the installation keeps."""

import asyncio
from typing import NamedTuple

from asn1crypto.keys import PrivateKeyInfo
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from onboarding import packet_keys
from onboarding.config import Config
from onboarding.errors import OnboardingError
from onboarding.packets.layout import ROOM
from onboarding.signing_keys import PacketKey, refuse_ended


class Signer(NamedTuple):
    """What signs: a private key and its certificate, with those that vouch for it, all in DER."""

    key: bytes
    certificate: bytes
    chain: tuple[bytes, ...] = ()


def signer(config: Config, cohe: str) -> Signer:
    """What signs the packets of a COHE, by its place in addresses; its certificate stays known from now on.

    Raises KeyFileError, and PacketKeyError where its certificate is not valid now.
    """
    key = packet_keys.signing(config, cohe)
    refuse_ended(key)
    packet_keys.remember(config, key)
    return of(key)


def of(key: PacketKey) -> Signer:
    """The key and its certificates, as they are handed to what signs."""
    private = key.private.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    own, *chain = (each.public_bytes(Encoding.DER) for each in (key.certificate, *key.chain))
    return Signer(private, own, tuple(chain))


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
