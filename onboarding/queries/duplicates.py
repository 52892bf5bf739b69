"""Records that could be of one person: which they are, and which were merged."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, aliased, joinedload

from onboarding.extensions import db
from onboarding.models.duplicate import Duplicate
from onboarding.models.person import Person, Posting
from onboarding.queries.paging import turned
from onboarding.queries.people import PAGE, Stage, goes_on, in_stage
from onboarding.rules.alike import dialed, same_name

ALIKE = {"name": "same_name", "phone": "dialed"}
ASKED_AT_ONCE = 500  # names in one question to the database


class Pair(NamedTuple):
    """Two records that could be of one person, the older first."""

    older: Person
    newer: Person

    @property
    def same(self) -> str:
        """What of them is the same, in words."""
        return " and ".join(what for what, key in ALIKE.items() if self._has_same(key))

    def _has_same(self, key: str) -> bool:
        known = getattr(self.older, key)
        return known is not None and known == getattr(self.newer, key)


class Pairs(NamedTuple):
    """One page of the pairs, and how many there are in all."""

    rows: Sequence[Pair]
    total: int
    page: int
    pages: int


def told_apart(person: Person, other: Person) -> Duplicate | None:
    """That somebody said of these that they are two people."""
    pair = (person.id, other.id)
    return db.session.scalar(
        select(Duplicate)
        .where(Duplicate.organisation_id == person.organisation_id, ~Duplicate.same)
        .where(Duplicate.person_id.in_(pair), Duplicate.other_id.in_(pair))
        .order_by(Duplicate.id.desc())
        .limit(1)
    )


def like(person: Person, applicants_on: date | None) -> Sequence[Person]:
    """Who else has this person's name or phone, undecided; the oldest first. `applicants_on`: only applicants then."""
    other = aliased(Person)
    columns = (getattr(other, key) for key in ALIKE.values())
    alike = or_(*(and_(column == getattr(person, column.key), column.is_not(None)) for column in columns))
    chosen = (
        select(other)
        .outerjoin(Posting, other.posting_id == Posting.id)
        .options(joinedload(other.posting))
        .where(other.organisation_id == person.organisation_id, other.id != person.id, alike)
        .where(goes_on(other), ~_decided(person.id, other.id), ~_given_up(person.id))
        .order_by(other.id)
        .limit(PAGE)
    )
    if applicants_on:
        chosen = chosen.where(in_stage(Stage.APPLICANT, applicants_on))
    return db.session.scalars(chosen).all()


def alike(organisation_id: int, name: str, phone: str | None, applicants_on: date | None) -> Sequence[Person]:
    """Who is recorded with this name or phone, for somebody who is not recorded yet; as `like`."""
    known = {"same_name": same_name(name), "dialed": dialed(phone)}
    same = [getattr(Person, key) == value for key, value in known.items() if value]
    if not same:
        return ()
    chosen = (
        select(Person)
        .outerjoin(Posting, Person.posting_id == Posting.id)
        .options(joinedload(Person.posting))
        .where(Person.organisation_id == organisation_id, goes_on(Person), or_(*same))
        .order_by(Person.id)
        .limit(PAGE)
    )
    if applicants_on:
        chosen = chosen.where(in_stage(Stage.APPLICANT, applicants_on))
    return db.session.scalars(chosen).all()


def namesakes(organisation_id: int, names: Iterable[str], applicants_on: date | None) -> Sequence[Person]:
    """Who is recorded with one of these names; as `like`."""
    wanted, found = sorted({key for name in names if (key := same_name(name))}), list[Person]()
    for start in range(0, len(wanted), ASKED_AT_ONCE):
        chosen = (
            select(Person)
            .outerjoin(Posting, Person.posting_id == Posting.id)
            .where(Person.organisation_id == organisation_id, goes_on(Person))
            .where(Person.same_name.in_(wanted[start : start + ASKED_AT_ONCE]))
        )
        if applicants_on:
            chosen = chosen.where(in_stage(Stage.APPLICANT, applicants_on))
        found += db.session.scalars(chosen.order_by(Person.sorted_as, Person.id))
    return found


def pairs(organisation_id: int, page: int, applicants_on: date | None) -> Pairs:
    """A page of the undecided pairs of a COHE, by name. `applicants_on`: only where both are applicants on that day."""
    older, newer = aliased(Person), aliased(Person)
    alike = union(_alike(organisation_id, Person.same_name), _alike(organisation_id, Person.dialed)).subquery()
    chosen = (
        select(older, newer)
        .join(alike, alike.c.older == older.id)
        .join(newer, alike.c.newer == newer.id)
        .where(goes_on(older), goes_on(newer), ~_decided(older.id, newer.id))
    )
    if applicants_on:
        for each in (older, newer):
            posting = aliased(Posting)
            hired = exists().where(posting.id == each.posting_id, posting.hired_on <= applicants_on)
            chosen = chosen.where(~hired)
    total = db.session.scalar(select(func.count()).select_from(chosen.with_only_columns(older.id).subquery())) or 0
    page, pages = turned(total, page, PAGE)
    rows = chosen.order_by(older.sorted_as, older.id, newer.id).limit(PAGE).offset((page - 1) * PAGE)
    return Pairs([Pair(*row) for row in db.session.execute(rows)], total, page, pages)


def merged_into(person: Person) -> Person | None:
    """The record that goes on instead of this one; None for a record that goes on itself."""
    found: Person | None = None
    while step := db.session.scalar(_next(found or person)):
        found = step
    return found


def merged(person: Person) -> Sequence[Person]:
    """The records that were merged into this one, and into those; the oldest first."""
    found: dict[int, Person] = {}
    left = [person.id]
    while left:
        chosen = select(Person).join(Duplicate, and_(Duplicate.person_id == Person.id, Duplicate.same))
        chosen = chosen.where(Duplicate.organisation_id == person.organisation_id, Duplicate.other_id.in_(left))
        rows = db.session.scalars(chosen).all()
        found.update((row.id, row) for row in rows)
        left = [row.id for row in rows]
    return [found[id] for id in sorted(found)]


def given_up(ids: Iterable[int]) -> set[int]:
    """Those of these people whose records were merged into others."""
    return set(db.session.scalars(select(Duplicate.person_id).where(Duplicate.person_id.in_(ids), Duplicate.same)))


def selves(person: Person) -> Sequence[int]:
    """The ids of the records that are of this person: its own, and those merged into it."""
    return [person.id, *(each.id for each in merged(person))]


def _next(person: Person) -> Select[Person]:
    return (
        select(Person)
        .join(Duplicate, and_(Duplicate.other_id == Person.id, Duplicate.same))
        .options(joinedload(Person.posting))
        .where(Duplicate.organisation_id == person.organisation_id, Duplicate.person_id == person.id)
    )


def _given_up(id: int) -> ColumnElement[bool]:
    return exists().where(Duplicate.person_id == id, Duplicate.same)


def _alike(organisation_id: int, by: InstrumentedAttribute[Any]) -> Select[int, int]:
    """The ids of two records that have the same in this column; each question goes by an index of its own."""
    older, newer = aliased(Person), aliased(Person)
    same = getattr(older, by.key) == getattr(newer, by.key)
    mine = newer.organisation_id == organisation_id
    chosen = select(older.id.label("older"), newer.id.label("newer")).join(newer, and_(mine, same, older.id < newer.id))
    return chosen.where(older.organisation_id == organisation_id)


def _decided(one: InstrumentedAttribute[int] | int, other: InstrumentedAttribute[int] | int) -> ColumnElement[bool]:
    either = or_(
        and_(Duplicate.person_id == one, Duplicate.other_id == other),
        and_(Duplicate.person_id == other, Duplicate.other_id == one),
    )
    return exists().where(either)
