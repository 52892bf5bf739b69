"""Standing with L&I: recording what shows it, and checking what the applicant signed by the link."""

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import dossier, evidence, revisions
from onboarding.queries.dossier import Way
from onboarding.rules.standing import SKILL_AREAS
from onboarding.services import standing as changes, statements
from onboarding.services.sayable import IN_WORDS
from onboarding.web.access import Scope, actor, members
from onboarding.web.fields import show_again
from onboarding.web.forms.people import TokenForm
from onboarding.web.forms.screening import StatementForm
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, over, sent

views = Blueprint("standing", __name__, url_prefix="/at/<organisation>/people/<int:id>/standing")


@views.route("/<about>", methods=["GET", "POST"])
@members(May.SCREEN)
def record(scope: Scope, id: int, about: str) -> str | Response:
    """Record what is said of standing with L&I, with the paper that shows it. Skills are recorded by an interview."""
    person, form = the_person(scope, id), StatementForm(said_on=clock.today())
    if about not in IN_WORDS or about in SKILL_AREAS:
        raise NotFoundError
    form.ask([each for each in evidence.of_person(person) if evidence.counts(each)])

    def do() -> None:
        item = scope.load(evidence.one, form.item.data) if form.item.data else None
        assert form.said_on.data is not None  # required by the form
        yes, how = form.value.data == "yes", Way(form.how.data)
        said = statements.StatementFacts(about, yes, how, form.said_by.data, form.said_on.data, form.note.data)
        statements.state(actor(), person, said, item, form.seen.data)

    if sent(form, do):
        return on_to(url_for("screening.show", id=id, _anchor="interview"), "The paper was recorded.")
    show_again(form.seen, revisions.of_interview(dossier.statements(person)))
    return render_template("screening/state.html", person=person, form=form, about=IN_WORDS[about])


@views.route("/check", methods=["GET", "POST"])
@members(May.SCREEN)
def check(scope: Scope, id: int) -> str | Response:
    """Say that somebody looked at what the applicant signed; what is to be looked at stands above the button."""
    person, form = the_person(scope, id), TokenForm()
    back = url_for("screening.show", id=id, _anchor="interview")
    if not (rows := dossier.of(person).to_check):
        return over(back, "Nothing that the applicant signed waits to be checked.")
    if sent(form, lambda: changes.check(actor(), person)):
        return on_to(back, "What the applicant signed now counts as verified.")
    return render_template("screening/check.html", person=person, form=form, rows=rows, about=IN_WORDS, back=back)
