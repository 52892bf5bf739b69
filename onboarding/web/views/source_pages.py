"""A page of L&I as it is today, against the passages that the rulebook cites; and the record that it was compared.

Of the page itself nothing is kept.
"""

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.formats import saved_page
from onboarding.permissions import May
from onboarding.queries import impact, source_checks as recorded
from onboarding.rules import passages_file, sources
from onboarding.rules.passages import Checked, UnknownPageError
from onboarding.services import source_checks as changes
from onboarding.web import found_sources
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.source_pages import RecordCheckForm, SavedPageForm
from onboarding.web.law import book
from onboarding.web.sent import on_to, over
from onboarding.web.uploads import takes_files

views = Blueprint("source_pages", __name__, url_prefix="/at/<organisation>/rulings/page")
OPERATORS = "The people who run this installation"


@views.route("", methods=["GET", "POST"])
@takes_files
@members(May.READ_SOURCES)
def check(scope: Scope) -> str | tuple[str, int]:
    """Choose a saved page, and see which passages stand, which changed, what is new, and whose answers could move."""
    scope.only_cohe()
    form, checked = SavedPageForm(), None
    if form.validate_on_submit():
        try:
            checked = saved_page.compared(form.file.data.read(), book())
        except UnknownPageError as error:
            form.file.errors = [str(error)]
    leans = checked and checked.asked and scope.may(May.READ_APPLICANTS)
    shown = render_template(
        "source_pages/check.html",
        form=form,
        checked=checked,
        reads_rulings=scope.may(May.READ_APPLICANTS),
        record=_to_record(scope, checked),
        leaning=impact.leaning(scope.organisation, checked.asked) if checked and leans else {},
        pages=[each.title for each in passages_file.shipped().values()],
        checks=() if checked else recorded.listed(scope.organisation.id),
        operators=OPERATORS,
        came_to=sources.came_to,
        asked=passages_file.ASKED,
        resting=lambda section: sources.resting(book(), section),
    )
    return (shown, 422) if form.errors else shown


def _to_record(scope: Scope, checked: Checked | None) -> RecordCheckForm | None:
    """The form that records what was found; None where nothing was, or for who may not."""
    if checked is None or not scope.may(May.CHECK_SOURCES):
        return None
    found = changes.found(checked, clock.today())
    return RecordCheckForm(None, found=found_sources.sealed(scope.organisation.id, scope.user.id, found))


@views.post("/record")
@members(May.CHECK_SOURCES)
def record(scope: Scope) -> Response:
    """Record what was found of a page that was compared just now."""
    scope.only_cohe()
    form, again = RecordCheckForm(), url_for("source_pages.check")
    found = found_sources.opened(scope.organisation.id, scope.user.id, form.found.data or "")
    if not form.validate_on_submit() or found is None:
        return over(again, "Nothing was recorded. Compare the page again first.")
    try:
        row = changes.record(actor(), scope.organisation.id, book(), found)
    except OnboardingError as error:
        return over(again, str(error))
    return on_to(url_for("source_pages.show", id=row.id), "The check is recorded.")


@views.get("/<int:id>")
@members(May.READ_SOURCES)
def show(scope: Scope, id: int) -> str:
    """One check: what stood and what did not, and what rests on it."""
    scope.only_cohe()
    row = scope.load(recorded.one, id)
    return render_template(
        "source_pages/show.html",
        row=row,
        who=row.recorded_by.name if row.recorded_by else OPERATORS,
        unsettled=row.id in [each.id for each in recorded.unsettled(scope.organisation.id)],
        may_check=scope.may(May.CHECK_SOURCES),
        came_to=sources.came_to,
        resting=lambda section: sources.resting(book(), section),
    )
