"""People of a COHE: lists a page at a time, and one record with its history."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.duplicate import Duplicate
from onboarding.models.hiring import Promotion
from onboarding.models.person import Person, Posting
from onboarding.queries.paging import turned
from onboarding.roles import StaffRole
from onboarding.rules.alike import sought

PAGE = 25


class Stage(StrEnum):
    """Where a person stands with the COHE on a day; it follows from their posting."""

    APPLICANT = "applicant"
    STAFF = "staff"
    FORMER = "former"


class Order(StrEnum):
    """How a list can be sorted."""

    NAME = "name"
    HIRED = "hired"


class Filters(NamedTuple):
    """What a list was asked for. `name`: words of it, or digits of the phone. `page` counts from 1."""

    name: str = ""
    stage: Stage | None = None
    role: StaffRole | None = None
    order: Order = Order.NAME
    descending: bool = False
    page: int = 1


class People(NamedTuple):
    """One page of a list, and how many there are in all."""

    rows: Sequence[Person]
    total: int
    page: int
    pages: int


def stage_on(person: Person, on: date) -> Stage:
    """The person's stage on a day. Somebody hired from a later day on is an applicant until then."""
    posting = person.posting
    if posting is None or posting.hired_on > on:
        return Stage.APPLICANT
    return Stage.FORMER if posting.left_on and posting.left_on < on else Stage.STAFF


def listed(organisation_id: int, asked: Filters, on: date, who: ColumnElement[bool] | None = None) -> People:
    """A page of the COHE's people. A page past the last is the last. `who`: those that are seen; everybody without."""
    chosen = _chosen(organisation_id, asked, on).where(true() if who is None else who)
    total = db.session.scalar(select(func.count()).select_from(chosen.with_only_columns(Person.id).subquery())) or 0
    page, pages = turned(total, asked.page, PAGE)
    rows = chosen.options(joinedload(Person.posting)).order_by(*_order(asked)).limit(PAGE).offset((page - 1) * PAGE)
    return People(db.session.scalars(rows).all(), total, page, pages)


def staff_after(organisation_id: int, asked: Filters, on: date, past: int, most: int) -> Sequence[Person]:
    """The next of the staff and former staff after the id `past`, in the order of their ids; who will be from a later
    day on too, where no stage is asked for."""
    chosen = _chosen(organisation_id, asked, on).where(Person.posting_id.is_not(None), Person.id > past)
    return db.session.scalars(chosen.options(joinedload(Person.posting)).order_by(Person.id).limit(most)).all()


def one(organisation_id: int, id: int, user_id: int | None = None) -> Person | None:
    """The record, if it is this organisation's (and that user's own, where one is given)."""
    chosen = select(Person).options(joinedload(Person.posting))
    chosen = chosen.where(Person.organisation_id == organisation_id, Person.id == id)
    return db.session.scalar(chosen.where(Person.user_id == user_id) if user_id else chosen)


def own(organisation_id: int, user_id: int) -> Person | None:
    """The record that is the user's own."""
    return db.session.scalar(
        select(Person)
        .options(joinedload(Person.posting))
        .where(Person.organisation_id == organisation_id, Person.user_id == user_id)
    )


def by_email(organisation_id: int, email: str) -> Person | None:
    """The record with that address."""
    return db.session.scalar(select(Person).where(Person.organisation_id == organisation_id, Person.email == email))


def versions(person: Person) -> Sequence[Posting]:
    """Every version of the person's posting, the latest first."""
    return db.session.scalars(
        select(Posting)
        .where(Posting.organisation_id == person.organisation_id, Posting.person_id == person.id)
        .order_by(Posting.version.desc())
    ).all()


def first_by_name(chosen: Select[Person], most: int) -> tuple[list[Person], int]:
    """The first of these people by name, and how many there are in all, where one is asked for at least."""
    rows = db.session.execute(
        chosen.add_columns(func.count().over()).order_by(Person.sorted_as, Person.id).limit(max(most, 1))
    ).all()
    return [row[0] for row in rows][:most], rows[0][-1] if rows else 0


def _chosen(organisation_id: int, asked: Filters, on: date) -> Select[Person]:
    chosen = select(Person).where(Person.organisation_id == organisation_id, goes_on(Person))
    if asked.stage or asked.role or asked.order is Order.HIRED:
        chosen = chosen.outerjoin(Posting, Person.posting_id == Posting.id)
    if asked.name:
        chosen = chosen.where(is_called(asked.name))
    if asked.stage:
        chosen = chosen.where(in_stage(asked.stage, on))
    if asked.role:
        chosen = chosen.where(func.coalesce(Posting.role, Person.applied_for) == asked.role.value)
    return chosen


def is_called(text: str) -> ColumnElement[bool]:
    """Whether a person is who is searched for with a text, as `Sought.fits` has it; by signs alone, as they stand."""
    who = sought(text)
    if not who.words:
        return Person.name.contains(text.strip(), autoescape=True)
    named = and_(*(Person.sorted_as.contains(word, autoescape=True) for word in who.words))
    return or_(named, Person.dialed.contains(who.digits)) if who.digits else named


def goes_on(person: type[Person]) -> ColumnElement[bool]:
    """Whether a record was not merged into another of the same person."""
    return ~exists().where(
        Duplicate.organisation_id == person.organisation_id, Duplicate.person_id == person.id, Duplicate.same
    )


def seen(everybody: bool, on: date, hired_by: int | None = None) -> ColumnElement[bool]:
    """Whether a member may see a person: everybody; or else applicants, who is being promoted, and whom the user
    `hired_by` hired. Every list and count of people that is shown to members who may not see everybody asks this."""
    if everybody:
        return true()
    hired = exists().where(Posting.id == Person.posting_id, Posting.hired_on <= on)
    promoted = exists().where(Promotion.person_id == Person.id, Promotion.ended_at.is_(None))
    mine = exists().where(Posting.person_id == Person.id, Posting.recorded_by_id == hired_by)
    return or_(~hired, promoted, mine) if hired_by else or_(~hired, promoted)


def was_hired_by(person: Person, user_id: int) -> bool:
    """Whether the user recorded the person's hire, or a correction of it."""
    chosen = select(Posting.id).where(
        Posting.organisation_id == person.organisation_id,
        Posting.person_id == person.id,
        Posting.recorded_by_id == user_id,
    )
    return db.session.scalar(chosen.limit(1)) is not None


def in_stage(stage: Stage, on: date) -> ColumnElement[bool]:
    """Whether a person, joined with their posting, is at that stage on a day."""
    if stage is Stage.APPLICANT:
        return or_(Posting.id.is_(None), Posting.hired_on > on)
    here = or_(Posting.left_on.is_(None), Posting.left_on >= on)
    return and_(Posting.hired_on <= on, here if stage is Stage.STAFF else ~here)


def _order(asked: Filters) -> tuple[ColumnElement[Any], ...]:
    if asked.order is Order.HIRED:
        first = Posting.hired_on.desc() if asked.descending else Posting.hired_on.asc()
        return first.nulls_last(), Person.sorted_as.asc(), Person.id.asc()
    if asked.descending:
        return Person.sorted_as.desc(), Person.id.desc()
    return Person.sorted_as.asc(), Person.id.asc()
