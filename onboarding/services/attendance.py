"""Who came to a session of training: recorded of each who was booked, and as the training of who did."""

from collections.abc import Mapping, Sequence
from typing import Any

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training import TrainingPart, TrainingRecord
from onboarding.models.training_session import Booking, Seat, TrainingSession
from onboarding.queries import training as trainings, training_sessions
from onboarding.queries.correctable import in_force
from onboarding.services import booking_mail, bookings, correcting, training
from onboarding.services.booking_mail import Told
from onboarding.services.change import Actor, Change, change

CAME = (Seat.ATTENDED, Seat.NO_SHOW)


def record(
    actor: Actor, host: Organisation, id: int, came: Mapping[int, bool], because: str | None = None
) -> list[Booking]:
    """Record of each of these bookings whether the person came; who did had the training. Again: a correction.

    Raises NotFoundError for a session of another organisation, OnboardingError before it has begun, for a correction
    without a reason, and for what somebody else recorded meanwhile.
    """
    with change(actor) as under_way:
        session, roll = bookings.begin(host, id)
        if not training_sessions.hosts(session, host):
            raise NotFoundError
        if training_sessions.is_visit(session):
            raise OnboardingError("Who was shadowed says who came, by the link that we send after the visit.")
        if session.canceled_at or session.starts_at > clock.now():
            raise OnboardingError("The session has not begun, or was canceled. Record who came once it has begun.")
        said = [(bookings.standing(roll, each), Seat.ATTENDED if was else Seat.NO_SHOW) for each, was in came.items()]
        rows = [
            _put(under_way, session, row, seat, because)
            for row, seat in sorted(said, key=lambda each: each[0].id)
            if row.seat is not seat
        ]
        booking_mail.tell(actor, session, [row for row in rows if row.seat is Seat.NO_SHOW], Told.NO_SHOW)
    return rows


def _put(under_way: Change, session: TrainingSession, earlier: Booking, seat: Seat, because: str | None) -> Booking:
    person = earlier.person
    if earlier.seat is Seat.WITHDRAWN or (earlier.seat is Seat.WAITING and seat is Seat.NO_SHOW):
        raise OnboardingError(f"{person.name} had no seat to come to.")
    row = Booking(session_id=session.id, seat=seat)
    told: dict[str, Any] = {"session": session.id, "seat": seat.value}
    if earlier.seat not in CAME:
        row.training_id = _trained(under_way, session, person) if seat is Seat.ATTENDED else None
        return correcting.add(under_way, Action.ATTENDANCE_RECORDED, row, person, None, **told)
    if not because:
        raise OnboardingError(f"Say why what was recorded of {person.name} was wrong.", "because")
    if seat is Seat.ATTENDED:
        row.training_id = _trained(under_way, session, person)
    elif earlier.training_id and (had := _now(trainings.history(person), earlier.training_id)):
        correcting.strike(under_way, Action.TRAINING_STRUCK, person, had, because)
    action = Action.ATTENDANCE_CORRECTED
    return correcting.correct(under_way, action, row, person, earlier, because, None, **told)


def _trained(under_way: Change, session: TrainingSession, person: Person) -> int | None:
    """Record the training, unless one of this kind and day is recorded already: then nothing is added to it."""
    said = training_sessions.facts_of(session)
    if trainings.is_recorded(trainings.of(person), TrainingPart.ACTIVITIES, said):
        return None
    added = training.add_training(under_way, person, training.TrainingFacts(TrainingPart.ACTIVITIES, said))
    db.session.flush()
    return added.id


def _now(rows: Sequence[TrainingRecord], id: int) -> TrainingRecord | None:
    """The row that holds in the place of one, corrected how often ever; None where it was taken away."""
    later = {row.corrects_id: row for row in rows if row.corrects_id}
    found = next(row for row in rows if row.id == id)
    while found.id in later:
        found = later[found.id]
    return next((row for row in in_force(rows) if row.id == found.id), None)
