"""What hires rest on: a determination, or L&I's written word; and whose rest on nothing yet."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from onboarding.extensions import db
from onboarding.models.determination import Decision, Determination, Recommendation, Reopening
from onboarding.models.hiring import Hire, HireAcceptance
from onboarding.models.person import Person, Posting
from onboarding.queries.people import PAGE, Stage, goes_on, in_stage
from onboarding.roles import StaffRole

# Whom a determination for the role makes fit for which posts: who qualifies as HSC has an assistant's experience too.
FIT = {
    StaffRole.HSC: (StaffRole.HSC, StaffRole.SURGICAL_HSC, StaffRole.ASSISTANT),
    StaffRole.ASSISTANT: (StaffRole.ASSISTANT,),
}


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


class Ground(NamedTuple):
    """What the hire of somebody rests on. `basis`: the determination, made before the hire or since.

    Without one: `because` is the reason given then, and `accepted` L&I's written word on it, which settles it as a
    determination does.
    """

    basis: Basis | None
    because: str | None
    accepted: HireAcceptance | None

    @property
    def settled(self) -> bool:
        """Whether the hire rests on something."""
        return self.basis is not None or self.accepted is not None


def ground(person: Person) -> Ground | None:
    """What the person's hire rests on; None for who was not hired."""
    if person.posting is None:
        return None
    reason, accepted, number, role = db.session.execute(
        select(Posting.reason, HireAcceptance, Recommendation.number, Recommendation.role)
        .outerjoin(HireAcceptance, HireAcceptance.person_id == Posting.person_id)
        .outerjoin(Determination, (Determination.person_id == Posting.person_id) & _stands())
        .outerjoin(Recommendation, Recommendation.id == Determination.recommendation_id)
        .where(Posting.organisation_id == person.organisation_id, Posting.person_id == person.id, Posting.version == 1)
        .order_by(HireAcceptance.id.desc())
        .limit(1)
    ).one()
    known = bases(person)
    since = Basis(number, role) if role and person.posting.role in FIT.get(role, ()) else None
    return Ground(known.get(person.posting.id) or max(known.values(), default=since), reason, accepted)


def _stands() -> ColumnElement[bool]:
    """Whether a determination is the person's last, says qualified, and is not looked at again."""
    later = aliased(Determination)
    newer = select(later.id).where(later.person_id == Determination.person_id, later.id > Determination.id)
    reopened = select(Reopening.id).where(Reopening.determination_id == Determination.id)
    return (Determination.decision == Decision.QUALIFIED) & ~newer.exists() & ~reopened.exists()


def used(determination: Determination) -> bool:
    """Whether a hire rests on the determination already."""
    chosen = select(Hire.id).where(
        Hire.organisation_id == determination.organisation_id, Hire.determination_id == determination.id
    )
    return db.session.scalar(chosen) is not None


class Undetermined(NamedTuple):
    """Somebody whose hire rests on nothing yet, and why."""

    person: Person
    because: str | None


class ListedUndetermined(NamedTuple):
    """One page of them, and how many there are in all."""

    rows: Sequence[Undetermined]
    total: int
    page: int
    pages: int


def undetermined(organisation_id: int, on: date, page: int = 1, size: int = PAGE) -> ListedUndetermined:
    """Who is in a role here, or will be, and whose hire rests neither on a determination nor on L&I's word; by name.

    A page past the last is the first.
    """
    first = aliased(Posting)
    told = _undetermined(organisation_id, on).join(first, (first.person_id == Person.id) & (first.version == 1))
    told = told.add_columns(first.reason, func.count().over()).options(contains_eager(Person.posting))
    told = told.order_by(Person.sorted_as, Person.id).limit(size).offset((page - 1) * size)
    rows: Sequence[Any] = db.session.execute(told).all()
    if not rows and page > 1:
        return undetermined(organisation_id, on, 1, size)
    total = rows[0][-1] if rows else 0
    found = [Undetermined(person, because) for person, because, _ in rows]
    return ListedUndetermined(found, total, page, max(1, -(-total // size)))


def _undetermined(organisation_id: int, on: date) -> Select[Person]:
    accepted = select(HireAcceptance.person_id).where(HireAcceptance.organisation_id == organisation_id)
    hired = select(Hire.person_id).where(Hire.organisation_id == organisation_id)
    return (
        select(Person)
        .join(Posting, Person.posting_id == Posting.id)
        .where(
            Person.organisation_id == organisation_id,
            goes_on(Person),
            in_stage(Stage.STAFF, on) | (Posting.hired_on > on),
            Person.id.not_in(hired),
            Person.id.not_in(accepted),
            ~_determined_since(organisation_id).exists(),
        )
    )


def _determined_since(organisation_id: int) -> Select[int]:
    """The determination of the person at hand that stands, and is for the role of their posting."""
    fits = or_(*((Recommendation.role == role) & Posting.role.in_(FIT[role]) for role in FIT))
    return (
        select(Determination.id)
        .join(Recommendation, Recommendation.id == Determination.recommendation_id)
        .where(Determination.organisation_id == organisation_id, Determination.person_id == Person.id, _stands(), fits)
    )
