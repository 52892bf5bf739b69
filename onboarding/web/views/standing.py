"""Standing with L&I: checking what the applicant signed by the link."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from onboarding.permissions import May
from onboarding.queries import dossier
from onboarding.services import standing as changes
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.people import TokenForm
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, sent
from onboarding.web.views.screening import ABOUT

views = Blueprint("standing", __name__, url_prefix="/at/<organisation>/people/<int:id>/standing")


@views.route("/check", methods=["GET", "POST"])
@members(May.SCREEN)
def check(scope: Scope, id: int) -> str | Response:
    """Say that somebody looked at what the applicant signed; what is to be looked at stands above the button."""
    person, form = the_person(scope, id), TokenForm()
    back = url_for("screening.show", id=id, _anchor="standing")
    if not (rows := dossier.of(person).to_check):
        return redirect(back)
    if sent(form, lambda: changes.check(actor(), person)):
        return on_to(back, "What the applicant signed counts as verified.")
    return render_template("screening/check.html", person=person, form=form, rows=rows, about=ABOUT, back=back)
