"""Which applicants could be hired, and bill, in time for each vacancy."""

from typing import NamedTuple

from flask import Blueprint, render_template

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import staffing as known, staffing_overview, vacancies as found
from onboarding.queries.applications import STATES
from onboarding.rules.filling import Took
from onboarding.rules.rulings import Law
from onboarding.rules.vacancies import counts_from_first_day
from onboarding.web import staffing_words as words
from onboarding.web.access import Scope, members
from onboarding.web.law import rulings_of

views = Blueprint("vacancies", __name__, url_prefix="/at/<organisation>/staffing/vacancies")


class Step(NamedTuple):
    """How long a step took here."""

    says: str
    took: Took


@views.get("")
@members(May.READ_STAFFING)
def index(scope: Scope) -> str:
    """The vacancies, and each applicant against them. Who left is named to those who read of staff alone."""
    scope.only_cohe()
    today, law = clock.today(), rulings_of(scope)
    recorded = known.recorded(scope.organisation)
    open_ = staffing_overview.vacancies(scope.organisation, recorded, law, today)
    of, in_force = found.candidates(scope.organisation, recorded, today), _law(scope)
    numbers, first_day = in_force.numbers, counts_from_first_day(in_force)
    dues = sorted({each.found.replace_by for each in open_ if each.found.replace_by})
    return render_template(
        "vacancies/index.html",
        vacancies=open_,
        dues=dues,
        could=found.could(of, dues, today, numbers, first_day) if dues else [],
        first_day=first_day,
        steps=(
            Step("From the application to the first day in the role", of.times.hire),
            Step("From the determination to the first day in the role", of.times.start),
            Step("From the first day in the role to billing", of.times.bill),
        ),
        least=numbers.own_cases_least,
        of=of,
        people=recorded.person_of,
        names=scope.may(May.READ_STAFF),
        states=STATES,
        words=words,
        today=today,
    )


def _law(scope: Scope) -> Law:
    return rulings_of(scope).in_force(clock.today(), scope.organisation.slug, None)
