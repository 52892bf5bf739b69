"""Sharing a packet by a link, each time the link was used, and revoking it."""

from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import messages, packet_shares as found, packets
from onboarding.services import packet_shares as changes
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.packet_shares import ShareForm
from onboarding.web.forms.people import TokenForm
from onboarding.web.packet_shared import TONES
from onboarding.web.sent import on_to, over, sent

views = Blueprint("packet_shares", __name__, url_prefix="/at/<organisation>/packets")


@views.route("/<int:id>/share", methods=["GET", "POST"])
@members(May.SHARE_PACKETS)
def new(scope: Scope, id: int) -> str | Response:
    """Share an issued packet with somebody outside the COHE."""
    scope.only_cohe()
    packet = scope.load(packets.issued, id)
    if packet.state is not packets.State.ISSUED:
        return over(url_for("packets.show", id=id), "Only a packet that is issued, and stands, can be shared.")
    form = ShareForm(data={"last_on": changes.default_until(scope.organisation)})
    if sent(form, lambda: changes.share(actor(), scope.organisation, id, form.said())):
        return on_to(url_for("packets.show", id=id), "The link is on its way to the recipient.")
    return render_template("packet_shares/new.html", packet=packet, form=form, number=_number(scope, packet))


@views.get("/shares/<int:id>")
@members(May.READ_PACKET_SHARES)
def show(scope: Scope, id: int) -> str:
    """One link: for whom, until when, and each time it was used."""
    share = scope.load(found.one, id)
    shared = next(each for each in found.of_packet(share.packet, clock.today()) if each.row.id == id)
    return render_template(
        "packet_shares/show.html",
        shared=shared,
        share=shared.row,
        number=_number(scope, share.packet),
        mail=messages.by_keys(scope.organisation.id, [changes.key_of(share)]).get(changes.key_of(share)),
        MAIL=messages.IN_WORDS,
        tone=TONES[shared.state],
        USES=found.USES,
        may_share=scope.may(May.SHARE_PACKETS),
    )


@views.route("/shares/<int:id>/revoke", methods=["GET", "POST"])
@members(May.SHARE_PACKETS)
def revoke(scope: Scope, id: int) -> str | Response:
    """Have a link open nothing any more, after asking."""
    share, form = scope.load(found.one, id), TokenForm()
    if sent(form, lambda: changes.revoke(actor(), scope.organisation, id)):
        return on_to(url_for("packets.show", id=share.packet_id), "The link opens nothing any more.")
    return render_template("packet_shares/revoke.html", share=share, form=form, number=_number(scope, share.packet))


def _number(scope: Scope, packet: Any) -> str:
    return packets.number(scope.organisation.slug, packet.number)
