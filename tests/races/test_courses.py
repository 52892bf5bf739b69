"""Two who answer for L&I about one version of a course at the same moment: one answer holds, the other is told.

PostgreSQL, where two really write at once. TIMES=100 tries each pair so many times as often.
"""

from datetime import date

import pytest
from flask import Flask

from onboarding.extensions import db
from onboarding.models.course import ApprovalStep, CourseApproval
from onboarding.models.organisation import Organisation
from onboarding.roles import Role
from onboarding.services import course_approvals, organisations
from onboarding.services.change import Actor
from onboarding.services.course_approvals import Answer
from onboarding.services.course_papers import Sent
from tests.accounts.race import at_once
from tests.courses.make import ask, make_version
from tests.documents.make import make_pdf
from tests.examples import TIMES
from tests.make import make_cohe, make_lni, make_member
from tests.races.told import refused
from tests.stored import on_postgresql

pytestmark = on_postgresql
TRIALS = 5 * TIMES
APPROVED = Answer(date(2026, 3, 2), "Cora Contract", "Fine.")
REFUSED = Answer(None, "Cora Contract", "The steps of a claim are missing.")
LETTER = Sent(make_pdf(), "letter.pdf")


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def cora(valley: Organisation) -> Actor:
    """The contract manager of the COHE."""
    user = make_member(make_lni(), Role.CONTRACT_MANAGER, name="Cora Contract")
    organisations.assign(Actor(None, "command"), user, valley)
    return Actor(user.id, user.name)


def steps() -> list[ApprovalStep]:
    """What was said of the one version, in order."""
    return [row.step for row in db.session.query(CourseApproval).order_by(CourseApproval.id)]


@pytest.mark.parametrize("number", range(TRIALS))
def test_of_two_answers_one_holds(app: Flask, valley: Organisation, cora: Actor, number: int) -> None:
    """The COHE records a refusal on her word while she approves: the second is told, and changes nothing."""
    row, mia = make_version(valley), make_member(valley, Role.MANAGER, name=f"Mia {number}")
    ask(valley, row)
    version = row.id
    hers = Actor(mia.id, mia.name)

    def cohe() -> Organisation:
        return db.session.merge(valley, load=False)

    approves, records = at_once(
        app,
        [
            refused(lambda: course_approvals.answer(cora, cohe(), version, APPROVED)),
            refused(lambda: course_approvals.answer(hers, cohe(), version, REFUSED, LETTER)),
        ],
    )
    assert (approves, records) in ((True, False), (False, True))
    assert steps() == [ApprovalStep.ASKED, ApprovalStep.GRANTED if records else ApprovalStep.REFUSED]


@pytest.mark.parametrize("number", range(TRIALS))
def test_what_is_recorded_on_lnis_word_is_confirmed_or_disputed_once(
    app: Flask, valley: Organisation, cora: Actor, number: int
) -> None:
    version, mia = make_version(valley).id, make_member(valley, Role.MANAGER, name=f"Mia {number}")
    course_approvals.answer(Actor(mia.id, mia.name), valley, version, APPROVED, LETTER)

    def cohe() -> Organisation:
        return db.session.merge(valley, load=False)

    confirmed, disputed = at_once(
        app,
        [
            refused(lambda: course_approvals.confirm(cora, cohe(), version)),
            refused(lambda: course_approvals.dispute(cora, cohe(), version, "We never saw it.")),
        ],
    )
    assert (confirmed, disputed) in ((True, False), (False, True))
    assert steps()[1:] == [ApprovalStep.CONFIRMED if disputed else ApprovalStep.DISPUTED]
