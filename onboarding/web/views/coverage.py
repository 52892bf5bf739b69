"""Coverage: absences and who covers as a month, the coverage plan of a period, and how cover works."""

from typing import Any

from flask import Blueprint, Response as FileResponse, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.actions import Action
from onboarding.packets import coverage as packet
from onboarding.permissions import May
from onboarding.queries import coverage as found, staffing
from onboarding.rules.days import add_months
from onboarding.services import coverage as changes, taken
from onboarding.web import deadline_spans as spans
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import PDF, attachment
from onboarding.web.forms.coverage import PlanForm, WayCorrection, WayForm
from onboarding.web.forms.time_splits import TakeAwayForm
from onboarding.web.law import rulings_of
from onboarding.web.sent import on_to, sent

views = Blueprint("coverage", __name__, url_prefix="/at/<organisation>/staffing/coverage")


@views.get("")
@members(May.READ_STAFF)
def index(scope: Scope) -> str:
    """A month of days, each with who is away and who covers; and the same as a list."""
    scope.only_cohe()
    today = clock.today()
    first = spans.asked_month(request.args.get("month", "")) or spans.month_of(today)
    last = add_months(first, 1) - spans.DAY
    recorded = staffing.recorded(scope.organisation)
    runs = found.runs(scope.organisation, recorded, rulings_of(scope), (first, last), today)
    return render_template(
        "coverage/index.html",
        first=first,
        before=add_months(first, -1),
        after=add_months(first, 1),
        weeks=spans.weeks(first),
        days=found.on_days(runs),
        runs=runs,
        packet=packet,
        uncovered=found.uncovered_days(runs),
        may_keep=scope.may(May.KEEP_STAFF),
        today=today,
    )


@views.get("/plan")
@members(May.READ_STAFF)
def plan(scope: Scope) -> str:
    """What the coverage plan of a period says, and where to take it; from today on without one."""
    scope.only_cohe()
    form = PlanForm(request.args, clock.today())
    form.validate()
    history = found.history(scope.organisation)
    ways = found.by_day(history)
    held = {row.id for row in ways}
    return render_template(
        "coverage/plan.html",
        form=form,
        plan=_plan(scope, form),
        packet=packet,
        ways=list(reversed(ways)),
        earlier=[row for row in reversed(history) if row.id not in held],
        may_keep=scope.may(May.KEEP_STAFF),
        today=clock.today(),
    )


@views.get("/plan.pdf")
@members(May.READ_STAFF)
def paper(scope: Scope) -> FileResponse:
    """The plan on paper. That it was taken is an entry of the trail."""
    scope.only_cohe()
    form = PlanForm(request.args, clock.today())
    form.validate()
    plan = _plan(scope, form)
    body = packet.printed(packet.of(scope.organisation.name, plan, clock.today()))
    taken.note(actor(), scope.organisation, Action.COVERAGE_PLANNED, "pdf", len(plan.runs))
    return attachment(body, f"coverage-plan-{plan.first}-{plan.last}.pdf", PDF)


@views.route("/text/new", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def word(scope: Scope) -> str | Response:
    """Write how cover works from a day on; with the text that holds, or a draft, to begin with."""
    scope.only_cohe()
    ways = found.ways(scope.organisation)
    form = WayForm(data={"since": clock.today(), "text": ways[-1].text if ways else changes.DRAFT})
    if sent(form, lambda: changes.word(actor(), scope.organisation, *form.said)):
        return on_to(url_for("coverage.plan"), "How cover works was saved.")
    return render_template("coverage/word.html", form=form, row=None, is_draft=not ways)


@views.route("/text/<int:id>", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def correct(scope: Scope, id: int) -> str | Response:
    """Put another text in the place of one that was wrong."""
    scope.only_cohe()
    row = scope.load(found.one, id)
    form = WayCorrection(data={"since": row.since, "text": row.text})

    def do() -> Any:
        again = scope.load(found.one, id)
        return changes.correct(actor(), scope.organisation, again, *form.said, form.because.data)

    if sent(form, do):
        return on_to(url_for("coverage.plan"), "Corrected. The earlier text stays readable.")
    return render_template("coverage/word.html", form=form, row=row, is_draft=False)


@views.route("/text/<int:id>/strike", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def strike(scope: Scope, id: int) -> str | Response:
    """Take away a text that never held, after asking why."""
    scope.only_cohe()
    row, form = scope.load(found.one, id), TakeAwayForm()
    if sent(form, lambda: changes.strike(actor(), scope.organisation, row, form.because.data)):
        return on_to(url_for("coverage.plan"), "Taken away. The text stays readable.")
    return render_template("coverage/strike.html", form=form, row=row)


def _plan(scope: Scope, form: PlanForm) -> found.Plan:
    recorded = staffing.recorded(scope.organisation)
    return found.plan(scope.organisation, recorded, rulings_of(scope), form.asked(), clock.today())
