"""How the clock fares, told to whoever runs the product and, where it concerns them, to administrators."""

from datetime import timedelta

import pytest
from flask import Flask

from onboarding import clock
from onboarding.jobs import table
from onboarding.roles import Role
from onboarding.services import sending, slots
from tests.make import make_cohe, make_member, make_message, sign_in
from tests.operation.test_commands import did, run
from tests.page import Page, fetch


def all_well() -> None:
    for job in table.JOBS:
        if job.slots:
            slots.done(job.name, "1764000000/60", None)


def home(app: Flask, role: Role) -> Page:
    return fetch(sign_in(app.test_client(), make_member(make_cohe(), role)), "/at/valley/")


def test_status_tells_that_all_is_well(app: Flask) -> None:
    all_well()
    said = did(app, "clock", "status")
    assert "purge: went well" in said
    assert "send messages: nothing to report" in said


def test_status_tells_that_the_clock_never_ran(app: Flask) -> None:
    done = run(app, "clock", "status")
    assert done.exit_code == 1
    assert "Last tick: never, so the clock has stopped." in done.output
    assert "purge: has not run yet" in done.output


def test_status_tells_what_failed_and_what_was_not_delivered(app: Flask) -> None:
    all_well()
    slots.done("purge", "1764003600/3600", "ValueError: no\x1bpe")
    make_message()
    claimed = sending.claim()
    assert claimed
    sending.failed(claimed, "550 no such mailbox", for_good=True)
    done = run(app, "clock", "status")
    assert done.exit_code == 1
    assert "purge: failed, " in done.output
    assert "ValueError: no\N{REPLACEMENT CHARACTER}pe" in done.output
    assert "Not delivered, of no organization: 1." in done.output
    assert "550 no such mailbox" in did(app, "messages", "list")


def test_an_administrator_sees_that_the_clock_stands_still(app: Flask) -> None:
    assert "The clock has not run:" in home(app, Role.ADMINISTRATOR).main


def test_an_administrator_sees_that_a_job_fails_and_not_why(app: Flask) -> None:
    all_well()
    slots.done("purge", "1764003600/3600", "ValueError: canary")
    main = home(app, Role.ADMINISTRATOR).main
    assert "this fails: purge" in main
    assert "canary" not in main


@pytest.mark.parametrize(("minutes", "told"), [(9, False), (10, True), (11, True)])
def test_the_clock_stands_still_after_ten_minutes(
    app: Flask, monkeypatch: pytest.MonkeyPatch, minutes: int, told: bool
) -> None:
    all_well()
    later = clock.now() + timedelta(minutes=minutes)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert ("The clock has not run since" in home(app, Role.ADMINISTRATOR).main) == told


def test_where_all_is_well_or_somebody_else_looks_nothing_is_said(app: Flask) -> None:
    assert "clock" not in home(app, Role.MANAGER).main
