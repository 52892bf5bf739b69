"""Leaving a role is an action of its own: a day, what is left and why, what follows, and one entry of the trail."""

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from onboarding import clock
from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.organisation import Organisation
from onboarding.models.trail import TrailEntry
from onboarding.queries import hiring as found, people as known
from onboarding.queries.people import Stage
from onboarding.roles import Role, StaffRole
from onboarding.services import hiring, leaving, people
from onboarding.services.change import SYSTEM
from onboarding.services.leaving import Leaves
from onboarding.services.people import PostingFacts
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

TODAY = clock.today()
HIRED = TODAY - timedelta(days=90)
ASSISTANT = StaffRole.ASSISTANT


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


@pytest.fixture
def pages(app: Flask, valley: Organisation) -> FlaskClient:
    return sign_in(app.test_client(), make_member(valley, Role.MANAGER))


def test_the_last_day_is_a_version_of_the_posting_with_the_reason_and_an_entry(valley: Organisation) -> None:
    bo = make_person(valley, "Bo", hired_on=HIRED)
    posting = leaving.leave(SYSTEM, bo, TODAY, Leaves.COHE, "To Harbor.", bo.revision)
    assert (posting.version, posting.hired_on, posting.left_on) == (2, HIRED, TODAY)
    assert posting.reason == "Went to another COHE. To Harbor."
    assert known.stage_on(bo, TODAY) is Stage.STAFF
    assert known.stage_on(bo, TODAY + timedelta(days=1)) is Stage.FORMER
    actions = db.session.scalars(select(TrailEntry.action).where(TrailEntry.subject == f"posting:{posting.id}"))
    assert list(actions) == ["posting.ended"]


def test_nobody_leaves_twice_before_the_first_day_without_a_role_or_on_an_old_page(valley: Organisation) -> None:
    ana, bo = make_person(valley, "Ana"), make_person(valley, "Bo", hired_on=HIRED)
    with pytest.raises(OnboardingError, match="no role to leave"):
        leaving.leave(SYSTEM, ana, TODAY, Leaves.JOB, None, ana.revision)
    with pytest.raises(OnboardingError, match="is before the first"):
        leaving.leave(SYSTEM, bo, HIRED - timedelta(days=1), Leaves.JOB, None, bo.revision)
    with pytest.raises(OnboardingError, match="changed this record"):
        leaving.leave(SYSTEM, bo, HIRED, Leaves.JOB, None, bo.revision - 1)
    leaving.leave(SYSTEM, bo, HIRED, Leaves.ROLE, None, bo.revision)
    with pytest.raises(OnboardingError, match="recorded already"):
        leaving.leave(SYSTEM, bo, TODAY, Leaves.JOB, None, bo.revision)
    assert len(known.versions(bo)) == 2


def test_a_promotion_under_way_ends_with_it(valley: Organisation) -> None:
    bo = make_person(valley, "Bo", ASSISTANT, HIRED)
    hiring.seek_promotion(SYSTEM, bo, StaffRole.HSC)
    leaving.leave(SYSTEM, bo, TODAY, Leaves.JOB, None, bo.revision)
    assert found.promotion(bo) is None


def test_a_last_day_that_was_wrong_is_corrected_or_taken_away(valley: Organisation) -> None:
    bo = make_person(valley, "Bo", hired_on=HIRED)
    leaving.leave(SYSTEM, bo, TODAY, Leaves.JOB, None, bo.revision)
    people.record_posting(SYSTEM, bo, PostingFacts(StaffRole.HSC, HIRED, None, "Stays after all."), bo.revision)
    assert bo.posting is not None
    assert bo.posting.left_on is None


@on_sqlite
def test_the_page_says_what_follows_and_asks_that_it_was_read(valley: Organisation, pages: FlaskClient) -> None:
    head = make_person(valley, "Hera Head", hired_on=date(2024, 1, 8))
    bo = make_person(valley, "Bo Lind", ASSISTANT, HIRED)
    hiring.supervise(SYSTEM, bo, head, HIRED)
    page = fetch(pages, fetch(pages, f"/at/valley/people/{head.id}").links["Record leaving"])
    assert "Bo Lind will have no supervising HSC" in page.main
    again = page.submit(left_on="11/2/2026", leaves="job")
    assert again.faults == {"follows": "Read what happens next, and check the box."}
    done = page.submit(left_on="11/2/2026", leaves="job", follows="y")
    assert done.heading == "Hera Head"
    assert done.messages == ["Hera Head leaves the role on November 2, 2026."]
    assert "Record leaving" not in done.links
    twice = page.submit(left_on="11/2/2026", leaves="job", follows="y")
    assert "already" in twice.messages[0]


@on_sqlite
def test_the_days_are_corrected_elsewhere_and_only_a_recorded_last_day_with_them(
    valley: Organisation, pages: FlaskClient
) -> None:
    bo = make_person(valley, "Bo Lind", hired_on=HIRED)
    at = f"/at/valley/people/{bo.id}/posting"
    assert "Last day" not in fetch(pages, at).main
    leaving.leave(SYSTEM, bo, TODAY, Leaves.JOB, None, bo.revision)
    assert "Last day" in fetch(pages, at).main
