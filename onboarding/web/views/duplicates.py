"""People who may be recorded twice: the pairs, and the decision about one of them."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import applications, dossier, duplicates as found, evidence
from onboarding.services import duplicates as changes
from onboarding.web.access import Scope, actor, members
from onboarding.web.addresses import asked_page
from onboarding.web.filters import day
from onboarding.web.forms.duplicates import SAME, DuplicateForm
from onboarding.web.person import the_person
from onboarding.web.sent import sent

views = Blueprint("duplicates", __name__, url_prefix="/at/<organisation>")


@views.get("/applicants/duplicates")
@members(May.SCREEN)
def index(scope: Scope) -> str:
    """The pairs of records with the same name or phone about which nobody has decided."""
    scope.only_cohe()
    page = asked_page()
    return render_template(
        "duplicates/index.html", pairs=found.pairs(scope.organisation.id, page, applicants_on(scope))
    )


@views.route("/people/<int:id>/same-as/<int:other>", methods=["GET", "POST"])
@members(May.SCREEN)
def decide(scope: Scope, id: int, other: int) -> str | Response:
    """Both records beside each other, and whether they are of one person."""
    if id == other:
        raise NotFoundError
    pair = [the_person(scope, each) for each in sorted((id, other))]
    form = DuplicateForm()
    form.offer(
        [SelectChoice(each.id, f"record {each.id}, added {day(clock.day_of(each.created_at))}") for each in pair]
    )
    if not form.is_submitted():
        goes_on = _likelier(pair)
        form.goes_on.data, form.contact_of.data = goes_on.id, pair[1].id
    if done := sent(form, lambda: _carry_out(form, *pair)):
        return redirect(url_for("people.show", id=done.gave.id))
    wholes = dossier.of_all(pair)
    states = {each.id: applications.of(each) for each in pair}
    files = {each.id: evidence.total(each) for each in pair}
    return render_template("duplicates/decide.html", form=form, pair=pair, wholes=wholes, states=states, files=files)


def applicants_on(scope: Scope) -> date | None:
    """Today for those who see applicants only, so that they are told of no others."""
    return None if scope.may(May.READ_STAFF) else clock.today()


def _likelier(pair: list[Any]) -> Any:
    """The record that is likelier to go on: one that cannot end in another, else the older."""
    return next((each for each in pair if list(changes.refusals(each))), pair[0])


def _carry_out(form: DuplicateForm, first: Any, second: Any) -> Any:
    """Do what was decided of the two; gives the one that goes on."""
    goes_on, ends = (first, second) if form.goes_on.data == first.id else (second, first)
    if form.decision.data != SAME:
        changes.tell_apart(actor(), ends, goes_on)
        flash("Saved. These two people will not be listed as possible duplicates again.", "success")
        return goes_on
    contact_of = goes_on if form.contact_of.data == goes_on.id else ends
    changes.merge(actor(), ends, goes_on, contact_of, form.with_claim.data)
    flash(f"The other record of {ends.name} was merged into this one.", "success")
    return goes_on
