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
from onboarding.web.sent import on_to, over, sent
from onboarding.web.training_session import Seen, the_session

views = Blueprint("sign_offs", __name__)
AT = "/at/<organisation>/sessions/<int:id>/bookings/<int:visitor>/sign-off"


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
def ask(scope: Scope, id: int, visitor: int) -> str | Response:
    """Send the host the link, after saying what that does."""
    seen, row, form = *_visit(scope, id, visitor), TokenForm()
    if not _is_to_sign(seen, visitor):
        return _settled(id)
    if sent(form, lambda: sign_off_links.ask(actor(), scope.organisation, id, visitor)):
        return on_to(url_for("training_sessions.show", id=id), "The link is on its way to the host.")
    return _page("sign_offs/ask.html", form, seen, row)


@views.route(f"{AT}/withdraw", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def withdraw(scope: Scope, id: int, visitor: int) -> str | Response:
    """Have the link lead nowhere, after asking why."""
    seen, row, form = *_visit(scope, id, visitor), WithdrawForm()
    if not _is_to_sign(seen, visitor):
        return _settled(id)
    if sent(form, lambda: sign_off_links.withdraw(actor(), scope.organisation, id, visitor, form.because.data)):
        return on_to(url_for("training_sessions.show", id=id), "The link no longer works.")
    return _page("sign_offs/withdraw.html", form, seen, row)


def _visit(scope: Scope, id: int, visitor: int) -> tuple[Seen, Any]:
    """A visit of the organisation's own, and what was said of somebody's seat. Raises NotFoundError."""
    seen = the_session(scope, id)
    row = bookings.row(seen.session, None, visitor) if seen.keeps and seen.is_visit else None
    if row is None:
        raise NotFoundError
    return seen, row


def _is_to_sign(seen: Seen, visitor: int) -> bool:
    """Whether the visit is over, and the host has not said whether this one came."""
    row = bookings.roll(seen.session).one(visitor)
    return seen.may_ask and row is not None and bookings.stands(row) is bookings.Stands.BOOKED


def _settled(id: int) -> Response:
    says = "Nothing is to be signed: the visit is not over or was canceled, or the host has said who came."
    return over(url_for("training_sessions.show", id=id), says)


def _page(template: str, form: Any, seen: Seen, row: Any) -> str:
    name, host = training_sessions.name(seen.session), training_sessions.host(seen.session)
    return render_template(template, form=form, seen=seen, row=row, name=name, host=host)
