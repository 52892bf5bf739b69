"""Taking in a table of any kind: choose it, say which column is what, look at it, take all in, and undo it as one."""

from flask import (
    Blueprint,
    Response as FileResponse,
    abort,
    flash,
    make_response,
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
from onboarding.queries import duplicates, imported
from onboarding.queries.imported import OpenTable
from onboarding.rules.wording import count
from onboarding.services import imports as changes, open_tables, undoing
from onboarding.services.importable import Importable
from onboarding.services.imports import KINDS
from onboarding.services.line_choices import Do, of_all
from onboarding.web import line_pages
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import XLSX, attachment
from onboarding.web.errors import Wrong, page
from onboarding.web.forms.imports import TableForm, TakeForm, UndoForm, columns_form, head_form, lines_form
from onboarding.web.law import rulings_of
from onboarding.web.sent import on_to, sent
from onboarding.web.uploads import takes_files
from onboarding.web.views.duplicates import applicants_on

views = Blueprint("imports", __name__, url_prefix="/at/<organisation>/imports")
NOT_OPEN = Wrong(
    "This table is not open any more",
    "It was taken in or discarded, in another tab or by a first click, or it is more than a day old.",
    "Open Imports: it lists the tables that were taken in, and those of yours that wait.",
)
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
    return render_template("imports/index.html", kinds=kinds, batches=batches, waiting=waiting, updated=updated)


@views.route("/<int:id>/undo", methods=["GET", "POST"])
@members(May.SCREEN)
def undo(scope: Scope, id: int) -> str | Response:
    """Take everybody out again who came with a table, after asking why."""
    batch, form = scope.load(imported.one, id), UndoForm()
    kind = _kind(scope, batch.kind)
    if batch.undone_at is None and (
        done := sent(form, lambda: undoing.undo(actor(), scope.organisation, id, form.because.data))
    ):
        people = count(done.gave.people, "person who came with the table was", "people who came with the table were")
        return on_to(url_for("imports.index"), f"Undone: {people} taken out again.")
    updated = imported.updated(scope.organisation.id, [id]).get(id, ())
    batch = scope.load(imported.one, id)
    return render_template("imports/undo.html", form=form, kind=kind, batch=batch, updated=updated)


@views.route("/<of>", methods=["GET", "POST"])
@members(May.SCREEN)
@takes_files
def new(scope: Scope, of: str) -> str | Response:
    """Choose a table of a kind; its headings are matched with what can be read."""
    return _chosen(scope, _kind(scope, of), None)


@views.get("/<of>/template.<any(csv, xlsx):kind>")
@members(May.SCREEN)
def template(scope: Scope, of: str, kind: str) -> FileResponse:
    """The headings, as CSV; or with a sheet that explains each column."""
    found = _kind(scope, of)
    if kind == "csv":
        return attachment(templates.as_csv(found.columns), f"{of}.csv", "text/csv")
    book = templates.as_xlsx(found.columns, of.capitalize(), found.how)
    return attachment(book, f"{of}.xlsx", XLSX)


@views.route("/open/<int:id>/again", methods=["GET", "POST"])
@members(May.SCREEN)
@takes_files
def again(scope: Scope, id: int) -> str | Response:
    """Choose a corrected table in the place of one that was looked at; its columns are read as that one's were."""
    table = _open(scope, id)
    return _chosen(scope, KINDS[table.kind], table)


@views.route("/open/<int:id>/head", methods=["GET", "POST"])
@members(May.SCREEN)
def head(scope: Scope, id: int) -> str | Response:
    """In which of its first lines a table has its headings."""
    table = _open(scope, id)
    kind, opened = KINDS[table.kind], open_tables.opened(table)
    form = head_form(first_lines(opened.data, kind.columns))
    if not form.is_submitted() and opened.line:
        form.line.data = str(opened.line)
    if sent(form, lambda: changes.begin_at(actor(), scope.organisation, table, int(form.line.data))):
        return redirect(url_for("imports.columns", id=id))
    return render_template("imports/head.html", form=form, kind=kind, id=id, opened=opened)


@views.route("/open/<int:id>/columns", methods=["GET", "POST"])
@members(May.SCREEN)
def columns(scope: Scope, id: int) -> str | Response:
    """Which of the table's columns is what."""
    table = _open(scope, id)
    kind, opened = KINDS[table.kind], open_tables.opened(table)
    if opened.line is None:
        return redirect(url_for("imports.head", id=id))
    form = columns_form(opened.headings, kind.columns)
    if sent(form, lambda: open_tables.choose(actor(), scope.organisation, id, form.chosen)):
        return redirect(url_for("imports.look", id=id))
    return render_template("imports/columns.html", form=form, kind=kind, id=id, opened=opened)


@views.get("/open/<int:id>")
@members(May.SCREEN)
def look(scope: Scope, id: int) -> str | Response:
    """What the table holds as its columns were chosen, with every fault by its line; nobody is taken in yet."""
    table = _open(scope, id)
    kind, form = KINDS[table.kind], TakeForm(revision=table.revision)
    if open_tables.opened(table).line is None:
        return redirect(url_for("imports.head", id=id))
    found = changes.look(actor(), scope.organisation, table, rulings_of(scope))
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
        part=line_pages.part(found, request.args),
        decide=lines_form,
        sure=len(of_all(found.lines, Do.UPDATE)),
    )


@views.post("/open/<int:id>/lines")
@members(May.SCREEN)
def decide(scope: Scope, id: int) -> Response:
    """Choose what is done with the lines of a page of the table, or with all that wait."""
    table = _open(scope, id)
    if KINDS[table.kind].by_line is None:
        return redirect(url_for("imports.look", id=id))  # there is nothing to choose of its lines
    revision = table.revision
    found = changes.look(actor(), scope.organisation, table, rulings_of(scope))
    part = line_pages.part(found, request.args)
    form = lines_form(part.lines, revision)
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
    table, form = _open(scope, id), TakeForm()
    kind = KINDS[table.kind]
    try:
        batch = changes.take_in(actor(), scope.organisation, table, rulings_of(scope), form.revision.data)
        updated = imported.updated(scope.organisation.id, [batch.id]).get(batch.id, ())
    except changes.NotTakenError as error:
        flash(str(error), "error")
        return redirect(url_for("imports.look", id=id))
    who = count(batch.people, f"{kind.each[0]} was", f"{kind.each[1]} were")
    says = f"{who} taken in. As long as nothing else is recorded of them, it can be undone as one."
    changed = count(len(updated), "person was updated", "people were updated")
    if not batch.people:
        says = f"Nobody was added. {changed}."
    elif updated:
        says = f"{changed}. {says}"
    return on_to(url_for("imports.index"), says)


@views.post("/open/<int:id>/discard")
@members(May.SCREEN)
def discard(scope: Scope, id: int) -> Response:
    """Have nothing left of a table that was sent."""
    open_tables.discard(actor(), scope.organisation, _open(scope, id).id)
    return on_to(url_for("imports.index"), "The table was discarded. Nobody was taken in.")


def _chosen(scope: Scope, kind: Importable, instead: OpenTable | None) -> str | Response:
    form = TableForm()
    if done := sent(form, lambda: changes.send(actor(), scope.organisation, kind, form.file.data.read(), instead)):
        return redirect(_next(done.gave))
    return render_template("imports/new.html", form=form, kind=kind)


def _next(table: OpenTable) -> str:
    """The address of what is to be chosen of a table, or of what it holds."""
    opened = open_tables.opened(table)
    step = "look" if all(each.known for each in opened.headings) else "columns"
    return url_for(f"imports.{'head' if opened.line is None else step}", id=table.id)


def _kind(scope: Scope, key: str) -> Importable:
    """The kind of table, where the user may take one in."""
    scope.only_cohe()
    kind = KINDS.get(key)
    if kind is None or not scope.may(kind.may):
        raise NotFoundError
    return kind


def _open(scope: Scope, id: int) -> OpenTable:
    """The table that the user sent, and nobody else."""
    table = imported.open_table(scope.organisation.id, scope.user.id, id)
    if table is None:
        abort(make_response(page(404, NOT_OPEN), 404))
    _kind(scope, table.kind)
    return table
