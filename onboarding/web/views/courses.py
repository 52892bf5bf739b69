"""Courses of a COHE: the list, one course, one version with its files, adding and withdrawing, who completed it."""

from typing import Any

from flask import Blueprint, Response as FileResponse, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.formats.tables.writing import Value
from onboarding.permissions import May
from onboarding.queries import approvals, course_tests as tests, courses as found, evidence, organisations, sign_offs
from onboarding.rules.days import whole_date
from onboarding.services import course_papers as papers, courses as changes
from onboarding.web import training_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.addresses import asked_page
from onboarding.web.attachments import attachment
from onboarding.web.forms.courses import CourseForm, MaterialForm, VersionForm, WithdrawForm, sent_file
from onboarding.web.law import rulings_of
from onboarding.web.lists_out import as_file
from onboarding.web.sent import on_to, over, sent
from onboarding.web.training_session import those_seen
from onboarding.web.uploads import takes_files
from onboarding.web.views.course_tests import may_see_right

views = Blueprint("courses", __name__, url_prefix="/at/<organisation>/courses")
HEADINGS = ("Name", "Course", "Version", "Completed", "Topics", "Approval", "Checked")
MOST_TRIES = 50  # that the page lists
WITHDRAWN = "This version was withdrawn already."


@views.get("")
@members(May.READ_COURSES)
def index(scope: Scope) -> str:
    """Every course of the COHE, each version with where its approval stands."""
    scope.only_cohe()
    return render_template(
        "courses/index.html",
        courses=found.listed(scope.organisation.id),
        completed=found.how_often_completed(scope.organisation.id),
        standing=approvals.standing,
        may_keep=scope.may(May.KEEP_STAFF),
        words=words,
    )


@views.route("/new", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def new(scope: Scope) -> str | Response:
    """Add a course with its first version."""
    scope.only_cohe()
    form = CourseForm()
    if done := sent(form, lambda: changes.add(actor(), scope.organisation, form.title.data, form.facts())):
        return on_to(url_for("courses.show", id=done.gave.id), "The course was added. Add its materials next.")
    return render_template("courses/new.html", form=form, course=None)


@views.route("/<int:id>/versions/new", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def new_version(scope: Scope, id: int) -> str | Response:
    """Add a version to a course, with what the last one says filled in."""
    course = scope.load(found.course, id)
    last = course.versions[0]
    form = VersionForm(data={"topics": last.topics, "minutes": last.minutes, "language": last.language})
    if done := sent(form, lambda: changes.add_version(actor(), scope.organisation, id, form.facts())):
        return on_to(url_for("courses.show", id=done.gave.id), "The version was added. Add its materials next.")
    return render_template("courses/new.html", form=form, course=course)


@views.get("/versions/<int:id>")
@members(May.READ_COURSES)
def show(scope: Scope, id: int) -> str:
    """One version: its files, where its approval stands and how that came, and who completed it."""
    return _shown(scope, scope.load(found.one, id), MaterialForm(formdata=None))


@views.post("/versions/<int:id>/materials")
@members(May.KEEP_STAFF)
@takes_files
def add_material(scope: Scope, id: int) -> str | Response:
    """Add a file with what the version teaches."""
    scope.load(found.one, id)
    form = MaterialForm()
    if sent(form, lambda: _kept(scope, id, form.file.data)):
        return on_to(url_for("courses.show", id=id), "The file was added.")
    return _shown(scope, scope.load(found.one, id), form)


def _kept(scope: Scope, id: int, file: Any) -> Any:
    if (given := sent_file(file)) is None:
        raise OnboardingError("Choose a file.", "file")
    return papers.add_material(actor(), scope.organisation, id, given)


@views.get("/papers/<int:id>")
@members(May.READ_COURSES)
def paper(scope: Scope, id: int) -> FileResponse:
    """The copy of a file. That it was handed out is written to the trail."""
    row = scope.load(found.paper, id)
    return attachment(papers.hand_out(actor(), row), row.file_name)


@views.route("/versions/<int:id>/withdraw", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def withdraw(scope: Scope, id: int) -> str | Response:
    """Have nobody complete a version any more, with the reason."""
    version, form = scope.load(found.one, id), WithdrawForm()
    if version.withdrawn_at and not form.is_submitted():
        return over(url_for("courses.show", id=id), WITHDRAWN)
    if sent(form, lambda: changes.withdraw(actor(), scope.organisation, id, form.because.data)):
        return on_to(url_for("courses.show", id=id), "The version was withdrawn. What was completed stays.")
    return render_template("courses/withdraw.html", form=form, version=version, name=found.name(version))


@views.get("/versions/<int:id>/completions.<any(csv, xlsx):kind>")
@members(May.READ_COURSES)
def export(scope: Scope, id: int, kind: str) -> FileResponse:
    """Who completed the version, as a file. That it was taken is an entry of the trail."""
    version = scope.load(found.one, id)
    rows = found.every_completion([version.id], those_seen(scope))
    return as_file(scope, Action.COMPLETIONS_EXPORTED, kind, HEADINGS, [_row(each) for each in rows])


def _row(each: found.Completion) -> tuple[Value, ...]:
    row, version = each.training, each.training.version
    assert version is not None
    return (
        each.person.name,
        version.course.title,
        version.label,
        whole_date(row.facts["on"]),
        words.on_topics(row.facts["topics"]),
        words.approval(version),
        "Yes" if sign_offs.is_confirmed(row) else "No",
    )


def _asked(scope: Scope, version_id: int) -> list[tuple[str, list[str], str | None]]:
    """What the test asks, its choices, and the right one where the user is shown that."""
    test, shows = tests.of(version_id), may_see_right(scope)
    return (
        [
            (asks, choices, choices[each["right"]] if shows else None)
            for (asks, choices), each in zip(tests.asked(test), test.questions, strict=True)
        ]
        if test
        else []
    )


def _shown(scope: Scope, version: Any, form: MaterialForm) -> str:
    stands = approvals.standing(version)
    today = clock.today()
    law = rulings_of(scope).in_force(today, scope.organisation.slug, None)
    return render_template(
        "courses/show.html",
        version=version,
        name=found.name(version),
        stands=stands,
        State=approvals.State,
        expected_on=approvals.expected_on(stands, law),
        lead_days=law.numbers.content_approval_days,
        materials=found.materials(version),
        papers=found.papers(version),
        form=form,
        completions=found.completions([version.id], those_seen(scope), asked_page()),
        contract_managers=organisations.contract_managers(scope.organisation),
        test=tests.of(version.id),
        asked=_asked(scope, version.id),
        tries=tests.every_try(version.id, those_seen(scope), MOST_TRIES),
        may_keep=scope.may(May.KEEP_STAFF),
        may_approve=scope.may(May.APPROVE_COURSES),
        may_open=scope.may(May.READ_STAFF),
        state=evidence.state,
        words=words,
        today=today,
    )
