"""What happened with an application to L&I: recorded one by one or as a whole history, corrected, taken away."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.permissions import May
from onboarding.queries import credentials as found, forms
from onboarding.queries.credentials import TrackName as Track
from onboarding.rules.wording import count
from onboarding.services import credentials as changes
from onboarding.services.credentials import EventFacts
from onboarding.web import credential_words as words, papers
from onboarding.web.access import Scope, actor, members
from onboarding.web.fields import put_error
from onboarding.web.forms.credentials import KNOWN, CorrectionForm, EventForm, StrikeForm, history_form
from onboarding.web.law import rulings_of
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, sent

views = Blueprint("credential_events", __name__, url_prefix="/at/<organisation>/people/<int:id>/credentials")


@views.route("/<any(provider, supplemental):track>/new", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def new(scope: Scope, id: int, track: str) -> str | Response:
    """Record an event; of several, in whatever order they come to hand."""
    person = the_person(scope, id)
    edition = forms.edition(scope.organisation.id, Track(track))
    form = EventForm(data={"happened_on": clock.today(), "form_edition": edition})
    form.offer(Track(track), papers.offered(person))
    offered = _take_offered(form)
    if not offered and sent(form, lambda: _recorded(scope, person, Track(track), form)):
        return on_to(url_for("credentials.show", id=id), f"Recorded: {words.EVENTS[form.event.data]}.")
    return render_template(
        "credentials/event.html", person=person, form=form, track=Track(track), words=words, padded=_padded(scope, form)
    )


@views.route("/<any(provider, supplemental):track>/history", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def history(scope: Scope, id: int, track: str) -> str | Response:
    """Record several events at once, judged together: for whoever has the papers of an application before them."""
    person, form = the_person(scope, id), history_form(Track(track))
    if form.validate_on_submit():
        try:
            rows = changes.record_several(actor(), person, _several(Track(track), form), rulings_of(scope))
        except OnboardingError as error:
            put_error(form, error if error.field != "happened_on" else OnboardingError(str(error)))
        else:
            flash(f"{count(len(rows), 'event was', 'events were')} recorded.", "success")
            return redirect(url_for("credentials.show", id=id))
    return render_template("credentials/history.html", person=person, form=form, track=Track(track), words=words)


@views.route("/events/<int:event>", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def correct(scope: Scope, id: int, event: int) -> str | Response:
    """Put what is right in the place of an event that was recorded wrongly."""
    person, row = the_person(scope, id), _event(scope, id, event)
    form = CorrectionForm(obj=row, data={"item": row.item_id})
    form.offer(row.track, papers.offered(person))
    if not form.is_submitted():
        form.because.data = None
    offered = _take_offered(form)
    if not offered and sent(form, lambda: _corrected(scope, person, row, form)):
        return on_to(url_for("credentials.show", id=id), "The entry was corrected. You can still read the earlier one.")
    return render_template(
        "credentials/correct.html",
        person=person,
        form=form,
        row=row,
        track=row.track,
        words=words,
        padded=_padded(scope, form),
    )


@views.route("/events/<int:event>/strike", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def strike(scope: Scope, id: int, event: int) -> str | Response:
    """Take away an event that never was, after asking why."""
    person, row, form = the_person(scope, id), _event(scope, id, event), StrikeForm()
    if sent(form, lambda: changes.strike(actor(), person, row, form.because.data, rulings_of(scope))):
        return on_to(
            url_for("credentials.show", id=id), "The entry was removed. You can still read it under Corrections."
        )
    return render_template("credentials/strike.html", person=person, form=form, row=row, words=words)


def _event(scope: Scope, person_id: int, id: int) -> Any:
    row = scope.load(found.one, id)
    if row.person_id != person_id:
        raise NotFoundError
    return row


def _recorded(scope: Scope, person: Any, track: Track, form: EventForm) -> None:
    item = papers.chosen(scope, form.item.data)
    changes.record(actor(), person, form.facts(track), rulings_of(scope), item)


def _corrected(scope: Scope, person: Any, row: Any, form: CorrectionForm) -> None:
    item = papers.chosen(scope, form.item.data)
    changes.correct(actor(), person, row, form.facts(row.track), form.because.data, rulings_of(scope), item)


def _take_offered(form: Any) -> bool:
    """Put the padded number that was offered into its field; whether that was asked for."""
    if "take" in request.form and "number" in form:
        form.number.data = request.form["take"][:40]
        return True
    return False


def _padded(scope: Scope, form: Any) -> str | None:
    """The number with the zero that a spreadsheet will have dropped, to be taken or not."""
    digits = rulings_of(scope).in_force(clock.today(), scope.organisation.slug, None).numbers.provider_number_digits
    typed = (form.number.data or "") if "number" in form else ""
    return typed.zfill(digits) if typed.isascii() and typed.isdigit() and len(typed) == digits - 1 else None


def _several(track: Track, form: Any) -> list[EventFacts]:
    """Every event that has a day. A number or reason without its day is refused with it, rather than lost."""
    number, reason = form.number.data if "number" in form else None, form.reason.data
    if number and not form.issued.data:
        raise OnboardingError("Enter the day on which the Provider ID was issued.", "issued")
    if reason and not form.returned.data:
        raise OnboardingError("Enter the day on which L&I returned it.", "returned")
    return [
        EventFacts(
            track,
            event,
            form[event].data,
            number=number if event == "issued" else None,
            reason=reason if event == "returned" else None,
        )
        for event in KNOWN[track]
        if form[event].data
    ]
