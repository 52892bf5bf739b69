"""Who of a COHE can be shadowed, and when somebody is: asked for what they offer and for what they go to alike."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.training_session import Hosting, TrainingSession
from onboarding.queries import bookings, people
from onboarding.queries.people import Stage
from onboarding.roles import StaffRole

HSCS = (StaffRole.HSC, StaffRole.SURGICAL_HSC)  # the rules take a surgical HSC as an HSC
MOST = 500  # people to choose from


def is_hsc_on(person: Person, on: date) -> bool:
    """Whether somebody works here as an HSC on that day."""
    here = people.stage_on(person, on) is Stage.STAFF
    return bool(here and person.posting and person.posting.role in HSCS)


def candidates(cohe: Organisation, today: date) -> Sequence[Person]:
    """The HSCs who are here or will be, by name."""
    chosen = (
        select(Person)
        .join(Posting, Person.posting_id == Posting.id)
        .where(
            Person.organisation_id == cohe.id,
            Posting.role.in_(HSCS),
            Posting.left_on.is_(None) | (Posting.left_on >= today),
            people.goes_on(Person),
        )
    )
    return people.first_by_name(chosen, MOST)[0]


def hosted_by(ids: Collection[int], session: TrainingSession) -> dict[int, TrainingSession]:
    """Of these people, who is shadowed elsewhere while the session takes place, by their number: at what."""
    meanwhile = (
        TrainingSession.id != session.id,
        TrainingSession.canceled_at.is_(None),
        TrainingSession.starts_at < session.ends_at,
        TrainingSession.ends_at > session.starts_at,
    )
    chosen = (
        select(Hosting)
        .join(TrainingSession, TrainingSession.id == Hosting.session_id)
        .options(joinedload(Hosting.session).joinedload(TrainingSession.organisation))
        .where(Hosting.person_id.in_(ids), *meanwhile)
    )
    return {row.person_id: row.session for row in db.session.scalars(chosen)}


def taken_up(person: Person, first: date, last: date) -> list[TrainingSession]:
    """The sessions to come on these days at which the person has a seat, waits for one, or is shadowed."""
    mine = select(Hosting.session_id).where(Hosting.person_id == person.id)
    chosen = select(TrainingSession).where(TrainingSession.id.in_(mine), TrainingSession.canceled_at.is_(None))
    shadowed = db.session.scalars(chosen.options(joinedload(TrainingSession.organisation))).all()
    held = [row.session for row in bookings.held_by([person.id])]
    now = clock.now()
    found = [
        each
        for each in (*shadowed, *held)
        if each.ends_at > now and clock.day_of(each.starts_at) <= last and first <= clock.day_of(each.ends_at)
    ]
    return sorted(found, key=lambda each: (each.starts_at, each.id))


def without_host() -> list[TrainingSession]:
    """The visits to come whose host no longer works there as an HSC on the day."""
    return [session for session in _to_come() if not _is_hosted(session)]


def _is_hosted(session: TrainingSession) -> bool:
    return session.hosting is not None and is_hsc_on(session.hosting.person, clock.day_of(session.starts_at))


def _to_come() -> Sequence[TrainingSession]:
    who = joinedload(TrainingSession.hosting).joinedload(Hosting.person).joinedload(Person.posting)
    chosen = select(TrainingSession).options(who, joinedload(TrainingSession.organisation))
    still = TrainingSession.canceled_at.is_(None), TrainingSession.starts_at > clock.now()
    return db.session.scalars(chosen.where(TrainingSession.kind == "shadowing", *still)).all()
