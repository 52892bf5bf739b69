"""Standing with L&I: recording what shows it, and checking what the applicant signed by the link."""

from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import dossier, evidence, revisions, standing as known
from onboarding.queries.dossier import Way
from onboarding.rules.standing import SKILL_AREAS
from onboarding.services import proving, standing as changes, statements
from onboarding.services.sayable import IN_WORDS
from onboarding.web.access import Scope, actor, members
from onboarding.web.fields import show_again
from onboarding.web.forms.people import TokenForm
from onboarding.web.forms.standing import TITLES, StatementForm
from onboarding.web.person import the_person
from onboarding.web.screening_needs import STANDING
from onboarding.web.sent import on_to, over, sent
from onboarding.web.uploads import takes_files

views = Blueprint("standing", __name__, url_prefix="/at/<organisation>/people/<int:id>/standing")


@views.route("/<about>", methods=["GET", "POST"])
@takes_files
@members(May.SCREEN)
def record(scope: Scope, id: int, about: str) -> str | Response:
    """Record what is said of standing with L&I, with the paper that shows it. Skills are recorded by an interview."""
    person, form = the_person(scope, id), StatementForm(said_on=clock.today())
    if about not in IN_WORDS or about in SKILL_AREAS:
        raise NotFoundError
    form.ask([each for each in evidence.of_person(person) if evidence.counts(each)])

    def do() -> Any:
        said = _said(about, form)
        if form.added is None:
            assert form.chosen is not None  # required by the form
            item = scope.load(evidence.one, form.chosen)
            statements.state(actor(), person, said, item, form.seen.data)
            return item
        title, name = TITLES[said.how].format(about=STANDING[about]), form.added.filename or ""
        return proving.state_by_file(actor(), person, said, form.added.read(), name, title, form.seen.data)

    if done := sent(form, do):
        return on_to(url_for("screening.show", id=id, _anchor="interview"), _kept(person, about, done.gave.title))
    show_again(form.seen, revisions.of_interview(dossier.statements(person)))
    return render_template("screening/state.html", person=person, form=form, about=IN_WORDS[about])


def _said(about: str, form: StatementForm) -> statements.StatementFacts:
    assert form.said_on.data is not None  # required by the form
    yes, how = form.value.data == "yes", Way(form.how.data)
    return statements.StatementFacts(about, yes, how, form.said_by.data, form.said_on.data, form.note.data)


def _kept(person: Any, about: str, title: str) -> str:
    """What was kept, and whether it counts already: the paper may have been checked before."""
    if known.latest(person)[about].verified:
        return f"The answer was recorded with “{title}”, which was checked. It counts as verified."
    return f"The answer was recorded with “{title}”. It counts as verified once somebody else has checked the file."


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
