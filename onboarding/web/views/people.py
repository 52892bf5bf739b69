"""People of a COHE: the list, one person's page, and the changes to it."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import (
    applicant_links,
    credentials,
    dossier,
    duplicates,
    evidence,
    facts,
    hiring,
    members,
    people,
    person_file,
    training,
)
from onboarding.queries.people import Filters, Order, Stage
from onboarding.roles import StaffRole
from onboarding.rules.qualification import Screening, screen
from onboarding.services import people as changes
from onboarding.web import credential_words
from onboarding.web.access import Scope, actor, members as members_only
from onboarding.web.addresses import asked_page, asked_word
from onboarding.web.forms.people import FilterForm, LinkForm, PersonForm, PostingForm
from onboarding.web.law import rulings_of
from onboarding.web.person import the_person, training_of
from onboarding.web.sent import on_to, sent

views = Blueprint("people", __name__, url_prefix="/at/<organisation>/people")


@views.get("")
@members_only(May.READ_APPLICANTS)
def index(scope: Scope) -> str:
    """The list, by name or by the day of hire, narrowed by what the address asks for."""
    scope.only_cohe()
    today, asked = clock.today(), _asked(scope)
    form = FilterForm(request.args)
    if not scope.may(May.READ_STAFF):
        del form.stage
    found = people.listed(scope.organisation.id, asked, today)
    stages = {person.id: people.stage_on(person, today) for person in found.rows}
    staff = [
        person
        for person in found.rows
        if person.posting and stages[person.id] is not Stage.FORMER and scope.may(May.READ_STAFF)
    ]
    known = credentials.of_all(scope.organisation, staff, rulings_of(scope), today)
    narrowed = bool(asked.name or asked.role or request.args.get("stage"))
    return render_template(
        "people/index.html",
        found=found,
        asked=asked,
        form=form,
        stages=stages,
        known=known,
        scope=scope,
        narrowed=narrowed,
    )


@views.get("/<int:id>")
@members_only(May.READ_APPLICANTS, own=True)
def show(scope: Scope, id: int) -> str:
    """Everything recorded of one person, and what follows from it."""
    person, today = the_person(scope, id), clock.today()
    return render_template(
        "people/show.html",
        person=person,
        stage=people.stage_on(person, today),
        versions=people.versions(person),
        ground=None if scope.own_only else hiring.ground(person),
        promotion=hiring.promotion(person),
        merged_into=duplicates.merged_into(person),
        merged=duplicates.merged(person),
        alike=_alike(scope, person, today),
        supervision=(supervision := hiring.supervision(person)),
        supervised=bool(supervision and hiring.supervises(supervision.supervisor, today)),
        at_hire=None if scope.own_only else _at_hire(scope, person),
        training=training_of(scope, person, (trainings := training.of(person)), today),
        trainings=trainings,
        known=_credentials(scope, person, today),
        today=today,
        scope=scope,
    )


@views.get("/<int:id>/file")
@members_only(May.READ_STAFF, own=True)
def file(scope: Scope, id: int) -> str:
    """Everything about somebody in a role on one page, with what is missing first; to be read, and to be printed."""
    person, today = the_person(scope, id), clock.today()
    if person.posting is None:
        raise NotFoundError
    return render_template(
        "people/file.html",
        person=person,
        file=person_file.of(scope.organisation, person, rulings_of(scope), today),
        state=evidence.state,
        detail_names=credential_words.DETAILS,
        words=credential_words,
        today=today,
        scope=scope,
    )


def _credentials(scope: Scope, person: Any, today: date) -> Any:
    """What is true of the credentials of somebody who was hired, for those who may see it; else None."""
    if person.posting is None or not (scope.own_only or scope.may(May.READ_STAFF)):
        return None
    return credentials.of(scope.organisation, person, rulings_of(scope), today)


def _at_hire(scope: Scope, person: Any) -> Screening | None:
    """The application screened as of the first day in the role, as recorded now; None where nothing is claimed."""
    whole = dossier.of(person)
    if person.posting is None or whole.is_empty:
        return None
    applicant = facts.applicant(scope.organisation, person, whole)
    role = "assistant" if person.posting.role is StaffRole.ASSISTANT else "hsc"
    return screen(applicant._replace(role=role), rulings_of(scope), person.posting.hired_on)


def _alike(scope: Scope, person: Any, today: date) -> Any:
    """Who could be the same person, for those who can say so; nobody else is told of records they may not see."""
    if not scope.may(May.SCREEN):
        return ()
    return duplicates.like(person, None if scope.may(May.READ_STAFF) else today)


@views.route("/new", methods=["GET", "POST"])
@members_only(May.SCREEN)
def new(scope: Scope) -> str | Response:
    """Add a person."""
    scope.only_cohe()
    form = PersonForm()
    if done := sent(form, lambda: changes.add_person(actor(), scope.organisation, _person_facts(form))):
        return on_to(url_for("people.show", id=done.gave.id), f"{done.gave.name} was added.")
    return render_template("people/new.html", form=form)


@views.route("/<int:id>/edit", methods=["GET", "POST"])
@members_only(May.SCREEN)
def edit(scope: Scope, id: int) -> str | Response:
    """Change what is said of a person."""
    person = the_person(scope, id)
    form, link = PersonForm(obj=person), applicant_links.of_person(person)
    if sent(form, lambda: changes.edit_person(actor(), person, _person_facts(form), form.revision.data)):
        if link and not applicant_links.of_person(person):
            flash("The applicant's link went to the earlier address and no longer works. Send a new one.", "warning")
        return on_to(url_for("people.show", id=id), "The changes were saved.")
    return render_template("people/edit.html", form=form, person=person)


@views.route("/<int:id>/posting", methods=["GET", "POST"])
@members_only(May.HIRE)
def posting(scope: Scope, id: int) -> str | Response:
    """Record when the person entered or left a role; a correction becomes a version of its own."""
    person = the_person(scope, id)
    if person.posting is None and hiring.roles_open_to(person):
        flash(f"{person.name} is determined qualified. Record the hire upon that determination.", "info")
        return redirect(url_for("hiring.hire", id=id))
    form = PostingForm(obj=person.posting, data=None if person.posting else {"role": person.applied_for})
    if person.posting is None:
        form.ask_why_without()
    if not form.is_submitted():
        form.reason.data, form.revision.data = None, person.revision
    if sent(form, lambda: changes.record_posting(actor(), person, _posting_facts(form), form.revision.data)):
        return on_to(
            url_for("people.show", id=id) if _still_sees(scope, id) else url_for("people.index"),
            "The days were recorded.",
        )
    return render_template("people/posting.html", form=form, person=person)


@views.route("/<int:id>/account", methods=["GET", "POST"])
@members_only(May.KEEP_STAFF)
def account(scope: Scope, id: int) -> str | Response:
    """Let an HSC who is a member see this record as their own."""
    person = the_person(scope, id)
    form = LinkForm(user=person.user_id)
    form.user.choices = [
        SelectChoice(str(user.id), f"{user.name} ({user.email})") for user in members.hscs(scope.organisation.id)
    ]
    if sent(form, lambda: changes.link_account(actor(), person, form.user.data)):
        return on_to(url_for("people.show", id=id), f"{person.name} now sees this record as their own.")
    return render_template("people/account.html", form=form, person=person)


def _still_sees(scope: Scope, id: int) -> bool:
    try:
        the_person(scope, id)
    except NotFoundError:
        return False
    return True


def _asked(scope: Scope) -> Filters:
    return Filters(
        name=request.args.get("q", "").strip()[:200],
        stage=asked_word(Stage, "stage") if scope.may(May.READ_STAFF) else Stage.APPLICANT,
        role=asked_word(StaffRole, "role"),
        order=asked_word(Order, "sort") or Order.NAME,
        descending=request.args.get("descending") == "1",
        page=asked_page(),
    )


def _person_facts(form: PersonForm) -> changes.PersonFacts:
    name = " ".join(form.name.data.split())
    applied_for = StaffRole(form.applied_for.data)
    return changes.PersonFacts(name, applied_for, form.email.data, form.phone.data, form.applied_on.data)


def _posting_facts(form: PostingForm) -> changes.PostingFacts:
    assert form.hired_on.data is not None  # required by the form
    return changes.PostingFacts(StaffRole(form.role.data), form.hired_on.data, form.left_on.data, form.reason.data)
