"""A key that signs packets and its certificate: made, or read from what a certificate authority sent."""

from datetime import timedelta
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from onboarding import clock
from onboarding.errors import OnboardingError

VALID = timedelta(days=3650)
FEWEST_BITS = 2048  # of an RSA key
MARK = b"-----BEGIN "
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


class PacketKeyError(OnboardingError):
    """What was given cannot sign packets, and why."""


class PacketKey(NamedTuple):
    """What signs: the key, its certificate, and those that vouch for it."""

    private: PrivateKey
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate."""
        return fingerprint(self.certificate)

    @property
    def holder(self) -> str:
        """Whom the certificate names."""
        return holder(self.certificate)


def made(name: str) -> PacketKey:
    """A new key (EC, P-256), with a certificate that it signs itself."""
    private = ec.generate_private_key(ec.SECP256R1())
    subject, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])]), clock.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_USAGE, critical=True)
        .sign(private, hashes.SHA256())
    )
    return PacketKey(private, certificate)


_USAGE = x509.KeyUsage(
    digital_signature=True,
    content_commitment=True,
    key_encipherment=False,
    data_encipherment=False,
    key_agreement=False,
    key_cert_sign=False,
    crl_sign=False,
    encipher_only=False,
    decipher_only=False,
)


def parsed(content: bytes, passphrase: str | None = None) -> PacketKey:
    """A key and its certificates, of PEM or PKCS#12. Raises PacketKeyError where they cannot sign packets."""
    secret = passphrase.encode() if passphrase else None
    try:
        private, found = (_of_pem if MARK in content else _of_pkcs12)(content, secret)
    except (ValueError, TypeError) as error:
        raise PacketKeyError(
            "There is no key with its certificate that can be read. Give one file in PEM with both, or PKCS#12 (.p12, "
            ".pfx), and its passphrase if it has one."
        ) from error
    if not isinstance(private, PrivateKey):
        raise PacketKeyError("The key is neither EC nor RSA. Give one of those.")
    return _fitting(private, found)


def _of_pem(content: bytes, secret: bytes | None) -> tuple[object, list[x509.Certificate]]:
    return load_pem_private_key(content, secret), x509.load_pem_x509_certificates(content)


def _of_pkcs12(content: bytes, secret: bytes | None) -> tuple[object, list[x509.Certificate]]:
    held = pkcs12.load_pkcs12(content, secret)
    return held.key, [each.certificate for each in (held.cert, *held.additional_certs) if each is not None]


def _fitting(private: PrivateKey, found: list[x509.Certificate]) -> PacketKey:
    """The key with the certificate that is its own."""
    own = next((each for each in found if each.public_key() == private.public_key()), None)
    if own is None:
        raise PacketKeyError("None of the certificates is that of the key. Give the key and its own certificate.")
    if isinstance(private, rsa.RSAPrivateKey) and private.key_size < FEWEST_BITS:
        raise PacketKeyError(f"The RSA key has {private.key_size} bits, and needs {FEWEST_BITS} or more.")
    if not _for_signatures(own):
        raise PacketKeyError("The certificate is not one for signatures. Ask for one whose key usage allows them.")
    return PacketKey(private, own, tuple(each for each in found if each != own))


def _for_signatures(certificate: x509.Certificate) -> bool:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment


def refuse_ended(key: PacketKey) -> None:
    """Raises PacketKeyError where the certificate is not valid now."""
    begins, ends = key.certificate.not_valid_before_utc, key.certificate.not_valid_after_utc
    if not begins <= clock.now() < ends:
        raise PacketKeyError(
            f"The certificate of {key.holder} is valid from {begins:%Y-%m-%d} to {ends:%Y-%m-%d}, and not now. Put in "
            "another: `flask packets use-key`, or `flask packets new-key`."
        )


def written(key: PacketKey) -> str:
    """The key and its certificates as they are kept."""
    private = key.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private.decode() + certificates(key)


def certificates(key: PacketKey) -> str:
    """Its certificate and those that vouch for it, as PEM."""
    return "".join(map(pem, (key.certificate, *key.chain)))


def pem(certificate: x509.Certificate) -> str:
    """A certificate as it is handed on."""
    return certificate.public_bytes(Encoding.PEM).decode()


def fingerprint(certificate: x509.Certificate) -> str:
    """The SHA-256 of a certificate."""
    return certificate.fingerprint(hashes.SHA256()).hex()


def holder(certificate: x509.Certificate) -> str:
    """Whom a certificate names."""
    names = [*certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME), *certificate.subject]
    return str(names[0].value) if names else "nobody"
