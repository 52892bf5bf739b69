"""The claims that a COHE initiated, by quarter: entered and corrected, two years at once."""

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import initiated_claims as found
from onboarding.queries.correctable import in_force
from onboarding.rules.days import QUARTERS_A_YEAR, Quarter
from onboarding.rules.wording import count
from onboarding.services import initiated_claims as changes, sensible_days
from onboarding.services.initiated_claims import Changed
from onboarding.web import staffing_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.initiated_claims import claims_form
from onboarding.web.sent import on_to, sent

views = Blueprint("initiated_claims", __name__, url_prefix="/at/<organisation>/staffing/claims")
SHOWN = 2 * QUARTERS_A_YEAR  # quarters of one form


@views.route("", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def edit(scope: Scope) -> str | Response:
    """Enter the claims of each quarter, and correct what was entered; the latest two years, or the two to another."""
    scope.only_cohe()
    now = Quarter.of(clock.today())
    last = _asked(request.args.get("to", ""), now)
    history = found.history(scope.organisation)
    recorded = found.by_quarter(history)
    form = claims_form(_to(last), recorded)

    def record() -> Changed:
        return changes.record(actor(), scope.organisation, form.said, form.because.data, form.seen)

    if done := sent(form, record, lambda: form.catch_up(recorded, {row.id: row for row in history})):
        return on_to(url_for("staffing.index"), _said(done.gave))
    held = {row.id for row in in_force(history)}
    return render_template(
        "initiated_claims/edit.html",
        form=form,
        recorded=recorded,
        is_final=found.is_final,
        last=last,
        now=now,
        before=last.earlier(SHOWN) if last.earlier(SHOWN) >= Quarter.of(sensible_days.FIRST) else None,
        after=min(last.earlier(-SHOWN), now) if last < now else None,
        corrected=[row for row in reversed(history) if row.id not in held],
        quarter_of=found.quarter_of,
        words=words,
    )


def _asked(text: str, now: Quarter) -> Quarter:
    """The last quarter that is asked for; the one under way for anything else."""
    asked = Quarter.parse(text)
    return asked if asked and Quarter.of(sensible_days.FIRST) <= asked <= now else now


def _to(last: Quarter) -> list[Quarter]:
    """The quarters of a form, the latest first."""
    first = Quarter.of(sensible_days.FIRST)
    return [each for back in range(SHOWN) if (each := last.earlier(back)) >= first]


def _said(done: Changed) -> str:
    parts = ((done.recorded, "recorded"), (done.corrected, "corrected"), (done.struck, "taken away"))
    return " ".join(f"{count(number, 'quarter was', 'quarters were')} {what}." for number, what in parts if number)
