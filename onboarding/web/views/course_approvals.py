"""L&I's approval of a version of a course: asked for, answered, confirmed or disputed, corrected."""

from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import approvals, courses as found, organisations
from onboarding.queries.approvals import State
from onboarding.services import course_approvals as changes
from onboarding.web import training_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.courses import AnswerForm, AskForm, ConfirmForm, CorrectionForm
from onboarding.web.sent import on_to, over, sent
from onboarding.web.uploads import takes_files

views = Blueprint("course_approvals", __name__, url_prefix="/at/<organisation>/courses/versions/<int:id>")
OPEN = (State.NOT_ASKED, State.ASKED, State.DISPUTED)


@views.route("/ask", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def ask(scope: Scope, id: int) -> str | Response:
    """Ask L&I to approve a version."""
    version, form = scope.load(found.one, id), AskForm()
    if approvals.standing(version).state not in (State.NOT_ASKED, State.DISPUTED) and not form.is_submitted():
        return over(url_for("courses.show", id=id), "L&I was asked about this version already.")
    if sent(form, lambda: changes.ask(actor(), scope.organisation, id, form.says.data)):
        return on_to(url_for("courses.show", id=id), "L&I is asked to approve this version.")
    return _page(scope, "courses/ask.html", version, form, materials=found.materials(version))


@views.route("/answer", methods=["GET", "POST"])
@members(May.RULE)
@takes_files
def answer(scope: Scope, id: int) -> str | Response:
    """Approve or refuse a version; at the COHE, record on the contract manager's word that they did."""
    version, form = scope.load(found.one, id), AnswerForm()
    by = _theirs(scope, form)
    if approvals.standing(version).state not in OPEN and not form.is_submitted():
        return over(url_for("courses.show", id=id), changes.ANSWERED)
    if done := sent(form, lambda: changes.answer(actor(), scope.organisation, id, form.said(by), form.sent())):
        return on_to(url_for("courses.show", id=id), _recorded(done.gave))
    return _page(scope, "courses/answer.html", version, form, theirs=by, materials=found.materials(version))


@views.route("/correct/<int:decision>", methods=["GET", "POST"])
@members(May.RULE)
@takes_files
def correct(scope: Scope, id: int, decision: int) -> str | Response:
    """Put another answer in the place of one that was recorded wrongly."""
    version = scope.load(found.one, id)
    row = next((each for each in version.approvals if each.id == decision and each.step in approvals.DECISIONS), None)
    if row is None:
        raise NotFoundError
    form = CorrectionForm(data={"answer": row.step.value, "since": row.since, "by": row.by, "says": row.says})
    by = _theirs(scope, form)
    if sent(
        form,
        lambda: changes.correct(
            actor(), scope.organisation, id, decision, form.said(by), form.because.data, form.sent()
        ),
    ):
        return on_to(url_for("courses.show", id=id), "Corrected. The earlier answer stays readable.")
    return _page(scope, "courses/correct.html", version, form, theirs=by)


@views.route("/confirm", methods=["GET", "POST"])
@members(May.APPROVE_COURSES)
def confirm(scope: Scope, id: int) -> str | Response:
    """Say whether an answer that the COHE recorded is L&I's; one that is not counts no more."""
    version, form = scope.load(found.one, id), ConfirmForm()
    stands = approvals.standing(version)
    if not stands.waits_for_lni and not form.is_submitted():
        return over(url_for("courses.show", id=id), "This answer does not wait for L&I: it was confirmed or disputed.")
    if sent(form, lambda: _confirmed(scope, id, form)):
        said = "confirmed as L&I's" if form.answer.data == "yes" else "disputed, and counts no more"
        return on_to(url_for("courses.show", id=id), f"The answer is {said}.")
    papers = found.papers(version).get(stands.decision.id, []) if stands.decision else []
    return _page(scope, "courses/confirm.html", version, form, stands=stands, papers=papers)


def _confirmed(scope: Scope, id: int, form: ConfirmForm) -> Any:
    if form.answer.data == "yes":
        return changes.confirm(actor(), scope.organisation, id)
    return changes.dispute(actor(), scope.organisation, id, form.because.data)


def _theirs(scope: Scope, form: AnswerForm) -> str | None:
    """The user's name where they answer for L&I: then nobody asks whose word it is, or for its paper."""
    if not scope.may(May.APPROVE_COURSES):
        form.file.flags.required = True
        return None
    del form.by
    name: str = scope.user.name
    return name


def _recorded(row: Any) -> str:
    what = "approved" if row.since else "refused"
    if row.theirs:
        return f"The version is {what}. The COHE's managers are told by mail."
    return f"Recorded as {what} by L&I. The contract manager is asked to confirm it."


def _page(scope: Scope, template: str, version: Any, form: Any, **more: Any) -> str:
    return render_template(
        template,
        form=form,
        version=version,
        name=found.name(version),
        words=words,
        contract_managers=organisations.contract_managers(scope.organisation),
        **more,
    )
