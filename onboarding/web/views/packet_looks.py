"""How packets look: name and logo of a COHE's, the order of sections of a definition's, and a preview."""

from flask import Blueprint, Response as FileResponse, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.packets import previewing
from onboarding.permissions import May
from onboarding.queries import packet_looks as looks, packets as found
from onboarding.rules.packet_contents import BLOCKS, blocks
from onboarding.services import packet_definitions, packet_looks as changes
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import PDF, attachment
from onboarding.web.fields import show_again
from onboarding.web.forms.packet_looks import LookForm, OrderForm
from onboarding.web.sent import on_to, sent
from onboarding.web.uploads import takes_files

views = Blueprint("packet_looks", __name__, url_prefix="/at/<organisation>/packets")


@views.route("/look", methods=["GET", "POST"])
@members(May.ISSUE_PACKETS)
@takes_files
def edit(scope: Scope) -> str | Response:
    """Choose the name and the logo on covers. What was issued stays as it is."""
    scope.only_cohe()
    look = looks.latest(scope.organisation.id)
    form = LookForm(data={"name": look.name if look else None, "seen_id": str(look.id if look else 0)})
    ask = form.name.data, form.without.data, form.seen

    def catch_up() -> None:
        now = looks.latest(scope.organisation.id)
        show_again(form.seen_id, now.id if now else 0)

    if sent(form, lambda: changes.choose(actor(), scope.organisation, ask[0], form.file(), ask[1], ask[2]), catch_up):
        return on_to(url_for("packets.index"), "Packets look so from now on.")
    return render_template("evidence_packets/look.html", form=form, look=looks.latest(scope.organisation.id))


@views.get("/look/logo")
@members(May.ISSUE_PACKETS)
def logo(scope: Scope) -> FileResponse:
    """The logo in use, as it is printed."""
    scope.only_cohe()
    picture = changes.picture(looks.latest(scope.organisation.id))
    if picture is None:
        raise NotFoundError
    return FileResponse(picture, content_type="image/png")


@views.route("/definitions/<int:id>/order", methods=["GET", "POST"])
@members(May.ISSUE_PACKETS)
def order(scope: Scope, id: int) -> str | Response:
    """Move a section up or down, one place at a time."""
    row = scope.load(found.definition, id)
    form = OrderForm(data={"revision": str(row.revision)})

    def catch_up() -> None:
        show_again(form.revision, scope.load(found.definition, id).revision)

    if sent(form, lambda: packet_definitions.move(actor(), scope.organisation, id, *form.moved, form.seen), catch_up):
        name = BLOCKS[form.moved[0]].partition(":")[0]
        return on_to(url_for("packet_looks.order", id=id), f"{name} was moved {'up' if form.moved[1] else 'down'}.")
    row = scope.load(found.definition, id)
    return render_template(
        "evidence_packets/order.html", form=form, definition=row, blocks=blocks(row.sections), BLOCKS=BLOCKS
    )


@views.get("/definitions/<int:id>/preview.pdf")
@members(May.ISSUE_PACKETS)
def preview(scope: Scope, id: int) -> FileResponse:
    """The packet as it would look, with sample people, marked on every page and kept nowhere."""
    row = scope.load(found.definition, id)
    days = found.days(row, clock.today())
    return attachment(previewing.preview(scope.organisation, row, days), "preview.pdf", PDF)
