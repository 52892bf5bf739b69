"""Everything that is to be done by a day: as a list, as a month, six months at once, and as a file."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from onboarding import clock
from onboarding.actions import Action
from onboarding.permissions import May
from onboarding.queries import deadlines as found, packet_questions
from onboarding.queries.deadline_span import Span
from onboarding.queries.deadlines import MOST, Deadline, Deadlines, Filters
from onboarding.queries.people import PAGE
from onboarding.rules.days import add_months
from onboarding.rules.duties import About
from onboarding.web import (
    deadline_lists as lists,
    deadline_spans as spans,
    duty_words as words,
    packet_duties,
    queue_item,
)
from onboarding.web.access import Scope, members
from onboarding.web.forms.deadlines import FilterForm
from onboarding.web.law import rulings_of
from onboarding.web.lists_out import as_file

views = Blueprint("deadlines", __name__, url_prefix="/at/<organisation>/deadlines")
NARROWS = ("q", "about", "who", "waits")
ON_A_DAY = 3  # shown in a month; the list of the day has all


@views.get("")
@members(May.READ_APPLICANTS)
def index(scope: Scope) -> str:
    """The list, what is overdue first, narrowed by what the address asks for; whole for printing."""
    asked, today = lists.asked(), clock.today()
    whole = request.args.get("whole") == "1"
    lines = _deadlines(scope, asked, today).page(MOST if whole else PAGE)
    return render_template(
        "deadlines/index.html",
        lines=lines,
        whole=whole,
        narrowed=any(request.args.get(name) for name in (*NARROWS, "due")),
        questions=_questions(scope),
        **_shown(scope, today),
    )


@views.get("/month")
@members(May.READ_APPLICANTS)
def month(scope: Scope) -> str:
    """A month of days, each with what is due on it."""
    today = clock.today()
    first = spans.asked_month(request.args.get("month", "")) or spans.month_of(today)
    asked = lists.asked()._replace(due=spans.whole_month(first))
    return render_template(
        "deadlines/month.html",
        first=first,
        before=add_months(first, -1),
        after=add_months(first, 1),
        weeks=spans.weeks(first),
        days=_deadlines(scope, asked, today).by_day(ON_A_DAY),
        narrowed=bool(_narrowing()),
        **_shown(scope, today, without="due"),
    )


@views.get("/months")
@members(May.READ_APPLICANTS)
def months(scope: Scope) -> str:
    """Six months at once: how much of each kind is due in each, leading to the list of it."""
    today = clock.today()
    rows = list(spans.ahead(today))
    counted = _deadlines(scope, lists.asked()._replace(due=Span()), today).counts(
        [span for row in rows if (span := spans.span_of(row, today))]
    )
    return render_template(
        "deadlines/months.html",
        rows=list(zip(rows, counted, strict=True)),
        said=spans.said,
        narrowed=bool(_narrowing()),
        **_shown(scope, today, without="due"),
    )


@views.get("/deadlines.<any(csv, xlsx):kind>")
@members(May.READ_APPLICANTS)
def export(scope: Scope, kind: str) -> Response:
    """The list as it is narrowed, whole, as a file. That it was taken is an entry of the trail."""
    today = clock.today()
    asked = lists.asked()
    owed = [(each.duty.due_on, lists.row(each, today)) for each in _deadlines(scope, asked, today).every()]
    owed += [(each.duty.due_on, packet_duties.row(each, today)) for each in packet_duties.fitting(scope, asked)]
    rows = [row for _, row in sorted(owed, key=lambda pair: pair[0] or date.max)]
    return as_file(scope, Action.DEADLINES_EXPORTED, kind, lists.HEADINGS, rows)


def _deadlines(scope: Scope, asked: Filters, today: date) -> Deadlines:
    scope.only_cohe()
    mine = scope.user.id if scope.may(May.HIRE) else None
    seen = found.seen(scope.may(May.READ_STAFF), today, mine)
    return Deadlines(scope.organisation, rulings_of(scope), today, seen, asked)


def _narrowing() -> dict[str, str]:
    return {name: request.args[name] for name in NARROWS if request.args.get(name)}


def _shown(scope: Scope, today: date, without: str = "") -> dict[str, Any]:
    """What each of the pages shows beside its own."""
    staff = scope.may(May.READ_STAFF)
    form = FilterForm(request.args, staff)
    if without:
        del form[without]
    return {
        "form": form,
        "kinds": [each for each in words.ABOUT if staff or each is About.REQUEST],
        "narrowing": _narrowing(),
        "today": today,
        "words": words,
        "offer": lambda each: _offer(scope, each),
        "scope": scope,
        "may_see_reminders": staff,
    }


def _questions(scope: Scope) -> Any:
    """What readers of packets asked of the COHE: of nobody, so that it stands above the list."""
    return packet_questions.open_ones(scope.organisation.id) if scope.may(May.READ_PACKET_SHARES) else ()


def _offer(scope: Scope, each: Deadline) -> dict[str, str]:
    """Where it is done, for whom may; and for others where to look at it."""
    id = each.person.id
    if each.duty.about is About.STAFFING:  # of the whole COHE, so that nobody puts it off
        vacancies = url_for("staffing.index", _anchor="vacancies")
        return {"action": words.ACTIONS[each.duty.kind], "address": vacancies, "put_off": ""}
    if not scope.may(queue_item.may(each.thing)):
        return {"action": "Look at the record", "address": url_for("people.show", id=id), "put_off": ""}
    return {
        "action": words.ACTIONS[each.duty.kind],
        "address": url_for(words.page(each.duty), id=id),
        "put_off": queue_item.put_off_address(id, each.thing),
    }
