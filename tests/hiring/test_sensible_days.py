"""Days that nobody can mean are refused on every way in, and the refusal says which, what was given, what would do."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.formats.faults import Refused
from onboarding.formats.tables import applicants, staff
from onboarding.models.claim import Claim, ClaimSource
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person, Posting
from onboarding.queries import dossier, rulings
from onboarding.roles import Role, StaffRole
from onboarding.rules.days import add_years
from onboarding.services import applicant_links, claims, duplicates, hiring, imports, links, people, sensible_days
from onboarding.services.change import SYSTEM
from onboarding.services.people import PersonFacts, PostingFacts
from tests.make import make_cohe, make_import, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

TODAY = date(2026, 11, 30)
FIRST = date(2000, 1, 1)
DAY = timedelta(days=1)
Check = Callable[[date], str | None]


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, "Ana Ruiz")


def applied(day: date) -> str | None:
    return sensible_days.application(day, TODAY)


def hired(day: date) -> str | None:
    return sensible_days.first_day(day, TODAY)


def left(day: date) -> str | None:
    return sensible_days.last_day(day, FIRST, TODAY)


@pytest.mark.parametrize(
    ("check", "first", "last"),
    [
        (applied, FIRST, TODAY),
        (hired, FIRST, date(2027, 5, 29)),  # 31 days of December, then 31, 28, 31, 30 and 29 of May: 180
        (left, FIRST, date(2027, 12, 1)),
    ],
)
def test_a_day_is_taken_from_the_first_to_the_last_that_can_be_meant(check: Check, first: date, last: date) -> None:
    assert [check(first), check(last)] == [None, None]
    assert "too long ago" in (check(first - DAY) or "") or "before the first" in (check(first - DAY) or "")
    assert "too far ahead" in (check(last + DAY) or "")


@pytest.mark.parametrize(
    ("check", "day", "says"),
    [
        (applied, date(1066, 10, 14), ("The day of the application, October 14, 1066, is too long ago. Enter one not "
         "before January 1, 2000 and not after today, November 30, 2026.")),
        (hired, date(2062, 1, 1), ("The first day in the role, January 1, 2062, is too far ahead. Enter one not before "
         "January 1, 2000 and not after May 29, 2027.")),
        (left, date(1999, 5, 1), ("The last day in the role, May 1, 1999, is before the first, January 1, 2000. "
         "Correct one of them.")),
    ],
)  # fmt: skip
def test_a_refusal_names_the_field_what_was_given_and_what_would_do(check: Check, day: date, says: str) -> None:
    assert check(day) == says


@pytest.mark.parametrize(
    ("kind", "key", "day", "says"),
    [
        ("work", "startDate", "2026-11-30", None),
        ("work", "startDate", "2026-12-01", "December 1, 2026 is after today"),
        ("work", "startDate", "2026", None),  # any day of it
        ("work", "startDate", "2027", "2027 is after today"),
        ("work", "startDate", "1946-11-30", None),
        ("work", "startDate", "1946-11-29", "November 29, 1946 is more than 80 years ago"),
        ("work", "startDate", "1946", None),
        ("work", "startDate", "1945", "1945 is more than 80 years ago"),
        ("work", "endDate", "2026-12", "December 2026 is after today. Leave the last day out"),
        ("work", "endDate", "2030", "2030 is after today"),
        ("work", "endDate", "present", None),
        ("education", "endDate", "2036-11-30", None),  # it is not conferred yet
        ("education", "endDate", "2036-12-01", "December 1, 2036 is too far ahead"),
        ("education", "endDate", "1945", "1945 is more than 80 years ago"),
    ],
)
def test_days_of_jobs_and_degrees(kind: str, key: str, day: str, says: str | None) -> None:
    found = [*sensible_days.of_claim({kind: [{}, {key: day}]}, TODAY)]
    assert [each.path for each in found] == ([f"{kind}[1].{key}"] if says else [])
    assert not says or says in found[0].says


def job(**days: str) -> dict[str, Any]:
    return {"work": [{"position": "Nurse", "name": "Clinic", "startDate": "2015", **days}], "education": []}


def far() -> date:
    return add_years(clock.today(), 36)


def test_no_service_records_such_an_application(valley: Organisation, ana: Person) -> None:
    for day in (date(1066, 10, 14), clock.today() + DAY):
        facts = PersonFacts("Bo", StaffRole.HSC, applied_on=day)
        for act in (
            lambda facts=facts: people.add_person(SYSTEM, valley, facts),
            lambda facts=facts: people.edit_person(SYSTEM, ana, facts, ana.revision),
        ):
            with pytest.raises(OnboardingError, match="The day of the application") as refused:
                act()
            assert refused.value.field == "applied_on"
    assert db.session.query(Person).count() == 1


def test_no_service_records_such_a_hire(valley: Organisation, ana: Person) -> None:
    for facts, field in (
        (PostingFacts(StaffRole.HSC, far(), None, "Here before."), "hired_on"),
        (PostingFacts(StaffRole.HSC, date(1066, 10, 14), None, "Here before."), "hired_on"),
        (PostingFacts(StaffRole.HSC, date(2026, 1, 5), far(), "Here before."), "left_on"),
    ):
        with pytest.raises(OnboardingError, match="in the role") as refused:
            people.record_posting(SYSTEM, ana, facts, ana.revision)
        assert refused.value.field == field
    assert db.session.query(Posting).count() == 0
    hsc, bo = (make_person(valley, each, role, hired_on=date(2026, 1, 5))
               for each, role in (("Hana", StaffRole.HSC), ("Bo", StaffRole.ASSISTANT)))  # fmt: skip
    with pytest.raises(OnboardingError, match="first day of supervision"):
        hiring.supervise(SYSTEM, bo, hsc, far())


@pytest.mark.parametrize("days", [{"endDate": "2062"}, {"startDate": "2062", "endDate": "2063"}, {"startDate": "1901"}])
def test_no_service_records_such_a_job_and_the_rules_take_it_as_before(
    app: Flask, ana: Person, days: dict[str, str]
) -> None:
    with pytest.raises(Refused):
        claims.record(SYSTEM, ana, job(**days), ClaimSource.FORM)
    link = applicant_links.send(SYSTEM, ana)
    with pytest.raises(Refused):
        applicant_links.hand_in(SYSTEM, links.token_of(applicant_links.PURPOSE, link.nonce), job(**days), {})
    assert db.session.query(Claim).count() == 0
    ran = app.test_cli_runner().invoke(args=["rules", "screen", "-"], input=json.dumps(job(**days)))
    assert ran.exit_code == 0


def test_a_merge_says_nothing_new_and_takes_what_was_taken_before(
    valley: Organisation, ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    twin = make_person(valley, "Ana Ruiz")
    monkeypatch.setattr(clock, "today", lambda: date(2070, 1, 5))  # as good as before the limits were
    claims.record(SYSTEM, twin, job(endDate="2062"), ClaimSource.FORM)
    monkeypatch.undo()
    duplicates.merge(SYSTEM, twin, ana, ana, with_claim=True)
    claim = dossier.of(ana).claim
    assert claim is not None
    assert claim.facts["work"][0]["endDate"] == "2062"
    with pytest.raises(Refused):
        claims.record(SYSTEM, ana, job(endDate="2061"), ClaimSource.FORM, "Typed wrong.", 1)


def test_no_table_brings_such_days(app: Flask, valley: Organisation) -> None:
    law, later = rulings.of(valley, app.extensions["rulebook"]), clock.today() + DAY
    text = f"Name,Title,Start,End\nAna,Nurse,2015,{later.year + 4}\nBo,Nurse,2015,\n"
    read = applicants.read(text.encode(), dict(enumerate(("name", "title", "job_start", "job_end"))))
    (fault,) = imports.KINDS["applicants"].refused(valley, read.entries, law, ())
    assert (fault.line, fault.column) == (2, "Job end")
    assert "is after today" in fault.what
    text = f"Name,Role,Hired,Left\nAna,HSC,1/1/2062,\nBo,HSC,1/5/2026,{later.month}/{later.day}/2062\n"
    numbers = law.in_force(clock.today(), "valley", None).numbers
    entries = staff.read(text.encode(), dict(enumerate(("name", "role", "hired_on", "left_on"))), numbers).entries
    faults = [*imports.KINDS["staff"].refused(valley, entries, law, ())]
    assert [(each.line, each.column) for each in faults] == [(2, "First day in the role"), (3, "Last day in the role")]
    with pytest.raises(OnboardingError):
        make_import(valley, *entries, kind="staff")
    assert db.session.query(Person).count() == 0


@on_sqlite
def test_each_form_says_it_beside_the_field_and_keeps_what_was_typed(
    app: Flask, valley: Organisation, ana: Person
) -> None:
    manager = sign_in(app.test_client(), make_member(valley, Role.MANAGER))
    at = f"/at/valley/people/{ana.id}"
    page = fetch(manager, "/at/valley/people/new").submit(name="Bo", applied_for="hsc", applied_on="10/14/1066")
    assert page.faults["applied_on"].startswith("The day of the application, October 14, 1066, is too long ago.")
    page = fetch(manager, f"{at}/claim").submit(
        **{"work-0-position": "Nurse", "work-0-startDate": "2015", "work-0-endDate": "2062"}
    )
    assert page.faults["work-0-endDate"] == "2062 is after today. Leave the last day out where the job goes on."
    applicant = app.test_client()
    link = applicant_links.send(SYSTEM, ana)
    page = fetch(applicant, f"/apply/{links.token_of(applicant_links.PURPOSE, link.nonce)}")
    page = page.submit(
        **{"work-0-position": "Nurse", "work-0-startDate": "2015", "work-0-endDate": "2062", "hand_in": "1"}
    )
    assert "2062 is after today" in page.faults["work-0-endDate"]
