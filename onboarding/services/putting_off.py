"""Putting one thing off until a day, with why, and taking it up again. What is due stays due, and reminders go out."""

from datetime import date, timedelta

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import ChangedMeanwhileError, OnboardingError
from onboarding.extensions import db
from onboarding.models.attention import PutOff
from onboarding.models.person import Person
from onboarding.queries import put_offs as found
from onboarding.queries.put_offs import Thing
from onboarding.rules.wording import long_day
from onboarding.services.change import Actor, change
from onboarding.services.locks import lock

LONGEST = timedelta(days=92)


def put_off(actor: Actor, person: Person, thing: Thing, until: date, because: str, seen: str | None = None) -> PutOff:
    """Have a thing wait until a day. What was said of it before is replaced, and stays in the trail.

    `seen`: of the page it was put off on (`as_seen`). Raises OnboardingError for what is not to be done any more and
    for a day that cannot be, ChangedMeanwhileError where somebody put it off since.
    """
    today = clock.today()
    with change(actor) as under_way:
        lock(person)
        row = found.of(person, thing)
        if found.standing(person, thing) is None:
            raise OnboardingError("This is not to be done any more: somebody did it. Nothing was put off.")
        if row and (row.until, row.because) == (until, because):
            return row
        if row and seen is not None and seen != as_seen(row):
            who = row.recorded_by.name if row.recorded_by else "somebody"
            raise ChangedMeanwhileError(f"{who} put it off until {long_day(row.until)}: {row.because}")
        if not today < until <= today + LONGEST:
            raise OnboardingError(f"Choose a day after today, and within {LONGEST.days} days.", "until")
        row = row or PutOff(organisation_id=person.organisation_id, person_id=person.id, **thing._asdict())
        row.until, row.because = until, because
        row.recorded_by_id, row.recorded_at = actor.user_id, clock.now()
        db.session.add(row)
        db.session.flush()
        under_way.record(person.organisation_id, Action.PUT_OFF, row, person=person.id, until=str(until))
    return row


def as_seen(row: PutOff | None) -> str:
    """Whether and since when it is put off, as a page shows it."""
    return str(clock.in_utc(row.recorded_at)) if row else ""


def take_up(actor: Actor, person: Person, thing: Thing) -> None:
    """Have a thing that was put off wait no longer; one that does not wait stays as it is."""
    with change(actor) as under_way:
        lock(person)
        row = found.of(person, thing)
        if row is None or row.until <= clock.today():
            return
        row.until = clock.today()
        under_way.record(person.organisation_id, Action.TAKEN_UP, row, person=person.id)
