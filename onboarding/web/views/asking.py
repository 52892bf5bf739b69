"""Asking a past employer or a school about one job or degree, and what became of it."""

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import dossier, references as found, reminders
from onboarding.rules.ladder import Ladder
from onboarding.services import references as changes
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.determinations import WhyForm
from onboarding.web.forms.references import LABELS, AskForm
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, sent

views = Blueprint("asking", __name__, url_prefix="/at/<organisation>/people/<int:id>/references")


@views.get("")
@members(May.READ_APPLICANTS)
def index(scope: Scope, id: int) -> str:
    """Who was asked about what, and what they answered."""
    person, now = the_person(scope, id), clock.now()
    rows = [(each, found.state(each, now)) for each in found.of_person(person)]
    return render_template(
        "references/index.html",
        person=person,
        rows=rows,
        times=reminders.times(Ladder.REFERENCE, person.organisation_id, person.id),
        facts=dossier.of(person).facts.values(),
        labels=LABELS,
        may_ask=scope.may(May.SCREEN),
    )


@views.route("/ask/<fact>", methods=["GET", "POST"])
@members(May.SCREEN)
def ask(scope: Scope, id: int, fact: str) -> str | Response:
    """Ask about one job or degree, as it is claimed now."""
    person, form = the_person(scope, id), AskForm()
    claimed = dossier.of(person).facts.get(fact)
    if claimed is None:
        raise NotFoundError
    asked = dossier.asked_of(claimed)
    if sent(form, lambda: changes.ask(actor(), person, fact, asked, form.to_name.data, form.to_address.data)):
        return on_to(
            url_for("asking.index", id=id), f"{form.to_name.data} was asked. We remind them until they answer."
        )
    return render_template("references/ask.html", person=person, form=form, asked=asked, labels=LABELS)


@views.route("/<int:request_id>/withdraw", methods=["GET", "POST"])
@members(May.SCREEN)
def withdraw(scope: Scope, id: int, request_id: int) -> str | Response:
    """Make the link useless."""
    person, form = the_person(scope, id), WhyForm()
    if scope.load(found.one, request_id).person_id != person.id:
        raise NotFoundError
    if sent(form, lambda: changes.withdraw(actor(), scope.organisation, request_id, form.why.data[:500])):
        return on_to(url_for("asking.index", id=id), "The question was withdrawn. The link no longer works.")
    return render_template("references/withdraw.html", person=person, form=form)
