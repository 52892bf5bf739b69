"""Credentials: the board of open applications, one person's two tracks, and what is recorded on them."""

from collections import Counter
from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from onboarding import clock
from onboarding.permissions import May
from onboarding.queries import credential_board as boards, credentials as found, standing
from onboarding.queries.correctable import in_force
from onboarding.queries.credential_board import Filters, Order
from onboarding.queries.credentials import TrackName as Track
from onboarding.rules.duties import Who
from onboarding.rules.lead_times import expected
from onboarding.rules.upkeep import statement_fresh
from onboarding.services import account_details
from onboarding.services.account_details import DetailFacts
from onboarding.web import credential_words as words
from onboarding.web.access import Scope, actor, members
from onboarding.web.addresses import asked_page, asked_word
from onboarding.web.forms.credentials import (
    OPEN,
    AttestationForm,
    BoardForm,
    DetailsForm,
)
from onboarding.web.law import rulings_of
from onboarding.web.person import the_person
from onboarding.web.sent import on_to, sent

ABLE, ISSUES = "providerId", "lniIssues"  # as the application calls them
views = Blueprint("credentials", __name__, url_prefix="/at/<organisation>")


@views.get("/credentials")
@members(May.READ_STAFF)
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
        may_change=scope.may(May.KEEP_STAFF),
        steps=Counter(each.state for each in board.all),
    )


@views.get("/people/<int:id>/credentials")
@members(May.READ_STAFF, own=True)
def show(scope: Scope, id: int) -> str:
    """One person's two tracks: what is true today, what is next, and everything that was recorded."""
    person, today, rulings = the_person(scope, id), clock.today(), rulings_of(scope)
    known, rows = found.of(scope.organisation, person, rulings, today), found.history(person)
    law, times = rulings.in_force(today, scope.organisation.slug, None), found.own_times(scope.organisation, today)
    known_before = standing.latest(person)
    attested = found.attestations(person, known_before.get(ISSUES))
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
        tracks={track: _timeline(track, in_force(rows)) for track in Track},
        corrected=[row for row in rows if row.corrects_id],
        earlier={row.id: row for row in rows},
        details=found.details(person),
        detail_names=words.DETAILS,
        attested=attested,
        able=known_before.get(ABLE),
        fresh=statement_fresh(attested[0].said_on if attested else None, today, law),
        may_record=scope.may(May.KEEP_STAFF) and person.posting is not None,
        today=today,
        words=words,
        scope=scope,
    )


@views.route("/people/<int:id>/credentials/details", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def details(scope: Scope, id: int) -> str | Response:
    """What else the account is about: NPI, licence, malpractice cover, and the group's payee number."""
    person = the_person(scope, id)
    last = found.details(person)
    form = DetailsForm(obj=last)
    if sent(form, lambda: _recorded(scope, person, form)):
        return on_to(url_for("credentials.show", id=id), "The details were recorded.")
    return render_template(
        "credentials/details.html",
        person=person,
        form=form,
        versions=found.details_versions(person),
        names=words.DETAILS,
    )


@views.route("/people/<int:id>/credentials/attest", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def attest(scope: Scope, id: int) -> str | Response:
    """Record what was said of reported issues with L&I."""
    person = the_person(scope, id)
    last = next(iter(found.attestations(person, standing.latest(person).get(ISSUES))), None)
    form = AttestationForm(data={"said_on": clock.today(), "said_by": last.said_by if last else None})
    if sent(form, lambda: _attested(person, form)):
        return on_to(url_for("credentials.show", id=id), "The statement was recorded.")
    return render_template("credentials/attest.html", person=person, form=form, last=last)


def _attested(person: Any, form: AttestationForm) -> None:
    assert form.said_on.data is not None  # required by the form
    reported = form.reported.data == "yes"
    account_details.attest(actor(), person, reported, form.said_by.data, form.said_on.data, form.note.data)


def _recorded(scope: Scope, person: Any, form: DetailsForm) -> None:
    said = DetailFacts(**{key: getattr(form, key).data for key in DetailFacts._fields})
    account_details.record_details(actor(), person, said, rulings_of(scope), form.version.data or 0)


def _timeline(track: Track, rows: list[Any]) -> list[Any]:
    """The events that hold, by day and, on one day, in the order of the rules."""
    order = list(words.EVENTS)
    chosen = (row for row in rows if row.track is track)
    return sorted(chosen, key=lambda row: (row.happened_on, order.index(row.event), row.id))


def _asked() -> Filters:
    state, order = request.args.get("state"), asked_word(Order, "sort") or Order.WAITING
    turned = request.args.get("descending") == "1"
    return Filters(
        name=request.args.get("q", "").strip()[:200],
        track=asked_word(Track, "track"),
        state=state if state in OPEN else None,
        who=asked_word(Who, "who"),
        order=order,
        descending=turned if "sort" in request.args else True,
        page=asked_page(),
    )
