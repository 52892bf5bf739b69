"""How people split their time, who is away and who covers: recorded, corrected, taken back; and what cannot be."""

from datetime import date, timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import absences as away, staffing, time_splits as found
from onboarding.roles import Role, StaffRole
from onboarding.rules.coverage import gaps
from onboarding.services import absences, people, time_splits as changes
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.people import PostingFacts
from tests.make import make_cohe, make_member, make_person
from tests.staffing.make import FULL, make_split, numbers, split

HIRED, SINCE = date(2025, 1, 6), date(2025, 3, 3)
HSC, ASSISTANT = StaffRole.HSC, StaffRole.ASSISTANT


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    return make_person(valley, hired_on=HIRED)


def rows(valley: Organisation) -> list[tuple[str, str, str | None, date, date | None]]:
    """The rows of staff as the rules get them, without the billing."""
    facts = staffing.facts_of(valley, staffing.recorded(valley), numbers(valley), date(2026, 1, 1))
    return [
        (each.id, each.role, None if each.claim_fte is None else str(each.claim_fte), each.first, each.last)
        for each in facts.staff
    ]


def test_a_split_holds_until_the_next_and_before_the_first_nothing_is_known(valley: Organisation, ana: Person) -> None:
    split(ana, SINCE, 1920)
    split(ana, date(2025, 7, 1), 1200)
    before = date(2025, 3, 2)
    assert rows(valley) == [
        ("Ana Ruiz", "hsc", None, HIRED, before),
        ("Ana Ruiz", "hsc", "4/5", SINCE, date(2025, 6, 30)),
        ("Ana Ruiz", "hsc", "1/2", date(2025, 7, 1), None),
    ]
    (silent,) = staffing.silent(staffing.recorded(valley))
    assert (silent.person.id, silent.first, silent.last) == (ana.id, HIRED, before)


def test_a_split_is_corrected_and_taken_away_and_the_one_before_it_goes_on(valley: Organisation, ana: Person) -> None:
    split(ana, HIRED, FULL)
    split(ana, SINCE, 1920)
    (_, row) = found.by_day(found.history(ana))
    changes.correct(SYSTEM, ana, row, make_split(SINCE, 1200), "It was half.", numbers(valley))
    assert [each[2] for each in rows(valley)] == ["1", "1/2"]
    (_, row) = found.by_day(found.history(ana))
    changes.strike(SYSTEM, ana, row, "It never was so.")
    assert rows(valley) == [("Ana Ruiz", "hsc", "1", HIRED, None)]
    assert len(found.history(ana)) == 4, "all of it stays readable"
    with pytest.raises(OnboardingError, match="corrected already"):
        changes.strike(SYSTEM, ana, row, "Again.")


@pytest.mark.parametrize(
    ("since", "claims", "week", "says", "field"),
    [
        (SINCE, 2401, FULL, "come to 40 hours 1 minute, and the week has 40 hours", "week"),
        (SINCE, 2401, 2500, "Full time is 40 hours a week", "claims"),
        (HIRED - timedelta(1), FULL, FULL, "before the first day in the role", "since"),
        (clock.today() + timedelta(181), FULL, FULL, "too far ahead", "since"),
        (HIRED, FULL, FULL, "recorded already", "since"),
    ],
)
def test_what_cannot_be_is_refused(
    valley: Organisation, ana: Person, since: date, claims: int, week: int, says: str, field: str
) -> None:
    split(ana, HIRED)
    said = changes.SplitFacts(since, week, {"claims": claims})
    with pytest.raises(OnboardingError, match=says) as refused:
        changes.record(SYSTEM, ana, said, numbers(valley))
    assert refused.value.field == field
    assert len(found.history(ana)) == 1


def test_nobody_splits_their_own_time_or_that_of_an_applicant(valley: Organisation, ana: Person) -> None:
    user = make_member(valley, Role.MANAGER, Role.HSC)
    people.link_account(SYSTEM, ana, user.id)
    with pytest.raises(OnboardingError, match="your own"):
        changes.record(Actor(user.id, user.name), ana, make_split(HIRED), numbers(valley))
    with pytest.raises(OnboardingError, match="Record the hire first"):
        changes.record(SYSTEM, make_person(valley, "Bo"), make_split(HIRED), numbers(valley))


def test_who_leaves_and_returns_was_here_twice_and_a_corrected_day_is_one_time(
    valley: Organisation, ana: Person
) -> None:
    def say(role: StaffRole, first: date, last: date | None) -> None:
        people.record_posting(SYSTEM, ana, PostingFacts(role, first, last, "So it was."), ana.revision)

    split(ana, HIRED)
    say(HSC, date(2025, 1, 8), None)
    assert [each[3:] for each in rows(valley)] == [(date(2025, 1, 8), None)]
    say(HSC, date(2025, 1, 8), date(2025, 3, 31))
    say(ASSISTANT, date(2025, 6, 2), None)
    assert [(each[1], *each[3:]) for each in rows(valley)] == [
        ("hsc", date(2025, 1, 8), date(2025, 3, 31)),
        ("assistant", date(2025, 6, 2), None),
    ]


def test_two_people_of_one_name_are_told_apart(valley: Organisation) -> None:
    one, two = (make_person(valley, "Ana Ruiz", hired_on=HIRED) for _ in range(2))
    known = staffing.recorded(valley)
    assert {known.person_of[name].id for name in ("Ana Ruiz", "Ana Ruiz (2)")} == {one.id, two.id}


def uncovered(valley: Organisation) -> list[tuple[str, str, str]]:
    facts = staffing.facts_of(valley, staffing.recorded(valley), numbers(valley), date(2026, 1, 1))
    return [(each.staff, str(each.first), str(each.last)) for each in gaps(facts)]


def test_an_absence_is_covered_by_several_in_turn_and_the_rest_is_open(valley: Organisation, ana: Person) -> None:
    ben, chi = (make_person(valley, name, hired_on=HIRED) for name in ("Ben Stone", "Chi Tran"))
    absence = absences.record(SYSTEM, ana, (date(2025, 5, 1), date(2025, 5, 20)))
    assert uncovered(valley) == [("Ana Ruiz", "2025-05-01", "2025-05-20")]
    absences.cover(SYSTEM, ana, ben, (date(2025, 5, 3), date(2025, 5, 9)))
    last = absences.cover(SYSTEM, ana, chi, (date(2025, 5, 12), date(2025, 5, 20)))
    # Who covers is away too from May 8.
    absences.record(SYSTEM, ben, (date(2025, 5, 8), date(2025, 5, 9)))
    open_ = [("Ana Ruiz", "2025-05-01", "2025-05-02"), ("Ana Ruiz", "2025-05-08", "2025-05-11")]
    assert uncovered(valley) == [*open_, ("Ben Stone", "2025-05-08", "2025-05-09")]
    absences.end_cover(SYSTEM, ana, last, "He cannot.")
    assert uncovered(valley)[1] == ("Ana Ruiz", "2025-05-08", "2025-05-20")
    # It ends a week earlier; who covers stays as it was said.
    absences.correct(SYSTEM, ana, absence, (date(2025, 5, 1), date(2025, 5, 13)), "She is back.")
    assert uncovered(valley)[1] == ("Ana Ruiz", "2025-05-08", "2025-05-13")
    (one,) = away.of(ana)
    assert [each.covered_by.name for each in one.covers] == ["Ben Stone"]
    absences.strike(SYSTEM, ana, one.absence, "She did not go.")
    assert [each[0] for each in uncovered(valley)] == ["Ben Stone"]


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (date(2025, 5, 5), date(2025, 5, 4), "is before the first"),
        (date(2025, 1, 5), date(2025, 1, 7), "The first day in the role is January 6, 2025"),
        (date(2025, 5, 20), date(2025, 5, 22), "is recorded as away from May 1, 2025 to May 20, 2025"),
        (date(2026, 1, 1), clock.today() + timedelta(4 * 366), "Enter a day not after"),
    ],
)
def test_days_that_cannot_be_are_refused(ana: Person, first: date, last: date, says: str) -> None:
    absences.record(SYSTEM, ana, (date(2025, 5, 1), date(2025, 5, 20)))
    with pytest.raises(OnboardingError, match=says):
        absences.record(SYSTEM, ana, (first, last))


def test_who_cannot_cover_is_refused(valley: Organisation, ana: Person) -> None:
    helper = make_person(valley, "Asa Helper", ASSISTANT, HIRED)
    leaving = make_person(valley, "Lea Leaving", hired_on=HIRED, left_on=date(2025, 5, 3))
    foreign = make_person(make_cohe("harbor"), "Fo Reign", hired_on=HIRED)
    ben = make_person(valley, "Ben Stone", hired_on=HIRED)
    days = date(2025, 5, 1), date(2025, 5, 5)
    absences.record(SYSTEM, ana, days)
    for by, says in (
        (helper, "is not an HSC here"),
        (leaving, "is not an HSC here"),
        (foreign, "Choose an HSC"),
        (ana, "Choose an HSC"),
    ):
        with pytest.raises(OnboardingError, match=says):
            absences.cover(SYSTEM, ana, by, days)
    with pytest.raises(OnboardingError, match="is not away on each of these days"):
        absences.cover(SYSTEM, ana, ben, (date(2025, 5, 1), date(2025, 5, 6)))
    absences.cover(SYSTEM, ana, ben, days)
    with pytest.raises(OnboardingError, match="Ben Stone covers from May 1, 2025 to May 5, 2025"):
        absences.cover(SYSTEM, ana, ben, (date(2025, 5, 5), date(2025, 5, 5)))
    assert [each.name for each in away.who_can_cover(ana, date(2025, 5, 1))] == ["Ben Stone", "Lea Leaving"]
