"""The short test of a version of a course: writing it, and confirming a completion that rests on it."""

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import course_tests as found, courses, people, training
from onboarding.services import course_tests as changes
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.course_tests import writing
from onboarding.web.forms.people import TokenForm
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, over, sent

views = Blueprint("course_tests", __name__, url_prefix="/at/<organisation>")


@views.route("/courses/versions/<int:id>/test", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def write(scope: Scope, id: int) -> str | Response:
    """Write the test of a version, or change it: then it is another test, and the earlier one is kept."""
    version, test = scope.load(courses.one, id), found.of(id)
    form = writing(test, may_see_right(scope))
    if done := sent(form, lambda: changes.write(actor(), scope.organisation, id, form.facts(), form.seen.data or 0)):
        return on_to(url_for("courses.show", id=id, _anchor="test"), f"Test {done.gave.number} is used from now on.")
    return render_template("courses/write_test.html", form=form, version=version, test=test, name=courses.name(version))


@views.route("/people/<int:id>/training/entries/<int:completion>/check", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def check(scope: Scope, id: int, completion: int) -> str | Response:
    """Confirm a completion after a look at the test it rests on."""
    person = the_person(scope, id)
    row = next((each for each in training.of(person) if each.id == completion), None)
    attempt = found.passed(completion) if row else None
    if row is None or attempt is None or row.version is None:
        raise NotFoundError
    form = TokenForm()
    if row.check is not None and not form.is_submitted():
        return over(url_for("training.show", id=id), "This completion was confirmed already.")
    if sent(form, lambda: changes.check(actor(), person, completion)):
        return on_to(url_for("training.show", id=id), "The completion is confirmed.")
    return render_template(
        "courses/check.html",
        form=form,
        person=person,
        completion=row,
        attempt=attempt,
        name=courses.name(row.version),
        given=list(zip(attempt.test.questions, attempt.answers, strict=True)) if may_see_right(scope) else [],
    )


def may_see_right(scope: Scope) -> bool:
    """Whether the user is shown which answers are right: not who could take the test themselves."""
    sees = scope.may(May.KEEP_STAFF) or scope.may(May.APPROVE_COURSES)
    return sees and people.own(scope.organisation.id, scope.user.id) is None
