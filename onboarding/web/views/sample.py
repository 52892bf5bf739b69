"""The invented people of the sample world, and signing in as one of them. Registered in sample mode alone."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_security.utils import login_user, logout_user
from werkzeug.wrappers import Response

from onboarding.queries import sample as found
from onboarding.services.accounts import keep_sign_in
from onboarding.web.access import anyone
from onboarding.web.forms.people import TokenForm

views = Blueprint("sample", __name__, url_prefix="/sample")


@views.get("")
@anyone
def index() -> str:
    """Who there is, in which role, with the link that signs in."""
    return render_template("sample/index.html", links=found.links())


@views.route("/sign-in/<token>", methods=["GET", "POST"])
@anyone
def sign_in(token: str) -> str | Response:
    """Say whose link it is, and sign in once that is confirmed."""
    user, form = found.by_token(token), TokenForm()
    if user is None:
        flash("That link does not work. Choose somebody here.", "warning")
        return redirect(url_for("sample.index"))
    if form.validate_on_submit():
        logout_user()
        login_user(user)
        keep_sign_in()
        return redirect(url_for("home.front"))
    return render_template("sample/sign_in.html", user=user, form=form)
