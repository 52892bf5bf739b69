"""Who is away and who covers, as it is recorded."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.staffing import AbsenceRecord, CoverRecord, CoverRequest
from onboarding.models.training_session import TrainingSession
from onboarding.queries.correctable import in_force
from onboarding.queries.evidence import WITH_CHECKS
from onboarding.queries.people import goes_on
from onboarding.roles import StaffRole

COVERING = (StaffRole.HSC, StaffRole.SURGICAL_HSC)  # as rules/coverage.py has it
Days = tuple[date, date]  # first and last, both included
HasDays = AbsenceRecord | CoverRecord | CoverRequest


class Away(NamedTuple):
    """One absence of a person, and who covers it from when to when, in order of day."""

    person: Person
    absence: AbsenceRecord
    covers: Sequence[CoverRecord]


def one(organisation_id: int, id: int, _user_id: int | None = None) -> AbsenceRecord | None:
    """The absence, if it is this organisation's."""
    chosen = select(AbsenceRecord).where(AbsenceRecord.organisation_id == organisation_id, AbsenceRecord.id == id)
    return db.session.scalar(chosen)


def cover(organisation_id: int, id: int, _user_id: int | None = None) -> CoverRecord | None:
    """The cover, if it is this organisation's."""
    chosen = select(CoverRecord).where(CoverRecord.organisation_id == organisation_id, CoverRecord.id == id)
    return db.session.scalar(chosen.options(joinedload(CoverRecord.covered_by)))


def history(person: Person) -> tuple[Sequence[AbsenceRecord], Sequence[CoverRecord]]:
    """Every row of the person's absences and of who covers, corrected ones and corrections included."""
    mine = (
        _of(each, person.organisation_id).where(each.person_id == person.id) for each in (AbsenceRecord, CoverRecord)
    )
    absences, covers = (db.session.scalars(each).all() for each in mine)
    return absences, covers


def of(person: Person) -> list[Away]:
    """The person's absences that hold, the latest first."""
    absences, covers = history(person)
    return _away({person.id: person}, absences, covers)


def listed(organisation: Organisation, through: date | None = None, since: date | None = None) -> list[Away]:
    """Everybody's absences that hold and have days between these, the latest first."""
    chosen = _of(AbsenceRecord, organisation.id)
    rows = in_force(db.session.scalars(chosen))
    rows = [
        row for row in rows if (since is None or row.last_on >= since) and (through is None or row.first_on <= through)
    ]
    ids = {row.person_id for row in rows}
    people = {each.id: each for each in db.session.scalars(select(Person).where(Person.id.in_(ids), goes_on(Person)))}
    covers = db.session.scalars(_of(CoverRecord, organisation.id).where(CoverRecord.person_id.in_(ids))).all()
    return _away(people, rows, covers)


def held(
    organisation_id: int, ids: Iterable[int]
) -> tuple[dict[int, list[AbsenceRecord]], dict[int, list[CoverRecord]]]:
    """What holds of these people's absences, and of who covers for them, by person and in order of day."""
    found: tuple[dict[int, list[Any]], dict[int, list[Any]]] = {}, {}
    ids = set(ids)
    for model, rows in zip((AbsenceRecord, CoverRecord), found, strict=True):
        every = in_force(db.session.scalars(_of(model, organisation_id).where(model.person_id.in_(ids))))
        for row in sorted(every, key=lambda row: row.first_on):
            rows.setdefault(row.person_id, []).append(row)
    return found


def of_people(ids: Collection[int], since: date) -> dict[int, list[AbsenceRecord]]:
    """The absences of these people, of whichever organisation, that hold and are not over on a day."""
    chosen = select(AbsenceRecord).where(AbsenceRecord.person_id.in_(ids)).order_by(AbsenceRecord.id)
    found: dict[int, list[AbsenceRecord]] = {}
    for row in in_force(db.session.scalars(chosen)) if ids else ():
        if row.last_on >= since:
            found.setdefault(row.person_id, []).append(row)
    return found


def during(rows: Iterable[AbsenceRecord], session: TrainingSession) -> AbsenceRecord | None:
    """The one of these absences that has a day of the session."""
    first, last = clock.day_of(session.starts_at), clock.day_of(session.ends_at)
    return next((row for row in rows if row.first_on <= last and first <= row.last_on), None)


def covered_by(person: Person) -> list[CoverRecord]:
    """For whom the person covers, in order of day."""
    mine = _of(CoverRecord, person.organisation_id).where(CoverRecord.covered_by_id == person.id)
    rows = db.session.scalars(mine.options(joinedload(CoverRecord.away))).all()
    return sorted(in_force(rows), key=lambda row: (row.first_on, row.id))


def who_can_cover(person: Person, on: date) -> Sequence[Person]:
    """Who else is in a role that covers on a day, by name."""
    posting = Person.posting_id == Posting.id
    in_role = (
        Posting.role.in_(COVERING) & (Posting.hired_on <= on) & (Posting.left_on.is_(None) | (Posting.left_on >= on))
    )
    chosen = select(Person).join(Posting, posting).where(Person.organisation_id == person.organisation_id, in_role)
    return db.session.scalars(
        chosen.where(Person.id != person.id, goes_on(Person)).order_by(Person.sorted_as, Person.id)
    ).all()


def _of(model: Any, organisation_id: int) -> Select[Any]:
    chosen: Select[Any] = select(model).where(model.organisation_id == organisation_id).order_by(model.id)
    chosen = chosen.options(joinedload(model.recorded_by))
    if model is AbsenceRecord:
        return chosen.options(selectinload(AbsenceRecord.paper).options(*WITH_CHECKS))
    return chosen.options(joinedload(CoverRecord.covered_by)) if model is CoverRecord else chosen


def _away(people: dict[int, Person], absences: Iterable[AbsenceRecord], covers: Iterable[CoverRecord]) -> list[Away]:
    by_person: dict[int, list[CoverRecord]] = {}
    for row in sorted(in_force(covers), key=lambda row: row.first_on):
        by_person.setdefault(row.person_id, []).append(row)
    found = [
        Away(people[row.person_id], row, [each for each in by_person.get(row.person_id, ()) if overlap(row, each)])
        for row in in_force(absences)
        if row.person_id in people
    ]
    return sorted(found, key=lambda each: (each.absence.first_on, each.absence.id), reverse=True)


def overlap(one: HasDays, other: HasDays) -> bool:
    """Whether two of them have a day in common."""
    return one.first_on <= other.last_on and other.first_on <= one.last_on


def away_throughout(absences: Iterable[AbsenceRecord], row: HasDays) -> bool:
    """Whether somebody with these absences, which hold, is away on each of the days."""
    return any(first <= row.first_on and row.last_on <= last for first, last in _joined(absences))


def _joined(rows: Iterable[HasDays]) -> list[Days]:
    """The days of these, neighbouring ones as one."""
    joined: list[Days] = []
    for first, last in sorted((each.first_on, each.last_on) for each in rows):
        if joined and first <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return joined
