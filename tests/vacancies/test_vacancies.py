"""Which applicants could be hired and bill in time for a vacancy, by the COHE's own people."""

from datetime import date, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import staffing, vacancies
from onboarding.roles import Role, StaffRole
from onboarding.rules.days import Quarter, add_months
from onboarding.rules.filling import Far, Took, Verdict
from onboarding.rules.wording import short_day
from onboarding.services import credentials, people
from onboarding.services.change import SYSTEM
from onboarding.services.credentials import EventFacts, Track
from onboarding.services.people import PersonFacts, PostingFacts
from tests.make import HERE_BEFORE, make_claim, make_cohe, make_complete, make_member, make_ruling, sign_in
from tests.page import fetch
from tests.staffing.make import count, law, numbers, split

TODAY = clock.today()
LEFT = TODAY - timedelta(days=10)
DUE = add_months(LEFT, 3)


def came(cohe: Organisation, name: str, applied: int, hired: int, bills: int, left: date | None = None) -> Person:
    """Somebody hired so many days after the application, who could bill so many days after that."""
    applied_on = TODAY - timedelta(days=applied)
    person = people.add_person(
        SYSTEM, cohe, PersonFacts(name, StaffRole.HSC, f"{name[:3]}@example.org", None, applied_on)
    )
    first = applied_on + timedelta(days=hired)
    people.record_posting(SYSTEM, person, PostingFacts(StaffRole.HSC, first, left, HERE_BEFORE), person.revision)
    for event, on in (("sent", first), ("issued", first), ("effective", first + timedelta(days=bills))):
        said = EventFacts(Track.PROVIDER, event, on, f"01234{hired}" if event == "issued" else None)
        credentials.record(SYSTEM, person, said, law(cohe))
    return person


@pytest.fixture
def valley(app: Flask) -> Organisation:
    """Two FTE, which 4,700 claims a year require; Ben left ten days ago. It took 10, 20 and 30 days from the
    application to the first day, and 5, 10 and 15 from there to billing."""
    cohe = make_cohe()
    for settles, reading in (("unbillable-time-counts", "included"), ("required-fte-rounding", "proportional")):
        make_ruling(cohe, settles, reading, in_force=True)
    rows = (("Ana Ruiz", 10, 5, None), ("Ben Stone", 20, 10, LEFT), ("Cy Old", 30, 15, date(2025, 6, 2)))
    for name, hired, bills, left in rows:
        person = came(cohe, name, 1000, hired, bills, left)
        assert person.posting
        split(person, person.posting.hired_on)
    count(cohe, str(Quarter.of(TODAY).earlier(8)), *[1175] * 8)
    return cohe


def applicant(cohe: Organisation, name: str, ago: int | None, entered: bool = True) -> Person:
    applied = None if ago is None else TODAY - timedelta(days=ago)
    facts = PersonFacts(name, StaffRole.HSC, f"{name[:3]}@example.org", None, applied)
    person = people.add_person(SYSTEM, cohe, facts)
    if entered:
        make_complete(person)
    return person


def could(cohe: Organisation, due: date = DUE) -> list[tuple[str, Far, Verdict]]:
    of = vacancies.candidates(cohe, staffing.recorded(cohe), TODAY)
    found = vacancies.could(of, [due], TODAY, numbers(cohe))
    return [(each.line.person.name, each.known.far, each.found[0].verdict) for each in found]


def test_the_times_are_those_of_its_own_people(valley: Organisation) -> None:
    times = vacancies.times(valley, staffing.recorded(valley), TODAY)
    assert times.hire == Took(3, 10, 20, 30)
    assert times.bill == Took(3, 5, 10, 15)
    assert times.start.cases == 0, "nobody was hired upon a determination"


def test_applicants_stand_against_the_day_to_replace(valley: Organisation) -> None:
    applicant(valley, "Dee Ready", 0)
    applicant(valley, "Eva Empty", 0, entered=False)
    applicant(valley, "Fay Undated", None)
    # Dee: hired in 10 to 30 days, and billing in 5 to 15 more: 15 to 45 days from today.
    late = TODAY + timedelta(days=45)
    for due, verdict in (
        (late, Verdict.IN_TIME),
        (late - timedelta(days=1), Verdict.MAY_BE_LATE),
        (TODAY + timedelta(days=15), Verdict.MAY_BE_LATE),
        (TODAY + timedelta(days=14), Verdict.TOO_LATE),
    ):
        found = {name: (far, found) for name, far, found in could(valley, due)}
        assert found["Dee Ready"] == (Far.WOULD, verdict)
        assert found["Eva Empty"] == (Far.NOTHING, Verdict.CANNOT_TELL)
        assert found["Fay Undated"] == (Far.WOULD, Verdict.CANNOT_TELL)


def test_who_is_hired_already_starts_on_the_day_that_is_recorded(valley: Organisation) -> None:
    person, first = applicant(valley, "Gus Hired", 40), TODAY + timedelta(days=7)
    people.record_posting(SYSTEM, person, PostingFacts(StaffRole.HSC, first, None, HERE_BEFORE), person.revision)
    assert could(valley, first + timedelta(days=15)) == [("Gus Hired", Far.HIRED, Verdict.IN_TIME)]
    assert could(valley, first + timedelta(days=14)) == [("Gus Hired", Far.HIRED, Verdict.MAY_BE_LATE)]


def test_other_roles_and_those_who_do_not_qualify_are_left_out(valley: Organisation) -> None:
    facts = PersonFacts("Al Sis", StaffRole.ASSISTANT, "al@example.org", None, TODAY)
    make_claim(people.add_person(SYSTEM, valley, facts))
    assert could(valley) == []


def test_the_pages_lead_from_the_vacancy_to_the_applicants(app: Flask, valley: Organisation) -> None:
    applicant(valley, "Dee Ready", 0)
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    page = fetch(client, "/at/valley/staffing")
    page = fetch(client, page.links["See which applicants could be hired and bill in time"])
    (row,) = page.rows("1 applicant")
    assert (row["Applicant"], row["In time?"], row["Still missing"]) == (
        "Dee Ready",
        f"In time for {short_day(DUE)}",
        "Proof of what they stated Ready to screen",
    )
    assert row["Could bill"].startswith(f"{short_day(TODAY + timedelta(days=15))} at the earliest")
    hire, start, bill = page.rows("The COHE’s own people")
    assert (hire["People"], hire["Shortest"], bill["Longest"]) == ("3", "10", "15")
    assert start["People"] == "0 3 are needed"


def test_hr_sees_the_applicants_and_not_who_left(app: Flask, valley: Organisation) -> None:
    applicant(valley, "Dee Ready", 0)
    client = sign_in(app.test_client(), make_member(valley, Role.HR))
    page = fetch(client, "/at/valley/staffing/vacancies")
    assert "Ben Stone" not in page.main
    (row,) = page.rows("1 leaving takes")
    assert (row["Who leaves"], row["Last day"]) == ("An HSC", short_day(LEFT))
    assert page.links["Dee Ready"]
    assert "Ben Stone" not in fetch(client, "/at/valley/staffing").main


def test_without_a_vacancy_it_says_so(app: Flask) -> None:
    client = sign_in(app.test_client(), make_member(make_cohe("harbor"), Role.MANAGER))
    page = fetch(client, "/at/harbor/staffing/vacancies")
    assert "No leaving takes the COHE below its required level." in page.main


def test_a_page_asks_no_more_than_a_page_may(app: Flask, valley: Organisation, statements: list[str]) -> None:
    for number in range(3):
        applicant(valley, f"D{number} Ready", 0)
    client = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    for address in ("/at/valley/staffing", "/at/valley/staffing/vacancies"):
        fetch(client, address)
        statements.clear()
        fetch(client, address)
        assert len(statements) <= 25
