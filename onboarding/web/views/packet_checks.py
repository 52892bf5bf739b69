"""Checking an evidence packet: for anybody, without an account. The file is not kept."""

from datetime import date, datetime

from flask import Blueprint, Response, current_app, render_template

from onboarding import clock, packet_keys
from onboarding.packets import report_words
from onboarding.packets.checking import Report, Verdict, checked
from onboarding.queries.packet_standing import Standing, known as standing_of
from onboarding.rules.wording import count, short_day
from onboarding.web.access import anyone
from onboarding.web.attachments import attachment
from onboarding.web.forms.packet_checks import CheckForm
from onboarding.web.uploads import takes_files

views = Blueprint("packet_checks", __name__)
PEM = "application/x-pem-file"
KINDS = {Verdict.WHOLE: "success", Verdict.STRANGER: "warning"}
FACTS = {
    "number": "Number",
    "cohe": "COHE",
    "definition": "Kind of packet",
    "period": "Period",
    "as_of": "As of",
    "issued_at": "Issued",
    "rulebook": "Rulebook",
}


@views.route("/check", methods=["GET", "POST"])
@anyone
@takes_files
def index() -> str:
    """Choose a packet, and what was found of it."""
    form, report, standing = CheckForm(), None, Standing.UNKNOWN
    certificates = packet_keys.known(current_app.extensions["config"])
    if form.validate_on_submit():
        report = checked(form.file.data.read(), certificates)
        if report.verdict is Verdict.WHOLE:
            standing = standing_of(report.packet.get("number", ""), report.sha256)
    return render_template(
        "packet_checks/index.html",
        form=form,
        report=report,
        named=report_words.part,
        heading=report and report_words.heading(report),
        says=report and report_words.says(report, standing),
        kind=report and _kind(report, standing),
        facts=_facts(report) if report else (),
        certificates=certificates,
    )


@views.get("/check/certificates.pem")
@anyone
def certificates() -> Response:
    """The certificates that packets are signed with, to check them elsewhere."""
    return attachment(packet_keys.public(current_app.extensions["config"]), "packet-certificates.pem", PEM)


def _kind(report: Report, standing: Standing) -> str:
    gone = standing in (Standing.SUPERSEDED, Standing.WITHDRAWN)
    return "warning" if gone and report.verdict is Verdict.WHOLE else KINDS.get(report.verdict, "error")


def _facts(report: Report) -> list[tuple[str, str]]:
    """What the packet says of itself, how much it holds, and by whom it is signed."""
    said = [(label, _shown(report.packet[name])) for name, label in FACTS.items() if report.packet.get(name)]
    if report.packet:
        said.append(("Holds", f"{count(report.pages, 'page')} and {count(report.files, 'file')} inside"))
    if report.certificate:
        said.append(("Signed by", report.holder or report.certificate.subject))
        said.append(("Fingerprint of its certificate", report.certificate.fingerprint))
    return [*said, ("SHA-256 of the file", report.sha256)]


def _shown(text: str) -> str:
    """A day as people write it; anything else as it is."""
    try:
        return short_day(date.fromisoformat(text) if len(text) == len("2026-01-01") else _day(text))
    except ValueError:
        return text


def _day(text: str) -> date:
    return clock.day_of(datetime.fromisoformat(text))
