"""Health and readiness: what a machine that watches is told, with nobody's details and nothing written."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text

from onboarding import clock, create_app
from onboarding.config import Config
from onboarding.extensions import db, writing
from onboarding.services import sending, slots
from tests.make import make_cohe, make_message

NEEDED = {"database": True, "migrated": True, "clock": True, "keys": True}
WELL = {"status": "ready", **NEEDED, "failing_jobs": [], "undelivered": 0}


def tick(ago: timedelta = timedelta()) -> None:
    with writing():
        db.session.execute(
            text("INSERT INTO job_run (name, slot, began_at, ended_at) VALUES ('purge', '1764000000/3600', :at, :at)"),
            {"at": clock.now() - ago},
        )
        db.session.commit()


@pytest.mark.parametrize(("ago", "status"), [(0, 200), (4, 200), (6, 503)])
def test_ready_while_the_clock_ticks(app: Flask, ago: int, status: int) -> None:
    tick(timedelta(minutes=ago))
    answer = app.test_client().get("/ready")
    assert answer.status_code == status
    assert (answer.get_json() == WELL) == (status == 200)


def test_not_ready_before_the_first_tick(app: Flask) -> None:
    answer = app.test_client().get("/ready")
    assert answer.status_code == 503
    assert answer.get_json() == {**WELL, "status": "not ready", "clock": False}


def test_a_job_that_fails_is_named_without_what_it_said(app: Flask) -> None:
    tick()
    slots.done("purge", "1764003600/3600", "ValueError: canary")
    answer = app.test_client().get("/ready")
    assert (answer.status_code, answer.get_json()["status"]) == (200, "needs attention")
    assert answer.get_json()["failing_jobs"] == ["purge"]
    assert "canary" not in answer.get_data(as_text=True)
    slots.done("purge", "1764007200/3600", None)
    assert app.test_client().get("/ready").get_json() == WELL


@pytest.mark.parametrize(("minutes", "failing"), [(9, []), (11, ["purge"])])
def test_a_job_that_does_not_end_is_named(app: Flask, minutes: int, failing: list[str]) -> None:
    with writing():
        db.session.execute(
            text("INSERT INTO job_run (name, slot, began_at) VALUES ('purge', '1764000000/3600', :at)"),
            {"at": clock.now() - timedelta(minutes=minutes)},
        )
        db.session.commit()
    assert app.test_client().get("/ready").get_json()["failing_jobs"] == failing


def test_what_no_organisation_sees_is_counted(app: Flask) -> None:
    tick()
    for message in (make_message(make_cohe()), make_message()):
        claimed = sending.claim()
        assert claimed
        assert claimed.id == message.id
        sending.failed(claimed, "550 no such mailbox", for_good=True)
    assert app.test_client().get("/ready").get_json() == {**WELL, "status": "needs attention", "undelivered": 1}


def test_not_ready_with_tables_of_another_version(app: Flask) -> None:
    tick()
    with writing():
        db.session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        db.session.commit()
    assert app.test_client().get("/ready").get_json() == {
        **NEEDED,
        "status": "not ready",
        "migrated": False,
        "clock": False,
        "keys": False,
    }


def test_without_a_database_the_process_is_healthy_and_not_ready(config: Config) -> None:
    client = create_app(config._replace(database="postgresql+psycopg://a:canary@127.0.0.1:9/none")).test_client()
    assert client.get("/health").get_json() == {"status": "ok"}
    answer = client.get("/ready")
    assert answer.status_code == 503
    assert answer.get_json() == {"status": "not ready", **dict.fromkeys(NEEDED, False)}


def test_watching_is_cheap_and_leaves_nothing_behind(app: Flask, statements: list[str]) -> None:
    client = app.test_client()
    health = client.get("/health")
    assert [each for each in statements if not each.startswith("PRAGMA")] == []
    ready = client.get("/ready")
    assert not [each for each in statements if each.split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert len([each for each in statements if each.startswith("SELECT")]) <= 7
    assert db.session.scalar(text("SELECT count(*) FROM visit")) == 0
    for answer in (health, ready):
        assert "Set-Cookie" not in answer.headers
