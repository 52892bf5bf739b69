"""Taking in a table of any kind: choose it, say which column is what, look at it, take all in, and undo it as one."""

from typing import Any

from flask import (
    Blueprint,
    Response as FileResponse,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response

from onboarding.errors import NotFoundError, OnboardingError
from onboarding.formats.tables import template as templates
from onboarding.formats.tables.headings import first_lines
from onboarding.permissions import May
from onboarding.queries import duplicates, imported, initiated_claims
from onboarding.queries.imported import OpenTable
from onboarding.services import imports as changes, open_tables, undoing
from onboarding.services.importable import Importable
from onboarding.services.imports import KINDS
from onboarding.services.line_choices import Do, of_all
from onboarding.web import line_pages
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import XLSX, attachment
from onboarding.web.forms import import_lines, imports as forms
from onboarding.web.forms.imports import TableForm, TakeForm, UndoForm
from onboarding.web.law import rulings_of
from onboarding.web.open_table import next_step, records, taken, the_kind, the_table, undone
from onboarding.web.sent import on_to, sent
from onboarding.web.uploads import takes_files
from onboarding.web.views.duplicates import applicants_on

views = Blueprint("imports", __name__, url_prefix="/at/<organisation>/imports")
SHOWN = 20  # people of a table, as a sample of what was read


@views.get("")
@members(May.SCREEN)
def index(scope: Scope) -> str:
    """The tables that were taken in, which of them were undone, and which of the user's own wait."""
    scope.only_cohe()
    kinds = [each for each in KINDS.values() if scope.may(each.may)]
    keys = [each.key for each in kinds]
    batches = imported.listed(scope.organisation.id, keys)
    waiting = [each for each in imported.waiting(scope.organisation.id, scope.user.id) if each.kind in keys]
    updated = imported.updated(scope.organisation.id, [each.id for each in batches])
    recorded = [each.id for each in batches if records(KINDS[each.kind])]
    return render_template(
        "imports/index.html",
        kinds=kinds,
        batches=batches,
        waiting=waiting,
        updated=updated,
        recorded=recorded,
        quarters=initiated_claims.counted([each.id for each in batches]),
    )


@views.route("/<int:id>/undo", methods=["GET", "POST"])
@members(May.SCREEN)
def undo(scope: Scope, id: int) -> str | Response:
    """Take everybody out again who came with a table, after asking why."""
    batch, form = scope.load(imported.one, id), UndoForm()
    kind = the_kind(scope, batch.kind)
    take_back = kind.of_cohe.take_back if kind.of_cohe else None

    def undo_it() -> Any:
        return undoing.undo(actor(), scope.organisation, id, form.because.data, take_back)

    if batch.undone_at is None and (done := sent(form, undo_it)):
        return on_to(url_for("imports.index"), undone(kind, done.gave.people))
    updated = imported.updated(scope.organisation.id, [id]).get(id, ())
    batch = scope.load(imported.one, id)
    return render_template(
        "imports/undo.html",
        form=form,
        kind=kind,
        batch=batch,
        updated=updated,
        records=bool(kind.by_line and kind.by_line.records),
        quarters=initiated_claims.counted([id]).get(id, 0),
    )


@views.route("/<of>", methods=["GET", "POST"])
@members(May.SCREEN)
@takes_files
def new(scope: Scope, of: str) -> str | Response:
    """Choose a table of a kind; its headings are matched with what can be read."""
    return _chosen(scope, the_kind(scope, of), None)


@views.get("/<of>/template.<any(csv, xlsx):kind>")
@members(May.SCREEN)
def template(scope: Scope, of: str, kind: str) -> FileResponse:
    """The headings, as CSV; or with a sheet that explains each column."""
    found = the_kind(scope, of)
    if kind == "csv":
        return attachment(templates.as_csv(found.columns), f"{of}.csv", "text/csv")
    book = templates.as_xlsx(found.columns, of.capitalize(), found.how)
    return attachment(book, f"{of}.xlsx", XLSX)


@views.route("/open/<int:id>/again", methods=["GET", "POST"])
@members(May.SCREEN)
@takes_files
def again(scope: Scope, id: int) -> str | Response:
    """Choose a corrected table in the place of one that was looked at; its columns are read as that one's were."""
    table = the_table(scope, id)
    return _chosen(scope, KINDS[table.kind], table)


@views.route("/open/<int:id>/head", methods=["GET", "POST"])
@members(May.SCREEN)
def head(scope: Scope, id: int) -> str | Response:
    """In which of its first lines a table has its headings."""
    table = the_table(scope, id)
    kind, opened = KINDS[table.kind], open_tables.opened(table)
    form = forms.head_form(first_lines(opened.data, kind.columns))
    if not form.is_submitted() and opened.line:
        form.line.data = str(opened.line)
    if sent(form, lambda: changes.begin_at(actor(), scope.organisation, table, int(form.line.data))):
        return redirect(url_for("imports.columns", id=id))
    return render_template("imports/head.html", form=form, kind=kind, id=id, opened=opened)


@views.route("/open/<int:id>/columns", methods=["GET", "POST"])
@members(May.SCREEN)
def columns(scope: Scope, id: int) -> str | Response:
    """Which of the table's columns is what."""
    table = the_table(scope, id)
    kind, opened = KINDS[table.kind], open_tables.opened(table)
    if opened.line is None:
        return redirect(url_for("imports.head", id=id))
    form = forms.columns_form(opened.headings, kind.columns)
    if sent(form, lambda: open_tables.choose(actor(), scope.organisation, id, form.chosen)):
        return redirect(url_for("imports.look", id=id))
    return render_template("imports/columns.html", form=form, kind=kind, id=id, opened=opened)


@views.route("/open/<int:id>/meanings", methods=["GET", "POST"])
@members(May.SCREEN)
def meanings(scope: Scope, id: int) -> str | Response:
    """What words of the table mean, where its kind asks."""
    table = the_table(scope, id)
    kind, revision = KINDS[table.kind], table.revision
    found = changes.look(actor(), scope.organisation, table, rulings_of(scope))
    if kind.asked is None or not found.words:
        return redirect(url_for("imports.look", id=id))
    form = forms.meanings_form(kind.asked, found.words, revision)

    def choose() -> None:
        changes.choose_meanings(actor(), scope.organisation, table, form.revision.data or 0, form.chosen)

    if sent(form, choose):
        return redirect(url_for("imports.look", id=id))
    return render_template("imports/meanings.html", form=form, kind=kind, id=id)


@views.get("/open/<int:id>")
@members(May.SCREEN)
def look(scope: Scope, id: int) -> str | Response:
    """What the table holds as its columns were chosen, with every fault by its line; nobody is taken in yet."""
    table = the_table(scope, id)
    kind, form = KINDS[table.kind], TakeForm(revision=table.revision)
    if open_tables.opened(table).line is None:
        return redirect(url_for("imports.head", id=id))
    found = changes.look(actor(), scope.organisation, table, rulings_of(scope))
    if not found.reading.faults and any(each.meaning is None for each in found.words.values()):
        return redirect(url_for("imports.meanings", id=id))
    names = [] if found.faults or kind.by_line else [each.name for each in found.reading.entries]
    heading = {each.key: each.heading for each in kind.columns}
    return render_template(
        "imports/look.html",
        id=id,
        kind=kind,
        form=form,
        found=found,
        known=duplicates.namesakes(scope.organisation.id, names, applicants_on(scope)),
        read=[(each.text, heading[each.key]) for each in found.headings if each.key],
        unread=[each.text for each in found.headings if not each.key],
        shown=SHOWN,
        part=line_pages.part(found, request.args, kind.by_line.verb[0]) if kind.by_line else None,
        decide=import_lines.lines_form,
        sure=len(of_all(found.lines, Do.UPDATE)),
    )


@views.route("/open/<int:id>/skip", methods=["GET", "POST"])
@members(May.SCREEN)
def skip(scope: Scope, id: int) -> str | Response:
    """Skip lines of the table in which something cannot be read, so that the others can be taken in."""
    table = the_table(scope, id)
    kind, revision = KINDS[table.kind], table.revision
    found = changes.look(actor(), scope.organisation, table, rulings_of(scope))
    form = import_lines.skip_form(found, revision)

    def choose() -> None:
        changes.choose_lines(actor(), scope.organisation, table, form.revision.data or 0, form.chosen)

    if not found.skippable or sent(form, choose):
        return redirect(url_for("imports.look", id=id))
    return render_template("imports/skip.html", form=form, kind=kind, id=id)


@views.post("/open/<int:id>/lines")
@members(May.SCREEN)
def decide(scope: Scope, id: int) -> Response:
    """Choose what is done with the lines of a page of the table, or with all that wait."""
    table = the_table(scope, id)
    by_line = KINDS[table.kind].by_line
    if by_line is None:
        return redirect(url_for("imports.look", id=id))  # there is nothing to choose of its lines
    revision = table.revision
    found = changes.look(actor(), scope.organisation, table, rulings_of(scope))
    part = line_pages.part(found, request.args, by_line.verb[0])
    form = import_lines.lines_form(by_line, part.lines, revision)
    try:
        form.refuse_incomplete()
        chosen = of_all(found.lines, Do(form.all.data)) if form.all.data else form.chosen
        changes.choose_lines(actor(), scope.organisation, table, form.revision.data or 0, chosen)
    except NotFoundError:
        raise
    except OnboardingError as error:
        flash(str(error), "error")
    return redirect(url_for("imports.look", id=id, show=part.key, page=part.page))


@views.post("/open/<int:id>/take")
@members(May.SCREEN)
def take(scope: Scope, id: int) -> Response:
    """Take in everybody in the table that was looked at, or nobody."""
    table, form = the_table(scope, id), TakeForm()
    kind = KINDS[table.kind]
    try:
        batch = changes.take_in(actor(), scope.organisation, table, rulings_of(scope), form.revision.data)
        updated = imported.updated(scope.organisation.id, [batch.id]).get(batch.id, ())
    except changes.NotTakenError as error:
        flash(str(error), "error")
        return redirect(url_for("imports.look", id=id))
    return on_to(url_for("imports.index"), taken(kind, batch, len(updated)))


@views.post("/open/<int:id>/discard")
@members(May.SCREEN)
def discard(scope: Scope, id: int) -> Response:
    """Have nothing left of a table that was sent."""
    open_tables.discard(actor(), scope.organisation, the_table(scope, id).id)
    return on_to(url_for("imports.index"), "The table was discarded. Nobody was taken in.")


def _chosen(scope: Scope, kind: Importable, instead: OpenTable | None) -> str | Response:
    form = TableForm()
    if done := sent(form, lambda: changes.send(actor(), scope.organisation, kind, form.file.data.read(), instead)):
        return redirect(next_step(done.gave))
    return render_template("imports/new.html", form=form, kind=kind)
