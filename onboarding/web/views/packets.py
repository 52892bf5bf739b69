"""Packets: those of a COHE, or of all COHEs of a contract manager; one with its progress and its file."""

from typing import Any

from flask import Blueprint, Response as FileResponse, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding.errors import NotFoundError
from onboarding.formats.zipped import zipped
from onboarding.packets import freezing
from onboarding.packets.content import exceptions
from onboarding.packets.sections.summary import answered
from onboarding.permissions import May
from onboarding.queries import organisations, packet_parts as parts, packets as found
from onboarding.queries.packets import State
from onboarding.roles import OrganisationKind
from onboarding.rules.packet_contents import STANDARDS
from onboarding.services import packet_sizes, packets as changes
from onboarding.web import packet_shared
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import PDF, ZIP, attachment, streamed
from onboarding.web.forms.packets import PacketWithdrawalForm
from onboarding.web.forms.people import TokenForm
from onboarding.web.sent import on_to, sent

views = Blueprint("packets", __name__, url_prefix="/at/<organisation>/packets")
TONES = {
    State.PREPARING: "waiting",
    State.READY: "open",
    State.BUILDING: "waiting",
    State.ISSUED: "good",
    State.SUPERSEDED: "plain",
    State.WITHDRAWN: "bad",
    State.FAILED: "bad",
    State.CANCELED: "plain",
    State.ERASED: "plain",
}
WORKED_ON = (State.PREPARING, State.BUILDING)


@views.get("")
@members(May.READ_PACKETS)
def index(scope: Scope) -> str:
    """The COHE's packets and definitions; at L&I the packets of every COHE that is assigned to the user."""
    at_lni = scope.organisation.kind is OrganisationKind.LNI
    cohes = _assigned(scope) if at_lni else [scope.organisation]
    page = found.listed([each.id for each in cohes], _outside(scope), request.args.get("page", 1, type=int))
    definitions = found.definitions(scope.organisation.id) if scope.may(May.READ_PACKET_DEFINITIONS) else ()
    return render_template(
        "evidence_packets/index.html",
        packets=page,
        cohes={each.id: each for each in cohes},
        at_lni=at_lni,
        definitions=() if at_lni else definitions,
        standards=STANDARDS,
        may_issue=scope.may(May.ISSUE_PACKETS) and not at_lni,
        may_read_shares=scope.may(May.READ_PACKET_SHARES) and not at_lni,
        number=found.number,
        tally=found.tally,
        state=_state,
    )


@views.get("/<int:id>")
@members(May.READ_PACKETS)
def show(scope: Scope, id: int) -> str | Response:
    """One packet: how far the work on it is, what it says before it is issued, and what became of it.

    The file of one person has a page of its own once it is issued.
    """
    packet = _packet(scope, id)
    if packet.part_of and packet.state not in found.OUTSIDE:
        return redirect(url_for("packets.show", id=packet.part_of.whole_id))
    return _shown(scope, packet, TokenForm(formdata=None))


@views.get("/<int:id>/progress")
@members(May.READ_PACKETS)
def progress(scope: Scope, id: int) -> str | Response:
    """How far the work on it is, for the page that shows it. Once nobody works on it, that page is opened anew."""
    packet, page = _packet(scope, id), url_for("packets.show", id=id)
    if "HX-Request" not in request.headers:
        return redirect(page)
    if packet.state in WORKED_ON:
        return render_template("evidence_packets/progress.html", packet=packet)
    return Response(status=204, headers={"HX-Redirect": page})


@views.post("/<int:id>/issue")
@members(May.ISSUE_PACKETS)
def issue(scope: Scope, id: int) -> str | Response:
    """Issue a packet as it was prepared."""
    scope.load(found.one, id)
    form = TokenForm()
    if sent(form, lambda: changes.issue(actor(), scope.organisation, id)):
        return on_to(url_for("packets.show", id=id), "The packet is being built. You get a mail when it is ready.")
    return _shown(scope, scope.load(found.one, id), form)


def _state(packet: Any) -> tuple[str, str]:
    """What its state is called, and its tone. One that is too large is ready for nothing."""
    if packet.state is State.READY and packet_sizes.too_large(packet):
        return "Too large to issue", "bad"
    return found.IN_WORDS[packet.state], TONES[packet.state]


def _shown(scope: Scope, packet: Any, form: Any) -> str:
    later = found.one(scope.organisation.id, packet.superseded_by_id) if packet.superseded_by_id else None
    told = freezing.read(changes.content(packet))["told"] if packet.state is State.READY else None
    large = packet_sizes.too_large(packet) if told else None
    days = found.Days(packet.first_on, packet.last_on, packet.as_of)
    each = parts.of(packet) if packet.state in found.OUTSIDE else ()
    return render_template(
        "evidence_packets/show.html",
        packet=packet,
        building=packet.state in WORKED_ON,
        form=form,
        later=later,
        stale=changes.is_stale(packet),
        large=large,
        parts=each,
        whole=parts.whole(packet),
        told=told,
        answer=answered(told, {"exceptions": 0}) if told else None,
        exceptions=exceptions(told) if told else (),
        replaces=found.replaced_by(packet.definition, days) if told else None,
        says=days.says,
        number=lambda of: found.number(scope.organisation.slug, of),
        tally=found.tally,
        state=_state,
        may_issue=scope.may(May.ISSUE_PACKETS),
        **packet_shared.on_page(scope, packet),
        may_read_definition=scope.may(May.READ_PACKET_DEFINITIONS),
    )


@views.get("/<int:id>.pdf")
@members(May.READ_PACKETS)
def download(scope: Scope, id: int) -> FileResponse:
    """The file. Who took it is an entry of the trail."""
    packet = _packet(scope, id)
    name = f"{found.number(scope.organisation.slug, packet.number).lower()}.pdf"
    return attachment(changes.hand_out(actor(), packet), name, PDF)


@views.get("/<int:id>.zip")
@members(May.READ_PACKETS)
def archive(scope: Scope, id: int) -> FileResponse:
    """All files of a packet that is one for each person, sent as they are opened. Who took it is in the trail."""
    packet = _packet(scope, id)
    files = zipped(changes.hand_out_all(actor(), packet))
    name = f"{found.number(scope.organisation.slug, packet.number).lower()}.zip"
    return streamed(files, name, ZIP)


@views.route("/<int:id>/cancel", methods=["GET", "POST"])
@members(May.ISSUE_PACKETS)
def cancel(scope: Scope, id: int) -> str | Response:
    """Do no more on a packet, after asking."""
    packet, form = _not_a_file(scope, id), TokenForm()
    if sent(form, lambda: changes.cancel(actor(), scope.organisation, id)):
        return on_to(url_for("packets.show", id=id), "The packet was canceled.")
    number = found.number(scope.organisation.slug, packet.number)
    return render_template("evidence_packets/cancel.html", packet=packet, form=form, number=number)


@views.route("/<int:id>/withdraw", methods=["GET", "POST"])
@members(May.ISSUE_PACKETS)
def withdraw(scope: Scope, id: int) -> str | Response:
    """Withdraw a packet, with the reason."""
    packet, form = scope.load(found.one, id), PacketWithdrawalForm()
    if sent(form, lambda: changes.withdraw(actor(), scope.organisation, id, form.because.data)):
        return on_to(url_for("packets.show", id=id), "The packet was withdrawn.")
    number = found.number(scope.organisation.slug, packet.number)
    return render_template("evidence_packets/withdraw.html", packet=packet, form=form, number=number)


def _not_a_file(scope: Scope, id: int) -> Any:
    packet = scope.load(found.one, id)
    if packet.part_of and packet.state not in found.OUTSIDE:
        raise NotFoundError
    return packet


def _outside(scope: Scope) -> bool:
    """Whether the user sees no more than what was issued."""
    return not scope.may(May.READ_PACKET_DEFINITIONS)


def _packet(scope: Scope, id: int) -> Any:
    scope.only_cohe()
    packet = scope.load(found.issued if _outside(scope) else found.one, id)
    if packet.state is State.ERASED and _outside(scope) and packet.file_sha256 is None:
        raise NotFoundError
    return packet


def _assigned(scope: Scope) -> list[Any]:
    return list(organisations.assigned(scope.user.id))
