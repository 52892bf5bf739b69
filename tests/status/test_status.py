"""The status page: what needs somebody first, told to administrators alone; and what the nightly commands leave."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from onboarding import clock
from onboarding.config import Config, MailServer
from onboarding.extensions import db, writing
from onboarding.jobs import table
from onboarding.models.duty import StaffLine
from onboarding.models.message import Message
from onboarding.models.work import JobRun
from onboarding.queries import reminders, watch
from onboarding.roles import Role
from onboarding.services import checkpoints, slots
from tests.make import make_cohe, make_member, make_message, make_person, sign_in
from tests.page import Page, fetch

DAY = timedelta(days=1)


def run(name: str, ago: timedelta = timedelta(), error: str | None = None) -> None:
    began = clock.now() - ago
    with writing():
        db.session.add(
            JobRun(name=name, slot=f"{int(began.timestamp())}/1", began_at=began, ended_at=began, error=error)
        )
        db.session.commit()


def lines(page: Page) -> dict[str, str]:
    """What is to be done about each thing that is watched."""
    return {row["What"]: row["What to do"] for row in page.rows("What is watched")}


def seen(app: Flask) -> Page:
    cohe = make_cohe()
    return fetch(sign_in(app.test_client(), make_member(cohe, Role.ADMINISTRATOR)), "/at/valley/status")


def test_of_an_installation_that_nobody_watches_it_says_what_to_do_first(app: Flask) -> None:
    page = seen(app)
    found = lines(page)
    assert found["Clock"] == "Start the clock: nobody is reminded until it runs."
    assert found["Backup"] == "Have flask backup run every night."
    assert found["Mail"] == "Set up a mail server: until then, nothing is sent."
    assert [bool(do != "Nothing") for do in found.values()] == sorted(
        (do != "Nothing" for do in found.values()), reverse=True
    )
    assert "5 things need somebody." in page.main


def test_where_all_is_done_nothing_needs_somebody(app: Flask, config: Config) -> None:
    app.extensions["config"] = config._replace(mail=MailServer("localhost", 25, "none", None, None))
    for name in table.NAMES:
        run(name)
    slots.ran(slots.BACKUP)
    slots.ran(slots.COMPARISON)
    cohe = make_cohe()
    user = make_member(cohe, Role.ADMINISTRATOR)
    checkpoints.make_due(config)
    page = fetch(sign_in(app.test_client(), user), "/at/valley/status")
    assert set(lines(page).values()) == {"Nothing"}
    assert "Everything runs as it should." in page.main


@pytest.mark.parametrize(
    ("name", "line", "does"),
    [
        (slots.BACKUP, "Backup", "Have flask backup run every night."),
        (slots.COMPARISON, "Audit trail compared with the records", "Have flask audit compare run every night."),
    ],
)
def test_a_nightly_command_that_is_late_or_found_a_fault(app: Flask, name: str, line: str, does: str) -> None:
    run(name, 3 * DAY)
    assert lines(seen(app))[line] == does
    slots.ran(name, "Evidence files that do not open: 1.")
    page = fetch(sign_in(app.test_client(), make_member(make_cohe("harbor"), Role.ADMINISTRATOR)), "/at/harbor/status")
    assert lines(page)[line].startswith("Evidence files that do not open: 1. Run flask")


def test_what_waits_too_long_is_of_the_own_organisation(app: Flask, config: Config) -> None:
    app.extensions["config"] = config._replace(mail=MailServer("localhost", 25, "none", None, None))
    valley, harbor = make_cohe(), make_cohe("harbor")
    make_message(valley)
    hana = make_person(harbor, "Hana Cole", hired_on=clock.today() - DAY)
    with writing():
        db.session.execute(update(Message).values(due_at=clock.now() - timedelta(hours=2)))
        late = update(StaffLine).where(StaffLine.person_id == hana.id)
        db.session.execute(late.values(training_next_on=clock.today() - 2 * DAY))
        db.session.commit()
    now = clock.now()
    assert [watch.mail(each, now).due for each in (valley.id, harbor.id, None)] == [1, 0, 1]
    assert [reminders.late(each, now) for each in (valley.id, harbor.id, None)] == [0, 1, 1]
    page = fetch(sign_in(app.test_client(), make_member(valley, Role.ADMINISTRATOR)), "/at/valley/status")
    assert lines(page)["Mail"].startswith("Look at the mail server")
    assert lines(page)["Reminders"] == "Nothing"
    with writing():
        db.session.execute(update(StaffLine).values(as_of=None))  # to be computed again
        db.session.commit()


def test_when_a_backup_was_last_made_is_not_forgotten(app: Flask) -> None:
    run(slots.BACKUP, 30 * DAY)
    run(slots.BACKUP, 20 * DAY)
    run("purge", 20 * DAY)
    slots.purge(clock.now())
    (left,) = db.session.query(JobRun).all()
    assert (left.name, clock.now() - left.began_at < 21 * DAY) == (slots.BACKUP, True)


def test_backup_and_comparison_leave_that_they_ran(app: Flask, config: Config) -> None:
    make_cohe()
    runner = app.test_cli_runner()
    assert runner.invoke(args=["backup", str(config.instance.parent / "kept")]).exit_code == 0
    assert runner.invoke(args=["audit", "compare"]).exit_code == 0
    assert {each.name: each.error for each in db.session.query(JobRun)} == {slots.BACKUP: None, slots.COMPARISON: None}
