"""Members of an organisation: who has which role, who is invited, and giving and ending roles."""

from flask import Blueprint, current_app, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import members as found, passkeys, sign_on
from onboarding.roles import ROLES_OF, Role
from onboarding.services import invitations, members as changes
from onboarding.web import filters
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.members import InvitationForm
from onboarding.web.forms.people import TokenForm
from onboarding.web.sent import on_to, over, sent

views = Blueprint("members", __name__, url_prefix="/at/<organisation>/members")
ENDED_SHOWN = 10


@views.get("")
@members(May.READ_MEMBERS)
def index(scope: Scope) -> str:
    """Who has which role today, who is invited, and whose role ended last."""
    id, now = scope.organisation.id, clock.now()
    roles = found.members(id, request.args.get("page", 1, type=int))
    return render_template(
        "members/index.html",
        found=roles,
        with_passkey=passkeys.owners(each.user_id for each in roles.rows),
        invited=[(each, found.expired(each, now)) for each in found.invitations(id)],
        waiting=found.waiting(scope.organisation),
        ended=found.ended(id, ENDED_SHOWN),
        may_change=scope.may(May.KEEP_MEMBERS),
        tied=_tied({each.user_id for each in roles.rows}),
    )


def _tied(users: set[int]) -> set[int]:
    """Which of these accounts the sign-in provider signs in to."""
    provider = current_app.extensions["config"].sign_on
    return sign_on.tied(provider.issuer, users) if provider else set()


@views.route("/invite", methods=["GET", "POST"])
@members(May.KEEP_MEMBERS, fresh=True)
def invite(scope: Scope) -> str | Response:
    """Invite somebody to a role."""
    form = InvitationForm()
    form.role.choices = [
        SelectChoice(each.value, filters.role(each.value)) for each in ROLES_OF[scope.organisation.kind]
    ]
    if sent(
        form,
        lambda: invitations.invite(actor(), scope.organisation, form.email.data, form.name.data, Role(form.role.data)),
    ):
        return on_to(url_for("members.index"), f"{form.name.data} was invited.")
    return render_template("members/invite.html", form=form)


@views.route("/<int:id>/confirm", methods=["GET", "POST"])
@members(May.KEEP_MEMBERS, fresh=True)
def confirm(scope: Scope, id: int) -> str | Response:
    """Confirm a role that another administrator gave."""
    membership, form = found.to_confirm(scope.organisation, id), TokenForm()
    if membership is None:
        known = scope.load(found.membership, id)
        if known.ended_at or known.waits:
            raise NotFoundError
        return over(url_for("members.index"), f"{known.user.name} is {filters.role(known.role)} already.")
    if sent(form, lambda: changes.confirm(actor(), membership.organisation, id)):
        return on_to(url_for("members.index"), f"{membership.user.name} is {filters.role(membership.role)} now.")
    return render_template("members/confirm.html", form=form, membership=membership)


@views.route("/<int:id>/end", methods=["GET", "POST"])
@members(May.KEEP_MEMBERS, fresh=True)
def end(scope: Scope, id: int) -> str | Response:
    """End one role of one member, after asking."""
    membership, form = scope.load(found.membership, id), TokenForm()
    name, role = membership.user.name, filters.role(membership.role)
    if membership.ended_at:
        on = filters.day(clock.day_of(membership.ended_at))
        return over(url_for("members.index"), f"{name} is no longer {role} here: the role ended on {on}.")
    if sent(form, lambda: changes.end_membership(actor(), scope.organisation, id)):
        return on_to(url_for("members.index"), f"{name} is no longer {role} here.")
    return render_template("members/end.html", form=form, name=name, role=role)


@views.route("/invitations/<int:id>/withdraw", methods=["GET", "POST"])
@members(May.KEEP_MEMBERS, fresh=True)
def withdraw(scope: Scope, id: int) -> str | Response:
    """Make an invitation's link useless, after asking."""
    invitation, form = scope.load(found.invitation, id), TokenForm()
    if invitation.accepted_at or invitation.withdrawn_at:
        was = "accepted" if invitation.accepted_at else "withdrawn already"
        return over(url_for("members.index"), f"The invitation of {invitation.name} was {was}.")
    if sent(form, lambda: invitations.withdraw(actor(), scope.organisation, id)):
        return on_to(url_for("members.index"), f"The invitation of {invitation.name} was withdrawn.")
    return render_template("members/withdraw.html", form=form, invitation=invitation)
