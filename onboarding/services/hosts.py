"""Who is shadowed at a visit: named by the COHE that offers it. Signing it off is services/sign_offs.py."""

from collections.abc import Collection

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.training_session import Hosting, SessionKind, TrainingSession
from onboarding.queries import bookings, hosts as found, people, training_sessions
from onboarding.roles import OrganisationKind
from onboarding.rules.wording import short_day
from onboarding.services import own
from onboarding.services.change import Change
from onboarding.services.locks import lock


def locked(cohe: Organisation, id: int | None) -> Person:
    """The person who is to be shadowed, for this change alone. Raises OnboardingError where the COHE has none such."""
    person = people.one(cohe.id, id) if id and cohe.kind is OrganisationKind.COHE else None
    if person is None:
        raise OnboardingError("Choose who is shadowed.", "host")
    lock(person)
    return person


def add(under_way: Change, session: TrainingSession, person: Person) -> Hosting:
    """Name the person, who is locked, as the host. Raises OnboardingError for who cannot be shadowed then."""
    refuse(session, person)
    row = Hosting(
        organisation_id=person.organisation_id,
        person_id=person.id,
        session_id=session.id,
        recorded_by_id=under_way.actor.user_id,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    under_way.record(person.organisation_id, Action.HOST_NAMED, row, person=person.id, session=session.id)
    return row


def refuse(session: TrainingSession, person: Person) -> None:
    """Raises OnboardingError where the person, who is locked, cannot be shadowed at the visit as it is now."""
    first, minutes = clock.day_of(session.starts_at), session.facts["minutes"]
    if not found.is_hsc_on(person, first):
        raise OnboardingError(f"{person.name} does not work here as an HSC on {short_day(first)}.", "host")
    if person.email is None:
        raise OnboardingError(
            f"Record an email address of {person.name} first. The sign-off is asked for there.", "host"
        )
    length = round((session.ends_at - session.starts_at).total_seconds() / 60)
    if not 0 < minutes <= length:
        raise OnboardingError(f"The visit takes {length} minutes. Enter 1 to {length}.", "minutes")
    if there := meanwhile([person.id], session).get(person.id):
        what = training_sessions.name(there)
        raise OnboardingError(f"{person.name} is booked for something else at that time: {what}.", "host")


def meanwhile(ids: Collection[int], session: TrainingSession) -> dict[int, TrainingSession]:
    """Of these people, who is shadowed or booked elsewhere while the session takes place, by their number: at what."""
    found_at = found.hosted_by(ids, session)
    for row in bookings.held_by(ids):
        there = row.session
        if there.starts_at < session.ends_at and session.starts_at < there.ends_at and there.id != session.id:
            found_at[row.person_id] = there
    return found_at


def refuse_visit(session: TrainingSession, trainee: Person) -> None:
    """Raises OnboardingError where a visit would not count for the trainee, or nobody else could sign it off."""
    if session.kind is not SessionKind.SHADOWING:
        return
    if session.organisation_id == trainee.organisation_id:
        raise OnboardingError("This visit is at your own COHE. Shadowing counts at another one.", "people")
    host = session.hosting.person if session.hosting else None
    if host is None or not found.is_hsc_on(host, clock.day_of(session.starts_at)):
        raise OnboardingError("The host no longer works there as an HSC on that day. Choose another visit.", "people")
    own.refuse_host(trainee, host, session.recorded_by_id)
