"""Where people arrive: the front door, the organisations they belong to, and a home that begins with what to do."""

from collections.abc import Iterator
from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.jobs import table
from onboarding.permissions import May
from onboarding.queries import approvals, last_computed, organisations as found, people, rulings, staff_lines, work
from onboarding.roles import OrganisationKind, Role
from onboarding.web import filters, queue
from onboarding.web.access import Scope, anyone, members, signed_in
from onboarding.web.law import book
from onboarding.web.queue_item import Place
from onboarding.web.staffing_words import behind

views = Blueprint("home", __name__)
STANDS_STILL = timedelta(minutes=10)


@views.get("/")
@anyone
def front() -> str | Response:
    """The front door. Who is signed in goes on to their organisation, a contract manager to L&I, which shows each COHE;
    or chooses one.
    """
    if not current_user.is_authenticated:
        return render_template("home/front.html")
    standings = found.roles_of(current_user)
    at_lni = [each for each in standings if _manages_contracts(each)]
    for ways in (standings, at_lni):
        if len(ways) == 1:
            return redirect(url_for("home.index", organisation=ways[0].organisation.slug))
    return redirect(url_for("home.organisations"))


def _manages_contracts(standing: found.RolesAt) -> bool:
    return standing.organisation.kind is OrganisationKind.LNI and Role.CONTRACT_MANAGER in standing.roles


@views.get("/organisations")
@signed_in
def organisations() -> str:
    """The organisations in which the user has a role today."""
    return render_template(
        "home/organisations.html", standings=found.roles_of(current_user), waiting=found.waiting(current_user)
    )


@views.get("/at/<organisation>/")
@members(May.BELONG)
def index(scope: Scope) -> str:
    """The user's home in an organisation: what to do first, then what is coming."""
    whole = next((each for each in Place if each.name.lower() == request.args.get("show")), None)
    at_lni = scope.organisation.kind is OrganisationKind.LNI
    return render_template(
        "home/index.html",
        scope=scope,
        groups=queue.of(scope, whole),
        behind=behind,
        stands_still=list(_of_the_clock()) if scope.may(May.KEEP_MEMBERS) else [],
        own=people.own(scope.organisation.id, scope.user.id) if Role.HSC in scope.roles else None,
        assigned=_assigned(scope) if at_lni and Role.CONTRACT_MANAGER in scope.roles else None,
    )


def _of_the_clock() -> Iterator[str]:
    """What does not run by itself as it should. Only whoever runs the product can mend it."""
    fares, now = work.of(table.NAMES), clock.now()
    if fares.late(now, STANDS_STILL):
        since = f" since {filters.instant(fares.ticked_at)}" if fares.ticked_at else ""
        yield f"The clock has not run{since}: no mail is sent, nobody is reminded, and the trail is not signed."
    if failing := fares.failing(now):
        yield f"Of what runs by itself, this fails: {', '.join(failing)}."


def _assigned(scope: Scope) -> list[dict[str, object]]:
    """The COHEs that are assigned to the user, each with what is overdue, who cannot bill, and what waits for them."""
    today, cohes = clock.today(), scope.cohes()
    figures, none = last_computed.staff(cohes, book(), today), (staff_lines.Figures(), None)
    ids = [cohe.id for cohe in cohes]
    ruled, asked = rulings.how_many_wait(ids), approvals.how_many_wait(ids)
    return [
        {
            "cohe": cohe,
            "figures": figures.get(cohe.id, none)[0],
            "behind": figures.get(cohe.id, none)[1],
            "rulings": ruled.get(cohe.id, 0),
            "courses": asked.get(cohe.id, 0),
        }
        for cohe in cohes
    ]
