"""Whether a file is a packet as it was issued: its signature, every hash, and which parts differ, by name.

A stranger's file: it is gone through in a process apart. The database takes no part; whether a packet was superseded or
withdrawn, `queries/packet_standing.py` says.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from onboarding import confined
from onboarding.confined import ConfinedError, Ending, Limits
from onboarding.packets.compared import ADDED, OTHER_DIGITS, SIGNATURE, Compared, Fault, compared
from onboarding.packets.verified import Certificate, as_made, said_by, verified

if TYPE_CHECKING:  # what is run apart needs no settings
    from onboarding.packet_keys import Known

LIMITS = Limits(memory=768 * 2**20, cpu_seconds=20, wall_seconds=60, answer=2**20)
MOST_FAULTS = 200
LONGEST = 200  # characters of what a file says of itself
ANEW = Fault("file", "was written anew by another program, so the signature does not cover it any more")
SAID = ("number", "cohe", "period", "as_of", "issued_at", "rulebook", "definition")


class Verdict(StrEnum):
    """What a file is."""

    WHOLE = "whole"  # as issued, and signed with a certificate of this installation
    STRANGER = "stranger"  # whole in itself; who signed it is not known here, and anybody can sign
    CHANGED = "changed"
    NO_PACKET = "no_packet"
    UNREADABLE = "unreadable"  # it took too much time or memory to go through


@dataclass(frozen=True)
class Report:
    """What was found of a file.

    `packet`: what it says of itself, in texts; `certificate`: with which it is signed, or says it is; `holder`: whom
    this installation knows the certificate by, None where it does not.
    """

    sha256: str
    verdict: Verdict
    packet: Mapping[str, str]
    pages: int
    files: int
    certificate: Certificate | None
    holder: str | None
    faults: tuple[Fault, ...]

    @property
    def parts(self) -> list[str]:
        """The parts that differ, each once."""
        return list(dict.fromkeys(fault.part for fault in self.faults))

    def as_json(self) -> dict[str, Any]:
        """All of it, as JSON has it."""
        faults = [fault._asdict() for fault in self.faults]
        return {**asdict(self), "certificate": self.certificate and self.certificate._asdict(), "faults": faults}


def checked(pdf: bytes, known: Mapping[str, "Known"], limits: Limits = LIMITS) -> Report:
    """What the file is. `known`: the certificates of this installation, by their SHA-256 (`packet_keys.known`).

    Raises BusyError where it does not come to its turn.
    """
    try:
        found = json.loads(confined.run(f"{__name__}:found", pdf, limits))
    except ConfinedError as error:
        return _unread(pdf, error)
    return report(pdf, found, known)


def _unread(pdf: bytes, error: ConfinedError) -> Report:
    says = {
        Ending.TIME: "takes too long to go through",
        Ending.MEMORY: "needs too much memory to go through",
    }.get(error.ending, "cannot be gone through")
    return Report(sha256(pdf).hexdigest(), Verdict.UNREADABLE, {}, 0, 0, None, None, (Fault("file", says),))


def report(pdf: bytes, found: Mapping[str, Any], known: Mapping[str, "Known"]) -> Report:
    """What was found, judged by the certificates that are known."""
    faults = [Fault(*each) for each in found["faults"]]
    certificate = Certificate(*found["certificate"]) if found["certificate"] else None
    ours = known.get(certificate.fingerprint) if certificate else None
    if ours and ours.chain is not None and not ours.chain >= set(found["others"]):
        faults.append(Fault(SIGNATURE, "another certificate was put in"))
    if found["packet"] is None:
        verdict = Verdict.NO_PACKET
    elif faults or certificate is None:
        verdict = Verdict.CHANGED
    else:
        verdict = Verdict.WHOLE if ours else Verdict.STRANGER
    digest = sha256(pdf).hexdigest()
    said = found["packet"] or {}
    return Report(
        digest, verdict, said, found["pages"], found["files"], certificate, ours and ours.holder, tuple(faults)
    )


# From here on: inside of the confined process.


def found(pdf: bytes) -> bytes:
    """What the file says, and all that differs, as JSON. For `checked` alone, which has this run apart."""
    bytewise = compared(pdf)
    if bytewise is None or _written_anew(bytewise):
        manifest, faults = _as_read(pdf, bytewise.manifest if bytewise else None)
        return _said(manifest, faults, said_by(bytewise.cms) if bytewise else None, [])
    if {fault.part for fault in bytewise.faults} - {ADDED}:
        return _said(bytewise.manifest or {}, bytewise.faults, said_by(bytewise.cms), [])
    signature = verified(pdf)
    faults = [*bytewise.faults, *signature.faults]
    if not as_made(bytewise.cms):
        faults.append(Fault(SIGNATURE, OTHER_DIGITS))
    if bytewise.faults:
        faults += _as_read(pdf, bytewise.manifest)[1]
    return _said(bytewise.manifest, faults, signature.certificate, signature.others)


def _written_anew(bytewise: Compared) -> bool:
    """Whether so much differs that a reader of PDF finds out more."""
    there = bytewise.manifest
    return there is not None and len(bytewise.faults) > len(there["parts"]) / 2


def _as_read(pdf: bytes, manifest: Mapping[str, Any] | None) -> tuple[Mapping[str, Any] | None, list[Fault]]:
    """The manifest, and what a reader of PDF sees otherwise."""
    import pikepdf

    from onboarding.packets.rewritten import differences

    try:
        going_by, faults = differences(pdf, manifest)
    except (pikepdf.PdfError, pikepdf.PasswordError):
        return manifest, [Fault("file", "cannot be read as a PDF")]
    if going_by is None and not faults:
        return None, [Fault("file", "carries no manifest of a packet")]
    return going_by or {}, [ANEW, *faults] if manifest is None else faults


def _said(
    manifest: Mapping[str, Any] | None, faults: list[Fault], certificate: Certificate | None, others: list[str]
) -> bytes:
    packet = manifest.get("packet", {}) if manifest is not None else None
    counts = {each: len(manifest.get(each, ())) if manifest else 0 for each in ("pages", "files")}
    said = {
        "packet": None if packet is None else {name: str(packet[name])[:LONGEST] for name in SAID if name in packet},
        "faults": [(part[:LONGEST], says) for part, says in dict.fromkeys(faults)][:MOST_FAULTS],
        "certificate": certificate,
        "others": others,
        **counts,
    }
    return json.dumps(said).encode()
