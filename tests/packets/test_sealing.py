"""Sealing: the same bytes before the signature, one revision, everything covered, and what was claimed still so."""

import json
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa

from onboarding import clock
from onboarding.packets import layout, readback
from onboarding.packets.checking import Verdict, checked
from onboarding.packets.contents import attached
from onboarding.packets.part import Part
from onboarding.packets.sealing import prepared, sealed
from onboarding.packets.signature import SigningError, of, signed
from onboarding.signing_keys import VALID, PacketKey
from tests.packets import sealed as one
from tests.packets.lasting import faults
from tests.packets.make import determination


def manifest(pdf: bytes) -> dict[str, object]:
    with pikepdf.open(BytesIO(pdf)) as document:
        found: dict[str, object] = json.loads(attached(document)[0].EF.F.read_bytes())
    return found


def test_what_it_claims_still_holds_once_it_is_signed(tmp_path: Path) -> None:
    assert faults(one.packet(), tmp_path) == []
    said = readback.read(one.packet())
    assert (said.claims, said.tagged, len(said.pages)) == (("PDF/A-3b", "PDF/UA-1"), True, one.PAGES)


def test_a_determination_can_be_sealed_too(tmp_path: Path) -> None:
    from onboarding.packets.determination import printed

    assert faults(sealed(printed(determination()), one.PACKET, [], one.signer()), tmp_path) == []


def test_the_same_packet_is_the_same_bytes_but_for_the_digits_of_its_signature() -> None:
    (first, hole), (second, _) = (prepared(one.pages(), one.PACKET, one.parts()) for _ in range(2))
    assert first == second
    other = sealed(one.pages(), one.PACKET, one.parts(), one.signer())
    for pdf in (one.packet(), other):
        assert pdf[: hole.start] + pdf[hole.end :] == first[: hole.start] + first[hole.end :]
    assert other != one.packet()


def test_it_has_one_revision_and_the_version_it_had() -> None:
    pdf = one.packet()
    own = pdf.replace(one.parts()[2].content, b"")  # an exhibit is a PDF too
    assert (own.count(b"%%EOF"), own.count(b"startxref")) == (1, 1)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.check_pdf_syntax() == []
        assert document.get_warnings() == []
        assert "/Version" not in document.Root
        assert document.pdf_version == "1.7"


def test_every_byte_before_the_manifest_belongs_to_one_part() -> None:
    said = manifest(one.packet())
    spans = sorted(span for part in said["parts"] for span in part["ranges"])  # type: ignore[attr-defined]
    assert [at for at, _ in spans] == [0, *(at + long for at, long in spans[:-1])]
    assert sum(spans[-1]) == said["starts"]
    names = {part["name"] for part in said["parts"]}  # type: ignore[attr-defined]
    assert {f"page {place}" for place in range(1, one.PAGES + 1)} < names
    assert {"exhibit 1, Diploma of Ana Łukasiewicz", "exhibit 2, Letter of Valley Clinic", "data, content.json"} < names
    assert {"outline", "metadata", "tags", "catalog", "list of pages", "what several pages share"} < names


def test_its_files_are_as_they_were_and_can_be_cut_out() -> None:
    pdf, said = one.packet(), manifest(one.packet())
    for part, told in zip(one.parts(), said["files"], strict=True):  # type: ignore[call-overload]
        assert pdf[told["at"] : told["at"] + told["size"]] == part.content
        assert told["sha256"] == sha256(part.content).hexdigest()
    with pikepdf.open(BytesIO(pdf)) as document:
        held = attached(document)
        assert [each.EF.F.read_bytes() for each in held[1:]] == [part.content for part in one.parts()]
        assert [str(each.AFRelationship) for each in held] == ["/Data", "/Data", "/Source", "/Source"]
        assert [each.objgen for each in document.Root.AF] == [each.objgen for each in held]


def test_the_signature_names_the_manifest_and_allows_no_change() -> None:
    with pikepdf.open(BytesIO(one.packet())) as document:
        content = attached(document)[0].EF.F.read_bytes()
        field = document.Root.AcroForm.Fields[0]
        assert str(field.V.Reason).endswith(sha256(content).hexdigest())
        assert document.Root.Perms.DocMDP.objgen == field.V.objgen
        assert field.V.Reference[0].TransformParams.P == 1
        assert (str(field.V.SubFilter), str(field.V.M)) == ("/ETSI.CAdES.detached", "D:20261130180000Z")
        assert json.loads(content)["packet"] == one.PACKET
        assert layout.canonical(json.loads(content)) == content


def test_what_cannot_be_sealed_is_refused() -> None:
    twice = [Part("a.png", "A", "image/png", b"a", "Source"), Part("a.png", "B", "image/png", b"b", "Source")]
    with pytest.raises(ValueError, match="one name"):
        prepared(one.pages(), one.PACKET, twice)
    with pytest.raises(ValueError, match="no time zone"):
        prepared(one.pages(), {**one.PACKET, "issued_at": "2026-11-30T18:00:00"}, [])
    with pytest.raises(ValueError, match="files already"):
        prepared(one.packet(), one.PACKET, [])


def test_a_key_of_a_certificate_authority_signs_with_its_chain() -> None:
    root, chain = issued("A root", None)
    own, _ = issued("Valley COHE", (root, chain))
    pdf = sealed(one.pages(), one.PACKET, one.parts(), of(own._replace(chain=(between(root),))))
    report = checked(pdf, {})
    assert (report.verdict, report.faults) == (Verdict.STRANGER, ())
    assert report.certificate
    assert report.certificate.fingerprint == own.fingerprint


def test_a_signature_without_room_is_refused() -> None:
    own, _ = issued("Valley COHE", None)
    with pytest.raises(SigningError, match="has room for"):
        signed(of(own._replace(chain=tuple(between(own) for _ in range(12)))), bytes(32))


def issued(name: str, by: tuple[PacketKey, rsa.RSAPrivateKey] | None) -> tuple[PacketKey, rsa.RSAPrivateKey]:
    """An RSA key with a certificate of another's."""
    private = rsa.generate_private_key(65537, 2048)
    return PacketKey(private, certificate(name, private, by)), private


def between(by: PacketKey) -> x509.Certificate:
    """A certificate that stands between a root and the one that signs."""
    assert isinstance(by.private, rsa.RSAPrivateKey)
    return certificate("Between", rsa.generate_private_key(65537, 2048), (by, by.private))


def certificate(
    name: str, private: rsa.RSAPrivateKey, by: tuple[PacketKey, rsa.RSAPrivateKey] | None
) -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by[0].certificate.subject if by else subject)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(clock.now())
        .not_valid_after(clock.now() + VALID)
        .sign(by[1] if by else private, hashes.SHA256())
    )


def test_what_is_drawn_and_nothing_else_is_the_hash_of_a_page() -> None:
    """The same page, written by another program: so a changed one can be told from one that was only saved again."""
    again = one.written_anew(one.packet())
    assert one.check(again).parts == ["file"]
