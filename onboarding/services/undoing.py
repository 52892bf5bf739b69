"""Undoing a table that was taken in: everybody who came with it goes, for as long as nothing else was done with them.

What was entered later is never lost by it: one person who was touched keeps the whole table. Whom the table updated
stays as they are: each was corrected like by hand, and is corrected again like that.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, func, or_, select

from onboarding import clock
from onboarding.actions import Action
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.duplicate import Duplicate
from onboarding.models.evidence import PersonKey
from onboarding.models.hiring import Supervision
from onboarding.models.imported import ImportBatch, ImportedPerson
from onboarding.models.keeping import Erasure, Hold
from onboarding.models.message import MessagePerson
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.models.records import RECORDS, subject_of
from onboarding.models.staffing import CoverRecord
from onboarding.models.trail import TrailEntry
from onboarding.models.training import TrainingRecord
from onboarding.queries import training as trainings
from onboarding.rules.wording import listed
from onboarding.services import blanking, names, trail_details, training
from onboarding.services.change import Actor, Change, change
from onboarding.services.erasures import take_away
from onboarding.services.going import WHOLE
from onboarding.services.holds import refuse_held

RECORDED = "training_record"  # among what is noted of somebody: the ids of what a table recorded of them
NAMED = 5  # people who were touched, in one sentence
MOST = 2_000  # people who go at once
AT_ONCE = 100  # of whom one statement is about


def note_batch(
    under_way: Change,
    organisation: Organisation,
    kind: str,
    people: Sequence[Person],
    updated: Mapping[int, Collection[str]] = MappingProxyType({}),
    records: bool = False,
) -> ImportBatch:
    """Note, within a change, whom a table brought, and how many rows of each table it recorded of them.

    `updated`: who was here already, and of what the table changed what was recorded. `records`: it only recorded what
    happened, so that which trainings it recorded is noted too.
    """
    counted: dict[int, Counter[str]] = defaultdict(Counter)
    for row in under_way.recorded() - set(people):
        counted[getattr(row, "person_id", 0)][row.__tablename__] += 1
    batch = ImportBatch(
        organisation_id=organisation.id,
        kind=kind,
        people=len(people),
        imported_by_id=under_way.actor.user_id,
        imported_at=clock.now(),
    )
    db.session.add(batch)
    db.session.flush()
    made: dict[int, list[int]] = defaultdict(list)
    if records:
        for row in under_way.recorded():
            if isinstance(row, TrainingRecord):
                made[row.person_id].append(row.id)
    db.session.add_all(
        ImportedPerson(
            organisation_id=organisation.id,
            batch_id=batch.id,
            person_id=person.id,
            rows=dict(counted[person.id]),
            revision=person.revision,
        )
        for person in people
    )
    db.session.add_all(
        ImportedPerson(
            organisation_id=organisation.id,
            batch_id=batch.id,
            person_id=id,
            rows={RECORDED: sorted(made[id])} if made[id] else {},
            revision=db.session.get_one(Person, id).revision,
            updated=sorted(keys),
        )
        for id, keys in updated.items()
    )
    told = {"updated": len(updated)} if updated else {}
    under_way.record(organisation.id, Action.IMPORT_TAKEN, batch, kind=kind, people=len(people), **told)
    return batch


TakeBack = Callable[[Change, Organisation, int, str], int]


def undo(
    actor: Actor, organisation: Organisation, id: int, because: str, take_back: TakeBack | None = None
) -> ImportBatch:
    """Take everybody out again who came with a table. Raises OnboardingError where somebody was touched since.

    `take_back`: how what it recorded of the COHE itself is taken back; it says how many that was.
    """
    with change(actor) as under_way:
        chosen = select(ImportBatch).where(ImportBatch.organisation_id == organisation.id, ImportBatch.id == id)
        batch = db.session.scalar(chosen.with_for_update().execution_options(populate_existing=True))
        if batch is None or batch.undone_at:
            raise NotFoundError
        refuse_held(organisation.id, None)
        names.refuse(organisation.id, because=because)
        struck = _strike(under_way, batch, because)
        of_cohe = take_back(under_way, organisation, batch.id, because) if take_back else 0
        if batch.people == 0 and not struck and not of_cohe:
            raise OnboardingError("Nobody was added with this table. Correct whom it updated in their records.")
        if batch.people > MOST:
            raise OnboardingError(f"An import of more than {MOST:,} people cannot be undone.")
        came = _came(batch)
        people = _locked([each.person_id for each in came])
        if touched := list(_touched(came, people)):
            more = f" and {len(touched) - NAMED} more" if len(touched) > NAMED else ""
            raise OnboardingError(
                f"Something else was recorded since about {', '.join(touched[:NAMED])}{more}. Nothing was undone. "
                "Correct their records instead."
            )
        if people:
            _take_out(under_way, batch, people)
        batch.undone_at, batch.undone_by_id, batch.undone_because = clock.now(), actor.user_id, because
        told = {key: number for key, number in (("trainings", struck), ("quarters", of_cohe)) if number}
        under_way.record(organisation.id, Action.IMPORT_UNDONE, batch, people=len(people), **told)
    return batch


def _strike(under_way: Change, batch: ImportBatch, because: str) -> int:
    """Strike every training that a table recorded of who was here, and say how many; none where one was touched."""
    mine = ImportedPerson.organisation_id == batch.organisation_id, ImportedPerson.batch_id == batch.id
    rows = db.session.scalars(select(ImportedPerson).where(*mine, ImportedPerson.updated.is_not(None))).all()
    made = {each.person_id: each.rows[RECORDED] for each in rows if RECORDED in each.rows}
    people = _locked(list(made))
    had = {id: {row.id: row for row in rows} for id, rows in trainings.of_all(people.values()).items()}
    touched = [people[id].name for id, ids in made.items() if not had[id].keys() >= set(ids)]
    if touched:
        raise OnboardingError(
            f"A training from this table was corrected or taken away since, of {listed(touched[:NAMED])}. Nothing was "
            "undone. Take away the others on the pages of the people."
        )
    for id, ids in made.items():
        for each in ids:
            training.strike_training(under_way, people[id], had[id][each], because)
    return sum(map(len, made.values()))


def _came(batch: ImportBatch) -> Sequence[ImportedPerson]:
    chosen = select(ImportedPerson).where(
        ImportedPerson.organisation_id == batch.organisation_id,
        ImportedPerson.batch_id == batch.id,
        ImportedPerson.updated.is_(None),
    )
    return db.session.scalars(chosen.order_by(ImportedPerson.person_id)).all()


def _locked(ids: Sequence[int]) -> dict[int, Person]:
    chosen = select(Person).where(Person.id.in_(ids)).order_by(Person.id)
    rows = db.session.scalars(chosen.with_for_update().execution_options(populate_existing=True))
    return {person.id: person for person in rows}


def _touched(came: Sequence[ImportedPerson], people: Mapping[int, Person]) -> Iterator[str]:
    """Who is not as they came: somebody whose record was changed, or about whom there is more or less than then."""
    others = _pointed_at([each.person_id for each in came])
    for each in came:
        person = people[each.person_id]
        if person.revision != each.revision or person.id in others or _rows(person) != each.rows:
            yield person.name


def _pointed_at(ids: Sequence[int]) -> set[int]:
    """Who of them is named by what did not come with the table: holds, erasures, merges, files, others' supervisor."""
    found: set[int] = set()
    for column in (Hold.person_id, Erasure.person_id, PersonKey.person_id, Duplicate.person_id, Duplicate.other_id):
        found |= set(db.session.scalars(select(column).where(column.in_(ids))))
    for model, column in ((Supervision, Supervision.supervisor_id), (CoverRecord, CoverRecord.covered_by_id)):
        found |= set(db.session.scalars(select(column).where(column.in_(ids), model.person_id.not_in(ids))))
    return found


def _rows(person: Person) -> dict[str, Any]:
    """How many rows there are of each table of records about the person, where there are any."""
    counts = [
        select(func.count()).select_from(model).where(where(person)).scalar_subquery().label(model.__tablename__)
        for model, where in (*WHOLE, (Posting, lambda person: Posting.person_id == person.id))
        if issubclass(model, RECORDS)
    ]
    return {table: count for table, count in db.session.execute(select(*counts)).one()._mapping.items() if count}


def _take_out(under_way: Change, batch: ImportBatch, people: Mapping[int, Person]) -> None:
    """Delete everything of everybody, with an entry for each record, and the details of the entries before."""
    subjects, everybody = {subject_of(person) for person in people.values()}, list(people.values())
    blanking.blank_messages(batch.organisation_id, everybody)
    db.session.execute(delete(MessagePerson).where(MessagePerson.person_id.in_(list(people))))
    for model, where in WHOLE:
        for start in range(0, len(everybody), AT_ONCE):
            chosen = or_(*(where(person) for person in everybody[start : start + AT_ONCE]))
            if issubclass(model, RECORDS):
                subjects |= {subject_of(row) for row in db.session.scalars(select(model).where(chosen))}
            take_away(under_way, model, chosen)
    for person in people.values():
        person.posting_id = None
    db.session.flush()
    for posting in db.session.scalars(select(Posting).where(Posting.person_id.in_(list(people)))):
        subjects.add(subject_of(posting))
        under_way.record(batch.organisation_id, Action.RECORD_ERASED, posting)
        db.session.delete(posting)
    db.session.flush()
    for person in people.values():
        under_way.record(batch.organisation_id, Action.RECORD_ERASED, person)
        db.session.delete(person)
    db.session.flush()
    about = TrailEntry.subject.in_(subjects)
    trail_details.take_out(under_way, batch.organisation_id, about, f"import {batch.id} undone", None)
