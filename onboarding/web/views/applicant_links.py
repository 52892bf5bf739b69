"""The applicant's own link: sending it and taking it back; and where it leads, without an account."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.formats.faults import Refused
from onboarding.permissions import May
from onboarding.queries import applicant_links as links, dossier, missing, reminders, rulings
from onboarding.queries.evidence import Proves
from onboarding.rules.ladder import Ladder
from onboarding.services import applicant_links as changes
from onboarding.services.evidence import ItemFacts
from onboarding.web.access import Scope, actor, anyone, members
from onboarding.web.fields import put_error
from onboarding.web.forms.claims import ApplicationForm, as_typed
from onboarding.web.forms.evidence import EvidenceForm
from onboarding.web.forms.people import TokenForm
from onboarding.web.law import book
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, over, sent
from onboarding.web.uploads import takes_files
from onboarding.web.views.claims import put_faults
from onboarding.web.views.evidence import MOST_FILES, Outcome

views = Blueprint("applicant_links", __name__)


@views.route("/at/<organisation>/people/<int:id>/link", methods=["GET", "POST"])
@members(May.SCREEN)
def link(scope: Scope, id: int) -> str | Response:
    """How the link of an applicant fares; and sending it, for the first time or again."""
    person, form = the_person(scope, id), TokenForm()
    if form.validate_on_submit():
        try:
            changes.send(actor(), person)
        except OnboardingError as error:
            put_error(form, error)
        else:
            flash(f"The link is on its way to {person.email}.", "success")
            return redirect(url_for("applicant_links.link", id=id))
    found = links.of_person(person)
    expired = found is not None and found.expires_at <= clock.now()
    times = reminders.times(Ladder.APPLICATION, person.organisation_id, person.id)[found.id] if found else 0
    return render_template(
        "applicant_links/link.html", person=person, form=form, link=found, expired=expired, times=times
    )


@views.post("/at/<organisation>/people/<int:id>/link/withdraw")
@members(May.SCREEN)
def withdraw(scope: Scope, id: int) -> Response:
    """Take the link back."""
    person, form = the_person(scope, id), TokenForm()
    back = url_for("applicant_links.link", id=id)
    if sent(form, lambda: changes.withdraw(actor(), person)):
        return on_to(back, "The link was withdrawn. You can send another.")
    return over(back, " ".join(form.form_errors))


@views.route("/apply/<token>", methods=["GET", "POST"])
@anyone
def form(token: str) -> str | Response:
    """The application, while its link works. What is typed is kept on request; handing it in ends the link."""
    found = changes.visited(actor(), token)
    if found is None:
        return _gone(token)
    form, typed = ApplicationForm(), found.draft.typed if found.draft else _known(found)
    if not form.is_submitted():
        form.show_typed(typed)
    form.ask({item.id: item.asks for item in missing.of(found.person)}, typed.get("answers", ()))
    if not form.is_submitted() or form.rearrange(request.form):
        pass
    elif "hand_in" in request.form:
        if form.validate() and _handed_in(token, form):
            return redirect(url_for("applicant_links.form", token=token))
    else:
        changes.save(actor(), token, form.typed)
        to_files = "files" in request.form
        if not to_files:
            flash("Your application was saved. Use the same link to come back.", "success")
        return redirect(url_for("applicant_links.files" if to_files else "applicant_links.form", token=token))
    return render_template(
        "applicant_links/form.html", link=found, form=form, files=changes.files(found), years=_years(found)
    )


@views.route("/apply/<token>/files", methods=["GET", "POST"])
@takes_files
@anyone
def files(token: str) -> str | Response | tuple[str, int]:
    """The files that came by the link, by name, and adding some."""
    found, form, outcomes = changes.visited(actor(), token), EvidenceForm(), list[Outcome]()
    if found is None:
        return _gone(token)
    if form.validate_on_submit():
        sent = [each for each in form.files.data if isinstance(each, FileStorage) and each.filename]
        if not 0 < len(sent) <= MOST_FILES:
            form.files.errors = [f"Choose a file, and {MOST_FILES} at most at once."]
        else:
            outcomes = [_taken_in(token, file, form) for file in sent]
    if "HX-Request" in request.headers and form.is_submitted():
        status = 200 if outcomes and not outcomes[0].refused else 422
        return render_template("applicant_links/outcome.html", outcomes=outcomes, form=form), status
    if outcomes and not any(each.refused for each in outcomes):
        return redirect(url_for("applicant_links.files", token=token))
    names = changes.files(found)
    return render_template(
        "applicant_links/files.html", link=found, token=token, form=form, outcomes=outcomes, names=names
    )


def _gone(token: str) -> str:
    if changes.was_handed_in(token):
        return render_template("applicant_links/handed_in.html")
    raise NotFoundError


def _handed_in(token: str, form: ApplicationForm) -> bool:
    try:
        changes.hand_in(actor(), token, form.document, form.said, form.answered)
    except Refused as refused:
        put_faults(form, refused)
        return False
    except NotFoundError:
        raise
    except OnboardingError as error:
        put_error(form, error)
        return False
    return True


def _taken_in(token: str, file: FileStorage, form: EvidenceForm) -> Outcome:
    name = file.filename or ""
    facts = ItemFacts(form.title.data, Proves(form.proves.data), form.dated_on.data, form.note.data)
    try:
        return Outcome(name, changes.add_file(actor(), token, file.read(), name, facts))
    except NotFoundError:
        raise
    except OnboardingError as refused:
        return Outcome(name, refused=str(refused))


def _known(link: Any) -> dict[str, Any]:
    """What is recorded as the applicant's own words so far."""
    claim = dossier.of(link.person).claim
    return as_typed(claim.facts if claim else {})


def _years(link: Any) -> object:
    law = rulings.of(link.organisation, book()).in_force(clock.today(), link.organisation.slug, None)
    return law.numbers.applicant_record_years
