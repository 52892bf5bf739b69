"""The screening page: what an applicant says, what it proves, and what follows; every decision answers anew at once."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.permissions import May
from onboarding.queries import determinations, dossier, evidence, facts, references
from onboarding.queries.dossier import Way
from onboarding.queries.evidence import Proves
from onboarding.rules.qualification import screen
from onboarding.rules.standing import SKILL_AREAS
from onboarding.services import claims as changes, evidence as files
from onboarding.web.access import Scope, actor, members
from onboarding.web.fields import put_error
from onboarding.web.forms.screening import DegreeDecisionForm, FileForm, JobDecisionForm, ProofForm, StatementForm
from onboarding.web.law import book, rulings_of
from onboarding.web.person import the_person
from onboarding.web.screening_entries import entries, ledger
from onboarding.web.timeline import line
from onboarding.web.uploads import takes_files

views = Blueprint("screening", __name__, url_prefix="/at/<organisation>/people/<int:id>/screening")
ABOUT = {
    "providerId": "Able to obtain and keep an L&I Provider ID, and to bill",
    "lniIssues": "Issues with L&I have been reported",
    "communication": "Communication",
    "data_management": "Data management",
    "care_documentation": "Documentation of care",
    "data_analysis": "Data analysis",
}


@views.get("")
@members(May.READ_APPLICANTS)
def show(scope: Scope, id: int) -> str:
    """Both judgements with every reason, and the forms to decide what is open."""
    return _page(scope, id)


@views.post("/<fact>/decide")
@members(May.SCREEN)
def decide(scope: Scope, id: int, fact: str) -> str | Response | tuple[str, int]:
    """Decide about one job or degree."""
    form = JobDecisionForm(prefix=fact) if fact.startswith("j") else DegreeDecisionForm(prefix=fact)
    if not form.validate_on_submit():
        return _page(scope, id, form, fact), 422
    person = the_person(scope, id)
    return _done(scope, id, lambda: changes.decide(actor(), person, fact, form.decided, form.reason.data), form, fact)


@views.post("/<fact>/prove")
@members(May.SCREEN)
def prove(scope: Scope, id: int, fact: str) -> str | Response | tuple[str, int]:
    """Say which evidence item proves a job or degree."""
    person, form = the_person(scope, id), ProofForm(prefix=fact)
    if not form.validate_on_submit():
        return _page(scope, id), 422
    item = scope.load(evidence.one, form.item.data)
    return _done(scope, id, lambda: changes.prove(actor(), person, fact, item))


@views.post("/<fact>/prove-by-file")
@takes_files
@members(May.SCREEN)
def prove_by_file(scope: Scope, id: int, fact: str) -> str | Response | tuple[str, int]:
    """Take in a file that proves a job or degree."""
    person, form = the_person(scope, id), FileForm(prefix=f"{fact}-new")
    if fact not in dossier.of(person).facts:
        raise NotFoundError
    file, proves = form.file.data, Proves.JOB if fact.startswith("j") else Proves.DEGREE
    if not form.validate_on_submit() or not file or not file.filename:
        form.file.errors = [*form.file.errors, "Choose a file."]
        return _page(scope, id, form), 422

    def act() -> None:
        said = files.ItemFacts(form.title.data, proves)
        item = files.take_in(actor(), person, file.read(), file.filename, said)
        changes.prove(actor(), the_person(scope, id), fact, item)

    return _done(scope, id, act, form)


@views.route("/about/<about>", methods=["GET", "POST"])
@members(May.SCREEN)
def state(scope: Scope, id: int, about: str) -> str | Response:
    """Record what is said of a skill, or of standing with L&I."""
    person, form = the_person(scope, id), StatementForm(said_on=clock.today())
    if about not in ABOUT:
        raise NotFoundError
    form.ask(about in SKILL_AREAS, [each for each in evidence.of_person(person) if evidence.counts(each)])
    if form.validate_on_submit():
        assert form.said_on.data is not None  # required by the form
        yes, how = form.value.data == "yes", Way(form.how.data)
        said = changes.StatementFacts(about, yes, how, form.said_by.data, form.said_on.data, form.note.data)
        item = scope.load(evidence.one, form.item.data) if "item" in form and form.item.data else None
        try:
            changes.state(actor(), person, said, item)
        except NotFoundError:
            raise
        except OnboardingError as error:
            put_error(form, error)
        else:
            flash("It was recorded.", "success")
            return redirect(url_for("screening.show", id=id, _anchor="standing"))
    return render_template("screening/state.html", person=person, form=form, about=ABOUT[about])


def _done(scope: Scope, id: int, act: Any, form: Any = None, fact: str = "") -> str | Response | tuple[str, int]:
    """Do it, and show what follows: the part that changed to a script, the whole page otherwise."""
    try:
        act()
    except NotFoundError:
        raise
    except OnboardingError as error:
        if form is None:
            flash(str(error), "error")
        else:
            form.form_errors = [*form.form_errors, str(error)]
        return _page(scope, id, form, fact), 422
    return _page(scope, id) if "HX-Request" in request.headers else redirect(url_for("screening.show", id=id))


def _page(scope: Scope, id: int, failed: Any = None, fact: str = "") -> str:
    person = the_person(scope, id)
    whole = dossier.of(person)
    applicant = facts.applicant(scope.organisation, person, whole)
    found = screen(applicant, rulings_of(scope), clock.today())
    standing = determinations.move_of(person)
    may = scope.may(May.SCREEN) and standing is determinations.Move.OPEN
    return render_template(
        "screening/part.html" if "HX-Request" in request.headers else "screening/show.html",
        person=person,
        dossier=whole,
        found=found,
        entries=entries(person, whole, found, may),
        picture=line(applicant.jobs, ledger(found), clock.today()),
        book=book(),
        about=ABOUT,
        skills=SKILL_AREAS,
        standing=standing,
        may=may,
        failed=failed,
        failed_at=fact,
        state_of=evidence.state,
        reference_of=lambda request: references.state(request, clock.now()),
    )
