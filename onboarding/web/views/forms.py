"""L&I's forms: loaded and mapped once by the COHE, filled for each new hire; or an answer sheet in their place."""

from typing import Any

from flask import Blueprint, Response as FileResponse, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.documents.form import BlankPdf, from_json
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.packets import answer_sheet, form as packet
from onboarding.permissions import May
from onboarding.queries import credentials, form_values, forms as found
from onboarding.queries.credentials import TrackName as Track
from onboarding.queries.form_values import Filling, Left, Source, Values
from onboarding.roles import StaffRole
from onboarding.services import forms as changes
from onboarding.web import credential_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import PDF, attachment
from onboarding.web.forms.blank_forms import SOURCES, LoadForm, chosen, label, mapping_form
from onboarding.web.forms.people import OfferForm
from onboarding.web.law import rulings_of
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, sent
from onboarding.web.uploads import takes_files

views = Blueprint("forms", __name__, url_prefix="/at/<organisation>")
PARTS = ("_month", "_day", "_year", "_area", "_middle", "_last", "_word", "_words")  # of what stands there whole too


@views.route("/forms", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
@takes_files
def index(scope: Scope) -> str | Response:
    """The COHE's forms, and loading another."""
    scope.only_cohe()
    form = LoadForm()
    if done := sent(form, lambda: _loaded(scope, form)):
        fields = done.gave.fields["fields"]
        return redirect(url_for("forms.map_fields", id=done.gave.id) if fields else url_for("forms.index"))
    rows = [
        (each, bool(found.mapped(each)), len(each.fields["fields"])) for each in found.listed(scope.organisation.id)
    ]
    return render_template("forms/index.html", form=form, rows=rows, words=words)


def _loaded(scope: Scope, form: LoadForm) -> Any:
    file, title = form.file.data, " ".join(form.title.data.split())
    try:
        sent = (Track(form.track.data), title, form.edition.data, file.read(), file.filename)
        return changes.load(actor(), scope.organisation, *sent)
    except OnboardingError as error:
        raise OnboardingError(str(error), error.field or "file") from error


@views.route("/forms/<int:id>", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def map_fields(scope: Scope, id: int) -> str | Response:
    """The fields of a form, and what each is filled from."""
    row = scope.load(found.one, id)
    blank, last = from_json(row.fields), found.mapping(row)
    form = mapping_form(blank, last.fields if last else {}, last.version if last else 0)
    if sent(form, lambda: changes.map_fields(actor(), row, chosen(blank, form), form.version.data or 0)):
        return on_to(
            url_for("forms.map_fields", id=id), "The matches were saved. Download a filled example to check them."
        )
    pages: dict[int, list[Any]] = {}
    for number, each in enumerate(blank.fields):
        pages.setdefault(each.widgets[0].page + 1, []).append((number, each))
    return render_template("forms/map.html", row=row, form=form, pages=pages, last=last, words=words, roles=StaffRole)


@views.get("/forms/<int:id>/sample.pdf")
@members(May.KEEP_STAFF)
def sample(scope: Scope, id: int) -> FileResponse | Response:
    """The form filled with made-up values, to see that each stands where it should."""
    row = scope.load(found.one, id)
    blank, filling = _filling(row, form_values.sample(scope.organisation, StaffRole.HSC))
    return _printed(row, blank, filling, "sample", url_for("forms.map_fields", id=id), flat=True)


@views.route("/forms/<int:id>/retire", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def retire(scope: Scope, id: int) -> str | Response:
    """Take a form out of use, or into use again, after asking."""
    row, form = scope.load(found.one, id), OfferForm()
    retired = form.asks(row.retired_at is None)
    if sent(form, lambda: changes.retire(actor(), row, retired)):
        return on_to(
            url_for("forms.index"), "The form is no longer in use." if retired else "The form is in use again."
        )
    return render_template("forms/retire.html", row=row, form=form)


@views.get("/people/<int:id>/forms")
@members(May.KEEP_STAFF)
def show(scope: Scope, id: int) -> str:
    """The forms of one person, each with what stays blank in it and why."""
    person = the_person(scope, id)
    values = form_values.of(scope.organisation, person, rulings_of(scope), clock.today())
    rows = []
    for row in found.in_use(scope.organisation.id):
        blank, filling = _filling(row, values)
        names = {each.name: label(each) for each in blank.fields}
        left = [(names[each.field], each.because) for each in filling.left]
        rows.append((row, len(blank.fields), len(filling.texts) + len(filling.states), left))
    return render_template("forms/show.html", person=person, rows=rows, words=words)


@views.get("/people/<int:id>/forms/<int:form>")
@members(May.KEEP_STAFF)
def filled(scope: Scope, id: int, form: int) -> FileResponse | Response:
    """A form filled for somebody: to print and sign, or to complete on screen. That it was is written to the trail."""
    person, row = the_person(scope, id), scope.load(found.one, form)
    if row.retired_at is not None or not row.fields["fields"]:
        raise NotFoundError
    values = form_values.of(scope.organisation, person, rulings_of(scope), clock.today())
    blank, filling = _filling(row, values)
    answer = _printed(
        row, blank, filling, str(person.id), url_for("forms.show", id=id), flat=request.args.get("as") != "screen"
    )
    if isinstance(answer, FileResponse):
        changes.note_filled(actor(), person, row)
    return answer


@views.get("/people/<int:id>/forms/answers.pdf")
@members(May.KEEP_STAFF)
def answers(scope: Scope, id: int) -> FileResponse:
    """The answer sheet: the same content for a form that cannot be filled, or for none."""
    person, today = the_person(scope, id), clock.today()
    values = form_values.of(scope.organisation, person, rulings_of(scope), today)
    lines = [
        (word, values.by_source.get(source))
        for source, word in SOURCES.items()
        if source is not Source.TEXT and not source.value.endswith(PARTS)
    ]
    details = credentials.details(person)
    pdf = answer_sheet.printed(person.name, scope.organisation.name, today, lines, _reasons(details))
    changes.note_filled(actor(), person, None)
    return attachment(pdf, f"answers-{person.id}.pdf", PDF)


def _filling(row: Any, values: Values) -> tuple[BlankPdf, Filling]:
    """What goes into the form; what does not fit is left blank, and said."""
    blank = from_json(row.fields)
    made = form_values.filling(blank.fields, found.mapped(row), values)
    texts, left = dict(made.texts), list(made.left)
    for field in blank.fields:
        if (text := texts.get(field.name)) and (why := packet.misfit(field, text)):
            del texts[field.name]
            left.append(Left(field.name, f"{text}: {why}"))
    return blank, Filling(texts, made.states, tuple(left))


def _printed(
    row: Any, blank: BlankPdf, filling: Filling, name: str, back: str, *, flat: bool
) -> FileResponse | Response:
    try:
        pdf = packet.filled(blank, changes.blank(row), filling.texts, filling.states, flat)
    except OnboardingError as error:
        flash(str(error), "error")
        return redirect(back)
    return attachment(pdf, f"{row.track.value}-application-{name}.pdf", PDF)


def _reasons(details: Any) -> dict[str, str]:
    """Why there is none of something, by what it is called on the sheet."""
    names = {Source.NPI: "npi", Source.LICENCE: "licence", Source.MALPRACTICE: "malpractice"}
    said = {SOURCES[source]: getattr(details, f"no_{key}_because", None) for source, key in names.items()}
    return {word: because for word, because in said.items() if because}
