"""What is listed of people, rebuilt from the records and compared: every test of stored things ends with it."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from flask import current_app
from sqlalchemy import exists, select

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.duty import ListedDuty
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import rulings
from onboarding.roles import OrganisationKind
from onboarding.services.projections import COHES, PROJECTIONS, Projection


def differences() -> list[str]:
    """A sentence for each line that stands otherwise than the records say, and each that is missing or too many.

    A line that waits to be computed again since a ruling, or for another rulebook, is passed by.
    """
    db.session.expire_all()
    found: list[str] = []
    for projection in PROJECTIONS:
        found += _misplaced(projection)
        model, book = projection.line, current_app.extensions["rulebook"]
        chosen = select(model).where(model.as_of.is_not(None), model.rulebook == book.version)
        lines = db.session.scalars(chosen.order_by(model.organisation_id, model.as_of)).all()
        for (organisation_id, _), group in groupby(lines, key=lambda line: (line.organisation_id, line.as_of)):
            found += _differing(projection, db.session.get_one(Organisation, organisation_id), list(group))
    return [*found, *_of_cohes()]


def _of_cohes() -> Iterator[str]:
    """The same of the lines by which COHEs are compared."""
    book = current_app.extensions["rulebook"]
    lines = {line.organisation_id: line for line in db.session.scalars(select(COHES.line))}
    for cohe in db.session.scalars(select(Organisation).where(Organisation.kind == OrganisationKind.COHE)).all():
        line = lines.get(cohe.id)
        if line and (line.as_of is None or line.rulebook != book.version):
            continue
        right = COHES.computed(cohe, rulings.of(cohe, book), line.as_of if line and line.as_of else clock.today())
        listed = {column: getattr(line, column) for column in right} if line else COHES.begun()
        if listed != right:
            yield f"COHE {cohe.id} is listed as {listed}, and the records say {right}"


def _differing(projection: Projection, organisation: Organisation, lines: list[Any]) -> Iterator[str]:
    people = db.session.scalars(select(Person).where(Person.id.in_([line.person_id for line in lines]))).all()
    law = rulings.of(organisation, current_app.extensions["rulebook"])
    right = projection.computed(organisation, people, law, lines[0].as_of)
    for line in lines:
        if (said := right.get(line.person_id)) is None:
            continue
        listed = {column: getattr(line, column) for column in said.line}
        if listed != said.line:
            yield f"person {line.person_id} is listed as {listed}, and the records say {said.line}"
        if (rows := _rows(projection, line, said.rows)) != (right_rows := sorted(map(str, said.rows))):
            yield f"of person {line.person_id} is listed {rows}, and the records say {right_rows}"


def _rows(projection: Projection, line: Any, alike: Any) -> list[str]:
    below = ListedDuty.person_id == line.person_id, ListedDuty.about.in_(projection.lists)
    rows = db.session.scalars(select(ListedDuty).where(*below)).all()
    return sorted(str({key: getattr(row, key) for key in alike[0]} if alike else row.id) for row in rows)


def _misplaced(projection: Projection) -> Iterator[str]:
    """Whoever has no line, unless they were erased, and lines of nobody."""
    erased, line = Person.name.like("Erased person %"), projection.line
    listed, begins = select(line.person_id), projection.begins
    begun = ~erased if begins is Person else exists().where(begins.person_id == Person.id) & ~erased
    for id in db.session.scalars(select(Person.id).where(Person.id.not_in(listed), begun)):
        yield f"person {id} is not listed among {line.__tablename__}"
    for id in db.session.scalars(listed.where(line.person_id.not_in(select(Person.id)))):
        yield f"person {id} is listed among {line.__tablename__}, and is not there"
