"""Where an invitation's link leads: making an account, or taking a further role as who one is."""

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from onboarding.errors import NotFoundError, OnboardingError
from onboarding.services import invitations
from onboarding.web.access import actor, anyone
from onboarding.web.fields import put_error
from onboarding.web.forms.accounts import AcceptForm
from onboarding.web.sent import over

views = Blueprint("invitations", __name__)
ACCEPTED = "You accepted this invitation already. Sign in."


@views.route("/invitations/<token>", methods=["GET", "POST"])
@anyone
def show(token: str) -> str | Response:
    """The invitation, as long as its link works; whoever accepted is told so, and any other link is like none."""
    invitation = invitations.by_token(token)
    if invitation is None and invitations.was_accepted(token):
        return over(url_for("security.login"), ACCEPTED)
    if invitation is None:
        raise NotFoundError
    form = AcceptForm(name=invitation.name)
    known = invitations.account_of(invitation) is not None
    mine = known and current_user.is_authenticated and current_user.email == invitation.email
    if known and not mine and invitations.was_accepted(token):  # by another request, after it was read here
        return over(url_for("security.login"), ACCEPTED)
    if form.is_submitted() and (mine or (not known and form.validate() and _good(form, invitation.email))):
        try:
            return _accept(token, form, mine)
        except NotFoundError:
            if invitations.was_accepted(token):  # by another request, this moment
                return over(url_for("security.login"), ACCEPTED)
            raise
        except OnboardingError as error:
            put_error(form, error)
    return render_template("invitations/show.html", invitation=invitation, form=form, known=known, mine=mine)


def _accept(token: str, form: AcceptForm, mine: bool) -> Response:
    if mine:
        invitations.accept_as(actor(), token, current_user._get_current_object())
        flash("You accepted the invitation. Sign in again to use the role.", "success")
    else:
        invitations.accept_anew(actor(), token, form.name.data, form.password.data)
        flash("Your account is ready. Sign in.", "success")
    return redirect(url_for("security.login"))


def _good(form: AcceptForm, email: str) -> bool:
    """Whether the password will do, in the form it is hashed in; what is wrong with it is put beside it."""
    known = current_app.extensions["security"].password_util
    own = (email.partition("@")[0], form.name.data)
    found, form.password.data = known.validate(form.password.data, True, own=own)
    form.password.errors = [*form.password.errors, *(found or [])]
    return not found
