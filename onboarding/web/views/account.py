"""One's own account: how one signs in, and where one is signed in."""

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.queries import visits as found
from onboarding.services import visits
from onboarding.web.access import actor, signed_in
from onboarding.web.forms.people import TokenForm
from onboarding.web.visits import Session

views = Blueprint("account", __name__, url_prefix="/account")
SHOWN = 20


@views.get("")
@signed_in
def show() -> str:
    """The account of whoever asks."""
    now = clock.now()
    going_on = found.of(current_user.id, now - visits.IDLE, now - visits.LONGEST, SHOWN)
    return render_template(
        "account/show.html",
        user=current_user,
        codes=len(current_user.mf_recovery_codes or []),
        visits=[(each, each.token_hash == visits.digest(_token())) for each in going_on],
        form=TokenForm(),
    )


@views.post("/end-others")
@signed_in
def end_others() -> Response:
    """Sign out everywhere else."""
    ended = visits.end_others(actor(), current_user._get_current_object(), _token())
    flash("1 other visit was ended." if ended == 1 else f"{ended} other visits were ended.", "success")
    return redirect(url_for("account.show"))


def _token() -> str:
    kept = session._get_current_object()  # type: ignore[attr-defined]
    return (kept.token or "") if isinstance(kept, Session) else ""
