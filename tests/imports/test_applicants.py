"""Applicants from a table: two hundred at once, or none."""

from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.extensions import db
from onboarding.formats.tables import template, writing
from onboarding.formats.tables.applicant_columns import COLUMNS
from onboarding.models.claim import Claim, StandingStatement
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.models.trail import TrailEntry
from onboarding.queries import dossier, facts
from onboarding.services import imports
from tests.formats.tables.make import good as read, read as reading
from tests.make import make_cohe, make_import

PLACES = {heading: place for place, heading in enumerate(template.headings(COLUMNS))}


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def table(count: int, **wrong: tuple[int, str]) -> bytes:
    """Applicants filled in like the example; `wrong`: by heading, which of them says what."""
    rows = []
    for place in range(count):
        row = list(template.example(COLUMNS)[0])
        row[0], row[PLACES["Name"]], row[PLACES["Email"]] = f"A-{place}", f"Person {place}", f"p{place}@example.org"
        rows.append(row)
    for heading, (place, value) in wrong.items():
        rows[place][PLACES[heading]] = value
    return writing.to_xlsx("Applicants", template.headings(COLUMNS), rows)


def stored() -> list[int]:
    return [db.session.query(each).count() for each in (Person, Claim, StandingStatement, TrailEntry)]


def test_two_hundred_applicants_are_taken_in_with_what_they_claim(valley: Organisation) -> None:
    make_import(valley, *read(table(200)))
    people = db.session.query(Person).order_by(Person.id).all()
    assert stored()[:3] == [200, 200, 1200]
    ana = facts.applicant(valley, people[0], dossier.of(people[0]))
    assert (ana.name, ana.jobs[0].position, ana.degrees[0].level) == ("Person 0", "Medical Assistant", "bachelor")


def test_seven_faulty_lines_of_two_hundred_are_each_named_and_nobody_is_there() -> None:
    wrong = {
        "Email": (11, "no address"),
        "Job start": (30, "3/15/18"),
        "Job end": (31, "2/30/2021"),
        "Hours a week": (99, "forty"),
        "Degree level": (120, "very high"),
        "Skill: data analysis": (150, "perhaps"),
        "Applied on": (199, "November"),
    }
    found = reading(table(200, **wrong))
    assert found.entries == ()
    assert [(fault.line, fault.column) for fault in found.faults] == [
        (place + 2, heading) for heading, (place, _) in wrong.items()
    ]


def test_who_is_there_already_is_named_by_line_and_nobody_else_is_taken_in(valley: Organisation) -> None:
    make_import(valley, *read(table(1)))
    before = stored()
    tomorrow = (clock.today() + timedelta(days=1)).isoformat()
    with pytest.raises(imports.NotTakenError) as refused:
        make_import(valley, *read(table(5, **{"Applied on": (4, tomorrow)})))
    assert [(fault.line, fault.column) for fault in refused.value.faults] == [(2, "Email"), (6, "Applied on")]
    assert stored() == before


def test_another_cohe_may_know_the_same_people(valley: Organisation) -> None:
    make_import(valley, *read(table(2)))
    make_import(make_cohe("hills"), *read(table(2)))
    assert stored()[0] == 4
