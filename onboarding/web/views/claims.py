"""What an applicant says: a form made for people, and a JSON Resume file; both become the next version of the claim."""

import json
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding.errors import OnboardingError
from onboarding.formats.claim_faults import in_words, said
from onboarding.formats.faults import Refused
from onboarding.formats.json_documents import parse
from onboarding.formats.resume_file import Unread, of_document
from onboarding.permissions import May
from onboarding.queries import dossier, evidence
from onboarding.queries.dossier import Source
from onboarding.services import claims as changes, resumes
from onboarding.web.access import Scope, actor, members
from onboarding.web.beside import of_item
from onboarding.web.fields import put_error
from onboarding.web.forms.claims import ClaimForm, KeepForm, ResumeForm
from onboarding.web.person import the_person
from onboarding.web.uploads import takes_files

views = Blueprint("claims", __name__, url_prefix="/at/<organisation>/people/<int:id>/claim")


@views.route("", methods=["GET", "POST"])
@members(May.SCREEN)
@takes_files
def edit(scope: Scope, id: int) -> str | Response:
    """The form: as many jobs and degrees as needed, beside the résumé that they are typed from."""
    form = ClaimForm()
    kept = not form.is_submitted() or _kept(form, the_person(scope, id))
    person = the_person(scope, id)
    known, resume = dossier.of(person).claim, evidence.resume(person)
    if not form.is_submitted():
        form.show(known.facts if known else {}, known.version if known else 0)
    elif form.rearrange(request.form) or "show" in request.form or not kept:
        pass
    elif form.validate_on_submit():
        try:
            changes.record(actor(), person, form.document, Source.FORM, form.reason.data, form.version.data)
        except Refused as refused:
            put_faults(form, refused)
        except OnboardingError as error:
            put_error(form, error)
        else:
            gone = "; ".join(row.called for row in form.taken_away)
            flash(f"The application was saved.{f' Removed: {gone}.' if gone else ''}", "success")
            return redirect(url_for("screening.show", id=id))
    beside = of_item(resume) if resume else None
    return render_template("claims/edit.html", person=person, form=form, known=known, beside=beside)


@views.get("/versions")
@members(May.READ_APPLICANTS)
def versions(scope: Scope, id: int) -> str:
    """Every version of what the applicant said, the latest first."""
    person = the_person(scope, id)
    return render_template(
        "claims/versions.html", person=person, versions=dossier.versions(person), sources=dossier.SOURCES
    )


@views.route("/resume", methods=["GET", "POST"])
@members(May.SCREEN)
def resume(scope: Scope, id: int) -> str | Response:
    """Read a JSON Resume file, and show what was read before it is kept."""
    person, form = the_person(scope, id), ResumeForm()
    faults: Sequence[str] = ()
    known = dossier.of(person).claim
    if form.validate_on_submit():
        try:
            said = resumes.read(_sent(form.file.data))
        except Unread as unread:
            faults = unread.says
        else:
            keep = KeepForm(formdata=None, document=json.dumps(said.claim), version=known.version if known else 0)
            return render_template(
                "claims/read.html", person=person, form=keep, read=said.claim, known=known, elsewhere=said.elsewhere
            )
    return render_template("claims/resume.html", person=person, form=form, faults=faults)


@views.post("/resume/keep")
@members(May.SCREEN)
def keep(scope: Scope, id: int) -> str | Response:
    """Keep what was read from a file and looked at."""
    person, form = the_person(scope, id), KeepForm()
    try:
        read = of_document(parse(form.document.data or ""))
    except Refused:
        read = {}
    if not any(read.values()):
        flash("We lost what the file said. Read the file again.", "error")
        return redirect(url_for("claims.resume", id=id))
    if form.validate_on_submit():
        try:
            changes.record(actor(), person, read, Source.JSON_RESUME, form.reason.data, form.version.data)
        except Refused as refused:
            form.form_errors = [*form.form_errors, *in_words(refused.faults, read)]
        except OnboardingError as error:
            put_error(form, error)
        else:
            flash("The jobs and degrees from the file were saved.", "success")
            return redirect(url_for("screening.show", id=id))
    known = dossier.of(person).claim
    return render_template("claims/read.html", person=person, form=form, read=read, known=known, elsewhere=None)


def _sent(file: Any) -> bytes:
    """The file that was chosen. Raises Unread where none was."""
    if not file or not file.filename:
        raise Unread("Choose a file.")
    data: bytes = file.read()
    return data


def _kept(form: ClaimForm, person: Any) -> bool:
    """Keep the résumé that was sent along, whichever button was pressed. False where something is wrong with it."""
    file, to_be_shown = form.resume.sent, "show" in request.form
    if file is None:
        form.resume.errors = ["Choose the file."] if to_be_shown else []
        return not to_be_shown
    try:
        item = resumes.keep(actor(), person, file.read(), file.filename)
    except OnboardingError as refused:
        form.resume.refuse(refused)
        return False
    flash(f"{item.file_name} was kept as evidence. It is shown with this form.", "success")
    return True


def put_faults(form: ClaimForm, refused: Refused) -> None:
    """Each fault beside its field: `work[1].hoursPerWeek` is a path of the document, without blank rows."""
    for fault in refused.faults:
        kind, _, rest = fault.path.partition("[")
        place, _, key = rest.partition("].")
        rows = form.rows_of(kind) if kind in ("work", "education") else []
        row = form[kind][rows[int(place)]].form if place.isdecimal() and int(place) < len(rows) else None
        field = getattr(row, key, None) if row else None
        if field is None:
            form.form_errors = [*form.form_errors, *in_words([fault], None)]
        else:
            words = said(fault.says)
            field.errors = [*field.errors, f"{words[:1].upper()}{words[1:]}."]
