"""A year and a half in the life of one HSC's credentials, page by page."""

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from flask import Flask
from flask.testing import FlaskClient

from onboarding import clock
from onboarding.extensions import db
from onboarding.models.message import Message
from onboarding.models.organisation import Organisation
from onboarding.queries import members as found
from onboarding.roles import Role
from onboarding.services import credential_reminders, members, reminders
from onboarding.services.change import SYSTEM
from tests.make import make_cohe, make_member, make_person, sign_in
from tests.page import Page, fetch

HIRED = date(2026, 1, 5)
Turn = Callable[[date], None]


@pytest.fixture
def turn(monkeypatch: pytest.MonkeyPatch) -> Turn:
    """Set the calendar to noon of a day in Washington."""

    def to(day: date) -> None:
        noon = datetime.combine(day, time(12), clock.WASHINGTON)
        monkeypatch.setattr(clock, "today", lambda: day)
        monkeypatch.setattr(clock, "now", lambda: noon.astimezone(clock.UTC))

    return to


class Life:
    """One HSC at one COHE, whose manager looks and records."""

    def __init__(self, client: FlaskClient, cohe: Organisation, turn: Turn) -> None:
        self.client, self.turn = client, turn
        self.manager = make_member(cohe, Role.MANAGER, name="Max Manager")
        self.person = make_person(cohe, "Núria Björk-O'Neil", hired_on=HIRED)
        self.at = f"/at/valley/people/{self.person.id}"

    def see(self, path: str = "/credentials") -> Page:
        sign_in(self.client, self.manager)  # a visit does not outlast the night
        return fetch(self.client, f"{self.at}{path}" if path.startswith("/") else f"/at/valley/{path}")

    def record(self, event: str, on: date, track: str = "provider", **facts: object) -> Page:
        """Record what happened on the day it happened, and give the page that then shows it."""
        self.turn(on)
        form = self.see(f"/credentials/{track}/new")
        sent = form.submit(event=event, happened_on=on.isoformat(), **facts)
        assert not sent.faults, sent.faults
        return self.see()

    def told(self) -> list[str]:
        """What managers were written, since the last time."""
        reminders.remind(credential_reminders.SOURCE)
        bodies = list(db.session.scalars(db.select(Message.body).where(Message.kind == "credentials")))
        new, self.known = bodies[getattr(self, "seen", 0) :], bodies
        self.seen = len(bodies)
        return new


@pytest.fixture
def life(app: Flask, turn: Turn) -> Life:
    turn(HIRED)
    return Life(app.test_client(), make_cohe(), turn)


def test_a_year_in_the_life(life: Life, turn: Turn) -> None:
    # Hired: nothing is sent, and both applications are due in two weeks.
    page = life.see()
    assert page.facts["Billing"] == "Not yet"
    assert "Send the provider account application to L&I. The COHE must act, by January 19, 2026." in page.main
    assert "Send the HSC Supplemental Application to L&I. The COHE must act, by January 19, 2026." in page.main
    assert life.told() == []

    # Both are sent: it is L&I's turn, and there is a day to expect.
    page = life.record("sent", date(2026, 1, 12), channel="mail", form_edition="08-2025", contact="Provider Accounts")
    assert "With L&I" in page.facts["Provider account"]
    assert "expected between March 13, 2026 and April 12, 2026" in page.main  # 60 and 90 days later
    page = life.record("sent", date(2026, 1, 14), "supplemental", channel="email")
    assert "L&I answers the HSC Supplemental Application. L&I must act; ask on February 13, 2026." in page.main
    board = life.see("credentials")
    assert [row["Who must act"] for row in board.rows("2 open")] == ["L&I", "L&I"]

    # One is returned: the COHE has to mend it, and is told by mail when it does not.
    page = life.record("returned", date(2026, 2, 3), reason="The W-9 is not signed.")
    assert "Correct and resend the provider account application" in page.main
    assert "The W-9 is not signed." in page.main
    turn(date(2026, 2, 17))
    told = life.told()
    assert len(told) == 1
    assert "Correct and resend the provider account application" in told[0]
    assert "Núria" not in told[0]
    assert life.told() == []  # once, however often the clock looks

    # Sent again, and the supplemental application is accepted.
    life.record("sent", date(2026, 2, 18), channel="mail", form_edition="08-2025")
    page = life.record("accepted", date(2026, 3, 2), "supplemental")
    assert "Accepted" in page.facts["HSC Supplemental Application"]
    assert page.facts["Billing"] == "Not yet"

    # The number is issued: it may not be billed with before its day.
    page = life.record("issued", date(2026, 4, 20), number="0123456")
    assert page.facts["L&I Provider ID"] == "0123456"
    assert page.facts["Billing"] == "Not effective yet"
    assert "L&I makes the number effective." in page.main
    page = life.record("effective", date(2026, 5, 1))
    assert page.facts["Billing"].startswith("May bill from May 1, 2026.")
    assert life.see("people").rows("1 person")[0]["May bill"] == "From May 1, 2026"
    assert "No application is open" in life.see("credentials").main

    # The first bill, on 2026-05-11: without another, L&I may inactivate the account 18 months later.
    page = life.record("billed", date(2026, 5, 11))
    assert "before Nov 11, 2027" in page.main

    # An address changes on June 1. It is to be reported by June 16, and is on the 14th day.
    page = life.record("changed", date(2026, 6, 1), reason="New office address")
    assert "Report the change to L&I. The COHE must act, by June 16, 2026." in page.main
    turn(date(2026, 6, 12))
    assert [("Report the change" in each) for each in life.told()] == [True]
    page = life.record("change_reported", date(2026, 6, 15), channel="provider_one")
    assert "Report the change" not in page.main

    # Status checks come due each 90 days; they are looked up.
    for day in (date(2026, 7, 30), date(2026, 10, 28), date(2027, 1, 26), date(2027, 4, 26), date(2027, 7, 25)):
        life.record("checked", day, channel="website")

    # Seventeen months without billing: warned since August 13, 90 days before.
    turn(date(2027, 10, 11))
    page = life.see()
    assert "May bill" in page.facts["Billing"]
    assert "Bill for a service before Nov 11, 2027, or ask L&I" in page.main
    assert "Bill for a service before Nov 11, 2027" in "".join(life.told())
    assert "Bill for a service before Nov 11, 2027" in life.see("").main  # the manager's home

    # L&I inactivates it, and reactivates it when it is asked.
    page = life.record("inactivated", date(2027, 11, 20), reason="No billing for eighteen months")
    assert page.facts["Billing"] == "No: account inactive"
    assert "Ask L&I to reactivate the account" in page.main
    page = life.record("reactivated", date(2027, 12, 6))
    assert page.facts["Billing"].startswith("May bill from Dec 6, 2027.")
    assert "before Jun 6, 2029" in page.main


def test_the_same_days_entered_backwards_say_the_same(life: Life, turn: Turn) -> None:
    turn(date(2026, 6, 1))
    days = [("sent", date(2026, 1, 12), {}), ("issued", date(2026, 4, 20), {"number": "0123456"})]
    form = life.see("/credentials/provider/new")
    refused = form.submit(event="effective", happened_on="2026-05-01")
    assert "effective on May 1, 2026 does not follow not started; it needs issued" in refused.faults["happened_on"]
    for event, on, facts in days:
        life.see("/credentials/provider/new").submit(event=event, happened_on=on.isoformat(), **facts)
    # What came before can be recorded after what followed it.
    life.see("/credentials/provider/new").submit(event="effective", happened_on="2026-05-01")
    life.see("/credentials/provider/new").submit(event="received", happened_on="2026-01-20")
    page = life.see()
    assert page.facts["Billing"].startswith("May bill from May 1, 2026.")
    whens = [each.find("p") for each in page.with_class("timeline")[0]]
    assert ["".join(each.itertext()).strip() for each in whens if each is not None] == [
        "January 12, 2026", "January 20, 2026", "April 20, 2026", "May 1, 2026",
    ]  # fmt: skip


def test_reminders_come_once_a_week_and_eight_times(life: Life, turn: Turn) -> None:
    told = []
    for day in range(100):
        turn(date.fromordinal(HIRED.toordinal() + day))
        told += [day] * len(life.told())
    # Due on day 14; told on it and on each seventh day after, both applications in one message.
    assert told == [14, 21, 28, 35, 42, 49, 56, 63]


def test_a_clock_that_stood_still_tells_what_it_missed(life: Life, turn: Turn) -> None:
    turn(date(2026, 2, 10))  # 22 days after the day on which it was to be told
    assert len(life.told()) == 1


def test_with_no_manager_nothing_is_taken_for_told(life: Life, turn: Turn, app: Flask) -> None:
    cohe = db.session.get_one(Organisation, life.person.organisation_id)
    held = found.held(cohe.id, life.manager.id, Role.MANAGER)
    assert held
    members.end_membership(SYSTEM, cohe, held.id)
    turn(date(2026, 1, 20))
    assert life.told() == []
    make_member(cohe, Role.MANAGER, name="Next Manager")
    assert len(life.told()) == 1
