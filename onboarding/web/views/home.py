"""Where people arrive: the front door, the organisations they belong to, and a home that begins with what to do."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from flask import Blueprint, redirect, render_template, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.jobs import table
from onboarding.permissions import May
from onboarding.queries import (
    hiring,
    keeping,
    members as roles,
    messages,
    organisations as found,
    overview,
    people,
    staff_lines,
    training as trained,
    work,
)
from onboarding.roles import OrganisationKind, Role
from onboarding.rules.days import add_months
from onboarding.rules.duties import About
from onboarding.rules.wording import count
from onboarding.web import filters
from onboarding.web.access import Scope, anyone, members, signed_in
from onboarding.web.law import rulings_of
from onboarding.web.person import training_of

views = Blueprint("home", __name__)
SHOWN = 8
REFUSALS = timedelta(days=7)
STANDS_STILL = timedelta(minutes=10)
PAGES = {About.CREDENTIALS: "credentials.show", About.TRAINING: "people.show", About.CHECKLIST: "checklist.show"}


class Todo(NamedTuple):
    """One thing that waits for the user, and where to do it."""

    says: str
    address: str


@views.get("/")
@anyone
def front() -> str | Response:
    """The front door. Who is signed in goes on to their organisation, or chooses one."""
    if not current_user.is_authenticated:
        return render_template("home/front.html")
    standings = found.standings(current_user)
    if len(standings) == 1:
        return redirect(url_for("home.index", organisation=standings[0].organisation.slug))
    return redirect(url_for("home.organisations"))


@views.get("/organisations")
@signed_in
def organisations() -> str:
    """The organisations in which the user has a role today."""
    return render_template(
        "home/organisations.html", standings=found.standings(current_user), waiting=found.waiting(current_user)
    )


@views.get("/at/<organisation>/")
@members(May.BELONG)
def index(scope: Scope) -> str:
    """The user's home in an organisation: what to do first, then what is coming."""
    cohe = scope.organisation.kind is OrganisationKind.COHE
    return render_template(
        "home/index.html",
        scope=scope,
        todos=_todos(scope),
        stands_still=list(_of_the_clock()) if scope.may(May.KEEP_MEMBERS) else [],
        windows=_windows(scope) if cohe and scope.may(May.READ_STAFF) else None,
        applicants=_applicants(scope) if cohe and not scope.roles.isdisjoint((Role.SCREENER, Role.HR)) else None,
        own=people.own(scope.organisation.id, scope.user.id) if Role.HSC in scope.roles else None,
        assigned=found.assigned(scope.user.id) if not cohe and Role.CONTRACT_MANAGER in scope.roles else None,
    )


def _todos(scope: Scope) -> list[Todo]:
    id, now = scope.organisation.id, clock.now()
    todos: list[Todo] = []
    if scope.may(May.RESEND_MESSAGES):
        todos += _of_messages(id, scope.may(May.READ_MESSAGES_ABOUT_PEOPLE))
    if scope.may(May.KEEP_MEMBERS):
        waiting, expired = overview.open_invitations(id, now)
        if expired:
            says = count(expired, "invitation has expired", "invitations have expired")
            todos.append(Todo(f"{says} unanswered: invite again, or withdraw.", url_for("members.index")))
        elif waiting:
            says = count(waiting, "invitation waits", "invitations wait")
            todos.append(Todo(f"{says} for an answer.", url_for("members.index")))
        todos += _of_grants(scope)
    if scope.may(May.KEEP_STAFF):
        todos += _of_assistants(id)
        todos += _of_staff(scope) if scope.organisation.kind is OrganisationKind.COHE else ()
    if scope.may(May.HOLD):
        todos += _of_erasures(scope)
        todos += _of_liftings(scope)
    if scope.may(May.READ_TRAIL):
        refused = overview.refused_since(id, clock.in_utc(now - REFUSALS))
        if refused:
            says = count(refused, "attempt was refused", "attempts were refused")
            todos.append(Todo(f"{says} in the last {REFUSALS.days} days.", url_for("trail.index")))
    return todos


def _of_grants(scope: Scope) -> Iterator[Todo]:
    """Which roles wait for a second administrator, for whoever did not give them."""
    for membership in roles.waiting(scope.organisation):
        if membership.grant and scope.user.id not in (membership.grant.granted_by_id, membership.user_id):
            role, at = filters.role(membership.role), membership.organisation.name
            says = f"{membership.user.name} was given the role {role} at {at}: look, and confirm it."
            yield Todo(says, url_for("members.confirm", id=membership.id))


def _of_erasures(scope: Scope) -> Iterator[Todo]:
    """Who is to be erased, for whoever did not ask for it."""
    for erasure, person in keeping.waiting_erasures(scope.organisation.id):
        if erasure.asked_by_id != scope.user.id:
            says = f"{person.name} is to be erased: look, and confirm it or take it back."
            yield Todo(says, url_for("keeping.confirm", id=person.id))


def _of_liftings(scope: Scope) -> Iterator[Todo]:
    """Which holds are to end, for whoever did not ask for it."""
    for lifting in keeping.waiting_liftings(scope.organisation.id):
        if lifting.asked_by_id != scope.user.id:
            yield Todo(
                "A legal hold is to end: look, and lift it or keep it.", url_for("keeping.lift", id=lifting.hold_id)
            )


def _of_assistants(organisation_id: int) -> Iterator[Todo]:
    """Who works without a supervising HSC."""
    rows, total = hiring.unsupervised(organisation_id, clock.today(), SHOWN)
    for person in rows:
        says = f"No HSC who works here supervises the assistant {person.name}: name one."
        yield Todo(says, url_for("hiring.supervisor", id=person.id))
    if total > len(rows):
        yield Todo(
            f"And {total - len(rows)} more assistants.", url_for("people.index", stage="staff", role="assistant")
        )


def _of_staff(scope: Scope) -> Iterator[Todo]:
    """Who cannot bill yet, and what is due about people in a role; what waits longest first."""
    found = staff_lines.summary(scope.organisation, rulings_of(scope), clock.today(), SHOWN)
    if idle := found.not_billing_total:
        first = f"{found.not_billing[0].name} cannot" if idle == 1 else f"{idle} people in a role cannot"
        yield Todo(f"{first} bill L&I yet: see where each application stands.", url_for("credentials.index"))
    for duty, person in found.told:
        yield Todo(f"{person.name}: {duty.says}", url_for(PAGES[duty.about], id=person.id))
    if found.told_total > len(found.told):
        more = count(found.told_total - len(found.told), "more thing")
        yield Todo(f"And {more} to do.", url_for("people.index", stage="staff"))


def _of_messages(organisation_id: int, about_people: bool) -> Iterator[Todo]:
    """What keeps messages from going out."""
    if hold := messages.held():
        says = f"No mail is sent: this is {hold.because}. Whoever runs the product has to release it."
        yield Todo(says, url_for("messages.index"))
    if failed := overview.undelivered(organisation_id, about_people):
        says = count(failed, "message could not be delivered", "messages could not be delivered")
        yield Todo(f"{says}: see why, and send again.", url_for("messages.index", state="given_up"))


def _of_the_clock() -> Iterator[str]:
    """What does not run by itself as it should. Only whoever runs the product can mend it."""
    fares, now = work.of(table.NAMES), clock.now()
    if fares.late(now, STANDS_STILL):
        since = f" since {filters.instant(fares.ticked_at)}" if fares.ticked_at else ""
        yield f"The clock has not run{since}: no mail is sent, nothing is chased, and the trail is not signed."
    if failing := fares.failing(now):
        yield f"Of what runs by itself, this fails: {', '.join(failing)}."


def _windows(scope: Scope) -> list[dict[str, object]]:
    """Who is within the months that follow a hire, with the day by which additional training is due; earliest first."""
    today = clock.today()
    months = rulings_of(scope).in_force(today, scope.organisation.slug, None)
    since = add_months(today, -months.numbers.training_months) - timedelta(days=3)  # a month's end may be later
    hired = people.hired_since(scope.organisation.id, since, today, SHOWN)
    trainings, shown = trained.of_all(hired), []
    for person in hired:
        training = training_of(scope, person, trainings[person.id], today)
        if training and training.due_on >= today:
            shown.append({"person": person, "training": training, "days": (training.due_on - today).days})
    return shown


def _applicants(scope: Scope) -> object:
    return people.newest_applicants(scope.organisation.id, clock.today(), SHOWN)
