"""What is listed of applications, rebuilt from the records and compared: every test of stored things ends with it."""

from collections.abc import Iterator
from itertools import groupby

from flask import current_app
from sqlalchemy import select

from onboarding.extensions import db
from onboarding.models.application import Application
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import application_state, rulings
from onboarding.queries.application_state import Computed


def differences() -> list[str]:
    """A sentence for each line that stands otherwise than the records say, and each that is missing or too many.

    A line that waits to be computed again since a ruling, or for another rulebook, is passed by.
    """
    db.session.expire_all()
    book = current_app.extensions["rulebook"]
    chosen = select(Application).where(Application.as_of.is_not(None), Application.rulebook == book.version)
    lines = db.session.scalars(chosen.order_by(Application.organisation_id, Application.as_of)).all()
    found = list(_misplaced())
    for (organisation_id, _), group in groupby(lines, key=lambda line: (line.organisation_id, line.as_of)):
        found += _differing(db.session.get_one(Organisation, organisation_id), list(group))
    return found


def _differing(organisation: Organisation, lines: list[Application]) -> Iterator[str]:
    people = db.session.scalars(select(Person).where(Person.id.in_([line.person_id for line in lines]))).all()
    law = rulings.of(organisation, current_app.extensions["rulebook"])
    on = lines[0].as_of
    assert on
    right = application_state.computed(organisation, people, law, on)
    for line in lines:
        listed = Computed(*(getattr(line, column) for column in Computed._fields))
        if line.person_id in right and listed != right[line.person_id]:
            yield f"person {line.person_id} is listed as {listed}, and the records say {right[line.person_id]}"


def _misplaced() -> Iterator[str]:
    """Whoever has no line, unless they were erased, and lines of nobody."""
    erased = Person.name.like("Erased person %")
    listed = select(Application.person_id)
    for id in db.session.scalars(select(Person.id).where(Person.id.not_in(listed), ~erased)):
        yield f"person {id} is not listed"
    for id in db.session.scalars(listed.where(Application.person_id.not_in(select(Person.id)))):
        yield f"person {id} is listed, and is not there"
