"""The COHE's own table of fees for training: what is in force, entering, correcting, taking away."""

from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import fees as found
from onboarding.rules.payment import SOURCE
from onboarding.rules.wording import count
from onboarding.services import fees as changes
from onboarding.web import payment_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.payments import UNSAID, FeeCorrectionForm, FeeForm, FeeStrikeForm
from onboarding.web.sent import on_to, sent

views = Blueprint("fees", __name__, url_prefix="/at/<organisation>/fees")


@views.get("")
@members(May.READ_STAFF)
def index(scope: Scope) -> str:
    """Every fee that holds, and every correction."""
    scope.only_cohe()
    table = found.table(scope.organisation)
    return render_template(
        "fees/index.html",
        spans=table.spans,
        corrected=[row for row in table.all if row.corrects_id],
        earlier={row.id: row for row in table.all},
        today=clock.today(),
        scope=scope,
        words=words,
        source=SOURCE,
    )


@views.route("/new", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def new(scope: Scope) -> str | Response:
    """Enter a fee."""
    scope.only_cohe()
    form = FeeForm()
    if sent(form, lambda: changes.enter(actor(), scope.organisation, form.said())):
        return on_to(url_for("fees.index"), "The fee was entered.")
    return render_template("fees/new.html", form=form)


@views.route("/<int:id>", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def correct(scope: Scope, id: int) -> str | Response:
    """Put what is right in the place of a fee."""
    fee = scope.load(found.one, id)
    form = FeeCorrectionForm(data=_typed(fee))
    if sent(form, lambda: changes.correct(actor(), scope.organisation, id, form.said(), form.because.data)):
        return on_to(url_for("fees.index"), "Corrected. The earlier entry stays readable.")
    return render_template("fees/correct.html", form=form, fee=fee, billed=_billed(fee), words=words)


@views.route("/<int:id>/strike", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def strike(scope: Scope, id: int) -> str | Response:
    """Take away a fee that never was, after asking why."""
    fee, form = scope.load(found.one, id), FeeStrikeForm()
    if sent(form, lambda: changes.strike(actor(), scope.organisation, id, form.because.data)):
        return on_to(url_for("fees.index"), "Taken away. The entry stays readable.")
    return render_template("fees/strike.html", form=form, fee=fee, billed=_billed(fee), words=words)


def _typed(fee: Any) -> dict[str, Any]:
    said = {name: getattr(fee, name) for name in changes.FeeSaid._fields}
    return {**said, "rest": fee.rest.value if fee.rest else UNSAID}


def _billed(fee: Any) -> str:
    """How much was billed under it, in words; nothing where nothing was."""
    number = found.billed_under(fee)
    return (
        f"{count(number, 'training was', 'trainings were')} billed under it, and stay as they were billed."
        if number
        else ""
    )
