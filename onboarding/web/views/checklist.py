"""The checklist of the first weeks: the COHE's own steps, and what of them is done for one person."""

from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import checklist as found
from onboarding.services import checklist as changes
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.checklist import MarkForm, StepForm
from onboarding.web.forms.people import OfferForm
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, sent

views = Blueprint("checklist", __name__, url_prefix="/at/<organisation>")


@views.route("/checklist", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def index(scope: Scope) -> str | Response:
    """The COHE's steps, with one to add."""
    scope.only_cohe()
    form = StepForm()
    if sent(form, lambda: changes.add(actor(), scope.organisation, form.says.data, form.within_days.data)):
        return on_to(url_for("checklist.index"), "The step was added to everybody's checklist.")
    return render_template("checklist/index.html", form=form, steps=found.every(scope.organisation.id))


@views.route("/checklist/<key>", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def word(scope: Scope, key: str) -> str | Response:
    """Word a step otherwise; what was marked stays."""
    step = _step(scope, key)
    form = StepForm(data=step._asdict())
    said = step._replace(says=form.says.data, within_days=form.within_days.data, version=form.version.data)
    if sent(form, lambda: changes.word(actor(), scope.organisation, said, step.dropped)):
        return on_to(url_for("checklist.index"), "The step was changed.")
    return render_template("checklist/word.html", form=form, step=step)


@views.route("/checklist/<key>/drop", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def drop(scope: Scope, key: str) -> str | Response:
    """Drop a step, or take it up again, after asking."""
    step, form = _step(scope, key), OfferForm()
    dropped = form.asks(not step.dropped)
    if sent(form, lambda: changes.word(actor(), scope.organisation, step, dropped)):
        return on_to(url_for("checklist.index"), "The step was removed." if dropped else "The step is in use again.")
    return render_template("checklist/drop.html", form=form, step=step)


@views.get("/people/<int:id>/checklist")
@members(May.READ_STAFF, own=True)
def show(scope: Scope, id: int) -> str:
    """What is done for one person, and what is not."""
    person = the_person(scope, id)
    return render_template(
        "checklist/show.html",
        person=person,
        lines=found.of(person),
        today=clock.today(),
        may_mark=scope.may(May.KEEP_STAFF) and person.posting is not None,
        may_word=scope.may(May.KEEP_STAFF),
        scope=scope,
    )


@views.route("/people/<int:id>/checklist/<key>", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def mark(scope: Scope, id: int, key: str) -> str | Response:
    """Say that a step is done, or that it was not after all."""
    person = the_person(scope, id)
    line = next((each for each in found.of(person) if each.step.key == key), None)
    if line is None or person.posting is None:
        raise NotFoundError
    form = MarkForm(data={"done_on": clock.today()})
    done, done_on = form.asks(not line.done), form.done_on.data or clock.today()  # the form requires one
    if sent(form, lambda: changes.mark(actor(), person, key, done, done_on, form.note.data)):
        return on_to(url_for("checklist.show", id=id), "The step is done." if done else "The step is open again.")
    form.offer(not line.done)
    return render_template(
        "checklist/mark.html", form=form, person=person, line=line, history=found.history(person, key)
    )


def _step(scope: Scope, key: str) -> Any:
    scope.only_cohe()
    step = found.step(scope.organisation.id, key)
    if step is None:
        raise NotFoundError
    return step
