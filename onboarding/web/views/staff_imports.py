"""Bringing a COHE's present staff: its own table, its columns mapped, looked at, taken in as one, and undone as one."""

import base64
import binascii

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.formats.tables import staff
from onboarding.formats.tables.staff import BY_KEY, Reading
from onboarding.permissions import May
from onboarding.queries import duplicates, imported
from onboarding.queries.imported import Kind
from onboarding.rules.wording import count
from onboarding.services import staff_imports as changes, undoing
from onboarding.services.imports import NotTakenError
from onboarding.web.access import Scope, actor, members
from onboarding.web.fields import put_error
from onboarding.web.forms.staff_imports import TableForm, UndoForm, columns_form, mapped
from onboarding.web.law import rulings_of
from onboarding.web.uploads import takes_files

views = Blueprint("staff_imports", __name__, url_prefix="/at/<organisation>/imports")
SHOWN = 20  # people of a table, as a sample of what was read


@views.get("")
@members(May.SCREEN)
def index(scope: Scope) -> str:
    """The tables that were taken in, and which of them were undone."""
    scope.only_cohe()
    batches = imported.listed(scope.organisation.id, _kinds(scope))
    return render_template("staff_imports/index.html", batches=batches, may_bring=scope.may(May.KEEP_STAFF))


@views.route("/<int:id>/undo", methods=["GET", "POST"])
@members(May.SCREEN)
def undo(scope: Scope, id: int) -> str | Response:
    """Take everybody out again who came with a table, after asking why."""
    batch, form = scope.load(imported.one, id), UndoForm()
    if batch.kind not in _kinds(scope):
        raise NotFoundError
    if batch.undone_at is None and form.validate_on_submit():
        try:
            undone = undoing.undo(actor(), scope.organisation, id, form.because.data)
        except OnboardingError as error:
            put_error(form, error)
            batch = scope.load(imported.one, id)
        else:
            people = count(undone.people, "person", "people")
            flash(f"Undone: {people} who came with the table were taken out again.", "success")
            return redirect(url_for("staff_imports.index"))
    return render_template("staff_imports/undo.html", form=form, batch=batch)


@views.route("/staff", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
@takes_files
def new(scope: Scope) -> str:
    """Choose a table; its headings are matched with what can be read."""
    scope.only_cohe()
    form = TableForm()
    if form.validate_on_submit():
        if data := form.file.data.read():
            return _columns(data)
        form.file.errors = ["The file is empty. Choose another."]
    return render_template("staff_imports/new.html", form=form, columns=staff.COLUMNS)


@views.post("/staff/look")
@members(May.KEEP_STAFF)
@takes_files
def look(scope: Scope) -> str:
    """What the table holds as it was mapped, with every fault by its line; nobody is taken in yet."""
    scope.only_cohe()
    data = _sent()
    if "again" in request.form:
        return _columns(data)
    return _looked_at(scope, data)


@views.post("/staff/take")
@members(May.KEEP_STAFF)
@takes_files
def take(scope: Scope) -> str | Response:
    """Take in everybody in the table that was looked at, or nobody."""
    scope.only_cohe()
    data = _sent()
    found = staff.headings(data)
    form = columns_form(found.found)
    if not form.validate_on_submit():
        return _columns(data)
    reading = _read(scope, data, mapped(found.found, form))
    if reading.faults or not reading.members:
        return _looked_at(scope, data)
    try:
        batch = changes.take_in(actor(), scope.organisation, reading.members, rulings_of(scope))
    except NotTakenError:
        return _looked_at(scope, data)
    people = count(batch.people, "person was", "people were")
    flash(f"{people} taken in. As long as nothing else is recorded of them, it can be undone as one.", "success")
    return redirect(url_for("staff_imports.index"))


def _columns(data: bytes) -> str:
    """Which of the table's columns is what."""
    found = staff.headings(data)
    form = columns_form(found.found, base64.b64encode(data).decode())
    form.table.data = base64.b64encode(data).decode()
    return render_template("staff_imports/columns.html", form=form, found=found)


def _looked_at(scope: Scope, data: bytes) -> str:
    found = staff.headings(data)
    form = columns_form(found.found, base64.b64encode(data).decode())
    if not form.validate_on_submit():
        return render_template("staff_imports/columns.html", form=form, found=found)
    chosen = mapped(found.found, form)
    reading = _read(scope, data, chosen)
    refused = changes.refusals(scope.organisation, reading.sound, rulings_of(scope), reading.names)
    faults = sorted([*reading.faults, *refused], key=lambda fault: fault.line)
    names = [each.name for each in reading.members]
    return render_template(
        "staff_imports/look.html",
        form=form,
        reading=reading,
        faults=faults,
        known=[] if faults else duplicates.namesakes(scope.organisation.id, names, None),
        unread=[each.text for each in found.found if each.place not in chosen],
        read=[(each.text, BY_KEY[chosen[each.place]].heading) for each in found.found if each.place in chosen],
        shown=SHOWN,
    )


def _read(scope: Scope, data: bytes, chosen: dict[int, str]) -> Reading:
    law = rulings_of(scope).in_force(clock.today(), scope.organisation.slug, None)
    return staff.read(data, chosen, law.numbers)


def _sent() -> bytes:
    """The table that was looked at, as it was sent."""
    try:
        return base64.b64decode(request.form.get("table", ""), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _kinds(scope: Scope) -> list[Kind]:
    """Whose tables the user may see and undo: staff are the managers'."""
    return [Kind.APPLICANTS, *([Kind.STAFF] if scope.may(May.KEEP_STAFF) else [])]
