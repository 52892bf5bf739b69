"""A passkey after the password: used at sign-in, or set up as the first second factor.

Each view looks for itself whether the sign-in under way is at this step: who has given no password finds nothing here.
"""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding.errors import OnboardingError
from onboarding.services import passkeys as changes
from onboarding.services.passkey_proofs import Party
from onboarding.web import passkeys
from onboarding.web.access import actor, anyone
from onboarding.web.account_words import SAID
from onboarding.web.forms.passkeys import NewForm, UseForm
from onboarding.web.sent import sent

views = Blueprint("passkey_sign_in", __name__, url_prefix="/passkey")


@views.route("", methods=["GET", "POST"])
@anyone
def use() -> str | Response:
    """Use a passkey instead of a code."""
    user = passkeys.half_signed_in(passkeys.READY)
    if user is None:
        return _password_first()
    form = UseForm(user, passkeys.party())
    if form.validate_on_submit():
        to = passkeys.sign_in(user)
        flash(*SAID["TWO_FACTOR_LOGIN_SUCCESSFUL"])
        return redirect(to)
    page = {"form": form, "usable": passkeys.usable(user), "app": bool(user.tf_totp_secret)}
    return render_template("passkeys/use.html", next=request.args.get("next"), **page)


@views.post("/options")
@anyone
def options() -> dict[str, Any] | Response:
    """What the browser is to sign."""
    user, party = passkeys.half_signed_in(passkeys.READY), passkeys.party()
    if user is None:
        return _password_first()
    return changes.to_use(_there(party), user, passkeys.asked(user))


@views.route("/set-up", methods=["GET", "POST"])
@anyone
def set_up() -> str | Response:
    """Make a passkey the first second factor, and sign in with it."""
    user, party = passkeys.half_signed_in(passkeys.FIRST), passkeys.party()
    if user is None or party is None:
        return _password_first()
    form = NewForm()

    def add() -> Any:
        by = actor()._replace(user_id=user.id)
        return changes.add(by, user, party, passkeys.answered(user), form.answer_sent, form.name.data, first=True)

    if sent(form, add):
        passkeys.sign_in(user)
        flash("Your passkey was added. Make recovery codes now, for when you do not have it with you.", "success")
        return redirect(url_for("security.mf_recovery_codes"))
    return render_template("passkeys/set_up.html", form=form)


@views.post("/set-up/options")
@anyone
def set_up_options() -> dict[str, Any] | Response:
    """What the browser is to make a passkey by."""
    user, party = passkeys.half_signed_in(passkeys.FIRST), passkeys.party()
    if user is None:
        return _password_first()
    return changes.to_make(_there(party), user, passkeys.asked(user))


def _there(party: Party | None) -> Party:
    if party is None:
        raise OnboardingError("Passkeys do not work at this address.")
    return party


def _password_first() -> Response:
    flash(*SAID["TWO_FACTOR_PERMISSION_DENIED"])
    return redirect(url_for("security.login"))
