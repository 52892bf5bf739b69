"""Payment of training: what is payable and not billed, marking it as billed, and undoing that by correction."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import Blueprint, Response as FileResponse, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError
from onboarding.formats.tables.writing import Value
from onboarding.permissions import May
from onboarding.queries import own, payment_lists as lists, payments as found, sign_offs, training
from onboarding.queries.payment_lists import Filters, State
from onboarding.queries.payments import Line
from onboarding.rules.payment import Missing
from onboarding.rules.wording import count
from onboarding.services import payments as changes
from onboarding.web import payment_words as words, training_words
from onboarding.web.access import Scope, actor, members
from onboarding.web.addresses import asked_page, asked_word
from onboarding.web.forms.payments import (
    BillCorrectionForm,
    BilledCorrectionForm,
    BilledForm,
    BillForm,
    BillStrikeForm,
    FilterForm,
)
from onboarding.web.lists_out import as_file
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, sent

views = Blueprint("payments", __name__, url_prefix="/at/<organisation>")
HEADINGS = ("Name", "Training", "Day of the training", "Code", "Units", "Units are found by", "Dollars", "Missing",
            "Billed on", "Billed code", "Billed units", "Billed dollars", "Since then", "Checked")  # fmt: skip


@views.get("/payments")
@members(May.READ_STAFF)
def index(scope: Scope) -> str:
    """The trainings that stand as asked: payable and not billed, unless the address says otherwise."""
    scope.only_cohe()
    form = FilterForm(request.args)
    form.validate()
    asked = _asked(form)
    return render_template(
        "payments/index.html",
        lines=lists.listed(scope.organisation, asked),
        form=form,
        state=asked.state,
        narrowing=form.narrowing(),
        narrowed=any(asked[1:5]),
        mine=own.records_of(scope.user.id),
        may_keep=scope.may(May.KEEP_STAFF),
        is_confirmed=sign_offs.is_confirmed,
        words=words,
        training_words=training_words,
        State=State,
    )


@views.get("/payments/payments.<any(csv, xlsx):kind>")
@members(May.READ_STAFF)
def export(scope: Scope, kind: str) -> FileResponse:
    """The list as it is narrowed, whole, as a file. That it was taken is an entry of the trail."""
    scope.only_cohe()
    form = FilterForm(request.args)
    form.validate()
    rows = [_row(line) for line in lists.every(scope.organisation, _asked(form))]
    return as_file(scope, Action.PAYMENTS_EXPORTED, kind, HEADINGS, rows)


@views.route("/payments/mark", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def mark(scope: Scope) -> str | Response:
    """Mark chosen trainings as billed, after showing what is marked."""
    scope.only_cohe()
    rows = scope.load_all(found.of_trainings, request.args.getlist("training", type=int))
    if not rows:
        flash("Choose a training first.", "info")
        return redirect(url_for("payments.index"))
    lines, form = found.of_several(rows), BilledForm(data={"billed_on": clock.today()})
    ids = [row.id for row in rows]
    if done := sent(form, lambda: changes.bill(actor(), scope.organisation, ids, form.said(), form.seen.data or None)):
        return on_to(
            url_for("payments.index"), f"{count(len(done.gave), 'training was', 'trainings were')} marked as billed."
        )
    form.seen.data = found.seen(lines)
    return render_template("payments/mark.html", form=form, lines=lines, words=words, training_words=training_words)


@views.route("/people/<int:id>/training/entries/<int:entry>/bill", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def bill(scope: Scope, id: int, entry: int) -> str | Response:
    """Mark one training as billed; where its minutes are not recorded they are asked for."""
    person, row = the_person(scope, id), scope.load(training.one, entry)
    if row.person_id != id:
        raise NotFoundError
    line = next(iter(found.of_several([row])), None)
    lacks = line is not None and line.now.missing is Missing.MINUTES
    form = (BillForm if lacks else BilledForm)(data={"billed_on": clock.today()})
    if sent(form, lambda: changes.bill(actor(), scope.organisation, [entry], form.said(), form.seen.data or None)):
        return on_to(url_for("training.show", id=id, _anchor="payment"), "The training was marked as billed.")
    form.seen.data = found.seen([line]) if line else None
    return render_template(
        "payments/bill.html", form=form, person=person, row=row, line=line, words=words, training_words=training_words
    )


@views.route("/people/<int:id>/payments/<int:payment>", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def correct(scope: Scope, id: int, payment: int) -> str | Response:
    """Put what is right in the place of what was billed."""
    person, row = the_person(scope, id), _payment(scope, id, payment)
    kind = BillCorrectionForm if row.minutes else BilledCorrectionForm
    form = kind(data={"billed_on": row.billed_on, "minutes": row.minutes})
    if sent(form, lambda: changes.correct(actor(), person, row, form.said(), form.because.data)):
        return on_to(url_for("training.show", id=id, _anchor="payment"), "Corrected. The earlier entry stays readable.")
    return render_template("payments/correct.html", form=form, **_shown(person, row))


@views.route("/people/<int:id>/payments/<int:payment>/strike", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def strike(scope: Scope, id: int, payment: int) -> str | Response:
    """Take back that a training was billed, after asking why."""
    person, row, form = the_person(scope, id), _payment(scope, id, payment), BillStrikeForm()
    if sent(form, lambda: changes.strike(actor(), person, row, form.because.data)):
        return on_to(url_for("training.show", id=id, _anchor="payment"), "Taken back. The entry stays readable.")
    return render_template("payments/strike.html", form=form, **_shown(person, row))


def _payment(scope: Scope, person_id: int, id: int) -> Any:
    row = scope.load(found.one, id)
    if row.person_id != person_id:
        raise NotFoundError
    return row


def _shown(person: Any, row: Any) -> dict[str, Any]:
    """A bill, and where its training stands now; None where the bill was corrected since."""
    lines = found.of_person(person, training.history(person))
    line = next((each for each in lines if each.payment and each.payment.id == row.id), None)
    return {"person": person, "row": row, "line": line, "words": words, "training_words": training_words}


def _asked(form: FilterForm) -> Filters:
    return Filters(
        asked_word(State, "state") or State.PAYABLE,
        request.args.get("q", "").strip()[:200],
        form.of.data if form.of.data in words.KINDS else "",
        _day(form.since),
        _day(form.until),
        asked_page(),
    )


def _day(field: Any) -> date | None:
    found: date | None = field.data if not field.errors else None
    return found


def _row(line: Line) -> Sequence[Value]:
    now, payment = line.now, line.payment
    return (
        line.person.name,
        training_words.title(line.training),
        line.day,
        now.fee.code if now.fee else None,
        now.units,
        now.arithmetic or None,
        now.amount,
        words.MISSING[now.missing] if now.missing else None,
        payment.billed_on if payment else None,
        payment.code if payment else None,
        payment.units if payment else None,
        payment.amount if payment else None,
        words.since(line) or None,
        sign_offs.is_confirmed(line.training),
    )
