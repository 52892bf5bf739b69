"""The lists of applicants, kept right: a person's line is computed again with every change that it follows from.

What a change of a record touches is computed within that change: the line of the person it names, of both whose records
were merged, and of everybody whose job or degree is proven by it, whoever's file it is. A ruling touches everybody of
its COHE, and a new day everybody: those lines are marked, or found by their day, and computed a part at a time, by the
clock or on request.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import Select, event, select, update
from sqlalchemy.orm import Session, joinedload

from onboarding import clock
from onboarding.actions import Action
from onboarding.extensions import Base, db, writing
from onboarding.models.application import Application
from onboarding.models.claim import Claim, FactDecision, FactEvidence, StandingStatement
from onboarding.models.determination import Determination, InformationItem, Recommendation, Reopening
from onboarding.models.duplicate import Duplicate
from onboarding.models.evidence import EvidenceItem, EvidenceVerification, EvidenceWithdrawal
from onboarding.models.hiring import Promotion
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.reference import ReferenceAnswer, ReferenceRequest
from onboarding.models.ruling import RecordedRuling
from onboarding.queries import application_state, rulings as rulings_of
from onboarding.queries.applications import is_due
from onboarding.rules.rulebook import Rulebook
from onboarding.services.change import Actor, change

AT_ONCE = 200
NAMED = (("person_id", Person),)
# Every record that a line is computed from, and by which columns it points at whose line that is; no other moves one.
POINTS: dict[type[Base], tuple[tuple[str, type[Any]], ...]] = {
    Person: (("id", Person),),
    Claim: NAMED,
    FactDecision: NAMED,
    FactEvidence: NAMED,
    StandingStatement: NAMED,
    Promotion: NAMED,
    Recommendation: NAMED,
    Determination: NAMED,
    InformationItem: NAMED,
    RecordedRuling: (("organisation_id", Organisation),),
    Duplicate: (("person_id", Person), ("other_id", Person)),
    EvidenceItem: (("id", EvidenceItem), ("person_id", Person)),
    EvidenceVerification: (("item_id", EvidenceItem),),
    EvidenceWithdrawal: (("item_id", EvidenceItem),),
    ReferenceAnswer: (("request_id", ReferenceRequest),),
    Reopening: (("determination_id", Determination),),
}
# Whose lines are computed from what is pointed at: an item proves what its own person claims, and who that was merged
# into.
WHOSE: dict[type[Any], tuple[Any, Any]] = {
    EvidenceItem: (FactEvidence.person_id, FactEvidence.item_id),
    ReferenceRequest: (ReferenceRequest.person_id, ReferenceRequest.id),
    Determination: (Determination.person_id, Determination.id),
}


class Changed(NamedTuple):
    """One answer that is another than the list said before."""

    person: Person
    before: tuple[str | None, str | None]
    after: tuple[str | None, str | None]


@event.listens_for(Session, "after_flush")
def _note_what_changed(session: Session, _context: Any) -> None:
    pointed: dict[type[Any], set[int]] = session.info.setdefault("applications", {})
    added = [row for row in session.new if isinstance(row, Person)]
    session.info.setdefault("applicants", []).extend(added)
    others = session.new.difference(added)
    for row in (*others, *filter(session.is_modified, session.dirty), *session.deleted):
        if type(row) in POINTS:
            for model, id in _pointed_at(row):
                pointed.setdefault(model, set()).add(id)


def _pointed_at(row: Base) -> Iterator[tuple[type[Any], int]]:
    for column, model in POINTS[type(row)]:
        if (id := getattr(row, column)) is not None:
            yield model, id


@event.listens_for(Session, "before_commit")
def _keep_right(session: Session) -> None:
    session.flush()
    pointed, added = session.info.pop("applications", {}), session.info.pop("applicants", [])
    for person in added:  # a line that nothing is computed from, unless more than the person was recorded
        begun = application_state.begun(person, clock.today(), _book().version)
        session.add(Application(organisation_id=person.organisation_id, person_id=person.id, **begun._asdict()))
    if ruled := pointed.pop(Organisation, None):
        session.execute(update(Application).where(Application.organisation_id.in_(ruled)).values(as_of=None))
    touched = sorted(_whose(pointed))
    if touched:
        session.flush()
        session.expire_all()  # what is computed is computed from what was written, not from what was read before it
        for start in range(0, len(touched), AT_ONCE):
            part = touched[start : start + AT_ONCE]
            _compute(db.session.scalars(select(Application).where(Application.person_id.in_(part))).all())
        session.flush()
    session.info.pop("applications", None)


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop("applications", None)
    session.info.pop("applicants", None)


def note_taken(actor: Actor, organisation: Organisation, kind: str, rows: int) -> None:
    """Write down that somebody took the list away, as what kind of file, and how many people are in it."""
    with change(actor) as under_way:
        under_way.record(organisation.id, Action.APPLICANTS_EXPORTED, "list:applicants", kind=kind, rows=rows)


def recompute(ids: Collection[int]) -> list[Changed]:
    """Compute the lines of these people again, today, and tell whose answers are others than before."""
    return _computed_again(select(Application).where(Application.person_id.in_(ids)).with_for_update())[1]


def recompute_due() -> int:
    """Compute every line that is of another day, another rulebook or before a ruling, a part at a time. Gives how many.

    Lines that somebody else computes at the moment are left to them.
    """
    done = 0
    due = select(Application).where(is_due(clock.today(), _book())).order_by(Application.person_id).limit(AT_ONCE)
    while count := _computed_again(due.with_for_update(skip_locked=True))[0]:
        done += count
    return done


def _computed_again(chosen: Select[Any]) -> tuple[int, list[Changed]]:
    """Compute these lines in a transaction of their own. Gives how many, and whose answers are others than before."""
    db.session.rollback()
    with writing():
        try:
            rows = db.session.scalars(chosen).all()
            before = {row.person_id: (row.claimed, row.verified) for row in rows}
            people = _compute(rows)
            after = {row.person_id: (row.claimed, row.verified) for row in rows}
            db.session.commit()
        finally:
            db.session.rollback()
    return len(rows), [Changed(people[id], before[id], after[id]) for id in before if before[id] != after[id]]


def _compute(rows: Sequence[Application]) -> dict[int, Person]:
    """Compute these lines as of today; gives the people they are of."""
    everybody: dict[int, Person] = {}
    by_organisation: dict[int, list[Application]] = {}
    for row in rows:
        by_organisation.setdefault(row.organisation_id, []).append(row)
    for organisation_id, lines in by_organisation.items():
        organisation = db.session.get_one(Organisation, organisation_id)
        ids = [line.person_id for line in lines]
        people = db.session.scalars(select(Person).options(joinedload(Person.posting)).where(Person.id.in_(ids))).all()
        law = rulings_of.of(organisation, _book())
        found = application_state.computed(organisation, people, law, clock.today())
        for line in lines:
            for column, value in found[line.person_id]._asdict().items():
                setattr(line, column, value)
        everybody.update({person.id: person for person in people})
    return everybody


def _whose(pointed: Mapping[type[Any], Collection[int]]) -> set[int]:
    """The people whose lines are computed from any of these."""
    found = set(pointed.get(Person, ()))
    for model, ids in pointed.items():
        if model in WHOSE:
            person, at = WHOSE[model]
            found.update(db.session.scalars(select(person).where(at.in_(ids))))
    return found


def _book() -> Rulebook:
    found: Rulebook = current_app.extensions["rulebook"]
    return found
