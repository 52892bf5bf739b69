"""What an HSC can complete: the versions of courses that L&I approved, their materials, and their tests."""

from typing import Any

from flask import Blueprint, Response as FileResponse, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.permissions import May
from onboarding.queries import approvals, course_tests as tests, courses as found, people, training
from onboarding.queries.approvals import State
from onboarding.rules.wording import count
from onboarding.services import course_papers as papers, course_tests as changes
from onboarding.web import training_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import attachment
from onboarding.web.fields import show_again
from onboarding.web.forms.course_tests import taking
from onboarding.web.sent import on_to, over, sent

views = Blueprint("own_courses", __name__, url_prefix="/at/<organisation>/training-to-complete")


@views.get("")
@members(May.TAKE_COURSES)
def index(scope: Scope) -> str:
    """Every version that can be completed, and which of them the user has."""
    scope.only_cohe()
    versions, person = found.approved(scope.organisation.id), _self(scope)
    return render_template(
        "own_courses/index.html",
        versions=versions,
        tested=tests.with_tests([each.id for each in versions]),
        done=_done(person),
        person=person,
        words=words,
    )


@views.get("/<int:id>")
@members(May.TAKE_COURSES)
def show(scope: Scope, id: int) -> str:
    """One version: what it teaches, and how it is completed."""
    version, person = _version(scope, id), _self(scope)
    test = tests.of(id)
    return render_template(
        "own_courses/show.html",
        version=version,
        name=found.name(version),
        stands=approvals.standing(version),
        materials=found.materials(version),
        test=test,
        tries=tests.tries(test, person) if test and person else None,
        why_not=_why_not(person, version) if test else None,
        done=_done(person).get(id),
        person=person,
        words=words,
        today=clock.today(),
    )


@views.get("/materials/<int:id>")
@members(May.TAKE_COURSES)
def material(scope: Scope, id: int) -> FileResponse:
    """A file with what a version teaches. That it was handed out is written to the trail."""
    row = scope.load(found.paper, id)
    _version(scope, row.version_id)
    if row.approval_id is not None:
        raise NotFoundError
    return attachment(papers.hand_out(actor(), row), row.file_name)


@views.route("/<int:id>/test", methods=["GET", "POST"])
@members(May.TAKE_COURSES)
def test(scope: Scope, id: int) -> str | Response:
    """Take the test of a version."""
    version, person, asked = _version(scope, id), _self(scope), tests.of(id)
    if person is None or asked is None:
        raise NotFoundError
    tries = tests.tries(asked, person)
    form = taking(asked.id, tests.asked(asked), len(tries.rows))
    why_not = _why_not(person, version) or ("You have no try left. Ask your manager." if tries.left == 0 else None)
    if why_not and not form.is_submitted():
        return over(url_for("own_courses.show", id=id), why_not)
    shown, before = form.test.data or 0, form.tries.data or 0
    if done := sent(form, lambda: changes.take(actor(), person, id, shown, form.answers(), before)):
        return on_to(url_for("own_courses.show", id=id), _came_to(done.gave, asked))
    if form.is_submitted():  # what is sent next is a try at the test as it is now
        show_again(form.test, asked.id)
        show_again(form.tries, len(tries.rows))
    return render_template(
        "own_courses/test.html", form=form, version=version, test=asked, tries=tries, name=found.name(version)
    )


def _self(scope: Scope) -> Any:
    return people.own(scope.organisation.id, scope.user.id)


def _version(scope: Scope, id: int) -> Any:
    """A version that can be completed. Raises NotFoundError: what L&I did not approve is not shown to who learns."""
    version = scope.load(found.one, id)
    if version.withdrawn_at or approvals.standing(version).state is not State.APPROVED:
        raise NotFoundError
    return version


def _done(person: Any) -> dict[int, Any]:
    """What the person completed, by version."""
    rows = training.of(person) if person else ()
    return {row.version_id: row for row in rows if row.version_id is not None}


def _why_not(person: Any, version: Any) -> str | None:
    if person is None:
        return "Your record is not linked to your account yet. Ask your manager."
    try:
        changes.refuse_taking(actor(), person, version)
    except OnboardingError as refused:
        return str(refused)
    return None


def _came_to(attempt: Any, test: Any) -> str:
    right = f"{attempt.right} of {count(len(test.questions), 'answer')} right"
    if attempt.passed:
        return f"Passed, with {right}. Your manager confirms the completion."
    return f"Not passed: {right}, and {test.pass_mark} are needed."
