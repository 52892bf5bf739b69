"""Who can be hired, promotions under way, and assistants without a supervising HSC."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from onboarding.extensions import db
from onboarding.models.determination import Decision, Recommendation
from onboarding.models.hiring import Promotion, Supervision
from onboarding.models.person import Person, Posting
from onboarding.queries import determinations
from onboarding.queries.determinations import Move
from onboarding.queries.grounds import FIT, used
from onboarding.queries.people import Stage, first_by_name, in_stage, stage_on
from onboarding.roles import StaffRole

SUPERVISORS = (StaffRole.HSC, StaffRole.SURGICAL_HSC)


def roles_open_to(person: Person) -> tuple[StaffRole, ...]:
    """In which roles the person can be hired: the last determination stands, and no hire rests on it yet.

    Who was hired without one is not hired again: a determination that comes later settles that.
    """
    if person.posting and promotion(person) is None:
        return ()
    last = determinations.latest(person)
    if last is None or last.decision is not Decision.QUALIFIED or last.reopening is not None or used(last):
        return ()
    if determinations.move_of(person) is not Move.DECIDED:
        return ()
    role = db.session.scalar(select(Recommendation.role).where(Recommendation.id == last.recommendation_id))
    return FIT.get(role, ()) if role else ()


def promotion(person: Person) -> Promotion | None:
    """The promotion under way."""
    return db.session.scalar(
        select(Promotion).where(
            Promotion.organisation_id == person.organisation_id,
            Promotion.person_id == person.id,
            Promotion.ended_at.is_(None),
        )
    )


def hscs(organisation_id: int, on: date) -> Sequence[Person]:
    """Who works as an HSC on that day, and so can supervise an assistant; by name."""
    return db.session.scalars(
        select(Person)
        .join(Posting, Person.posting_id == Posting.id)
        .options(joinedload(Person.posting))
        .where(
            Person.organisation_id == organisation_id,
            Posting.role.in_([each.value for each in SUPERVISORS]),
            in_stage(Stage.STAFF, on),
        )
        .order_by(Person.sorted_as, Person.id)
    ).all()


def supervision(person: Person) -> Supervision | None:
    """Who supervises the person, as it was last recorded."""
    return db.session.scalar(
        select(Supervision)
        .options(joinedload(Supervision.supervisor).joinedload(Person.posting))
        .where(Supervision.organisation_id == person.organisation_id, Supervision.person_id == person.id)
        .order_by(Supervision.id.desc())
        .limit(1)
    )


def supervised_by(person: Person, on: date) -> Sequence[Person]:
    """The assistants who work here on that day and whom the person supervises, as it was last recorded; by name."""
    last = select(func.max(Supervision.id)).where(Supervision.organisation_id == person.organisation_id)
    return db.session.scalars(
        select(Person)
        .join(Supervision, Supervision.person_id == Person.id)
        .join(Posting, Person.posting_id == Posting.id)
        .where(
            Person.organisation_id == person.organisation_id,
            Supervision.supervisor_id == person.id,
            Supervision.id.in_(last.group_by(Supervision.person_id)),
            Posting.role == StaffRole.ASSISTANT.value,
            in_stage(Stage.STAFF, on),
        )
        .order_by(Person.sorted_as, Person.id)
    ).all()


def supervises(supervisor: Person, on: date) -> bool:
    """Whether somebody can supervise on that day: works as an HSC."""
    posting = supervisor.posting
    return bool(posting and posting.role in SUPERVISORS and stage_on(supervisor, on) is Stage.STAFF)


def unsupervised(organisation_id: int, on: date, limit: int) -> tuple[Sequence[Person], int]:
    """Assistants who work here and whom no HSC who works here supervises: the first by name, and how many in all."""
    return first_by_name(_unsupervised(organisation_id, on), limit)


def _unsupervised(organisation_id: int, on: date) -> Select[Person]:
    other, theirs = aliased(Person), aliased(Posting)
    last = (
        select(func.max(Supervision.id))
        .where(Supervision.organisation_id == organisation_id)
        .group_by(Supervision.person_id)
    )
    here = (theirs.hired_on <= on) & or_(theirs.left_on.is_(None), theirs.left_on >= on)
    supervised = (
        select(Supervision.person_id)
        .join(other, other.id == Supervision.supervisor_id)
        .join(theirs, theirs.id == other.posting_id)
        .where(Supervision.id.in_(last), theirs.role.in_([each.value for each in SUPERVISORS]), here)
    )
    return (
        select(Person)
        .join(Posting, Person.posting_id == Posting.id)
        .where(
            Person.organisation_id == organisation_id,
            Posting.role == StaffRole.ASSISTANT.value,
            in_stage(Stage.STAFF, on),
            Person.id.not_in(supervised),
        )
    )
