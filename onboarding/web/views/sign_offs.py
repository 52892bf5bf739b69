"""The host's sign-off of a visit: where its link leads, and sending or withdrawing it."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import bookings, training_sessions
from onboarding.services import sign_off_links, sign_offs as changes
from onboarding.web.access import Scope, actor, anyone, members
from onboarding.web.forms.people import TokenForm
from onboarding.web.forms.sign_offs import SignForm, WithdrawForm
from onboarding.web.sent import on_to, sent
from onboarding.web.training_session import Seen, the_session

views = Blueprint("sign_offs", __name__)
AT = "/at/<organisation>/sessions/<int:id>/bookings/<int:booking>/sign-off"


@views.route("/sign-offs/<token>", methods=["GET", "POST"])
@anyone
def answer(token: str) -> str | Response:
    """The visit, while the link works. One that was signed off says so; any other is like none."""
    link = changes.visited(actor(), token)
    if link is None:
        if changes.was_answered(token):
            return render_template("sign_offs/signed.html")
        raise NotFoundError
    host = training_sessions.host(link.session)
    form = SignForm(data={"minutes": link.session.facts["minutes"], "name": host})
    if sent(form, lambda: changes.sign(actor(), token, form.signed())):
        return redirect(url_for("sign_offs.answer", token=token))
    return render_template("sign_offs/answer.html", link=link, session=link.session, form=form, host=host)


@views.route(f"{AT}/ask", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def ask(scope: Scope, id: int, booking: int) -> str | Response:
    """Send the host the link, after saying what that does."""
    seen, row = _to_sign(scope, id, booking)
    form = TokenForm()
    if sent(form, lambda: sign_off_links.ask(actor(), scope.organisation, id, booking)):
        return on_to(url_for("training_sessions.show", id=id), "The link is on its way to the host.")
    return _page("sign_offs/ask.html", form, seen, row)


@views.route(f"{AT}/withdraw", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def withdraw(scope: Scope, id: int, booking: int) -> str | Response:
    """Have the link lead nowhere, after asking why."""
    seen, row = _to_sign(scope, id, booking)
    form = WithdrawForm()
    if sent(form, lambda: sign_off_links.withdraw(actor(), scope.organisation, id, booking, form.because.data)):
        return on_to(url_for("training_sessions.show", id=id), "The link no longer works.")
    return _page("sign_offs/withdraw.html", form, seen, row)


def _to_sign(scope: Scope, id: int, booking: int) -> tuple[Seen, Any]:
    """A visit that is over, and somebody who had a seat, of whom the host has not said whether they came."""
    seen = the_session(scope, id)
    row = bookings.roll(seen.session).one(booking)
    if not seen.may_ask or row is None or row.seat is not bookings.Stands.BOOKED:
        raise NotFoundError
    return seen, row


def _page(template: str, form: Any, seen: Seen, row: Any) -> str:
    name, host = training_sessions.name(seen.session), training_sessions.host(seen.session)
    return render_template(template, form=form, seen=seen, row=row, name=name, host=host)
