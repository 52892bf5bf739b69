"""Definitions of packets: saved, changed, and a packet prepared by one."""

from datetime import date
from typing import Any

from flask import Blueprint, current_app, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import packet_people, packets as found
from onboarding.rules.packet_contents import SECTIONS, STANDARDS
from onboarding.rules.packet_turns import following
from onboarding.services import packet_definitions as changes, packets
from onboarding.web.access import Scope, actor, members
from onboarding.web.fields import show_again
from onboarding.web.forms import packets as forms
from onboarding.web.forms.packets import DefinitionForm
from onboarding.web.forms.people import TokenForm
from onboarding.web.sent import on_to, sent

views = Blueprint("packet_definitions", __name__, url_prefix="/at/<organisation>/packets/definitions")
CHOSEN = ("whom", "span", "as_of", "evidence", "files", "quarterly")
COLUMNS = ("name", "people", "first_on", "last_on", "sections", "letter")


@views.route("/new", methods=["GET", "POST"])
@members(May.ISSUE_PACKETS)
def new(scope: Scope) -> str | Response:
    """Define a packet, beginning with a definition that is ready."""
    scope.only_cohe()
    ready = STANDARDS.get(request.args.get("of", ""))
    form = DefinitionForm(data=_ready(ready) if ready else None)
    form.offer(packet_people.to_choose(scope.organisation.id))
    if done := sent(form, lambda: changes.define(actor(), scope.organisation, form.said())):
        return on_to(url_for("packet_definitions.show", id=done.gave.id), "The definition was saved.")
    return render_template("evidence_packets/new.html", form=form, ready=ready)


@views.route("/<int:id>/edit", methods=["GET", "POST"])
@members(May.ISSUE_PACKETS)
def edit(scope: Scope, id: int) -> str | Response:
    """Change a definition. What was issued stays as it is."""
    row = scope.load(found.definition, id)
    form = DefinitionForm(data=_typed(row))
    form.offer(packet_people.to_choose(scope.organisation.id))

    def catch_up() -> None:
        show_again(form.revision, scope.load(found.definition, id).revision)

    if sent(form, lambda: changes.redefine(actor(), scope.organisation, id, form.said(), form.seen), catch_up):
        return on_to(url_for("packet_definitions.show", id=id), "The definition was changed.")
    return render_template("evidence_packets/edit.html", form=form, definition=scope.load(found.definition, id))


@views.get("/<int:id>")
@members(May.READ_PACKET_DEFINITIONS)
def show(scope: Scope, id: int) -> str:
    """What a definition asks for, and whom and which days a packet would be about today."""
    return _shown(scope, id, "definition.html")


@views.route("/<int:id>/prepare", methods=["GET", "POST"])
@members(May.ISSUE_PACKETS)
def prepare(scope: Scope, id: int) -> str | Response:
    """Have a packet prepared, to be looked at before it is issued."""
    scope.load(found.definition, id)
    form = TokenForm()
    if done := sent(form, lambda: packets.prepare(actor(), scope.organisation, id)):
        return on_to(url_for("packets.show", id=done.gave.id), "The packet is being prepared.")
    return _shown(scope, id, "prepare.html", form=form)


def _shown(scope: Scope, id: int, template: str, **more: Any) -> str:
    row = scope.load(found.definition, id)
    days = found.days(row, clock.today())
    return render_template(
        f"evidence_packets/{template}",
        definition=row,
        days=days,
        next_on=_next_on(row),
        people=packet_people.chosen(row, days.first, min(days.last, days.as_of)),
        may_issue=scope.may(May.ISSUE_PACKETS),
        words=forms,
        SECTIONS=SECTIONS,
        **more,
    )


def _next_on(row: Any) -> date | None:
    if row.quarterly_since is None:
        return None
    return following(current_app.extensions["rulebook"], row.quarterly_since, clock.today())


def _ready(ready: Any) -> dict[str, Any]:
    asked = {key: getattr(ready, key) for key in ("name", "whom", "span", "as_of", "evidence")}
    return {**asked, "sections": [each.value for each in ready.sections]}


def _typed(row: Any) -> dict[str, Any]:
    said = {key: getattr(row, key) for key in COLUMNS}
    words = {key: getattr(row, key).value for key in CHOSEN}
    return {**said, **words, "revision": str(row.revision)}
