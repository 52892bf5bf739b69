"""Whether the signature of a packet holds, and with which certificate: by pyHanko."""

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import Any, NamedTuple

from asn1crypto import cms, x509

from onboarding.packets.compared import ADDED, SIGNATURE, Fault


class Certificate(NamedTuple):
    """A certificate: the SHA-256 of its DER, whom it names, and until when it is valid."""

    fingerprint: str
    subject: str
    ends_on: str


class Verified(NamedTuple):
    """What was found of a signature. `others`: the fingerprints of the certificates that came along with its own."""

    certificate: Certificate | None
    others: list[str]
    faults: list[Fault]


def verified(pdf: bytes) -> Verified:
    """The signature of this file, against all of it."""
    from pyhanko.pdf_utils.misc import PdfReadError
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        found = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if len(found) != 1:
            return Verified(None, [], [Fault(SIGNATURE, f"there are {len(found)}, and a packet has one")])
        certificate, others = certificates(found[0].signed_data)
        return Verified(certificate, others, list(_faults(found[0])))
    # What a hostile file makes pyHanko or asn1crypto stumble over is no signature either.
    except (PdfReadError, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError) as error:
        return Verified(None, [], [Fault(SIGNATURE, f"cannot be read ({type(error).__name__})")])


def _faults(found: Any) -> Iterator[Fault]:
    from pyhanko.sign.diff_analysis import SuspiciousModification
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    found.compute_integrity_info()
    if found.md_algorithm != "sha256" or found.docmdp_level is not MDPPerm.NO_CHANGES:
        yield Fault(SIGNATURE, "is of another kind than a packet's")
        return
    intact, valid = validate_sig_integrity(found.signer_info, found.signer_cert, "data", found.compute_digest())
    if not intact or not valid:
        yield Fault(SIGNATURE, "is not one of this file")
    if found.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        changed = isinstance(found.diff_result, SuspiciousModification)
        yield Fault(ADDED, "what was added changes the packet" if changed else "what was added changes nothing to see")


def as_made(digits: bytes) -> bool:
    """Whether a signature is written as ours are: what it says beside what is signed follows from that."""
    try:
        data = cms.ContentInfo.load(digits, strict=True)["content"]
        (info,) = data["signer_infos"]
        signer = _signer(data)
        sid = {"issuer": signer.issuer, "serial_number": signer.serial_number}
        algorithm = info["signature_algorithm"]["algorithm"].native
        again = cms.ContentInfo(
            {
                "content_type": "signed_data",
                "content": {
                    "version": "v1",
                    "digest_algorithms": [{"algorithm": "sha256"}],
                    "encap_content_info": {"content_type": "data"},
                    "certificates": [x509.Certificate.load(each.chosen.dump()) for each in data["certificates"]],
                    "signer_infos": [
                        {
                            "version": "v1",
                            "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
                            "digest_algorithm": {"algorithm": "sha256"},
                            "signature_algorithm": {"algorithm": algorithm},
                            "signed_attrs": info["signed_attrs"],
                            "signature": info["signature"].native,
                        }
                    ],
                },
            }
        )
        return bool(again.dump() == digits)
    except (ValueError, LookupError, TypeError, AttributeError):
        return False


def signed_digest(digits: bytes) -> bytes:
    """The SHA-256 that a signature says it is of; nothing where it cannot be read."""
    try:
        attributes = cms.ContentInfo.load(digits)["content"]["signer_infos"][0]["signed_attrs"]
        return next(bytes(each["values"][0].native) for each in attributes if each["type"].native == "message_digest")
    except (ValueError, LookupError, TypeError, StopIteration):
        return b""


def said_by(digits: bytes) -> Certificate | None:
    """The certificate of a signature that does not hold; None where it cannot be read."""
    try:
        return certificates(cms.ContentInfo.load(digits)["content"])[0]
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def certificates(data: Any) -> tuple[Certificate, list[str]]:
    """The signer's certificate, and the fingerprints of the others."""
    signer = _signer(data).dump()
    others = [each.chosen.dump() for each in data["certificates"] if each.chosen.dump() != signer]
    return certificate(signer), [sha256(each).hexdigest() for each in others]


def certificate(der: bytes) -> Certificate:
    """What is said of a certificate."""
    said = x509.Certificate.load(der)
    return Certificate(sha256(der).hexdigest(), said.subject.human_friendly, f"{said.not_valid_after:%Y-%m-%d}")


def _signer(data: Any) -> Any:
    sid = data["signer_infos"][0]["sid"].chosen
    held = [each.chosen for each in data["certificates"]]
    found = [each for each in held if each.serial_number == sid["serial_number"].native]
    return found[0]
