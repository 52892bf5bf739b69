"""Taking in a whole table of applicants: the template, a look at what was read, and then all of them or none."""

import base64
import binascii

from flask import Blueprint, Response as FileResponse, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from onboarding.formats.tables import template
from onboarding.formats.tables.applicants import read
from onboarding.permissions import May
from onboarding.queries import duplicates
from onboarding.rules.wording import count
from onboarding.services import imports as changes
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import XLSX, attachment
from onboarding.web.forms.imports import TableForm, TakeForm
from onboarding.web.uploads import takes_files
from onboarding.web.views.duplicates import applicants_on

views = Blueprint("imports", __name__, url_prefix="/at/<organisation>/people/table")
SHOWN = 20  # applicants of a table, as a sample of what was read


@views.route("", methods=["GET", "POST"])
@members(May.SCREEN)
@takes_files
def index(scope: Scope) -> str:
    """Choose a table, and see every fault in it by its line; nobody is taken in yet."""
    scope.only_cohe()
    form = TableForm()
    if form.validate_on_submit():
        data = form.file.data.read() if form.file.data else b""
        if data:
            return _looked_at(scope, data)
        form.file.errors = ["Choose a file."]
    return render_template("imports/index.html", form=form)


@views.post("/take")
@members(May.SCREEN)
@takes_files
def take(scope: Scope) -> str | Response:
    """Take in everybody in the table that was looked at, or nobody."""
    scope.only_cohe()
    form = TakeForm()
    data = _decoded(form.table.data or "")
    reading = read(data)
    if not form.validate_on_submit() or reading.faults or not reading.applicants:
        return _looked_at(scope, data)
    try:
        people = changes.take_in(actor(), scope.organisation, reading.applicants)
    except changes.NotTakenError:
        return _looked_at(scope, data)
    flash(f"{count(len(people), 'applicant was', 'applicants were')} taken in.", "success")
    return redirect(url_for("applications.index"))


@views.get("/template.csv")
@members(May.SCREEN)
def template_csv(scope: Scope) -> FileResponse:
    """The headings, as CSV."""
    scope.only_cohe()
    return attachment(template.as_csv(), "applicants.csv", "text/csv")


@views.get("/template.xlsx")
@members(May.SCREEN)
def template_xlsx(scope: Scope) -> FileResponse:
    """The headings, with a sheet that explains each column."""
    scope.only_cohe()
    return attachment(template.as_xlsx(), "applicants.xlsx", XLSX)


def _looked_at(scope: Scope, data: bytes) -> str:
    reading = read(data)
    refused = changes.refusals(scope.organisation, reading.applicants)
    form = TakeForm(formdata=None, table=base64.b64encode(data).decode())
    faults = sorted([*reading.faults, *refused], key=lambda fault: fault.line)
    names = [each.name for each in reading.applicants]
    known = [] if faults else duplicates.namesakes(scope.organisation.id, names, applicants_on(scope))
    return render_template("imports/look.html", form=form, reading=reading, faults=faults, known=known, shown=SHOWN)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
