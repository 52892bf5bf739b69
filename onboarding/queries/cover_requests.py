"""Who was asked to cover for whom, and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.organisation import Membership
from onboarding.models.person import Person, Posting
from onboarding.models.staffing import AbsenceRecord, CoverAnswer, CoverRequest
from onboarding.queries import absences
from onboarding.queries.absences import Days
from onboarding.roles import Role

SHOWN = 50  # of what one person was asked


class State(StrEnum):
    """Where it stands. `moot`: nobody answered, and the days are no longer days of absence without cover."""

    OPEN = "open"
    ACCEPTED = CoverAnswer.ACCEPTED.value
    DECLINED = CoverAnswer.DECLINED.value
    WITHDRAWN = CoverAnswer.WITHDRAWN.value
    EXPIRED = "expired"
    MOOT = "moot"


IN_WORDS = {
    State.OPEN: "asked, no answer yet",
    State.ACCEPTED: "accepted",
    State.DECLINED: "declined",
    State.WITHDRAWN: "withdrawn",
    State.EXPIRED: "not answered in time",
    State.MOOT: "no longer needed",
}


class Asked(NamedTuple):
    """One request and where it stands on a day. `away`: of these days, those on which who was asked is away too."""

    row: CoverRequest
    state: State
    away: Sequence[Days]


def one(organisation_id: int, id: int, _user_id: int | None = None) -> CoverRequest | None:
    """The request, if it is this organisation's."""
    return db.session.scalar(_rows(organisation_id).where(CoverRequest.id == id))


def of_person(person: Person, on: date) -> list[Asked]:
    """Who was asked to cover for the person, the latest first."""
    return stands(db.session.scalars(_rows(person.organisation_id).where(CoverRequest.person_id == person.id)), on)


def asked_of(person: Person, on: date) -> list[Asked]:
    """For whom the person was asked to cover lately, the latest first."""
    chosen = _rows(person.organisation_id).where(CoverRequest.asked_id == person.id)
    return stands(db.session.scalars(chosen.limit(SHOWN)), on)


def open_ones(organisation_id: int, on: date) -> list[Asked]:
    """Every request of the organisation that waits for an answer."""
    chosen = _rows(organisation_id).where(CoverRequest.answered.is_(None), CoverRequest.last_on >= on)
    return [each for each in stands(db.session.scalars(chosen), on) if each.state is State.OPEN]


def of_cover(cover_id: int) -> CoverRequest | None:
    """The request that was accepted as this cover."""
    return db.session.scalar(select(CoverRequest).where(CoverRequest.cover_id == cover_id))


def stands(rows: Iterable[CoverRequest], on: date) -> list[Asked]:
    """Where these of one organisation stand, by two questions to the database."""
    rows = list(rows)
    if not rows:
        return []
    ids = {id for row in rows for id in (row.person_id, row.asked_id)}
    away, covers = absences.held(rows[0].organisation_id, ids)
    found = []
    for row in rows:
        theirs = away.get(row.person_id, ())
        needed = absences.away_throughout(theirs, row)
        needed = needed and not any(absences.overlap(row, each) for each in covers.get(row.person_id, ()))
        found.append(Asked(row, _state(row, needed, on), common(row, away.get(row.asked_id, ()))))
    return found


def common(row: CoverRequest, theirs: Iterable[AbsenceRecord]) -> list[Days]:
    """The days of a request on which these absences are."""
    both = ((max(row.first_on, each.first_on), min(row.last_on, each.last_on)) for each in theirs)
    return [(first, last) for first, last in both if first <= last]


def account(person: Person) -> User | None:
    """The account by which the person could answer; None where they have none, or no role as HSC there."""
    chosen = select(User).join(Membership, Membership.user_id == User.id)
    ours = (
        Membership.organisation_id == person.organisation_id,
        Membership.role == Role.HSC,
        Membership.holds(),
        User.active,
    )
    return db.session.scalar(chosen.where(User.id == person.user_id, *ours)) if person.user_id else None


def with_account(people: Sequence[Person]) -> set[int]:
    """Which of these people could answer."""
    ids = {each.user_id: each.id for each in people if each.user_id}
    chosen = select(Membership.user_id).join(User, Membership.user_id == User.id)
    organisations = {each.organisation_id for each in people}
    ours = (Membership.organisation_id.in_(organisations), Membership.role == Role.HSC, Membership.holds(), User.active)
    return {ids[each] for each in db.session.scalars(chosen.where(Membership.user_id.in_(ids), *ours))}


def _state(row: CoverRequest, needed: bool, on: date) -> State:
    if row.answered is not None:
        return State(row.answered.value)
    if row.last_on < on:
        return State.EXPIRED
    return State.OPEN if needed else State.MOOT


def _rows(organisation_id: int) -> Select[CoverRequest]:
    who = (
        joinedload(CoverRequest.person),
        joinedload(CoverRequest.asked).joinedload(Person.posting).load_only(Posting.role, Posting.hired_on),
        joinedload(CoverRequest.asked_by),
        joinedload(CoverRequest.answered_by),
    )
    chosen = select(CoverRequest).options(*who).where(CoverRequest.organisation_id == organisation_id)
    return chosen.order_by(CoverRequest.id.desc())
