"""Putting one thing off until a day, with why, and taking it up again. What is due stays due, and reminders go out."""

from datetime import date, timedelta

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.attention import PutOff
from onboarding.models.person import Person
from onboarding.queries import put_offs as found
from onboarding.queries.put_offs import Thing
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock

LONGEST = timedelta(days=92)


def put_off(actor: Actor, person: Person, thing: Thing, until: date, because: str) -> PutOff:
    """Have a thing wait until a day. What was said of it before is replaced, and stays in the trail.

    Raises NotFoundError for what is not to be done, and OnboardingError for a day that cannot be.
    """
    today = clock.today()
    with change(actor) as under_way:
        lock(person)
        if found.standing(person, thing) is None:
            raise NotFoundError
        if not today < until <= today + LONGEST:
            raise OnboardingError(f"Choose a day after today, and within {LONGEST.days} days.", "until")
        row = found.of(person, thing) or PutOff(
            organisation_id=person.organisation_id, person_id=person.id, **thing._asdict()
        )
        row.until, row.because = until, because
        row.recorded_by_id, row.recorded_at = actor.user_id, clock.now()
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.PUT_OFF, row, person=person.id, until=str(until))
    return row


def take_up(actor: Actor, person: Person, thing: Thing) -> None:
    """Have a thing that was put off wait no longer. Raises NotFoundError where it was not."""
    with change(actor) as under_way:
        lock(person)
        row = found.of(person, thing)
        if row is None or row.until <= clock.today():
            raise NotFoundError
        row.until = clock.today()
        under_way.record(person.organisation_id, Action.TAKEN_UP, row, person=person.id)
