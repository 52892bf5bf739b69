"""What is listed of people, kept right: their lines are computed with every change that they follow from.

A change of a record is followed within it: for whoever it names, for both whose records were merged, and for everybody
of whom something is proven by it, whoever's file it is. What holds for a whole COHE touches everybody there, and a new
day or rulebook everybody: those lines are marked, or found by their day, and computed a part at a time, by the clock or
on request.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flask import current_app
from sqlalchemy import Select, inspect, select, update
from sqlalchemy.orm import Session, joinedload

from onboarding import clock
from onboarding.extensions import Base, db, writing
from onboarding.models.duty import ListedDuty
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import rulings as rulings_of
from onboarding.queries.lines import Listed, is_due
from onboarding.rules.duties import About
from onboarding.rules.rulebook import Rulebook
from onboarding.services import following_cohes
from onboarding.services.projections import PROJECTIONS, WHOSE, Projection

AT_ONCE = 200


class Moved(NamedTuple):
    """A line that stands otherwise than before, and how it stood."""

    person: Person
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def note(session: Session) -> None:
    """Note, after a flush, what was written that a line is computed from."""
    new = session.new  # made anew each time it is asked for
    written = (*new, *filter(session.is_modified, session.dirty), *session.deleted)
    for projection in PROJECTIONS:
        begun, pointed = session.info.setdefault("followed", {}).setdefault(projection.line, ([], {}))
        for row in written:
            if type(row) is projection.begins and row in new:
                begun.append(row)
            for model, id in _pointed_at(projection, row, row in new):
                pointed.setdefault(model, set()).add(id)
    following_cohes.note(session, written, new)


def _pointed_at(projection: Projection, row: Base, is_new: bool) -> Iterator[tuple[type[Any], int]]:
    if isinstance(row, Person):
        known = inspect(row).attrs
        if not is_new and any(known[column].history.has_changes() for column in projection.columns):
            yield Person, row.id
        return
    for column, model in projection.follows.get(type(row), ()):
        if (id := getattr(row, column)) is not None:
            yield model, id


def follow(session: Session) -> None:
    """Have every line follow what was noted, within the transaction that is about to be committed."""
    followed = session.info.pop("followed", {})
    noted = [(projection, *followed[projection.line]) for projection in PROJECTIONS if projection.line in followed]
    for projection, begun, pointed in noted:
        session.add_all(_begun(projection, begun))
        if ruled := pointed.pop(Organisation, None):
            line = projection.line
            session.execute(update(line).where(line.organisation_id.in_(ruled)).values(as_of=None))
    touched = [(projection, sorted(_whose(pointed))) for projection, _, pointed in noted]
    if any(ids for _, ids in touched):
        session.flush()
        session.expire_all()  # what is computed is computed from what was written, not from what was read before it
    for projection, ids in touched:
        for start in range(0, len(ids), AT_ONCE):
            _compute(projection, _lines(projection, ids[start : start + AT_ONCE]))
    session.flush()
    following_cohes.follow(session)
    forget(session)


def _begun(projection: Projection, rows: Iterable[Any]) -> Iterator[Any]:
    for row in rows:
        if (columns := projection.begun(row)) is not None:
            of = {
                "organisation_id": row.organisation_id,
                "person_id": row.id if isinstance(row, Person) else row.person_id,
            }
            yield projection.line(**of, **_now(), **columns)


def forget(session: Session) -> None:
    """Forget what was noted: it is followed, or undone."""
    session.info.pop("followed", None)
    following_cohes.forget(session)


def recompute(projection: Projection, ids: Collection[int]) -> list[Moved]:
    """Compute the lines of these people again, today, and tell which stand otherwise than before."""
    chosen = select(projection.line).where(projection.line.person_id.in_(ids))
    return _computed_again(projection, chosen.with_for_update())[1]


def recompute_due() -> int:
    """Compute every line that is of another day, another rulebook or before a ruling, a part at a time. Gives how many.

    Lines that somebody else computes at the moment are left to them.
    """
    done = following_cohes.recompute_due()
    for projection in PROJECTIONS:
        line = projection.line
        due = select(line).where(is_due(line, clock.today(), _book())).order_by(line.person_id).limit(AT_ONCE)
        while count := _computed_again(projection, due.with_for_update(skip_locked=True))[0]:
            done += count
    return done


def _computed_again(projection: Projection, chosen: Select[Any]) -> tuple[int, list[Moved]]:
    """Compute these lines in a transaction of their own. Gives how many, and which stand otherwise than before."""
    db.session.rollback()
    with writing():
        try:
            lines = db.session.scalars(chosen).all()
            before = {line.person_id: _columns(line) for line in lines}
            people = _compute(projection, lines)
            after = {line.person_id: _columns(line) for line in lines}
            db.session.commit()
        finally:
            db.session.rollback()
    return len(lines), [Moved(people[id], before[id], after[id]) for id in before if before[id] != after[id]]


def _compute(projection: Projection, lines: Sequence[Any]) -> dict[int, Person]:
    """Compute these lines as of today; gives the people they are of."""
    everybody: dict[int, Person] = {}
    by_organisation: dict[int, list[Any]] = {}
    for line in lines:
        by_organisation.setdefault(line.organisation_id, []).append(line)
    for organisation_id, group in by_organisation.items():
        organisation = db.session.get_one(Organisation, organisation_id)
        ids = [line.person_id for line in group]
        people = db.session.scalars(select(Person).options(joinedload(Person.posting)).where(Person.id.in_(ids))).all()
        found = projection.computed(organisation, people, rulings_of.of(organisation, _book()), clock.today())
        for line in group:
            for column, value in {**_now(), **found[line.person_id].line}.items():
                setattr(line, column, value)
        _write_duties(projection.lists, organisation_id, found)
        everybody.update({person.id: person for person in people})
    return everybody


def _write_duties(lists: Collection[About], organisation_id: int, found: Mapping[int, Listed]) -> None:
    """Have what is listed below these lines be what was found; what stands already stays."""
    stored: dict[int, list[ListedDuty]] = {id: [] for id in found}
    ours = ListedDuty.organisation_id == organisation_id, ListedDuty.about.in_(lists)
    chosen = select(ListedDuty).where(*ours, ListedDuty.person_id.in_(list(found)))
    for row in db.session.scalars(chosen.order_by(ListedDuty.id)):
        stored[row.person_id].append(row)
    for id, listed in found.items():
        missing = list(listed.rows)
        for row in stored[id]:
            same = next((each for each in missing if all(getattr(row, key) == each[key] for key in each)), None)
            if same is None:
                db.session.delete(row)
            else:
                missing.remove(same)
        db.session.flush()
        db.session.add_all(ListedDuty(organisation_id=organisation_id, person_id=id, **each) for each in missing)


def _lines(projection: Projection, ids: Collection[int]) -> Sequence[Any]:
    return db.session.scalars(select(projection.line).where(projection.line.person_id.in_(ids))).all()


def _columns(line: Any) -> dict[str, Any]:
    return {
        column.key: getattr(line, column.key) for column in inspect(type(line)).column_attrs if column.key != "as_of"
    }


def _now() -> dict[str, Any]:
    return {"as_of": clock.today(), "rulebook": _book().version}


def _whose(pointed: Mapping[type[Any], Collection[int]]) -> set[int]:
    """The people whose lines are computed from any of these."""
    found = set(pointed.get(Person, ()))
    for model, ids in pointed.items():
        for person, at in WHOSE.get(model, ()):
            found.update(db.session.scalars(select(person).where(at.in_(ids))))
    return found


def _book() -> Rulebook:
    found: Rulebook = current_app.extensions["rulebook"]
    return found
