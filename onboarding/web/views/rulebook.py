"""The rulebook as a page: every number, question, provision and holiday, each with its citation. Open to anybody."""

from flask import Blueprint, current_app, render_template

from onboarding import clock
from onboarding.queries import source_checks
from onboarding.rules.holidays import legal_holidays
from onboarding.rules.rulebook import READ_AS
from onboarding.web.access import anyone

views = Blueprint("rulebook", __name__)
YEARS_SHOWN = 3


@views.get("/rulebook")
@anyone
def index() -> str:
    """The rulebook in force. It holds L&I's published rules and nobody's records."""
    used, this_year = current_app.extensions["rulebook"], clock.today().year
    today = clock.today()
    book = source_checks.dated(used.on(today))
    later = [each for each in reversed(used.editions()) if each.since > today]
    holidays = {year: sorted(legal_holidays(book, year)) for year in range(this_year, this_year + YEARS_SHOWN)}
    return render_template("rulebook/index.html", book=book, holidays=holidays, read_as=READ_AS, later=later)
