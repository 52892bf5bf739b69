"""Hires and what they rest on, promotions under way, and assistants without a supervising HSC."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from onboarding.extensions import db
from onboarding.models.determination import Decision, Determination, Recommendation
from onboarding.models.hiring import Hire, Promotion, Supervision
from onboarding.models.person import Person, Posting
from onboarding.queries import determinations
from onboarding.queries.determinations import Move
from onboarding.queries.people import Stage, first_by_name, in_stage, stage_on
from onboarding.roles import StaffRole

# Whom a determination for the role makes fit for which posts: who qualifies as HSC has an assistant's experience too.
FIT = {
    StaffRole.HSC: (StaffRole.HSC, StaffRole.SURGICAL_HSC, StaffRole.ASSISTANT),
    StaffRole.ASSISTANT: (StaffRole.ASSISTANT,),
}
SUPERVISORS = (StaffRole.HSC, StaffRole.SURGICAL_HSC)


class Basis(NamedTuple):
    """The determination that a posting rests on: its number on the person's page, and for which role it was made."""

    number: int
    role: StaffRole


def bases(person: Person) -> dict[int, Basis]:
    """What each version of the person's posting rests on, where it rests on a determination; by posting."""
    rows = db.session.execute(
        select(Hire.posting_id, Recommendation.number, Recommendation.role)
        .join(Determination, Determination.id == Hire.determination_id)
        .join(Recommendation, Recommendation.id == Determination.recommendation_id)
        .where(Hire.organisation_id == person.organisation_id, Hire.person_id == person.id)
    )
    return {posting_id: Basis(number, role) for posting_id, number, role in rows}


def used(determination: Determination) -> bool:
    """Whether a hire rests on the determination already."""
    chosen = select(Hire.id).where(
        Hire.organisation_id == determination.organisation_id, Hire.determination_id == determination.id
    )
    return db.session.scalar(chosen) is not None


def roles_open_to(person: Person) -> tuple[StaffRole, ...]:
    """In which roles the person can be hired: the last determination stands, and no hire rests on it yet."""
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


def undetermined(organisation_id: int, on: date, limit: int) -> tuple[Sequence[Person], int]:
    """Who works here though no hire of theirs rests on a determination: the first by name, and how many in all."""
    chosen = (
        select(Person)
        .join(Posting, Person.posting_id == Posting.id)
        .where(
            Person.organisation_id == organisation_id,
            in_stage(Stage.STAFF, on),
            Person.id.not_in(select(Hire.person_id).where(Hire.organisation_id == organisation_id)),
        )
    )
    return first_by_name(chosen, limit)


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
