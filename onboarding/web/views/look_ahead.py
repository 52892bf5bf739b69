"""The quarters ahead of a COHE: claims, staff, each line, and how good past forecasts were."""

from flask import Blueprint, render_template

from onboarding import clock
from onboarding.packets import forecast_chart as chart
from onboarding.packets.staffing_chart import Chart
from onboarding.packets.timeline import NARROW
from onboarding.permissions import May
from onboarding.queries import credentials, look_ahead as found, staffing as known, what_ifs
from onboarding.queries.look_ahead import Ahead
from onboarding.rules.lead_times import Step
from onboarding.rules.look_ahead import LineAhead
from onboarding.rules.staffing_lines import FOLLOWS
from onboarding.rules.vacancies import in_time
from onboarding.web import ahead_words as words, staffing_words
from onboarding.web.access import Scope, members
from onboarding.web.law import rulings_of

views = Blueprint("look_ahead", __name__, url_prefix="/at/<organisation>/staffing/ahead")


@views.get("")
@members(May.READ_STAFFING)
def index(scope: Scope) -> str:
    """The forecast, which quarter crosses which line, what prevents it, and what that rests on."""
    scope.only_cohe()
    today, rulings = clock.today(), rulings_of(scope)
    recorded = known.recorded(scope.organisation)
    ahead = found.ahead(scope.organisation, recorded, rulings, today)
    return render_template(
        "look_ahead/index.html",
        ahead=ahead,
        found=ahead.found,
        pictures=_pictures(ahead),
        behind_chart=chart.rows(ahead.past, ahead.found.claims)[-chart.MOST :],
        advice=_advice(scope, ahead.found.lines),
        recorded=recorded,
        people=recorded.person_of,
        numbers=rulings.in_force(today, scope.organisation.slug, None).numbers,
        plans=what_ifs.listed(scope.organisation) if scope.may(May.READ_PLANS) else None,
        may_plan=scope.may(May.PLAN),
        names=scope.may(May.READ_STAFF),
        may_keep=scope.may(May.KEEP_STAFF),
        today=today,
        words=words,
        staffing_words=staffing_words,
        FOLLOWS=FOLLOWS,
    )


def _pictures(ahead: Ahead) -> list[tuple[str, Chart | None, Chart | None, int]]:
    """The picture of the forecast with its heading, for a desk and for a phone, where it has the latest quarters."""
    claims, past = ahead.found.claims, ahead.past
    cut = chart.FEW if len(chart.rows(past, claims)) > chart.FEW else 0
    return [(chart.TITLE, chart.claims(past, claims), chart.claims(past, claims, NARROW), cut)]


def _advice(scope: Scope, lines: tuple[LineAhead, ...]) -> dict[str, str]:
    """By when to hire who is to be enough by the day that is said of a line, by line."""
    needed = [each for each in lines if each.more]
    if not needed:
        return {}
    today = clock.today()
    law = rulings_of(scope).in_force(today, scope.organisation.slug, None)
    bill = credentials.own_times(scope.organisation, today)[Step.BILL]
    return {each.held: in_time(more.by, law, bill, today)[1] for each in needed if (more := each.later or each.more)}
