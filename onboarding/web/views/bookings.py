"""Seats at a session of training for people of the COHE: booked, and given back."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from onboarding import clock
from onboarding.errors import NotFoundError
from onboarding.permissions import May
from onboarding.queries import absences, bookings as found, training_sessions
from onboarding.queries.bookings import Roll, Stands, Trainee
from onboarding.rules.wording import short_day
from onboarding.services import bookings as changes
from onboarding.web.access import Scope, actor, members
from onboarding.web.forms.training_sessions import BookForm, WithdrawForm
from onboarding.web.law import rulings_of
from onboarding.web.sent import on_to, over, sent
from onboarding.web.training_session import host_away, the_session, those_seen, warn_away

views = Blueprint("bookings", __name__, url_prefix="/at/<organisation>/sessions/<int:id>")


@views.route("/book", methods=["GET", "POST"])
@members(May.BOOK)
def new(scope: Scope, id: int) -> str | Response:
    """Book seats for people whom the user sees; who finds none free waits."""
    seen, form, law = the_session(scope, id), BookForm(), rulings_of(scope)
    if not seen.books:
        raise NotFoundError
    if not seen.may_book:
        return over(url_for("training_sessions.show", id=id), "Nobody can be booked for this session any more.")
    roll, people = found.roll(seen.session), found.trainees(scope.organisation, seen.session, law, those_seen(scope))
    away = absences.of_people([each.person.id for each in people], clock.day_of(seen.session.starts_at))
    form.people.choices = [
        _choice(each, absences.during(away.get(each.person.id, ()), seen.session)) for each in people if not each.misses
    ]
    if form.is_submitted():  # who was booked meanwhile is told so, not that there is nobody of that name
        form.people.choices += _booked(scope, roll)
    if done := sent(form, lambda: changes.book(actor(), scope.organisation, id, form.people.data, law)):
        warn_away(seen.session, [row.person for row in done.gave], away)
        return on_to(url_for("training_sessions.show", id=id), _said(found.stands(row) for row in done.gave))
    return render_template(
        "bookings/new.html",
        form=form,
        seen=seen,
        roll=roll,
        host_away=host_away(seen.session, clock.today()) is not None,
        missing=[each for each in people if each.misses],
        name=training_sessions.name(seen.session),
    )


@views.route("/bookings/<int:booking>/withdraw", methods=["GET", "POST"])
@members(May.BOOK)
def withdraw(scope: Scope, id: int, booking: int) -> str | Response:
    """Give a seat back, after asking."""
    seen, form = the_session(scope, id), WithdrawForm()
    row = found.row(seen.session, scope.organisation, booking)
    if row is None or not found.seen([row.person_id], those_seen(scope)):
        raise NotFoundError
    if not seen.may_withdraw or found.roll(seen.session).one(booking) is None or found.stands(row) not in found.TO_COME:
        return over(url_for("training_sessions.show", id=id), "There is no seat to give back any more.")
    if sent(form, lambda: changes.withdraw(actor(), scope.organisation, id, booking, form.because.data)):
        return on_to(url_for("training_sessions.show", id=id), f"{row.person.name} is no longer booked.")
    return render_template(
        "bookings/withdraw.html", form=form, seen=seen, row=row, name=training_sessions.name(seen.session)
    )


def _booked(scope: Scope, roll: Roll) -> list[SelectChoice]:
    rows = [row for row in roll.standing(*found.HOLDING) if row.organisation_id == scope.organisation.id]
    visible = found.seen([row.person_id for row in rows], those_seen(scope)) if rows else ()
    return [SelectChoice(row.person_id, row.person.name) for row in rows if row.person_id in visible]


def _choice(each: Trainee, away: Any) -> SelectChoice:
    owed = f", additional training due {short_day(each.due_on)}" if each.due_on else ", no additional training is owed"
    absent = f", away {short_day(away.first_on)} to {short_day(away.last_on)}" if away else ""
    return SelectChoice(each.person.id, f"{each.person.name}{owed}{absent}")


def _said(seats: Iterable[Stands]) -> str:
    """How many got a seat, and how many wait."""
    got = [seat is Stands.BOOKED for seat in seats]
    waits = len(got) - sum(got)
    seated = f"{sum(got)} got a seat." if sum(got) else ""
    return " ".join(filter(None, [seated, f"{waits} on the waiting list." if waits else ""]))
