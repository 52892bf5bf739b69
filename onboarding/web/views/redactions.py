"""Redacted copies of evidence: drawing one, and what whoever is outside gets of it."""

from flask import Blueprint, Response as FileResponse, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding.documents.redaction import Box
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.permissions import May
from onboarding.services import handing_out, redacting
from onboarding.services.handing_out import Part
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.evidence import RedactionForm
from onboarding.web.sent import on_to, sent
from onboarding.web.views.evidence import handed_out, image, named, the_item

views = Blueprint("redactions", __name__, url_prefix="/at/<organisation>")


@views.route("/evidence/<int:id>/redact", methods=["GET", "POST"])
@members(May.SCREEN)
def new(scope: Scope, id: int) -> str | Response:
    """Draw boxes on the pages, and keep a copy in which they are black."""
    item = the_item(scope, id)
    form, pages = RedactionForm(), handing_out.pages(item)
    if item.copy is None:
        raise OnboardingError("This file has no pages to draw on. Save it as a PDF, and add that.")
    if request.form.keys() & {"more", "drop"}:
        _reshape(form)
    elif sent(form, lambda: redacting.redact(actor(), item, _boxes(form), form.because.data)):
        made = "The redacted copy was made. People outside the COHE get this copy."
        return on_to(url_for("evidence.show", id=id, copy="redacted"), made)
    elif not form.is_submitted():
        form.boxes.append_entry({"page": 1})
    return render_template("evidence/redact.html", item=item, form=form, pages=pages)


@views.get("/evidence/<int:id>/redacted/<int:page>")
@members(May.READ_APPLICANTS, own=True)
def page(scope: Scope, id: int, page: int) -> FileResponse:
    """A page of the redacted copy as an image."""
    item = the_item(scope, id)
    redaction = handing_out.redaction(item)
    if redaction is None:
        raise NotFoundError
    return image(item, handing_out.pages(item, redaction), page)


@views.get("/evidence/<int:id>/redacted")
@members(May.READ_APPLICANTS, own=True)
def copy(scope: Scope, id: int) -> FileResponse:
    """The redacted copy."""
    item = the_item(scope, id)
    return handed_out(item, Part.REDACTED, named(item, "redacted.pdf"))


def _reshape(form: RedactionForm) -> None:
    """One box more or one less, as the button says that was pressed; one to fill is always there."""
    boxes, dropped = form.boxes, request.form.get("drop")
    boxes.entries = [each for each in boxes.entries if each.name != dropped]
    if not boxes.entries or ("more" in request.form and len(boxes) < (boxes.max_entries or 0)):
        boxes.append_entry({"page": 1})


def _boxes(form: RedactionForm) -> list[Box]:
    sides = ("left", "top", "width", "height")
    return [Box(each["page"].data, *(float(each[side].data) / 100 for side in sides)) for each in form.boxes]
