"""Signing in with a provider that the installation trusts: going there, coming back, and tying an account to it.

Each way there begins with a form and ends on a page with a link: a form whose answer led there would be stopped by the
security policy, which lets forms go nowhere else.
"""

from typing import Any

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.queries import sign_on as found
from onboarding.services import invitations, sign_on as changes
from onboarding.services.sign_in_provider import NotSignedInError
from onboarding.web import sign_on
from onboarding.web.access import actor, anyone, signed_in, signed_in_lately
from onboarding.web.forms.accounts import NameForm
from onboarding.web.forms.people import TokenForm
from onboarding.web.sent import on_to, over, sent
from onboarding.web.sign_on import Begun, For

views = Blueprint("sign_on", __name__)
FAILED = "You did not sign in with {name}"
OVER = "This step is over. Begin again."


@views.app_context_processor
def _offered() -> dict[str, Any]:
    """What every page may offer: the provider's name, or None; and whether one's own account is tied to it."""
    provider = current_app.extensions["config"].sign_on

    def tied() -> bool:
        return bool(provider and found.of_user(provider.issuer, current_user.id))

    return {"sign_on_name": provider.name if provider else None, "sign_on_tied": tied}


@views.post("/sign-on")
@anyone
def begin() -> str | Response:
    """On to the provider, to sign in."""
    return _on(For.SIGNING_IN, after=request.args.get("next"))


@views.post("/sign-on/invitations/<token>")
@anyone
def invitation(token: str) -> str | Response:
    """On to the provider, to accept an invitation to a new account. Any link that does not work is like none."""
    sign_on.provider()
    chosen = invitations.by_token(token)
    if chosen is None or invitations.account_of(chosen):
        raise NotFoundError
    return _on(For.INVITATION, chosen.id)


@views.route("/account/sign-on", methods=["GET", "POST"])
@signed_in_lately
def account() -> str | Response:
    """How one's account stands with the provider; what is sent leads on to the provider, to tie it."""
    provider, form = sign_on.provider(), TokenForm()
    tie = found.of_user(provider.issuer, current_user.id)
    if form.validate_on_submit():
        if tie:
            return over(url_for("sign_on.account"), f"Your account is tied to {provider.name} already.")
        return _on(For.TYING, current_user.id)
    return render_template("sign_on/account.html", form=form, tie=tie, user=current_user)


@views.post("/account/sign-on/again")
@signed_in
def again() -> str | Response:
    """On to the provider, to show once more who one is, before something that matters."""
    return _on(For.AGAIN, current_user.id, request.args.get("next"))


@views.get("/sign-on/back")
@anyone
def back() -> str | Response | tuple[str, int]:
    """Where the provider sends the browser to, with what it answered."""
    sign_on.provider()
    answer, begun = request.args.to_dict(), None
    try:
        begun = sign_on.come_back(answer)
        subject = sign_on.finish(begun, answer)
    except NotSignedInError as error:
        return _failed(error, begun)
    return _signing_in(begun, subject) if begun.purpose is For.SIGNING_IN else _shown(begun, subject)


@views.route("/sign-on/accept", methods=["GET", "POST"])
@anyone
def accept() -> str | Response:
    """Accept an invitation, after the provider has signed somebody in for it."""
    shown, provider = sign_on.shown(For.INVITATION), sign_on.provider()
    chosen = invitations.waiting(shown.about) if shown else None
    if shown and chosen is None and (user := changes.signs_in(provider, shown.subject)):
        sign_on.forget(For.INVITATION)
        return _on_to_the_second_factor(user, None)  # it was accepted just now, by this form or its second click
    if shown is None or chosen is None:
        return over(url_for("security.login"), "This step is over. Open the link of your invitation again.")
    form = NameForm(name=chosen.name)
    try:
        if sent(
            form, lambda: invitations.accept_by_provider(actor(), chosen.id, form.name.data, provider, shown.subject)
        ):
            return redirect(url_for("sign_on.accept"))
    except NotFoundError:  # it was accepted or withdrawn this moment
        return redirect(url_for("sign_on.accept"))
    return render_template("sign_on/accept.html", form=form, invitation=chosen)


@views.route("/account/sign-on/tie", methods=["GET", "POST"])
@signed_in_lately
def tie() -> str | Response:
    """Tie one's account to whom the provider has just signed in."""
    shown, provider, form = sign_on.shown(For.TYING), sign_on.provider(), TokenForm()
    if shown is None or shown.about != current_user.id:
        tied = found.of_user(provider.issuer, current_user.id)
        return over(url_for("sign_on.account"), f"Your account is tied to {provider.name} already." if tied else OVER)
    user = current_user._get_current_object()
    if sent(form, lambda: changes.tie(actor(), user, provider, shown.subject)):
        sign_on.forget(For.TYING)
        return on_to(url_for("account.show"), f"You can sign in with {provider.name} now.")
    return render_template("sign_on/tie.html", form=form)


@views.route("/account/sign-on/untie", methods=["GET", "POST"])
@signed_in_lately
def untie() -> str | Response:
    """Untie one's account, after asking."""
    provider, form = sign_on.provider(), TokenForm()
    if found.of_user(provider.issuer, current_user.id) is None:
        return over(url_for("account.show"), f"Your account is not tied to {provider.name}.")
    user, kept = current_user._get_current_object(), session._get_current_object()  # type: ignore[attr-defined]
    if sent(form, lambda: changes.untie(actor(), user, provider, kept.token or "")):
        return on_to(url_for("account.show"), f"Your account is not tied to {provider.name} any more.")
    return render_template("sign_on/untie.html", form=form, user=current_user)


def _on(purpose: For, about: int | None = None, after: str | None = None) -> str | Response:
    """The page that leads on to the provider, by itself or by its link."""
    provider = sign_on.provider()
    try:
        address = sign_on.begin(purpose, about, after)
    except NotSignedInError as error:
        return make_response(_failed(error, None, purpose, after))
    answer = make_response(render_template("sign_on/going.html", address=address, name=provider.name))
    answer.headers["Refresh"] = f"0; url={address}"
    return answer


def _signing_in(begun: Begun, subject: str) -> str | Response | tuple[str, int]:
    provider = sign_on.provider()
    user = changes.signs_in(provider, subject)
    if user is None:
        changes.refused(actor(), provider, subject)
        return render_template("sign_on/unknown.html", name=provider.name, after=begun.after), 403
    if current_user.is_authenticated:
        return over(begun.after or url_for("home.front"), "You are signed in already.")
    return _on_to_the_second_factor(user, begun.after)


def _on_to_the_second_factor(user: Any, after: str | None) -> Response:
    """The library goes on as after a password: it asks for the second factor, or has one set up."""
    session[sign_on.BY_PROVIDER] = True
    enter = current_app.extensions["security"].two_factor_plugins.tf_enter
    response: Response | None = enter(user, False, "provider", next_loc=after)
    assert response is not None, "a second factor is always asked for"
    return response


def _shown(begun: Begun, subject: str) -> Response:
    if begun.purpose is For.INVITATION:
        sign_on.show(begun, subject)
        return redirect(url_for("sign_on.accept"))
    if not current_user.is_authenticated or current_user.id != begun.about:
        return over(url_for("security.login"), OVER)
    if begun.purpose is For.TYING:
        sign_on.show(begun, subject)
        return redirect(url_for("sign_on.tie"))
    provider = sign_on.provider()
    user = changes.signs_in(provider, subject)
    if user is None or user.id != current_user.id:
        flash(f"You signed in to a {provider.name} account that is not tied to yours.", "error")
        return redirect(url_for("security.verify", next=begun.after))
    session["fs_paa"] = clock.now().timestamp()  # where Flask-Security keeps when somebody showed who they are
    return redirect(begun.after or url_for("account.show"))


def _failed(
    error: NotSignedInError, begun: Begun | None, purpose: For = For.SIGNING_IN, after: str | None = None
) -> tuple[str, int]:
    """The page that says why nobody was signed in, and how it goes on."""
    if begun:
        purpose, after = begun.purpose, begun.after
    name = sign_on.provider().name
    said = {"heading": FAILED.format(name=name), "says": str(error), "purpose": purpose.name, "after": after}
    return render_template("sign_on/failed.html", **said), error.status
