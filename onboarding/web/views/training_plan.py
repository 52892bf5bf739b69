"""The plan of a COHE: who goes to which session of training, who cannot be done in time, and booking it."""

from collections.abc import Iterable, Sequence

from flask import Blueprint, flash, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.confined import ConfinedError
from onboarding.permissions import May
from onboarding.planning.plan import Comes, Proposal
from onboarding.queries import training_plan as found
from onboarding.rules.wording import count
from onboarding.services import training_plan as changes
from onboarding.web import plan_words
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.training_plan import AcceptForm, is_checked, value
from onboarding.web.law import rulings_of
from onboarding.web.sent import on_to, sent

views = Blueprint("training_plan", __name__, url_prefix="/at/<organisation>/sessions/plan")


@views.route("", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def index(scope: Scope) -> str | Response:
    """The plan as of now. Sent, it books the seats of the people chosen, as far as there are any left."""
    scope.only_cohe()
    form, law, now = AcceptForm(), rulings_of(scope), clock.now()
    if done := sent(form, lambda: changes.accept(actor(), scope.organisation, form.chosen(), law)):
        for refused in done.gave.refused:
            flash(f"Not booked. {refused}", "warning")
        return on_to(url_for("training_plan.index"), f"{count(len(done.gave.rows), 'seat is', 'seats are')} booked.")
    try:
        planned = found.planned(scope.organisation, law, now)
    except ConfinedError:
        return render_template("training_plan/index.html", planned=None, form=form)
    every = planned.plan.proposals
    proposed, chosen = _by_due(each for each in every if each.offers), request.form.getlist("people")
    return render_template(
        "training_plan/index.html",
        form=form,
        planned=planned,
        today=clock.day_of(now),
        in_time=sum(each.in_time for each in every),
        proposed=proposed,
        places={each.lacking.owing.id: place for place, each in enumerate(proposed)},
        cannot=_by_due(each for each in every if each.since),
        open=_by_due(each for each in every if not each.in_time and not each.since),
        booked=_by_due(each for each in every if each.comes is Comes.BOOKED),
        checked=lambda each: is_checked(form, each, chosen),
        value=value,
        words=plan_words,
        person=lambda each: planned.people[each.lacking.owing.id],
    )


def _by_due(proposals: Iterable[Proposal]) -> Sequence[Proposal]:
    return sorted(proposals, key=lambda each: (each.lacking.due, each.lacking.owing.id))
