"""Evidence about a person: the list, adding, viewing page by page, checking, withdrawing, handing out."""

import re
from typing import Any, NamedTuple

from flask import Blueprint, Response as FileResponse, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.permissions import May
from onboarding.queries import evidence as found
from onboarding.queries.evidence import Proves, Result, Source
from onboarding.queries.paging import turned
from onboarding.rules.wording import count
from onboarding.services import evidence as changes, handing_out
from onboarding.services.handing_out import Part
from onboarding.web.access import Scope, actor, members
from onboarding.web.addresses import asked_page
from onboarding.web.attachments import attachment
from onboarding.web.forms.evidence import EvidenceForm, VerificationForm, WithdrawalForm
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, sent
from onboarding.web.uploads import takes_files

views = Blueprint("evidence", __name__, url_prefix="/at/<organisation>")
MOST_FILES = 20
ENDINGS = {"pdf": {"pdf"}, "png": {"png"}, "jpeg": {"jpeg", "jpg"}, "docx": {"docx"}, "xlsx": {"xlsx"}}


class Outcome(NamedTuple):
    """What became of one file that was sent: the item it became, or why it was refused."""

    name: str
    item: Any = None
    refused: str | None = None


@views.get("/people/<int:id>/evidence")
@members(May.READ_APPLICANTS, own=True)
def index(scope: Scope, id: int) -> str:
    """Everything submitted about a person, the latest first."""
    person = the_person(scope, id)
    total = found.total(person)
    page, pages = turned(total, asked_page(), found.PAGE)
    items = [(each, found.state(each)) for each in found.of_person(person, page)]
    return render_template(
        "evidence/index.html", person=person, items=items, total=total, page=page, pages=pages, may_add=_may_add(scope)
    )


@views.route("/people/<int:id>/evidence/new", methods=["GET", "POST"])
@members(May.SCREEN, own=True)
@takes_files
def new(scope: Scope, id: int) -> tuple[str, int] | str | Response:
    """Add one file or several. Those that are refused are named with what to do; the others are kept."""
    person, form, outcomes = the_person(scope, id), EvidenceForm(proves=request.args.get("proves")), []
    if form.validate_on_submit():
        sent = [each for each in form.files.data if isinstance(each, FileStorage) and each.filename]
        if not 0 < len(sent) <= MOST_FILES:
            form.files.errors = [f"Choose a file, and {MOST_FILES} at most at once."]
        else:
            outcomes = [_taken_in(scope, id, file, form) for file in sent]
    if "HX-Request" in request.headers and form.is_submitted():
        status = 200 if outcomes and not outcomes[0].refused else 422
        return render_template("evidence/outcome.html", outcomes=outcomes, form=form), status
    if outcomes and not any(each.refused for each in outcomes):
        flash(f"{count(len(outcomes), 'file was', 'files were')} added.", "success")
        return redirect(url_for("evidence.index", id=id))
    person = the_person(scope, id)
    return render_template("evidence/new.html", person=person, form=form, outcomes=outcomes)


@views.get("/evidence/<int:id>")
@members(May.READ_APPLICANTS, own=True)
def show(scope: Scope, id: int) -> str:
    """One item with its facts and checks, and one of its pages; whoever is outside sees the redacted copy."""
    item = the_item(scope, id)
    redactions = found.redactions(item)
    shown = handing_out.redaction(item) if _outside(scope) or request.args.get("copy") == "redacted" else None
    pages = _pages(scope, item, shown)
    page = min(max(1, request.args.get("page", 1, type=int)), max(1, len(pages)))
    return render_template(
        "evidence/show.html",
        item=item,
        state=found.state(item),
        counts=found.counts(item),
        page=pages[page - 1] if pages else None,
        pages=len(pages),
        text=None if _outside(scope) else handing_out.text(item),
        shared=len(found.shared(item)) if scope.may(May.KEEP_STAFF) else 1,
        redactions=redactions,
        shown=shown,
        may_keep=scope.may(May.SCREEN),
        may_verify=scope.may(May.SCREEN) and scope.user.id not in (item.submitted_by_id, item.person.user_id),
        outside=_outside(scope),
    )


@views.get("/evidence/<int:id>/pages/<int:page>")
@members(May.READ_APPLICANTS, own=True)
def page(scope: Scope, id: int, page: int) -> FileResponse:
    """A page as an image: of the redacted copy where there is one and who asks is outside."""
    item = the_item(scope, id)
    return image(item, _pages(scope, item, handing_out.redaction(item) if _outside(scope) else None), page)


@views.get("/evidence/<int:id>/original")
@members(May.READ_ORIGINALS, own=True)
def original(scope: Scope, id: int) -> FileResponse:
    """The file as it came, for whoever asks for just that; its name ends as what it is."""
    item = the_item(scope, id)
    ending = item.file_name.rpartition(".")[2].casefold()
    name = item.file_name if ending in ENDINGS[item.file_kind] else f"{item.file_name}.{item.file_kind}"
    return handed_out(item, Part.ORIGINAL, name)


@views.get("/evidence/<int:id>/copy")
@members(May.READ_APPLICANTS, own=True)
def copy(scope: Scope, id: int) -> FileResponse:
    """The harmless copy; for whoever is outside the redacted one, where there is one."""
    item = the_item(scope, id)
    if _outside(scope) and handing_out.redaction(item):
        return handed_out(item, Part.REDACTED, named(item, "redacted.pdf"))
    return handed_out(item, Part.COPY, named(item, item.file_kind))


@views.route("/evidence/<int:id>/verify", methods=["GET", "POST"])
@members(May.SCREEN)
def verify(scope: Scope, id: int) -> str | Response:
    """Record that an item was checked against its source."""
    item, form = the_item(scope, id), VerificationForm(checked_on=clock.today())
    if sent(form, lambda: changes.verify(actor(), item, check_of(form))):
        back = url_for("screening.show", id=item.person_id, _anchor=request.args["fact"]) if _of_fact() else None
        return on_to(back or url_for("evidence.show", id=id), "The check was recorded.")
    return render_template("evidence/verify.html", item=item, form=form)


@views.route("/evidence/<int:id>/withdraw", methods=["GET", "POST"])
@members(May.SCREEN)
def withdraw(scope: Scope, id: int) -> str | Response:
    """Have an item count no more, or be replaced by another; it stays visible."""
    item, form = the_item(scope, id), WithdrawalForm()
    others = {str(each.id): each for each in found.others(item)}
    form.replaced_by.choices = [SelectChoice("", "Nothing"), *(SelectChoice(id, o.title) for id, o in others.items())]
    if sent(form, lambda: _withdrawn(item, form, others)):
        return on_to(url_for("evidence.show", id=id), "The file no longer counts. It stays visible.")
    return render_template("evidence/withdraw.html", item=item, form=form)


def the_item(scope: Scope, id: int) -> Any:
    """The item, where this user may see the person it is about."""
    item = scope.load(found.one, id)
    the_person(scope, item.person_id)
    return item


def _outside(scope: Scope) -> bool:
    """Whether the user reads from outside of the COHE."""
    return not scope.own_only and not scope.may(May.READ_ORIGINALS)


def _pages(scope: Scope, item: Any, redaction: Any) -> Any:
    """The pages; of a text with pictures, which nobody can make black, none for whoever is outside."""
    return () if item.copy is None and _outside(scope) else handing_out.pages(item, redaction)


def _of_fact() -> bool:
    """Whether somebody came from a row of the screening page, and wants to go back there."""
    return bool(re.fullmatch("[jd][0-9]{1,4}|interview", request.args.get("fact", "")))


def _may_add(scope: Scope) -> bool:
    return scope.may(May.SCREEN) or scope.own_only


def _taken_in(scope: Scope, id: int, file: FileStorage, form: EvidenceForm) -> Outcome:
    name = file.filename or ""
    facts = changes.ItemFacts(form.title.data, Proves(form.proves.data), form.dated_on.data, form.note.data)
    try:
        return Outcome(name, changes.take_in(actor(), the_person(scope, id), file.read(), name, facts))
    except OnboardingError as refused:
        return Outcome(name, refused=str(refused))


def _withdrawn(item: Any, form: WithdrawalForm, others: dict[str, Any]) -> None:
    if form.replaced_by.data and form.replaced_by.data not in others:
        raise OnboardingError("Choose one of this person's files.", "replaced_by")
    changes.withdraw(actor(), item, form.because.data, others.get(form.replaced_by.data))


def check_of(form: VerificationForm) -> changes.VerificationFacts:
    """The check that a form says."""
    assert form.checked_on.data is not None  # required by the form
    source, result = Source(form.source.data), Result(form.result.data)
    return changes.VerificationFacts(source, form.whom.data, form.checked_on.data, result, form.note.data)


def image(item: Any, pages: Any, number: int) -> FileResponse:
    if not 1 <= number <= len(pages):
        raise NotFoundError
    return picture(handing_out.image(item, pages[number - 1]))


def picture(data: bytes) -> FileResponse:
    """A page, as an image that we drew."""
    return FileResponse(data, mimetype="image/png" if data.startswith(b"\x89PNG") else "image/jpeg")


def named(item: Any, ending: str) -> str:
    return f"{item.file_name.rpartition('.')[0] or item.file_name}.{ending}"


def handed_out(item: Any, part: Part, name: str) -> FileResponse:
    """A file to be saved, never opened within the site; that it was handed out is written to the trail."""
    return attachment(handing_out.hand_out(actor(), item, part), name)
