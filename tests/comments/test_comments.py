"""Comments on a person: for those who may read the person, never for the person; they go with an erasure."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError

from onboarding.errors import OnboardingError
from onboarding.extensions import db
from onboarding.models.comment import Comment
from onboarding.models.organisation import Organisation
from onboarding.models.trail import TrailDetail, TrailEntry
from onboarding.queries import comments as found
from onboarding.roles import Role
from onboarding.services import comments, erasures
from onboarding.services.change import SYSTEM, Actor
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import fetch
from tests.stored import on_sqlite

HIRED = date(2026, 1, 5)


@pytest.fixture
def valley(app: Flask) -> Organisation:
    return make_cohe()


def test_a_comment_says_who_and_when_and_the_trail_only_that(valley: Organisation) -> None:
    mia, ana = make_member(valley, Role.HR, name="Mia Member"), make_person(valley)
    row = comments.comment(Actor(mia.id, mia.name), ana, "Call her after 5.")
    (said,) = found.of(ana, mia.id)
    assert (said.says, said.recorded_by.name) == ("Call her after 5.", "Mia Member")
    (body,) = db.session.scalars(
        select(TrailDetail.body).join(TrailEntry).where(TrailEntry.subject == f"comment:{row.id}")
    )
    assert body is not None
    assert "Call" not in str(body)


def test_what_is_sent_twice_is_there_once(valley: Organisation) -> None:
    mia, bob = (make_member(valley, Role.HR) for _ in range(2))
    ana = make_person(valley)
    comments.comment(Actor(mia.id, "Mia"), ana, "Called.")
    with pytest.raises(OnboardingError, match="there already"):
        comments.comment(Actor(mia.id, "Mia"), ana, "Called.")
    comments.comment(Actor(bob.id, "Bob"), ana, "Called.")
    comments.comment(Actor(mia.id, "Mia"), ana, "Called.")
    assert len(found.of(ana, mia.id)) == 3


def test_whose_own_the_record_is_reads_none_whatever_else_they_may(valley: Organisation) -> None:
    hsc = make_member(valley, Role.HSC, Role.MANAGER)
    own = make_person(valley, hired_on=HIRED, user=hsc)
    comments.comment(SYSTEM, own, "Watch the billing.")
    assert found.of(own, hsc.id) == []
    with pytest.raises(OnboardingError, match="your own"):
        comments.comment(Actor(hsc.id, "Hana"), own, "All is well.")


def test_comments_go_with_the_person_and_none_is_changed_before(valley: Organisation) -> None:
    one, two = (make_member(valley, Role.MANAGER) for _ in range(2))
    ana, bo = make_person(valley), make_person(valley, "Bo")
    for person in (ana, bo):
        comments.comment(SYSTEM, person, "Knows Harbor well.")
    row = found.of(ana, one.id)[0]
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.connection().exec_driver_sql(f"UPDATE comment SET says = 'No.' WHERE id = {row.id}")
    db.session.rollback()
    erasures.ask(Actor(one.id, "One"), ana, "Request 12.")
    erasures.confirm(Actor(two.id, "Two"), valley, ana.id)
    assert [each.person_id for each in db.session.scalars(select(Comment))] == [bo.id]


@on_sqlite
def test_the_page_shows_them_to_readers_and_takes_them_from_who_screens(app: Flask, valley: Organisation) -> None:
    ana = make_person(valley)
    client = sign_in(app.test_client(), make_member(valley, Role.SCREENER, name="Sue Screener"))
    page = fetch(client, fetch(client, f"/at/valley/people/{ana.id}").links["Add a comment"])
    assert page.submit(says=" ").faults == {"says": "Write a comment."}
    assert "2,000" in page.submit(says="x" * 2001).faults["says"]
    done = page.submit(says="First line.\n<b>Second</b>")
    assert done.messages == ["The comment was added."]
    assert "<b>Second</b>" in done.main
    assert "Sue Screener" in done.main
    assert "there already" in page.submit(says="First line.\n<b>Second</b>").main
    auditor = fetch(sign_in(app.test_client(), make_member(valley, Role.AUDITOR)), f"/at/valley/people/{ana.id}")
    assert "First line." in auditor.main
    assert "Add a comment" not in auditor.links


@on_sqlite
def test_an_hsc_finds_none_on_their_own_page_and_writes_none(app: Flask, valley: Organisation) -> None:
    hsc = make_member(valley, Role.HSC)
    own = make_person(valley, "Olga Own", hired_on=HIRED, user=hsc)
    comments.comment(SYSTEM, own, "Watch the billing.")
    client = sign_in(app.test_client(), hsc)
    assert "Watch the billing" not in fetch(client, f"/at/valley/people/{own.id}").html
    assert client.get(f"/at/valley/people/{own.id}/comments/new").status_code == 403
    both = sign_in(app.test_client(), make_member(valley, Role.HSC, Role.SCREENER))
    assert both.get(f"/at/valley/people/{own.id}/comments/new").status_code == 404
