"""L&I's approval of a version: asked once, answered by its contract manager or on their word with a paper."""

from datetime import date

import pytest
from flask import Flask

from onboarding.errors import NotFoundError, OnboardingError
from onboarding.extensions import db
from onboarding.models.account import User
from onboarding.models.course import CourseVersion
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.queries import approvals, courses as found, trail_compare
from onboarding.queries.approvals import State
from onboarding.roles import Role
from onboarding.services import course_approvals, course_papers, courses, organisations
from onboarding.services.change import Actor
from onboarding.services.course_approvals import Answer
from onboarding.services.course_papers import Sent
from tests.courses.make import GIVEN, ask, complete, facts, make_version
from tests.documents.make import make_docx, make_pdf
from tests.make import make_cohe, make_lni, make_member, make_person

LETTER = Sent(make_pdf(), "letter.pdf")
APPROVED = Answer(date(2026, 3, 2), "Cora Contract", "Fine.")
REFUSED = Answer(None, "Cora Contract", "The steps of a claim are missing.")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def cora(valley: Organisation) -> Actor:
    """The contract manager of the COHE."""
    user = make_member(make_lni(), Role.CONTRACT_MANAGER, name="Cora Contract")
    organisations.assign(Actor(None, "command"), user, valley)
    return by(user)


@pytest.fixture
def mia(valley: Organisation) -> Actor:
    """A manager of the COHE."""
    return by(make_member(valley, Role.MANAGER))


def by(user: User) -> Actor:
    return Actor(user.id, user.name)


def state(valley: Organisation, version: CourseVersion) -> approvals.Standing:
    db.session.expire_all()
    row = found.one(valley.id, version.id)
    assert row
    return approvals.standing(row)


def told() -> list[tuple[str, str]]:
    rows = db.session.query(Message).where(Message.kind == "course").order_by(Message.id)
    return [(row.to_address.partition(".")[0], row.subject) for row in rows]


def test_who_answers_for_the_cohe_is_asked_and_those_who_run_it_hear_the_answer(
    valley: Organisation, cora: Actor, mia: Actor
) -> None:
    version = make_version(valley)
    name = found.name(version)
    assert state(valley, version).state is State.NOT_ASKED
    ask(valley, version, mia)
    assert state(valley, version).state is State.ASKED
    assert [row.id for row in approvals.asked(valley.id)] == [version.id]
    course_approvals.answer(cora, valley, version.id, APPROVED)
    stands = state(valley, version)
    assert (stands.state, stands.approved_on, stands.waits_for_lni) == (State.APPROVED, date(2026, 3, 2), False)
    assert (approvals.asked(valley.id), approvals.unanswered(valley.id)) == ([], [])
    assert told() == [("cora", f"Please approve training content: {name}"), ("mia", f"L&I approved {name}")]
    assert list(trail_compare.differences()) == []


def test_on_the_contract_managers_word_it_takes_a_paper_and_is_theirs_to_confirm(
    valley: Organisation, cora: Actor, mia: Actor
) -> None:
    version = make_version(valley)
    with pytest.raises(OnboardingError, match="Add the letter"):
        course_approvals.answer(mia, valley, version.id, APPROVED)
    with pytest.raises(OnboardingError, match="Save the file as a PDF"):
        course_approvals.answer(mia, valley, version.id, APPROVED, Sent(make_docx(), "letter.docx"))
    row = course_approvals.answer(mia, valley, version.id, APPROVED, LETTER)
    assert [paper.file_name for paper in found.papers(version)[row.id]] == ["letter.pdf"]
    assert state(valley, version).waits_for_lni
    assert [each.id for each in approvals.unanswered(valley.id)] == [version.id]
    assert approvals.how_many_wait([valley.id]) == {valley.id: 1}
    with pytest.raises(OnboardingError, match="Only the L&I contract manager"):
        course_approvals.confirm(mia, valley, version.id)
    course_approvals.confirm(cora, valley, version.id)
    stands = state(valley, version)
    assert (stands.approved_on, stands.waits_for_lni, stands.is_lnis) == (date(2026, 3, 2), False, True)
    with pytest.raises(OnboardingError, match="confirmed or disputed already"):
        course_approvals.dispute(cora, valley, version.id, "No.")
    assert approvals.how_many_wait([valley.id]) == {}


def test_what_is_disputed_counts_no_more_and_can_be_asked_about_again(
    valley: Organisation, cora: Actor, mia: Actor
) -> None:
    version = make_version(valley)
    course_approvals.answer(mia, valley, version.id, APPROVED, LETTER)
    course_approvals.dispute(cora, valley, version.id, "We never saw it.")
    stands = state(valley, version)
    assert (stands.state, stands.approved_on, stands.waits_for_lni) == (State.DISPUTED, None, False)
    assert told()[-1] == ("mia", f"L&I disputes the answer on {found.name(version)}")
    ask(valley, version, mia)
    assert state(valley, version).state is State.ASKED
    course_approvals.answer(cora, valley, version.id, APPROVED)
    assert state(valley, version).state is State.APPROVED


def test_it_is_asked_and_answered_once(valley: Organisation, cora: Actor, mia: Actor) -> None:
    version = make_version(valley)
    ask(valley, version, mia)
    with pytest.raises(OnboardingError, match="was asked about this version already"):
        ask(valley, version, mia)
    with pytest.raises(OnboardingError, match="Say what is missing"):
        course_approvals.answer(cora, valley, version.id, REFUSED._replace(says=None))
    course_approvals.answer(cora, valley, version.id, REFUSED)
    assert state(valley, version).state is State.REFUSED
    with pytest.raises(OnboardingError, match="has answered on this version already"):
        course_approvals.answer(cora, valley, version.id, APPROVED)
    with pytest.raises(OnboardingError, match="Add another version to ask about"):
        ask(valley, version, mia)


def test_an_answer_is_corrected_by_whose_it_is(valley: Organisation, cora: Actor, mia: Actor) -> None:
    version = make_version(valley)
    first = course_approvals.answer(mia, valley, version.id, REFUSED, LETTER)
    second = course_approvals.correct(
        mia, valley, version.id, first.id, APPROVED, "Misread.", Sent(make_pdf(pages=2), "letter 2.pdf")
    )
    assert state(valley, version).approved_on == date(2026, 3, 2)
    with pytest.raises(OnboardingError, match="was corrected already"):
        course_approvals.correct(mia, valley, version.id, first.id, APPROVED, "Again.", LETTER)
    later = APPROVED._replace(since=date(2026, 4, 1))
    third = course_approvals.correct(cora, valley, version.id, second.id, later, "From April on.")
    stands = state(valley, version)
    assert (stands.approved_on, stands.is_lnis) == (date(2026, 4, 1), True)
    with pytest.raises(OnboardingError, match="L&I said this itself"):
        course_approvals.correct(mia, valley, version.id, third.id, APPROVED, "No.", Sent(make_pdf(pages=3), "c.pdf"))
    with pytest.raises(OnboardingError, match="Nothing was changed"):
        course_approvals.correct(cora, valley, version.id, third.id, later, "The same.")
    assert len(found.one(valley.id, version.id).approvals) == 3  # type: ignore[union-attr]


def test_a_version_of_a_stranger_does_not_exist(valley: Organisation, mia: Actor) -> None:
    version = make_version(make_cohe("harbor"))
    with pytest.raises(NotFoundError):
        ask(valley, version, mia)
    with pytest.raises(NotFoundError):
        course_approvals.answer(mia, valley, version.id, APPROVED, LETTER)
    with pytest.raises(NotFoundError):
        courses.withdraw(mia, valley, version.id, "Old.")


def test_what_lni_was_asked_about_stays_as_it_is(valley: Organisation, mia: Actor) -> None:
    version = make_version(valley)
    course_papers.add_material(mia, valley, version.id, LETTER)
    with pytest.raises(OnboardingError, match="there already"):
        course_papers.add_material(mia, valley, version.id, LETTER)
    ask(valley, version, mia)
    with pytest.raises(OnboardingError, match="L&I was asked about this version as it is"):
        course_papers.add_material(mia, valley, version.id, Sent(make_pdf(pages=2), "more.pdf"))
    assert [row.file_name for row in found.materials(version)] == ["letter.pdf"]


def test_a_withdrawn_version_stays_and_nothing_more_happens_to_it(valley: Organisation, mia: Actor) -> None:
    version = make_version(valley)
    courses.withdraw(mia, valley, version.id, "Out of date.")
    assert found.to_complete(valley.id) == []
    for refused in (lambda: courses.withdraw(mia, valley, version.id, "Again."), lambda: ask(valley, version, mia)):
        with pytest.raises(OnboardingError, match="was withdrawn"):
            refused()
    assert [each.label for each in found.listed(valley.id)[0].versions] == ["Version 1"]


def test_lni_still_answers_on_a_withdrawn_version_that_somebody_completed(
    valley: Organisation, cora: Actor, mia: Actor
) -> None:
    idle, version = make_version(valley), make_version(valley)
    for each in (idle, version):
        ask(valley, each, mia)
    complete(make_person(valley, "Ben Bell", hired_on=GIVEN), version, GIVEN)
    for each in (idle, version):
        courses.withdraw(mia, valley, each.id, "Out of date.")
    assert [row.id for row in approvals.asked(valley.id)] == [version.id]
    course_approvals.answer(cora, valley, version.id, APPROVED)
    assert state(valley, version).state is State.APPROVED


def test_titles_and_versions_are_told_apart_and_name_nobody(valley: Organisation, mia: Actor) -> None:
    make_person(valley, "Ana Ruiz")
    version = courses.add(mia, valley, "Claims in a day", facts())
    with pytest.raises(OnboardingError, match="Add a version to that one"):
        courses.add(mia, valley, "claims in a Day", facts())
    with pytest.raises(OnboardingError, match="Call this one otherwise"):
        courses.add_version(mia, valley, version.course_id, facts("version 1"))
    courses.add_version(mia, valley, version.course_id, facts("Version 2"))
    with pytest.raises(OnboardingError, match="Take out Ana Ruiz"):
        courses.add(mia, valley, "What Ana Ruiz teaches", facts())
