"""A page of L&I as it is today, against the passages that the rulebook cites. Nothing of it is kept."""

from flask import Blueprint, render_template

from onboarding.formats import saved_page
from onboarding.permissions import May
from onboarding.queries import impact
from onboarding.rules import passages_file
from onboarding.rules.passages import UnknownPageError, resting
from onboarding.web.access import Scope, members
from onboarding.web.forms.source_pages import SavedPageForm
from onboarding.web.law import book
from onboarding.web.uploads import takes_files

views = Blueprint("source_pages", __name__, url_prefix="/at/<organisation>/rulings/page")


@views.route("", methods=["GET", "POST"])
@takes_files
@members(May.READ_APPLICANTS)
def check(scope: Scope) -> str | tuple[str, int]:
    """Choose a saved page, and see which passages stand, which changed, what is new, and whose answers could move."""
    scope.only_cohe()
    form, checked = SavedPageForm(), None
    if form.validate_on_submit():
        try:
            checked = saved_page.compared(form.file.data.read(), book())
        except UnknownPageError as error:
            form.file.errors = [str(error)]
    shown = render_template(
        "source_pages/check.html",
        form=form,
        checked=checked,
        leaning=impact.leaning(scope.organisation, checked.asked) if checked and checked.asked else {},
        pages=[each.title for each in passages_file.shipped().values()],
        asked=passages_file.ASKED,
        resting=lambda section: resting(book(), section),
    )
    return (shown, 422) if form.errors else shown
