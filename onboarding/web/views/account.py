"""One's own account: how one signs in, and where one is signed in."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.queries import organisations, passkeys, visits as found
from onboarding.rules.wording import count
from onboarding.services import accounts, visits
from onboarding.web import calendars
from onboarding.web.access import Scope, actor, signed_in
from onboarding.web.forms.people import TokenForm
from onboarding.web.visits import Session, secret_here

views = Blueprint("account", __name__, url_prefix="/account")
SHOWN = 20


@views.get("")
@signed_in
def show() -> str:
    """The account of whoever asks."""
    now, here = clock.now(), accounts.visit_digest(secret_here())
    going_on = found.of(current_user.id, now - visits.IDLE, now - visits.LONGEST, SHOWN)
    return render_template(
        "account/show.html",
        user=current_user,
        codes=len(current_user.mf_recovery_codes or []),
        visits=[(each, each.token_hash == here) for each in going_on],
        form=TokenForm(),
        passkeys=passkeys.of(current_user.id),
        calendars=[
            each.organisation
            for each in organisations.roles_of(current_user)
            if calendars.offered(Scope(*each, current_user))
        ],
    )


@views.post("/end-others")
@signed_in
def end_others() -> Response:
    """Sign out everywhere else."""
    ended = visits.end_others(actor(), current_user._get_current_object(), secret_here())
    flash(f"{count(ended, 'other session was', 'other sessions were')} ended.", "success")
    return redirect(url_for("account.show"))


@views.get("/visit")
@signed_in
def visit() -> dict[str, object]:
    """How long the visit goes on, for a page that is open: whoever signed in again meanwhile can still send it."""
    return {**_left(), "user": current_user.id, "token": generate_csrf()}


@views.post("/stay")
@signed_in
def stay() -> dict[str, object]:
    """Somebody is there, and wants to stay signed in."""
    return _left()


def _left() -> dict[str, object]:
    """In seconds: until the visit ends if nobody is there, and in any case."""
    kept = _session()
    left, longest = (kept.left, kept.longest) if kept else (None, None)
    return {"left": int(left.total_seconds()) if left else 0, "longest": int(longest.total_seconds()) if longest else 0}


def _session() -> Session | None:
    kept = session._get_current_object()  # type: ignore[attr-defined]
    return kept if isinstance(kept, Session) else None
