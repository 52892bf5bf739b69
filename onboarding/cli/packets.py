"""`flask packets`: checking packets, and the keys that sign them."""

import json
from pathlib import Path

import click
from flask import current_app

from onboarding import packet_keys
from onboarding.cli.noun import Noun, operator, organisation
from onboarding.cli.text import printable
from onboarding.config import Config
from onboarding.packet_keys import Known
from onboarding.packets import report_words
from onboarding.packets.checking import Report, Verdict, checked
from onboarding.queries.packet_standing import Standing, known as standing_of
from onboarding.services import packet_keys as changes

packets = Noun("packets", help="Check evidence packets, and change the key that signs them.")
# The worst of several files counts.
STATUS = {
    Verdict.WHOLE: 0,
    Verdict.STRANGER: 3,
    Verdict.NO_PACKET: 2,
    Verdict.UNREADABLE: 2,
    Verdict.CHANGED: 1,
}
NOT_COUNTING = 4  # whole, and superseded or withdrawn
WORST_FIRST = (1, 2, 3, NOT_COUNTING, 0)
COHE = click.option("--cohe", metavar="PLACE", help="For this COHE alone, by its place in addresses.")


@packets.command("verify")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print a line of JSON for each file.")
@click.option("--trust", multiple=True, metavar="FINGERPRINT", help="A certificate that you trust, by its SHA-256.")
def verify(files: tuple[Path, ...], as_json: bool, trust: tuple[str, ...]) -> None:
    """Check each of FILES: its signature, every hash, and which parts differ.

    Exit status 0: all are as issued. 1: one was changed. 2: one is no packet, or cannot be checked. 3: one is signed
    with a certificate that is not known here. 4: one was superseded or withdrawn. The first of these that holds.
    """
    known = packet_keys.known(_config())
    known |= {each.lower().replace(":", ""): Known("trusted by you", "", None, False) for each in trust}
    ended = []
    for file in files:
        report = checked(file.read_bytes(), known)
        whole = report.verdict is Verdict.WHOLE
        standing = standing_of(report.packet.get("number", ""), report.sha256) if whole else Standing.UNKNOWN
        click.echo(_json(file, report, standing) if as_json else _text(file, report, standing))
        gone = standing in (Standing.SUPERSEDED, Standing.WITHDRAWN)
        ended.append(NOT_COUNTING if gone else STATUS[report.verdict])
    raise SystemExit(min(ended, key=WORST_FIRST.index))


@packets.command("certificates")
@click.option("--pem", is_flag=True, help="Print the certificates themselves, for checking packets elsewhere.")
def certificates(pem: bool) -> None:
    """List the certificates that packets are signed with, and were: fingerprint, use, last day, holder."""
    if pem:
        click.echo(packet_keys.public(_config()), nl=False)
        return
    for fingerprint, each in packet_keys.known(_config()).items():
        use = "in use" if each.in_use else "before"
        click.echo(f"{fingerprint}\t{use}\t{each.ends_on}\t{printable(each.holder)}")


@packets.command("use-key")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@COHE
@click.option("--passphrase", prompt="Passphrase of the file, if it has one", default="", hide_input=True)
def use_key(file: Path, cohe: str | None, passphrase: str) -> None:
    """Sign packets with the key and certificate in FILE (PEM or PKCS#12) from now on."""
    whose = organisation(cohe) if cohe else None
    key = changes.use(operator(), _config(), whose, file.read_bytes(), passphrase or None)
    click.echo(f"Packets are signed by {printable(key.holder)} from now on. Fingerprint: {key.fingerprint}")


@packets.command("new-key")
@COHE
def new_key(cohe: str | None) -> None:
    """Sign packets with a new key of our own making from now on. What was signed before is still known."""
    key = changes.renew(operator(), _config(), organisation(cohe) if cohe else None)
    click.echo(f"Packets are signed by {printable(key.holder)} from now on. Fingerprint: {key.fingerprint}")


def _text(file: Path, report: Report, standing: Standing) -> str:
    lines = [f"{file}: {report_words.heading(report)}. {report_words.says(report, standing)}"]
    if report.packet:
        what = " ".join(report.packet.get(name, "") for name in ("number", "cohe"))
        lines.append(f"  It says that it is packet {printable(what)}.")
    if report.certificate:
        lines.append(f"  Certificate: {report.certificate.fingerprint}, {printable(report.certificate.subject)}")
    lines += [f"  {printable(report_words.part(fault.part))}: {fault.says}" for fault in report.faults]
    return "\n".join(lines)


def _json(file: Path, report: Report, standing: Standing) -> str:
    return json.dumps({"file": str(file), "standing": standing, **report.as_json()}, sort_keys=True)


def _config() -> Config:
    config: Config = current_app.extensions["config"]
    return config
