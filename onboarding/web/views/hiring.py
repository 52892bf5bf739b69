"""Hiring who was determined qualified, who was hired otherwise, promoting an assistant, and naming their HSC."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import grounds, hiring as found, leaving, people
from onboarding.roles import StaffRole
from onboarding.services import hiring as changes, leaving as departures
from onboarding.services.people import PostingFacts
from onboarding.web.access import Scope, actor, members
from onboarding.web.addresses import asked_page
from onboarding.web.fields import show_again
from onboarding.web.filters import day
from onboarding.web.forms.hiring import AcceptForm, HireForm, LeaveForm, PromotionForm, SupervisorForm
from onboarding.web.forms.people import TokenForm
from onboarding.web.law import rulings_of
from onboarding.web.person import the_person, the_person_read
from onboarding.web.sent import on_to, over, sent

views = Blueprint("hiring", __name__, url_prefix="/at/<organisation>")


@views.route("/people/<int:id>/hire", methods=["GET", "POST"])
@members(May.HIRE)
def hire(scope: Scope, id: int) -> str | Response:
    """Record the hire, or the promotion, of somebody who was determined qualified."""
    (person, only_read), today = the_person_read(scope, id), clock.today()
    roles = () if only_read else found.roles_open_to(person)
    if not roles and person.posting and not found.promotion(person):
        since = f"{person.name} is hired already, from {day(person.posting.hired_on)} on."
        return over(url_for("people.show", id=id), since)
    if not roles:
        flash("First determine that the person is qualified. Each determination is for one hire.", "error")
        return redirect(url_for("determinations.show", id=id))
    form = HireForm()
    form.offer(roles, _choices(scope))
    if not form.is_submitted():
        form.revision.data = person.revision
    if done := sent(form, lambda: _hired(scope, person, form)):
        return on_to(url_for("people.show", id=id), f"{person.name} is hired from {day(done.gave.posting.hired_on)}.")
    return render_template("hiring/hire.html", form=form, person=person, today=today)


@views.get("/hired-without-determination")
@members(May.READ_STAFF)
def undetermined(scope: Scope) -> str:
    """Everybody in a role here whose hire rests on nothing yet, each with the reason."""
    scope.only_cohe()
    found_now = grounds.undetermined(scope.organisation.id, clock.today(), asked_page())
    return render_template("hiring/undetermined.html", found=found_now, may_accept=scope.may(May.KEEP_STAFF))


@views.route("/people/<int:id>/hire/accepted", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def accept(scope: Scope, id: int) -> str | Response:
    """Record L&I's written word on a hire without a determination."""
    person, form = the_person(scope, id), AcceptForm()
    if sent(form, lambda: _accepted(person, form)):
        return on_to(url_for("people.show", id=id), f"L&I's word on the hire of {person.name} was recorded.")
    return render_template("hiring/accept.html", form=form, person=person, ground=grounds.ground(person))


@views.route("/people/<int:id>/promotion", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def promotion(scope: Scope, id: int) -> str | Response:
    """Open an application of an assistant for another role."""
    person, form = the_person(scope, id), PromotionForm()
    if sent(form, lambda: changes.seek_promotion(actor(), person, StaffRole(form.role.data))):
        return on_to(
            url_for("screening.show", id=id),
            "The promotion has begun. Screen, recommend and decide as for an applicant.",
        )
    return render_template("hiring/promotion.html", form=form, person=person)


@views.route("/people/<int:id>/promotion/end", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def end_promotion(scope: Scope, id: int) -> str | Response:
    """Give a promotion up, after asking."""
    person, form = the_person(scope, id), TokenForm()
    if sent(form, lambda: changes.end_promotion(actor(), person)):
        return on_to(
            url_for("people.show", id=id),
            "The promotion was given up. You can still read what was screened and decided.",
        )
    return render_template("hiring/end_promotion.html", form=form, person=person)


@views.route("/people/<int:id>/supervisor", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def supervisor(scope: Scope, id: int) -> str | Response:
    """Name the HSC who supervises an assistant."""
    person, form = the_person(scope, id), SupervisorForm()
    form.supervisor.choices = [SelectChoice("", "Choose"), *_choices(scope)]
    if done := sent(form, lambda: _supervised(scope, person, form)):
        return on_to(url_for("people.show", id=id), f"{done.gave.name} supervises {person.name}.")
    show_again(form.before, last.id if (last := found.supervision(person)) else 0)
    return render_template("hiring/supervisor.html", form=form, person=person)


@views.route("/people/<int:id>/leave", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def leave(scope: Scope, id: int) -> str | Response:
    """Record that somebody leaves the role, after showing what follows."""
    person, today, form = the_person(scope, id), clock.today(), LeaveForm()
    if person.posting is None:
        return over(url_for("people.show", id=id), f"There is no role to leave: {person.name} was not hired.")
    if person.posting.left_on:
        known = f"The last day of {person.name} is recorded already: {day(person.posting.left_on)}."
        return over(url_for("people.show", id=id), known)
    if not form.is_submitted():
        form.revision.data = person.revision
    if done := sent(form, lambda: _left(person, form)):
        return on_to(url_for("people.show", id=id), f"{person.name} leaves the role on {day(done.gave.left_on)}.")
    follows = leaving.follows(scope.organisation, person, rulings_of(scope), today)
    return render_template("hiring/leave.html", form=form, person=person, follows=follows)


def _left(person: Any, form: LeaveForm) -> Any:
    assert form.left_on.data is not None  # required by the form
    leaves = departures.Leaves(form.leaves.data)
    return departures.leave(actor(), person, form.left_on.data, leaves, form.why.data, form.revision.data)


def _hired(scope: Scope, person: Any, form: HireForm) -> Any:
    assert form.hired_on.data is not None  # required by the form
    by = form.supervisor.data if "supervisor" in form else None
    facts = PostingFacts(StaffRole(form.role.data), form.hired_on.data)
    return changes.hire(actor(), person, facts, scope.load(people.one, by) if by else None, form.revision.data)


def _accepted(person: Any, form: AcceptForm) -> None:
    assert form.said_on.data is not None  # required by the form
    changes.accept(actor(), person, form.says.data, form.said_on.data)


def _supervised(scope: Scope, person: Any, form: SupervisorForm) -> Any:
    assert form.since.data is not None  # required by the form
    by = scope.load(people.one, form.supervisor.data or 0)
    changes.supervise(actor(), person, by, form.since.data, form.note.data, form.before.data)
    return by


def _choices(scope: Scope) -> list[SelectChoice]:
    return [SelectChoice(str(each.id), each.name) for each in found.hscs(scope.organisation.id, clock.today())]
