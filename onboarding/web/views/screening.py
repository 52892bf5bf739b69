"""The screening page: what an applicant states, what is proven of it, and what is still needed to decide."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import ChangedMeanwhileError, NotFoundError, OnboardingError
from onboarding.permissions import May
from onboarding.queries import determinations, dossier, evidence, facts, missing, references, revisions
from onboarding.queries.evidence import Proves
from onboarding.rules.experience_progress import progress
from onboarding.rules.facts import Applicant
from onboarding.rules.qualification import Screening, screen
from onboarding.rules.rulebook import READ_AS
from onboarding.rules.standing import SKILL_AREAS
from onboarding.rules.wording import REQUIREMENTS, WAYS
from onboarding.services import claims as changes, evidence as files, proving, statements
from onboarding.services.sayable import IN_WORDS
from onboarding.web import screening_needs
from onboarding.web.access import Scope, actor, members
from onboarding.web.fields import put_error, show_again
from onboarding.web.forms.screening import (
    DegreeDecisionForm,
    FileForm,
    InterviewForm,
    JobDecisionForm,
    ProofForm,
)
from onboarding.web.law import book, rulings_of
from onboarding.web.person import the_person
from onboarding.web.screening_entries import opened, pictures, rows
from onboarding.web.screening_needs import INTERVIEW
from onboarding.web.standing_words import how_known
from onboarding.web.uploads import takes_files

views = Blueprint("screening", __name__, url_prefix="/at/<organisation>/people/<int:id>/screening")
DONE = {
    "decided": "The decision was saved.",
    "proven": "The proof was added.",
    "interviewed": "The interview was recorded.",
}


class Looked(NamedTuple):
    """An application as it is now, judged. `may`: whether this user may change it, and nobody else is to move."""

    person: Any
    dossier: dossier.Dossier
    applicant: Applicant
    found: Screening
    standing: determinations.Move
    may: bool
    user_id: int


@views.get("")
@members(May.READ_APPLICANTS)
def show(scope: Scope, id: int) -> str:
    """Both answers, the shortest list of what is still needed, and a line for each job and degree.

    `open` names the one whose forms are shown, and `done` what was done there. A script asks for the line alone, by
    `open` or `closed`.
    """
    asked = request.args.get("open") or request.args.get("closed") or ""
    if _by_script():
        return _part(scope, id, asked, opens="open" in request.args)
    return _page(scope, id, asked if "open" in request.args else "", done=DONE.get(request.args.get("done", "")))


@views.post("/<fact>/decide")
@members(May.SCREEN)
def decide(scope: Scope, id: int, fact: str) -> str | Response | tuple[str, int]:
    """Decide about one job or degree."""
    form = JobDecisionForm(prefix=fact) if fact.startswith("j") else DegreeDecisionForm(prefix=fact)
    person = the_person(scope, id)

    def act() -> None:
        changes.decide(actor(), person, fact, form.decided, form.reason.data, form.seen.data)

    return _done(scope, id, fact, "decided", form, act)


@views.post("/<fact>/prove")
@members(May.SCREEN)
def prove(scope: Scope, id: int, fact: str) -> str | Response | tuple[str, int]:
    """Say which evidence item proves a job or degree."""
    person, form = the_person(scope, id), ProofForm(prefix=f"{fact}-known")

    def act() -> None:
        changes.prove(actor(), person, fact, scope.load(evidence.one, form.item.data), form.seen.data)

    return _done(scope, id, fact, "proven", form, act)


@views.post("/<fact>/prove-by-file")
@takes_files
@members(May.SCREEN)
def prove_by_file(scope: Scope, id: int, fact: str) -> str | Response | tuple[str, int]:
    """Take in a file that proves a job or degree."""
    person, form = the_person(scope, id), FileForm(prefix=f"{fact}-new")
    if fact not in dossier.of(person).facts:
        raise NotFoundError
    file, proves = form.file.data, Proves.JOB if fact.startswith("j") else Proves.DEGREE

    def act() -> None:
        if not file or not file.filename:
            raise OnboardingError("Choose a file.", "file")
        said = files.ItemFacts(form.title.data, proves)
        proving.prove_by_file(actor(), person, fact, file.read(), file.filename, said, form.seen.data)

    return _done(scope, id, fact, "proven", form, act)


@views.post("/interview")
@members(May.SCREEN)
def interview(scope: Scope, id: int) -> str | Response | tuple[str, int]:
    """Record what an interview showed of skills and standing."""
    person, form = the_person(scope, id), InterviewForm(prefix=INTERVIEW)

    def act() -> None:
        statements.state_all(actor(), person, form.sheet, form.seen.data)

    return _done(scope, id, INTERVIEW, "interviewed", form, act)


def _done(
    scope: Scope, id: int, fact: str, what: str, form: Any, act: Callable[[], None]
) -> str | Response | tuple[str, int]:
    """Do what a form asks for. The answer is the line, and to a script what it changes at the top of the page."""
    if form.validate_on_submit():
        try:
            act()
        except NotFoundError:
            raise
        except OnboardingError as error:
            put_error(form, error)
            if isinstance(error, ChangedMeanwhileError):
                show_again(form.seen, _seen(scope, id, fact))  # they are told, and may send it again
        else:
            if _by_script():
                return _part(scope, id, fact, opens=True, done=DONE[what])
            return redirect(url_for("screening.show", id=id, open=fact, done=what, _anchor=fact))
    if _by_script():
        return _part(scope, id, fact, opens=True, failed=form), 422
    return _page(scope, id, fact, failed=form), 422


def _seen(scope: Scope, id: int, fact: str) -> Any:
    person = the_person(scope, id)
    if fact == INTERVIEW:
        return revisions.of_interview(dossier.statements(person))
    return revisions.of_fact(dossier.of_facts(person), fact)


def _by_script() -> bool:
    return "HX-Request" in request.headers


def _look(scope: Scope, id: int) -> Looked:
    person = the_person(scope, id)
    whole = dossier.of(person)
    applicant = facts.applicant(scope.organisation, person, whole)
    found, standing = screen(applicant, rulings_of(scope), clock.today()), determinations.move_of(person)
    may = scope.may(May.SCREEN) and standing is determinations.Move.OPEN
    return Looked(person, whole, applicant, found, standing, may, scope.user.id)


def _page(scope: Scope, id: int, fact: str = "", failed: Any = None, done: str | None = None) -> str:
    looked = _look(scope, id)
    fact = fact if fact in (INTERVIEW, *looked.dossier.facts) else ""
    return render_template(
        "screening/show.html",
        **_shown(looked),
        rows=rows(looked.dossier, looked.found),
        open=fact,
        opened=_opened(looked, fact) if fact else None,
        others=screening_needs.others(looked.person, looked.dossier, looked.may),
        failed=failed,
        done=done,
    )


def _part(scope: Scope, id: int, fact: str, opens: bool, failed: Any = None, done: str | None = None) -> str:
    """One line, and the answer where something was done."""
    looked = _look(scope, id)
    if fact not in (INTERVIEW, *looked.dossier.facts):
        raise NotFoundError
    return render_template(
        "screening/part.html",
        **_shown(looked),
        row=next((each for each in rows(looked.dossier, looked.found) if each.id == fact), None),
        open=fact if opens else "",
        opened=_opened(looked, fact) if opens else None,
        failed=failed,
        done=done,
    )


def _opened(looked: Looked, fact: str) -> Any:
    if fact == INTERVIEW:
        seen = revisions.of_interview(looked.dossier.statements)
        said_on = clock.today()
        return InterviewForm(formdata=None, prefix=INTERVIEW, said_on=said_on, seen=seen) if looked.may else None
    return opened(looked.person, looked.dossier, looked.found, fact, looked.may)


def _shown(looked: Looked) -> dict[str, Any]:
    """What the page and its part have in common."""
    person, whole, found = looked.person, looked.dossier, looked.found
    asked = {item.asks: item.asked_at for item in missing.of(person)}
    claimed, verified = (each.requirements["experience"] for each in (found.claimed, found.verified))
    return {
        **looked._asdict(),
        "lines": screening_needs.lines(person, whole, found, book(), looked.may, looked.user_id, asked)
        if whole.claim
        else [],
        "asked": asked,
        "next_step": screening_needs.next_step(person, whole, looked.standing),
        "progress": [progress(each.judged) for each in (claimed, verified)],  # type: ignore[union-attr]
        "pictures": pictures(whole, found),
        "book": book(),
        "read_as": READ_AS,
        "names": REQUIREMENTS,
        "ways": WAYS,
        "about": IN_WORDS,
        "skills": SKILL_AREAS,
        "how_known": how_known,
        "state_of": evidence.state,
        "reference_of": lambda request: references.state(request, clock.now()),
        "in_words": dossier.decided_in_words,
        "checking": screening_needs.checking,
    }
