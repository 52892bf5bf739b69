"""Booking what a plan proposes: for everybody at once, each person wholly or not at all."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.staffing import AbsenceRecord
from onboarding.models.training_session import Booking, Seat, TrainingSession
from onboarding.queries import absences, bookings as found, training_sessions
from onboarding.queries.training_sessions import State
from onboarding.rules.rulings import Rulings
from onboarding.rules.wording import short_day
from onboarding.services import booking_mail, bookings, hosts, own
from onboarding.services.booking_mail import Told
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock_everybody, lock_session


class Accepted(NamedTuple):
    """Who was booked for what, and why others were not; each a sentence."""

    rows: Sequence[Booking]
    refused: Sequence[str]


def accept(actor: Actor, cohe: Organisation, chosen: Mapping[int, Sequence[int]], rulings: Rulings) -> Accepted:
    """Take a seat for each of these people at each of their sessions, if there is one still; nobody goes on a waiting
    list. Of whom one cannot be had, none is taken: half of it may be of no use. The others are booked.

    Raises NotFoundError for a session or somebody it does not see, OnboardingError where nobody can be booked.
    """
    with change(actor) as under_way:
        sessions = {id: _locked(cohe, id) for id in sorted({id for ids in chosen.values() for id in ids})}
        lock_everybody(*sessions.values(), more=chosen)
        rolls = found.rolls(sessions.values())
        people = _people(cohe, chosen)
        away = absences.of_people(list(people), clock.today())
        free = {id: 0 if roll.waiting else roll.free for id, roll in rolls.items()}
        rows: list[Booking] = []
        refused = []
        for id, person in people.items():
            try:
                theirs = [sessions[each] for each in chosen[id]]
                _refuse_away(person, theirs, away.get(id, ()))
                _refuse(actor, cohe, person, theirs, rolls, free, rulings)
            except OnboardingError as error:
                refused.append(str(error))
                continue
            for each in dict.fromkeys(chosen[id]):
                row = bookings.add(under_way, Action.SEAT_BOOKED, sessions[each], person, Seat.BOOKED)
                rows.append(row)
                free[each] -= 1
        if not rows:
            raise OnboardingError(f"Nobody was booked. {' '.join(refused)}", "people")
        for session in sessions.values():
            booking_mail.tell(actor, session, [row for row in rows if row.session_id == session.id], Told.BOOKED)
    return Accepted(rows, refused)


def _locked(cohe: Organisation, id: int) -> TrainingSession:
    session = lock_session(id)
    if session is None or training_sessions.one(cohe.id, id) is None:
        raise NotFoundError
    return session


def _people(cohe: Organisation, ids: Mapping[int, object]) -> dict[int, Person]:
    """These people, in the order in which they were chosen."""
    chosen = select(Person).options(joinedload(Person.posting))
    rows = db.session.scalars(chosen.where(Person.organisation_id == cohe.id, Person.id.in_(list(ids))))
    by_id = {person.id: person for person in rows}
    if len(by_id) < len(ids):
        raise NotFoundError
    return {id: by_id[id] for id in ids}


def _refuse_away(person: Person, sessions: Sequence[TrainingSession], theirs: Sequence[AbsenceRecord]) -> None:
    """Raises OnboardingError where somebody is away on a day of one: who books it one by one is warned instead."""
    for session in sessions:
        if row := absences.during(theirs, session):
            raise OnboardingError(
                f"{person.name} is recorded as away from {short_day(row.first_on)} to {short_day(row.last_on)}."
            )


def _refuse(
    actor: Actor,
    cohe: Organisation,
    person: Person,
    sessions: Sequence[TrainingSession],
    rolls: Mapping[int, found.Roll],
    free: Mapping[int, int],
    rulings: Rulings,
) -> None:
    """Raises OnboardingError where somebody cannot have a seat at each of these."""
    if own.is_own(actor.user_id, person):
        raise OnboardingError(f"{person.name}: this record is your own. Somebody else has to book it.")
    for place, session in enumerate(sessions):
        held = hosts.meanwhile([person.id], session)
        bookings.refuse(cohe, session, person, rolls[session.id], held, rulings)
        what = f"{training_sessions.name(session)} on {short_day(clock.day_of(session.starts_at))}"
        if training_sessions.state(session, clock.now()) is not State.OPEN:
            raise OnboardingError(f"{person.name}: registration for {what} has closed, or it was canceled.")
        if not free[session.id]:
            raise OnboardingError(f"{person.name}: no seat is free any more at {what}.")
        if any(one.starts_at < session.ends_at and session.starts_at < one.ends_at for one in sessions[:place]):
            raise OnboardingError(f"{person.name} cannot be at two sessions at the same time.")
