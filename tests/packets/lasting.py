"""What a PDF of ours claims, held against it: three checkers, which the product never imports.

They are not all that the standards ask: no veraPDF, and no ear. What they do not check is not said to be so.
"""

import re
from io import BytesIO
from pathlib import Path

import outloud
import pdfua
import pikepdf
import pikepdf.pdfa

CLAIM = re.compile(
    rb'<rdf:Description[^>]*pdfuaid:part="1"[^>]*/>\s*<rdf:Description[^>]*pdfaExtension.*?</rdf:Description>', re.S
)
# What pikepdf says that it cannot look into: the hatching of a time line, and what a packet has once it is sealed.
UNCHECKED = {
    "patterns are not supported",
    "pattern colour is not supported",
    "scn with a pattern /p0",
    "interactive forms (/AcroForm) are not supported",
    "permissions (/Perms) are not supported",
    "embedded files are not supported",
}
CRASHES = {"UA-14-001"}  # of pdfua 0.1.3, on what is no dictionary; outloud has the same rule


def faults(pdf: bytes, folder: Path) -> list[str]:
    """All that the checkers find wrong, warnings too. Both claims must be made."""
    path = folder / "checked.pdf"
    path.write_bytes(pdf)
    return [*_read_aloud(path), *_universal(path), *_archived(pdf)]


def _read_aloud(path: Path) -> list[str]:
    found = outloud.check(str(path))
    crashed = [f"{each.rule} crashed" for each in found.runs if each.status == "crashed"]
    return [f"{each.rule}: {each.message}" for each in found.findings if each.severity != "info"] + crashed


def _universal(path: Path) -> list[str]:
    report = pdfua.validate(str(path))
    skipped = [f"{each.rule_id} was skipped" for each in report.skipped if each.rule_id not in CRASHES]
    return [f"{each.rule_id}: {each.message}" for each in report.findings] + skipped


def _archived(pdf: bytes) -> list[str]:
    """PDF/A-3b, of a copy without the claim of PDF/UA, whose schema pikepdf takes for a fault."""
    with pikepdf.open(BytesIO(pdf)) as document:
        said, claims = CLAIM.subn(b"", document.Root.Metadata.read_bytes())
        if claims != 1:
            return ["no claim of PDF/UA"]
        document.Root.Metadata.write(said)
        report = pikepdf.pdfa.check(document, "3b")
    return [f"{each.rule}: {each.message}" for each in report.findings if each.message not in UNCHECKED]
