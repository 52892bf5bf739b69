"""Asking an applicant for what is missing: the page, and the letter for whoever gets it on paper."""

from flask import Blueprint, Response as FileResponse, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.messages import words
from onboarding.packets.letter import printed
from onboarding.permissions import May
from onboarding.queries import determinations, dossier, missing as found
from onboarding.queries.determinations import Move
from onboarding.services import missing as changes
from onboarding.services.information import MOST
from onboarding.web.access import Scope, actor, members
from onboarding.web.attachments import PDF, attachment
from onboarding.web.forms.missing import WHY, MissingForm
from onboarding.web.law import rulings_of
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, sent

views = Blueprint("missing", __name__, url_prefix="/at/<organisation>/people/<int:id>/missing")


@views.route("", methods=["GET", "POST"])
@members(May.SCREEN)
def ask(scope: Scope, id: int) -> str | Response:
    """Everything that would settle the screening, ticked, to be asked of the applicant."""
    person = the_person(scope, id)
    if dossier.is_empty(person):
        flash(f"{person.name} has no application yet. Send them the link to it.", "info")
        return redirect(url_for("applicant_links.link", id=id))
    if determinations.move_of(person) is not Move.OPEN:
        flash("This application is waiting for a decision, or was decided. Nothing can be asked for now.", "error")
        return redirect(url_for("determinations.show", id=id))
    form = MissingForm()
    form.offer(found.facts_of(scope.organisation, person, rulings_of(scope), clock.today()), MOST)
    if not form.is_submitted():
        form.how.data = "mail" if person.email else "paper"
    by_mail = form.how.data == "mail"
    if sent(form, lambda: changes.ask(actor(), person, form.asked, form.because.data or WHY, by_mail)):
        says = f"{person.name} was asked by mail." if by_mail else "It was noted. Print the letter below."
        return on_to(url_for("determinations.show", id=id, _anchor="asked"), says)
    return render_template("missing/ask.html", form=form, person=person)


@views.get("/letter.pdf")
@members(May.SCREEN)
def paper(scope: Scope, id: int) -> FileResponse:
    """What is still missing, as a letter."""
    person = the_person(scope, id)
    if not (items := found.of(person)):
        raise NotFoundError
    said = words.information(person, scope.organisation, items)
    body = printed(scope.organisation.name, person.name, clock.today(), said.subject, said.body)
    return attachment(body, f"asked-for-{id}.pdf", PDF)
