"""How one person's working week is split, from which day on: shown, recorded, corrected, taken away."""

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import evidence, time_splits as found
from onboarding.rules.days import whole_date
from onboarding.rules.fte import share
from onboarding.rules.numbers import Numbers
from onboarding.rules.time_split import CLAIMS, TASKS, hours
from onboarding.services import time_splits as changes
from onboarding.web import papers
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.time_splits import SplitCorrection, SplitForm, TakeAwayForm
from onboarding.web.law import rulings_of
from onboarding.web.person import entry_of, the_person, the_worker
from onboarding.web.sent import on_to, sent

views = Blueprint("time_splits", __name__, url_prefix="/at/<organisation>/people/<int:id>/time")


@views.get("")
@members(May.READ_STAFF, own=True)
def show(scope: Scope, id: int) -> str:
    """Each split with what it counts for, and what was corrected."""
    person = the_person(scope, id)
    history = found.history(person)
    rows, numbers = found.by_day(history), _numbers(scope)
    held = {row.id for row in rows}
    return render_template(
        "time_splits/show.html",
        person=person,
        rows=list(reversed(rows)),
        now=found.on(rows, clock.today()),
        corrected=[row for row in reversed(history) if row.id not in held],
        share=lambda row: share(row.parts.get(CLAIMS, 0), numbers),
        may_record=scope.may(May.KEEP_STAFF)
        and not scope.own_only
        and person.posting
        and person.user_id != scope.user.id,
        scope=scope,
        TASKS=TASKS,
        hours=hours,
        state=evidence.state,
    )


@views.route("/new", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def new(scope: Scope, id: int) -> str | Response:
    """Record how the week is split from a day on."""
    person = the_worker(scope, id)
    form = SplitForm(data={"since": _since(person)})
    form.item.choices = papers.offered(person)

    def do() -> Any:
        item = papers.chosen(scope, form.item.data)
        return changes.record(actor(), the_worker(scope, id), form.said, _numbers(scope), item)

    if sent(form, do):
        return on_to(url_for("time_splits.show", id=id), "The split was recorded.")
    return render_template("time_splits/edit.html", person=person, form=form, row=None)


@views.route("/entries/<int:entry>", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def correct(scope: Scope, id: int, entry: int) -> str | Response:
    """Put another split in the place of one that was recorded wrongly."""
    person, row = the_worker(scope, id), entry_of(scope, found.one, id, entry)
    form = SplitCorrection(data={"since": row.since, "week": row.week, "claims": 0, **row.parts, "item": row.item_id})
    form.item.choices = papers.offered(person)
    if sent(form, lambda: _corrected(scope, id, entry, form)):
        return on_to(url_for("time_splits.show", id=id), "Corrected. The earlier entry stays readable.")
    return render_template("time_splits/edit.html", person=person, form=form, row=row)


@views.route("/entries/<int:entry>/strike", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def strike(scope: Scope, id: int, entry: int) -> str | Response:
    """Take away a split that never was, after asking why."""
    person, row, form = the_worker(scope, id), entry_of(scope, found.one, id, entry), TakeAwayForm()
    if sent(form, lambda: changes.strike(actor(), person, row, form.because.data)):
        return on_to(url_for("time_splits.show", id=id), "Taken away. The entry stays readable.")
    return render_template("time_splits/strike.html", person=person, form=form, row=row)


def _corrected(scope: Scope, id: int, entry: int, form: SplitCorrection) -> None:
    person, row = the_worker(scope, id), entry_of(scope, found.one, id, entry)
    item = papers.chosen(scope, form.item.data)
    changes.correct(actor(), person, row, form.said, form.because.data, _numbers(scope), item)


def _since(person: Any) -> date | None:
    """The day that the form begins with: the one that is asked for, or the first in the role."""
    first: date = person.posting.hired_on
    return whole_date(request.args.get("since", "")) or first


def _numbers(scope: Scope) -> Numbers:
    return rulings_of(scope).in_force(clock.today(), scope.organisation.slug, None).numbers
