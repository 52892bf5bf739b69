"""Passkeys of one's own account: adding, renaming and removing them. The list is on the page of the account."""

from typing import Any

from flask import Blueprint, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from onboarding.errors import NotFoundError, OnboardingError
from onboarding.queries import passkeys as found
from onboarding.services import passkeys as changes
from onboarding.web import passkeys
from onboarding.web.access import actor, signed_in, signed_in_lately
from onboarding.web.forms.passkeys import NameForm, NewForm
from onboarding.web.forms.people import TokenForm
from onboarding.web.sent import on_to, sent
from onboarding.web.visits import secret_here

views = Blueprint("passkeys", __name__, url_prefix="/account/passkeys")


@views.route("/new", methods=["GET", "POST"])
@signed_in_lately
def new() -> str | Response:
    """Add a passkey."""
    user, party = _user(), passkeys.party()
    form = NewForm()
    if party is None:
        return render_template("passkeys/new.html", form=form, offered=False)

    def add() -> Any:
        given = passkeys.answered(user)
        return changes.add(actor(), user, party, given, form.answer_sent, form.name.data, visit=secret_here())

    if sent(form, add):
        return on_to(url_for("account.show"), f"The passkey {form.name.data} was added.")
    return render_template("passkeys/new.html", form=form, offered=True)


@views.post("/options")
@signed_in_lately
def options() -> dict[str, Any]:
    """What the browser is to make a passkey by."""
    user, party = _user(), passkeys.party()
    if party is None:
        raise OnboardingError("Passkeys do not work at this address.")
    return changes.to_make(party, user, passkeys.asked(user))


@views.route("/<int:id>/rename", methods=["GET", "POST"])
@signed_in
def rename(id: int) -> str | Response:
    """Give a passkey another name."""
    user, passkey = _user(), _own(id)
    form = NameForm(obj=passkey)
    if sent(form, lambda: changes.rename(actor(), user, id, form.name.data)):
        return on_to(url_for("account.show"), f"The passkey is called {form.name.data} now.")
    return render_template("passkeys/rename.html", form=form, passkey=passkey)


@views.route("/<int:id>/remove", methods=["GET", "POST"])
@signed_in_lately
def remove(id: int) -> str | Response:
    """Remove a passkey, after asking."""
    user, name, form = _user(), _own(id).name, TokenForm()
    if sent(form, lambda: changes.remove(actor(), user, id, passkeys.host(), secret_here())):
        return on_to(url_for("account.show"), f"The passkey {name} was removed.")
    return render_template("passkeys/remove.html", form=form, name=name)


def _own(id: int) -> Any:
    passkey = found.one(current_user.id, id)
    if passkey is None:
        raise NotFoundError
    return passkey


def _user() -> Any:
    return current_user._get_current_object()
