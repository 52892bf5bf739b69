"""What a contract manager at L&I sees of all their COHEs at once: side by side, and what is to be done at each."""

from typing import Any

from flask import Blueprint, Response, render_template, request

from onboarding import clock
from onboarding.actions import Action
from onboarding.formats.tables.writing import Value
from onboarding.permissions import May
from onboarding.queries import cohes as found
from onboarding.queries.cohes import Only, Order, Row
from onboarding.queries.deadlines_of_cohes import OfCohes
from onboarding.queries.last_computed import Behind
from onboarding.rules.duties import About
from onboarding.rules.wording import label, quarter, short_day
from onboarding.web import deadline_lists as lists, duty_words, staffing_words as words
from onboarding.web.access import Scope, at_lni_alone
from onboarding.web.addresses import asked_word
from onboarding.web.forms.cohes import CompareForm
from onboarding.web.forms.deadlines import OfCohesForm
from onboarding.web.law import book
from onboarding.web.lists_out import as_file

views = Blueprint("cohes", __name__, url_prefix="/at/<organisation>/cohes")
NARROWS = ("quarter", "only", "sort", "descending")
NARROWS_DEADLINES = ("q", "due", "about", "who", "waits", "cohe")
# Where a contract manager looks at what a deadline is about; of anything else at the person's record.
WHERE = {About.TRAINING: ("training.show", "See the training"),
         About.CREDENTIALS: ("credentials.show", "See the applications to L&I"),
         About.CHECKLIST: ("people.show", "See the record"),
         About.REQUEST: ("people.show", "See the record")}  # fmt: skip
HEADINGS = ("COHE", "Quarter", "Claims", "HSC FTE, at least", "HSC FTE, at most", "Claims per FTE, at least",
            "Claims per FTE, at most", "Discussion with L&I", "Required FTE, at least", "Required FTE, at most",
            "Requirement of the four quarters to this one", "Trainings overdue", "Cannot bill", "Vacancies",
            "Vacancies to come", "Vacancies that can't be told yet", "Uncovered days", "Computed")  # fmt: skip


@views.get("")
@at_lni_alone(May.COMPARE_COHES)
def index(scope: Scope) -> str:
    """The COHEs side by side, each figure with a link to where it comes from."""
    form, rows = _asked(scope)
    return render_template(
        "cohes/index.html",
        form=form,
        rows=rows,
        total=len(scope.cohes()),
        behind=sum(1 for row in rows if row.behind),
        quarter=form.asked,
        sort=asked_word(Order, "sort") or Order.NAME,
        descending=_descending(),
        kept={name: request.args[name] for name in NARROWS if request.args.get(name)},
        narrowed=bool(form.only.data),
        today=clock.today(),
        words=words,
    )


@views.get("/cohes.<any(csv, xlsx):kind>")
@at_lni_alone(May.COMPARE_COHES)
def export(scope: Scope, kind: str) -> Response:
    """The same as a file, narrowed and sorted as the page. That it was taken is an entry of the trail."""
    form, rows = _asked(scope)
    lines = [_row(each, quarter(form.asked)) for each in rows]
    return as_file(scope, Action.COHES_EXPORTED, kind, HEADINGS, lines)


@views.get("/deadlines")
@at_lni_alone(May.COMPARE_COHES)
def deadlines(scope: Scope) -> str:
    """What is to be done at all of them, what is overdue first, narrowed by what the address asks for."""
    today, (cohes, lines) = clock.today(), _deadlines(scope)
    form = OfCohesForm(request.args, [(cohe.slug, cohe.name) for cohe in cohes.values()])
    return render_template(
        "cohes/deadlines.html",
        form=form,
        lines=lines.page(),
        behind=lines.behind,
        cohes=cohes,
        narrowing={name: request.args[name] for name in NARROWS_DEADLINES if request.args.get(name)},
        today=today,
        words=duty_words,
        where=WHERE,
        computed=words.behind,
    )


@views.get("/deadlines.<any(csv, xlsx):kind>")
@at_lni_alone(May.COMPARE_COHES)
def export_deadlines(scope: Scope, kind: str) -> Response:
    """The list as it is narrowed, whole, as a file. That it was taken is an entry of the trail."""
    today, (cohes, lines) = clock.today(), _deadlines(scope)
    rows = [
        (cohes[of := each.person.organisation_id].name, *lists.row(each, today), _computed(lines.behind.get(of)))
        for each in lines.every()
    ]
    return as_file(scope, Action.DEADLINES_EXPORTED, kind, ("COHE", *lists.HEADINGS, "Computed"), rows)


def _deadlines(scope: Scope) -> tuple[dict[int, Any], OfCohes]:
    """The COHEs by id, and the deadlines of the one that the address asks for, or of all."""
    cohes = {cohe.id: cohe for cohe in scope.cohes()}
    one = [cohe for cohe in cohes.values() if cohe.slug == request.args.get("cohe")]
    return cohes, OfCohes(one or list(cohes.values()), book(), clock.today(), lists.asked())


def _asked(scope: Scope) -> tuple[CompareForm, list[Row]]:
    today = clock.today()
    form = CompareForm(request.args, found.quarters(today))
    rows = found.narrowed(found.rows(scope.cohes(), book(), today, form.asked), asked_word(Only, "only"))
    return form, found.ordered(rows, asked_word(Order, "sort") or Order.NAME, _descending())


def _descending() -> bool:
    return request.args.get("descending") == "1"


def _row(each: Row, of: str) -> tuple[Value, ...]:
    figures: Any = each.figures
    vacancies = each.compared.vacancies
    standing, ahead = sum(one.stands for one in vacancies), sum(one.ahead for one in vacancies)
    return (
        each.cohe.name,
        of,
        figures.claims if figures else None,
        *words.both(figures.fte if figures else None),
        *words.both(figures.ratio if figures else None),
        words.discussed(each.discussion, each.counted),
        *words.both(figures.required if figures else None),
        label(each.year),
        each.staff.trainings,
        each.staff.not_billing,
        standing,
        ahead,
        len(vacancies) - standing - ahead,
        each.compared.uncovered_days,
        _computed(each.behind),
    )


def _computed(behind: Behind | None) -> str:
    return words.behind(behind) if behind else f"As of {short_day(clock.today())}"
