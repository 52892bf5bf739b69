"""Credentials: the board of open applications, one person's two tracks, and what is recorded on them."""

from collections import Counter
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.queries import credential_board as boards, credentials as found, evidence, forms
from onboarding.queries.credential_board import Asked, Order
from onboarding.queries.credentials import TrackName as Track, Way as Channel
from onboarding.roles import Role
from onboarding.rules.lead_times import expected
from onboarding.rules.upkeep import Who, statement_fresh
from onboarding.services import credentials as changes
from onboarding.services.credentials import DetailFacts, EventFacts
from onboarding.web import credential_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.addresses import asked_page, asked_word
from onboarding.web.fields import put_error
from onboarding.web.forms.credentials import (
    KNOWN,
    OPEN,
    AttestationForm,
    BoardForm,
    CorrectionForm,
    DetailsForm,
    EventForm,
    StrikeForm,
    history_form,
)
from onboarding.web.law import rulings_of
from onboarding.web.views.people import BEYOND_APPLICANTS, the_person

views = Blueprint("credentials", __name__, url_prefix="/at/<organisation>")


@views.get("/credentials")
@members(*BEYOND_APPLICANTS)
def index(scope: Scope) -> str:
    """The applications that are not at their end, those that wait longest first, and who cannot bill yet."""
    scope.only_cohe()
    form, asked, today = BoardForm(request.args), _asked(), clock.today()
    board = boards.board(scope.organisation, asked, rulings_of(scope), today)
    narrowed = any(request.args.get(name) for name in ("q", "track", "state", "who"))
    return render_template(
        "credentials/index.html",
        board=board,
        asked=asked,
        form=form,
        narrowed=narrowed,
        today=today,
        words=words,
        may_change=scope.may(Role.MANAGER),
        steps=Counter(each.state for each in board.all),
    )


@views.get("/people/<int:id>/credentials")
@members(*BEYOND_APPLICANTS, own=True)
def show(scope: Scope, id: int) -> str:
    """One person's two tracks: what is true today, what is next, and everything that was recorded."""
    person, today, rulings = the_person(scope, id), clock.today(), rulings_of(scope)
    known, rows = found.of(scope.organisation, person, rulings, today), found.history(person)
    law, times = rulings.in_force(today, scope.organisation.slug, None), found.own_times(scope.organisation, today)
    attested = found.attestations(person)
    awaited = {
        track: expected(track.value, finding.state, finding.since, times, law)
        for track in Track
        if known.answer and (finding := getattr(known.answer, track.value))
    }
    return render_template(
        "credentials/show.html",
        person=person,
        known=known,
        awaited=awaited,
        tracks={track: _timeline(track, found.in_force(rows)) for track in Track},
        corrected=[row for row in rows if row.corrects_id],
        earlier={row.id: row for row in rows},
        details=found.details(person),
        detail_names=words.DETAILS,
        attested=attested,
        fresh=statement_fresh(attested[0].said_on if attested else None, today, law),
        may_record=scope.may(Role.MANAGER) and person.posting is not None,
        today=today,
        words=words,
        scope=scope,
    )


@views.route("/people/<int:id>/credentials/<any(provider, supplemental):track>/new", methods=["GET", "POST"])
@members(Role.MANAGER)
def new(scope: Scope, id: int, track: str) -> str | Response:
    """Record an event; of several, in whatever order they come to hand."""
    person = the_person(scope, id)
    edition = forms.edition(scope.organisation.id, Track(track))
    form = EventForm(data={"happened_on": clock.today(), "form_edition": edition})
    form.offer(Track(track), _items(person))
    offered = _take_offered(form)
    if not offered and form.validate_on_submit():
        try:
            item = _item(scope, form.item.data)
            changes.record(actor(), person, _facts(Track(track), form), rulings_of(scope), item)
        except OnboardingError as error:
            put_error(form, error)
        else:
            flash(f"Recorded: {words.EVENTS[form.event.data]}.", "success")
            return redirect(url_for("credentials.show", id=id))
    return render_template(
        "credentials/event.html", person=person, form=form, track=Track(track), words=words, padded=_padded(scope, form)
    )


@views.route("/people/<int:id>/credentials/<any(provider, supplemental):track>/history", methods=["GET", "POST"])
@members(Role.MANAGER)
def history(scope: Scope, id: int, track: str) -> str | Response:
    """Record several events at once, judged together: for whoever has the papers of an application before them."""
    person, form = the_person(scope, id), history_form(Track(track))
    if form.validate_on_submit():
        try:
            rows = changes.record_several(actor(), person, _several(Track(track), form), rulings_of(scope))
        except OnboardingError as error:
            put_error(form, error if error.field != "happened_on" else OnboardingError(str(error)))
        else:
            flash("1 event was recorded." if len(rows) == 1 else f"{len(rows)} events were recorded.", "success")
            return redirect(url_for("credentials.show", id=id))
    return render_template("credentials/history.html", person=person, form=form, track=Track(track), words=words)


@views.route("/people/<int:id>/credentials/events/<int:event>", methods=["GET", "POST"])
@members(Role.MANAGER)
def correct(scope: Scope, id: int, event: int) -> str | Response:
    """Put what is right in the place of an event that was recorded wrongly."""
    person, row = the_person(scope, id), _event(scope, id, event)
    form = CorrectionForm(obj=row, data={"item": row.item_id})
    form.offer(row.track, _items(person))
    if request.method == "GET":
        form.because.data = None
    offered = _take_offered(form)
    if not offered and form.validate_on_submit():
        try:
            item = _item(scope, form.item.data)
            changes.correct(actor(), person, row, _facts(row.track, form), form.because.data, rulings_of(scope), item)
        except OnboardingError as error:
            put_error(form, error)
        else:
            flash("Corrected. The earlier entry stays readable.", "success")
            return redirect(url_for("credentials.show", id=id))
    return render_template(
        "credentials/correct.html",
        person=person,
        form=form,
        row=row,
        track=row.track,
        words=words,
        padded=_padded(scope, form),
    )


@views.route("/people/<int:id>/credentials/events/<int:event>/strike", methods=["GET", "POST"])
@members(Role.MANAGER)
def strike(scope: Scope, id: int, event: int) -> str | Response:
    """Take away an event that never was, after asking why."""
    person, row, form = the_person(scope, id), _event(scope, id, event), StrikeForm()
    if form.validate_on_submit():
        try:
            changes.strike(actor(), person, row, form.because.data, rulings_of(scope))
        except OnboardingError as error:
            put_error(form, error)
        else:
            flash("Taken away. The entry stays readable.", "success")
            return redirect(url_for("credentials.show", id=id))
    return render_template("credentials/strike.html", person=person, form=form, row=row, words=words)


@views.route("/people/<int:id>/credentials/details", methods=["GET", "POST"])
@members(Role.MANAGER)
def details(scope: Scope, id: int) -> str | Response:
    """What else the account is about: NPI, licence, malpractice cover, and the group's payee number."""
    person = the_person(scope, id)
    last = found.details(person)
    form = DetailsForm(obj=last)
    if form.validate_on_submit():
        said = DetailFacts(**{key: getattr(form, key).data for key in DetailFacts._fields})
        try:
            changes.record_details(actor(), person, said, rulings_of(scope), form.version.data or 0)
        except OnboardingError as error:
            put_error(form, error)
        else:
            flash("The details were recorded.", "success")
            return redirect(url_for("credentials.show", id=id))
    return render_template(
        "credentials/details.html",
        person=person,
        form=form,
        versions=found.details_versions(person),
        names=words.DETAILS,
    )


@views.route("/people/<int:id>/credentials/attest", methods=["GET", "POST"])
@members(Role.MANAGER)
def attest(scope: Scope, id: int) -> str | Response:
    """Record what was said of reported issues with L&I."""
    person, form = the_person(scope, id), AttestationForm(data={"said_on": clock.today()})
    if form.validate_on_submit():
        assert form.said_on.data is not None  # required by the form
        try:
            changes.attest(
                actor(), person, form.reported.data == "yes", form.said_by.data, form.said_on.data, form.note.data
            )
        except OnboardingError as error:
            put_error(form, error)
        else:
            flash("The statement was recorded.", "success")
            return redirect(url_for("credentials.show", id=id))
    return render_template("credentials/attest.html", person=person, form=form)


def _timeline(track: Track, rows: list[Any]) -> list[Any]:
    """The events that hold, by day and, on one day, in the order of the rules."""
    order = list(words.EVENTS)
    chosen = (row for row in rows if row.track is track)
    return sorted(chosen, key=lambda row: (row.happened_on, order.index(row.event), row.id))


def _event(scope: Scope, person_id: int, id: int) -> Any:
    row = scope.load(found.one, id)
    if row.person_id != person_id:
        raise NotFoundError
    return row


def _items(person: Any) -> list[SelectChoice]:
    return [
        SelectChoice(str(item.id), item.title)
        for item in evidence.of_person(person)
        if evidence.counts(item) and item.person_id == person.id
    ]


def _item(scope: Scope, id: int | None) -> Any:
    return scope.load(evidence.one, id) if id else None


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


def _facts(track: Track, form: Any) -> EventFacts:
    return EventFacts(
        track,
        form.event.data,
        form.happened_on.data,
        form.number.data if "number" in form else None,
        form.reason.data,
        Channel(form.channel.data) if form.channel.data else None,
        form.contact.data,
        form.form_edition.data if form.event.data in ("prepared", "sent") else None,
        form.note.data,
    )


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


def _asked() -> Asked:
    state, order = request.args.get("state"), asked_word(Order, "sort") or Order.WAITING
    turned = request.args.get("descending") == "1"
    return Asked(
        name=request.args.get("q", "").strip()[:200],
        track=asked_word(Track, "track"),
        state=state if state in OPEN else None,
        who=asked_word(Who, "who"),
        order=order,
        descending=turned if "sort" in request.args else True,
        page=asked_page(),
    )
