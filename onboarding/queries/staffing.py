"""A COHE's staffing as it is recorded, made into facts of the rules; and what nobody recorded yet.

People are named in the facts, so that a finding reads like a sentence; who has another's name has a number beside it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from sqlalchemy import Select, select

from onboarding.extensions import db
from onboarding.models.credential import CredentialEvent, Track
from onboarding.models.hiring import Hire
from onboarding.models.keeping import Erasure
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.staffing import AbsenceRecord, CoverRecord, InitiatedClaims, TimeSplit
from onboarding.queries import initiated_claims, time_splits
from onboarding.queries.correctable import Row, in_force
from onboarding.queries.people import goes_on
from onboarding.rules import billing
from onboarding.rules.days import Quarter
from onboarding.rules.facts import Absence, Event, QuarterClaims, Staffing, StaffRow
from onboarding.rules.fte import share
from onboarding.rules.numbers import Numbers
from onboarding.rules.time_split import CLAIMS

A_DAY = timedelta(days=1)


class Spell(NamedTuple):
    """Somebody in one role from a day through another (None: still)."""

    role: str
    first: date
    last: date | None


class Silent(NamedTuple):
    """Somebody whose time nobody recorded, from a day through another (None: still)."""

    person: Person
    first: date
    last: date | None


class Recorded(NamedTuple):
    """What is recorded of a COHE's staffing. `names`: each person as the facts name them.

    `claims`: what holds of each quarter. `contradicting`: whose applications to L&I do not fit together, so that it is
    not known whether they may bill; they are taken as if they might not. `erased`: of whom nothing but the days in the
    role is kept.
    """

    claims: Mapping[Quarter, InitiatedClaims]
    names: Mapping[int, str]
    people: Mapping[int, Person]
    spells: Mapping[int, Sequence[Spell]]
    splits: Mapping[int, Sequence[TimeSplit]]
    billing: Mapping[int, Sequence[billing.Span]]
    absences: Sequence[AbsenceRecord]
    covers: Mapping[int, Sequence[CoverRecord]]
    contradicting: Sequence[Person]
    erased: frozenset[int]

    @property
    def person_of(self) -> dict[str, Person]:
        """Each person by the name that the facts have."""
        return {name: self.people[id] for id, name in self.names.items()}


def recorded(organisation: Organisation) -> Recorded:
    """Everything that staffing is computed from, by a fixed number of questions to the database."""
    people = {each.id: each for each in db.session.scalars(_staff(organisation))}
    spells = _spells(organisation, people)
    events, contradicting = _billing(organisation, people)
    covers = _by_person(_rows(CoverRecord, organisation))
    return Recorded(
        claims=initiated_claims.of(organisation),
        names=_named(people.values()),
        people=people,
        spells=spells,
        splits={id: time_splits.by_day(rows) for id, rows in _by_person(_rows(TimeSplit, organisation)).items()},
        billing=events,
        absences=[row for row in in_force(_rows(AbsenceRecord, organisation)) if row.person_id in people],
        covers={id: sorted(in_force(rows), key=lambda row: row.first_on) for id, rows in covers.items()},
        contradicting=contradicting,
        erased=_erased(organisation),
    )


def facts_of(organisation: Organisation, known: Recorded, numbers: Numbers, as_of: date) -> Staffing:
    """What is recorded as the rules know it. `numbers`: in force on the day, which say what full time is.

    Claims that were counted before their quarter was over are not those of the quarter once it is.
    """
    claims = tuple(
        QuarterClaims(quarter, row.claims, row.surgical_claims)
        for quarter, row in known.claims.items()
        if quarter.last > as_of or initiated_claims.is_final(row)
    )
    staff = tuple(row for id in known.people for row in _staff_rows(known, id, numbers))
    absences = tuple(each for row in known.absences for each in _absences(known, row))
    return Staffing(organisation.slug, organisation.slug, claims, staff, absences)


def silent(known: Recorded) -> list[Silent]:
    """Whose time is not recorded while they are in a role, by person and day."""
    return [
        Silent(known.people[id], first, last)
        for id in known.people
        for spell in known.spells[id]
        for first, last, split in _pieces(spell, known.splits.get(id, ()))
        if split is None
    ]


def counted_too_early(known: Recorded, today: date) -> list[Quarter]:
    """Quarters that are over, whose claims were last counted before they were."""
    return [
        quarter for quarter, row in known.claims.items() if quarter.last < today and not initiated_claims.is_final(row)
    ]


def _staff(organisation: Organisation) -> Select[Person]:
    chosen = select(Person).where(Person.organisation_id == organisation.id, Person.posting_id.is_not(None))
    return chosen.where(goes_on(Person)).order_by(Person.sorted_as, Person.id)


def _erased(organisation: Organisation) -> frozenset[int]:
    ours = Erasure.organisation_id == organisation.id, Erasure.confirmed_at.is_not(None)
    return frozenset(db.session.scalars(select(Erasure.person_id).where(*ours)))


def _named(people: Iterable[Person]) -> dict[int, str]:
    taken, names = set[str](), dict[int, str]()
    for person in people:
        name, number = person.name, 1
        while name in taken:
            number += 1
            name = f"{person.name} ({number})"
        taken.add(name)
        names[person.id] = name
    return names


def _rows(model: type[Row], organisation: Organisation) -> Sequence[Row]:
    chosen = select(model).where(model.organisation_id == organisation.id).order_by(model.id)
    return db.session.scalars(chosen).all()


def _by_person(rows: Iterable[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(row)  # type: ignore[attr-defined]
    return found


def _spells(organisation: Organisation, people: Mapping[int, Person]) -> dict[int, Sequence[Spell]]:
    """Who was in which role. A hire upon a promotion, and a return after the last day, begin another time in a role;
    any other version of the days corrects the one before."""
    hires = set(db.session.scalars(select(Hire.posting_id).where(Hire.organisation_id == organisation.id)))
    chosen = select(Posting).where(Posting.organisation_id == organisation.id)
    found: dict[int, list[Posting]] = {}
    for row in db.session.scalars(chosen.order_by(Posting.person_id, Posting.version)):
        rows = found.setdefault(row.person_id, [])
        if rows and row.id not in hires and not _returned(rows[-1], row):
            rows.pop()
        rows.append(row)
    return {id: list(_ended(found.get(id, ()))) for id in people}


def _returned(before: Posting, row: Posting) -> bool:
    return before.left_on is not None and row.hired_on > before.left_on


def _ended(rows: Sequence[Posting]) -> Iterator[Spell]:
    """Each until the day before the next."""
    for row, after in pairwise([*rows, None]):
        assert row is not None
        last = min(filter(None, (row.left_on, after.hired_on - A_DAY if after else None)), default=None)
        if last is None or row.hired_on <= last:
            yield Spell(row.role.value, row.hired_on, last)


def _billing(
    organisation: Organisation, people: Mapping[int, Person]
) -> tuple[dict[int, Sequence[billing.Span]], list[Person]]:
    """From when to when each may bill, and whose events do not follow each other."""
    rows = [row for row in _rows(CredentialEvent, organisation) if row.track is Track.PROVIDER]
    by_person, contradicting = _by_person(rows), []
    spans: dict[int, Sequence[billing.Span]] = {}
    for id, person in people.items():
        events = [
            Event(row.happened_on, row.event, row.number, row.reason, "") for row in in_force(by_person.get(id, ()))
        ]
        found = billing.active_spans(events)
        if found is None:
            contradicting.append(person)
        spans[id] = found or ()
    return spans, contradicting


def _staff_rows(known: Recorded, id: int, numbers: Numbers) -> Iterator[StaffRow]:
    """One row for each time in one role with one split, in pieces where the person stopped to be able to bill."""
    name = known.names[id]
    for spell in known.spells[id]:
        for first, last, split in _pieces(spell, known.splits.get(id, ())):
            time = share(split.parts.get(CLAIMS, 0), numbers) if split else None
            for begins, ends, billable in billing.split(first, last, known.billing[id]):
                yield StaffRow(name, spell.role, time, begins, ends, billable)


def _pieces(spell: Spell, splits: Sequence[TimeSplit]) -> Iterator[tuple[date, date | None, TimeSplit | None]]:
    """A spell by the split that holds, None where none does."""
    starts = [
        row.since for row in splits if row.since > spell.first and (spell.last is None or row.since <= spell.last)
    ]
    for first, after in pairwise([spell.first, *starts, None]):
        assert first is not None
        yield first, after - A_DAY if after else spell.last, time_splits.on(splits, first)


def _absences(known: Recorded, row: AbsenceRecord) -> Iterator[Absence]:
    """An absence in pieces: each that somebody covers, and what is left between them."""
    name, begins = known.names[row.person_id], row.first_on
    for cover in known.covers.get(row.person_id, ()):
        first, last = max(cover.first_on, row.first_on), min(cover.last_on, row.last_on)
        if first > last:
            continue
        if begins < first:
            yield Absence(name, begins, first - A_DAY, None)
        yield Absence(name, first, last, known.names.get(cover.covered_by_id))
        begins = last + A_DAY
    if begins <= row.last_on:
        yield Absence(name, begins, row.last_on, None)
