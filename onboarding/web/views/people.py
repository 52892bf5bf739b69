"""People of a COHE: the list, one person's page, and the changes to it."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.formats.resume_file import Unread
from onboarding.permissions import May
from onboarding.queries import (
    applicant_links,
    comments,
    credentials,
    duplicates,
    evidence,
    hiring,
    history as histories,
    members,
    owners,
    people,
    person_file,
)
from onboarding.queries.people import Filters, Order, Stage
from onboarding.queries.person_file import About
from onboarding.roles import StaffRole
from onboarding.rules.training_options import options
from onboarding.rules.training_options_wording import advice
from onboarding.services import people as changes, resumes
from onboarding.web import credential_words, history as told, next_step, person_words, training_words
from onboarding.web.access import Scope, actor, members as members_only
from onboarding.web.addresses import HIGHEST, asked_page, asked_word
from onboarding.web.forms.people import FilterForm, LinkForm, NewForm, PersonForm, PostingForm
from onboarding.web.law import rulings_of
from onboarding.web.person import the_person, the_person_read
from onboarding.web.sent import on_to, sent
from onboarding.web.uploads import takes_files

views = Blueprint("people", __name__, url_prefix="/at/<organisation>/people")
NOT_ONES_OWN = (About.APPLICATION, About.HIRE)  # for the COHE to say


@views.get("")
@members_only(May.READ_APPLICANTS)
def index(scope: Scope) -> str:
    """The list, by name or by the day of hire, narrowed by what the address asks for."""
    scope.only_cohe()
    today, asked = clock.today(), _asked(scope)
    form = FilterForm(request.args)
    if not scope.may(May.READ_STAFF):
        del form.stage
    mine = scope.user.id if scope.may(May.HIRE) else None
    who = people.seen(scope.may(May.READ_STAFF), today, mine)
    found = people.listed(scope.organisation.id, asked, today, who)
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
    """Everything recorded of one person, what is missing, and the next step."""
    (person, only_read), today = the_person_read(scope, id), clock.today()
    whole = person_file.of(scope.organisation, person, rulings_of(scope), today)
    stage, goes_on = people.stage_on(person, today), duplicates.merged_into(person)
    past = None if scope.own_only else histories.of(person, without=told.unseen(scope))
    return render_template(
        "people/show.html",
        person=person,
        file=whole,
        stage=stage,
        state=person_words.state(person, stage, whole.standing.application),
        steps=person_words.steps(whole.journey, scope.own_only),
        offer=None if goes_on or only_read else next_step.offer(scope, person, whole.standing, whole.journey.next),
        gaps=[gap for gap in whole.gaps if gap.about not in NOT_ONES_OWN] if scope.own_only else whole.gaps,
        may_change=goes_on is None and not scope.own_only and not only_read,
        only_read=only_read,
        merged_into=goes_on,
        owner=None if scope.own_only else owners.of(person),
        alike=_alike(scope, person, today) if stage is Stage.APPLICANT and not goes_on else (),
        versions=people.versions(person) if person.posting and person.posting.version > 1 else (),
        events=told.told(past) if past else (),
        before=past.before if past else None,
        comments=() if scope.own_only else comments.of(person, scope.user.id),
        evidence_state=evidence.state,
        words=credential_words,
        training_words=training_words,
        training_advice=_advice(whole),
        ABOUT=person_words.ABOUT,
        STATE_TONES=person_words.TONES,
        today=today,
        scope=scope,
    )


@views.get("/<int:id>/history")
@members_only(May.READ_APPLICANTS)
def history(scope: Scope, id: int) -> str:
    """Everything that happened to one person, a page at a time."""
    person, before = the_person_read(scope, id).person, request.args.get("before", type=int)
    found = histories.of(person, without=told.unseen(scope), before=before if before and 0 < before < HIGHEST else None)
    return render_template(
        "people/history.html", person=person, events=told.told(found), before=found.before, scope=scope
    )


@views.get("/<int:id>/file")
@members_only(May.READ_APPLICANTS, own=True)
def file(scope: Scope, id: int) -> Response:
    """Where the file of a person was, which is their page."""
    return redirect(url_for("people.show", id=the_person_read(scope, id).person.id), 301)


def _advice(whole: person_file.PersonFile) -> str | None:
    """What is still needed of the additional training; None of who was never hired."""
    answer = whole.role.owed.training if whole.role else None
    return advice(answer.claimed.additional, options(answer.claimed.additional)) if answer else None


def _alike(scope: Scope, person: Any, today: date) -> Any:
    """Who could be the same person, for those who can say so; nobody else is told of records they may not see."""
    if not scope.may(May.SCREEN):
        return ()
    return duplicates.like(person, None if scope.may(May.READ_STAFF) else today)


@views.route("/new", methods=["GET", "POST"])
@members_only(May.SCREEN)
@takes_files
def new(scope: Scope) -> str | Response:
    """Add an applicant; with a résumé, on the page on which it is shown beside the form."""
    scope.only_cohe()
    form = NewForm()
    if form.is_submitted() and (form.resume.sent or "show" in request.form):
        if waits := _resume_sent(scope, form):
            return redirect(url_for("resumes.show", id=waits))
    elif done := sent(form, lambda: changes.add_person(actor(), scope.organisation, person_facts(form))):
        return on_to(url_for("people.show", id=done.gave.id), f"{done.gave.name} was added.")
    waiting = resumes.waiting(scope.organisation, scope.user.id)
    return render_template("people/new.html", form=form, waiting=waiting)


@views.route("/<int:id>/edit", methods=["GET", "POST"])
@members_only(May.SCREEN)
def edit(scope: Scope, id: int) -> str | Response:
    """Change what is said of a person."""
    person = the_person(scope, id)
    form, link = PersonForm(obj=person), applicant_links.of_person(person)
    if sent(form, lambda: changes.edit_person(actor(), person, person_facts(form), form.revision.data)):
        if link and not applicant_links.of_person(person):
            flash("The applicant's link went to the earlier address and no longer works. Send a new one.", "warning")
        return on_to(url_for("people.show", id=id), "The changes were saved.")
    return render_template("people/edit.html", form=form, person=person)


@views.route("/<int:id>/posting", methods=["GET", "POST"])
@members_only(May.HIRE)
def posting(scope: Scope, id: int) -> str | Response:
    """Record when the person entered a role, or correct the days in it, as a version of its own."""
    person = the_person(scope, id)
    if person.posting is None and hiring.roles_open_to(person):
        flash(f"{person.name} is determined qualified. Record the hire upon that determination.", "info")
        return redirect(url_for("hiring.hire", id=id))
    form = PostingForm(obj=person.posting, data=None if person.posting else {"role": person.applied_for})
    if person.posting is None:
        form.ask_why_without()
    if not (person.posting and person.posting.left_on):
        del form.left_on  # leaving is an action of its own
    if not form.is_submitted():
        form.reason.data, form.revision.data = None, person.revision
    if sent(form, lambda: changes.record_posting(actor(), person, _posting_facts(form), form.revision.data)):
        return on_to(url_for("people.show", id=id), "The days were recorded.")
    return render_template("people/posting.html", form=form, person=person)


@views.route("/<int:id>/account", methods=["GET", "POST"])
@members_only(May.KEEP_STAFF)
def account(scope: Scope, id: int) -> str | Response:
    """Let an HSC who is a member see this record as their own."""
    person = the_person(scope, id)
    form = LinkForm(user=person.user_id, revision=person.revision)
    form.user.choices = [
        SelectChoice(str(user.id), f"{user.name} ({user.email})") for user in members.hscs(scope.organisation.id)
    ]
    if sent(form, lambda: changes.link_account(actor(), person, form.user.data, form.revision.data)):
        return on_to(url_for("people.show", id=id), f"{person.name} now sees this record as their own.")
    return render_template("people/account.html", form=form, person=person)


def _asked(scope: Scope) -> Filters:
    return Filters(
        name=request.args.get("q", "").strip()[:200],
        stage=asked_word(Stage, "stage") if scope.may(May.READ_STAFF) else None,
        role=asked_word(StaffRole, "role"),
        order=asked_word(Order, "sort") or Order.NAME,
        descending=request.args.get("descending") == "1",
        page=asked_page(),
    )


def person_facts(form: PersonForm) -> changes.PersonFacts:
    """What a form says of a person."""
    name = " ".join(form.name.data.split())
    return changes.PersonFacts(
        name, StaffRole(form.applied_for.data), form.email.data, form.phone.data, form.applied_on.data
    )


def _resume_sent(scope: Scope, form: NewForm) -> int | None:
    """Keep the résumé that was sent; None where it was refused, and then it says why."""
    file = form.resume.sent
    if file is None:
        form.resume.errors = ["Choose the file."]
        return None
    try:
        row = resumes.send(actor(), scope.organisation, file.read(), file.filename or "", form.typed)
    except Unread as unread:
        form.resume.errors = list(unread.says)
    except OnboardingError as refused:
        form.resume.refuse(refused)
    else:
        waits: int = row.id
        return waits
    return None


def _posting_facts(form: PostingForm) -> changes.PostingFacts:
    assert form.hired_on.data is not None  # required by the form
    left_on = form.left_on.data if "left_on" in form else None
    return changes.PostingFacts(StaffRole(form.role.data), form.hired_on.data, left_on, form.reason.data)
