"""The short test of a version: taken by the person alone, kept with its answers, counted once, confirmed by another."""

import pytest
from flask import Flask

from onboarding import clock
from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.course import CourseVersion
from onboarding.models.course_test import CourseAttempt
from onboarding.models.organisation import Organisation
from onboarding.models.person import Person
from onboarding.queries import course_tests as found, sign_offs, trail_compare, training
from onboarding.roles import Role
from onboarding.services import course_approvals, course_tests, courses, training as trainings
from onboarding.services.change import SYSTEM, Actor
from onboarding.services.course_tests import CourseTestFacts, Question
from tests.courses.make import QUESTIONS, answers, complete, grant, make_test, make_version, take
from tests.make import HIRED, make_cohe, make_member, make_person

TODAY = clock.today()


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def ana(valley: Organisation) -> Person:
    """An HSC with an account of her own."""
    return make_person(valley, hired_on=HIRED, user=make_member(valley, Role.HSC, name="Ana Ruiz"))


@pytest.fixture
def version(valley: Organisation) -> CourseVersion:
    """A version that L&I approved, with a test of which two answers of three pass."""
    version = make_version(valley)
    grant(valley, version)
    make_test(valley, version)
    return version


@pytest.fixture
def mia(valley: Organisation) -> Actor:
    user = make_member(valley, Role.MANAGER)
    return Actor(user.id, user.name)


@pytest.mark.parametrize(("right", "passes"), [(1, False), (2, True), (3, True)])
def test_the_pass_mark_decides_and_passing_completes_the_version_today(
    ana: Person, version: CourseVersion, right: int, passes: bool
) -> None:
    test = found.of(version.id)
    assert test
    given = answers(test, right)
    row = course_tests.take(Actor(ana.user_id, "Ana Ruiz"), ana, version.id, test.id, given, 0)
    assert (row.right, row.passed, row.answers, row.test_id) == (right, passes, given, test.id)
    done = [(each.id, each.version_id, each.facts["on"]) for each in training.of(ana)]
    assert done == ([(row.training_id, version.id, str(TODAY))] if passes else [])
    assert list(trail_compare.differences()) == []


def test_a_completion_by_a_test_waits_for_somebody_else(
    valley: Organisation, ana: Person, version: CourseVersion, mia: Actor
) -> None:
    take(ana, version, passes=True)
    (row,) = training.of(ana)
    assert not sign_offs.is_confirmed(row)
    assert [each.person.id for each in found.to_check(valley.id, 8)[0]] == [ana.id]
    with pytest.raises(OnboardingError, match="your own"):
        course_tests.check(Actor(ana.user_id, "Ana Ruiz"), ana, row.id)
    course_tests.check(mia, ana, row.id)
    db.session.expire_all()
    (row,) = training.of(ana)
    assert (sign_offs.is_confirmed(row), found.to_check(valley.id, 8)) == (True, ([], 0))
    with pytest.raises(OnboardingError, match="confirmed already"):
        course_tests.check(mia, ana, row.id)


def test_what_rests_on_no_test_is_not_confirmed_so(ana: Person, version: CourseVersion, mia: Actor) -> None:
    row = complete(ana, version, TODAY)
    with pytest.raises(NotFoundError):
        course_tests.check(mia, ana, row.id)


def test_nobody_takes_it_for_another(valley: Organisation, ana: Person, version: CourseVersion, mia: Actor) -> None:
    test = found.of(version.id)
    assert test
    for actor in (mia, SYSTEM):
        with pytest.raises(NotFoundError):
            course_tests.take(actor, ana, version.id, test.id, answers(test, 3), 0)
    assert db.session.query(CourseAttempt).count() == 0


def test_who_wrote_a_test_does_not_take_it(valley: Organisation, ana: Person) -> None:
    version, writer = make_version(valley), Actor(ana.user_id, "Ana Ruiz")
    grant(valley, version)
    course_tests.write(writer, valley, version.id, CourseTestFacts(QUESTIONS, 2, None), 0)
    make_test(valley, version, pass_mark=3, seen=1)
    with pytest.raises(OnboardingError, match="You wrote this test"):
        take(ana, version, passes=True)


def test_what_is_sent_twice_or_from_an_old_page_is_not_counted(ana: Person, version: CourseVersion) -> None:
    test, actor = found.of(version.id), Actor(ana.user_id, "Ana Ruiz")
    assert test
    course_tests.take(actor, ana, version.id, test.id, answers(test, 0), 0)
    with pytest.raises(OnboardingError, match="Nothing was counted"):
        course_tests.take(actor, ana, version.id, test.id, answers(test, 0), 0)
    make_test(ana_cohe(ana), version, pass_mark=1, seen=1)
    with pytest.raises(OnboardingError, match="The test was changed"):
        course_tests.take(actor, ana, version.id, test.id, answers(test, 3), 1)
    assert db.session.query(CourseAttempt).count() == 1


def ana_cohe(person: Person) -> Organisation:
    return db.session.get_one(Organisation, person.organisation_id)


def test_it_is_tried_as_often_as_the_cohe_says(valley: Organisation, ana: Person) -> None:
    version = make_version(valley)
    grant(valley, version)
    make_test(valley, version, most_tries=2)
    for left in (1, 0):
        take(ana, version, passes=False)
        test = found.of(version.id)
        assert test
        assert found.tries(test, ana).left == left
    with pytest.raises(OnboardingError, match="no try left"):
        take(ana, version, passes=True)
    make_test(valley, version, most_tries=3, seen=1)  # another test, with tries of its own
    assert take(ana, version, passes=True).passed
    assert found.every_try(version.id, None, 2)[1] == 3


def test_it_is_not_taken_once_completed_nor_where_lni_does_not_approve(
    valley: Organisation, ana: Person, version: CourseVersion
) -> None:
    first = take(ana, version, passes=True)
    with pytest.raises(OnboardingError, match="completed this version already"):
        take(ana, version, passes=True)
    row = next(each for each in training.of(ana) if each.id == first.training_id)
    trainings.strike(SYSTEM, ana, row, "It was not her.")
    assert take(ana, version, passes=True).passed
    other = make_version(valley)
    make_test(valley, other)
    with pytest.raises(OnboardingError, match="cannot be completed any more"):
        take(ana, other, passes=True)
    decision = grant(valley, other)
    said = course_approvals.Answer(None, "Cora Contract", "Not this.")
    course_approvals.correct(SYSTEM, valley, other.id, decision.id, said, "Misheard.")
    with pytest.raises(OnboardingError, match="cannot be completed any more"):
        take(ana, other, passes=True)
    courses.withdraw(SYSTEM, valley, other.id, "Old.")
    with pytest.raises(OnboardingError, match="cannot be completed any more"):
        take(ana, other, passes=True)


def test_a_change_is_a_test_of_its_own_and_two_who_write_are_told(valley: Organisation, version: CourseVersion) -> None:
    with pytest.raises(OnboardingError, match="Somebody else changed this test"):
        make_test(valley, version, pass_mark=1, seen=0)
    with pytest.raises(OnboardingError, match="Nothing was changed"):
        make_test(valley, version, seen=1)
    second = make_test(valley, version, pass_mark=1, seen=1)
    assert (second.number, found.of(version.id)) == (2, second)


def test_no_choice_is_given_away_by_its_place_and_none_is_twice_the_same(
    valley: Organisation, version: CourseVersion
) -> None:
    test = found.of(version.id)
    assert test
    assert found.asked(test)[0] == ("Who pays for HSC services?", ["L&I", "The employer", "The worker"])
    for facts, why in (
        (CourseTestFacts([], 1, None), "Write one question"),
        (CourseTestFacts(QUESTIONS, 4, None), "Enter 1 to 3"),
        (
            CourseTestFacts([Question("Is it so?", "Yes", ["Yes"])], 1, None),
            "Question 1 needs a right answer and a wrong",
        ),
        (CourseTestFacts([Question("Is it Ana Ruiz?", "Yes", ["No"])], 1, None), "Take out Ana Ruiz"),
    ):
        make_person(valley, "Ana Ruiz")
        with pytest.raises(OnboardingError, match=why):
            course_tests.write(SYSTEM, valley, version.id, facts, 1)
