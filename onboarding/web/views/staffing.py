"""The staffing of a COHE: for a day, a quarter or a year, against each line; and its quarters as a file."""

from collections.abc import Sequence
from datetime import date

from flask import Blueprint, Response, render_template, request

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError
from onboarding.formats.tables.writing import Value
from onboarding.packets import staffing_chart as chart
from onboarding.packets.staffing_chart import Chart
from onboarding.packets.timeline import NARROW
from onboarding.packets.worksheet import printed
from onboarding.permissions import May
from onboarding.queries import staffing as known, staffing_overview as found, staffing_worksheet as worksheets
from onboarding.queries.paging import turned
from onboarding.queries.staffing import Recorded
from onboarding.queries.staffing_overview import OfQuarter
from onboarding.rules.days import QUARTERS_A_YEAR, Quarter
from onboarding.rules.staffing_lines import FOLLOWS
from onboarding.rules.staffing_period import back_to, of_quarter
from onboarding.rules.wording import label, quarter as quarter_said
from onboarding.services import taken
from onboarding.web import staffing_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.addresses import asked_page
from onboarding.web.attachments import PDF, attachment
from onboarding.web.forms.staffing import PeriodForm
from onboarding.web.law import rulings_of
from onboarding.web.lists_out import as_file

GAPS = 25  # of the uncovered days to come, on the page; the calendar and the plan have them all
SHARES = 100  # of the rows that an average is made of, on a page; the worksheet has them all
views = Blueprint("staffing", __name__, url_prefix="/at/<organisation>/staffing")
HEADINGS = ("Quarter", "Claims", "Surgical claims", "HSC FTE, at least", "HSC FTE, at most",
            "Claims per FTE, at least", "Claims per FTE, at most", "Discussion with L&I",
            "Required FTE, at least", "Required FTE, at most", "Requirement of the four quarters to this one",
            "Recommended volume of the four quarters to this one")  # fmt: skip


@views.get("")
@members(May.READ_STAFFING)
def index(scope: Scope) -> str:
    """The period asked for, the quarter under way without: each line, how the time is made up, what is not known."""
    scope.only_cohe()
    today, law = clock.today(), rulings_of(scope)
    recorded = known.recorded(scope.organisation)
    offered = list(back_to(_first(recorded, today), today))
    form = PeriodForm(request.args, offered, of_quarter(Quarter.of(today)))
    form.validate()
    whole = found.overview(scope.organisation, recorded, law, form.asked(), today)
    quarters = found.by_quarter(scope.organisation, recorded, law, today)
    gaps = sorted(found.gaps(scope.organisation, recorded, law, today), key=lambda each: each.first)
    page, pages = turned(len(whole.shares), asked_page(), SHARES)
    return render_template(
        "staffing/index.html",
        form=form,
        whole=whole,
        shares=whole.shares[(page - 1) * SHARES : page * SHARES],
        page=page,
        pages=pages,
        quarters=quarters,
        charts_of=_charts(quarters),
        vacancies=found.vacancies(scope.organisation, recorded, law, today),
        gaps=gaps[:GAPS],
        uncovered=len(gaps),
        people=recorded.person_of,
        names=scope.may(May.READ_STAFF),
        may_keep=scope.may(May.KEEP_STAFF),
        today=today,
        words=words,
        FOLLOWS=FOLLOWS,
    )


@views.get("/quarters.<any(csv, xlsx):kind>")
@members(May.READ_STAFFING)
def export(scope: Scope, kind: str) -> Response:
    """Every quarter against its lines, as a file. That it was taken is an entry of the trail."""
    scope.only_cohe()
    recorded = known.recorded(scope.organisation)
    rows = found.by_quarter(scope.organisation, recorded, rulings_of(scope), clock.today())
    return as_file(scope, Action.STAFFING_EXPORTED, kind, HEADINGS, [_row(each) for each in rows])


@views.get("/worksheet/<quarter>.pdf")
@members(May.READ_STAFF)
def worksheet(scope: Scope, quarter: str) -> Response:
    """The worksheet for a quarter's status report. That it was taken is an entry of the trail."""
    scope.only_cohe()
    of, today = Quarter.parse(quarter), clock.today()
    recorded = known.recorded(scope.organisation)
    if of is None or not _first(recorded, today) <= of <= Quarter.of(today):
        raise NotFoundError
    sheet = worksheets.worksheet(scope.organisation, recorded, rulings_of(scope), of, today)
    body = printed(sheet, scope.organisation.name, today)
    taken.note_paper(actor(), scope.organisation, Action.STAFFING_WORKSHEET_TAKEN, str(of))
    return attachment(body, f"staffing-worksheet-{of}.pdf", PDF)


def _first(recorded: Recorded, today: date) -> Quarter:
    """The first quarter that can be looked at: the first of which claims are recorded, or three before this one."""
    return next(iter(recorded.claims), Quarter.of(today).earlier(QUARTERS_A_YEAR - 1))


def _charts(quarters: Sequence[OfQuarter]) -> list[tuple[str, Chart | None, Chart | None, int]]:
    """Each picture with its heading, for a desk and for a phone, where it is cut to so many of the latest quarters."""
    cut = chart.FEW if len(quarters) > chart.FEW else 0
    ways = (("Claims per FTE", chart.claims_per_fte), ("FTE over time", chart.time))
    return [(says, draw(quarters), draw(quarters, NARROW), cut) for says, draw in ways]


def _row(each: OfQuarter) -> tuple[Value, ...]:
    return (
        quarter_said(each.quarter),
        each.row.claims if each.row else None,
        each.row.surgical_claims if each.row else None,
        *words.both(each.fte),
        *words.both(each.ratio),
        words.discussion(each),
        *words.both(each.required),
        label(each.year),
        label(each.recommendation),
    )
