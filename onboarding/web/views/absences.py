"""Who is away and who covers: everybody's absences as a list, and one person's, recorded, corrected, taken away."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.permissions import May
from onboarding.queries import absences as found, cover_requests, evidence, people, staffing, staffing_overview
from onboarding.services import absences as changes
from onboarding.web import papers
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.absences import AbsenceForm, CoverForm, DaysCorrection
from onboarding.web.forms.time_splits import TakeAwayForm
from onboarding.web.law import rulings_of
from onboarding.web.person import entry_of, the_person, the_worker
from onboarding.web.sent import on_to, sent
from onboarding.web.staffing_words import COVER as TONES
from onboarding.web.training_session import warn_taken_up

views = Blueprint("absences", __name__, url_prefix="/at/<organisation>")
OF_PERSON = "/people/<int:id>/absences"
LOOKS_BACK = timedelta(days=366)  # absences that are over stay in the list for so long


@views.get("/staffing/absences")
@members(May.READ_STAFF)
def index(scope: Scope) -> str:
    """Every absence to come, under way, and of the last year, with the days that nobody covers."""
    scope.only_cohe()
    today = clock.today()
    recorded = staffing.recorded(scope.organisation)
    return render_template(
        "absences/index.html",
        rows=found.listed(scope.organisation, since=today - LOOKS_BACK),
        gaps=_by_person(scope, recorded, today - LOOKS_BACK),
        people=[person for id, person in recorded.people.items() if _stays(recorded.spells[id], today)],
        may_keep=scope.may(May.KEEP_STAFF),
        today=today,
    )


@views.get(OF_PERSON)
@members(May.READ_STAFF, own=True)
def show(scope: Scope, id: int) -> str:
    """One person's absences, each with who covers, and what was corrected."""
    person, today = the_person(scope, id), clock.today()
    rows = found.of(person)
    recorded = staffing.recorded(scope.organisation)
    absences, _ = found.history(person)
    held = {each.absence.id for each in rows}
    return render_template(
        "absences/show.html",
        person=person,
        rows=rows,
        gaps=_by_person(scope, recorded, date.min),
        asked=cover_requests.of_person(person, today),
        words=cover_requests.IN_WORDS,
        tones=TONES,
        state=evidence.state,
        corrected=[row for row in reversed(absences) if row.id not in held],
        may_record=scope.may(May.KEEP_STAFF)
        and not scope.own_only
        and person.posting
        and person.user_id != scope.user.id,
        scope=scope,
        today=today,
    )


@views.route(f"{OF_PERSON}/new", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def new(scope: Scope, id: int) -> str | Response:
    """Record the days on which somebody is away."""
    person, form = the_worker(scope, id), AbsenceForm()
    form.item.choices = papers.offered(person)

    def do() -> Any:
        return changes.record(actor(), the_worker(scope, id), form.days, papers.chosen(scope, form.item.data))

    if sent(form, do):
        warn_taken_up(person, form.days)
        return on_to(url_for("absences.show", id=id), "The absence was recorded. Now ask for cover, or say who covers.")
    return render_template("absences/edit.html", person=person, form=form, row=None)


@views.route(f"{OF_PERSON}/<int:entry>", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def correct(scope: Scope, id: int, entry: int) -> str | Response:
    """Put other days in the place of those that were recorded."""
    person, row = the_worker(scope, id), entry_of(scope, found.one, id, entry)
    form = DaysCorrection(data={"first_on": row.first_on, "last_on": row.last_on, "item": row.item_id})
    form.item.choices = papers.offered(person)

    def do() -> Any:
        again = entry_of(scope, found.one, id, entry)
        item = papers.chosen(scope, form.item.data)
        return changes.correct(actor(), the_worker(scope, id), again, form.days, form.because.data, item)

    if sent(form, do):
        warn_taken_up(person, form.days)
        return on_to(url_for("absences.show", id=id), "Corrected. The earlier entry stays readable.")
    return render_template("absences/edit.html", person=person, form=form, row=row)


@views.route(f"{OF_PERSON}/<int:entry>/strike", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def strike(scope: Scope, id: int, entry: int) -> str | Response:
    """Take away an absence that does not take place, after asking why."""
    person, row, form = the_worker(scope, id), entry_of(scope, found.one, id, entry), TakeAwayForm()
    if sent(form, lambda: changes.strike(actor(), person, row, form.because.data)):
        return on_to(url_for("absences.show", id=id), "Taken away. The entry stays readable.")
    return render_template("absences/strike.html", person=person, form=form, row=row)


@views.route(f"{OF_PERSON}/<int:entry>/cover", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def cover(scope: Scope, id: int, entry: int) -> str | Response:
    """Say who covers on days of an absence."""
    person, row = the_worker(scope, id), entry_of(scope, found.one, id, entry)
    form = CoverForm(data={"first_on": row.first_on, "last_on": row.last_on})
    others = found.who_can_cover(person, row.first_on)
    form.by.choices = [SelectChoice("", "Choose"), *(SelectChoice(str(each.id), each.name) for each in others)]
    if sent(form, lambda: _covered(scope, id, form)):
        return on_to(url_for("absences.show", id=id), "Who covers was recorded.")
    return render_template("absences/cover.html", person=person, form=form, row=row, others=others)


@views.route(f"{OF_PERSON}/covers/<int:entry>/strike", methods=["GET", "POST"])
@members(May.KEEP_STAFF)
def end_cover(scope: Scope, id: int, entry: int) -> str | Response:
    """Take away that somebody covers, after asking why."""
    person, row, form = the_worker(scope, id), entry_of(scope, found.cover, id, entry), TakeAwayForm()
    if sent(form, lambda: changes.end_cover(actor(), person, row, form.because.data)):
        return on_to(url_for("absences.show", id=id), "Taken away. The entry stays readable.")
    return render_template("absences/end_cover.html", person=person, form=form, row=row)


def _stays(spells: Sequence[staffing.Spell], today: date) -> bool:
    """Whether somebody is in a role on a day, or will be."""
    return any(each.last is None or each.last >= today for each in spells)


def _covered(scope: Scope, id: int, form: CoverForm) -> Any:
    if form.by.data is None:
        raise OnboardingError("Choose who covers.", "by")
    by = scope.load(people.one, form.by.data)
    return changes.cover(actor(), the_worker(scope, id), by, form.days)


def _by_person(scope: Scope, recorded: staffing.Recorded, since: date) -> dict[int, list[Any]]:
    """The uncovered days that are not over on a day, by person."""
    found_: dict[int, list[Any]] = {}
    for each in staffing_overview.gaps(scope.organisation, recorded, rulings_of(scope), since):
        found_.setdefault(recorded.person_of[each.staff].id, []).append(each)
    return found_
